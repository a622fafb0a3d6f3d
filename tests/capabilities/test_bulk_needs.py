"""Many needs out of a table: every error by its cell, and all of them submitted or none."""

import pytest
from django.core.exceptions import PermissionDenied

from capabilities.bulk import acts, checking, saving
from capabilities.models import Need, NeedMove, Submission, Upload
from portal import outbox
from portal.access import TLP
from portal.models import OutboxEntry
from tests.capabilities.tables import checked, csv_of, own_agency, row, said, sent, xlsx_of
from tests.factories import (
    AgencyFactory,
    CountryFactory,
    DeskFactory,
    SubmittedNeedFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def agency(officer):
    country = CountryFactory(iso3="SEN", iso2="SN", name="Senegal", official_languages=["fr"])
    return own_agency(officer, name="Cyber division", country=country)


def submitted(upload, officer):
    """Confirmed, and taken in by a worker."""
    acts.confirm(upload=upload, by=officer)
    deliver()
    upload.refresh_from_db()
    return upload


def deliver():
    for entry in OutboxEntry.objects.filter(kind="submit-upload"):
        saving.submit(entry)


def test_right_rows_become_needs_of_the_agency(officer, agency):
    upload = checked(officer, row(), row(quantity="3", target_level="4", reference="B"))
    assert said(upload) == {}
    assert not Need.objects.exists()

    submitted(upload, officer)

    assert upload.status == Upload.Status.DONE
    assert upload.content is None
    assert sorted(Need.objects.values_list("quantity", flat=True)) == [3, 12]
    need = Need.objects.get(quantity=12)
    assert (need.agency, need.country, need.owner) == (agency, agency.country, officer.organisation)
    assert (need.status, need.tlp, need.languages, need.modes) == ("submitted", 2, ["fr"], [])
    assert Submission.objects.filter(by=officer).count() == 2
    assert set(upload.rows.values_list("need", flat=True)) == set(
        Need.objects.values_list("pk", flat=True)
    )


@pytest.mark.parametrize(
    ("column", "cell", "place", "word"),
    [
        ("area", "FOR-99", "D2", "none of the choices"),
        ("area", "", "D2", "Choose the capability area"),
        ("agency", "Another agency", "B2", "none of the choices"),
        ("country", "FRA", "C2", "Write SEN"),
        ("kinds", "training; gramophone", "E2", "“gramophone” is none of the choices"),
        ("kinds", "", "E2", "or any kind"),
        ("kinds", "any; training", "E2", "either any kind"),
        ("current_level", "9", "F2", "none of the choices"),
        ("target_level", "2", "G2", "must be higher"),
        ("quantity", "many", "H2", "whole number"),
        ("quantity", "12.5", "H2", "whole number"),
        ("languages", "Klingon", "I2", "none of the choices"),
        ("starts", "27/03/2026", "K2", "2026-03-27"),
        ("ends", "2020-01-01", "L2", "must lie ahead"),
        ("ends", "2026-02-31", "L2", "Enter a day"),
        ("urgency", "", "M2", "how urgent"),
        ("reason", "", "N2", "Say why"),
        ("reason", "x" * 5001, "N2", "at most 5000"),
        ("reason", "a\x00b", None, "The letters of this file"),
        ("reason", "a\x01b", "N2", "cannot be kept"),
        ("tlp", "RED", "P2", "CLEAR"),
        ("tlp", "CLEAR", "Q2", "Say why this label"),
    ],
)
def test_what_is_wrong_is_told_at_its_cell_with_the_remedy(
    officer, agency, column, cell, place, word
):
    upload = checked(officer, row(**{column: cell}))

    if place is None:
        assert word in upload.problems[0]
    else:
        assert list(said(upload)) == [place]
        assert word in said(upload)[place]
    with pytest.raises(acts.UploadRefused):
        acts.confirm(upload=upload, by=officer)


def test_words_and_codes_are_both_understood(officer, agency):
    upload = checked(
        officer,
        row(
            area="FOR-90 – Area FOR-90",
            kinds="Training; Advice",
            current_level="2 – Formative",
            languages="French",
            modes="Remote, with people",
            urgency="4 – within six months",
            tlp="TLP:AMBER",
            agency="cyber  DIVISION",
            country="Senegal",
        ),
    )
    assert said(upload) == {}

    submitted(upload, officer)

    need = Need.objects.get()
    assert (need.kinds, need.languages, need.modes) == (
        ["training", "advisory"],
        ["fr"],
        ["remote"],
    )
    assert (need.current_level, need.urgency) == (2, 4)


def test_another_s_agency_is_answered_as_one_that_does_not_exist(officer, agency):
    other = AgencyFactory(name="Foreign police")

    there = said(checked(officer, row(agency=other.name)))
    absent = said(checked(officer, row(agency="Foreign wolves")))

    assert there["B2"].replace("police", "wolves") == absent["B2"]
    by_id = said(checked(officer, row(agency=other.public_id)))["B2"]
    assert by_id.replace(other.public_id, "Foreign wolves") == absent["B2"]


def test_an_organisation_with_several_agencies_names_one(officer, agency):
    own_agency(officer, name="Second unit", country=CountryFactory(iso3="MLI", iso2="ML"))

    assert "Name the agency" in said(checked(officer, row()))["B2"]
    assert said(checked(officer, row(agency="Second unit"))) == {}
    wrong = said(checked(officer, row(agency="Second unit", country="SEN")))
    assert wrong == {"C2": "This is not the country of Second unit: write MLI, or nothing."}


def test_rows_that_say_the_same_are_wrong_and_those_alike_are_flagged(officer, agency):
    SubmittedNeedFactory(
        by=officer, agency=agency, area__code="FOR-90", current_level=2, target_level=3
    )
    upload = checked(officer, row(), row(), row(quantity="7"))

    first, second, third = upload.rows.order_by("number")

    assert "the same as row 2" in second.errors[0]["said"]
    assert "open need" in first.doubts[0]["said"]
    assert {doubt["said"][:5] for doubt in third.doubts} == {"Row 2", "Your "}
    assert [row.number for row in upload.rows.all()] == [3, 2, 4]  # the wrong one first


def test_examples_are_left_out_and_row_numbers_stay_those_of_the_sheet(officer, agency):
    upload = checked(officer, row(reference="example", area="?"), {}, row(quantity="0"))

    assert list(said(upload)) == ["H4"]
    assert upload.notes == ["1 example was left out."]


@pytest.mark.parametrize(
    ("names", "word"),
    [
        (["area", "kinds"], "“Why” is missing"),
        ([*csv_of().decode("utf-8-sig").strip().split(","), "area"], "two columns, D and R"),
        ([*csv_of().decode("utf-8-sig").strip().split(","), "budget"], "“budget” (column R)"),
    ],
)
def test_headings_that_do_not_fit_are_named(officer, agency, names, word):
    upload = checked(officer, content=csv_of(row(), names=names))

    assert upload.status == Upload.Status.REFUSED
    assert any(word in problem for problem in upload.problems), upload.problems
    assert upload.content is None


def test_a_formula_is_not_worked_out(officer, agency):
    import io

    import xlsxwriter

    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    page = book.add_worksheet("Needs")
    for place, (name, cell) in enumerate(row().items()):
        page.write_string(0, place, name)
        page.write_string(1, place, cell)
    page.write_formula(1, 4, "=6*2", value="12")
    book.close()

    assert "Formulas are not worked out" in said(checked(officer, content=file.getvalue()))["E2"]


# ------------------------------------------------------------------ all or none


def test_nothing_is_half_saved_when_the_last_row_is_no_longer_right(officer, agency):
    upload = checked(officer, row(), row(quantity="3", target_level="4"))
    last = upload.rows.order_by("number").last()
    last.answers["ends"] = "2020-01-01"
    last.save()

    submitted(upload, officer)

    assert not Need.objects.exists()
    assert not NeedMove.objects.exists()
    assert upload.status == Upload.Status.WAITING
    assert "Nothing was submitted" in upload.notes[0]
    assert checking.check(upload.pk)  # the file itself is right
    upload.refresh_from_db()
    submitted(upload, officer)
    assert Need.objects.count() == 2


def test_a_promise_kept_twice_makes_one_set_of_needs(officer, agency):
    upload = submitted(checked(officer, row(), row(quantity="3")), officer)
    Upload.objects.filter(pk=upload.pk).update(status=Upload.Status.CONFIRMED)

    deliver()
    deliver()

    assert Need.objects.count() == 2


def test_an_upload_that_was_confirmed_is_not_confirmed_again(officer, agency):
    upload = checked(officer, row())
    acts.confirm(upload=upload, by=officer)

    with pytest.raises(acts.UploadRefused, match="already"):
        acts.confirm(upload=Upload.objects.get(), by=officer)


def test_the_desk_is_told_of_all_rows_in_one_letter(officer, agency, reviewer, mailoutbox):
    hidden = UserFactory(role="officer")
    DeskFactory(level=1, organisation=reviewer.organisation, people=[hidden])
    submitted(checked(officer, row(), row(quantity="3"), row(quantity="4")), officer)

    for entry in OutboxEntry.objects.filter(kind__startswith="need"):
        outbox.deliver(entry.pk)

    [letter] = mailoutbox
    assert letter.to == [reviewer.email], "who may not see the needs is not told of them"
    assert "3 needs" in letter.body
    assert "TLP:AMBER" in letter.subject + letter.body
    assert agency.name not in letter.body


def test_the_label_is_the_usual_one_of_the_area(officer, agency):
    upload = checked(officer, row(), row(quantity="3", tlp="AMBER+STRICT"))
    assert upload.tlp == TLP.AMBER_STRICT

    submitted(upload, officer)

    assert {need.quantity: need.tlp for need in Need.objects.all()} == {12: 2, 3: 3}


def test_cancelling_removes_file_and_rows(officer, agency):
    upload = checked(officer, row())

    acts.cancel(upload=upload, by=officer)

    upload.refresh_from_db()
    assert (upload.status, upload.content, upload.rows.count()) == ("cancelled", None, 0)


def test_a_check_that_comes_after_the_cancelling_changes_nothing(officer, agency):
    upload = sent(officer, row())
    acts.cancel(upload=upload, by=officer)

    assert not checking.check(upload.pk)
    assert Upload.objects.get().status == "cancelled"


@pytest.mark.parametrize("person", ["analyst", "partner", "reviewer", "administrator"])
def test_only_officers_send_tables(person, request):
    with pytest.raises(PermissionDenied):
        sent(request.getfixturevalue(person), row())


def test_a_stranger_does_not_touch_an_upload(officer, agency):
    upload = checked(officer, row())
    stranger = UserFactory(role="officer")

    for act in (acts.confirm, acts.cancel):
        with pytest.raises(PermissionDenied):
            act(upload=upload, by=stranger)


def test_the_same_form_sent_twice_is_one_upload(officer, agency):
    content = csv_of(row())
    for _again in range(2):
        acts.send_needs(name="needs.csv", content=content, by=officer, key="one")

    assert Upload.objects.count() == 1


def test_what_lies_about_too_long_is_removed(officer, agency):
    from datetime import timedelta

    upload = checked(officer, row())
    Upload.objects.filter(pk=upload.pk).update(asked=upload.asked - timedelta(days=15))
    kept = checked(officer, row())

    checking.tidy()

    assert list(Upload.objects.all()) == [kept]


def test_a_table_of_somebody_who_has_left_is_not_read(officer, agency):
    upload = sent(officer, row())
    officer.organisation = AgencyFactory(owner=UserFactory().organisation).owner
    officer.save()

    checking.check(upload.pk)

    assert "no longer" in Upload.objects.get().problems[0]
    assert Upload.objects.get().content is None


def test_xlsx_is_read_from_the_sheet_that_is_meant(officer, agency):
    upload = checked(officer, content=xlsx_of(row(), before=["Guidance"]))

    assert said(upload) == {}
    assert upload.total == 1

"""Offers out of a table: every change is shown, then proposed as one made on the page would be."""

import csv
import re
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from capabilities import tasks
from capabilities.bulk import acts, checking, offer_columns
from capabilities.bulk.files import as_csv
from capabilities.bulk.offer_columns import COLUMNS, EXAMPLE
from capabilities.entries import acts as entries
from capabilities.entries.sections import OFFER
from capabilities.entry_workflow import ChangeStatus
from capabilities.imports.tables.table import Limits
from capabilities.models import Proposal, Resource, Upload
from capabilities.views import bulk, bulk_offers
from portal import outbox
from portal.access import TLP, Role
from portal.models import OutboxEntry
from tests.at_once import at_once
from tests.capabilities.entry_stories import house_of, offer_of
from tests.factories import AreaFactory, CountryFactory, ResourceFactory, UserFactory

pytestmark = pytest.mark.django_db
START = "/entries/bulk"
NAMES = [column.name for column in COLUMNS]
NEW = {
    "called": "Phone course",
    "description": "Ten days in a laboratory.",
    "areas": "FOR-90",
    "kinds": "training; mentoring",
    "languages": "fr",
    "capacity": "12",
}


@pytest.fixture(autouse=True)
def area(db):
    return AreaFactory(code="FOR-90", name="Phones")


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def table(*rows, names=NAMES):
    return as_csv([names, *([cells.get(name, "") for name in names] for cells in rows)])


def checked(by, *rows, content=None):
    upload = acts.send_offers(name="offers.csv", content=content or table(*rows), by=by)
    checking.check(upload.pk)
    upload.refresh_from_db()
    return upload


def said(upload):
    return {e["place"]: e["said"] for row in upload.rows.order_by("number") for e in row.errors}


def changes(upload, number=2):
    return {what: (old, new) for what, old, new in upload.rows.get(number=number).changes}


def taken_in(upload, by):
    acts.confirm(upload=upload, by=by)
    for entry in OutboxEntry.objects.filter(kind="submit-upload"):
        outbox._handlers["submit-upload"](entry)
    upload.refresh_from_db()


def test_a_table_goes_from_upload_through_every_change_to_proposals(client, partner, reviewer):
    offer = offer_of(partner, name="Old course", description="Five days.")
    client.force_login(partner)
    content = table(
        {"id": offer.public_id, "called": "New course", "cost": "free"},
        {**NEW, "provider": offer.provider.name},
    )
    file = SimpleUploadedFile("offers.csv", content)
    answer = client.post(START, {"table": file, "token": "one"})
    upload = Upload.objects.get()
    assert answer.url == upload.get_absolute_url()
    checking.check(upload.pk)

    page = text(client.get(answer.url))
    assert "Old course New course" in page
    assert "Not stated Free of charge" in page
    assert "new offer of" in page
    assert "Propose all 2 changes" in page
    client.post(f"{answer.url}/submit")
    for entry in OutboxEntry.objects.filter(kind="submit-upload"):
        outbox._handlers["submit-upload"](entry)

    assert "2 changes were proposed" in text(client.get(answer.url))
    offer.refresh_from_db()
    assert offer.name == "Old course"  # until somebody has verified it
    for proposal in Proposal.objects.all():
        assert proposal.get_absolute_url() in client.get(answer.url).content.decode()
        entries.verify(proposal=proposal, by=reviewer, reason="Their page says so.")
    offer.refresh_from_db()
    assert (offer.name, offer.cost, offer.description) == ("New course", "free", "Five days.")
    new = Resource.objects.exclude(pk=offer.pk).get()
    assert (new.name, new.language_rule, new.languages, new.capacity) == (
        "Phone course",
        "named",
        ["fr"],
        12,
    )
    assert new.owner == partner.organisation


def test_an_empty_cell_leaves_what_there_is_and_the_word_nothing_empties_it(partner):
    offer = offer_of(partner, url="https://a.example", modes=["remote"], description="Five days.")

    upload = checked(partner, {"id": offer.public_id, "url": "nothing", "modes": "–"})

    assert said(upload) == {}
    assert upload.tlp == offer.tlp == TLP.CLEAR
    assert set(changes(upload)) == {"Web page of the offer (optional)", "Ways of delivery"}
    assert upload.rows.get().answers == {"url": "", "modes": []}


def test_offers_as_they_are_change_nothing_when_they_are_uploaded_again(client, partner):
    kenya = CountryFactory(iso3="KEN")
    offer_of(partner, eligibility="named", eligible_countries=[kenya], description="=SUM(1)")
    offer_of(partner, name="Second")
    ResourceFactory(name="Somebody else's")
    client.force_login(partner)

    for ending in ("csv", "xlsx"):
        content = client.get(f"{START}/current.{ending}").content
        upload = checked(partner, content=content)

        assert (upload.status, said(upload)) == ("checked", {}), upload.problems
        assert [row.changes for row in upload.rows.all()] == [[], []]
        with pytest.raises(acts.UploadRefused, match="Nothing in it"):
            acts.confirm(upload=upload, by=partner)
    text = client.get(f"{START}/current.csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(StringIO(text)))
    assert {row["Name"] for row in rows} == {"Old course", "Second"}


@pytest.mark.parametrize(
    ("cells", "column", "message"),
    [
        ({"called": ""}, "Name", "Enter the name of the offer."),
        ({"areas": "nowhere"}, "Capability areas", "none of the choices"),
        ({"level_from": "3", "level_to": "2"}, "And reaches", "higher than the first"),
        ({"language_rule": "neutral"}, "Whether language matters", "You chose languages"),
        ({"eligibility": "named"}, "Groups of countries", "Name the groups or countries"),
        ({"starts": "soon"}, "From (optional)", "Write the day as"),
        ({"url": "nonsense"}, "Web page of the offer (optional)", "whole address"),
        ({"provider": "Nobody"}, "Provider", "none of the choices"),
        ({"id": "222222222222"}, "Id of the offer", "no such offer"),
    ],
)
def test_every_error_is_said_by_its_cell(partner, cells, column, message):
    house_of(partner)

    upload = checked(partner, {**NEW, **cells})

    errors = {error["column"]: error["said"] for error in upload.rows.get().errors}
    assert message in errors[column]
    with pytest.raises(acts.UploadRefused, match="Some rows are wrong"):
        acts.confirm(upload=upload, by=partner)
    assert not Proposal.objects.exists()


def test_nobody_changes_what_they_do_not_keep_or_learns_that_it_is_there(partner):
    other = offer_of(UserFactory(role=Role.PARTNER))
    hidden = ResourceFactory(tlp=TLP.AMBER)
    upload = checked(
        partner,
        *(
            {"id": one, "called": "Mine"}
            for one in (other.public_id, hidden.public_id, "2222neverwas")
        ),
    )

    assert set(said(upload).values()) == {"There is no such offer among those that you keep."}


def test_an_offer_stands_in_one_row_without_another_open_change_and_keeps_label_and_provider(
    partner,
):
    offer, busy, second = offer_of(partner), offer_of(partner), house_of(partner)
    entries.propose(entry=busy, given={"called": "Other"}, by=partner)

    upload = checked(
        partner,
        {"id": offer.public_id, "called": "One"},
        {"id": offer.public_id, "called": "Two"},
        {"id": busy.public_id, "called": "Three"},
        {"id": offer.public_id, "provider": second.public_id, "tlp": "RED"},
    )

    told = said(upload)
    assert "Row 2 is about the same offer" in told["A3"]
    assert "open already" in told["A4"]
    assert "cannot go to another provider" in told["B5"]


def test_of_all_rows_one_that_is_no_longer_right_undoes_the_whole(partner):
    one, other = offer_of(partner), offer_of(partner)
    upload = checked(
        partner,
        {"id": one.public_id, "called": "One"},
        {"id": other.public_id, "called": "Two"},
    )
    entries.propose(entry=other, given={"called": "Quicker"}, by=partner)

    taken_in(upload, partner)

    assert upload.status == "waiting"
    assert [str(p) for p in Proposal.objects.all()] == ["Quicker"]
    checking.check(upload.pk)
    assert "open already" in str(said(upload))


def test_reviewers_upload_for_every_provider_and_another_verifies(client, reviewer):
    offer = offer_of(UserFactory(role=Role.PARTNER))
    upload = checked(reviewer, {"id": offer.public_id, "called": "New name"})
    taken_in(upload, reviewer)
    proposal = Proposal.objects.get()

    with pytest.raises(entries.ChangeRefused, match="Somebody else"):
        entries.verify(proposal=proposal, by=reviewer, reason="I say so.")
    second = UserFactory(role=Role.REVIEWER)
    entries.verify(proposal=proposal, by=second, reason="Their page says so.")

    assert proposal.status == ChangeStatus.SUBMITTED  # this copy; the row has moved on
    assert Resource.objects.get().name == "New name"


def test_a_change_is_not_shown_to_whoever_may_not_see_the_offer_any_more(client, partner):
    offer = offer_of(partner)
    upload = checked(partner, {"id": offer.public_id, "called": "Hush name"})
    Resource.objects.filter(pk=offer.pk).update(tlp=TLP.RED, owner=None)
    client.force_login(partner)

    page = text(client.get(upload.get_absolute_url()))

    assert "Old course" not in page


@pytest.mark.parametrize("role", [Role.ANALYST, Role.OFFICER, Role.ADMINISTRATOR])
def test_others_have_no_such_page(client, partner, role):
    upload = checked(partner, {**NEW, "called": ""})
    client.force_login(UserFactory(role=role, organisation=partner.organisation))

    for path in (START, f"{START}/current.csv", f"{START}/template.xlsx"):
        assert client.get(path).status_code == 403
    assert client.get(upload.get_absolute_url()).status_code == 404


def test_the_page_says_so_where_a_file_does_not_hold_all_offers(client, partner, monkeypatch):
    house = house_of(partner)
    for name in ("A course", "B course", "C course"):
        offer_of(partner, provider=house, name=name)
    client.force_login(partner)
    told = "The files hold the first 2 of 3 offers, by provider and name."
    assert "The files hold the first" not in client.get(START).content.decode()

    for module in (offer_columns, bulk_offers, bulk):
        monkeypatch.setattr(module, "LIMITS", Limits(rows=2))

    assert told in client.get(START).content.decode()
    file = client.get(f"{START}/current.csv").content.decode("utf-8-sig")
    assert [row["Name"] for row in csv.DictReader(StringIO(file))] == ["A course", "B course"]


def test_the_template_s_example_is_a_right_row_and_is_left_out(client, partner):
    house_of(partner)
    client.force_login(partner)
    content = client.get(f"{START}/template.csv").content
    example = content.replace(str(EXAMPLE).encode(), b"")

    assert said(checked(partner, content=example)) == {}
    assert "beside the example" in str(checked(partner, content=content).problems)


def test_there_is_a_column_for_everything_that_the_pages_ask():
    asked = {name for section in OFFER for name in section.base_fields}

    assert set(NAMES) - asked == {"id", "provider", "tlp"}
    assert asked <= set(NAMES)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_confirm_at_once_one_does(partner, monkeypatch):
    monkeypatch.setattr(tasks, "ring_for_upload", lambda pk: None)
    monkeypatch.setattr(outbox, "ring", lambda pk: None)
    offer = offer_of(partner)
    upload = checked(partner, {"id": offer.public_id, "called": "New"})

    def confirm():
        acts.confirm(upload=Upload.objects.get(pk=upload.pk), by=partner)
        return "done"

    told = at_once([confirm] * 4, acts.UploadRefused)

    assert told.count("done") == 1

"""The way of a report: who may bring it a step on, that one of several succeeds, what stays."""

from functools import partial

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction

from gaps.models import Finding, Report, ReportMove, ReportText, Run
from gaps.reports import acts
from gaps.reports.acts import ChangedMeanwhile, ReportRefused
from gaps.reports.document import fingerprint, from_json
from gaps.workflow import REPORT_MOVES, ReportStatus
from portal.access import TLP, Audience, Role
from portal.labels import LabelRefused, relabel
from tests.at_once import at_once
from tests.factories import ReportFactory, RunFactory, UserFactory
from tests.gaps.reports.stories import another_reviewer, begun, brought, step

pytestmark = pytest.mark.django_db
S = ReportStatus


@pytest.fixture
def checker(db):
    return another_reviewer()


@pytest.fixture
def report(finding, reviewer):
    return begun(reviewer)


def put(status, **fields):
    """A report in some state, whatever the way there."""
    if status in (S.PUBLISHED, S.SUPERSEDED):
        return ReportFactory(status=status, **fields)
    nothing = {"published": None, "document": "", "fingerprint": "", "tlp": TLP.AMBER_STRICT}
    return ReportFactory(status=status, **nothing, **fields)


def test_every_move_of_the_table_is_open_to_reviewers_and_no_other_move_is(reviewer, analysed):
    run = analysed(Audience.CLEAR)
    for old in S:
        for new in S:
            report = put(old, run=run)
            if (old, new) in REPORT_MOVES:
                assert step(report, new, reviewer).status == new
            else:
                with pytest.raises(ReportRefused, match="cannot become"):
                    step(report, new, reviewer)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.REVIEWER])
def test_no_other_role_begins_writes_chooses_or_moves(report, finding, role):
    person = UserFactory(role=role)
    acting = [
        lambda: begun(person),
        lambda: acts.begin_next(report=report, by=person),
        lambda: acts.write(report=report, title="x", text="", revision=1, by=person),
        lambda: acts.take_run(report=report, run=report.run, revision=1, by=person),
        lambda: acts.choose(
            report=report, finding=finding, included=False, reason="x", revision=1, by=person
        ),
        lambda: step(report, S.IN_REVIEW, person),
    ]

    for act in acting:
        with pytest.raises(PermissionDenied):
            act()

    assert not ReportMove.objects.exists()


def test_a_move_needs_a_reason_and_stays_in_the_history(report, reviewer):
    with pytest.raises(ReportRefused, match="reason"):
        step(report, S.IN_REVIEW, reviewer, reason=" ")

    step(report, S.IN_REVIEW, reviewer, reason="Look at the tone.")

    [move] = ReportMove.objects.all()
    assert (move.old, move.new, move.by) == (S.DRAFT, S.IN_REVIEW, reviewer)
    assert move.reason == "Look at the tone."
    for change in (move.delete, lambda: ReportMove.objects.update(reason="Other.")):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_nobody_approves_what_they_had_a_hand_in(report, finding, reviewer, checker):
    public = Finding.objects.get(audience=Audience.CLEAR)
    chooser, late = another_reviewer(), another_reviewer()
    acts.choose(
        report=report, finding=public, included=False, reason="Old.", revision=1, by=chooser
    )
    acts.write(report=report, title="Gaps", text="{needs} needs.", revision=2, by=late)
    step(report, S.IN_REVIEW, reviewer)

    for person in (reviewer, chooser, late):
        with pytest.raises(ReportRefused, match="somebody else has to approve"):
            step(report, S.APPROVED, person)

    assert step(report, S.APPROVED, checker).status == S.APPROVED


def test_a_reviewer_who_looked_at_another_text_is_told(report, reviewer, checker):
    brought(report, S.IN_REVIEW, author=reviewer, checker=checker)
    looked_at = Report.objects.get().revision
    step(report, S.RETURNED, checker)
    acts.write(report=report, title="Other", text="", revision=looked_at, by=reviewer)
    step(report, S.IN_REVIEW, reviewer)

    with pytest.raises(ChangedMeanwhile):
        step(report, S.APPROVED, checker, revision=looked_at)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("old", "new"), sorted(REPORT_MOVES), ids=str)
def test_of_eight_at_once_exactly_one_succeeds_and_the_others_are_told(analysed, old, new):
    report = put(old, run=analysed(Audience.CLEAR))
    crowd = [another_reviewer() for _ in range(8)]

    told = _at_once(crowd, lambda person: step_as_seen(report, new, person))

    assert told.count("done") == 1
    assert told.count("Somebody else has just changed this report.") == 7
    assert ReportMove.objects.count() == 1
    assert Report.objects.get().status == new


def step_as_seen(report, to, person):
    seen = {"seen": report.state, "revision": report.revision}
    mine = Report.objects.get(pk=report.pk)
    acts.move(report=mine, to=to, reason="It is time.", by=person, **seen)


@pytest.mark.django_db(transaction=True)
def test_of_eight_next_versions_published_at_once_one_supersedes(analysed):
    run = analysed(Audience.CLEAR)
    old = put(S.PUBLISHED, run=run)
    crowd = [another_reviewer() for _ in range(8)]
    mine = {person.pk: put(S.APPROVED, run=run, replaces=old, version=2) for person in crowd}

    told = _at_once(crowd, lambda person: step_as_seen(mine[person.pk], S.PUBLISHED, person))

    assert told.count("done") == 1
    assert told.count("Another version has superseded that report already.") == 7
    assert Report.objects.filter(status=S.PUBLISHED).count() == 1
    assert Report.objects.get(pk=old.pk).status == S.SUPERSEDED


def _at_once(crowd, act):
    def done(person):
        act(person)
        return "done"

    return at_once([partial(done, person) for person in crowd], ReportRefused)


# ------------------------------------------------------------------ what is written


def test_a_save_never_overwrites_what_somebody_else_saved_meanwhile(report, reviewer, checker):
    mine, theirs = Report.objects.get(), Report.objects.get()
    acts.write(report=theirs, title="Theirs", text="Theirs", revision=1, by=checker)

    with pytest.raises(ChangedMeanwhile, match=str(checker)):
        acts.write(report=mine, title="Mine", text="Mine", revision=1, by=reviewer)

    assert Report.objects.get().text == "Theirs"
    assert [text.by for text in ReportText.objects.all()] == [checker, reviewer]


@pytest.mark.django_db(transaction=True)
def test_of_eight_who_save_at_once_one_is_kept_and_the_others_are_told(analysed, reviewer):
    analysed(Audience.CLEAR)
    report = begun(reviewer)
    crowd = [another_reviewer() for _ in range(8)]

    def save(person):
        mine = Report.objects.get(pk=report.pk)
        acts.write(report=mine, title=person.email, text="", revision=1, by=person)

    told = _at_once(crowd, save)

    assert told.count("done") == 1
    assert ReportText.objects.count() == 2
    assert Report.objects.get().title == ReportText.objects.first().by.email


def test_a_placeholder_that_stands_for_nothing_is_refused_by_name(report, reviewer):
    with pytest.raises(ReportRefused, match=r"\{open_gasp\}, \{\}"):
        acts.write(
            report=report, title="Gaps", text="{open_gasp} of {} {needs}", revision=1, by=reviewer
        )

    assert Report.objects.get().revision == 1


@pytest.mark.parametrize("status", [S.IN_REVIEW, S.APPROVED, S.PUBLISHED, S.SUPERSEDED], ids=str)
def test_what_is_in_review_or_further_cannot_be_written_in(status, reviewer):
    report = put(status)

    with pytest.raises(ReportRefused, match="cannot be changed"):
        acts.write(report=report, title="x", text="", revision=1, by=reviewer)


def test_a_finding_is_taken_out_with_a_reason_and_put_in_again(report, reviewer):
    public = Finding.objects.get(audience=Audience.CLEAR)

    def choose(included, revision, reason="Met already."):
        return acts.choose(
            report=report,
            finding=public,
            included=included,
            reason=reason,
            revision=revision,
            by=reviewer,
        )

    with pytest.raises(ReportRefused, match="reason"):
        choose(False, 1, reason=" ")
    with pytest.raises(ReportRefused, match="so already"):
        choose(True, 1)
    assert acts.Extent(choose(False, 1)).values["open_gaps"] == "0"
    assert acts.Extent(choose(True, 2)).values["open_gaps"] == "1"


def test_a_finding_of_another_run_cannot_be_chosen(report, finding, reviewer):
    with pytest.raises(ReportRefused, match="not of the run"):
        acts.choose(
            report=report, finding=finding, included=False, reason="x", revision=1, by=reviewer
        )


def test_a_place_that_is_none_and_readers_without_a_run_are_refused(reviewer):
    with pytest.raises(ReportRefused, match="there is no “ATLANTIS”"):
        begun(reviewer, scope="country", place="ATLANTIS")
    with pytest.raises(ReportRefused, match="no finished run"):
        begun(reviewer)
    with pytest.raises(ReportRefused, match="no finished run"):
        begun(reviewer, run=RunFactory(audience=Audience.GREEN))


# ------------------------------------------------------------------ what is out


@pytest.fixture
def published(report, reviewer, checker):
    return brought(report, S.PUBLISHED, author=reviewer, checker=checker)


def test_what_is_published_is_the_document_with_its_fingerprint(published):
    document = from_json(published.document)

    assert published.tlp == TLP.CLEAR
    assert document.id == published.public_id
    assert document.label == "TLP:CLEAR"
    assert document.run.id == published.run.public_id
    assert fingerprint(document) == published.fingerprint
    [row] = document.findings
    assert (row.country, row.slots, row.missing) == ("SEN", 10, "6")
    assert "1 gaps are open in 1 countries. 6 places" in document.sections[0].paragraphs[0]


SQL = (
    "UPDATE gaps_report SET title = 'Other'",
    "UPDATE gaps_report SET document = '{}'",
    "UPDATE gaps_report SET text = text || '!', status = 'superseded'",
    "UPDATE gaps_report SET status = 'draft'",
    "UPDATE gaps_report SET run_id = NULL",
    "UPDATE gaps_report SET published = now()",
    "DELETE FROM gaps_report",
)


@pytest.mark.parametrize("sql", SQL)
def test_what_is_published_cannot_be_changed_or_removed_by_sql(published, sql):
    with (
        pytest.raises(DatabaseError, match="is published"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)

    assert Report.objects.get() == published


def test_the_table_of_reports_cannot_be_emptied(db):
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("TRUNCATE gaps_report CASCADE")


def test_its_label_may_be_raised_and_lowered_again_but_not_below_what_it_draws_on(
    published, reviewer, checker, analysed
):
    analysed(Audience.GREEN)
    green = brought(
        begun(reviewer, audience=Audience.GREEN), S.PUBLISHED, author=reviewer, checker=checker
    )

    relabel(row=green, to=TLP.AMBER_STRICT, by=reviewer, reason="A mistake in it.")
    relabel(row=green, to=TLP.GREEN, by=reviewer, reason="None after all.")
    with pytest.raises(LabelRefused, match="draws on is TLP:GREEN"):
        relabel(row=green, to=TLP.CLEAR, by=reviewer, reason="For everyone.")


def test_a_draft_cannot_be_opened_by_its_label(report, reviewer):
    with pytest.raises(LabelRefused):
        relabel(row=report, to=TLP.CLEAR, by=reviewer, reason="For everyone.")


def test_a_new_version_supersedes_the_old_one_which_stays(published, reviewer, checker, analysed):
    run = analysed(Audience.CLEAR)
    following = acts.begin_next(report=published, by=reviewer)
    with pytest.raises(ReportRefused, match="being written already"):
        acts.begin_next(report=published, by=reviewer)

    brought(following, S.PUBLISHED, author=reviewer, checker=checker)

    old, new = Report.objects.order_by("version")
    assert (old.status, old.document) == (S.SUPERSEDED, published.document)
    assert (new.version, new.replaces, new.run) == (2, old, run)
    with pytest.raises(ReportRefused, match="next version"):
        acts.begin_next(report=old, by=reviewer)


@pytest.mark.django_db(transaction=True)
def test_what_a_run_read_and_was_restricted_since_is_not_published(report, reviewer, checker):
    brought(report, S.APPROVED, author=reviewer, checker=checker)
    need = Finding.objects.first().need
    type(need).objects.filter(pk=need.pk).update(tlp=TLP.AMBER)

    with pytest.raises(ReportRefused, match="restricted since"):
        step(report, S.PUBLISHED, reviewer)

    type(need).objects.filter(pk=need.pk).update(tlp=TLP.CLEAR)
    assert step(report, S.PUBLISHED, reviewer).is_out


def test_every_run_can_carry_a_report_for_its_own_readers(finding, reviewer, checker):
    for audience in Audience:
        report = brought(
            begun(reviewer, audience=audience), S.PUBLISHED, author=reviewer, checker=checker
        )
        assert report.run == Run.objects.latest_for(audience)
        assert report.tlp == audience

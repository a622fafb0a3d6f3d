"""Whose turn a need is, and who is told of its moves."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from capabilities import actions, desks
from capabilities.models import Desk, Submission
from capabilities.workflow import Status
from portal import outbox
from portal.access import Role
from portal.models import OutboxEntry
from tests.capabilities.need_stories import submitted_for, submitted_need, written_draft
from tests.factories import (
    CountryFactory,
    DeskFactory,
    UserFactory,
)

S = Status

# ------------------------------------------------------------------ desks


@pytest.mark.django_db
def test_a_need_begins_at_its_country_s_focal_point_and_goes_up_as_time_runs_out(
    officer, desk_line
):
    country, line = desk_line
    need = submitted_for(country, officer)
    way = Submission.objects.get()
    assert (way.desk, way.due - way.at) == (line[0], timedelta(days=3))

    assert desks.escalate(at=way.due - timedelta(seconds=1)) == 0
    for desk in line[1:]:
        way.refresh_from_db()
        assert desks.escalate(at=way.due) == 1
        way.refresh_from_db()
        assert way.desk == desk

    assert way.due is None, "nobody stands above the last desk"
    last = need.moves.last()
    assert (last.by, last.old, last.new, last.desk) == (None, S.SUBMITTED, S.SUBMITTED, line[2])
    assert "had not decided within 5 days" in last.reason


@pytest.mark.django_db
def test_a_desk_with_nobody_who_may_see_the_need_is_skipped(officer, desk_line):
    country, line = desk_line
    line[0].members().update(is_active=False)
    line[1].organisation = None
    line[1].save()
    line[1].people.set([UserFactory()])  # an analyst, who may not see an AMBER need

    submitted_for(country, officer)

    assert Submission.objects.get().desk == line[2]


@pytest.mark.django_db
def test_where_nobody_has_a_desk_any_reviewer_may_take_it(officer, reviewer):
    need = submitted_need(officer)

    assert need.submission.desk is None
    actions.move(need=need, to=S.ACCEPTED, by=reviewer, reason="Plain.")


@pytest.mark.django_db
def test_a_desk_can_pass_a_need_on_before_its_time_is_up(officer, desk_line, reviewer):
    country, line = desk_line
    need = submitted_for(country, officer)

    actions.pass_on(need=need, by=reviewer, reason="Regional matter.")
    actions.pass_on(need=need, by=reviewer)
    with pytest.raises(actions.MoveNotAllowed, match="no further desk"):
        actions.pass_on(need=need, by=reviewer)

    assert Submission.objects.get().desk == line[2]


@pytest.mark.django_db
def test_a_need_that_was_decided_is_not_escalated(officer, desk_line, reviewer):
    country, _ = desk_line
    need = submitted_for(country, officer)
    actions.move(need=need, to=S.ACCEPTED, by=reviewer, reason="Plain.")

    assert desks.escalate(at=timezone.now() + timedelta(days=99)) == 0


@pytest.mark.django_db
def test_administrators_keep_the_desks_and_nobody_else_does(client, administrator, reviewer):
    CountryFactory(iso3="SEN")
    new = {"name": "Dakar", "level": 1, "regions": "Western Africa", "days": 3}
    for someone, made in ((reviewer, 0), (administrator, 1)):
        someone.is_staff = True
        someone.save()
        client.force_login(someone)
        client.post(reverse("admin:capabilities_desk_add"), new)
        assert Desk.objects.count() == made


# ------------------------------------------------------------------ letters


@pytest.fixture
def letters_now(django_capture_on_commit_callbacks, monkeypatch):
    """Act, then deliver what was promised, and give the letters."""
    monkeypatch.setattr(outbox, "ring", lambda pk: None)

    def act(function, **arguments):
        mail.outbox.clear()
        result = function(**arguments)
        for pk in OutboxEntry.objects.waiting().filter(kind="need-moved").values_list("pk"):
            outbox.deliver(pk[0])
        return result, mail.outbox

    return act


@pytest.mark.django_db
@pytest.mark.parametrize("label", ["GREEN", "AMBER", "AMBER+STRICT"])
def test_a_letter_about_a_labelled_need_says_only_that_it_has_moved(
    officer, reviewer, letters_now, label
):
    need = submitted_need(officer, tlp=label, label_reason="x")
    arguments = {"need": need, "to": S.RETURNED, "by": reviewer, "reason": "How many phones?"}

    _, sent = letters_now(actions.move, **arguments)
    (letter,) = [one for one in sent if one.to == [officer.email]][-1:]

    assert letter.subject == f"[TLP:{label}] A need has moved"
    assert letter.body.startswith(f"TLP:{label}\n")
    for secret in ("phones", str(need.area), str(need.country), str(need.agency), "Returned"):
        assert secret not in letter.subject + letter.body


@pytest.mark.django_db
def test_a_letter_about_a_clear_need_says_what_became_of_it(officer, reviewer, letters_now):
    need = submitted_need(officer, tlp="CLEAR", label_reason="x")

    _, sent = letters_now(
        actions.move, need=need, to=S.RETURNED, by=reviewer, reason="How many phones?"
    )

    assert "How many phones?" in sent[-1].body
    assert "Returned with questions" in sent[-1].subject


@pytest.mark.django_db
def test_each_person_concerned_gets_one_letter_a_move(officer, reviewer, letters_now):
    DeskFactory(organisation=reviewer.organisation)
    draft = written_draft(officer)

    need, sent = letters_now(actions.submit, draft=draft, by=officer)
    assert [letter.to for letter in sent] == [[reviewer.email]]

    _, sent = letters_now(actions.move, need=need, to=S.ACCEPTED, by=reviewer, reason="Plain.")
    assert [letter.to for letter in sent] == [[officer.email]]
    for pk in OutboxEntry.objects.values_list("pk", flat=True):
        outbox.deliver(pk)
    assert len(mail.outbox) == 1


@pytest.mark.django_db
def test_who_may_not_see_a_need_by_then_gets_no_letter(officer, reviewer, letters_now):
    DeskFactory(organisation=reviewer.organisation)
    need = submitted_need(officer)
    type(reviewer).objects.filter(pk=reviewer.pk).update(role=Role.ANALYST)

    _, sent = letters_now(actions.move, need=need, to=S.WITHDRAWN, by=officer, reason="x")

    assert sent == []


@pytest.mark.django_db
def test_once_the_submitter_has_left_the_colleagues_are_told(officer, reviewer, letters_now):
    need = submitted_need(officer)
    colleague = UserFactory(role=Role.OFFICER, organisation=officer.organisation)
    type(officer).objects.filter(pk=officer.pk).update(is_active=False)

    _, sent = letters_now(actions.move, need=need, to=S.ACCEPTED, by=reviewer, reason="Plain.")

    assert [letter.to for letter in sent] == [[colleague.email]]

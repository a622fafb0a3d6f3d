"""The way of a need: who may bring it where, exactly once, and who has it meanwhile."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.utils import InternalError

from capabilities import actions, workflow
from capabilities.answers import AnswersRefused
from capabilities.models import Need, NeedDraft, NeedMove, NeedOutcome
from capabilities.workflow import Status
from portal.access import TLP, Role
from tests.capabilities.need_stories import bring, can_bring, submitted_need, written_draft
from tests.factories import (
    AgencyFactory,
    DeskFactory,
    IndicativeNeedFactory,
    SubmittedNeedFactory,
    UserFactory,
)

S = Status
AGENCY_MAY = {
    (S.DRAFT, S.SUBMITTED),
    (S.RETURNED, S.SUBMITTED),
    (S.SUBMITTED, S.WITHDRAWN),
    (S.RETURNED, S.WITHDRAWN),
    (S.ACCEPTED, S.WITHDRAWN),
    (S.BEING_MET, S.WITHDRAWN),
}
DESK_MAY = {(S.SUBMITTED, S.RETURNED)}
REVIEWER_MAY = DESK_MAY | {
    (S.SUBMITTED, S.ACCEPTED),
    (S.SUBMITTED, S.DECLINED),
    (S.ACCEPTED, S.BEING_MET),
    (S.BEING_MET, S.MET),
}
EVERY_PAIR = [(old, new) for old in S for new in S]
MAY = {
    "own officer": AGENCY_MAY,
    "officer of another organisation": set(),
    "officer without an organisation": set(),
    "colleague who is no officer": set(),
    "partner": set(),
    "administrator": set(),
    "visitor": set(),
    "somebody at its desk": DESK_MAY,
    "somebody at another desk": set(),
    "reviewer": REVIEWER_MAY,
}


def person(kind, officer):
    """Somebody, and the desk at which they sit, if any."""
    made = {
        "own officer": lambda: officer,
        "officer of another organisation": lambda: UserFactory(role=Role.OFFICER),
        "officer without an organisation": lambda: UserFactory(role="officer", organisation=None),
        "colleague who is no officer": lambda: UserFactory(organisation=officer.organisation),
        "partner": lambda: UserFactory(role=Role.PARTNER),
        "administrator": lambda: UserFactory(role=Role.ADMINISTRATOR),
        "visitor": AnonymousUser,
        "somebody at its desk": UserFactory,
        "somebody at another desk": UserFactory,
        "reviewer": lambda: UserFactory(role=Role.REVIEWER),
    }
    return made[kind]()


@pytest.mark.django_db
@pytest.mark.parametrize("kind", MAY)
def test_everybody_makes_exactly_the_moves_of_the_table(officer, kind):
    by = person(kind, officer)
    desk = DeskFactory(people=[by] if kind == "somebody at its desk" else [])
    if kind == "somebody at another desk":
        DeskFactory(people=[by])
    need = SubmittedNeedFactory(by=officer, area__default_tlp=TLP.CLEAR, submission__desk=desk)
    made = set()
    for old, new in EVERY_PAIR:
        with transaction.atomic():
            Need.objects.filter(pk=need.pk).update(status=old)
            need.refresh_from_db()
            NeedDraft.objects.filter(need=need).delete()
            need.reason = "It matters."
            Need.objects.filter(pk=need.pk).update(reason=need.reason)
            if can_bring(need, new, by):
                made.add((old, new))
            transaction.set_rollback(True)

    assert made == MAY[kind]


def test_the_table_of_the_portal_is_the_one_tested():
    assert set(workflow.MOVES) == AGENCY_MAY | REVIEWER_MAY
    assert {old for old, _ in workflow.MOVES} == set(S) - workflow.ENDED


@pytest.mark.django_db
def test_an_indicative_need_takes_no_part(reviewer):
    need = IndicativeNeedFactory()

    with pytest.raises(PermissionDenied):
        actions.move(need=need, to=S.BEING_MET, by=reviewer, reason="x")
    assert not Need.objects.followed_by(reviewer).exists()


# ------------------------------------------------------------------ submitting


@pytest.mark.django_db
def test_a_submitted_need_says_what_was_answered_and_carries_its_label_and_owner(officer):
    draft = written_draft(officer)
    need = actions.submit(draft=draft, by=officer)

    assert (need.status, need.basis) == (S.SUBMITTED, Need.Basis.SUBMITTED)
    assert (need.kinds, need.languages, need.modes) == (["training"], ["fr"], [])
    assert (need.tlp, need.owner, need.country) == (
        TLP.AMBER,
        officer.organisation,
        draft.agency.country,
    )
    assert need.public_id == draft.public_id
    assert not Need.objects.live().exists()


@pytest.mark.django_db
def test_an_officer_submits_only_for_agencies_of_the_own_organisation(officer):
    foreign = AgencyFactory(owner=UserFactory().organisation)
    nobody_s = AgencyFactory()

    for agency in (foreign, nobody_s):
        with pytest.raises(PermissionDenied):
            actions.start_draft(agency=agency, by=officer)
    draft = written_draft(officer)
    with pytest.raises(PermissionDenied):
        actions.submit(draft=draft, by=UserFactory(role=Role.OFFICER))


@pytest.mark.django_db
def test_a_draft_that_is_not_complete_is_refused_field_by_field(officer):
    draft = written_draft(officer)
    del draft.answers["quantity"], draft.answers["area"]
    draft.save()

    with pytest.raises(AnswersRefused) as refusal:
        actions.submit(draft=draft, by=officer)

    assert set(refusal.value.errors) == {"quantity", "area"}
    assert not Need.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"target_level": 2}, "target_level"),
        ({"current_level": 5}, "current_level"),
        ({"quantity": 0}, "quantity"),
        ({"quantity": 10**9}, "quantity"),
        ({"ends": "2001-01-01"}, "ends"),
        ({"starts": "2999-01-01"}, "ends"),
        ({"kinds": ["any", "training"]}, "kinds"),
        ({"kinds": ["magic"]}, "kinds"),
        ({"languages": ["xx-nothing"]}, "languages"),
        ({"area": "FOR"}, "area"),
        ({"tlp": "RED"}, "tlp"),
        ({"tlp": "GREEN"}, "label_reason"),
        ({"reason": ""}, "reason"),
        ({"reason": "x" * 5001}, "reason"),
    ],
    ids=str,
)
def test_a_wrong_answer_is_refused_by_its_field(officer, wrong, field):
    draft = written_draft(officer, **wrong)

    with pytest.raises(AnswersRefused) as refusal:
        actions.submit(draft=draft, by=officer)

    assert set(refusal.value.errors) == {field}


@pytest.mark.django_db
def test_a_label_below_the_usual_one_is_given_with_its_reason(officer):
    need = submitted_need(officer, tlp="GREEN", label_reason="Already in the press.")

    assert need.tlp == TLP.GREEN
    assert need.submission.label_reason == "Already in the press."


@pytest.mark.django_db
def test_submitting_twice_makes_one_need(officer):
    draft = written_draft(officer)

    first = actions.submit(draft=draft, by=officer, key="a")
    again = actions.submit(draft=draft, by=officer, key="a")
    other_tab = actions.submit(draft=draft, by=officer, key="b")

    assert first.pk == again.pk == other_tab.pk
    assert NeedMove.objects.count() == Need.objects.count() == 1


# ------------------------------------------------------------------ questions and answers


@pytest.mark.django_db
def test_a_returned_need_is_answered_and_comes_back_to_the_desk_that_asked(officer, reviewer):
    desk = DeskFactory(organisation=reviewer.organisation)
    need = submitted_need(officer)
    actions.move(need=need, to=S.RETURNED, by=reviewer, reason="How many phones?")

    draft = actions.revise(need=need, by=officer)
    draft.answers |= {"quantity": 40, "tlp": "CLEAR"}
    draft.save()
    same = actions.submit(draft=draft, by=officer, note="Forty.")

    assert same.pk == need.pk
    assert (same.quantity, same.status, same.submission.desk) == (40, S.SUBMITTED, desk)
    assert same.tlp == TLP.AMBER, "the label of a submitted need is not changed by an answer"
    assert [move.reason for move in same.moves.all()] == ["", "How many phones?", "Forty."]


@pytest.mark.django_db
@pytest.mark.parametrize("to", [S.RETURNED, S.ACCEPTED, S.DECLINED])
def test_a_reviewer_s_decision_needs_a_reason(officer, reviewer, to):
    need = submitted_need(officer)

    with pytest.raises(actions.MoveNotAllowed, match="reason"):
        actions.move(need=need, to=to, by=reviewer, reason="  ")


@pytest.mark.django_db
def test_an_accepted_need_is_live_and_verified(officer, reviewer):
    need = submitted_need(officer)
    actions.move(need=need, to=S.ACCEPTED, by=reviewer, reason="Plain.")

    assert list(Need.objects.live()) == [need]
    assert need.verification == "verified"


@pytest.mark.django_db
def test_a_need_that_is_met_says_who_helped_and_whether_it_did(officer, reviewer):
    need = submitted_need(officer)
    for to in (S.ACCEPTED, S.BEING_MET):
        bring(need, to, reviewer)
    arguments = {"need": need, "by": reviewer, "reason": "Done."}

    with pytest.raises(actions.MoveNotAllowed, match="who helped"):
        actions.finish(**arguments, helped="fully")
    need.refresh_from_db()
    assert need.status == S.BEING_MET
    actions.finish(**arguments, helped="partly", helpers="INTERPOL", evidence="Report 7")

    assert NeedOutcome.objects.get().helpers == "INTERPOL"
    actions.record_outcome(need=need, by=officer, helped="no", helpers="INTERPOL")
    assert NeedOutcome.objects.get().helped == "no"
    with pytest.raises(PermissionDenied):
        actions.record_outcome(need=need, by=UserFactory(), helped="nobody")


@pytest.mark.django_db(transaction=True)
def test_a_move_that_was_made_is_never_changed(officer):
    submitted_need(officer)

    with pytest.raises(InternalError, match="Cannot update"):
        NeedMove.objects.update(reason="other")
    assert NeedMove.objects.get().by == officer

"""Several people, timers and clicks at once: each thing happens once."""

from functools import partial

import pytest
from django.core.exceptions import PermissionDenied

from capabilities import actions, desks, workflow
from capabilities.models import Need, NeedMove, Submission
from capabilities.workflow import Status
from portal import outbox
from tests.at_once import at_once
from tests.capabilities.need_stories import (
    bring,
    submitted_for,
)
from tests.factories import (
    SubmittedNeedFactory,
)

S = Status

# ------------------------------------------------------------------ eight at once


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("old", "new"), sorted(set(workflow.MOVES) - {(S.DRAFT, S.SUBMITTED)}), ids=str
)
def test_of_eight_at_once_exactly_one_succeeds_and_the_others_are_told(
    officer, reviewer, old, new, monkeypatch
):
    monkeypatch.setattr(outbox, "ring", lambda pk: None)
    need = SubmittedNeedFactory(by=officer, status=old, reason="It matters.")
    by = officer if workflow.MOVES[old, new].party == workflow.Party.AGENCY else reviewer
    mine = [Need.objects.get(pk=need.pk) for _ in range(8)]

    def act(need):
        bring(need, new, by)
        return "done"

    told = at_once([partial(act, need) for need in mine], actions.MoveNotAllowed, PermissionDenied)

    assert len(told) == 8
    assert NeedMove.objects.count() == 1
    assert Need.objects.get(pk=need.pk).status == new
    if new != S.SUBMITTED:  # where all eight send the same draft, all are given the same need
        assert told.count("done") == 1
        assert told.count("Someone else has just changed this need.") == 7


@pytest.mark.django_db(transaction=True)
def test_two_timers_at_once_hand_a_need_on_once(officer, desk_line, monkeypatch):
    monkeypatch.setattr(outbox, "ring", lambda pk: None)
    country, line = desk_line
    submitted_for(country, officer)
    at = Submission.objects.get().due

    done = at_once([lambda: desks.escalate(at=at)] * 8)

    assert sum(done) == 1
    assert Submission.objects.get().desk == line[1]

"""Several people, timers and clicks at once: each thing happens once."""

import threading

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from capabilities import actions, desks, workflow
from capabilities.models import Need, NeedMove, Submission
from capabilities.workflow import Status
from portal import outbox
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
    together = threading.Barrier(8)
    told = []

    def act():
        mine = Need.objects.get(pk=need.pk)
        together.wait()
        try:
            bring(mine, new, by)
            told.append("done")
        except (actions.MoveNotAllowed, PermissionDenied) as refusal:
            told.append(str(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=act) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

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
    together = threading.Barrier(8)
    done = []

    def act():
        together.wait()
        done.append(desks.escalate(at=at))
        connection.close()

    threads = [threading.Thread(target=act) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(done) == 1
    assert Submission.objects.get().desk == line[1]

"""An accepted need starts the run that takes it in, at once and without a beat."""

import time

import pytest

from capabilities import actions
from capabilities.workflow import Status
from gaps.models import Run
from portal import outbox
from portal.access import Audience
from portal.models import OutboxEntry
from tests.capabilities.need_stories import submitted_need

PATIENCE = 30.0  # seconds, on a busy machine


@pytest.mark.django_db(transaction=True)
def test_acceptance_starts_an_incremental_run_by_a_real_worker(
    celery_worker_process, analysed, officer, reviewer
):
    analysed()
    need = submitted_need(officer, tlp="GREEN", label_reason="x")
    before = Run.objects.latest("pk").pk
    began = time.monotonic()
    actions.move(need=need, to=Status.ACCEPTED, by=reviewer, reason="Plain.")
    made = Run.objects.filter(pk__gt=before, audience=Audience.GREEN)
    until = began + PATIENCE
    while not made.exclude(started=None).exists() and time.monotonic() < until:
        time.sleep(0.01)

    run = made.get()
    assert run.started
    assert run.kind == Run.Kind.INCREMENTAL
    assert run.areas == [need.area.code]
    assert not Run.objects.filter(pk__gt=before, audience=Audience.CLEAR).exists()


@pytest.mark.django_db
def test_a_promise_kept_twice_starts_nothing_twice(analysed, officer, reviewer, monkeypatch):
    monkeypatch.setattr(outbox, "ring", lambda pk: None)
    analysed()
    need = submitted_need(officer, tlp="GREEN", label_reason="x")
    actions.move(need=need, to=Status.ACCEPTED, by=reviewer, reason="Plain.")
    entry = OutboxEntry.objects.get(kind=actions.DIRECTORY_CHANGED)
    before = Run.objects.count()

    outbox.deliver(entry.pk)
    after = Run.objects.count()
    OutboxEntry.objects.filter(pk=entry.pk).update(status="waiting", due=entry.created)
    outbox.deliver(entry.pk)

    assert before < after == Run.objects.count()

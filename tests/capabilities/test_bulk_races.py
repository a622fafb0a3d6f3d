"""Several clicks, several deliveries and a killed worker: each table is taken in once, whole."""

import time

import pytest
from django.utils import timezone

from capabilities import tasks
from capabilities.bulk import acts, checking
from capabilities.models import Need, NeedMove, Upload
from portal import outbox
from portal.models import OutboxEntry
from tests.at_once import at_once
from tests.capabilities.tables import checked, own_agency, row, sent

ROWS = 40


@pytest.fixture
def agency(officer, transactional_db):
    return own_agency(officer)


def eight_at_once(act):
    return at_once([act] * 8, acts.UploadRefused)


def test_of_eight_who_confirm_at_once_exactly_one_succeeds(officer, agency, monkeypatch):
    monkeypatch.setattr(outbox, "ring", lambda pk: None)
    upload = checked(officer, row(), row(quantity="3"))

    told = eight_at_once(lambda: acts.confirm(upload=Upload.objects.get(), by=officer))

    assert told.count(None) == 1
    assert sum("already" in str(said) for said in told) == 7
    assert OutboxEntry.objects.filter(kind="submit-upload").count() == 1
    assert upload.rows.count() == 2


def test_eight_deliveries_at_once_make_one_set_of_needs(officer, agency, monkeypatch):
    monkeypatch.setattr(outbox, "ring", lambda pk: None)
    acts.confirm(upload=checked(officer, row(), row(quantity="3")), by=officer)
    entry = OutboxEntry.objects.get(kind="submit-upload")

    done = eight_at_once(lambda: outbox.deliver(entry.pk))

    assert done.count(True) == 1
    assert Need.objects.count() == NeedMove.objects.count() == 2
    assert Upload.objects.get().status == Upload.Status.DONE


def test_of_eight_who_take_all_back_at_once_exactly_one_succeeds(officer, agency, monkeypatch):
    monkeypatch.setattr(outbox, "ring", lambda pk: None)
    acts.confirm(upload=checked(officer, row(), row(quantity="3")), by=officer)
    outbox.sweep()
    reason = {"by": officer, "reason": "By mistake."}

    told = eight_at_once(lambda: acts.take_back(upload=Upload.objects.get(), **reason))
    assert told.count(None) == 1
    entry = OutboxEntry.objects.get(kind="take-upload-back")
    done = eight_at_once(lambda: outbox.deliver(entry.pk))

    assert done.count(True) == 1
    assert NeedMove.objects.filter(new="withdrawn").count() == 2


def test_eight_checks_at_once_are_one(officer, agency, monkeypatch):
    monkeypatch.setattr(tasks, "ring_for_upload", lambda pk: None)
    upload = sent(officer, row(), row(quantity="x"))

    done = eight_at_once(lambda: checking.check(upload.pk))

    assert done.count(True) == 1
    assert upload.rows.count() == 2


def wait_for(condition):
    until = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < until, "It does not come about."
        time.sleep(0.05)


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_loses_and_doubles_nothing(celery_worker_process, officer):
    own_agency(officer)
    tables = [row(quantity=str(number)) for number in range(1, ROWS + 1)]
    upload = sent(officer, *tables)
    here = Upload.objects.filter(pk=upload.pk)

    wait_for(lambda: here.exclude(status="waiting").exists())
    celery_worker_process.kill()
    celery_worker_process.wait_until_ready()
    here.update(asked=timezone.now() - checking.SILENCE)
    tasks.requeue_stuck_uploads()
    wait_for(lambda: here.filter(status="checked").exists())
    assert upload.rows.count() == ROWS

    acts.confirm(upload=here.get(), by=officer)
    entries = OutboxEntry.objects.filter(kind="submit-upload")
    wait_for(lambda: entries.filter(attempts__gt=0).exists())
    celery_worker_process.kill()
    assert Need.objects.count() in (0, ROWS)
    celery_worker_process.wait_until_ready()
    entries.update(due=timezone.now())
    outbox.ring(entries.get().pk)
    wait_for(lambda: here.filter(status="done").exists())
    assert sorted(Need.objects.values_list("quantity", flat=True)) == list(range(1, ROWS + 1))

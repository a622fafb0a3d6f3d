"""What was promised is written with its cause, done surely, and done once."""

import logging
import threading
import time
from datetime import timedelta
from smtplib import SMTPServerDisconnected

import pytest
from celery import Celery
from django.core import mail
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from portal import outbox
from portal.access import TLP, Role
from portal.idempotency import KeyMisused, once
from portal.mail import send
from portal.models import Organisation, OutboxEntry, random_id
from tests.at_once import at_once
from tests.factories import UserFactory

Status = OutboxEntry.Status


class Killed(BaseException):
    """The process dies here."""


@pytest.fixture
def handlers(monkeypatch):
    """A registry of the test's own."""
    mine = {}
    monkeypatch.setattr(outbox, "_handlers", mine)
    return mine


@pytest.fixture
def no_queue(monkeypatch):
    """Nobody rings: what happens is up to the sweeper."""
    monkeypatch.setattr(outbox, "ring", lambda pk: None)


def promise(kind="note", key="1", **payload):
    with transaction.atomic():
        outbox.promise(kind, key=key, **payload)
    return OutboxEntry.objects.latest("pk")


def make_due():
    OutboxEntry.objects.update(due=timezone.now() - timedelta(seconds=1))


def note(entry):
    Organisation.objects.create(name=f"made by {entry.public_id}")


def notes():
    return Organisation.objects.filter(name__startswith="made by").count()


@pytest.mark.django_db(transaction=True)
def test_a_promise_stands_exactly_if_its_cause_does(no_queue):
    @transaction.atomic
    def act():
        outbox.promise("note", key="1")
        raise Killed

    with pytest.raises(Killed):
        act()

    assert not OutboxEntry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_promise_cannot_be_made_without_its_cause(no_queue):
    with pytest.raises(outbox.NotInTransaction):
        outbox.promise("note", key="1")


@pytest.mark.django_db(transaction=True)
def test_the_same_promise_made_twice_is_one(no_queue):
    promise()
    promise()

    assert OutboxEntry.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_entry_delivered_twice_has_its_effect_once(handlers, no_queue):
    handlers["note"] = note
    entry = promise()

    assert outbox.deliver(entry.pk)
    assert not outbox.deliver(entry.pk)
    assert notes() == 1
    assert OutboxEntry.objects.get().status == Status.DONE


@pytest.mark.django_db(transaction=True)
def test_eight_workers_that_deliver_one_entry_have_its_effect_once(handlers, no_queue):
    handlers["note"] = note
    entry = promise()

    done = at_once([lambda: outbox.deliver(entry.pk)] * 8)

    assert (sum(done), notes()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_sweepers_share_the_work(handlers, no_queue):
    handlers["note"] = note
    for number in range(24):
        promise(key=str(number))

    done = at_once([outbox.sweep] * 4)

    assert (sum(done), notes()) == (24, 24)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("step", ["before", "after"])
def test_a_worker_killed_before_or_after_the_effect_leaves_it_to_the_next(handlers, no_queue, step):
    def dies(entry):
        if step == "after":
            note(entry)
        raise Killed

    handlers["note"] = dies
    entry = promise()
    with pytest.raises(Killed):
        outbox.deliver(entry.pk)
    handlers["note"] = note
    assert (outbox.sweep(), notes()) == (0, 0), "not at once: the dead one may yet live"

    make_due()

    assert (outbox.sweep(), notes()) == (1, 1)
    assert OutboxEntry.objects.get().attempts == 2


@pytest.mark.django_db(transaction=True)
def test_a_slow_worker_that_was_taken_for_dead_does_nothing_more(handlers, no_queue, monkeypatch):
    """Between its claim and its effect another one has claimed and fulfilled the entry."""
    handlers["note"] = note
    entry = promise()
    hold = outbox._hold

    def overtaken(claimed):
        monkeypatch.setattr(outbox, "_hold", hold)
        other = threading.Thread(target=lambda: (make_due(), outbox.sweep(), connection.close()))
        other.start()
        other.join()
        return hold(claimed)

    monkeypatch.setattr(outbox, "_hold", overtaken)

    assert not outbox.deliver(entry.pk)
    assert notes() == 1


@pytest.mark.django_db(transaction=True)
def test_what_fails_is_tried_again_after_longer_and_longer_pauses(handlers, no_queue, caplog):
    def fails(entry):
        raise SMTPServerDisconnected("secret text of officer@example.org")

    handlers["note"] = fails
    entry = promise()
    with caplog.at_level(logging.DEBUG):
        outbox.deliver(entry.pk)
    entry.refresh_from_db()

    assert (entry.status, entry.error) == (Status.WAITING, "SMTPServerDisconnected")
    assert "secret" not in caplog.text
    pauses = [outbox.pause_after(number) for number in range(1, outbox.MAX_ATTEMPTS)]
    assert pauses == sorted(pauses)
    assert sum(pauses, timedelta()) > timedelta(hours=18)


@pytest.mark.django_db(transaction=True)
def test_after_many_attempts_an_entry_is_given_up_until_somebody_takes_it_up(handlers, no_queue):
    handlers["note"] = note
    promise()
    OutboxEntry.objects.update(attempts=outbox.MAX_ATTEMPTS)

    assert outbox.sweep() == 0
    assert OutboxEntry.objects.get().status == Status.DEAD

    assert outbox.try_again(OutboxEntry.objects.all()) == 1
    assert outbox.sweep() == 1


@pytest.mark.django_db(transaction=True)
def test_a_promise_that_nobody_fulfils_yet_waits(handlers, no_queue):
    entry = promise(kind="unheard-of")

    outbox.deliver(entry.pk)

    assert OutboxEntry.objects.get().status == Status.WAITING


@pytest.mark.django_db(transaction=True)
def test_with_the_queue_down_the_sweeper_does_it_later(handlers, monkeypatch):
    nowhere = Celery(broker="redis://127.0.0.1:1/0", set_as_current=False)
    monkeypatch.setattr(outbox, "current_app", nowhere)
    handlers["note"] = note
    promise()
    assert notes() == 0

    assert (outbox.sweep(), notes()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_a_worker_is_rung_for_at_once(celery_worker_process):
    """The attempt is seen without any sweep, though the worker knows nobody for this kind."""
    entry = promise()
    until = time.monotonic() + 20
    while not OutboxEntry.objects.get(pk=entry.pk).attempts and time.monotonic() < until:
        time.sleep(0.02)

    assert OutboxEntry.objects.get(pk=entry.pk).attempts == 1


# ------------------------------------------------------------------ letters


@pytest.mark.django_db(transaction=True)
def test_a_letter_sent_again_after_a_crash_is_the_same_letter(handlers, no_queue, officer):
    def write(entry):
        send(entry, to=officer, subject="Hello", body="Sign in to see.", label=TLP.AMBER)
        if not crashed:
            crashed.append(entry)
            raise Killed

    crashed = []
    handlers["note"] = write
    entry = promise()
    with pytest.raises(Killed):
        outbox.deliver(entry.pk)
    make_due()
    outbox.sweep()
    make_due()
    outbox.sweep()

    first, second = mail.outbox
    assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"]
    assert entry.public_id in first.extra_headers["Message-ID"]


@pytest.mark.django_db
def test_a_letter_carries_its_label(officer):
    entry = OutboxEntry(kind="note")

    send(entry, to=officer, subject="Hello", body="Sign in to see.", label=TLP.AMBER_STRICT)

    assert mail.outbox[0].subject == "[TLP:AMBER+STRICT] Hello"
    assert mail.outbox[0].body.startswith("TLP:AMBER+STRICT\n")
    assert mail.outbox[0].to == [officer.email]


# ------------------------------------------------------------------ the same request twice


def make_organisation():
    return str(Organisation.objects.create(name=f"made by {random_id()}").pk)


@pytest.mark.django_db
def test_the_same_key_gives_the_same_object(officer):
    arguments = {"by": officer, "act": "make", "key": "k", "request": {"name": "A"}}

    first = once(**arguments, make=make_organisation)
    second = once(**arguments, make=make_organisation)

    assert first == second
    assert notes() == 1


@pytest.mark.django_db
def test_a_key_is_the_sender_s_own(officer):
    for by in (officer, UserFactory()):
        once(by=by, act="make", key="k", request={}, make=make_organisation)

    assert notes() == 2


@pytest.mark.django_db
def test_a_key_used_for_another_request_is_refused(officer):
    once(by=officer, act="make", key="k", request={"name": "A"}, make=make_organisation)

    with pytest.raises(KeyMisused):
        once(by=officer, act="make", key="k", request={"name": "B"}, make=make_organisation)


@pytest.mark.django_db(transaction=True)
def test_eight_requests_with_one_key_at_once_make_one_object(officer):
    def work():
        return once(by=officer, act="make", key="k", request={}, make=make_organisation)

    results = at_once([work] * 8)

    assert (len(results), len(set(results)), notes()) == (8, 1, 1)


# ------------------------------------------------------------------ what administrators see


@pytest.mark.django_db
@pytest.mark.parametrize("role", Role)
def test_administrators_see_what_was_given_up_and_nobody_else_does(client, role):
    entry = OutboxEntry.objects.create(
        kind="note", key="1", due=timezone.now(), status=Status.DEAD, error="SMTPException"
    )
    client.force_login(UserFactory(role=role, is_staff=True))
    address = reverse("admin:portal_outboxentry_changelist")

    listed = client.get(address)
    client.post(address, {"action": "try_again", "_selected_action": [entry.pk]})

    entry.refresh_from_db()
    if role == Role.ADMINISTRATOR:
        assert entry.public_id in listed.content.decode()
        assert entry.status == Status.WAITING
    else:
        assert listed.status_code == 403
        assert entry.status == Status.DEAD

"""What was promised to a person is written with the row that it follows from, and surely done.

An action *promises*: it writes an entry in its own transaction, so that the promise stands exactly
if what it follows from does. Once that is committed, a worker is rung for; with the queue down, the
sweeper finds the entry later. The part of the portal that *fulfils* a kind of promise registers its
function here, so this floor need not know who lives above.

An effect in the database happens exactly once, because it and the entry's end are one transaction.
An effect outside, such as a letter, happens at least once: a worker killed between the yes of the
mail server and the commit sends it again. Both copies have one Message-ID: mail systems drop one.
"""

import logging
from collections.abc import Callable
from datetime import timedelta
from smtplib import SMTPException
from typing import Any

from celery import current_app
from celery.exceptions import OperationalError as QueueUnreachable
from django.db import DatabaseError, transaction
from django.utils import timezone

from portal.models import OutboxEntry

logger = logging.getLogger(__name__)

Handler = Callable[[OutboxEntry], None]
MAX_ATTEMPTS = 30  # with the pauses below, about a day
FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(hours=1)
KEPT = timedelta(days=90)
# What may be well again at the next attempt. Anything else is a fault of ours: it shows in the log.
PASSING = (SMTPException, OSError, DatabaseError)
NO_HANDLER = "Nobody fulfils promises of this kind"
INTERRUPTED = "Interrupted"

_handlers: dict[str, Handler] = {}


class NotInTransaction(Exception):
    """A promise that could stand alone: it must be written with what it follows from."""


def fulfils(kind: str) -> Callable[[Handler], Handler]:
    """Register the function that fulfils one kind of promise. It may be called more than once."""

    def register(handler: Handler) -> Handler:
        _handlers[kind] = handler
        return handler

    return register


def promise(kind: str, *, key: str, **payload: str | int) -> None:
    """Promise something for when this transaction is committed; the same key promises it once."""
    if not transaction.get_connection().in_atomic_block:
        raise NotInTransaction(kind)
    entry, is_new = OutboxEntry.objects.get_or_create(
        key=f"{kind}:{key}", defaults={"kind": kind, "payload": payload, "due": timezone.now()}
    )
    if is_new:
        transaction.on_commit(lambda: ring(entry.pk), robust=True)


def ring(pk: int) -> None:
    """Ask a worker for one entry. With the queue down it waits for the sweeper."""
    once_more = {"max_retries": 1, "interval_start": 0}
    try:
        current_app.send_task("portal.tasks.deliver", [pk], retry_policy=once_more)
    except QueueUnreachable:
        logger.warning("The queue cannot be reached; outbox entry %s waits.", pk)


def deliver(pk: int) -> bool:
    """Fulfil one entry if its turn has come; whether it is done by this."""
    entry = _claim(OutboxEntry.objects.filter(pk=pk))
    return entry is not None and _fulfil(entry)


def sweep(limit: int = 500) -> int:
    """Fulfil what is due; returns how many are done by this. Any number may sweep at a time."""
    done = 0
    for _turn in range(limit):
        entry = _claim(OutboxEntry.objects.all())
        if entry is None:
            break
        done += _fulfil(entry)
    return done


def tidy() -> None:
    """Forget what was done long ago."""
    OutboxEntry.objects.filter(
        status=OutboxEntry.Status.DONE, finished__lt=timezone.now() - KEPT
    ).delete()


def try_again(entries: Any) -> int:
    """Take given-up entries up again, from the first attempt on."""
    dead = entries.filter(status=OutboxEntry.Status.DEAD)
    changed: int = dead.update(
        status=OutboxEntry.Status.WAITING, attempts=0, due=timezone.now(), error=""
    )
    return changed


def pause_after(attempts: int) -> timedelta:
    """How long an entry rests after that many attempts."""
    doublings = min(attempts - 1, 20)
    return min(FIRST_PAUSE * int(2**doublings), LONGEST_PAUSE)


@transaction.atomic(durable=True)
def _claim(entries: Any) -> OutboxEntry | None:
    """Count an attempt and put the next one off, before anything is tried.

    So whoever is killed in the middle leaves an entry that comes up again, and one that kills every
    worker is given up in the end.
    """
    now = timezone.now()
    entry: OutboxEntry | None = entries.due(at=now).select_for_update(skip_locked=True).first()
    if entry is None:
        return None
    if entry.attempts >= MAX_ATTEMPTS:
        OutboxEntry.objects.filter(pk=entry.pk).update(status=OutboxEntry.Status.DEAD)
        logger.error("Outbox entry %s is given up: %s", entry, entry.error)
        return None
    entry.attempts += 1
    entry.due = now + pause_after(entry.attempts)
    entry.error = INTERRUPTED
    entry.save(update_fields=["attempts", "due", "error"])
    return entry


def _fulfil(entry: OutboxEntry) -> bool:
    handler = _handlers.get(entry.kind)
    if handler is None:
        return _failed(entry, NO_HANDLER)
    try:
        with transaction.atomic(durable=True):
            if not _hold(entry):
                return False
            handler(entry)
            OutboxEntry.objects.filter(pk=entry.pk).update(
                status=OutboxEntry.Status.DONE, finished=timezone.now(), error=""
            )
    except PASSING as failure:
        return _failed(entry, type(failure).__name__)  # its text may name people
    return True


def _hold(entry: OutboxEntry) -> bool:
    """Lock the entry until the transaction ends, unless somebody else has claimed it since.

    Whoever looks for a claim can hold the lock for a moment on an entry that turns out not to be
    due any more. That is waited for: to skip the entry would put it off by a whole pause.
    """
    ours = OutboxEntry.objects.waiting().filter(pk=entry.pk, attempts=entry.attempts)
    return ours.select_for_update().first() is not None


def _failed(entry: OutboxEntry, name: str) -> bool:
    logger.warning("Outbox entry %s failed at attempt %s: %s", entry, entry.attempts, name)
    OutboxEntry.objects.waiting().filter(pk=entry.pk, attempts=entry.attempts).update(error=name)
    return False

"""The shell around the engine: read the world, assess it, keep what changed.

`execute` may be called any number of times for one run, from any number of processes: a lock lets
one at a time in, and what it finds is stored in a single transaction together with the run's end.
"""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from gaps import snapshot, store
from gaps.engine import METHOD_VERSION, Case, CaseError, assess
from gaps.models import Run

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 5
# How long a run may say nothing before somebody looks whether its worker still lives.
SILENCE = timedelta(seconds=15)
PROGRESS_EVERY = 0.5  # seconds

# Names of two families of advisory locks, one lock a run and one an audience.
LOCK_RUN, LOCK_AUDIENCE = 0x4743, 0x4741


def execute(run_pk: int) -> None:
    """Bring a run to its end, unless it has ended or somebody else is at it."""
    with _sole(run_pk) as is_mine:
        if not is_mine:
            return
        run = _claim(run_pk)
        if run is None:
            return
        try:
            _assess_and_store(run)
        except CaseError as error:
            _fail(run, _("A record could not be assessed. %(error)s") % {"error": error})


def is_abandoned(run_pk: int) -> bool:
    """Whether no process is at work on this run."""
    with _sole(run_pk) as was_free:
        return was_free


@contextmanager
def _sole(run_pk: int) -> Iterator[bool]:
    """Whether this process alone holds the run; the lock dies with the connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCK_RUN, run_pk])
        held = bool(cursor.fetchone()[0])
    try:
        yield held
    finally:
        if held:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCK_RUN, run_pk])


def _claim(run_pk: int) -> Run | None:
    now = timezone.now()
    unfinished = Run.objects.unfinished().filter(pk=run_pk)
    if not unfinished.update(
        status=Run.Status.RUNNING, heartbeat=now, attempts=F("attempts") + 1, progress_done=0
    ):
        return None
    unfinished.filter(started=None).update(started=now)
    run: Run = Run.objects.get(pk=run_pk)
    if run.attempts > MAX_ATTEMPTS:
        _fail(
            run, _("It stopped %(n)d times before its end. The log says why.") % {"n": MAX_ATTEMPTS}
        )
        return None
    return run


def _assess_and_store(run: Run) -> None:
    data = snapshot.case_for(audience=run.audience, as_of=run.as_of, options=run.options)
    result = assess(Case.from_json(data), progress=_progress_to(run))
    found = store.rows(result, data)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK_AUDIENCE, run.audience])
        if Run.objects.done().filter(audience=run.audience, pk__gt=run.pk).exists():
            _end(run, status=Run.Status.SUPERSEDED)
            return
        changed = store.keep(run, found)
        _end(
            run,
            status=Run.Status.DONE,
            fingerprint=result.fingerprint,
            method_version=METHOD_VERSION,
            tlp=snapshot.label_of(data),
            needs_read=len(data["needs"]),
            resources_read=len(data["resources"]),
            findings_changed=changed,
        )


def _progress_to(run: Run) -> Callable[[int, int], None]:
    last_told = float("-inf")

    def tell(done: int, total: int) -> None:
        nonlocal last_told
        now = time.monotonic()
        if now - last_told >= PROGRESS_EVERY or done == total:
            last_told = now
            Run.objects.filter(pk=run.pk).update(
                progress_done=done, progress_total=total, heartbeat=timezone.now()
            )

    return tell


def _end(run: Run, **fields: Any) -> None:
    """Close a run that is still running; somebody who ended it first has the last word."""
    Run.objects.filter(pk=run.pk, status=Run.Status.RUNNING).update(
        finished=timezone.now(), **fields
    )


def _fail(run: Run, error: str) -> None:
    logger.error("Run %s failed: %s", run.public_id, error)
    _end(run, status=Run.Status.FAILED, error=error)


def stuck() -> list[int]:
    """Runs that nobody works on though they have not ended: their worker or message was lost."""
    silent_since = timezone.now() - SILENCE
    waiting = Run.objects.unfinished().filter(created__lt=silent_since)
    silent = waiting.filter(heartbeat=None) | waiting.filter(heartbeat__lt=silent_since)
    return [pk for pk in silent.values_list("pk", flat=True) if is_abandoned(pk)]

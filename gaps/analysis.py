"""The shell around the engine: read the world, assess it, keep what changed.

`execute` may be called any number of times for one run, from any number of processes: a lock lets
one at a time lead it, and others help with its shards. What a run writes is seen by nobody before
its last transaction, which ends it.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gaps import proof, shards, snapshot, store, world
from gaps.engine import METHOD_VERSION, CaseError, Result, assess
from gaps.engine.fingerprint import run_fingerprint
from gaps.models import Change, Run
from gaps.places import Places
from portal import history
from portal.access import TLP
from portal.locks import sole

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 5
AT_ONCE = 10**7  # needs × resources that take some hundredths of a second
BETWEEN_NEWS = 0.2  # seconds between two words on progress
# How long a run may say nothing before somebody looks whether its worker still lives.
SILENCE = timedelta(seconds=15)

# Names of two families of advisory locks: who leads a run, and whose turn an audience's tables are.
LOCK_RUN, LOCK_AUDIENCE = 0x4743, 0x4741


class Overtaken(Exception):
    """A newer run of the same audience covers all that this one does."""


Told = Callable[[int, int], None]


def nobody(_first: int, _second: int) -> None:
    """Call no help, so that the process that leads does every shard itself; or tell nobody."""


def execute(run_pk: int, call_help: Told = nobody, watch: Told = nobody) -> bool:
    """Bring a run to its end; False where it has ended, or others are at it or come first.

    `call_help(run_pk, n)` may bring up to n other processes to `shards.help_with`;
    `watch(done, total)` is told how many areas are done.
    """
    with sole(LOCK_RUN, run_pk) as leads:
        if not leads:
            return False
        run = Run.objects.unfinished().filter(pk=run_pk).first()
        if run is None:
            return False
        with sole(LOCK_AUDIENCE, run.audience) as is_our_turn:
            if not is_our_turn:
                return False
            _make(_Work(run, call_help, watch))
    return True


@dataclass
class _Work:
    """A run in the making, whom to call for help and whom to tell."""

    run: Run
    call_help: Told
    watch: Told
    told: float = 0.0

    def tell(self, done: int, total: int) -> None:
        """Say how far it is, but no oftener than somebody could read it."""
        now = time.monotonic()
        if done < total and now - self.told < BETWEEN_NEWS:
            return
        self.told, self.run.progress_total = now, total
        Run.objects.filter(pk=self.run.pk).update(
            progress_done=done, progress_total=total, heartbeat=timezone.now()
        )
        self.watch(done, total)


def _make(work: _Work) -> None:
    run = work.run
    if not _claim(run):
        return
    try:
        if _is_overtaken(run):
            raise Overtaken
        if run.kind == Run.Kind.CHECK:
            _check(work)
        else:
            _assess(work)
    except Overtaken:
        with transaction.atomic():
            store.undo(run)
            _end(run, status=Run.Status.SUPERSEDED)
    except CaseError as error:
        with transaction.atomic():
            store.undo(run)
            _fail(run, _("A record could not be assessed. %(error)s") % {"error": error})
    except proof.ProofFails as error:
        with transaction.atomic():
            store.undo(run)
            _fail(run, str(error))


def is_abandoned(run_pk: int) -> bool:
    """Whether no process leads this run."""
    with sole(LOCK_RUN, run_pk) as was_free:
        return was_free


def _claim(run: Run) -> bool:
    """Begin an attempt, on a clean slate; a run that keeps dying is given up."""
    now = timezone.now()
    if run.attempts:
        with transaction.atomic():
            store.undo(run)
    run.status, run.heartbeat, run.attempts = Run.Status.RUNNING, now, run.attempts + 1
    run.progress_done, run.started = 0, run.started or now
    run.save(update_fields=["status", "heartbeat", "attempts", "progress_done", "started"])
    if run.attempts > MAX_ATTEMPTS:
        stopped = _("It stopped %(n)d times before its end. The log says why.")
        _fail(run, stopped % {"n": MAX_ATTEMPTS})
        return False
    return True


def _is_overtaken(run: Run) -> bool:
    """Whether a newer run, waiting or done, covers whatever this one covers."""
    newer = Run.objects.filter(audience=run.audience, pk__gt=run.pk).exclude(kind=Run.Kind.CHECK)
    alive = newer.filter(status__in=[*Run.UNFINISHED, Run.Status.DONE])
    if run.kind == Run.Kind.CHECK:
        return False
    covering = alive.filter(kind=Run.Kind.FULL)
    if run.kind == Run.Kind.INCREMENTAL:
        covering |= alive.filter(areas__contains=run.areas)
    return covering.exists()


# ------------------------------------------------------------------ assessing


def _assess(work: _Work) -> None:
    run = work.run
    with snapshot.one_moment():
        run.moment = history.this_moment()
        places = Places.read(run.as_of)
        parts = _parts_of(run, places)
        if len(parts) == 1:
            part = world.read(
                audience=run.audience,
                as_of=run.as_of,
                options=run.case_options,
                areas=parts[0],
                places=places,
            )
    if len(parts) > 1:
        work.tell(0, sum(len(part) for part in parts))
        shards.lead(run, parts, work.call_help, goes_on=lambda done: _goes_on(work, done))
        with transaction.atomic():
            _finish(run, shards.summary(run))
        return
    result = _assessed(work, part)
    if _is_overtaken(run):
        raise Overtaken
    checked = proof.checked(result)
    with transaction.atomic():
        changed = store.keep(run, part, result)
        summary = shards.Summary(
            needs=len(part.need_pk),
            resources=len(part.resource_pk),
            changed=changed,
            proof_checked=checked,
            label=part.label,
        )
        _finish(run, summary)


def _assessed(work: _Work, part: world.World) -> Result:
    """In one go where that is done before anybody could look; else with news on the way."""
    total = len(part.columns.areas)
    if len(part.need_pk) * len(part.resource_pk) < AT_ONCE:
        result = assess(part.columns)
        work.tell(total, total)
        return result
    return assess(part.columns, progress=work.tell)


def _parts_of(run: Run, places: Places) -> list[list[str]]:
    """The areas of each shard: all, or those that a change in some of them may move."""
    if run.kind == Run.Kind.FULL and run.shard_count == 1:
        return [places.areas]
    groups = world.markets(run.audience, places)
    if run.kind == Run.Kind.INCREMENTAL:
        wanted = places.leaves_below(run.areas)
        groups = [group for group in groups if wanted & set(group)] or groups[:1]
    return shards.plan(run, groups)


def _goes_on(work: _Work, done: int) -> None:
    """Between shards: tell how far it is, and stop where a newer run has overtaken it."""
    work.tell(done, work.run.progress_total)
    if _is_overtaken(work.run):
        raise Overtaken


def _finish(run: Run, found: shards.Summary) -> None:
    run.status = Run.Status.DONE
    label = found.label
    if run.kind == Run.Kind.INCREMENTAL and (earlier := Run.objects.latest_for(run.audience)):
        label = TLP(max(label, earlier.tlp))
    _end(
        run,
        status=Run.Status.DONE,
        fingerprint=run_fingerprint(store.fingerprints(run)),
        method_version=METHOD_VERSION,
        tlp=label,
        needs_read=found.needs,
        resources_read=found.resources,
        findings_changed=found.changed,
        proof_checked=found.proof_checked,
        moment=run.moment,
        progress_done=run.progress_total,
    )
    covered = Change.objects.filter(audience=run.audience).seen_at(run.moment)
    if run.kind == Run.Kind.INCREMENTAL:
        covered = covered.filter(area__code__in=run.areas)
    covered.delete()


# ------------------------------------------------------------------ checking what is stored


def _check(work: _Work) -> None:
    """Assess everything anew, store nothing, and say loudly where that differs from what is stored.

    A check of one run brings back the records which that run read; any other takes those of now.
    """
    run = work.run
    with history.at(run.checks.moment) if run.checks else snapshot.one_moment():
        base = run.checks or Run.objects.latest_for(run.audience)
        stored = store.fingerprints(base) if base else {}
        whole = world.read(audience=run.audience, as_of=run.as_of, options=run.case_options)
    result = assess(whole.columns, progress=work.tell)
    checked = proof.checked(result, proof.WHOLE if run.checks else proof.SAMPLE)
    differing = sorted(
        area
        for area in stored.keys() | result.fingerprints.keys()
        if stored.get(area) != result.fingerprints.get(area)
    )
    if differing:
        _fail(
            run,
            _("The stored findings differ from a full run in: %(areas)s.")
            % {"areas": ", ".join(differing)},
        )
        return
    _end(
        run,
        status=Run.Status.DONE,
        fingerprint=result.fingerprint,
        method_version=METHOD_VERSION,
        tlp=whole.label,
        needs_read=len(whole.need_pk),
        resources_read=len(whole.resource_pk),
        proof_checked=checked,
    )


# ------------------------------------------------------------------ ends


def _end(run: Run, **fields: Any) -> None:
    """Close a run that is still running; somebody who ended it first has the last word."""
    Run.objects.filter(pk=run.pk, status=Run.Status.RUNNING).update(
        finished=timezone.now(), **fields
    )


def _fail(run: Run, error: str) -> None:
    logger.error("Run %s failed: %s", run.public_id, error)
    _end(run, status=Run.Status.FAILED, error=error)


def stuck() -> list[int]:
    """Runs that nobody works on though they have not ended: lost, or waiting for their turn."""
    silent_since = timezone.now() - SILENCE
    waiting = Run.objects.unfinished().filter(created__lt=silent_since)
    silent = waiting.filter(heartbeat=None) | waiting.filter(heartbeat__lt=silent_since)
    oldest_first = silent.order_by("pk").values_list("pk", flat=True)
    return [pk for pk in oldest_first if is_abandoned(pk)]


def next_in_turn() -> list[int]:
    """For each audience, the oldest run that waits: what to ring for when a run has ended."""
    waiting = Run.objects.filter(status=Run.Status.QUEUED).order_by("audience", "pk")
    return list(waiting.distinct("audience").values_list("pk", flat=True))

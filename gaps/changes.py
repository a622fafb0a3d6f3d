"""From what changed in the directory to the runs that take account of it.

Triggers note the areas that a change touches, for each audience that may know of it. A burst of
changes becomes one run: it starts once nothing has been noted for a moment, or after a while.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import Max, Min
from django.utils import timezone

from gaps.models import Change, Run
from portal.access import Audience

SETTLED = timedelta(seconds=0.5)
AT_MOST = timedelta(seconds=5)


def runs_to_start(*, at_once: bool = False) -> list[int]:
    """Create the runs that are due; returns their keys. `at_once` waits for no further change."""
    settled = timedelta(0) if at_once else SETTLED
    made = [_run_for(audience) for audience in Audience if _is_due(audience, settled)]
    return [run.pk for run in made if run]


def _is_due(audience: Audience, settled: timedelta) -> bool:
    times = Change.objects.filter(audience=audience).aggregate(first=Min("at"), last=Max("at"))
    if times["first"] is None:
        return False
    now = timezone.now()
    return bool(times["last"] < now - settled or times["first"] < now - AT_MOST)


@transaction.atomic
def _run_for(audience: Audience) -> Run | None:
    """An incremental run, or a full one where all areas may be affected or the day has changed.

    Nothing before the first run, which a person asks for, nor while one waits that will see it all.
    """
    runs = Run.objects.filter(audience=audience).exclude(kind=Run.Kind.CHECK)
    latest = runs.done().order_by("-pk").first()
    if latest is None or runs.unfinished().exists():
        return None
    codes = set(Change.objects.filter(audience=audience).values_list("area__code", flat=True))
    today = timezone.localdate()
    is_partial = None not in codes and latest.as_of == today and not latest.case_options
    run: Run = Run.objects.create(
        audience=audience,
        as_of=today,
        kind=Run.Kind.INCREMENTAL if is_partial else Run.Kind.FULL,
        areas=sorted(code for code in codes if code) if is_partial else [],
    )
    return run


def nightly_runs() -> list[int]:
    """For each audience with findings: a check of these, and a full run as of today."""
    made: list[int] = []
    for audience in Audience:
        done = Run.objects.done().filter(audience=audience).exclude(kind=Run.Kind.CHECK)
        latest = done.order_by("-pk").first()
        if latest is None:
            continue
        head = {"audience": audience, "options": latest.options}
        check = Run.objects.create(kind=Run.Kind.CHECK, as_of=latest.as_of, **head)
        full = Run.objects.create(as_of=timezone.localdate(), audience=audience)
        made += [check.pk, full.pk]
    return made

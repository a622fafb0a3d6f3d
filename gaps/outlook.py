"""The shell around forecast and fragility: after a full run, work out what follows from it.

`work_out` may be called any number of times for one run, from any number of processes: a lock lets
one at a time do it, and what it writes is seen whole or not at all. It reads the records as the run
read them.
"""

import time
from collections.abc import Sequence
from datetime import timedelta
from fractions import Fraction

from django.db import transaction
from django.utils import timezone

from capabilities.models import Resource
from gaps import world
from gaps.engine import CaseError, assess
from gaps.engine.compare import Turn
from gaps.engine.fragility import CellsByArea, Risk, Stop, by_area, risks, stop, worst_first
from gaps.engine.outlook import Month, forecast
from gaps.engine.writing import exact
from gaps.models import ForecastMonth, Fragility, Outlook, Run
from gaps.world import World
from portal import history
from portal.locks import sole

LOCK_OUTLOOK = 0x474F
MOST_PROVIDERS = 500  # tried one by one, those that carry most; of the others a bound is kept
MOST_SECONDS = 600  # for all of them together
NAMED = 100  # cells and resources kept with a row; their number is kept beside it
# After that nobody waits any more for what was not worked out: something is wrong with it.
PATIENCE = timedelta(hours=1)


class Overtaken(Exception):
    """A newer full run of the same audience has been made meanwhile."""


def work_out(run_pk: int) -> bool:
    """Work out what follows from a full run; False where that is done, overtaken or under way."""
    run = Run.objects.repeatable().filter(pk=run_pk, kind=Run.Kind.FULL).first()
    if run is None:
        return False
    with sole(LOCK_OUTLOOK, run.audience) as is_ours:
        if not is_ours or Outlook.objects.filter(run=run, error="").exists():
            return False
        try:
            _keep(run, *_found(run))
        except Overtaken:
            return False
        except CaseError as error:
            _keep(run, Outlook(error=str(error)), [], [])
    return True


def missing() -> list[int]:
    """The latest full run of each audience, where nothing has been worked out from it yet."""
    done = Run.objects.repeatable().filter(kind=Run.Kind.FULL).order_by("audience", "-pk")
    latest = done.distinct("audience").values_list("pk", flat=True)
    waiting = Run.objects.filter(pk__in=list(latest), outlook=None)
    since = timezone.now() - PATIENCE
    return list(waiting.filter(finished__gte=since).values_list("pk", flat=True))


def _found(run: Run) -> tuple[Outlook, list[ForecastMonth], list[Fragility]]:
    with history.at(run.moment):
        whole = world.read(audience=run.audience, as_of=run.as_of, options=run.case_options)
    months = []
    for month in forecast(whole.columns):
        _go_on(run)
        months.append(_month(month, whole))
    result = assess(whole.columns)
    order = risks(whole.columns, result)
    stops = _stops(run, whole, by_area(result), order[:MOST_PROVIDERS])
    left = order[len(stops) :]
    outlook = Outlook(providers_left=len(left), left_bound=left[0].bound if left else Fraction(0))
    return outlook, months, _fragilities(worst_first(stops), whole)


def _stops(run: Run, whole: World, before: CellsByArea, order: Sequence[Risk]) -> list[Stop]:
    """Providers tried one by one, those that may open most first, as far as time allows."""
    until = time.monotonic() + MOST_SECONDS
    found: list[Stop] = []
    for risk in order:
        _go_on(run)
        if time.monotonic() > until:
            break
        found.append(stop(whole.columns, before, risk))
    return found


def _go_on(run: Run) -> None:
    newer = Run.objects.done().filter(audience=run.audience, kind=Run.Kind.FULL, pk__gt=run.pk)
    if newer.exists():
        raise Overtaken


@transaction.atomic
def _keep(
    run: Run, outlook: Outlook, months: list[ForecastMonth], fragilities: list[Fragility]
) -> None:
    """Put it in the place of what was worked out from an earlier run."""
    _go_on(run)
    Outlook.objects.filter(audience=run.audience).delete()
    outlook.run, outlook.audience = run, run.audience
    outlook.save()
    for month in months:
        month.outlook = outlook
    for fragility in fragilities:
        fragility.outlook = outlook
    ForecastMonth.objects.bulk_create(months)
    Fragility.objects.bulk_create(fragilities)


def _month(month: Month, whole: World) -> ForecastMonth:
    opened = month.opened
    lapses = [
        [int(whole.resource_pk[place]), what]
        for what, places in (("ended", month.ended), ("aged", month.aged))
        for place in places[:NAMED]
    ]
    return ForecastMonth(
        day=month.day,
        demand=month.demand,
        allocated=month.allocated,
        weighted_gap=month.weighted_gap,
        cells=month.cells,
        gaps=month.gaps,
        classes={gap_class.name: number for gap_class, number in sorted(month.classes.items())},
        resources_ended=len(month.ended),
        resources_aged=len(month.aged),
        needs_ended=len(month.needs_ended),
        opened=len(opened),
        lapses=lapses,
        opened_cells=[[c.country, c.area, c.new_class, exact(c.new_gap)] for c in opened[:NAMED]],
    )


def _fragilities(stops: Sequence[Stop], whole: World) -> list[Fragility]:
    pks = _provider_pks(stops, whole)
    return [_fragility(one, pks[one.provider]) for one in stops if one.provider in pks]


def _provider_pks(stops: Sequence[Stop], whole: World) -> dict[int, int]:
    """The columns know providers by numbers of their own: one resource of each tells its key."""
    wanted = {one.provider for one in stops}
    first: dict[int, int] = {}
    for place, provider in enumerate(whole.columns.resources.provider.tolist()):
        if provider in wanted:
            first.setdefault(provider, int(whole.resource_pk[place]))
    found = Resource.objects.filter(pk__in=first.values()).values_list("pk", "provider_id")
    provider_of = dict(found)
    return {number: provider_of[pk] for number, pk in first.items() if pk in provider_of}


def _fragility(one: Stop, provider_pk: int) -> Fragility:
    worst = sorted(one.changes, key=lambda c: (c.old_gap - c.new_gap, c.country, c.area))
    opened = sum(1 for change in one.changes if change.turn is Turn.OPENED)
    return Fragility(
        provider_id=provider_pk,
        opens=one.opens,
        weight=float(one.opens),
        opened=opened,
        worsened=len(one.changes) - opened,
        countries=len({change.country for change in one.changes}),
        cells=[
            [c.country, c.area, c.old_class, c.new_class, exact(c.new_gap - c.old_gap)]
            for c in worst[:NAMED]
        ],
    )

"""What the months ahead bring if nobody changes anything: windows end, verifications age.

A forecast is a row of runs over the same records, each as of a later day: today, then the first of
every month of the horizon. Needs whose window has ended by then are left out, for nobody waits for
them any more. Between two days only the areas that time can touch are assessed anew.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from gaps.engine.columns import EPOCH, NO_DAY, Columns
from gaps.engine.compare import Change, Turn, differences
from gaps.engine.compiled import fresh
from gaps.engine.idle import NEEDED, SPARE
from gaps.engine.run import affected_areas, assess

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from gaps.engine.bits import Ints
    from gaps.engine.compare import Key
    from gaps.engine.explain import GapClass
    from gaps.engine.result import CellFinding, Result

    Cells = dict[Key, CellFinding]


@dataclass(frozen=True, slots=True)
class Month:
    """The world as of one day, and what came to pass since the day before it in the forecast.

    ``ended`` and ``aged`` are positions of resources, needed ones first, then usable ones.
    """

    day: date
    demand: int
    allocated: Fraction
    weighted_gap: Fraction
    cells: int
    gaps: int
    classes: Mapping[GapClass, int]  # cells
    ended: Ints  # their last day has gone by
    aged: Ints  # nobody has confirmed them for too long
    needs_ended: Ints  # positions of needs
    changes: tuple[Change, ...]

    @property
    def opened(self) -> list[Change]:
        """The cells that have become a gap, worst first."""
        found = [change for change in self.changes if change.turn is Turn.OPENED]
        return sorted(found, key=lambda change: (-change.new_gap, change.country, change.area))


def days(as_of: date, horizon_months: int) -> list[date]:
    """``as_of``, and the first of each later month of the horizon."""
    first = as_of.year * 12 + as_of.month - 1
    later = range(first + 1, first + horizon_months)
    return [as_of, *(date(month // 12, month % 12 + 1, 1) for month in later)]


def on(columns: Columns, day: date) -> Columns:
    """The world as a run of that day would find it: nobody asks any more for what has ended."""
    end = columns.needs.end
    awaited = (end == NO_DAY) | (end >= _number(day))
    return columns.with_settings(as_of=day).keeping(needs=awaited)


def forecast(columns: Columns) -> Iterator[Month]:
    """One month after the other, over the horizon of the settings."""
    settings = columns.settings
    row = days(settings.as_of, settings.horizon_months)
    found = assess(on(columns, row[0]))
    cells, states = _cells(found), np.asarray(found.line_state)
    nothing = np.zeros(0, np.int64)
    yield _month(row[0], cells, (nothing, nothing, nothing), ())
    for before, day in pairwise(row):
        lapsed = _lapsed(columns, before, day, states)
        areas = affected_areas(columns, touched(columns, before, day))
        if not areas:
            yield _month(day, cells, lapsed, ())
            continue
        found = assess(on(columns, day), areas=areas)
        states = np.where(_in_areas(columns, areas), found.line_state, states)
        inside, new = set(areas), _cells(found)
        old = {key: cell for key, cell in cells.items() if key[1] in inside}
        cells = {key: cell for key, cell in cells.items() if key[1] not in inside} | new
        yield _month(day, cells, lapsed, tuple(differences(_plain(old), _plain(new))))


def touched(columns: Columns, before: date, day: date) -> list[str]:
    """The areas that time itself may change between two days: an end, an age, a new horizon."""
    needs, rows = columns.needs, columns.resources
    later = columns.with_settings(as_of=day).settings
    earlier = replace(later, as_of=before)
    aged = fresh(rows.verified, earlier) & ~fresh(rows.verified, later)
    moved = _ends(rows.end, before, day) | _arrives(rows.start, columns, before, day) | aged
    asked = _ends(needs.end, before, day) | _arrives(needs.start, columns, before, day)
    marked = np.zeros(len(columns.areas), np.bool_)
    marked[needs.area[asked]] = True
    marked[rows.line_area[moved[rows.line_resource]]] = True
    return [columns.areas[area] for area in np.flatnonzero(marked).tolist()]


def total(values: Iterable[Fraction]) -> Fraction:
    """An exact sum, those of one denominator first: many findings share theirs."""
    parts: Counter[int] = Counter()
    for value in values:
        parts[value.denominator] += value.numerator
    return sum((Fraction(top, bottom) for bottom, top in sorted(parts.items())), Fraction(0))


def _number(day: date) -> int:
    return day.toordinal() - EPOCH


def _ends(end: Any, before: date, day: date) -> Any:
    """Whether the last day lies between: it is over on ``day``, and was not ``before``."""
    return (end != NO_DAY) & (end >= _number(before)) & (end < _number(day))


def _arrives(start: Any, columns: Columns, before: date, day: date) -> Any:
    """Whether the horizon of a later run takes in what begins too late for an earlier one."""
    horizon = columns.settings.horizon_months
    low, high = (_first_beyond(as_of, horizon) for as_of in (before, day))
    return (start != NO_DAY) & (start >= low) & (start < high)


def _first_beyond(as_of: date, horizon: int) -> int:
    """The first day that is no longer within the horizon."""
    month = as_of.year * 12 + as_of.month - 1 + horizon
    return _number(date(month // 12, month % 12 + 1, 1))


def _lapsed(columns: Columns, before: date, day: date, states: Any) -> tuple[Ints, Ints, Ints]:
    """Resources that ended, those that aged while they still ran, and needs that ended."""
    rows, settings = columns.resources, columns.settings
    earlier, later = replace(settings, as_of=before), replace(settings, as_of=day)
    runs_on = (rows.end == NO_DAY) | (rows.end >= _number(day))
    aged = runs_on & fresh(rows.verified, earlier) & ~fresh(rows.verified, later)
    worth = np.zeros(len(rows.id), np.int8)
    worth[rows.line_resource[states == SPARE]] = 1
    worth[rows.line_resource[states == NEEDED]] = 2
    ended = _by_worth(_ends(rows.end, before, day), worth)
    return ended, _by_worth(aged, worth), np.flatnonzero(_ends(columns.needs.end, before, day))


def _by_worth(chosen: Any, worth: Any) -> Ints:
    places: Ints = np.flatnonzero(chosen)
    return places[np.argsort(-worth[places], kind="stable")]


def _in_areas(columns: Columns, areas: Iterable[str]) -> Any:
    return np.isin(np.array(columns.areas), list(areas))[columns.resources.line_area]


def _cells(result: Result) -> Cells:
    return {(cell.country, cell.area): cell for cell in result.cells}


def _plain(cells: Cells) -> dict[Key, tuple[Fraction, str]]:
    return {key: (cell.weighted_gap, cell.gap_class.name) for key, cell in cells.items()}


def _month(
    day: date, cells: Cells, lapsed: tuple[Ints, Ints, Ints], changes: tuple[Change, ...]
) -> Month:
    ended, aged, needs_ended = lapsed
    return Month(
        day=day,
        demand=sum(cell.demand for cell in cells.values()),
        allocated=total(cell.allocated for cell in cells.values()),
        weighted_gap=total(cell.weighted_gap for cell in cells.values()),
        cells=len(cells),
        gaps=sum(1 for cell in cells.values() if cell.weighted_gap),
        classes=Counter(cell.gap_class for cell in cells.values()),
        ended=ended,
        aged=aged,
        needs_ended=needs_ended,
        changes=changes,
    )

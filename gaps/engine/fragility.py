"""What would open if a provider stopped: each one's resources taken away, all together.

Whether a resource is needed says nothing here: two resources of one provider may each be spare
because the other stands by. A provider is left out only where its stopping can open nothing: every
step that unlimited help serves has such help from somebody else as well, and of limited help it has
at most one usable resource in a market, which is spare.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from gaps.engine.columns import UNLIMITED
from gaps.engine.compare import cells, differences
from gaps.engine.idle import NEEDED, UNUSABLE
from gaps.engine.outlook import total
from gaps.engine.run import assess, markets

if TYPE_CHECKING:
    from collections.abc import Iterable
    from fractions import Fraction

    from gaps.engine.bits import Ints
    from gaps.engine.columns import Columns
    from gaps.engine.compare import Cell, Change, Key
    from gaps.engine.result import Result

CellsByArea: TypeAlias = "dict[str, dict[Key, Cell]]"


@dataclass(frozen=True, slots=True)
class Stop:
    """One provider (its number in the columns) gone, and every cell that lacks more without it."""

    provider: int
    changes: tuple[Change, ...]

    @property
    def opens(self) -> Fraction:
        """The weighted gap that opens."""
        return total(change.new_gap - change.old_gap for change in self.changes)


@dataclass(frozen=True, slots=True)
class Risk:
    """A provider whose stopping may open gaps: in which areas, and at most how much."""

    provider: int
    bound: Fraction
    areas: frozenset[str]


def fragility(columns: Columns, result: Result | None = None) -> list[Stop]:
    """All providers whose stopping opens something, most first."""
    found = result or assess(columns)
    before = by_area(found)
    stops = [stop(columns, before, risk) for risk in risks(columns, found)]
    return worst_first(stops)


def worst_first(stops: Iterable[Stop]) -> list[Stop]:
    opening = [(one.opens, one) for one in stops if one.changes]
    return [one for _, one in sorted(opening, key=lambda pair: (-pair[0], pair[1].provider))]


def by_area(result: Result) -> CellsByArea:
    """What was found with everybody there."""
    found: CellsByArea = {}
    for key, cell in cells(result).items():
        found.setdefault(key[1], {})[key] = cell
    return found


def stop(columns: Columns, before: CellsByArea, risk: Risk) -> Stop:
    """Assess the areas where a provider matters without it, and compare."""
    part = columns.only(risk.areas)
    part = part.keeping(resources=part.resources.provider != risk.provider)
    after = cells(assess(part, areas=risk.areas))
    with_it = {key: cell for area in risk.areas for key, cell in before.get(area, {}).items()}
    changes = differences(with_it, after)
    return Stop(risk.provider, tuple(c for c in changes if c.new_gap != c.old_gap))


def risks(columns: Columns, result: Result) -> list[Risk]:
    """The providers that can matter, the one with the highest bound first.

    A slot taken away is missed by one step at most once, since nobody else loses more than it:
    so what opens is at most the slots taken away times the highest weight.
    """
    groups = markets(columns)
    market = np.zeros(len(columns.areas), np.int64)
    for number, group in enumerate(groups):
        market[group] = number
    slots: dict[int, int] = {}
    areas: dict[int, set[str]] = {}
    sole, limited = _sole(columns, result, market), _limited(columns, result, market)
    matters = set(sole) | limited.wanted
    for (provider, place), number in [*sole.items(), *limited.slots.items()]:
        if (provider, place) in matters:
            slots[provider] = slots.get(provider, 0) + number
            areas.setdefault(provider, set()).update(columns.areas[a] for a in groups[place])
    weight = max(columns.settings.urgency_weight.values())
    found = [Risk(p, weight * slots[p], frozenset(where)) for p, where in areas.items()]
    return sorted(found, key=lambda risk: (-risk.bound, risk.provider))


Pair = tuple[int, int]  # provider, market


def _sole(columns: Columns, result: Result, market: Ints) -> dict[Pair, int]:
    """Providers of all the unlimited help that is known for a step, and the slots of such steps."""
    rows = columns.resources
    provider = np.append(rows.provider, -1)
    endless = np.append(rows.capacity == UNLIMITED, [False])[result.served]
    first = provider[result.served[:, 0]]
    others = endless & (provider[result.served] != first[:, None])
    steps = np.flatnonzero(endless[:, 0] & ~others.any(axis=1))
    need = result.need[steps]
    places = market[columns.needs.area[need]]
    slots: dict[Pair, int] = {}
    for p, m, number in zip(first[steps], places, columns.needs.quantity[need], strict=True):
        pair = int(p), int(m)
        slots[pair] = slots.get(pair, 0) + int(number)
    return slots


@dataclass(frozen=True, slots=True)
class _Limited:
    """The slots of limited help by provider and market, and where losing them may matter."""

    slots: dict[Pair, int]
    wanted: set[Pair]


def _limited(columns: Columns, result: Result, market: Ints) -> _Limited:
    """Limited help matters where it is needed, or where several usable resources go at once."""
    rows = columns.resources
    is_limited = rows.capacity[rows.line_resource] != UNLIMITED
    lines = np.flatnonzero(is_limited & (result.line_state != UNUSABLE))
    needed = set(lines[result.line_state[lines] == NEEDED].tolist())
    known: dict[Pair, set[int]] = {}  # resources
    found = _Limited({}, set())
    for line in lines.tolist():
        resource = int(rows.line_resource[line])
        pair = int(rows.provider[resource]), int(market[rows.line_area[line]])
        before = known.setdefault(pair, set())
        is_counted = rows.shared[resource] and resource in before
        before.add(resource)
        if line in needed or len(before) > 1:
            found.wanted.add(pair)
        number = 0 if is_counted else _slots(columns, resource)
        found.slots[pair] = found.slots.get(pair, 0) + number
    return found


def _slots(columns: Columns, resource: int) -> int:
    """What one line gives at most: a pool of its own on each step, a shared pool once."""
    rows = columns.resources
    lifts = max(0, int(rows.lifts_to[resource]) - int(rows.lifts_from[resource]))
    return int(rows.capacity[resource]) * (1 if rows.shared[resource] else lifts)

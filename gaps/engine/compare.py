"""What differs between two runs, cell by cell on exact fractions, and which input record moved it.

A record *moved* a cell if putting that one record back as it was gives the cell another result. A
resource can also move a cell by the mere passing of time: it lapses. Where no single record moves
a cell, or too many have changed for each to be tried, all that changed in its market are named
together.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from enum import StrEnum
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Any

from gaps.engine.columns import Columns
from gaps.engine.run import assess, markets
from gaps.engine.writing import exact, need_changes, resource_changes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from gaps.engine.case import Case
    from gaps.engine.records import Need, Resource, Settings
    from gaps.engine.result import Result

MOST_CANDIDATES = 200  # in one market, tried one by one

Cell = tuple[Fraction, str]  # weighted gap, class
Key = tuple[str, str]  # country, area


class Turn(StrEnum):
    """How a cell changed. A cell is a gap if its weighted gap is above zero."""

    OPENED = "opened"
    CLOSED = "closed"
    WORSENED = "worsened"
    IMPROVED = "improved"
    RECLASSIFIED = "reclassified"


@dataclass(frozen=True, slots=True)
class Move:
    """A record that moved a cell: ``kind`` is need, resource or group; ``what`` says how."""

    kind: str
    id: str
    what: str
    on: date | None = None  # the day it took effect, where there is one
    alone: bool = True  # False: only together with the others named

    def to_json(self) -> dict[str, Any]:
        day = self.on.isoformat() if self.on else None
        return {
            "kind": self.kind, "id": self.id, "what": self.what, "on": day, "alone": self.alone
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """One cell that differs. A class of None is "no known need"."""

    country: str
    area: str
    turn: Turn
    old_class: str | None
    new_class: str | None
    old_gap: Fraction
    new_gap: Fraction
    moved_by: tuple[Move, ...] = field(default=())

    def to_json(self) -> dict[str, Any]:
        return {
            "country": self.country,
            "area": self.area,
            "turn": self.turn.value,
            "old_class": self.old_class,
            "new_class": self.new_class,
            "old_gap": exact(self.old_gap),
            "new_gap": exact(self.new_gap),
            "moved_by": [move.to_json() for move in self.moved_by],
        }


def compare(
    old: Case, new: Case, old_result: Result | None = None, new_result: Result | None = None
) -> list[Change]:
    """All cells that differ, by country and area, each with the records that moved it.

    Results may be given where they are known already; else both cases are assessed.
    """
    worlds = Columns.of(old), Columns.of(new)
    before = cells(old_result or assess(worlds[0]))
    after = cells(new_result or assess(worlds[1]))
    changes = differences(before, after)
    return list(_explained(old, new, changes, worlds)) if changes else []


def cells(result: Result) -> dict[Key, Cell]:
    return {(c.country, c.area): (c.weighted_gap, c.gap_class.name) for c in result.cells}


def differences(before: Mapping[Key, Cell], after: Mapping[Key, Cell]) -> list[Change]:
    """The cells that differ, without saying what moved them."""
    found = []
    for key in sorted(set(before) | set(after)):
        old_gap, old_class = before.get(key, (Fraction(0), None))
        new_gap, new_class = after.get(key, (Fraction(0), None))
        if (old_gap, old_class) != (new_gap, new_class):
            turn = _turn(old_gap, new_gap)
            found.append(Change(*key, turn, old_class, new_class, old_gap, new_gap))
    return found


def _turn(old: Fraction, new: Fraction) -> Turn:
    if old == new:
        return Turn.RECLASSIFIED
    if not old or not new:
        return Turn.CLOSED if old else Turn.OPENED
    return Turn.WORSENED if new > old else Turn.IMPROVED


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A record that differs, the areas it is compared in, and how to put it back as it was."""

    move: Move
    areas: frozenset[str]
    put_back: Callable[[Case], Case]


def _explained(
    old: Case, new: Case, changes: list[Change], worlds: Sequence[Columns]
) -> Iterator[Change]:
    """Each change with its movers, by undoing every candidate once, in its market alone."""
    moved: dict[Key, list[Move]] = {(c.country, c.area): [] for c in changes}
    near: dict[Key, list[Move]] = {key: [] for key in moved}
    by_market = _by_market(old, new, _markets(worlds), changes)
    for areas, (candidates, turned) in by_market.items():
        after = {(c.country, c.area): (c.new_gap, c.new_class) for c in turned}
        small = _only(new, areas)
        for candidate in candidates:
            for key in after:
                near[key].append(candidate.move)
            if len(candidates) > MOST_CANDIDATES:
                continue
            undone = Columns.of(candidate.put_back(small))
            without = cells(assess(undone, areas=areas))
            for key, found in after.items():
                if without.get(key, (Fraction(0), None)) != found:
                    moved[key].append(candidate.move)
    for change in changes:
        key = change.country, change.area
        together = [replace(move, alone=False) for move in near[key]]
        yield replace(change, moved_by=tuple(moved[key] or together))


Areas = frozenset[str]


def _by_market(
    old: Case, new: Case, market_of: Mapping[str, Areas], changes: Iterable[Change]
) -> dict[Areas, tuple[list[_Candidate], list[Change]]]:
    """The markets in which a cell turned, each with the records that differ in it."""
    found: dict[Areas, tuple[list[_Candidate], list[Change]]] = {}
    for change in changes:
        found.setdefault(market_of[change.area], ([], []))[1].append(change)
    for candidate in _candidates(old, new):
        touched = {market_of[area] for area in candidate.areas if area in market_of}
        for areas in touched & set(found):
            found[areas][0].append(candidate)
    return found


def _markets(worlds: Sequence[Columns]) -> dict[str, Areas]:
    """For each area, all that pools of either world join to it."""
    above: dict[str, set[str]] = {}
    for columns in worlds:
        for group in markets(columns):
            names = {columns.areas[k] for k in group}
            joined = set[str]().union(names, *(above[name] for name in names if name in above))
            above |= dict.fromkeys(joined, joined)
    frozen = {id(group): frozenset(group) for group in above.values()}
    return {name: frozen[id(group)] for name, group in above.items()}


def _only(case: Case, areas: Areas) -> Case:
    """The same world with nothing but the records of these areas."""
    leaves = case.leaves_below()
    return replace(
        case,
        needs=tuple(n for n in case.needs if n.area in areas),
        resources=tuple(
            r for r in case.resources if any(areas & set(leaves.get(area, ())) for area in r.areas)
        ),
    )


def _candidates(old: Case, new: Case) -> Iterator[_Candidate]:
    before, after = old.for_audience(), new.for_audience()
    yield from _needs(before, after)
    yield from _resources(before, after)
    yield from _groups(before, after)


def _leaves(case: Case, resources: Iterable[Resource]) -> Areas:
    below = case.leaves_below()
    named = {area for resource in resources for area in resource.areas}
    return frozenset(leaf for area in named for leaf in below.get(area, ()))


def _resources(before: Case, after: Case) -> Iterator[_Candidate]:
    old_ones = {r.id: r for r in before.resources}
    new_ones = {r.id: r for r in after.resources}
    for name in sorted(set(old_ones) | set(new_ones)):
        was, now = old_ones.get(name), new_ones.get(name)
        found = _resource_move(was, now, before.settings, after.settings)
        if found:
            move, undone = found
            areas = _leaves(before, [was] if was else []) | _leaves(after, [now] if now else [])
            yield _Candidate(move, areas, partial(_with_resource, name=name, row=undone))


def _needs(before: Case, after: Case) -> Iterator[_Candidate]:
    old_ones = {n.id: n for n in before.needs}
    new_ones = {n.id: n for n in after.needs}
    for name in sorted(set(old_ones) | set(new_ones)):
        was, now = old_ones.get(name), new_ones.get(name)
        what, on, undone = _need_move(was, now, before.settings, after.settings)
        if what:
            areas = frozenset(n.area for n in (was, now) if n)
            move = Move("need", name, what, on)
            yield _Candidate(move, areas, partial(_with_need, name=name, row=undone))


def _groups(before: Case, after: Case) -> Iterator[_Candidate]:
    """Groups of countries that somebody has joined or left."""
    for name in sorted(set(before.groups) & set(after.groups)):
        was, now = before.groups[name], after.groups[name]
        if was != now:
            users = [r for r in after.resources if r.eligible and name in r.eligible.groups]
            joined, left = sorted(now - was), sorted(was - now)
            parts = (["joined: " + ", ".join(joined)] if joined else []) + (
                ["left: " + ", ".join(left)] if left else []
            )
            move = Move("group", name, "; ".join(parts))
            yield _Candidate(move, _leaves(after, users), partial(_with_group, name=name, row=was))


def _with_resource(case: Case, *, name: str, row: Resource | None) -> Case:
    rest = tuple(r for r in case.resources if r.id != name)
    return replace(case, resources=(*rest, row) if row else rest)


def _with_need(case: Case, *, name: str, row: Need | None) -> Case:
    rest = tuple(n for n in case.needs if n.id != name)
    return replace(case, needs=(*rest, row) if row else rest)


def _with_group(case: Case, *, name: str, row: frozenset[str]) -> Case:
    return replace(case, groups={**case.groups, name: row})


def _need_move(
    was: Need | None, now: Need | None, old: Settings, new: Settings
) -> tuple[str, date | None, Need | None]:
    """What became of a need, when, and the need as it was."""
    if was is None:
        return "added", None, None
    if now is None:
        return "removed", None, was
    if was != now:
        return need_changes(was, now), None, was
    if now.end and old.as_of <= now.end < new.as_of:
        return "ended", now.end, replace(now, end=None)
    return "", None, now


def _resource_move(
    was: Resource | None, now: Resource | None, old: Settings, new: Settings
) -> tuple[Move, Resource | None] | None:
    """What became of a resource, and the resource as it was; None if nothing did."""
    if was is None and now is not None:
        return Move("resource", now.id, "added"), None
    if was is not None and now is None:
        return Move("resource", was.id, "removed"), was
    if was is None or now is None:
        return None
    if was != now:
        return Move("resource", now.id, resource_changes(was, now)), was
    return _lapse(now, old, new)


def _lapse(resource: Resource, old: Settings, new: Settings) -> tuple[Move, Resource] | None:
    """A resource that nobody touched, but that ended or was no longer fresh on the later day."""
    if resource.end and old.as_of <= resource.end < new.as_of:
        move = Move("resource", resource.id, "ended", resource.end)
        return move, replace(resource, end=None)
    if resource.verified is None:
        return None
    last_fresh = resource.verified + timedelta(days=new.max_age_days)
    was_fresh = (old.as_of - resource.verified).days <= old.max_age_days
    if was_fresh and last_fresh < new.as_of:
        move = Move("resource", resource.id, "lapsed", last_fresh + timedelta(days=1))
        return move, replace(resource, verified=new.as_of)
    return None


def summary(changes: Iterable[Change]) -> dict[str, int]:
    """How many cells turned in which way."""
    counts = dict.fromkeys((turn.value for turn in Turn), 0)
    for change in changes:
        counts[change.turn.value] += 1
    return counts

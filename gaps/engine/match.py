"""Which resource can serve which need-step, and if it can't, which constraints stand in the way."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gaps.engine.records import Constraint

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from gaps.engine.case import Case, Need, Resource, Settings


@dataclass(frozen=True, slots=True)
class NeedStep:
    """One step of one need, and every resource of its area (by position) with what fails."""

    need: Need
    step: int
    misses: tuple[tuple[int, Constraint], ...]

    @property
    def id(self) -> str:
        return f"{self.need.id}#{self.step}"

    @property
    def usable(self) -> tuple[int, ...]:
        return tuple(position for position, failed in self.misses if not failed)


def months(start: date | None, end: date | None, settings: Settings) -> int:
    """The calendar months a window touches, as bits counted from the month of ``as_of``.

    A window that ended before ``as_of`` touches none, even within the same month.
    """
    as_of, last = settings.as_of, settings.horizon_months - 1
    if end is not None and end < as_of:
        return 0

    def month(day: date) -> int:
        return (day.year - as_of.year) * 12 + day.month - as_of.month

    first = max(0, month(start)) if start else 0
    last = min(last, month(end)) if end else last
    return ((1 << (last - first + 1)) - 1) << first if first <= last else 0


def is_fresh(resource: Resource, settings: Settings) -> bool:
    """Verified at all, and no longer ago than the run allows."""
    if resource.verified is None:
        return False
    return (settings.as_of - resource.verified).days <= settings.max_age_days


def is_open_to(resource: Resource, country: str, case: Case) -> bool:
    terms = resource.eligible
    if terms is None:
        return True
    named = terms.everyone or country in terms.countries
    member = named or any(country in case.groups[group] for group in terms.groups)
    return member and country not in terms.exclude


def failures(need: Need, resource: Resource, case: Case) -> Constraint:
    """What stops this resource from serving this need, LEVEL aside: that depends on the step."""
    of_need = months(need.start, need.end, case.settings)
    of_resource = months(resource.start, resource.end, case.settings)
    kinds, modes = resource.kinds, resource.modes
    holds = {
        Constraint.KIND: kinds is None or not need.kinds or bool(need.kinds & kinds),
        Constraint.ELIGIBILITY: is_open_to(resource, need.country, case),
        Constraint.LANGUAGE: not (need.languages and resource.languages)
        or bool(need.languages & resource.languages),
        Constraint.MODE: modes is None or need.modes is None or bool(modes & need.modes),
        Constraint.TIME: bool(of_need & of_resource),
        Constraint.FRESHNESS: is_fresh(resource, case.settings),
    }
    return Constraint(sum(constraint for constraint, fine in holds.items() if not fine))


def leaves_below(case: Case) -> dict[str, frozenset[str]]:
    """For every node of the tree of areas, the leaves that it stands for."""
    leaves = set(case.areas) - set(case.areas.values())
    below: dict[str, set[str]] = defaultdict(set)
    for leaf in leaves:
        node: str | None = leaf
        while node is not None:
            below[node].add(leaf)
            node = case.areas[node]
    return {node: frozenset(found) for node, found in below.items()}


def resources_by_area(case: Case) -> dict[str, list[int]]:
    """Leaf area to the positions of its resources, in the order of the case."""
    below = leaves_below(case)
    by_area: dict[str, list[int]] = defaultdict(list)
    for position, resource in enumerate(case.resources):
        for leaf in set().union(*(below[area] for area in resource.areas)):
            by_area[leaf].append(position)
    return by_area


def need_steps(case: Case) -> Iterator[NeedStep]:
    """Every need-step, in the order of its needs, each matched with its whole area."""
    by_area = resources_by_area(case)
    for need in case.needs:
        pairs = [(p, failures(need, case.resources[p], case)) for p in by_area.get(need.area, ())]
        for step in need.steps:
            yield NeedStep(need, step, tuple(_with_level(pairs, step, case)))


def _with_level(
    pairs: list[tuple[int, Constraint]], step: int, case: Case
) -> Iterator[tuple[int, Constraint]]:
    for position, failed in pairs:
        reached = step in case.resources[position].steps
        yield position, failed if reached else failed | Constraint.LEVEL

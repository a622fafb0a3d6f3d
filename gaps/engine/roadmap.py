"""A country's gaps in the order in which to close them: what others build on comes first.

A gap is blocked by a prerequisite of its area that is itself a gap there. Stage 1 holds what
nothing blocks, each later stage what the stages before it have freed. Areas that require each other
in a circle wait for ever, so the worst of them goes first, and says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Set
    from fractions import Fraction


@dataclass(frozen=True, slots=True)
class AreaGap:
    """One area that is a gap; ``severity`` is the order of its class, worst lowest."""

    area: str
    weighted_gap: Fraction
    severity: int


@dataclass(frozen=True, slots=True)
class Item:
    """A gap in its place: its stage from 1 on, what blocks it and what it frees, by area."""

    area: str
    stage: int
    blocked_by: tuple[str, ...]
    unblocks: tuple[str, ...]
    breaks_circle: bool = False


def roadmap(gaps: Iterable[AreaGap], prerequisites: Mapping[str, Set[str]]) -> list[Item]:
    """Every gap once, by stage, and worst first within a stage."""
    by_area = {gap.area: gap for gap in gaps}
    before = {
        area: frozenset(prerequisites.get(area, frozenset()) & by_area.keys()) - {area}
        for area in by_area
    }
    after: dict[str, list[str]] = {area: [] for area in by_area}
    for area in sorted(before):
        for first in before[area]:
            after[first].append(area)
    return [
        Item(area, stage, tuple(sorted(before[area])), tuple(after[area]), breaks_circle)
        for stage, (areas, breaks_circle) in enumerate(_stages(by_area, before), start=1)
        for area in sorted(areas, key=lambda area: _rank(by_area[area]))
    ]


def _rank(gap: AreaGap) -> tuple[Fraction, int, str]:
    return -gap.weighted_gap, gap.severity, gap.area


def _stages(
    gaps: Mapping[str, AreaGap], before: Mapping[str, frozenset[str]]
) -> list[tuple[list[str], bool]]:
    """Sets of areas that may be closed at a time, and whether that takes breaking a circle."""
    left, stages = set(gaps), list[tuple[list[str], bool]]()
    while left:
        free = [area for area in left if not before[area] & left]
        broken = not free
        if broken:
            free = [min(_in_first_circle(left, before), key=lambda area: _rank(gaps[area]))]
        stages.append((free, broken))
        left -= set(free)
    return stages


def _in_first_circle(left: set[str], before: Mapping[str, frozenset[str]]) -> list[str]:
    """Areas that only areas of their own circle block: nothing outside could free them."""
    needs = {area: _all_before(area, left, before) for area in left}
    return [area for area in left if all(area in needs[first] for first in needs[area])]


def _all_before(area: str, left: set[str], before: Mapping[str, frozenset[str]]) -> set[str]:
    """What must come before, however far back."""
    found: set[str] = set()
    open_still = [area]
    while open_still:
        for first in (before[open_still.pop()] & left) - found:
            found.add(first)
            open_still.append(first)
    return found

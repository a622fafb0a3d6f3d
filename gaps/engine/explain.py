"""Why a gap is a gap: the class of a need-step, its nearest misses, and the smallest fix."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Any

from gaps.engine.records import Constraint

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

NEAREST = 3


class GapClass(IntEnum):
    """How well a need-step is served, worst first: the order of severity."""

    UNCOVERED = 0
    MULTI_BLOCKED = 1
    KIND_MISMATCH = 2
    UNDER_LEVELLED = 3
    INELIGIBLE = 4
    LANGUAGE_BLOCKED = 5
    MODE_BLOCKED = 6
    OUT_OF_WINDOW = 7
    STALE = 8
    CAPACITY_SHORT = 9
    CAPACITY_CONTENDED = 10
    SINGLE_PROVIDER = 11
    COVERED = 12


BLOCKED_BY = {
    Constraint.KIND: GapClass.KIND_MISMATCH,
    Constraint.LEVEL: GapClass.UNDER_LEVELLED,
    Constraint.ELIGIBILITY: GapClass.INELIGIBLE,
    Constraint.LANGUAGE: GapClass.LANGUAGE_BLOCKED,
    Constraint.MODE: GapClass.MODE_BLOCKED,
    Constraint.TIME: GapClass.OUT_OF_WINDOW,
    Constraint.TIME | Constraint.FRESHNESS: GapClass.OUT_OF_WINDOW,
    Constraint.FRESHNESS: GapClass.STALE,
}


def names(failed: Constraint) -> list[str]:
    """The constraints in their fixed order."""
    return [str(constraint.name) for constraint in failed]


def cost(failed: Constraint, relax_cost: Mapping[Constraint, int]) -> int:
    return sum(relax_cost[constraint] for constraint in failed)


def nearest(
    misses: Iterable[tuple[str, Constraint]], relax_cost: Mapping[Constraint, int]
) -> list[dict[str, Any]]:
    """The resources that lack least, cheapest first; then fewer constraints, then lowest id."""
    ranked = sorted(
        (cost(failed, relax_cost), len(failed), resource, failed)
        for resource, failed in misses
        if failed
    )
    return [
        {"resource": resource, "cost": price, "constraints": names(failed)}
        for price, _, resource, failed in ranked[:NEAREST]
    ]


def title(failed: Constraint) -> str:
    """One way to fail, as a histogram names it."""
    return "+".join(names(failed)) or "USABLE"

"""What to add or relax next for the most gap closed.

Candidates are single acts: one constraint of one resource relaxed, slots added to a resource that
is exhausted, or one new offer for an area in a language. A candidate's score is the weighted
shortfall that it could fill with the slots it has to spare, in order of urgency; what an earlier
choice has filled counts no more. The best is taken again and again. Scores never rise as choices
are made, so only the top of a heap is looked at anew (M. Minoux, "Accelerated greedy algorithms
for maximizing submodular set functions", 1978), and the greedy choice is within 1 - 1/e of the
best of equal number (G. Nemhauser, L. Wolsey, M. Fisher, 1978). A score is an estimate: the gain
that is reported is exact, from running the engine on the chosen acts.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from gaps.engine import acts
from gaps.engine.acts import Act, Kind
from gaps.engine.match import pairs
from gaps.engine.records import Constraint
from gaps.engine.run import affected_areas, assess, gaps_by_area, weighted_gaps
from gaps.engine.writing import exact

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gaps.engine.columns import Columns
    from gaps.engine.result import Result

NEW_SLOTS = 20  # of a new offer, for each of its lines, and of an extension of an exhausted one
ROUNDING = 1e-9  # what sums of floats leave of a slot is none
NO_LIMIT = float("inf")
NOTHING = Fraction(0)

Pool = tuple[int, int]  # area and step of a line pool, (-1, 0) of a shared one


@dataclass(frozen=True, slots=True)
class Intervention:
    """One act in the order chosen: what it was estimated and what it really adds to the others."""

    act: Act
    score: float
    gain: Fraction

    def to_json(self, columns: Columns) -> dict[str, Any]:
        return {**self.act.to_json(columns), "gain": exact(self.gain), "_score": self.score}


@dataclass(frozen=True, slots=True)
class Plan:
    """The chosen acts; the weighted gap of the world before and after all of them together."""

    chosen: tuple[Intervention, ...]
    before: Fraction
    after: Fraction
    columns: Columns  # the world with all of them done

    def to_json(self) -> dict[str, Any]:
        return {
            "before": exact(self.before),
            "after": exact(self.after),
            "gain": exact(self.before - self.after),
            "interventions": [one.to_json(self.columns) for one in self.chosen],
        }


@dataclass(slots=True)
class _Gaps:
    """The need-steps that are short: what each still lacks, and the weight of a slot."""

    result: Result
    short: dict[int, float] = field(default_factory=dict)
    weight: dict[int, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        world, result = self.result.world, self.result
        quantity = world.columns.needs.quantity[result.need]
        urgency = world.columns.needs.urgency[result.need]
        lacks = (quantity * result.per - result.got) / result.per
        for k in np.flatnonzero((lacks > 0) & result.assessed[result.need]).tolist():
            self.short[k] = float(lacks[k])
            self.weight[k] = float(world.weight[urgency[k]]) / world.weight_scale


def interventions(columns: Columns, count: int, result: Result | None = None) -> Plan:
    """The next best ``count`` acts, with the exact gain of each on top of those before it."""
    result = result or assess(columns)
    gaps = _Gaps(result)
    fills: dict[Act, list[int]] = defaultdict(list)
    named = acts.named(columns)
    for k in gaps.short:
        for act in _helps(result, named, k):
            fills[act].append(k)
    chosen = _greedy(fills, gaps, _Spare(result), count)
    return _plan(columns, result, chosen)


def _helps(result: Result, named: acts.Named, k: int) -> Iterator[Act]:
    """Every single act that would make something usable for one need-step, or add slots."""
    world, n, step = result.world, int(result.need[k]), int(result.step[k])
    resources, failed = pairs(world, n, step)
    alone = np.isin(failed, [int(constraint) for constraint in Constraint])
    for resource, one in zip(resources[alone].tolist(), failed[alone].tolist(), strict=True):
        yield from acts.relaxations(world, named, n, step, resource, Constraint(one))
    usable = resources[failed == 0]
    for resource in usable[world.supply.capacity[usable] >= 0].tolist():
        yield Act(Kind.EXTEND, resource=resource, value=NEW_SLOTS)
    yield from acts.additions(world, n, NEW_SLOTS)


class _Spare:
    """Slots that a source has left, as the result divided them."""

    def __init__(self, result: Result) -> None:
        self.supply, book = result.world.supply, result.ledger
        used = np.bincount(
            book.flow_source,
            weights=book.flow / book.scale[book.flow_row],
            minlength=len(book.source_capacity),
        )
        names = (book.source_resource, book.source_area, book.source_step)
        keys = zip(*(column.tolist() for column in names), strict=True)
        self.used = dict(zip(keys, used.tolist(), strict=True))

    def of(self, act: Act, pool: Pool) -> float:
        if act.kind is not Kind.RELAX:
            return float(act.value)
        capacity = int(self.supply.capacity[act.resource])
        return NO_LIMIT if capacity < 0 else capacity - self.used.get((act.resource, *pool), 0.0)

    def is_shared(self, act: Act) -> bool:
        return act.kind is not Kind.ADD and bool(self.supply.shared[act.resource])


def _fill(act: Act, steps: list[int], gaps: _Gaps, spare: _Spare) -> dict[int, float]:
    """How many slots each need-step would get, the most urgent first."""
    result, shared = gaps.result, spare.is_shared(act)
    left: dict[Pool, float] = {}
    given: dict[int, float] = {}
    for k in sorted(steps, key=lambda k: (-gaps.weight[k], k)):
        area = int(result.world.columns.needs.area[result.need[k]])
        pool = (-1, 0) if shared else (area, int(result.step[k]))
        slots = min(left.setdefault(pool, spare.of(act, pool)), gaps.short[k])
        if slots > ROUNDING:
            given[k] = slots
            left[pool] -= slots
    return given


def _greedy(
    fills: dict[Act, list[int]], gaps: _Gaps, spare: _Spare, count: int
) -> list[tuple[Act, float]]:
    """Take the best act again and again: the one whose score, looked at anew, is still largest.

    Of equal scores the least effort wins.
    """
    bound = {
        act: sum(gaps.weight[k] * gaps.short[k] for k in steps) for act, steps in fills.items()
    }
    costs = gaps.result.world.columns.settings.relax_cost
    heap = [(-score, acts.effort(act, costs), act) for act, score in bound.items()]
    heapq.heapify(heap)
    chosen: list[tuple[Act, float]] = []
    while heap and len(chosen) < count:
        _, effort, act = heapq.heappop(heap)
        given = _fill(act, fills[act], gaps, spare)
        score = sum(gaps.weight[k] * slots for k, slots in given.items())
        if score <= 0:
            continue
        if heap and score < -heap[0][0]:
            heapq.heappush(heap, (-score, effort, act))
            continue
        chosen.append((act, score))
        for k, slots in given.items():
            gaps.short[k] -= slots
    return chosen


def _plan(columns: Columns, result: Result, chosen: list[tuple[Act, float]]) -> Plan:
    """Do the acts one after the other, each time assessing only the market that it touches."""
    gap_of = gaps_by_area(result)
    before = sum(gap_of.values(), NOTHING)
    now, total, done = columns, before, list[Intervention]()
    for number, (act, score) in enumerate(chosen, start=1):
        now = acts.done(now, act, number)
        areas = affected_areas(now, acts.areas(now, act))
        found = weighted_gaps(now.only(areas), areas)
        gain = sum((gap_of.get(a, NOTHING) - found.get(a, NOTHING) for a in areas), NOTHING)
        gap_of |= {area: found.get(area, NOTHING) for area in areas}
        total -= gain
        named = replace(act, name=acts.name_of(now, act, number))
        done.append(Intervention(named, score, gain))
    return Plan(tuple(done), before, total, now)

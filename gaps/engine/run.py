"""One run: match, divide, explain."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, Any

import numpy as np

from gaps.engine import explain, flow, writing
from gaps.engine.allocate import Market, divide
from gaps.engine.explain import GapClass
from gaps.engine.flow import Slots, network
from gaps.engine.match import NeedStep, need_steps
from gaps.engine.result import CellFinding, NeedFinding, Result, StepFinding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from gaps.engine.case import Case

    Source = str  # "<resource>|<area>|<step>" of a line pool, "<resource>" of a shared one


@dataclass(slots=True)
class World:
    """A case matched: its need-steps, the source that each usable pair draws on, the capacities."""

    case: Case
    steps: list[NeedStep]
    uses: list[dict[Source, int]] = field(default_factory=list)  # source to resource position
    capacity: dict[Source, int | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for step in self.steps:
            uses = {source_id(self.case, p, step): p for p in step.usable}
            self.uses.append(uses)
            self.capacity |= {s: self.case.resources[p].capacity for s, p in uses.items()}

    def weight(self, i: int) -> Fraction:
        return self.case.settings.urgency_weight[self.steps[i].need.urgency]

    def is_unlimited(self, i: int) -> bool:
        return any(self.capacity[source] is None for source in self.uses[i])

    def optimistic(self, i: int) -> int:
        quantity = self.steps[i].need.quantity
        slots = [quantity if (c := self.capacity[s]) is None else c for s in self.uses[i]]
        return min(quantity, sum(slots))

    def providers(self, i: int) -> set[str]:
        return {self.case.resources[p].provider for p in self.uses[i].values()}


def source_id(case: Case, position: int, step: NeedStep) -> Source:
    resource = case.resources[position]
    return resource.id if resource.shared else f"{resource.id}|{step.need.area}|{step.step}"


def assess(case: Case, *, progress: Callable[[int, int], None] | None = None) -> Result:
    """Assess every need-step of the case that the audience may see.

    ``progress`` is called with (markets done, markets in all).
    """
    case = case.for_audience()
    world = World(case, list(need_steps(case)))
    findings = sorted(_findings(world, progress), key=lambda f: (f.need, f.step))
    used = {p for uses in world.uses for p in uses.values()}
    return Result(
        steps=tuple(findings),
        cells=tuple(_cells(case, findings)),
        needs=tuple(_needs(case, findings)),
        oversupplied=tuple(sorted(_oversupplied(world))),
        idle=tuple(r.id for p, r in enumerate(case.resources) if p not in used),
        duplicate=tuple(_duplicates(world, sorted(used))),
    )


def _findings(world: World, progress: Callable[[int, int], None] | None) -> Iterator[StepFinding]:
    limited = [i for i in range(len(world.steps)) if world.uses[i] and not world.is_unlimited(i)]
    markets = _components(world, limited)
    for i in sorted(set(range(len(world.steps))) - set(limited)):
        got = world.steps[i].need.quantity if world.uses[i] else 0
        yield _finding(world, i, Fraction(got))
    for done, members in enumerate(markets, start=1):
        market, sources = _divided(world, members)
        for k, i in enumerate(members):
            tight = _bottleneck(world, members, sources, market, k)
            yield _finding(world, i, market.got[k], tight)
        if progress:
            progress(done, len(markets))


def _components(world: World, members: Iterable[int]) -> list[list[int]]:
    """The need-steps in sets that share no source, each in the order given."""
    above: dict[Source, Source] = {}

    def top(source: Source) -> Source:
        while (higher := above.setdefault(source, source)) != source:
            above[source] = source = above.setdefault(higher, higher)
        return source

    chosen = list(members)
    for i in chosen:
        first, *others = sorted(world.uses[i])
        for other in others:
            above[top(other)] = top(first)
    found: dict[Source, list[int]] = defaultdict(list)
    for i in chosen:
        found[top(min(world.uses[i]))].append(i)
    return list(found.values())


def _divided(world: World, members: Sequence[int]) -> tuple[Market, list[Source]]:
    sources = sorted(set().union(*(world.uses[i] for i in members)))
    place = {source: k for k, source in enumerate(sources)}
    scale = lcm(*(w.denominator for w in world.case.settings.urgency_weight.values()))
    market = divide(
        [world.steps[i].need.quantity for i in members],
        [int(world.weight(i) * scale) for i in members],
        [sorted(place[source] for source in world.uses[i]) for i in members],
        [world.capacity[source] or 0 for source in sources],
    )
    return market, sources


def _bottleneck(
    world: World, members: Sequence[int], sources: list[Source], market: Market, k: int
) -> dict[str, Any] | None:
    """The smallest tight set around a need-step that is short: who competes for which slots."""
    if market.got[k] == market.quantity[k]:
        return None
    carried = np.array([slots > 0 for slots in market.flow], np.int64)
    seen, theirs = np.zeros(len(members), np.bool_), np.zeros(len(sources), np.bool_)
    seen[k] = True
    flow.spread(market.net, carried, seen, theirs)
    slots = [world.capacity[sources[j]] or 0 for j in np.flatnonzero(theirs)]
    return {
        "need_steps": sorted(world.steps[members[int(i)]].id for i in np.flatnonzero(seen)),
        "sources": sorted(sources[j] for j in np.flatnonzero(theirs)),
        "capacity": sum(slots),
        "demand": sum(market.quantity[i] for i in np.flatnonzero(seen)),
    }


def _finding(
    world: World, i: int, got: Fraction, tight: dict[str, Any] | None = None
) -> StepFinding:
    step, settings, resources = world.steps[i], world.case.settings, world.case.resources
    misses = explain.nearest(((resources[p].id, f) for p, f in step.misses), settings.relax_cost)
    explanation: dict[str, Any] = {
        "usable": sorted(resources[p].id for p in step.usable),
        "providers": len(world.providers(i)),
        "nearest": misses,
        "histogram": explain.histogram(failed for _, failed in step.misses),
    }
    quantity, optimistic = step.need.quantity, world.optimistic(i)
    if tight is not None:
        explanation |= {"bottleneck": tight, "missing_slots": writing.exact(quantity - got)}
    if not step.usable:
        gap_class = explain.blocked_class(misses)
        explanation |= {"min_relaxation": misses[0]} if misses else {}
    else:
        gap_class = explain.served_class(
            full=got == quantity,
            reachable=optimistic == quantity,
            providers=explanation["providers"],
        )
    return StepFinding(
        need=step.need.id,
        step=step.step,
        country=step.need.country,
        area=step.need.area,
        quantity=quantity,
        optimistic=optimistic,
        allocated=got,
        gap_class=gap_class,
        explanation=explanation,
    )


def _cells(case: Case, findings: list[StepFinding]) -> Iterator[CellFinding]:
    urgency = {need.id: need.urgency for need in case.needs}
    cells: dict[tuple[str, str], list[StepFinding]] = defaultdict(list)
    for finding in findings:
        cells[finding.country, finding.area].append(finding)
    for (country, area), found in sorted(cells.items()):
        short: dict[GapClass, Fraction] = defaultdict(Fraction)
        for f in found:
            weight = case.settings.urgency_weight[urgency[f.need]]
            short[f.gap_class] += weight * (f.quantity - f.allocated)
        yield CellFinding(
            country=country,
            area=area,
            demand=sum(f.quantity for f in found),
            optimistic=sum(f.optimistic for f in found),
            allocated=sum((f.allocated for f in found), Fraction(0)),
            weighted_gap=sum(short.values(), Fraction(0)),
            gap_class=min(short, key=lambda c: (-short[c], c)),
        )


def _needs(case: Case, findings: list[StepFinding]) -> Iterator[NeedFinding]:
    """L plus the leading full steps, by what is allocated and by what is reachable."""
    by_id = {(f.need, f.step): f for f in findings}
    for need in case.needs:
        attained = reach = need.current
        for step in need.steps:
            found = by_id[need.id, step]
            attained += attained == step and found.allocated == found.quantity
            reach += reach == step and found.optimistic == found.quantity
        yield NeedFinding(need.id, attained, reach)


def _oversupplied(world: World) -> Iterator[str]:
    """Country, area and step with several providers and far more slots than are asked for."""
    settings = world.case.settings
    triples: dict[str, list[int]] = defaultdict(list)
    for i, step in enumerate(world.steps):
        triples[f"{step.need.country}|{step.need.area}|{step.step}"].append(i)
    for triple, members in triples.items():
        sources = set().union(*(world.uses[i] for i in members))
        slots = [world.capacity[source] for source in sources]
        providers = set().union(*(world.providers(i) for i in members))
        demand = sum(world.steps[i].need.quantity for i in members)
        many = slots.count(None) >= settings.oversupply_providers
        plenty = sum(s for s in slots if s) >= settings.oversupply_ratio * demand
        if len(providers) >= settings.oversupply_providers and (many or plenty):
            yield triple


def _duplicates(world: World, used: list[int]) -> Iterator[str]:
    joined = _components(world, (i for i, uses in enumerate(world.uses) if uses))
    for position in used:
        if _is_duplicate(world, position, joined):
            yield world.case.resources[position].id


def _is_duplicate(world: World, position: int, joined: list[list[int]]) -> bool:
    """Whether the resource could go without a slot being lost; then nobody loses one.

    Taking a resource away helps nobody, so an equal total means an equal share for each.
    """
    users = [i for i, uses in enumerate(world.uses) if position in uses.values()]
    others = [{s for s, p in world.uses[i].items() if p != position} for i in users]
    if all(any(world.capacity[s] is None for s in sources) for sources in others):
        return True
    if not all(others) and world.case.resources[position].capacity != 0:
        return False
    touched = [members for members in joined if not set(users).isdisjoint(members)]
    return all(_total(world, c) == _total(world, c, without=position) for c in touched)


def _total(world: World, members: list[int], without: int | None = None) -> int:
    """The most slots that these need-steps can get together."""
    uses = [[s for s, p in world.uses[i].items() if p != without] for i in members]
    sources = sorted(set().union(*uses))
    place = {source: k for k, source in enumerate(sources)}
    want = np.array([world.steps[i].need.quantity for i in members], np.int64)
    slots = [world.capacity[source] for source in sources]
    left = np.array([want.sum() if s is None else min(s, want.sum()) for s in slots], np.int64)
    rows = np.concatenate(([0], np.cumsum([len(row) for row in uses], dtype=np.int64)))
    flat = np.array([place[source] for row in uses for source in row], np.int64)
    sent = Slots(want.copy(), left, np.zeros(len(flat), np.int64))
    flow.saturate(network(rows, flat, len(sources)), sent)
    return int(want.sum() - sent.want.sum())

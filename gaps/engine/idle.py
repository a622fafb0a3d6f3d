"""What each resource is good for in each group of areas: nothing, something needed, or spare."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gaps.engine import network, parts, spare
from gaps.engine.scan import Demand, Matches, Supply

if TYPE_CHECKING:
    from typing import Any

    from gaps.engine.allocate import Division
    from gaps.engine.bits import Ints, Table

UNUSABLE, NEEDED, SPARE = 0, spare.NEEDED, spare.SPARE


def states(
    table: Table, demand: Demand, supply: Supply, found: Matches, division: Division, owner: Ints
) -> Any:
    """UNUSABLE, NEEDED or SPARE for each line, as int8.

    ``owner`` numbers the (group of areas, resource) of each line: its lines stand or fall together.
    """
    verdict = np.full(int(owner.max(initial=-1)) + 1, spare.UNKNOWN, np.int8)
    sole = _sole_steps(found, demand, owner, verdict)
    sources = division.sources
    met = int(sources.met[0])
    exhausted = (division.shares.per_source[:met] != 0) & (sources.capacity[:met] > 0)
    verdict[owner[sources.line[:met][exhausted]]] = NEEDED
    _decide(table, demand, supply, division, owner, sole, verdict)
    return np.where(found.usable, verdict[owner], UNUSABLE).astype(np.int8)


def _sole_steps(found: Matches, demand: Demand, owner: Ints, verdict: Any) -> tuple[Ints, Ints]:
    """Need-steps with one unlimited resource that others might replace, and who that is."""
    steps = np.flatnonzero(found.unlimited == 1)
    owners = owner[found.sole[steps]]
    replaceable = found.limited[steps] == demand.quantity[steps]
    verdict[owners[~replaceable]] = NEEDED
    open_still = replaceable & (verdict[owners] == spare.UNKNOWN)
    return steps[open_still], owners[open_still]


def _decide(
    table: Table,
    demand: Demand,
    supply: Supply,
    division: Division,
    owner: Ints,
    sole: tuple[Ints, Ints],
    verdict: Any,
) -> None:
    """Try each undecided owner without its sources, learning more edges until all are decided."""
    sources = division.sources
    per_source = division.shares.per_source
    steps = np.concatenate((division.steps, sole[0]))
    start, source, flow = _edges(division, len(sole[0]))
    trial = _trial(steps, division, source, flow)
    owed, owed_start = parts.grouped(sole[1], len(verdict))
    trial.wanted[:] = np.concatenate((division.shares.per == 0, np.ones(len(sole[0]), np.bool_)))
    rows = np.flatnonzero(trial.wanted)
    while True:
        trial.wanted[:] = False
        added = spare.wider(
            rows, steps, start, source, table, demand, supply, sources, per_source, trial
        )
        start, source, flow = network.merged(start, source, trial.flow, *added)
        trial = trial._replace(flow=flow)
        met = int(sources.met[0])
        net = network.both_ways(start, source, met)
        own, own_start = parts.grouped(owner[sources.line[:met]], len(verdict))
        spare.try_without(
            net, owed_start, owed + len(division.steps), own_start, own,
            demand.quantity[steps], verdict, trial,
        )  # fmt: skip
        rows = np.flatnonzero(trial.wanted)
        if not len(rows):
            return


def _edges(division: Division, others: int) -> tuple[Ints, Ints, Ints]:
    """The edges of unlimited price on which slots flow; none is known for the other need-steps."""
    net, shares = division.net, division.shares
    free = shares.per_source[net.source] == 0
    kept = np.concatenate(([0], np.cumsum(free)))[net.start]
    start = np.concatenate((kept, np.full(others, kept[-1])))
    return start, net.source[free], division.flow[free]


def _trial(steps: Ints, division: Division, source: Ints, flow: Ints) -> spare.Trial:
    keys = len(division.sources.key)
    left = np.zeros(keys, np.int64)
    met = int(division.sources.met[0])
    left[:met] = division.sources.capacity[:met]
    np.subtract.at(left, source, flow)
    rows = len(steps)
    return spare.Trial(
        left=left,
        flow=flow,
        mark=np.zeros(rows, np.int64),
        mark_source=np.zeros(keys, np.int64),
        taken=np.zeros(rows, np.int64),
        gained=np.zeros(rows, np.int64),
        queue=np.zeros(rows + 1, np.int64),
        banned=np.zeros(keys, np.bool_),
        clock=np.zeros(2, np.int64),
        complete=np.zeros(rows, np.bool_),
        wanted=np.zeros(rows, np.bool_),
    )

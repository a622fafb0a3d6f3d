"""Weighted max-min fair division of limited capacity, exactly, with the prices that prove it.

All need-steps rise together in x / (quantity · W). A need-step stops when it is full, or when no
chain of hand-overs can bring it a slot without taking from somebody no better served. One level is
tried for all; where it cannot be reached, the minimum cut parts the poorer from the richer, and
each part is divided alone (S. Fujishige, "Lexicographically optimal base of a polymatroid with
respect to a weight vector", Math. Oper. Res. 5, 1980). The poorer part inherits the level as the
ceiling of its prices. x is unique, whatever the order of input, and its total is the maximum flow.

Each step of each area is divided on its own first; then, until no usable pair is unfair, whatever
such pairs join. Which sources a need-step can use is read off rows of bits, never written out.

A need-step that an unlimited resource can serve is full and draws on nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from gaps.engine import fair, flow, network, options, parts
from gaps.engine.bits import STEP_BITS
from gaps.engine.options import Sources
from gaps.engine.parts import Claims, Shares
from gaps.engine.records import CaseError

if TYPE_CHECKING:
    from gaps.engine.bits import Ints, Table
    from gaps.engine.network import Network
    from gaps.engine.scan import Demand, Matches, Supply

PARCELS = 4  # for each need-step and source, to begin with


@dataclass(slots=True)
class Division:
    """How limited slots were divided: rows are ``steps`` (positions in the demand)."""

    steps: Ints
    sources: Sources
    net: Network
    flow: Ints  # edge e carries flow[e] / shares.scale of its row
    shares: Shares


def sources_of(table: Table, supply: Supply) -> Sources:
    """The numbering of sources, with none met yet."""
    shared = np.where(supply.shared, np.cumsum(supply.shared) - 1, -1).astype(np.int32)
    lines = len(table.resource)
    keys = 4 * lines + int(supply.shared.sum())
    return Sources(
        number=np.full(keys, -1, np.int32),
        key=np.empty(keys, np.int64),
        line=np.empty(keys, np.int64),
        capacity=np.empty(keys, np.int64),
        met=np.zeros(1, np.int64),
        shared=shared,
        lines=lines,
    )


def divide(table: Table, demand: Demand, supply: Supply, found: Matches) -> Division:
    """Divide all limited capacity of the table's areas. Raises CaseError for outsized numbers."""
    steps = np.flatnonzero((found.unlimited == 0) & (found.limited > 0))
    steps = steps[np.argsort(STEP_BITS * demand.area[steps] + demand.step[steps], kind="stable")]
    sources = sources_of(table, supply)
    usable = options.options(steps, table, demand, supply, sources)
    met = int(sources.met[0])
    claims = Claims(demand.quantity[steps], demand.weight[steps], sources.capacity[:met])
    if not parts.fits(usable, claims):
        raise CaseError("case", "quantity", "the slots are too many to divide exactly; use fewer")
    shares, parcels = _no_shares(len(steps), met), PARCELS * (len(steps) + met) + 1
    slots = flow.slots(len(steps), met, parcels)
    while not fair.divide(usable, claims, slots, flow.search(usable), shares):
        parcels *= 2
        slots = flow.slots(len(steps), met, parcels)
    start, source, carried = flow.sent(slots)
    net = network.both_ways(start, source, met)
    return Division(steps, sources, net, carried, _with_all(shares, len(sources.key)))


def _with_all(shares: Shares, sources: int) -> Shares:
    """The shares with room for sources that are met later, which are without limit."""
    missing = (0, sources - len(shares.price_source))
    price, per = np.pad(shares.price_source, missing), np.pad(shares.per_source, missing)
    return shares._replace(price_source=price, per_source=per)


def _no_shares(rows: int, sources: int) -> Shares:
    def zeros(count: int) -> Ints:
        return np.zeros(count, np.int64)

    return Shares(
        zeros(rows), np.ones(rows, np.int64), zeros(rows), zeros(rows), zeros(sources),
        zeros(sources), zeros(rows), zeros(sources), zeros(1),
    )  # fmt: skip

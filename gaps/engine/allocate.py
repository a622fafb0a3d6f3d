"""Weighted max-min fair division of limited capacity, exactly, with the prices that prove it.

All need-steps rise together in x / (quantity · W). A need-step stops when it is full, or when no
chain of hand-overs can bring it a slot without taking from somebody no better served. One level is
tried for all; where it cannot be reached, the minimum cut parts the poorer from the richer, and
each part is divided alone (S. Fujishige, "Lexicographically optimal base of a polymatroid with
respect to a weight vector", Math. Oper. Res. 5, 1980). The poorer part inherits the level as the
ceiling of its prices. x is unique, whatever the order of input, and its total is the maximum flow.

A need-step that an unlimited resource can serve is full and draws on nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from gaps.engine import edges, fair
from gaps.engine.edges import Sources
from gaps.engine.fair import Shares
from gaps.engine.flow import Network
from gaps.engine.records import CaseError

if TYPE_CHECKING:
    from gaps.engine.bits import Ints, Table
    from gaps.engine.scan import Demand, Matches, Supply


@dataclass(slots=True)
class Division:
    """How limited slots were divided: rows are ``steps`` (positions in the demand)."""

    steps: Ints
    sources: Sources
    net: Network
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
    sources = sources_of(table, supply)
    start, source = edges.first_edges(steps, table, demand, supply, sources)
    shares = _no_shares(len(steps), len(sources.key), len(source))
    quantity, weight = demand.quantity[steps], demand.weight[steps]
    while True:
        net = fair.rows_both_ways(start, source, int(sources.met[0]))
        if not fair.fits(net, quantity, weight):
            raise CaseError(
                "case", "quantity", "the slots are too many to divide exactly; use fewer"
            )
        fair.divide(net, quantity, weight, sources.capacity[: sources.met[0]], shares)
        rows, added = edges.broken_pairs(steps, table, demand, supply, sources, shares)
        if not len(rows):
            return Division(steps, sources, net, shares)
        start, source, flow = edges.merged(start, source, shares.flow, rows, added)
        shares = shares._replace(flow=flow)


def _no_shares(steps: int, sources: int, links: int) -> Shares:
    """Nobody has anything yet, at a price of nothing: each need-step is a part of its own."""

    def zeros(count: int) -> Ints:
        return np.zeros(count, np.int64)

    return Shares(
        got=zeros(steps),
        scale=np.ones(steps, np.int64),
        price=zeros(steps),
        per=np.ones(steps, np.int64),
        price_source=zeros(sources),
        per_source=zeros(sources),
        flow=zeros(links),
        part=np.arange(steps),
        part_source=np.full(sources, -1, np.int64),
        parts=np.array([steps], np.int64),
    )

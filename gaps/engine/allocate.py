"""Weighted max-min fair division of limited capacity, exactly, with the prices that prove it.

All need-steps rise together in x / (quantity · W). A need-step stops when it is full, or when no
chain of hand-overs can bring it a slot without taking from somebody no better served. One level is
tried for all; where it cannot be reached, the minimum cut parts the poorer from the richer, and
each part is divided alone (S. Fujishige, "Lexicographically optimal base of a polymatroid with
respect to a weight vector", Math. Oper. Res. 5, 1980). x is unique, whatever the order of input.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from gaps.engine import flow
from gaps.engine.flow import Network, Slots, network

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

Price = Fraction | None  # None: no limit, whoever draws here can be full


@dataclass(slots=True)
class Market:
    """Need-steps and the limited sources that they can use; what each gets, and at which price."""

    quantity: list[int]
    weight: list[int]
    capacity: list[int]
    net: Network
    got: list[Fraction]
    price: list[Price]
    price_source: list[Price]
    flow: list[Fraction]


@dataclass(frozen=True, slots=True)
class _Part:
    """Some of a market, still to be divided, and the price that it cannot exceed."""

    steps: Ints
    sources: Ints
    ceiling: Price


def divide(
    quantity: Sequence[int],
    weight: Sequence[int],
    uses: Sequence[Sequence[int]],
    capacity: Sequence[int],
) -> Market:
    """Divide the capacity of the sources among the need-steps.

    ``quantity`` in slots, ``weight`` the whole-number weight of one slot, ``uses`` the sources of
    each need-step, ``capacity`` in slots per source.
    """
    rows = np.concatenate(([0], np.cumsum([len(row) for row in uses], dtype=np.int64)))
    sources = np.array([source for row in uses for source in row], np.int64)
    net = network(rows, sources, len(capacity))
    market = Market(
        list(quantity),
        list(weight),
        [min(slots, sum(quantity)) for slots in capacity],
        net,
        [Fraction(0)] * len(quantity),
        [None] * len(quantity),
        [None] * len(capacity),
        [Fraction(0)] * len(sources),
    )
    parts = [_Part(np.arange(len(quantity)), np.arange(len(capacity)), None)]
    while parts:
        parts.extend(_settle(market, parts.pop()))
    return market


def level(quantity: Sequence[int], weight: Sequence[int], slots: int) -> Fraction:
    """The level L at which Σ min(q, L·q·W) = slots; slots must be fewer than Σ q."""
    full = 0
    rising = sorted(zip(weight, quantity, strict=True), reverse=True)
    pull = sum(w * q for w, q in rising)
    for w, q in rising:
        reached = Fraction(slots - full, pull)
        if reached * w < 1:
            return reached
        full, pull = full + q, pull - w * q
    raise ValueError("there are slots enough for all")


def _settle(market: Market, part: _Part) -> list[_Part]:
    """Give the part one common level, or say which two parts it falls into."""
    quantity = [market.quantity[i] for i in part.steps]
    weight = [market.weight[i] for i in part.steps]
    slots = sum(market.capacity[j] for j in part.sources)
    price = part.ceiling if slots >= sum(quantity) else level(quantity, weight, slots)
    scale, wish = _wishes(quantity, weight, price if slots < sum(quantity) else None)
    net, edges = _within(market.net, part)
    left = np.array([market.capacity[j] * scale for j in part.sources], np.int64)
    sent = Slots(np.array(wish, np.int64), left, np.zeros(len(edges), np.int64))
    flow.saturate(net, sent)
    if not sent.want.any():
        _record(market, part, price, wish, scale, edges, sent)
        return []
    return _parted(net, part, sent, price)


def _wishes(quantity: list[int], weight: list[int], price: Price) -> tuple[int, list[int]]:
    """What each wants at this price, in whole numbers, and the scale of those."""
    if price is None:
        return 1, quantity
    p, d = price.numerator, price.denominator
    return d, [q * min(d, p * w) for q, w in zip(quantity, weight, strict=True)]


def _within(net: Network, part: _Part) -> tuple[Network, Ints]:
    """The network between the part's own need-steps and sources, and where its edges were."""
    place = np.full(len(net.rev) - 1, -1, np.int64)
    place[part.sources] = np.arange(len(part.sources))
    edges = [np.arange(net.start[i], net.start[i + 1]) for i in part.steps]
    edges = [row[place[net.source[row]] >= 0] for row in edges]
    start = np.concatenate(([0], np.cumsum([len(row) for row in edges], dtype=np.int64)))
    kept = np.concatenate(edges)
    return network(start, place[net.source[kept]], len(part.sources)), kept


def _record(
    market: Market, part: _Part, price: Price, wish: list[int], scale: int, edges: Ints, sent: Slots
) -> None:
    for i, wanted in zip(part.steps, wish, strict=True):
        market.got[i] = Fraction(wanted, scale)
        market.price[i] = price
    for j in part.sources:
        market.price_source[j] = price
    for e, carried in zip(edges, sent.flow, strict=True):
        market.flow[e] = Fraction(int(carried), scale)


def _parted(net: Network, part: _Part, sent: Slots, price: Price) -> list[_Part]:
    """The poorer, who compete with somebody that cannot have the level, and the richer."""
    poorer, theirs = sent.want > 0, np.zeros(len(part.sources), np.bool_)
    flow.spread(net, sent.flow, poorer, theirs)
    return [
        _Part(part.steps[poorer], part.sources[theirs], price),
        _Part(part.steps[~poorer], part.sources[~theirs], part.ceiling),
    ]

"""The proof that a division is the fair one, checked in one pass over the edges.

The division comes with a price for each need-step and source. It is the weighted max-min fair one
if (1) slots are conserved and no source gives more than it has, (2) x = min(q, price · q · W),
(3) every usable pair has price(need-step) >= price(source), (4) sources of finite price are
exhausted, and (5) slots flow only between equal prices. Looking at single hand-overs is not enough:
a full, urgent need may pass its slot on and be served again by an idle source.

Usable pairs are taken from the readable rules of ``match``, not from the kernels that found the
division; all arithmetic is on fractions.
"""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from gaps.engine.ledger import SHARED
from gaps.engine.match import pairs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gaps.engine.result import Result

Price = Fraction | None  # None: without limit
Source = tuple[int, int, int]  # resource, area, step; area SHARED and step 0 for a shared pool


def check(result: Result, sample: Iterable[int] | None = None) -> list[str]:
    """What is wrong with the proof, one line each; an empty list proves the division.

    ``sample`` narrows the pairs and shares looked at to some need-steps (positions in the result);
    conservation is checked for all sources whatever the sample.
    """
    proof = _Proof(result)
    every = np.flatnonzero(result.assessed[result.need]).tolist()
    steps = every if sample is None else list(sample)
    return [*proof.sources(), *(line for k in steps for line in proof.need_step(k))]


class _Proof:
    """The ledger of a result as fractions, by need-step and by source."""

    def __init__(self, result: Result) -> None:
        self.result, book = result, result.ledger
        names = zip(
            book.source_resource.tolist(),
            book.source_area.tolist(),
            book.source_step.tolist(),
            strict=True,
        )
        self.names: list[Source] = list(names)
        self.price_of = dict(
            zip(self.names, map(_price, book.source_price, book.source_per), strict=True)
        )
        self.price = dict(zip(book.step.tolist(), map(_price, book.price, book.per), strict=True))
        self.given: dict[Source, Fraction] = defaultdict(Fraction)
        self.taken: dict[int, list[tuple[Source, Fraction]]] = defaultdict(list)
        flows = zip(book.flow_row, book.flow_source, book.flow, strict=True)
        for row, source, flow in flows:
            slots = Fraction(int(flow), int(book.scale[row]))
            self.given[self.names[source]] += slots
            self.taken[int(book.step[row])].append((self.names[source], slots))

    def sources(self) -> Iterator[str]:
        """Conditions 1 and 4, for every source."""
        supply = self.result.world.supply
        for source in self.names:
            capacity, given = int(supply.capacity[source[0]]), self.given[source]
            if given > capacity:
                yield f"{source} gives {given} of {capacity} slots"
            if self.price_of[source] is not None and given != capacity:
                yield f"{source} has a finite price but gives {given} of {capacity} slots"

    def need_step(self, k: int) -> Iterator[str]:
        """Conditions 1, 2, 3 and 5, for one need-step."""
        result, world = self.result, self.result.world
        n, s = int(result.need[k]), int(result.step[k])
        resources, failed = pairs(world, n, s)
        usable = resources[failed == 0].tolist()
        quantity = int(world.columns.needs.quantity[n])
        weight = int(world.weight[world.columns.needs.urgency[n]])
        unlimited = any(world.supply.capacity[r] < 0 for r in usable)
        price = None if unlimited else self.price.get(k, Fraction(0))
        got = Fraction(int(result.got[k]), int(result.per[k]))
        fair = quantity if price is None else min(Fraction(quantity), price * quantity * weight)
        if got != fair:
            yield f"need-step {k} gets {got}, but its price says {fair}"
        if not unlimited and sum(slots for _, slots in self.taken[k]) != got:
            yield f"need-step {k} gets {got}, but that is not what its sources give"
        yield from self._pairs(k, n, s, price, usable)
        for source, _ in self.taken[k]:
            if self.price_of[source] != price or source[0] not in usable:
                yield f"need-step {k} draws on {source}, which it may not"

    def _pairs(self, k: int, n: int, s: int, price: Price, usable: list[int]) -> Iterator[str]:
        """Condition 3. A source that is not in the ledger has slots to spare, or never had any."""
        supply, area = self.result.world.supply, int(self.result.world.columns.needs.area[n])
        if price is None:
            return
        for resource in usable:
            source = (resource, SHARED, 0) if supply.shared[resource] else (resource, area, s)
            if supply.capacity[resource] == 0:
                continue
            dear = self.price_of.get(source)
            if dear is None or dear > price:
                yield f"need-step {k} could use {source}, which is dearer"


def _price(numerator: int, denominator: int) -> Price:
    return Fraction(int(numerator), int(denominator)) if denominator else None

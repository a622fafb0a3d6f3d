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
from typing import TYPE_CHECKING, Any

import numpy as np

from gaps.engine.ledger import SHARED
from gaps.engine.match import usable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gaps.engine.ledger import Ledger
    from gaps.engine.result import Result

Price = Fraction | None  # None: without limit
Source = tuple[int, int, int]  # resource, area, step; area SHARED and step 0 for a shared pool


def check(result: Result, sample: Iterable[int] | None = None) -> list[str]:
    """What is wrong with the proof, one line each; an empty list proves the division.

    ``sample`` narrows it to some need-steps (positions in the result) and to all sources of the
    resources that these can use.
    """
    proof = _Proof(result, None if sample is None else list(sample))
    return [*proof.sources(), *(line for k in proof.steps for line in proof.need_step(k))]


def sample(result: Result, count: int) -> list[int]:
    """Positions of up to ``count`` need-steps to check, those that compete for slots first.

    They are spread evenly, from a place that the fingerprint of the result decides: nobody can know
    it before the result is there, and everybody can repeat it after.
    """
    assessed = np.flatnonzero(result.assessed[result.need])
    competing = np.sort(result.ledger.step)
    others = np.setdiff1d(assessed, competing, assume_unique=True)
    start = int(result.fingerprint[:12], 16)
    chosen = _spread(competing, count, start)
    return sorted(chosen + _spread(others, count - len(chosen), start))


def _spread(places: Any, count: int, start: int) -> list[int]:
    if len(places) <= count:
        return list(places.tolist())
    marks = (np.arange(count) * len(places)) // max(1, count)
    return list(places[(marks + start) % len(places)].tolist())


class _Proof:
    """The part of a result's ledger that is looked at, as fractions, by need-step and by source."""

    def __init__(self, result: Result, sample: list[int] | None) -> None:
        self.result, book = result, result.ledger
        self.usable: dict[int, list[int]] = {}  # by need-step, where it is asked for twice
        rows = np.ones(len(book.step), np.bool_)
        kept = np.ones(len(book.source_resource), np.bool_)
        if sample is None:
            self.steps: list[int] = np.flatnonzero(result.assessed[result.need]).tolist()
        else:
            self.steps, rows = sample, np.isin(book.step, sample)
            kept = np.isin(book.source_resource, self._usable_by(sample, rows))
        self.price = {int(book.step[i]): _price(book.price[i], book.per[i]) for i in _where(rows)}
        names = {j: _name(book, j) for j in _where(kept)}
        self.price_of = {
            name: _price(book.source_price[j], book.source_per[j]) for j, name in names.items()
        }
        self.given: dict[Source, Fraction] = defaultdict(Fraction)
        self.taken: dict[int, list[tuple[Source, Fraction]]] = defaultdict(list)
        for f in _where(kept[book.flow_source]):
            row, source = int(book.flow_row[f]), names[int(book.flow_source[f])]
            slots = Fraction(int(book.flow[f]), int(book.scale[row]))
            self.given[source] += slots
            self.taken[int(book.step[row])].append((source, slots))

    def _usable_by(self, steps: list[int], rows: Any) -> list[int]:
        """The resources that any of these need-steps can use or, wrongly, draws on."""
        result, book = self.result, self.result.ledger
        drawn_on = book.flow_source[rows[book.flow_row]]
        found = set(book.source_resource[drawn_on].tolist())
        for k in steps:
            self.usable[k] = usable(result.world, int(result.need[k]), int(result.step[k]))
            found.update(self.usable[k])
        return sorted(found)

    def sources(self) -> Iterator[str]:
        """Conditions 1 and 4, for every source."""
        supply = self.result.world.supply
        for source, price in self.price_of.items():
            capacity, given = int(supply.capacity[source[0]]), self.given[source]
            if given > capacity:
                yield f"{source} gives {given} of {capacity} slots"
            if price is not None and given != capacity:
                yield f"{source} has a finite price but gives {given} of {capacity} slots"

    def need_step(self, k: int) -> Iterator[str]:
        """Conditions 1, 2, 3 and 5, for one need-step."""
        result, world = self.result, self.result.world
        n, s = int(result.need[k]), int(result.step[k])
        can_use = self.usable[k] if k in self.usable else usable(world, n, s)
        quantity = int(world.columns.needs.quantity[n])
        weight = int(world.weight[world.columns.needs.urgency[n]])
        unlimited = any(world.supply.capacity[r] < 0 for r in can_use)
        price = None if unlimited else self.price.get(k, Fraction(0))
        got = Fraction(int(result.got[k]), int(result.per[k]))
        fair = quantity if price is None else min(Fraction(quantity), price * quantity * weight)
        if got != fair:
            yield f"need-step {k} gets {got}, but its price says {fair}"
        if not unlimited and sum(slots for _, slots in self.taken[k]) != got:
            yield f"need-step {k} gets {got}, but that is not what its sources give"
        yield from self._pairs(k, n, s, price, can_use)
        for source, _ in self.taken[k]:
            if self.price_of[source] != price or source[0] not in can_use:
                yield f"need-step {k} draws on {source}, which it may not"

    def _pairs(self, k: int, n: int, s: int, price: Price, can_use: list[int]) -> Iterator[str]:
        """Condition 3. A source that is not in the ledger has slots to spare, or never had any."""
        supply, area = self.result.world.supply, int(self.result.world.columns.needs.area[n])
        if price is None:
            return
        for resource in can_use:
            source = (resource, SHARED, 0) if supply.shared[resource] else (resource, area, s)
            if supply.capacity[resource] == 0:
                continue
            dear = self.price_of.get(source)
            if dear is None or dear > price:
                yield f"need-step {k} could use {source}, which is dearer"


def _where(chosen: Any) -> list[int]:
    return list(np.flatnonzero(chosen).tolist())


def _name(book: Ledger, j: int) -> Source:
    return int(book.source_resource[j]), int(book.source_area[j]), int(book.source_step[j])


def _price(numerator: int, denominator: int) -> Price:
    return Fraction(int(numerator), int(denominator)) if denominator else None

"""The explanation of single need-steps, made when somebody asks for it."""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from gaps.engine import explain
from gaps.engine.ledger import SHARED
from gaps.engine.match import pairs
from gaps.engine.records import Constraint
from gaps.engine.writing import exact

if TYPE_CHECKING:
    from gaps.engine.bits import Ints
    from gaps.engine.compiled import Compiled
    from gaps.engine.ledger import Ledger


class Reasons:
    """Explains the need-steps of one run."""

    def __init__(self, world: Compiled, ledger: Ledger) -> None:
        self.world, self.ledger = world, ledger
        self._usable: dict[tuple[int, int], Ints] = {}

    def of(self, need: int, step: int) -> dict[str, Any]:
        """Usable resources, their providers, what comes nearest, and how the others fail."""
        resources, failed = pairs(self.world, need, step)
        usable = resources[failed == 0]
        misses = explain.nearest(
            self._misses(resources, failed), self.world.columns.settings.relax_cost
        )
        reasons: dict[str, Any] = {
            "usable": [self._name(r) for r in usable],
            "providers": len(np.unique(self.world.supply.provider[usable])),
            "nearest": misses,
            "histogram": self._histogram(failed),
        }
        return reasons | ({"min_relaxation": misses[0]} if misses and not len(usable) else {})

    def _misses(self, resources: Ints, failed: Ints) -> list[tuple[str, Constraint]]:
        """The nearest misses, as many as are shown; ties go to the lowest resource."""
        rules = self.world.rules
        rank = np.full(128, len(rules.order), np.int64)
        rank[rules.order] = rules.tie
        missed = np.flatnonzero(failed)
        first = missed[np.argsort(rank[failed[missed]], kind="stable")[: explain.NEAREST]]
        return [(self._name(resources[k]), Constraint(int(failed[k]))) for k in first]

    @staticmethod
    def _histogram(failed: Ints) -> dict[str, int]:
        sets, counts = np.unique(failed, return_counts=True)
        named = (
            (explain.title(Constraint(int(f))), int(n)) for f, n in zip(sets, counts, strict=True)
        )
        return dict(sorted(named))

    def _name(self, resource: Any) -> str:
        return self.world.name(self.world.columns.resources.id[resource])

    # -- who competes with whom ------------------------------------------------------------------

    def bottleneck(self, k: int, need: Ints, step: Ints) -> dict[str, Any]:
        """The smallest tight set around a need-step: who competes for which slots.

        It holds every source that its members can use, and everybody whom those sources serve now.
        """
        members, sources, todo = {k}, set[tuple[int, int, int]](), [k]
        while todo:
            for source in self._sources(int(need[todo[-1]]), int(step[todo.pop()])):
                if source not in sources:
                    sources.add(source)
                    fresh = self._takers.get(source, set()) - members
                    members |= fresh
                    todo.extend(fresh)
        needs, capacity = self.world.columns.needs, self.world.supply.capacity
        return {
            "need_steps": sorted(self._step_name(i, need, step) for i in members),
            "sources": sorted(self._source_name(source) for source in sources),
            "capacity": int(sum(capacity[resource] for resource, _, _ in sources)),
            "demand": int(sum(needs.quantity[need[i]] for i in members)),
        }

    def _sources(self, need: int, step: int) -> list[tuple[int, int, int]]:
        """What a need-step can use, each as (resource, area, step) or (resource, SHARED, 0)."""
        if (need, step) not in self._usable:
            resources, failed = pairs(self.world, need, step)
            self._usable[need, step] = resources[failed == 0]
        area, shared = int(self.world.columns.needs.area[need]), self.world.supply.shared
        usable = self._usable[need, step].tolist()
        return [(r, SHARED, 0) if shared[r] else (r, area, step) for r in usable]

    @cached_property
    def _takers(self) -> dict[tuple[int, int, int], set[int]]:
        """Who is served by each limited source."""
        book, takers = self.ledger, dict[tuple[int, int, int], set[int]]()
        keys = list(self._source_keys)
        for row, source in zip(book.flow_row.tolist(), book.flow_source.tolist(), strict=True):
            takers.setdefault(keys[source], set()).add(int(book.step[row]))
        return takers

    @property
    def _source_keys(self) -> Any:
        book = self.ledger
        columns = (book.source_resource, book.source_area, book.source_step)
        return zip(*(column.tolist() for column in columns), strict=True)

    def _source_name(self, source: tuple[int, int, int]) -> str:
        resource, area, step = source
        name = self._name(resource)
        return name if area == SHARED else f"{name}|{self.world.columns.areas[area]}|{step}"

    def _step_name(self, k: int, need: Ints, step: Ints) -> str:
        return f"{self.world.name(self.world.columns.needs.id[need[k]])}#{step[k]}"

    # -- the certificate, for checking from outside ------------------------------------------------

    def prices(self, need: Ints, step: Ints) -> dict[str, Any]:
        """Prices that are not without limit, and the slots that change hands at any price."""
        book = self.ledger
        sources = [self._source_name(key) for key in self._source_keys]
        rows = [self._step_name(int(k), need, step) for k in book.step]
        return {
            "need_steps": _finite(rows, book.price, book.per),
            "sources": _finite(sources, book.source_price, book.source_per),
            "slots": {
                f"{sources[j]} > {rows[i]}": _ratio(slots, book.scale[i])
                for i, j, slots in zip(book.flow_row, book.flow_source, book.flow, strict=True)
            },
        }


def _finite(names: list[str], price: Ints, per: Ints) -> dict[str, int | str]:
    return {name: _ratio(p, d) for name, p, d in zip(names, price, per, strict=True) if d}


def _ratio(numerator: Any, denominator: Any) -> int | str:
    return exact(Fraction(int(numerator), int(denominator)))

"""What a run found: columns to store, findings to show, fingerprints to compare."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from gaps.engine import rollup
from gaps.engine.explain import GapClass
from gaps.engine.fingerprint import fingerprints, run_fingerprint
from gaps.engine.idle import NEEDED, UNUSABLE
from gaps.engine.ledger import Ledger, joined
from gaps.engine.reasons import Reasons
from gaps.engine.records import METHOD_VERSION
from gaps.engine.scan import SHOWN
from gaps.engine.writing import exact

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from gaps.engine.bits import Ints
    from gaps.engine.compiled import Compiled


@dataclass(frozen=True, slots=True)
class StepFinding:
    """One need-step: what it wants, what it could get alone, what it gets."""

    need: str
    step: int
    country: str
    area: str
    quantity: int
    optimistic: int
    allocated: Fraction
    gap_class: GapClass
    explanation: Mapping[str, Any]

    @property
    def id(self) -> str:
        return f"{self.need}#{self.step}"

    def to_json(self) -> dict[str, Any]:
        return {
            "need": self.need,
            "step": self.step,
            "country": self.country,
            "area": self.area,
            "quantity": self.quantity,
            "optimistic": self.optimistic,
            "allocated": exact(self.allocated),
            "class": self.gap_class.name,
            "explanation": dict(self.explanation),
        }


@dataclass(frozen=True, slots=True)
class CellFinding:
    """One country and area together; ``weighted_gap`` is the sum of W(q - x)."""

    country: str
    area: str
    demand: int
    optimistic: int
    allocated: Fraction
    weighted_gap: Fraction
    gap_class: GapClass

    @property
    def id(self) -> str:
        return f"{self.country}|{self.area}"

    def to_json(self) -> dict[str, Any]:
        return {
            "demand": self.demand,
            "optimistic": self.optimistic,
            "allocated": exact(self.allocated),
            "weighted_gap": exact(self.weighted_gap),
            "class": self.gap_class.name,
        }


@dataclass(frozen=True, slots=True)
class NeedFinding:
    """The level that a need attains with what it gets, and would reach if it were alone."""

    need: str
    attained: int
    reach: int


@dataclass(frozen=True, slots=True)
class CellColumns:
    """Per cell of the assessed areas, int64. Fractions are ``got / got_per`` and ``gap / gap_per``.

    Where 64 bits are too few for a fraction, its columns are of Python integers.
    """

    country: Any
    area: Any
    demand: Any
    reach: Any
    got: Any
    got_per: Any
    gap: Any
    gap_per: Any
    gap_class: Any


class Result:
    """The findings of a run, in columns; records and JSON are made from them when asked for.

    Need-step k is step ``step[k]`` of need ``need[k]``, in the order of need ids and steps. It is
    given ``got[k] / per[k]`` slots (reduced), could get ``reach[k]`` alone, is of ``gap_class[k]``,
    has ``providers[k]`` usable ones (2 stands for two or more), and ``plenty[k]`` says whether its
    country, area and step are over-supplied. Where nothing is usable, ``fix[k]`` is the resource
    that comes nearest and ``failed[k]`` the set of constraints it fails; elsewhere ``served[k]``
    are the first usable ones (-1 for none). ``line_state`` follows the lines of the resources:
    UNUSABLE, NEEDED or SPARE. ``attained`` and ``reached`` are levels, per need. Rows outside the
    assessed areas are zero, and no finding is made of them.
    """

    method_version = METHOD_VERSION

    def __init__(self, world: Compiled, areas: Sequence[int]) -> None:
        needs = world.columns.needs
        steps = int(world.step_start[-1])
        counts = np.diff(world.step_start)
        self.world, self.areas = world, sorted(areas)
        self.need = np.repeat(np.arange(len(counts)), counts)
        self.step = np.arange(steps) - np.repeat(world.step_start[:-1] - needs.current, counts)
        self.got, self.per = np.zeros(steps, np.int64), np.ones(steps, np.int64)
        self.reach = np.zeros(steps, np.int64)
        self.gap_class = np.zeros(steps, np.int8)
        self.providers = np.zeros(steps, np.int8)
        self.plenty = np.zeros(steps, np.bool_)
        self.failed = np.zeros(steps, np.int8)
        self.fix = np.full(steps, -1, np.int64)
        self.served = np.full((steps, SHOWN), -1, np.int32)
        self.line_state = np.zeros(len(world.lines), np.int8)
        self.ledgers: list[Ledger] = []
        self.cell_parts: list[CellColumns] = []

    # -- columns ---------------------------------------------------------------------------------

    @cached_property
    def assessed(self) -> Any:
        """Whether each need is in an assessed area."""
        inside = np.zeros(len(self.world.columns.areas), np.bool_)
        inside[self.areas] = True
        return inside[self.world.columns.needs.area]

    @cached_property
    def attained(self) -> Ints:
        full = self.got == self.world.columns.needs.quantity[self.need] * self.per
        return self._levels(full)

    @cached_property
    def reached(self) -> Ints:
        return self._levels(self.reach == self.world.columns.needs.quantity[self.need])

    def _levels(self, is_full: Any) -> Ints:
        found: Ints = rollup.levels(
            self.world.columns.needs.current, self.world.step_start, is_full
        )
        return found

    @cached_property
    def cell_columns(self) -> CellColumns:
        """All cells, by area and country position."""
        return CellColumns(
            *(
                np.concatenate([getattr(part, name) for part in self.cell_parts] or [np.zeros(0)])
                for name in CellColumns.__slots__
            )
        )

    @cached_property
    def ledger(self) -> Ledger:
        return joined(self.ledgers)

    @cached_property
    def reasons(self) -> Reasons:
        return Reasons(self.world, self.ledger)

    # -- records ---------------------------------------------------------------------------------

    def finding(self, k: int) -> StepFinding:
        """The finding of one need-step, with its explanation."""
        columns, n = self.world.columns, int(self.need[k])
        quantity, got = int(columns.needs.quantity[n]), Fraction(int(self.got[k]), int(self.per[k]))
        reasons = self.reasons.of(n, int(self.step[k]))
        if got < quantity and reasons["usable"]:
            reasons["missing_slots"] = exact(quantity - got)
            reasons["bottleneck"] = self.reasons.bottleneck(k, self.need, self.step)
        return StepFinding(
            need=self.world.name(columns.needs.id[n]),
            step=int(self.step[k]),
            country=columns.countries[columns.needs.country[n]],
            area=columns.areas[columns.needs.area[n]],
            quantity=quantity,
            optimistic=int(self.reach[k]),
            allocated=got,
            gap_class=GapClass(int(self.gap_class[k])),
            explanation=reasons,
        )

    @property
    def steps(self) -> Iterator[StepFinding]:
        """The findings of all assessed need-steps, by need and step."""
        return (self.finding(int(k)) for k in np.flatnonzero(self.assessed[self.need]))

    @property
    def needs(self) -> Iterator[NeedFinding]:
        ids = self.world.columns.needs.id
        for n in np.flatnonzero(self.assessed):
            yield NeedFinding(self.world.name(ids[n]), int(self.attained[n]), int(self.reached[n]))

    @property
    def cells(self) -> Iterator[CellFinding]:
        """The cells of the assessed areas, by country and area."""
        columns, found = self.world.columns, self.cell_columns
        for c in np.lexsort((found.area, found.country)):
            yield CellFinding(
                country=columns.countries[found.country[c]],
                area=columns.areas[found.area[c]],
                demand=int(found.demand[c]),
                optimistic=int(found.reach[c]),
                allocated=Fraction(int(found.got[c]), int(found.got_per[c])),
                weighted_gap=Fraction(int(found.gap[c]), int(found.gap_per[c])),
                gap_class=GapClass(int(found.gap_class[c])),
            )

    @cached_property
    def oversupplied(self) -> tuple[str, ...]:
        """``country|area|step`` with several providers and far more slots than are asked for."""
        columns = self.world.columns
        found = {
            f"{columns.countries[columns.needs.country[n]]}|{columns.areas[columns.needs.area[n]]}|{s}"
            for n, s in zip(self.need[self.plenty], self.step[self.plenty], strict=True)
        }
        return tuple(sorted(found))

    @cached_property
    def blocked_by(self) -> dict[str, tuple[str, ...]]:
        """Gap cells (``country|area``) whose prerequisite areas are gaps there too, and which."""
        gaps = {(cell.country, cell.area) for cell in self.cells if cell.weighted_gap}
        first = self.world.columns.prerequisites
        found = {
            f"{country}|{area}": tuple(
                sorted(before for before in first.get(area, ()) if (country, before) in gaps)
            )
            for country, area in sorted(gaps)
        }
        return {cell: before for cell, before in found.items() if before}

    @cached_property
    def _uses(self) -> tuple[Any, Any]:
        """Per resource: whether it is usable in any assessed area, and needed in any."""
        lines, count = self.world.columns.resources.line_resource, len(self.world.supply.capacity)
        usable, needed = np.zeros(count, np.bool_), np.zeros(count, np.bool_)
        usable[lines[self.line_state != UNUSABLE]] = True
        needed[lines[self.line_state == NEEDED]] = True
        return usable, needed

    @property
    def idle(self) -> tuple[str, ...]:
        """Resources that are usable for nothing."""
        return self._resources(~self._uses[0])

    @property
    def duplicate(self) -> tuple[str, ...]:
        """Resources that are usable, but whose removal takes no slot from anybody."""
        return self._resources(self._uses[0] & ~self._uses[1])

    def _resources(self, chosen: Any) -> tuple[str, ...]:
        return tuple(self.world.name(name) for name in self.world.columns.resources.id[chosen])

    # -- fingerprints ----------------------------------------------------------------------------

    @cached_property
    def fingerprints(self) -> dict[str, str]:
        """Area to the sha256 of what was found in it, whatever the shards and the input order."""
        return fingerprints(self)

    @cached_property
    def fingerprint(self) -> str:
        """The sha256 of a whole run: of its areas' fingerprints and the method version."""
        return run_fingerprint(self.fingerprints)

    # -- JSON ------------------------------------------------------------------------------------

    def to_json(self) -> dict[str, Any]:
        return {
            "need_steps": {step.id: step.to_json() for step in self.steps},
            "needs": {n.need: {"attained": n.attained, "reach": n.reach} for n in self.needs},
            "cells": {cell.id: cell.to_json() for cell in self.cells},
            "oversupplied": list(self.oversupplied),
            "idle": list(self.idle),
            "duplicate": list(self.duplicate),
            "_blocked_by": {cell: list(before) for cell, before in self.blocked_by.items()},
            "_method": self.method_version,
            "_prices": self.reasons.prices(self.need, self.step),
            "_fingerprint": self.fingerprint,
            "_fingerprints": self.fingerprints,
        }

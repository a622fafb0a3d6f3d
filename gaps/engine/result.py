"""What a run found, in the shapes that are stored and shown."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gaps.engine.records import METHOD_VERSION
from gaps.engine.writing import exact

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from gaps.engine.explain import GapClass


@dataclass(frozen=True, slots=True)
class StepFinding:
    """One need-step: what it wants, what it could get alone, what it gets, and why."""

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
class Result:
    """All findings of a run, each kind in the order of its ids."""

    steps: tuple[StepFinding, ...]
    cells: tuple[CellFinding, ...]
    needs: tuple[NeedFinding, ...]
    oversupplied: tuple[str, ...]
    idle: tuple[str, ...]
    duplicate: tuple[str, ...]
    method_version: str = METHOD_VERSION

    @property
    def fingerprints(self) -> dict[str, str]:
        """Area to the sha256 of what was found in it; equal findings, equal fingerprints."""
        lines: dict[str, list[str]] = {step.area: [] for step in self.steps}
        for step in self.steps:
            lines[step.area].append(_canonical({step.id: step.to_json()}))
        for cell in self.cells:
            lines[cell.area].append(_canonical({cell.id: cell.to_json()}))
        return {area: _sha256(sorted(found)) for area, found in sorted(lines.items())}

    @property
    def fingerprint(self) -> str:
        """The sha256 of the whole run: of its areas, its resources and the method version."""
        resources = [self.oversupplied, self.idle, self.duplicate]
        return _sha256([self.method_version, _canonical([self.fingerprints, resources])])

    def to_json(self) -> dict[str, Any]:
        return {
            "need_steps": {step.id: step.to_json() for step in self.steps},
            "needs": {n.need: {"attained": n.attained, "reach": n.reach} for n in self.needs},
            "cells": {cell.id: cell.to_json() for cell in self.cells},
            "oversupplied": list(self.oversupplied),
            "idle": list(self.idle),
            "duplicate": list(self.duplicate),
            "_method": self.method_version,
            "_fingerprint": self.fingerprint,
            "_fingerprints": self.fingerprints,
        }


def _canonical(value: object) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _sha256(lines: list[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()

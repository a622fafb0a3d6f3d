"""Made-up worlds of any size, the same for the same seed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np

from gaps.engine.columns import (
    ANY,
    EPOCH,
    NO_DAY,
    UNLIMITED,
    Columns,
    NeedColumns,
    ResourceColumns,
)
from gaps.engine.records import Settings

AS_OF = date(2026, 7, 1)
TODAY = AS_OF.toordinal() - EPOCH
COUNTRIES, AREAS, GROUPS = 200, 80, 30
AREAS_PER_BRANCH = 8  # a resource names areas of one branch of the taxonomy
LANGUAGES, KINDS, MODES = 12, 5, 3
SEED = 20260701


@dataclass(frozen=True)
class Size:
    name: str
    needs: int
    resources: int


SMALL, MEDIUM, LARGE = (
    Size("S", 2_000, 1_000),
    Size("M", 50_000, 100_000),
    Size("L", 500_000, 1_000_000),
)
SIZES = {size.name: size for size in (SMALL, MEDIUM, LARGE)}


def world(size: Size, kind: str = "usual", seed: int = SEED) -> Columns:
    """A world of this size. ``kind``: usual, shared (30 % shared pools over any areas) or scarce

    (no unlimited help, and slots for about 65 % of the demand).
    """
    chance = np.random.default_rng([seed, size.needs, len(kind)])
    needs = _needs(chance, size.needs)
    resources = _resources(chance, size.resources, shared=kind == "shared")
    if kind == "scarce":
        resources = _scarce(resources, needs)
    return Columns(
        settings=Settings(AS_OF),
        countries=[f"C{k:03}" for k in range(COUNTRIES)],
        areas=[f"A{k:02}" for k in range(AREAS)],
        needs=needs,
        resources=resources,
        prerequisites={},
    )


def _needs(chance: np.random.Generator, count: int) -> NeedColumns:
    country = chance.integers(0, COUNTRIES, count, dtype=np.int32)
    current = chance.integers(1, 5, count, dtype=np.int8)
    lift = chance.choice([1, 2, 3], count, p=[0.6, 0.3, 0.1])
    start = TODAY + chance.integers(-60, 540, count)
    return NeedColumns(
        id=_ids("n", count),
        country=country,
        area=chance.integers(0, AREAS, count, dtype=np.int32),
        current=current,
        target=np.minimum(5, current + lift).astype(np.int8),
        quantity=chance.integers(1, 41, count),
        urgency=chance.integers(1, 6, count, dtype=np.int8),
        kinds=_few(chance, count, KINDS, most=2, empty=0.6),
        languages=_spoken(chance, country),
        modes=_few(chance, count, MODES, most=3, empty=0.0),
        start=start.astype(np.int32),
        end=(start + chance.integers(180, 720, count)).astype(np.int32),
    )


def _resources(chance: np.random.Generator, count: int, *, shared: bool) -> ResourceColumns:
    lifts_from = chance.integers(1, 5, count, dtype=np.int8)
    age = chance.integers(0, 1000, count)
    verified = np.where(chance.random(count) < 0.05, NO_DAY, TODAY - age)
    start = np.where(chance.random(count) < 0.5, NO_DAY, TODAY - chance.integers(0, 900, count))
    end = np.where(chance.random(count) < 0.5, NO_DAY, TODAY + chance.integers(-200, 1400, count))
    unlimited = chance.random(count) < 0.2
    line_resource, line_area = _lines(chance, count, anywhere=shared)
    return ResourceColumns(
        id=_ids("r", count),
        provider=chance.integers(0, max(1, count // 8), count, dtype=np.int32),
        lifts_from=lifts_from,
        lifts_to=np.minimum(5, lifts_from + chance.integers(1, 4, count)).astype(np.int8),
        kinds=_few(chance, count, KINDS, most=2, empty=0.0),
        languages=_few(chance, count, LANGUAGES, most=3, empty=0.1),
        modes=_few(chance, count, MODES, most=2, empty=0.0),
        eligible=_eligible(chance, count),
        start=start.astype(np.int32),
        end=end.astype(np.int32),
        verified=verified.astype(np.int32),
        capacity=np.where(unlimited, UNLIMITED, chance.integers(5, 61, count)),
        shared=chance.random(count) < (0.3 if shared else 0.02),
        line_resource=line_resource,
        line_area=line_area,
    )


def _scarce(rows: ResourceColumns, needs: NeedColumns) -> ResourceColumns:
    """Slots for about 65 % of the demand, and no end of capacity nowhere."""
    demand = int((needs.quantity * (needs.target.astype(np.int64) - needs.current)).sum())
    steps = (rows.lifts_to.astype(np.int64) - rows.lifts_from)[rows.line_resource]
    sources = int(np.where(rows.shared[rows.line_resource], 0, steps).sum() + rows.shared.sum())
    each = Fraction(65 * demand, 100 * sources)
    whole, rest = divmod(each.numerator, each.denominator)
    extra = np.arange(len(rows.id)) * rest % each.denominator < rest
    capacity = whole + extra.astype(np.int64)
    return ResourceColumns(
        **{name: getattr(rows, name) for name in ResourceColumns.__slots__} | {"capacity": capacity}
    )


def _ids(letter: str, count: int) -> Any:
    digits = np.char.zfill(np.arange(count).astype("S8"), 8)
    return np.char.add(letter.encode(), digits)


def _few(chance: np.random.Generator, count: int, names: int, *, most: int, empty: float) -> Any:
    """Masks of one to ``most`` names, or of none with some probability."""
    mask = np.zeros(count, np.uint64)
    size = chance.integers(1, most + 1, count)
    for k in range(most):
        chosen = chance.integers(0, names, count).astype(np.uint64)
        mask |= np.where(k < size, np.uint64(1) << chosen, np.uint64(0))
    mask[chance.random(count) < empty] = 0
    return mask[:, None]


def _spoken(chance: np.random.Generator, country: Any) -> Any:
    """The languages of the country: one of twelve, and for a third of them a second."""
    second = np.where(country % 3 == 0, np.uint64(1) << ((country + 5) % 12).astype(np.uint64), 0)
    mask = (np.uint64(1) << (country % LANGUAGES).astype(np.uint64)) | second.astype(np.uint64)
    mask[chance.random(len(country)) < 0.1] = 0
    return mask[:, None]


def _eligible(chance: np.random.Generator, count: int) -> Any:
    """Three tenths open to all, four to a group of countries, the rest to one to five countries."""
    words = -(-COUNTRIES // 64)
    groups = np.zeros((GROUPS, words), np.uint64)
    for group in groups:
        _add(group[None, :], chance.choice(COUNTRIES, 20, replace=False)[None, :])
    rows = groups[chance.integers(0, GROUPS, count)]
    kind = chance.random(count)
    rows[kind < 0.3] = ANY
    named = np.flatnonzero(kind > 0.7)
    few = np.zeros((len(named), words), np.uint64)
    _add(few, chance.integers(0, COUNTRIES, (len(named), 3)))
    rows[named] = few
    return rows


def _add(rows: Any, places: Any) -> None:
    for column in places.T:
        which = np.arange(len(rows))
        rows[which, column // 64] |= np.uint64(1) << (column % 64).astype(np.uint64)


def _lines(chance: np.random.Generator, count: int, *, anywhere: bool) -> tuple[Any, Any]:
    """One to three areas for each resource, of one branch or of any."""
    branches = AREAS // AREAS_PER_BRANCH
    branch = chance.integers(0, branches, count)
    resource, area = [], []
    size = chance.integers(1, 4, count)
    for k in range(3):
        within = branch * AREAS_PER_BRANCH + chance.integers(0, AREAS_PER_BRANCH, count)
        chosen = chance.integers(0, AREAS, count) if anywhere else within
        resource.append(np.flatnonzero(k < size))
        area.append(chosen[k < size])
    pairs = np.unique(np.concatenate(resource) * AREAS + np.concatenate(area))
    return (pairs // AREAS).astype(np.int32), (pairs % AREAS).astype(np.int32)

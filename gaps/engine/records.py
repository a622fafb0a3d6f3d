"""The records the engine works on: needs, resources, and the settings of a run."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum, IntFlag
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

STEPS = range(1, 5)  # a step s lifts a capability from level s to level s + 1
LEVELS = range(1, 6)
URGENCIES = range(1, 6)
METHOD_VERSION = "1.0"  # of docs/method.md; a change that may alter any figure raises it


class CaseError(ValueError):
    """A record that cannot be used. Its text is one line: the record, the field, the remedy."""

    def __init__(self, record: str, field_name: str, remedy: str) -> None:
        super().__init__(f"{record}: {field_name}: {remedy}")
        self.record, self.field, self.remedy = record, field_name, remedy


class Label(IntEnum):
    """Traffic Light Protocol 2.0, in order of secrecy."""

    CLEAR = 0
    GREEN = 1
    AMBER = 2
    AMBER_STRICT = 3
    RED = 4

    def __str__(self) -> str:
        return self.name.replace("_", "+")


class Constraint(IntFlag):
    """The seven reasons why a resource may not serve a need-step, in the order they are named."""

    KIND = 1
    LEVEL = 2
    ELIGIBILITY = 4
    LANGUAGE = 8
    MODE = 16
    TIME = 32
    FRESHNESS = 64


def _ones() -> Mapping[int, Fraction]:
    return MappingProxyType({urgency: Fraction(urgency) for urgency in URGENCIES})


def _costs() -> Mapping[Constraint, int]:
    cheapest_first = ("FRESHNESS", "TIME", "LANGUAGE", "MODE", "ELIGIBILITY", "LEVEL", "KIND")
    costs = {Constraint[name]: cost for cost, name in enumerate(cheapest_first, start=1)}
    return MappingProxyType(costs)


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run depends on besides its records; the engine has no clock of its own."""

    as_of: date
    horizon_months: int = 48
    max_age_days: int = 730
    audience: Label = Label.AMBER_STRICT
    urgency_weight: Mapping[int, Fraction] = field(default_factory=_ones)
    relax_cost: Mapping[Constraint, int] = field(default_factory=_costs)
    oversupply_ratio: Fraction = Fraction(2)
    oversupply_providers: int = 3


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Whom a resource is open to: all, plus countries, plus groups, minus exclusions."""

    everyone: bool = False
    countries: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    exclude: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Need:
    """Help that one country asks for in one capability area, from a current to a target level.

    ``modes`` of None is "not stated" and matches any; an empty set of kinds or languages asks
    nothing in particular.
    """

    id: str
    country: str
    area: str
    current: int
    target: int
    quantity: int
    urgency: int
    kinds: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    modes: frozenset[str] | None = None
    start: date | None = None
    end: date | None = None
    tlp: Label = Label.CLEAR

    @property
    def steps(self) -> range:
        return range(self.current, self.target)


@dataclass(frozen=True, slots=True)
class Resource:
    """Help that one provider offers. None means "not stated", which is matched as open.

    ``capacity`` is slots per (area, step) of a line pool, or over all of them of a shared one;
    None is unlimited. ``verified`` of None is "never", which is not fresh. ``unstated`` names what
    nobody stated; it is shown beside a finding and changes no match.
    """

    id: str
    provider: str
    areas: tuple[str, ...]
    lifts_from: int | None = None
    lifts_to: int | None = None
    eligible: Eligibility | None = None
    kinds: frozenset[str] | None = None
    languages: frozenset[str] = frozenset()
    modes: frozenset[str] | None = None
    start: date | None = None
    end: date | None = None
    capacity: int | None = None
    shared: bool = False
    verified: date | None = None
    tlp: Label = Label.CLEAR
    unstated: frozenset[str] = frozenset()

    @property
    def steps(self) -> range:
        return range(self.lifts_from or LEVELS[0], self.lifts_to or LEVELS[-1])

"""Whether a finding depends on how old a confirmation may be: the same world, run again."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from gaps.engine.explain import GapClass
from gaps.engine.run import assess

if TYPE_CHECKING:
    from gaps.engine.result import Result

# Months to days; the last is the usual maximum age, so that a finding is compared with itself too.
MAXIMUM_AGES = MappingProxyType({6: 183, 12: 365, 18: 548, 24: 730})


@dataclass(frozen=True, slots=True)
class Rerun:
    """The class of a need-step if confirmations might be that old and no older."""

    months: int
    max_age_days: int
    gap_class: GapClass


@dataclass(frozen=True, slots=True)
class Robustness:
    """The share of re-runs that keep the class: ``kept`` of ``of``."""

    gap_class: GapClass
    reruns: tuple[Rerun, ...]

    @property
    def kept(self) -> int:
        return sum(rerun.gap_class == self.gap_class for rerun in self.reruns)

    @property
    def of(self) -> int:
        return len(self.reruns)


def robustness(result: Result, k: int) -> Robustness:
    """Assess the areas of a result again at each maximum age, for its need-step ``k``."""
    reruns = (
        Rerun(months, days, _class_at(result, k, days)) for months, days in MAXIMUM_AGES.items()
    )
    return Robustness(GapClass(int(result.gap_class[k])), tuple(reruns))


def _class_at(result: Result, k: int, days: int) -> GapClass:
    columns = result.world.columns
    if days == columns.settings.max_age_days:
        return GapClass(int(result.gap_class[k]))
    areas = [columns.areas[area] for area in result.areas]
    again = assess(columns.with_settings(max_age_days=days), areas=areas)
    return GapClass(int(again.gap_class[k]))

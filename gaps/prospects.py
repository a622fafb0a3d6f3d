"""Forecast and fragility for their readers: rows with names instead of codes and keys."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from capabilities.models import CapabilityArea, Country, Resource
from gaps.models import ForecastMonth, Fragility, GapClass
from portal.access import Reader


@dataclass(frozen=True)
class Lapse:
    """A resource that stops counting: its window ends, or nobody has confirmed it for too long."""

    resource: Resource
    has_ended: bool


@dataclass(frozen=True)
class NamedCell:
    """A country and an area, what it becomes, and the weighted gap that it adds."""

    country: Country
    area: CapabilityArea
    gap: GapClass
    weight: Fraction


@dataclass(frozen=True)
class Turn:
    """What happens before one day of the forecast; counts are of all, lists of the first."""

    month: ForecastMonth
    lapses: list[Lapse]
    opened: list[NamedCell]

    @property
    def unnamed(self) -> int:
        return self.month.lapsed - len(self.lapses)

    @property
    def unlisted(self) -> int:
        return self.month.opened - len(self.opened)


@dataclass(frozen=True)
class Stopped:
    """A provider that is no more, and the worst of the cells that lack more without it."""

    fragility: Fragility
    cells: list[NamedCell]

    @property
    def unlisted(self) -> int:
        return self.fragility.opened + self.fragility.worsened - len(self.cells)


class _Names:
    """Countries and areas by their codes, read once."""

    def __init__(self) -> None:
        self.countries = {row.iso3: row for row in Country.objects.only("iso3", "name", "names")}
        self.areas = {row.code: row for row in CapabilityArea.objects.only("code", "name")}

    def cells(self, rows: Iterable[Any]) -> list[NamedCell]:
        """Rows of country, area, class and weight; without those whose names are gone since."""
        return [
            NamedCell(self.countries[country], self.areas[area], GapClass[name], Fraction(weight))
            for country, area, name, weight in rows
            if country in self.countries and area in self.areas
        ]


def until_no_need(months: Sequence[ForecastMonth]) -> list[ForecastMonth]:
    """The months up to the last one in which something is needed."""
    needed = [k for k, month in enumerate(months) if month.demand]
    return list(months[: max(needed, default=-1) + 1]) or list(months[:1])


def turns(months: Iterable[ForecastMonth], reader: Reader) -> list[Turn]:
    """The months in which something lapses or opens, naming only what this reader may see."""
    chosen = [month for month in months if month.lapsed or month.opened or month.needs_ended]
    keys = {key for month in chosen for key, _what in month.lapses}
    visible = Resource.objects.visible_to(reader).filter(pk__in=keys).select_related("provider")
    resources = {row.pk: row for row in visible}
    names = _Names()
    return [
        Turn(
            month=month,
            lapses=[
                Lapse(resources[key], what == "ended")
                for key, what in month.lapses
                if key in resources
            ],
            opened=names.cells(month.opened_cells),
        )
        for month in chosen
    ]


def stopped(fragilities: Iterable[Fragility]) -> list[Stopped]:
    names = _Names()
    return [
        Stopped(row, names.cells((c[0], c[1], c[3], c[4]) for c in row.cells))
        for row in fragilities
    ]

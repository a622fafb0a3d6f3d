"""The list of countries: under letters or regions to jump to, or those that lack most first."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from capabilities.models import Country
from capabilities.phrases.writing import folded
from gaps import pictures
from gaps.models import Cell
from portal.access import Reader


@dataclass(frozen=True)
class Row:
    """A country and what it lacks."""

    country: Country
    tally: pictures.Tally


@dataclass(frozen=True)
class Section:
    """Countries under one heading."""

    name: str
    rows: list[Row]

    @property
    def gaps(self) -> int:
        return sum(row.tally.gaps for row in self.rows)


def rows(countries: Iterable[Country], reader: Reader, having: str = "") -> list[Row]:
    """Countries with their gaps in one query; `having` narrows them by these."""
    counted = pictures.tallies(Cell.objects.visible_to(reader), "country__iso3")
    nothing = pictures.Tally()
    found = [Row(country, counted.get(country.iso3, nothing)) for country in countries]
    if having == "gaps":
        return [row for row in found if row.tally.gaps]
    if having == "none":
        return [row for row in found if not row.tally.total]
    return found


def sections(found: list[Row], order: str) -> list[Section]:
    """The rows under their headings; one heading, without words, where the order is by gaps."""
    if order == "gaps":
        by_gaps = sorted(found, key=lambda row: (-row.tally.gaps, -row.tally.weighted_gap))
        return [Section("", by_gaps)] if by_gaps else []
    if order == "region":
        named = sorted(found, key=_place)
        return _under(named, lambda row: row.country.subregion_name or _("Elsewhere"))
    return _under(found, lambda row: folded(str(row.country))[:1].upper())


def _place(row: Row) -> tuple[str, str]:
    return (row.country.region, row.country.subregion)


def _under(found: Iterable[Row], heading: Callable[[Row], str]) -> list[Section]:
    under: dict[str, list[Row]] = {}
    for row in found:
        under.setdefault(heading(row), []).append(row)
    return [Section(name, listed) for name, listed in under.items()]

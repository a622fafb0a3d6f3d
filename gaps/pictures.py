"""Cells summed up for maps and bars.

Every function takes cells that are already narrowed to what the reader may see.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from capabilities.models import Country
from gaps.models import FoundQuerySet, GapClass
from portal.languages import shipped

NO_KNOWN_NEED = gettext_lazy("No known need")


@dataclass
class Tally:
    """Cells of one country, region or group of areas."""

    cells: dict[GapClass, int] = field(default_factory=dict)
    weight: dict[GapClass, float] = field(default_factory=dict)

    def add(self, gap_class: GapClass, cells: int, weight: float) -> None:
        self.cells[gap_class] = self.cells.get(gap_class, 0) + cells
        self.weight[gap_class] = self.weight.get(gap_class, 0.0) + weight

    @property
    def total(self) -> int:
        return sum(self.cells.values())

    @property
    def gaps(self) -> int:
        return sum(n for gap_class, n in self.cells.items() if gap_class.is_gap)

    @property
    def covered(self) -> int:
        return self.total - self.gaps

    @property
    def weighted_gap(self) -> float:
        return sum(self.weight.values())

    @property
    def main_class(self) -> GapClass | None:
        """The class with most weighted gap, as for a cell; ties go to the more severe.

        Sums of floats differ in their last digits by the order in which rows are read.
        """
        if not self.cells:
            return None
        return min(self.cells, key=lambda c: (-round(self.weight[c], 6), c))


@dataclass(frozen=True)
class Patch:
    """One coloured place in a map, a heat map, a bar or its key."""

    css: str
    text: str
    url: str = ""
    iso3: str = ""
    name: str = ""
    detail: str = ""
    value: int = 0


def css(gap_class: GapClass | None) -> str:
    name = gap_class.name.lower().replace("_", "-") if gap_class is not None else "no-known-need"
    return f"gap gap--{name}"


def tallies(cells: FoundQuerySet, key: str) -> dict[Any, Tally]:
    """Cells counted by `key` (a field path) in one query."""
    counted: dict[Any, Tally] = {}
    rows = cells.order_by().values_list(key, "gap_class").annotate(Count("pk"), Sum("weighted_gap"))
    for value, gap_class, number, weight in rows:
        counted.setdefault(value, Tally()).add(GapClass(gap_class), number, weight)
    return counted


def total(counted: Iterable[Tally]) -> Tally:
    whole = Tally()
    for tally in counted:
        for gap_class, number in tally.cells.items():
            whole.add(gap_class, number, tally.weight[gap_class])
    return whole


def map_patches(by_country: Mapping[str, Tally], countries: Iterable[Country]) -> list[Patch]:
    """Every country in the colour of its main class; one that asked for nothing says so."""
    nothing = Tally()
    return [_map_patch(country, by_country.get(country.iso3, nothing)) for country in countries]


def _map_patch(country: Country, tally: Tally) -> Patch:
    return Patch(
        css=css(tally.main_class),
        text=summary(tally),
        url=country.get_absolute_url(),
        iso3=country.iso3,
        name=str(country),
    )


def summary(tally: Tally) -> str:
    """`14 gaps in 28 areas, mostly: Nothing offered`."""
    if tally.main_class is None:
        return str(NO_KNOWN_NEED)
    if not tally.gaps:
        text = ngettext("%(n)d area, no gap", "%(n)d areas, no gap", tally.total)
        return text % {"n": tally.total}
    if tally.total == 1:
        return _("One area, a gap: %(class)s") % {"class": tally.main_class.label}
    text = ngettext(
        "%(gaps)d gap in %(n)d areas, mostly: %(class)s",
        "%(gaps)d gaps in %(n)d areas, mostly: %(class)s",
        tally.gaps,
    )
    return text % {"gaps": tally.gaps, "n": tally.total, "class": tally.main_class.label}


def summary_of_area(tally: Tally) -> str:
    """`Missing in 68 of 108 countries that need it, mostly: Not confirmed lately`."""
    if tally.main_class is None:
        return str(NO_KNOWN_NEED)
    if not tally.gaps:
        text = ngettext(
            "needed by %(n)d country, missing in none",
            "needed by %(n)d countries, missing in none",
            tally.total,
        )
        return text % {"n": tally.total}
    text = ngettext(
        "missing in %(gaps)d of %(n)d country that needs it, mostly: %(class)s",
        "missing in %(gaps)d of %(n)d countries that need it, mostly: %(class)s",
        tally.total,
    )
    return text % {"gaps": tally.gaps, "n": tally.total, "class": tally.main_class.label}


def legend(tallied: Iterable[Tally]) -> list[Patch]:
    """A key to the map: the classes that occur as somebody's main class, worst first."""
    shown = sorted({tally.main_class for tally in tallied if tally.main_class is not None})
    keys = [Patch(css=css(gap_class), text=str(gap_class.label)) for gap_class in shown]
    return [*keys, Patch(css=css(None), text=str(NO_KNOWN_NEED))]


def class_parts(tally: Tally, **query: str) -> list[Patch]:
    """How many cells each class has, each a link to those findings."""
    return [
        Patch(
            css=css(gap_class),
            text=str(gap_class.label),
            value=tally.cells[gap_class],
            url=findings_address(gap_class=gap_class.name, **query),
        )
        for gap_class in sorted(tally.cells)
    ]


def findings_address(**query: str) -> str:
    return f"{reverse('gaps:finding_list')}?{urlencode(query)}"


@dataclass(frozen=True)
class AreaShortfall:
    """A capability area, and in how many countries it is missing for one and the same reason."""

    name: str
    gap_class: GapClass
    countries: int
    url: str


def worst_areas(cells: FoundQuerySet, limit: int) -> list[AreaShortfall]:
    """Areas and classes with most weighted gap over all countries."""
    rows = (
        cells.gaps()
        .order_by()
        .values_list("area__code", "area__name", "gap_class")
        .annotate(countries=Count("pk"), weight=Sum("weighted_gap"))
        .order_by("-weight", "gap_class", "area__code")[:limit]
    )
    return [
        AreaShortfall(
            name=shipped(name),
            gap_class=GapClass(gap_class),
            countries=countries,
            url=findings_address(area=code, gap_class=GapClass(gap_class).name),
        )
        for code, name, gap_class, countries, _weight in rows
    ]

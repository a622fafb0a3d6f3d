"""The heat map: countries or regions against capability areas or groups of them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import ceil
from typing import Any
from urllib.parse import urlencode

from django.db import models
from django.db.models import Count, Sum
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from capabilities.models import CapabilityArea, Country
from gaps.maps import breaks
from gaps.maps.measures import decimal
from gaps.models import Cell, GapClass, Run
from gaps.pictures import NO_KNOWN_NEED, Patch, Tally, findings_address, summary, total
from portal.access import Reader
from portal.languages import shipped

STEPS = 5
LONG = 40  # rows
ALL = "all"  # the column over all columns, in addresses


class By(models.TextChoices):
    """What the rows are."""

    REGION = "region", gettext_lazy("Regions")
    COUNTRY = "country", gettext_lazy("Countries")


class Shown(models.TextChoices):
    """What stands in a place, and what colours it."""

    GAPS = "gaps", gettext_lazy("Gaps of all areas of need")
    WEIGHT = "weight", gettext_lazy("Weighted gap")


@dataclass(frozen=True)
class Asked:
    """Which heat map somebody wants, and on whose behalf it is read."""

    reader: Reader
    by: By = By.REGION
    region: str = ""
    group: CapabilityArea | None = None
    shown: Shown = Shown.GAPS
    sort: str = "name"
    audience: str = ""

    @cached_property
    def run(self) -> Run | None:
        return Run.objects.shown_to(self.reader)

    @property
    def query(self) -> dict[str, str]:
        """As in addresses, without the order."""
        given = {
            "by": "" if self.by == By.REGION or self.region else self.by.value,
            "region": self.region,
            "group": self.group.code if self.group else "",
            "shown": "" if self.shown == Shown.GAPS else self.shown.value,
            "audience": self.audience,
        }
        return {name: value for name, value in given.items() if value}

    def at(self, **changed: str) -> str:
        """The address of the heat map with something chosen otherwise."""
        query = {name: value for name, value in {**self.query, **changed}.items() if value}
        return f"{reverse('gaps:heat_map')}?{urlencode(query)}"


@dataclass(frozen=True)
class Column:
    """A group of areas or one area, with the way to sort by it."""

    code: str
    name: str
    url: str = ""
    order: str = "none"
    sort_url: str = ""


@dataclass(frozen=True)
class Row:
    """A region or a country, with a tally for each column by its code."""

    code: str
    name: str
    url: str
    tallies: Mapping[str, Tally]
    cells: Sequence[Patch] = ()
    is_total: bool = False


@dataclass(frozen=True)
class Heat:
    """The whole table, sorted, with its sums and its key."""

    rows: list[Row]
    columns: list[Column]
    legend: list[Patch]
    corner: Column

    @property
    def is_long(self) -> bool:
        """Whether the heads of its columns should stay in sight."""
        return len(self.rows) > LONG


def heat(asked: Asked) -> Heat:
    areas = list(CapabilityArea.objects.filter(parent=asked.group).order_by("code"))
    counted = _counted(asked)
    rows = [
        _row(asked, code, name, {area.code: counted.get((code, area.code)) for area in areas})
        for code, name in _names(asked).items()
    ]
    whole = {
        area.code: total(row.tallies[area.code] for row in rows if area.code in row.tallies)
        for area in areas
    }
    last = _with_sum(Row("", _("All"), "", {c: t for c, t in whole.items() if t.total}, (), True))
    columns = [_column(asked, area) for area in areas]
    columns.append(_sorting(asked, Column(ALL, _("All"))))
    paint = _paint(asked, rows)
    painted = [_painted(asked, row, columns, paint) for row in (*_in_order(asked, rows), last)]
    corner = Column("name", str(asked.by.label))
    return Heat(painted, columns, _legend(asked, paint), _sorting(asked, corner))


def _names(asked: Asked) -> dict[str, str]:
    """The rows by code, in the order of their names."""
    if asked.by == By.COUNTRY:
        countries = Country.objects.by_name()
        if asked.region:
            countries = countries.filter(subregion=asked.region)
        return {country.iso3: str(country) for country in countries}
    regions = Country.objects.exclude(subregion="").order_by("region", "subregion")
    return {name: shipped(name) for name in regions.values_list("subregion", flat=True)}


def _counted(asked: Asked) -> dict[tuple[str, str], Tally]:
    """Cells by row and column, in one query."""
    cells = Cell.objects.shown_of(asked.run)
    if asked.region:
        cells = cells.filter(country__subregion=asked.region)
    if asked.group:
        cells = cells.filter(area__parent=asked.group)
    place = "country__iso3" if asked.by == By.COUNTRY else "country__subregion"
    column = "area__code" if asked.group else "area__parent__code"
    rows = cells.order_by().values_list(place, column, "gap_class")
    counted: dict[tuple[str, str], Tally] = {}
    for at, code, gap_class, number, weight in rows.annotate(Count("pk"), Sum("weighted_gap")):
        counted.setdefault((at, code), Tally()).add(GapClass(gap_class), number, weight)
    return counted


def _row(asked: Asked, code: str, name: str, found: Mapping[str, Tally | None]) -> Row:
    if asked.by == By.COUNTRY:
        url = reverse("gaps:country_detail", args=[code])
    else:
        url = asked.at(region=code)
    known = {column: tally for column, tally in found.items() if tally is not None}
    return _with_sum(Row(code, name, url, known))


def _with_sum(row: Row) -> Row:
    if not row.tallies:
        return row
    sums = {**row.tallies, ALL: total(row.tallies.values())}
    return Row(row.code, row.name, row.url, sums, is_total=row.is_total)


# ------------------------------------------------------------------ order


def _in_order(asked: Asked, rows: list[Row]) -> list[Row]:
    """By name or by a column; what has no need there comes last, whichever way."""
    backwards, code = asked.sort.startswith("-"), asked.sort.removeprefix("-")
    if code == "name":
        return rows[::-1] if backwards else rows
    known = [row for row in rows if code in row.tallies]
    ordered = sorted(known, key=lambda row: _value(asked, row.tallies[code]), reverse=backwards)
    return [*ordered, *(row for row in rows if code not in row.tallies)]


def _value(asked: Asked, tally: Tally) -> tuple[float, ...]:
    if asked.shown == Shown.WEIGHT:
        return (round(tally.weighted_gap, 6),)
    return tally.gaps / tally.total, tally.gaps


def _column(asked: Asked, area: CapabilityArea) -> Column:
    url = area.get_absolute_url() if asked.group else asked.at(group=area.code)
    return _sorting(asked, Column(area.code, str(area), url))


def _sorting(asked: Asked, column: Column) -> Column:
    backwards, code = asked.sort.startswith("-"), asked.sort.removeprefix("-")
    is_here = code == column.code
    first = "" if column.code == "name" else "-"
    following = ("" if backwards else "-") if is_here else first
    order = ("descending" if backwards else "ascending") if is_here else "none"
    return Column(
        column.code, column.name, column.url, order, asked.at(sort=f"{following}{column.code}")
    )


# ------------------------------------------------------------------ colours and words

Paint = Callable[[Tally], int]


def _paint(asked: Asked, rows: Sequence[Row]) -> tuple[Paint, list[float]]:
    """How a place finds its step of colour, and the upper bounds of the steps."""
    if asked.shown == Shown.GAPS:
        return lambda tally: ceil(tally.gaps * STEPS / tally.total), []
    single = (tally for row in rows for code, tally in row.tallies.items() if code != ALL)
    bounds = breaks.upper_bounds(round(tally.weighted_gap, 6) for tally in single)

    def step(tally: Tally) -> int:
        weight = min(round(tally.weighted_gap, 6), bounds[-1] if bounds else 0)
        return breaks.number_of(weight, bounds)

    return step, bounds


def _painted(
    asked: Asked, row: Row, columns: Sequence[Column], paint: tuple[Paint, list[float]]
) -> Row:
    cells = [_patch(asked, row, column, paint[0]) for column in columns]
    return Row(row.code, row.name, row.url, row.tallies, cells, row.is_total)


def _patch(asked: Asked, row: Row, column: Column, paint: Paint) -> Patch:
    tally = row.tallies.get(column.code)
    if tally is None:
        return Patch(css="share share--none", text="–", detail=str(NO_KNOWN_NEED))
    is_sum = row.is_total or column.code == ALL
    css = "share share--sum" if is_sum else f"share share--{paint(tally)}"
    return Patch(
        css=css,
        text=_text(asked, tally),
        detail=f"{column.name}: {summary(tally)}",
        url=_findings(asked, row, column),
    )


def _text(asked: Asked, tally: Tally) -> str:
    if asked.shown == Shown.WEIGHT:
        return number_format(round(tally.weighted_gap), force_grouping=True)
    return f"{tally.gaps}/{tally.total}"


def _findings(asked: Asked, row: Row, column: Column) -> str:
    """What the place is made of: findings of the row and the column, as far as it is of one."""
    query = {"show": "all"}
    if not row.is_total:
        query["country" if asked.by == By.COUNTRY else "region"] = row.code
    elif asked.region:
        query["region"] = asked.region
    if column.code != ALL:
        query["area"] = column.code
    elif asked.group:
        query["area"] = asked.group.code
    return findings_address(**query)


def _legend(asked: Asked, paint: tuple[Paint, list[float]]) -> list[Patch]:
    keys = _weights(paint[1]) if asked.shown == Shown.WEIGHT else map(_share, range(STEPS + 1))
    return [*keys, Patch(css="share share--none", text=str(NO_KNOWN_NEED))]


def _share(step: int) -> Patch:
    text = _("no gap") if step == 0 else _("up to %(p)d %% gaps") % {"p": 100 * step // STEPS}
    return Patch(css=f"share share--{step}", text=text)


def _weights(bounds: Sequence[float]) -> Iterator[Patch]:
    yield Patch(css="share share--0", text=_("no gap"))
    for step, bound in enumerate(bounds, 1):
        text = _("up to %(weight)s") % {"weight": decimal(bound)}
        yield Patch(css=f"share share--{step}", text=text)


# ------------------------------------------------------------------ as data


def flat(table: Heat) -> Iterator[dict[str, Any]]:
    """Every place of the table that has a need, for files and the API."""
    for row in table.rows:
        for column in table.columns:
            tally = row.tallies.get(column.code)
            if tally is None or row.is_total or column.code == ALL:
                continue
            yield {
                "row": row.code,
                "row_name": row.name,
                "column": column.code,
                "column_name": column.name,
                "gaps": tally.gaps,
                "areas": tally.total,
                "weighted_gap": round(tally.weighted_gap, 6),
                "gap_class": tally.main_class.name if tally.main_class is not None else "",
            }

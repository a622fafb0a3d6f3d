"""A published report as its page shows it: its document, with maps, bars and links."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from capabilities.models import Country
from gaps import pictures
from gaps.models import GapClass, Report
from gaps.pictures import Patch, Tally
from gaps.reports.document import AreaRow, CountryRow, Document, from_json


def _tally(row: CountryRow | AreaRow) -> Tally:
    """Counts alone: a document says the class with most weight, and no weight for each."""
    tally = Tally()
    for name, number in row.counts.items():
        gap_class = GapClass[name]
        tally.add(gap_class, number, 1.0 if name == row.main_class else 0.0)
    return tally


@dataclass(frozen=True)
class Row:
    """A country or an area in a table, with the address of its page today."""

    row: CountryRow | AreaRow
    summary: str
    main: GapClass | None


class Shown:
    """The document of a published report, ready for its template."""

    def __init__(self, report: Report) -> None:
        self.report = report

    @cached_property
    def document(self) -> Document:
        return from_json(self.report.document)

    @property
    def parts(self) -> list[Patch]:
        """How many findings each class has."""
        return [
            Patch(css=pictures.css(GapClass[row.key]), text=row.name, value=row.count)
            for row in self.document.by_class
        ]

    @cached_property
    def _by_country(self) -> dict[str, Tally]:
        return {row.code: _tally(row) for row in self.document.by_country}

    @property
    def patches(self) -> list[Patch]:
        """The countries of the report on the map."""
        countries = Country.objects.filter(iso3__in=self._by_country)
        return pictures.map_patches(self._by_country, countries.only("iso3", "name", "names"))

    @property
    def legend(self) -> list[Patch]:
        return pictures.legend(self._by_country.values())

    @property
    def countries(self) -> list[Row]:
        return [_row(row) for row in self.document.by_country]

    @property
    def areas(self) -> list[Row]:
        return [_row(row) for row in self.document.by_area]

    @property
    def findings(self) -> list[dict[str, Any]]:
        return [{"row": row, "gap": GapClass[row.gap_class]} for row in self.document.findings]

    @property
    def trend(self) -> list[int]:
        return [point.open for point in self.document.trend]


def _row(row: CountryRow | AreaRow) -> Row:
    tally = _tally(row)
    return Row(row, pictures.summary(tally), tally.main_class)

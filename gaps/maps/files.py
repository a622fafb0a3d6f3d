"""A map's table as a file, and as JSON."""

import csv
from io import StringIO
from typing import Any

from django.utils.translation import gettext as _

from gaps.maps.making import WORST_FIRST, in_order
from gaps.maps.sheet import Place, Sheet
from portal.cells import harmless


def as_csv(sheet: Sheet, sort: str = WORST_FIRST) -> bytes:
    """UTF-8 with a mark of it, for spreadsheets that guess; every row says what it is part of."""
    written = StringIO(newline="")
    writer = csv.writer(written)
    names = [_("Code"), _("Country"), _("Region"), sheet.column, _("In words"), _("Behind it")]
    writer.writerow([*names, _("Class"), _("Title"), *sheet.facts])
    for place in in_order(sheet.places, sort):
        row = [*_row(place), place.key.text, sheet.title, *sheet.facts.values()]
        writer.writerow([harmless(cell) for cell in row])
    return b"\xef\xbb\xbf" + written.getvalue().encode()


def _row(place: Place) -> list[str]:
    value = place.figure.code or f"{place.figure.value:.6g}" if place.figure else ""
    return [place.iso3, place.name, place.region, value, place.text, place.detail]


def as_data(sheet: Sheet) -> dict[str, Any]:
    """For the API: classes with their bounds in words, countries by name."""
    return {
        "title": sheet.title,
        "as_of": sheet.found.as_of,
        "tlp": sheet.label.code,
        "source": sheet.found.source,
        "licence": sheet.found.licence,
        "notes": list(sheet.found.notes),
        "classes": [
            {
                "number": each["key"].number,
                "text": each["key"].text,
                "countries": each["countries"],
            }
            for each in sheet.legend
        ],
        "countries": [_country(place) for place in sheet.places],
    }


def _country(place: Place) -> dict[str, Any]:
    figure = place.figure
    return {
        "country": place.iso3,
        "name": place.name,
        "region": place.region,
        "value": figure.value if figure and not figure.code else None,
        "code": figure.code if figure else "",
        "text": place.text,
        "detail": place.detail,
        "class_number": place.key.number,
    }

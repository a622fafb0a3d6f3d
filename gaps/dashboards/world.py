"""What everybody's dashboard shows: open gaps by class and region."""

from dataclasses import dataclass
from typing import Any

from gaps import pictures
from gaps.models import Cell, FoundQuerySet, GapClass, Run
from portal.languages import shipped


@dataclass(frozen=True)
class Region:
    """A row of the stacked bars, with a part for each class in the order of the keys."""

    name: str
    url: str
    parts: list[pictures.Patch]
    total: int


def gaps(run: Run) -> dict[str, Any]:
    """Open gaps of a run that the reader may see."""
    return by_region(Cell.objects.shown_of(run).gaps())


def by_region(cells: FoundQuerySet, **query: str) -> dict[str, Any]:
    """Cells by region and class; two dimensions out of one query. `query` is what their links ask
    for besides."""
    counted = pictures.tallies(cells, "country__subregion")
    whole = pictures.total(counted.values())
    classes = sorted(whole.cells)
    rows = [_region(name, tally, classes, query) for name, tally in counted.items()]
    rows.sort(key=lambda row: (-row.total, row.name))
    keys = [pictures.Patch(css=pictures.css(each), text=str(each.label)) for each in classes]
    return {"whole": whole, "regions": rows, "keys": keys}


def _region(
    name: str, tally: pictures.Tally, classes: list[GapClass], query: dict[str, str]
) -> Region:
    parts = [
        pictures.Patch(
            css=pictures.css(each),
            text=str(each.label),
            value=tally.cells.get(each, 0),
            url=pictures.findings_address(region=name, gap_class=each.name, **query),
        )
        for each in classes
    ]
    return Region(shipped(name), pictures.findings_address(region=name, **query), parts, tally.gaps)

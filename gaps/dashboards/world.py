"""What everybody's dashboard shows: open gaps by class and region, and how they developed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Sum
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _

from gaps import pictures
from gaps.models import Cell, GapClass, Run
from portal.access import Reader

POINTS = 30  # days shown of the trend, of each the last run


@dataclass(frozen=True)
class Region:
    """A row of the stacked bars, with a part for each class in the order of the keys."""

    name: str
    url: str
    parts: list[pictures.Patch]
    total: int


def gaps(run: Run) -> dict[str, Any]:
    """Open gaps of a run that the reader may see; two dimensions out of one query."""
    by_region = pictures.tallies(Cell.objects.shown_of(run).gaps(), "country__subregion")
    whole = pictures.total(by_region.values())
    classes = sorted(whole.cells)
    rows = [_region(name, tally, classes) for name, tally in by_region.items()]
    rows.sort(key=lambda row: (-row.total, row.name))
    keys = [pictures.Patch(css=pictures.css(each), text=str(each.label)) for each in classes]
    return {"whole": whole, "regions": rows, "keys": keys}


def _region(name: str, tally: pictures.Tally, classes: list[GapClass]) -> Region:
    parts = [
        pictures.Patch(
            css=pictures.css(each),
            text=str(each.label),
            value=tally.cells.get(each, 0),
            url=pictures.findings_address(region=name, gap_class=each.name),
        )
        for each in classes
    ]
    return Region(name, pictures.findings_address(region=name), parts, tally.gaps)


@dataclass(frozen=True)
class Point:
    """The gaps that one run found, by number and by missing slots × urgency."""

    run: Run
    gaps: int
    weight: float


def trend(reader: Reader, run: Run) -> list[Point]:
    """The last run of each day, oldest first, without areas that are withheld now."""
    same = Run.objects.visible_to(reader).done().filter(audience=run.audience)
    runs: Any = same.exclude(kind=Run.Kind.CHECK).annotate(day=TruncDate("finished"))
    shown = list(runs.order_by("-day", "-pk").distinct("day")[:POINTS])[::-1]
    if not shown:
        return []
    held = Cell.objects.shown_since(shown[0], run).gaps().order_by()
    spans = held.values_list("since_id", "until_id").annotate(Count("pk"), Sum("weighted_gap"))
    return [_point(each, list(spans)) for each in shown]


def _point(run: Run, spans: list[tuple[int, int | None, int, float]]) -> Point:
    held = [
        (number, weight)
        for since, until, number, weight in spans
        if since <= run.pk and (until is None or until > run.pk)
    ]
    return Point(run, sum(held_by[0] for held_by in held), sum(held_by[1] for held_by in held))


def series(points: list[Point]) -> list[Mapping[str, Any]]:
    """What the chart of a trend takes."""
    numbers = [point.gaps for point in points]
    return [{"css": "series--asked", "text": _("Open gaps"), "values": numbers}]

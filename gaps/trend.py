"""How the open gaps developed over runs: of all that a reader sees, or of a part of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Sum
from django.db.models.functions import TruncDate
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gaps.models import Cell, Run
from portal.access import Reader

POINTS = 30  # days shown of the trend, of each the last run


@dataclass(frozen=True)
class Point:
    """The gaps that one run found, by number and by missing slots × urgency."""

    run: Run
    gaps: int
    weight: float


@dataclass(frozen=True)
class _Span:
    """Gaps that were found by one run and held until another."""

    since: int
    until: int | None
    gaps: int
    weight: float

    def holds_at(self, run: Run) -> bool:
        return self.since <= run.pk and (self.until is None or self.until > run.pk)


def trend(reader: Reader, run: Run, **within: Any) -> list[Point]:
    """The last run of each day, oldest first, without areas that are withheld now.

    `within` narrows the cells that are counted, such as `country=…`: two queries in all.
    """
    return trends(reader, run, None, **within).get(None, [])


def trends(reader: Reader, run: Run, by: str | None, **within: Any) -> dict[Any, list[Point]]:
    """The same apart for each value of `by`, a path from a cell; values without gaps are absent."""
    shown = _last_of_each_day(reader, run)
    if not shown:
        return {}
    held = Cell.objects.shown_since(shown[0], run).gaps().filter(**within).order_by()
    path = [by] if by else []
    rows = held.values_list(*path, "since_id", "until_id").annotate(
        Count("pk"), Sum("weighted_gap")
    )
    spans: dict[Any, list[_Span]] = {} if by else {None: []}
    for row in rows:
        key = row[0] if by else None
        spans.setdefault(key, []).append(_Span(*row[len(path) :]))
    return {key: [_point(each, found) for each in shown] for key, found in spans.items()}


def _last_of_each_day(reader: Reader, run: Run) -> list[Run]:
    same = Run.objects.visible_to(reader).done().filter(audience=run.audience)
    runs: Any = same.exclude(kind=Run.Kind.CHECK).annotate(day=TruncDate("finished"))
    return list(runs.order_by("-day", "-pk").distinct("day")[:POINTS])[::-1]


def _point(run: Run, spans: Iterable[_Span]) -> Point:
    held = [span for span in spans if span.holds_at(run)]
    return Point(run, sum(span.gaps for span in held), sum(span.weight for span in held))


def shown(points: list[Point]) -> dict[str, Any]:
    """What `gaps/trend.html` takes."""
    return {
        "points": points,
        "series": _series(points),
        "ticks": [date_format(point.run.as_of, "j M") for point in points],
    }


def _series(points: list[Point]) -> list[Mapping[str, Any]]:
    numbers = [point.gaps for point in points]
    return [{"css": "series--asked", "text": _("Open gaps"), "values": numbers}]

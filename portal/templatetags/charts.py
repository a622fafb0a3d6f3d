"""Maps, heat maps and small charts as plain SVG and HTML: linkable, printable, without scripts.

A *cell* below is any object or mapping with `css` (such as `gap gap--uncovered`, from `gap_css`),
`text` (what it says in words) and `url` (empty: no link).
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any

from django import template

register = template.Library()

MAP_POINTS = Path(__file__).resolve().parent.parent / "map_points.json"
NEAR = 0.6  # of the width of the world
UPRIGHT_COLUMNS = 8  # a heat map with more turns their names
SPARK_WIDTH, SPARK_HEIGHT = 100, 24
SERIES_WIDTH, SERIES_HEIGHT, SERIES_TICKS = 600, 200, 4


@dataclass(frozen=True)
class WorldDrawing:
    """What `static/map/world.svg` holds: its size, the codes with a shape, and where the dots are.

    Sizes and positions are in units of the drawing (Equal Earth). A dot stands for a country too
    small to see, and may be a little away from its place so that no dot hides another.
    """

    width: int
    height: int
    shapes: frozenset[str]
    dots: Mapping[str, tuple[int, int]]


@dataclass(frozen=True)
class View:
    """The part of the drawing that a map shows, how much it is enlarged, and marks upon it."""

    box: str
    scale: float = 1.0
    marks: Sequence[tuple[Any, float, float]] = ()  # a cell with `mark`, and where it is written
    mark_size: float = 0.0

    @property
    def is_near(self) -> bool:
        """Whether so little is shown that lines of the usual width would be broad."""
        return self.scale < NEAR

    @property
    def dot(self) -> float:
        return 6 * self.scale

    @property
    def hit(self) -> float:
        return 12 * self.scale


@cache
def world_drawing() -> WorldDrawing:
    drawing = json.loads(MAP_POINTS.read_text())
    return WorldDrawing(
        width=drawing["width"],
        height=drawing["height"],
        shapes=frozenset(drawing["shapes"]),
        dots={iso3: (x, y) for iso3, (x, y) in drawing["dots"].items()},
    )


@register.inclusion_tag("components/world_map.html")
def world_map(
    cells: Iterable[Any],
    title: str,
    legend: Iterable[Any] = (),
    note: str = "",
    after: str = "",
    view: Any = None,
) -> dict[str, Any]:
    """The world with a link for each cell, which also has `iso3` and `name`.

    Countries without a cell are drawn plain; a cell whose country the drawing lacks (nobody lives
    there) is left out. `legend` holds cells without `url`; `after` is the id of what follows the
    map, where a reader on the keyboard may want to go at once. `view` says which part is shown and
    what is written on it (`View`).
    """
    drawing = world_drawing()
    view = view or View(f"0 0 {drawing.width} {drawing.height}")
    by_code = {_of(cell, "iso3"): cell for cell in cells}
    drawn = [_country(drawing, iso3, cell) for iso3, cell in by_code.items()]
    # Dots come last, so that no large neighbour covers them.
    countries = sorted((c for c in drawn if c["shape"] or c["dot"]), key=lambda c: bool(c["dot"]))
    return {
        "drawing": drawing,
        "title": title,
        "legend": legend,
        "note": note,
        "after": after,
        "view": view,
        "plain": sorted(drawing.shapes - by_code.keys()),
        "countries": countries,
    }


def _country(drawing: WorldDrawing, iso3: str, cell: Any) -> dict[str, Any]:
    return {
        "iso3": iso3,
        "cell": cell,
        "shape": iso3 in drawing.shapes,
        "dot": drawing.dots.get(iso3),
    }


def _of(cell: Any, name: str) -> Any:
    return cell[name] if isinstance(cell, Mapping) else getattr(cell, name)


@register.inclusion_tag("components/heat_map.html")
def heat_map(
    rows: Sequence[Any], columns: Sequence[Any], caption: str, corner: Any = "", tall: bool = False
) -> dict[str, Any]:
    """A table whose cells are coloured and say what they mean.

    `columns` have `name` and `url`; `rows` have `name`, `url` and `cells`, one a column in the same
    order, each with `css`, `text`, `url`, and perhaps `detail`, read out and shown on pointing. A
    column, or the corner as one, may have `sort_url` and `order`, the value of `aria-sort`.
    """
    return {
        "rows": rows,
        "columns": columns,
        "caption": caption,
        "corner": corner,
        "tall": tall,
        "many": len(columns) > UPRIGHT_COLUMNS,
    }


@register.inclusion_tag("components/legend.html")
def legend(items: Iterable[Any]) -> dict[str, Any]:
    """What the colours mean: cells without `url`."""
    return {"items": items}


@register.inclusion_tag("components/class_bar.html")
def class_bar(parts: Iterable[Any], caption: str, unit: str = "") -> dict[str, Any]:
    """How a whole divides into cells with a `value` (a count), as one bar and a table."""
    parts = [part for part in parts if _of(part, "value")]
    total = sum(_of(part, "value") for part in parts)
    shares = [100 * float(_of(part, "value") / total) for part in parts]
    starts = [0.0, *accumulate(shares)]
    slices = [
        {"part": part, "x": f"{start:.3f}%", "width": f"{share:.3f}%"}
        for part, share, start in zip(parts, shares, starts, strict=False)
    ]
    return {"slices": slices, "total": total, "caption": caption, "unit": unit}


@register.inclusion_tag("components/stacked_bars.html")
def stacked_bars(
    rows: Sequence[Any], keys: Sequence[Any], caption: str, corner: str = "", total: str = ""
) -> dict[str, Any]:
    """How several wholes divide into the same parts: a table of figures with a bar in each row.

    `rows` have `name`, `url`, `total` and `parts`, cells with a `value` in the order of `keys`,
    which are cells without `url`. The longest bar is as long as there is room.
    """
    longest = max((_of(row, "total") for row in rows), default=0)
    return {
        "bars": [{"row": row, "slices": _slices(_of(row, "parts"), longest)} for row in rows],
        "keys": keys,
        "caption": caption,
        "corner": corner,
        "total": total,
    }


def _slices(parts: Sequence[Any], longest: int) -> list[dict[str, Any]]:
    shares = [100 * float(_of(part, "value") / longest) for part in parts]
    starts = [0.0, *accumulate(shares)]
    return [
        {"part": part, "x": f"{start:.3f}%", "width": f"{share:.3f}%"}
        for part, share, start in zip(parts, shares, starts, strict=False)
    ]


@register.inclusion_tag("components/sparkline.html")
def sparkline(values: Sequence[float], label: str) -> dict[str, Any]:
    """A run of figures as a small line, oldest first; `label` says in words what it shows."""
    if len(values) < 2:
        return {"label": label, "points": ""}
    low, span = min(values), (max(values) - min(values)) or 1
    step = SPARK_WIDTH / (len(values) - 1)
    points = [
        (round(step * place, 2), round(SPARK_HEIGHT * (1 - float((value - low) / span)), 2))
        for place, value in enumerate(values)
    ]
    return {
        "label": label,
        "points": " ".join(f"{x},{y}" for x, y in points),
        "last": points[-1],
        "width": SPARK_WIDTH,
        "height": SPARK_HEIGHT,
    }


@register.inclusion_tag("components/series_chart.html")
def series_chart(series: Sequence[Any], ticks: Sequence[str], label: str) -> dict[str, Any]:
    """Figures over time as areas, the first at the back; give a table of them beside it.

    Each of `series` has `css`, `text` and `values`, one for each of `ticks`.
    """
    highest = max((value for one in series for value in _of(one, "values")), default=0)
    every = max(1, -(-len(ticks) // SERIES_TICKS))
    return {
        "label": label,
        "highest": highest,
        "ticks": ticks[::every],
        "width": SERIES_WIDTH,
        "height": SERIES_HEIGHT,
        "areas": [
            {"one": one, "points": _area(_of(one, "values"), highest or 1)} for one in series
        ],
        "shown": len(ticks) > 1,
    }


def _area(values: Sequence[float], highest: float) -> str:
    """The corners of the area under a line, from the lower left round to the lower right."""
    step = SERIES_WIDTH / max(1, len(values) - 1)
    line = [
        (round(step * place, 2), round(SERIES_HEIGHT * (1 - float(value / highest)), 2))
        for place, value in enumerate(values)
    ]
    corners = [(0, SERIES_HEIGHT), *line, (SERIES_WIDTH, SERIES_HEIGHT)]
    return " ".join(f"{x},{y}" for x, y in corners)

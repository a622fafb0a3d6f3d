"""The map and the charts of a report, as SVG for print. Words stand beside them, never in them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders

from gaps.models import GapClass
from portal.templatetags.charts import world_drawing

# Those of the pages, from static/portal.css: a test holds them together.
COLOURS: Mapping[GapClass, str] = {
    GapClass.UNCOVERED: "#4f0b1c",
    GapClass.MULTI_BLOCKED: "#7a1526",
    GapClass.KIND_MISMATCH: "#9c2a2a",
    GapClass.UNDER_LEVELLED: "#b7432a",
    GapClass.INELIGIBLE: "#d9743a",
    GapClass.LANGUAGE_BLOCKED: "#e58a4a",
    GapClass.MODE_BLOCKED: "#eca05f",
    GapClass.OUT_OF_WINDOW: "#f2b574",
    GapClass.STALE: "#f6c98c",
    GapClass.CAPACITY_SHORT: "#f9dca8",
    GapClass.CAPACITY_CONTENDED: "#fbebc6",
    GapClass.SINGLE_PROVIDER: "#b5d3ee",
    GapClass.COVERED: "#1f63a8",
}
NOT_ASKED = "#e4e7ea"
SEA_EDGE, LAND_EDGE, INK = "#ffffff", "#8a949e", "#14304f"
DOT = 7.0  # radius, in units of the whole drawing
MARGIN = 0.12  # around the countries of a report, of their extent
LEAST_SHARE = 0.16  # of the width of the world, so that a small state is seen among others
RATIO = 2.3  # width of a map to its height
BAR_WIDTH, BAR_HEIGHT = 1000, 70
TREND_WIDTH, TREND_HEIGHT, TREND_EDGE = 1000, 260, 14


def colour(key: str) -> str:
    """The colour of a class by its key; that of no known need where there is none."""
    return COLOURS[GapClass[key]] if key in GapClass.__members__ else NOT_ASKED


@cache
def _shapes() -> Mapping[str, str]:
    """Outlines by ISO code, from the same drawing as the map of the pages."""
    found = finders.find("map/world.svg")
    text = Path(str(found)).read_text(encoding="utf-8")
    return dict(re.findall(r'<path id="(\w+)" d="([^"]+)"', text))


@cache
def _extent(iso3: str) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of an outline: of M with one absolute pair, l with relative ones."""
    xs, ys = [], []
    for command, numbers in re.findall(r"([Ml])([^Mlz]*)", _shapes()[iso3]):
        pairs = [float(number) for number in re.findall(r"-?[\d.]+", numbers)]
        steps = list(zip(pairs[::2], pairs[1::2], strict=True))
        if command == "M":
            x, y = steps.pop(0)
            xs.append(x)
            ys.append(y)
        for right, down in steps:
            x, y = x + right, y + down
            xs.append(x)
            ys.append(y)
    return min(xs), min(ys), max(xs), max(ys)


# ------------------------------------------------------------------ the map


def world_map(main_classes: Mapping[str, str], *, zoomed: bool) -> str:
    """Countries in the colour of their main class, by ISO code; all others plain.

    `zoomed` shows the part of the world around them. Dots, which stand for states too small to
    see, come last, so that no large neighbour covers them.
    """
    box = _around(main_classes) if zoomed and main_classes else _whole()
    scale = box[2] / world_drawing().width
    plain = [iso3 for iso3 in _shapes() if iso3 not in main_classes]
    parts = [
        *(_outline(iso3, NOT_ASKED, scale) for iso3 in plain),
        *(_outline(iso3, colour(key), scale) for iso3, key in main_classes.items()),
        *(_dot(iso3, colour(key), scale) for iso3, key in main_classes.items()),
    ]
    return _svg(box, parts)


def _whole() -> tuple[float, float, float, float]:
    drawing = world_drawing()
    return 0, 0, drawing.width, drawing.height


def _around(codes: Iterable[str]) -> tuple[float, float, float, float]:
    """Left, top, width, height of a frame around some countries, of the shape of a map."""
    drawing = world_drawing()
    extents = [_extent(iso3) for iso3 in codes if iso3 in _shapes()]
    extents += [
        (*drawing.dots[iso3], *drawing.dots[iso3]) for iso3 in codes if iso3 in drawing.dots
    ]
    if not extents:
        return _whole()
    left, top, right, bottom = (
        pick(extent[side] for extent in extents) for side, pick in enumerate((min, min, max, max))
    )
    wanted = (1 + 2 * MARGIN) * max(right - left, (bottom - top) * RATIO)
    width = min(max(wanted, LEAST_SHARE * drawing.width), drawing.width)
    height = min(width / RATIO, drawing.height)
    x = min(max((left + right - width) / 2, 0), drawing.width - width)
    y = min(max((top + bottom - height) / 2, 0), drawing.height - height)
    return x, y, width, height


def _outline(iso3: str, fill: str, scale: float) -> str:
    path = _shapes().get(iso3)
    if path is None:
        return ""
    edge = LAND_EDGE if fill != NOT_ASKED else SEA_EDGE
    return f'<path d="{path}" fill="{fill}" stroke="{edge}" stroke-width="{scale:.3f}"/>'


def _dot(iso3: str, fill: str, scale: float) -> str:
    place = world_drawing().dots.get(iso3)
    if place is None:
        return ""
    return (
        f'<circle cx="{place[0]}" cy="{place[1]}" r="{DOT * scale:.2f}" fill="{fill}" '
        f'stroke="{INK}" stroke-width="{1.5 * scale:.3f}"/>'
    )


# ------------------------------------------------------------------ charts


def class_bar(counts: Sequence[tuple[str, int]]) -> str:
    """How findings divide into classes, by key, as one bar."""
    whole = sum(count for _key, count in counts)
    parts, x = [], 0.0
    for key, count in counts:
        width = BAR_WIDTH * count / whole
        parts.append(
            f'<rect x="{x:.2f}" y="0" width="{width:.2f}" height="{BAR_HEIGHT}" '
            f'fill="{colour(key)}" stroke="{SEA_EDGE}" stroke-width="2"/>'
        )
        x += width
    return _svg((0, 0, BAR_WIDTH, BAR_HEIGHT), parts)


def trend_line(values: Sequence[int]) -> str:
    """Figures as a line from nought, oldest first, with a point for each."""
    highest = max(values, default=0) or 1
    step = (TREND_WIDTH - 2 * TREND_EDGE) / max(len(values) - 1, 1)
    height = TREND_HEIGHT - 2 * TREND_EDGE
    places = [
        (TREND_EDGE + step * number, TREND_EDGE + height * (1 - value / highest))
        for number, value in enumerate(values)
    ]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    ground = TREND_HEIGHT - TREND_EDGE
    parts = [
        *(
            f'<path d="M0 {TREND_EDGE + height * part:.1f}H{TREND_WIDTH}" stroke="#d5dade"/>'
            for part in (0, 0.5)
        ),
        f'<path d="M0 {ground}H{TREND_WIDTH}" stroke="{INK}" stroke-width="2"/>',
        f'<polyline points="{line}" fill="none" stroke="{INK}" stroke-width="5"/>',
        *(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="8" fill="{INK}"/>' for x, y in places),
    ]
    return _svg((0, 0, TREND_WIDTH, TREND_HEIGHT), parts)


def _svg(box: tuple[float, float, float, float], parts: Iterable[str]) -> str:
    left, top, width, height = (f"{number:.2f}" for number in box)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{left} {top} {width} {height}" '
        f'width="{width}" height="{height}">{"".join(parts)}</svg>'
    )

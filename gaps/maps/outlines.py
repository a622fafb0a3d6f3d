"""The outlines of countries as numbers: how far they reach, what part of the world to show, and
where a number is best written in one."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders

from portal.templatetags.charts import world_drawing

Box = tuple[float, float, float, float]  # left, top, width, height
Point = tuple[float, float]
Extent = tuple[float, float, float, float]  # left, top, right, bottom

MARGIN = 0.12  # around countries, of their extent
LEAST_SHARE = 0.16  # of the width of the world, so that a small state is seen among others
RATIO = 2.3  # width of a map to its height
WIDEST = 0.85  # of the width of the world: what reaches further lies across the date line


@cache
def shapes() -> Mapping[str, str]:
    """Outlines by ISO code, from the same drawing as the map of the pages."""
    found = finders.find("map/world.svg")
    text = Path(str(found)).read_text(encoding="utf-8")
    return dict(re.findall(r'<path id="(\w+)" d="([^"]+)"', text))


@cache
def rings(iso3: str) -> tuple[tuple[Point, ...], ...]:
    """The corners of each closed line: of M with one absolute pair, l with relative ones."""
    found: list[list[Point]] = []
    x = y = 0.0
    for command, numbers in re.findall(r"([Ml])([^Mlz]*)", shapes()[iso3]):
        pairs = [float(number) for number in re.findall(r"-?[\d.]+", numbers)]
        steps = list(zip(pairs[::2], pairs[1::2], strict=True))
        if command == "M":
            x, y = steps.pop(0)
            found.append([(x, y)])
        for right, down in steps:
            x, y = x + right, y + down
            found[-1].append((x, y))
    return tuple(map(tuple, found))


def extent(iso3: str) -> Extent:
    """Left, top, right, bottom of an outline."""
    return _extent([point for ring in rings(iso3) for point in ring])


def _extent(points: Iterable[Point]) -> Extent:
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


# ------------------------------------------------------------------ what part of the world


def whole() -> Box:
    drawing = world_drawing()
    return 0, 0, drawing.width, drawing.height


def around(codes: Iterable[str]) -> Box:
    """A frame around some countries, of the shape of a map."""
    drawing = world_drawing()
    extents = _near([_seen(iso3) for iso3 in codes if iso3 in shapes() or iso3 in drawing.dots])
    if not extents:
        return whole()
    left, top, right, bottom = (
        pick(one[side] for one in extents) for side, pick in enumerate((min, min, max, max))
    )
    wanted = (1 + 2 * MARGIN) * max(right - left, (bottom - top) * RATIO)
    width = min(max(wanted, LEAST_SHARE * drawing.width), drawing.width)
    height = min(width / RATIO, drawing.height)
    x = min(max((left + right - width) / 2, 0), drawing.width - width)
    y = min(max((top + bottom - height) / 2, 0), drawing.height - height)
    return x, y, width, height


def _seen(iso3: str) -> Extent:
    """How far the outline and the dot of a country reach."""
    extents = [extent(iso3)] if iso3 in shapes() else []
    if dot := world_drawing().dots.get(iso3):
        extents.append((*dot, *dot))
    return _extent(point for one in extents for point in (one[:2], one[2:]))


def _near(extents: list[Extent]) -> list[Extent]:
    """Without those that lie at the other edge of the drawing, across the date line."""
    middle = world_drawing().width / 2
    side = max(
        ([one for one in extents if one[0] < middle], [one for one in extents if one[0] >= middle]),
        key=len,
    )
    if not extents:
        return []
    reach = max(one[2] for one in extents) - min(one[0] for one in extents)
    return side if reach > WIDEST * world_drawing().width else extents


# ------------------------------------------------------------------ where a number is written


@cache
def middle(iso3: str) -> tuple[float, float, float, float] | None:
    """A point well within the largest part of a country, with the width and height of that part."""
    if iso3 not in shapes():
        return None
    ring = max(rings(iso3), key=lambda points: abs(_area(points)))
    _left, top, _right, bottom = _extent(ring)
    y = top + (bottom - top) * 0.5
    stretches = [_widest(ring, y + (bottom - top) * part) for part in (0, -0.15, 0.15, -0.3, 0.3)]
    found = [stretch for stretch in stretches if stretch]
    if not found:
        return None
    start, end, at = max(found, key=lambda stretch: stretch[1] - stretch[0])
    return (start + end) / 2, at, end - start, bottom - top


def _area(ring: Iterable[Point]) -> float:
    points = list(ring)
    pairs = zip(points, [*points[1:], points[0]], strict=True)
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs) / 2


def _widest(ring: tuple[Point, ...], y: float) -> tuple[float, float, float] | None:
    """The longest stretch of a level line within an outline: from, to, at which height."""
    y += 0.25  # corners lie on whole numbers, so no line goes through one
    crossings = sorted(
        a[0] + (y - a[1]) * (b[0] - a[0]) / (b[1] - a[1])
        for a, b in zip(ring, (*ring[1:], ring[0]), strict=True)
        if (a[1] > y) != (b[1] > y)
    )
    stretches = list(zip(crossings[::2], crossings[1::2], strict=False))
    if not stretches:
        return None
    start, end = max(stretches, key=lambda stretch: stretch[1] - stretch[0])
    return start, end, y

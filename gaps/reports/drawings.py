"""The map and the charts of a report, as SVG for print. Words stand beside them, never in them."""

from collections.abc import Iterable, Mapping, Sequence

from gaps.maps import outlines
from gaps.maps.colours import GAP_CLASSES as COLOURS
from gaps.maps.colours import NOT_ASKED
from gaps.models import GapClass
from portal.templatetags.charts import world_drawing

SEA_EDGE, LAND_EDGE, INK = "#ffffff", "#8a949e", "#14304f"
DOT = 7.0  # radius, in units of the whole drawing
BAR_WIDTH, BAR_HEIGHT = 1000, 70
TREND_WIDTH, TREND_HEIGHT, TREND_EDGE = 1000, 260, 14


def colour(key: str) -> str:
    """The colour of a class by its key; that of no known need where there is none."""
    return COLOURS[GapClass[key]] if key in GapClass.__members__ else NOT_ASKED


# ------------------------------------------------------------------ the map


def world_map(main_classes: Mapping[str, str], *, zoomed: bool) -> str:
    """Countries in the colour of their main class, by ISO code; all others plain.

    `zoomed` shows the part of the world around them. Dots, which stand for states too small to
    see, come last, so that no large neighbour covers them.
    """
    box = outlines.around(main_classes) if zoomed and main_classes else outlines.whole()
    scale = box[2] / world_drawing().width
    plain = [iso3 for iso3 in outlines.shapes() if iso3 not in main_classes]
    parts = [
        *(_outline(iso3, NOT_ASKED, scale) for iso3 in plain),
        *(_outline(iso3, colour(key), scale) for iso3, key in main_classes.items()),
        *(_dot(iso3, colour(key), scale) for iso3, key in main_classes.items()),
    ]
    return _svg(box, parts)


def _outline(iso3: str, fill: str, scale: float) -> str:
    path = outlines.shapes().get(iso3)
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

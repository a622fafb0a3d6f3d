"""The colours of maps: `static/portal.css` has the same for pages, and a test holds them together.

Each row of colours grows darker step by step, so that it reads without hue, in print as well; and
on every map stand the numbers of the classes.
"""

from collections.abc import Sequence

from gaps.models import GapClass

GAP_CLASSES: dict[GapClass, str] = {
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
NO_GAP = "#b5d3ee"
WORSE = ("#fdeccb", "#f6c98c", "#e58a4a", "#b7432a", "#7a1526")
BETTER = ("#dcecf7", "#a3cbe8", "#5f9fd3", "#2a6fb0", "#143f73")
NOT_ASKED = "#e4e7ea"
UNKNOWN = ""  # drawn as hatching: nobody knows, which is neither good nor bad
INK, LAND_EDGE, PAPER = "#0b0c0c", "#5c656c", "#ffffff"


def spread(row: Sequence[str], classes: int) -> list[int]:
    """Which steps of a row of colours so many classes take, as far apart as there is room."""
    if classes == 1:
        return [len(row) // 2]
    return [round(place * (len(row) - 1) / (classes - 1)) for place in range(classes)]


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def text_on(colour: str) -> str:
    """Black or white, whichever reads better on a colour."""
    ground = luminance(colour or PAPER)
    return PAPER if 1.05 / (ground + 0.05) > (ground + 0.05) / 0.05 else INK

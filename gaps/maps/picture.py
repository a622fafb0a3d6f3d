"""A map as one picture that says everything by itself: SVG, and the same as PNG."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from textwrap import wrap

import typst
from django.utils.html import escape
from django.utils.translation import gettext as _

from gaps.maps import colours, outlines
from gaps.maps.sheet import Key, Place, Sheet
from portal.access import TLP
from portal.templatetags.charts import world_drawing

WIDTH, EDGE = 1200, 40
INNER = WIDTH - 2 * EDGE
# Browsers take the first that they have; the PNG is set in the last, which comes with typst.
FONTS = "Arial, Helvetica, 'Libertinus Serif', serif"
TITLE, TEXT, SMALL = 28, 16, 13
TITLE_LETTERS, SMALL_LETTERS = 58, 165  # that fit on a line
WIDER = 0.8  # of them fit where the PNG takes its letters from the other font, which is broad
LATIN = "\u0590"  # Latin, Greek and Cyrillic letters come before
COLUMNS, SWATCH, ROW = 3, 28, 30
DOT = 7.0  # radius, in units of the whole drawing
MARK = 15.0  # height of the numbers on countries, likewise
LABEL_COLOURS = {
    TLP.CLEAR: "#ffffff",
    TLP.GREEN: "#33ff00",
    TLP.AMBER: "#ffc000",
    TLP.AMBER_STRICT: "#ffc000",
    TLP.RED: "#ff2b2b",
}
PIXELS = 144  # to the inch of 72 units: twice the size of the drawing
_PAGE = b"""#set page(width: auto, height: auto, margin: 0pt)
#image(bytes(sys.inputs.svg), format: "svg", width: eval(sys.inputs.width) * 1pt)"""


def svg(sheet: Sheet) -> str:
    """The map with its title, its legend and what it rests on."""
    title = _wrapped(sheet.title, TITLE_LETTERS)
    top = EDGE + len(title) * (TITLE + 8) + 8
    height = INNER * sheet.box[3] / sheet.box[2]
    legend_top = top + height + 24
    foot_top = legend_top + ROW * _rows(sheet) + 16
    foot = [line for fact in foot_lines(sheet) for line in _wrapped(fact, SMALL_LETTERS)]
    whole = foot_top + len(foot) * (SMALL + 6) + EDGE / 2
    parts = [
        f"<title>{escape(sheet.title)}</title><desc>{escape(in_words(sheet))}</desc>",
        _defs(),
        f'<rect width="{WIDTH}" height="{whole:.0f}" fill="{colours.PAPER}"/>',
        *_lines(title, EDGE, EDGE + TITLE - 8, TITLE, weight="bold"),
        _label(sheet.label),
        _map(sheet, top, height),
        *_legend(sheet, legend_top),
        *_lines(foot, EDGE, foot_top + SMALL, SMALL),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {whole:.0f}" '
        f'width="{WIDTH}" height="{whole:.0f}" role="img" font-family="{FONTS}" '
        f'fill="{colours.INK}">{"".join(parts)}</svg>'
    )


@lru_cache(maxsize=16)
def png(drawing: str) -> bytes:
    """A drawing in pixels. The same drawing gives the same bytes, on every machine."""
    made: bytes = typst.compile(
        _PAGE,
        font_paths=_fonts(),
        sys_inputs={"svg": drawing, "width": str(WIDTH)},
        format="png",
        ppi=PIXELS,
    )
    return made


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False)


def foot_lines(sheet: Sheet) -> list[str]:
    """What the map rests on, in sentences."""
    facts = [f"{name}: {value}" for name, value in sheet.facts.items() if value]
    return [
        ". ".join(fact.rstrip(".") for fact in facts) + ".",
        *sheet.found.notes,
        _(
            "A dot stands for a country or territory too small to draw. Outlines: Natural Earth. "
            "Borders and names imply no endorsement or opinion on the status of any territory."
        ),
    ]


def _wrapped(text: str, letters: int) -> list[str]:
    return wrap(text, letters if all(letter < LATIN for letter in text) else int(letters * WIDER))


def in_words(sheet: Sheet) -> str:
    said = (f"{each['key'].text}: {each['countries']}" for each in sheet.legend)
    return _("Countries in each class. %(classes)s.") % {"classes": "; ".join(said)}


# ------------------------------------------------------------------ the map itself


def _map(sheet: Sheet, top: float, height: float) -> str:
    left, upper, width, tall = sheet.box
    scale = width / world_drawing().width
    view = f"{left:.2f} {upper:.2f} {width:.2f} {tall:.2f}"
    drawn = {place.iso3 for place in sheet.places}
    plain = (iso3 for iso3 in outlines.shapes() if iso3 not in drawn)
    parts = [
        *(_outline(iso3, colours.NOT_ASKED, scale) for iso3 in plain),
        *(_outline(place.iso3, place.key.fill, scale) for place in sheet.places),
        *(_dot(place, scale) for place in sheet.places),
        *marks_drawn(sheet.places, scale),
    ]
    return (
        f'<svg x="{EDGE}" y="{top:.0f}" width="{INNER}" height="{height:.0f}" '
        f'viewBox="{view}">{"".join(parts)}</svg>'
    )


def _outline(iso3: str, fill: str, scale: float) -> str:
    path = outlines.shapes().get(iso3)
    if path is None:
        return ""
    return (
        f'<path d="{path}" fill="{fill or "url(#unknown)"}" '
        f'stroke="{colours.LAND_EDGE}" stroke-width="{0.8 * scale:.3f}"/>'
    )


def _dot(place: Place, scale: float) -> str:
    at = world_drawing().dots.get(place.iso3)
    if at is None:
        return ""
    return (
        f'<circle cx="{at[0]}" cy="{at[1]}" r="{DOT * scale:.2f}" '
        f'fill="{place.key.fill or "url(#unknown)"}" '
        f'stroke="{colours.INK}" stroke-width="{1.2 * scale:.3f}"/>'
    )


def marks(places: Iterable[Place], scale: float) -> Iterator[tuple[Place, float, float]]:
    """Where the number of its class is written on a country that is large enough for it."""
    for place in places:
        middle = outlines.middle(place.iso3)
        if not middle or not place.mark or place.iso3 in world_drawing().dots:
            continue
        x, y, width, height = middle
        needed = MARK * scale * (0.4 + 0.6 * len(place.mark))
        if width >= needed and height >= MARK * scale * 0.9:
            yield place, x, y + MARK * scale * 0.35


def marks_drawn(places: Iterable[Place], scale: float) -> Iterator[str]:
    for place, x, y in marks(places, scale):
        yield (
            f'<text x="{x:.1f}" y="{y:.1f}" font-size="{MARK * scale:.2f}" text-anchor="middle" '
            f'fill="{colours.text_on(place.key.fill)}">{place.mark}</text>'
        )


# ------------------------------------------------------------------ what stands around it


def _defs() -> str:
    return (
        '<defs><pattern id="unknown" width="8" height="8" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><rect width="8" height="8" fill="{colours.PAPER}"/>'
        '<rect width="1.2" height="8" fill="#b9c0c6"/></pattern></defs>'
    )


def _label(label: TLP) -> str:
    width = 20 + 10 * len(label.label)
    x = WIDTH - EDGE - width
    return (
        f'<rect x="{x}" y="{EDGE - 10}" width="{width}" height="30" fill="#000000"/>'
        f'<text x="{x + width / 2:.0f}" y="{EDGE + 11}" font-size="{TEXT}" font-weight="bold" '
        f'text-anchor="middle" fill="{LABEL_COLOURS[label]}">{escape(label.label)}</text>'
    )


def _rows(sheet: Sheet) -> int:
    return -(-len(sheet.legend) // COLUMNS)


def _legend(sheet: Sheet, top: float) -> Iterator[str]:
    """Down one column after another, as one reads."""
    for place, each in enumerate(sheet.legend):
        column, row = divmod(place, _rows(sheet))
        x, y = EDGE + column * INNER / COLUMNS, top + row * ROW
        yield _swatch(each["key"], x, y)
        yield from _lines([each["text"]], x + SWATCH + 10, y + 15, TEXT)


def _swatch(key: Key, x: float, y: float) -> str:
    return (
        f'<rect x="{x:.0f}" y="{y:.0f}" width="{SWATCH}" height="20" '
        f'fill="{key.fill or "url(#unknown)"}" stroke="{colours.LAND_EDGE}"/>'
        f'<text x="{x + SWATCH / 2:.0f}" y="{y + 15:.0f}" font-size="14" text-anchor="middle" '
        f'fill="{colours.text_on(key.fill)}">{key.mark}</text>'
    )


def _lines(
    lines: Sequence[str], x: float, y: float, size: int, weight: str = "normal"
) -> Iterator[str]:
    for number, line in enumerate(lines):
        down = y + number * (size + 6)
        yield (
            f'<text x="{x:.0f}" y="{down:.0f}" font-size="{size}" font-weight="{weight}">'
            f"{escape(line)}</text>"
        )

"""A report as PDF/UA-1: tagged, the same bytes each time for the same document."""

import json
import unicodedata
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst
from django.utils.translation import gettext as _

from gaps.reports.document import Document
from gaps.reports.paper import parts
from gaps.reports.tables import day

HERE = Path(__file__).resolve().parent
# Colours of the labels on black, as the Traffic Light Protocol gives them.
LABEL_COLOURS = {
    "TLP:CLEAR": "#ffffff",
    "TLP:GREEN": "#33ff00",
    "TLP:AMBER": "#ffc000",
    "TLP:AMBER+STRICT": "#ffc000",
    "TLP:RED": "#ff2b2b",
}
UNPRINTABLE = "\N{WHITE VERTICAL RECTANGLE}"
STEERING = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})
LONGEST = 24  # letters of a word that stay together
BREAK = "\u200b"
_LETTER = b"""#set document(title: "x")
#set text(font: ("Libertinus Serif", "DejaVu Sans Mono"))
#sys.inputs.letter"""


def pdf(document: Document, *, label: str, address: str) -> bytes:
    """The report on paper. `label` is the one it has now; `address` is where to verify it."""
    data = _printable(_data(document, label, address))
    data["title"] = data["title"].strip() or document.name
    if UNPRINTABLE in json.dumps(data["parts"], ensure_ascii=False):
        data["parts"].append({"kind": "quiet", "text": _unprintable_in_words()})
    published = datetime.fromisoformat(document.published)
    return _compiled(
        (HERE / "report.typ").read_bytes(), published, data=json.dumps(data, ensure_ascii=False)
    )


def _unprintable_in_words() -> str:
    text = _("%(sign)s stands for a letter that cannot be printed here. The other files have it.")
    return text % {"sign": UNPRINTABLE}


def _data(document: Document, label: str, address: str) -> dict[str, Any]:
    published = datetime.fromisoformat(document.published)
    words = {
        "id": document.id,
        "version": document.version,
        "run": document.run.id,
        "method": document.run.method,
        "as_of": day(document.run.as_of),
        "title": document.title,
    }
    return {
        "title": document.title,
        "author": _("Cyber Capability Portal"),
        "description": _("Report %(id)s, version %(version)d") % words,
        "language": document.language.partition("-")[0],
        "date": [published.year, published.month, published.day],
        "label": label,
        "label_colour": LABEL_COLOURS[label],
        "head": document.title,
        "foot": _(
            "Report %(id)s, version %(version)d · run %(run)s · method %(method)s · as of %(as_of)s"
        )
        % words,
        "page": _("Page %(n)s of %(all)s") % {"n": "{n}", "all": "{all}"},
        "parts": parts(document, label=label, address=address),
    }


def _compiled(source: bytes, timestamp: datetime, **inputs: str) -> bytes:
    """Each with a compiler of its own: one keeps what it was given last, whoever asks next."""
    return typst.compile(
        source,
        font_paths=_fonts(),
        sys_inputs=inputs,
        format="pdf",
        pdf_standards=["ua-1"],
        timestamp=timestamp,
    )


@cache
def _fonts() -> typst.Fonts:
    """Those that it brings along alone, so that every machine sets the same pages."""
    return typst.Fonts(include_system_fonts=False)


# ------------------------------------------------------------------ texts fit for its fonts


def _printable(value: Any) -> Any:
    """The same with texts that its fonts can set; drawings, fingerprints and addresses stay."""
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, list):
        return [_printable(part) for part in value]
    if isinstance(value, dict):
        kept = ("svg", "kind") if value.get("kind") != "code" else ("text", "kind")
        return {name: part if name in kept else _printable(part) for name, part in value.items()}
    return value


def _text(text: str) -> str:
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
    letters = {ord(letter): _letter(letter) for letter in set(text)}
    return " ".join(_broken(word) for word in text.translate(letters).split(" "))


@cache
def _letter(letter: str) -> str:
    """What stands for a letter: itself, unless it steers a screen, turns the writing around or is
    in none of the fonts."""
    if letter in "\n\r\t":
        return " " if letter == "\t" else "\n"
    if unicodedata.category(letter) in STEERING:
        return ""
    return letter if is_printable(letter) else UNPRINTABLE


def _broken(word: str) -> str:
    """A word longer than any column may break anywhere; a hyphen of ours would be false."""
    return word if len(word) <= LONGEST else BREAK.join(word)


@cache
def is_printable(letter: str) -> bool:
    """Whether the fonts have a letter. A document with any other is no PDF/UA, and is not made."""
    if letter.isascii():
        return True
    try:
        _compiled(_LETTER, datetime.fromtimestamp(0, UTC), letter=letter)
    except typst.TypstError:
        return False
    return True

"""The text of a report as people write it: headings, plain paragraphs, placeholders for figures.

A line that begins with `#` is a heading; an empty line ends a paragraph; `{open_gaps}` stands for
a figure of the run. Nothing else has a meaning: whatever is written is shown as it is.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from gaps.reports.document import Section

PLACEHOLDER = re.compile(r"\{([^{}\n]*)\}")
LONGEST = 40_000  # characters


@dataclass(frozen=True)
class Piece:
    """A stretch of a paragraph: as written, or a figure that stands for `name`."""

    text: str
    name: str = ""


@dataclass(frozen=True)
class Passage:
    """A heading with its paragraphs, each in pieces, for showing where figures stand."""

    heading: tuple[Piece, ...]
    paragraphs: tuple[tuple[Piece, ...], ...]


def unknown(text: str, known: Mapping[str, str]) -> list[str]:
    """The placeholders that stand for nothing, each once, in the order in which they come."""
    return list(dict.fromkeys(name for name in PLACEHOLDER.findall(text) if name not in known))


def pieces(text: str, values: Mapping[str, str]) -> tuple[Piece, ...]:
    """A text with figures in their places; an unknown placeholder stays as it is written."""
    return tuple(_pieces(text, values))


def _pieces(text: str, values: Mapping[str, str]) -> Iterator[Piece]:
    end = 0
    for found in PLACEHOLDER.finditer(text):
        name = found[1]
        if name not in values:
            continue
        if found.start() > end:
            yield Piece(text[end : found.start()])
        yield Piece(values[name], name)
        end = found.end()
    if end < len(text):
        yield Piece(text[end:])


def passages(text: str, values: Mapping[str, str]) -> list[Passage]:
    """The text in order. What stands before the first heading comes under “Summary”."""
    return [
        Passage(pieces(heading, values), tuple(pieces(one, values) for one in paragraphs))
        for heading, paragraphs in _outline(text)
    ]


def sections(text: str, values: Mapping[str, str]) -> tuple[Section, ...]:
    """The text as a document holds it, with figures in place of all placeholders."""
    return tuple(
        Section(_said(passage.heading), tuple(_said(one) for one in passage.paragraphs))
        for passage in passages(text, values)
    )


def _said(written: tuple[Piece, ...]) -> str:
    return "".join(piece.text for piece in written)


def _outline(text: str) -> list[tuple[str, list[str]]]:
    """Headings with their paragraphs, each on one line."""
    found: list[tuple[str, list[str]]] = [(_("Summary"), [])]
    lines: list[str] = []

    def end() -> None:
        if lines:
            found[-1][1].append(" ".join(lines))
            lines.clear()

    for line in (line.strip() for line in text.splitlines()):
        if line.startswith("#"):
            end()
            found.append((line.lstrip("#").strip(), []))
        elif line:
            lines.append(line)
        else:
            end()
    end()
    return [(heading, paragraphs) for heading, paragraphs in found if heading and paragraphs]

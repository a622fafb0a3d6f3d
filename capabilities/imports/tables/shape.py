"""How far the sheets of a workbook reach, seen before a reader of spreadsheets sees them.

Readers keep a sheet as a rectangle from its first to its last cell. Two cells in opposite corners
take a few hundred bytes in a file and hundreds of gigabytes in such a reader. So the parts are gone
through here once, with a parser that keeps nothing, and left as soon as they are too large.
"""

import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from posixpath import basename
from typing import IO
from xml.parsers import expat  # nosec B406  document types, all that could make it swell, are refused
from zipfile import BadZipFile, ZipFile

from django.utils.translation import gettext as _

from capabilities.imports.tables.table import Limits, TableRefused

PIECE = 65_536
# What comes of a part that is not there, no XML, or not what was packed.
DAMAGES = (
    *(expat.ExpatError, KeyError, BadZipFile, zlib.error),
    *(EOFError, ValueError, NotImplementedError),
)
WORKBOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


@dataclass
class Sheet:
    """The cells of one part: how many, how far; `formulas` are rows from 1 and columns from 0."""

    limits: Limits
    formulas: set[tuple[int, int]] = field(default_factory=set)
    cells: int = 0
    row: int = 0
    column: int = -1

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        kind = name.rpartition(":")[2]
        if kind == "row":
            self.row, self.column = _number(attributes.get("r"), self.row + 1), -1
        elif kind == "c":
            self._cell(attributes.get("r"))
        elif kind in ("v", "is", "f"):
            self._holds_something()
            if kind == "f":
                self.formulas.add((self.row, self.column))

    def _cell(self, place: str | None) -> None:
        self.cells += 1
        if self.cells > self.limits.cells:
            raise TableRefused(
                _("A sheet has more than %(n)d cells. Copy your rows into a new template.")
                % {"n": self.limits.cells}
            )
        self.column += 1
        if found := _PLACE.fullmatch(place or ""):
            self.column, self.row = _column(found[1]), int(found[2])

    def _holds_something(self) -> None:
        """Cells that have a format and hold nothing may lie anywhere: readers leave them out."""
        if self.row > self.limits.lowest_row:
            raise TableRefused(
                _("A sheet goes down to row %(row)d. Rows below %(n)d are not read: remove them.")
                % {"row": self.row, "n": self.limits.lowest_row}
            )
        if self.column >= self.limits.columns:
            raise TableRefused(
                _("A sheet has more than %(n)d columns. Remove those that are not in the template.")
                % {"n": self.limits.columns}
            )


def formulas(file: IO[bytes], names: list[str], sheet: str, limits: Limits) -> set[tuple[int, int]]:
    """Look at all parts of a workbook; the places of formulas in the sheet of that name.

    Raises TableRefused for what reaches too far, or is no XML of its own.
    """
    found: dict[str, set[tuple[int, int]]] = {}
    with ZipFile(file) as package:
        for name in names:
            if name.lower().endswith(".xml"):
                shape = Sheet(limits)
                _go_through(package, name, shape.start)
                found[basename(name)] = shape.formulas
        return found.get(_part_of(package, sheet), set())


def _part_of(package: ZipFile, sheet: str) -> str:
    """The file name of the part that holds a sheet."""
    keys: dict[str, str] = {}
    targets: dict[str, str] = {}

    def note_sheet(name: str, attributes: Mapping[str, str]) -> None:
        if name.rpartition(":")[2] == "sheet":
            local = {key.rpartition(":")[2]: value for key, value in attributes.items()}
            keys[local.get("name", "")] = local.get("id", "")

    def note_target(name: str, attributes: Mapping[str, str]) -> None:
        if name.rpartition(":")[2] == "Relationship":
            targets[attributes.get("Id", "")] = attributes.get("Target", "")

    _go_through(package, WORKBOOK, note_sheet)
    _go_through(package, RELATIONS, note_target)
    return basename(targets.get(keys.get(sheet, ""), ""))


def _go_through(
    package: ZipFile, name: str, start: Callable[[str, Mapping[str, str]], None]
) -> None:
    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = _refuse_document_type
    try:
        for piece in _pieces(package, name):
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except DAMAGES:
        raise TableRefused(
            _("The workbook is damaged. Open it, and save it anew as XLSX.")
        ) from None


def _pieces(package: ZipFile, name: str) -> Iterator[bytes]:
    with package.open(name) as part:
        while piece := part.read(PIECE):
            yield piece


def _refuse_document_type(*_declared: object) -> None:
    raise TableRefused(_("The workbook holds what no spreadsheet writes. Save it anew as XLSX."))


def _number(text: str | None, otherwise: int) -> int:
    return (
        int(text) if text and text.isascii() and text.isdecimal() and len(text) < 9 else otherwise
    )


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1

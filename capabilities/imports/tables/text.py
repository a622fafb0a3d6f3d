"""CSV as a table: which letters and which separator it is written in, then its cells."""

import codecs
import csv
import io
from collections.abc import Collection
from itertools import islice

from django.utils.translation import gettext as _

from capabilities.imports.tables.table import Limits, TableRefused
from capabilities.phrases.writing import alike
from portal.cells import restored

DELIMITERS = (",", ";", "\t")
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read(content: bytes, limits: Limits, known: Collection[str]) -> list[list[str]]:
    """The rows of a CSV file. `known`: headings by which its separator is recognised, folded."""
    text = _decoded(content)
    delimiter = _delimiter(text, known)
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            _require_within(rows, row, limits)
            rows.append([restored(cell) for cell in row])
    except csv.Error as error:
        raise TableRefused(
            _("The file is no proper CSV at line %(n)d. A quotation mark may be left open there.")
            % {"n": len(rows) + 1}
        ) from error
    return rows


def _require_within(rows: list[list[str]], row: list[str], limits: Limits) -> None:
    if len(rows) >= limits.lowest_row:
        raise TableRefused(
            _("The file has more than %(n)d rows. Split it into several files.")
            % {"n": limits.lowest_row}
        )
    if any(row[limits.columns :]):
        raise TableRefused(
            _("Row %(row)d has more than %(n)d columns. Remove those that are not in the template.")
            % {"row": len(rows) + 1, "n": limits.columns}
        )


def _decoded(content: bytes) -> str:
    encoding = next((name for mark, name in MARKS if content.startswith(mark)), "utf-8")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise TableRefused(
            _(
                "The letters of this file cannot be told. Save it as “CSV UTF-8”, "
                "or as XLSX, and upload it again."
            )
        )
    return text


def _delimiter(text: str, known: Collection[str]) -> str:
    """The separator with which one of the first lines reads most like our headings."""
    first = list(islice((line for line in text.splitlines() if line.strip(" ,;\t")), 3))

    def likeness(delimiter: str) -> tuple[int, int]:
        try:
            rows = list(csv.reader(first, delimiter=delimiter))
        except csv.Error:  # such as a cell longer than any may be
            return 0, 0
        ours = max((sum(alike(cell) in known for cell in row) for row in rows), default=0)
        return ours, max(map(len, rows), default=0)

    return max(DELIMITERS, key=likeness)

"""A report as a workbook: a sheet for each of its tables, none of its texts ever a formula."""

from datetime import datetime
from io import BytesIO
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from gaps.reports import tables
from gaps.reports.document import Document, fingerprint
from gaps.reports.tables import Column, Table, Value, day
from portal.cells import harmless

LONGEST = 32_767  # letters that a cell can hold
WIDEST, NARROWEST = 60, 10  # of a column, in letters
LOOKED_AT = 200  # rows that a width is taken from


def workbook(document: Document, *, label: str, address: str) -> bytes:
    """The workbook; `label` is the one the report has now, `address` where to verify it."""
    made = BytesIO()
    book = xlsxwriter.Workbook(
        made,
        # Row by row, so that a long report takes no more memory than a short one; and a text is
        # never looked at for whether it might be a formula, an address or a number.
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    book.set_properties(
        {
            "title": document.title,
            "subject": _subject(document, label),
            "author": _("Cyber Capability Portal"),
            "created": datetime.fromisoformat(document.published).replace(tzinfo=None),
        }
    )
    sheets = _Sheets(book, document, label)
    sheets.add(_first(document, label, address))
    for table in tables.tables(document):
        sheets.add(table)
    book.close()
    return made.getvalue()


def _subject(document: Document, label: str) -> str:
    return _("%(label)s · report %(id)s, version %(version)d · as of %(day)s") % {
        "label": label,
        "id": document.id,
        "version": document.version,
        "day": day(document.run.as_of),
    }


def _first(document: Document, label: str, address: str) -> Table:
    """What the report is and how to verify it, and its sections as they were written."""
    rows: list[tuple[Value, ...]] = [
        (_("Title"), document.title),
        *tables.facts(document, label),
        (_("Fingerprint of the report"), fingerprint(document)),
        (_("Verify it at"), address),
    ]
    for section in document.sections:
        rows += [(section.heading, text) for text in section.paragraphs]
    return Table(_("Report"), (Column(_("What")), Column(_("Which"))), tuple(rows))


class _Sheets:
    """Sheets of one look: the label and the day on top, then the table with its names held."""

    def __init__(self, book: Any, document: Document, label: str) -> None:
        self._book = book
        self._subject = _subject(document, label)
        self._marking = book.add_format(
            {"bold": True, "font_color": "#FFFFFF", "bg_color": "#000000"}
        )
        self._names = book.add_format(
            {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}
        )
        self._text = book.add_format({"text_wrap": True, "valign": "top"})
        self._number = book.add_format({"num_format": "#,##0.###", "valign": "top"})
        self._whole = book.add_format({"num_format": "#,##0", "valign": "top"})

    def add(self, table: Table) -> None:
        sheet = self._book.add_worksheet(table.name)
        for place, column in enumerate(table.columns):
            sheet.set_column(place, place, _width(table, place, column))
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.set_header(f"&L{_literal(self._subject)}&R{_('Page')} &P/&N")
        sheet.set_footer(f"&L{_literal(self._subject)}")
        sheet.repeat_rows(1)
        sheet.freeze_panes(2, 0)
        sheet.write_string(0, 0, self._subject, self._marking)
        for place, column in enumerate(table.columns):
            sheet.write_string(1, place, column.name, self._names)
        for number, row in enumerate(table.rows, start=2):
            for place, value in enumerate(row):
                self._write(sheet, number, place, table.columns[place], value)
        if table.rows:
            sheet.autofilter(1, 0, len(table.rows) + 1, len(table.columns) - 1)

    def _write(self, sheet: Any, row: int, place: int, column: Column, value: Value) -> None:
        if isinstance(value, int):
            sheet.write_number(row, place, value, self._whole)
        elif column.kind == "number":
            whole = self._whole if value.lstrip("-").isdecimal() else self._number
            sheet.write_number(row, place, float(value), whole)
        else:
            sheet.write_string(row, place, cell(value), self._text)


def cell(text: str) -> str:
    """A text that stays a text in every program, also when its row is saved as CSV."""
    return harmless("".join(filter(_is_kept, text)))[:LONGEST]


def _is_kept(letter: str) -> bool:
    """XML 1.0 has no sign for most of what steers a screen."""
    return letter in "\t\n\r" or (letter >= " " and letter not in "\ufffe\uffff")


def _literal(text: str) -> str:
    """In headers and footers of a sheet, `&` begins a command."""
    return text.replace("&", "&&")


def _width(table: Table, place: int, column: Column) -> int:
    longest = max((len(str(row[place])) for row in table.rows[:LOOKED_AT]), default=0)
    return min(max(longest + 2, min(len(column.name) + 2, 16), NARROWEST), WIDEST)

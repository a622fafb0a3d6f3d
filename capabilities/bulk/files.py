"""Files for people who fill in tables: the template, and an uploaded table with its errors."""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from capabilities.bulk.columns import REMARKS, Column
from capabilities.models import Upload, UploadRow
from portal.access import TLP
from portal.cells import harmless
from portal.models import User

PLAIN = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
LONGEST = 32_000  # characters of a cell, by the format
FILLED = 1_000  # rows for which the template offers its lists
_DAY = re.compile(r"(19[5-9]\d|2\d{3})-(\d{2})-(\d{2})")


@dataclass(frozen=True)
class Template:
    """What a template is made of, in the language of whoever downloads it."""

    sheet: str
    columns: Sequence[Column]
    example: Sequence[str]
    guidance: Sequence[str]
    more: Sequence[Sequence[str]] = ()  # rows below the example, or below the first one

    @property
    def rows(self) -> list[Sequence[str]]:
        return [self.example, *self.more]


# ------------------------------------------------------------------ cells


def _typed(text: str) -> str | int | date:
    """A day as a day and a number as a number, so that spreadsheets treat them so."""
    if found := _DAY.fullmatch(text):
        try:
            return date(*(int(part) for part in found.groups()))
        except ValueError:
            return text
    is_number = text.isascii() and text.isdecimal() and len(text) < 10
    return int(text) if is_number and str(int(text)) == text else text[:LONGEST]


class _Book:
    """A workbook whose cells are never formulas."""

    def __init__(self) -> None:
        self.file = io.BytesIO()
        self.book = xlsxwriter.Workbook(self.file, PLAIN)
        self.head = self.book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self.text = self.book.add_format({"text_wrap": True, "valign": "top"})
        self.day = self.book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"})
        self.wrong = self.book.add_format(
            {"text_wrap": True, "valign": "top", "bg_color": "#F6D7D2", "border": 2}
        )

    def write(self, sheet: Any, row: int, column: int, text: str, form: Any = None) -> None:
        value = _typed(text)
        if isinstance(value, date):
            sheet.write_datetime(row, column, value, form or self.day)
        elif isinstance(value, int):
            sheet.write_number(row, column, value, form or self.text)
        else:
            sheet.write_string(row, column, value, form or self.text)

    def finish(self) -> bytes:
        self.book.close()
        return self.file.getvalue()


def as_csv(rows: Sequence[Sequence[str]]) -> bytes:
    """Rows as CSV that every spreadsheet opens with the right letters, none of them a formula."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([harmless(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


# ------------------------------------------------------------------ the template


def template_csv(template: Template) -> bytes:
    headings = [str(column.title) for column in template.columns]
    return as_csv([headings, *template.rows])


def template_xlsx(template: Template, user: User) -> bytes:
    """Headings with one example, and a sheet each for guidance and for codes."""
    book = _Book()
    sheet = book.book.add_worksheet(template.sheet)
    guide = book.book.add_worksheet(_("Guidance"))
    codes = book.book.add_worksheet(_("Codes"))
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(template.columns):
        sheet.set_column(place, place, 24)
        book.write(sheet, 0, place, str(column.title), book.head)
        for row, cells in enumerate(template.rows, start=1):
            book.write(sheet, row, place, cells[place])
        listed = column.listed(user)
        for row, text in enumerate([str(column.title), *listed] if listed else []):
            book.write(codes, row, place, text, book.head if row == 0 else None)
        sheet.data_validation(1, place, FILLED, place, _offer(column, codes.name, place, listed))
    codes.set_column(0, len(template.columns), 30)
    _guide(book, guide, template)
    return book.finish()


def _offer(column: Column, codes: str, place: int, listed: Sequence[str]) -> dict[str, Any]:
    """What a spreadsheet offers in a column; where several may stand, it does not insist."""
    note = {"input_title": str(column.title)[:32], "input_message": str(column.help)[:255]}
    if not listed:
        return {"validate": "any", **note}
    letters = xlsxwriter.utility.xl_col_to_name(place, col_abs=True)
    source = f"='{codes}'!{letters}$2:{letters}${len(listed) + 1}"
    return {"validate": "list", "source": source, "show_error": not column.several, **note}


def _guide(book: _Book, guide: Any, template: Template) -> None:
    guide.set_column(0, 0, 40)
    guide.set_column(1, 2, 60)
    for row, line in enumerate(template.guidance):
        book.write(guide, row, 0, line)
    top = len(template.guidance) + 1
    for place, text in enumerate((_("Column"), _("What to write"), _("Must it be there?"))):
        book.write(guide, top, place, text, book.head)
    for row, column in enumerate(template.columns, start=top + 1):
        book.write(guide, row, 0, str(column.title))
        book.write(guide, row, 1, str(column.help))
        book.write(guide, row, 2, _("Yes") if column.needed else _("No"))


# ------------------------------------------------------------------ with errors


def annotated_csv(upload: Upload) -> bytes:
    rows = [[_remark(row), *row.cells] for row in _in_order(upload)]
    return as_csv([[TLP(upload.tlp).label], [str(REMARKS), *upload.headings], *rows])


def annotated_xlsx(upload: Upload) -> bytes:
    """The uploaded table: what is to be mended before each row, and its cells in red."""
    book = _Book()
    sheet = book.book.add_worksheet(_("To be mended"))
    sheet.set_column(0, 0, 60)
    sheet.set_column(1, len(upload.headings), 24)
    sheet.set_header(f"&L{TLP(upload.tlp).label}")
    book.write(sheet, 0, 0, TLP(upload.tlp).label, book.head)
    for place, heading in enumerate([str(REMARKS), *upload.headings]):
        book.write(sheet, 1, place, heading, book.head)
    for number, row in enumerate(_in_order(upload), start=2):
        wrong = {error["at"] for error in row.errors}
        book.write(sheet, number, 0, _remark(row), book.wrong if row.errors else None)
        for place, cell in enumerate(row.cells):
            book.write(sheet, number, place + 1, cell, book.wrong if place in wrong else None)
    return book.finish()


def _in_order(upload: Upload) -> Any:
    return upload.rows.order_by("number")


def _remark(row: UploadRow) -> str:
    errors = [f"{error['column']}: {error['said']}" for error in row.errors]
    return "\n".join([*errors, *(doubt["said"] for doubt in row.doubts)])

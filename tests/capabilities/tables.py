"""Tables for tests about uploads: rows of needs as people fill them in, as XLSX and as CSV."""

import io
from datetime import timedelta

import xlsxwriter

from capabilities.bulk import acts, checking
from capabilities.bulk.files import as_csv
from capabilities.bulk.need_columns import COLUMNS
from tests.factories import TODAY, AgencyFactory, AreaFactory

NAMES = [column.name for column in COLUMNS]
ROW = {
    "area": "FOR-90",
    "kinds": "training",
    "current_level": "2",
    "target_level": "3",
    "quantity": "12",
    "languages": "fr",
    "modes": "any",
    "starts": TODAY.isoformat(),
    "ends": (TODAY + timedelta(days=300)).isoformat(),
    "urgency": "4",
    "reason": "Phones of suspects wait a year.",
}


def row(**cells):
    """One right row, but for what is given."""
    return {**ROW, **cells}


def own_agency(officer, **fields):
    AreaFactory(code="FOR-90", default_tlp=2)
    return AgencyFactory(owner=officer.organisation, **fields)


def csv_of(*rows, names=NAMES):
    return as_csv([names, *([cells.get(name, "") for name in names] for cells in rows)])


def xlsx_of(*rows, names=NAMES, sheet="Needs", before=()):
    """A workbook of text cells; `before` names sheets that stand in front."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False})
    for name in before:
        book.add_worksheet(name).write_string(0, 0, "nothing")
    page = book.add_worksheet(sheet)
    for number, cells in enumerate([names, *([r.get(name, "") for name in names] for r in rows)]):
        for place, cell in enumerate(cells):
            page.write_string(number, place, str(cell))
    book.close()
    return file.getvalue()


def sent(officer, *rows, content=None, name="needs.csv"):
    """An upload as it waits for its check."""
    return acts.send_needs(name=name, content=content or csv_of(*rows), by=officer)


def checked(officer, *rows, content=None):
    upload = sent(officer, *rows, content=content)
    checking.check(upload.pk)
    upload.refresh_from_db()
    return upload


def said(upload):
    """What is wrong, by place."""
    return {
        error["place"]: error["said"]
        for row in upload.rows.order_by("number")
        for error in row.errors
    }

"""Uploaded tables are read as they were written, whatever they are written in; bombs are not."""

import io
import zipfile

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from capabilities.bulk.files import as_csv
from capabilities.imports.tables import reading
from capabilities.imports.tables.table import Limits, TableRefused, column_letters
from portal.cells import harmless, restored
from tests.capabilities.tables import xlsx_of

NAMES = ["area", "kinds", "reason"]
HOSTILE = ["=1+1", "+1", "-1", "@a", "'=1", "''+", "TLP:AMBER", "a;b", 'a"b', "a\nb", "1e5", "007"]
# What a cell of a spreadsheet can hold, without spaces at its ends, which nobody means.
texts = st.text(
    st.characters(
        codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffd\ufffe\uffff\xa0"
    ),
    max_size=40,
).map(str.strip) | st.sampled_from(HOSTILE)
rows = st.lists(st.lists(texts, min_size=3, max_size=3).filter(any), min_size=1, max_size=6)


def read(content, **limits):
    return reading.read(content, known=NAMES, sheets={"needs"}, limits=Limits(**limits))


def cells(table):
    return [list(row.cells) for row in table.rows]


def broken(part):
    """An XLSX of which one part has changed on its way, as in a damaged file."""
    whole = bytearray(workbook())
    with zipfile.ZipFile(io.BytesIO(whole)) as package:
        found = package.getinfo(part)
    head = found.header_offset + 30 + len(part)
    whole[head + found.compress_size // 2] ^= 0xFF
    return bytes(whole)


def workbook(**parts):
    """An XLSX with parts put in, or replaced, by their name."""
    whole = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx_of({"area": "FOR-01"}, names=NAMES))) as old:
        contents = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in {**contents, **parts}.items():
            new.writestr(name, content)
    return whole.getvalue()


def sheet(data):
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{space}"><sheetData>{data}</sheetData></worksheet>'


def of_sheet(data):
    return workbook(**{"xl/worksheets/sheet1.xml": sheet(data)})


# ------------------------------------------------------------------ the same in every form


@given(rows)
@example([["=cmd|'/c calc'!A0", "a", "b"]])
def test_what_is_written_as_csv_reads_back_the_same(written):
    table = read(as_csv([NAMES, *written]))

    assert list(table.headings) == NAMES
    assert cells(table) == written


@settings(max_examples=15)
@given(rows)
def test_xlsx_and_csv_of_the_same_rows_read_the_same(written):
    as_dicts = [dict(zip(NAMES, row, strict=True)) for row in written]

    assert cells(read(xlsx_of(*as_dicts, names=NAMES))) == cells(read(as_csv([NAMES, *written])))


@given(st.text())
def test_no_cell_of_a_csv_file_begins_like_a_formula_and_each_is_restored(text):
    assert not harmless(text).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert restored(harmless(text)) == text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_is_read_in_its_own_letters_and_separators(encoding, delimiter):
    lines = [NAMES, ["FOR-01", "a, b; c", "Сеть"]]
    quoted = "\r\n".join(delimiter.join(f'"{cell}"' for cell in line) for line in lines)

    table = read(quoted.encode(encoding))

    assert cells(table) == [["FOR-01", "a, b; c", "Сеть"]]


def test_days_and_numbers_are_read_as_people_write_them():
    import datetime

    import xlsxwriter

    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    page = book.add_worksheet("Needs")
    page.write_row(0, 0, NAMES)
    day = book.add_format({"num_format": "d mmm yyyy"})
    page.write_datetime(3, 0, datetime.date(2026, 3, 27), day)
    page.write_row(3, 1, [12, 12.5])
    book.close()

    (only,) = read(file.getvalue()).rows

    assert (only.number, only.cells) == (4, ("2026-03-27", "12", "12.5"))


def test_what_no_workbook_can_hold_is_told_of_before_a_table_with_errors_is_written():
    table = read("area,kinds\na\uffffb,c\n".encode())

    assert cells(table) == [[f"a{reading.UNKEPT}b", "c"]]


def test_columns_are_called_as_spreadsheets_call_them():
    assert [column_letters(n) for n in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


# ------------------------------------------------------------------ what is not read


def lying():
    """A workbook whose list of contents says that its sheet is ten bytes."""
    content = workbook()
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        size = package.getinfo("xl/worksheets/sheet1.xml").file_size
    return content.replace(size.to_bytes(4, "little"), (10).to_bytes(4, "little"))


def _zip_of(content):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("a.txt", content)
    return file.getvalue()


CELL = '<c r="{}" t="inlineStr"><is><t>x</t></is></c>'
FAR = f'<row r="1">{CELL.format("A1")}</row><row r="1048576">{CELL.format("XFD1048576")}</row>'
REFUSED = {
    "two cells in opposite corners": (lambda: of_sheet(FAR), "down to row 1048576"),
    "the same without numbers of rows": (
        lambda: of_sheet(f"<row>{CELL.format('A1')}{CELL.format('XFD2')}</row>"),
        "more than 60 columns",
    ),
    "more cells than anybody fills in": (
        lambda: of_sheet("<row>" + "<c/>" * 100_001 + "</row>"),
        "more than 100000 cells",
    ),
    "a part that swells": (
        lambda: workbook(**{"xl/media/image1.png": b"\0" * 40_000_000}),
        "Unpacked",
    ),
    "entities that swell": (
        lambda: workbook(
            **{
                "xl/worksheets/sheet1.xml": '<!DOCTYPE a [<!ENTITY b "c">]>' + sheet("&b;"),
            }
        ),
        "no spreadsheet writes",
    ),
    "a part that is larger than it says": (lying, "damaged"),
    "macros": (lambda: workbook(**{"xl/vbaProject.bin": b"x"}), "macros"),
    "another format in the same wrapping": (
        lambda: workbook(**{"content.xml": "<a/>"}),
        "no XLSX workbook",
    ),
    "a ZIP of something else": (lambda: _zip_of(b"hello"), "no XLSX workbook"),
    "a damaged sheet": (lambda: workbook(**{"xl/worksheets/sheet1.xml": "<a"}), "damaged"),
    "half a workbook": (lambda: workbook()[:2000], "damaged"),
    "an old workbook": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old versions"),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "neither XLSX nor CSV"),
    "a PDF": (lambda: b"%PDF-1.7\n", "neither XLSX nor CSV"),
    "letters of another time": (lambda: "area;Köln".encode("cp1252"), "cannot be told"),
    "nothing": (lambda: b"  \n", "is empty"),
    "a workbook with a broken part": (lambda: broken("xl/worksheets/sheet1.xml"), "is damaged"),
    "a workbook with another part broken": (lambda: broken("docProps/core.xml"), "is damaged"),
    "an open quotation mark": (lambda: b'area,kinds\n"a,b\n', "no proper CSV"),
    "a cell of a size that no cell has": (lambda: b"a" * 200_000, "no proper CSV"),
    "too many rows": (lambda: as_csv([NAMES, *[["a", "b", "c"]] * 501]), "501 rows; at most 500"),
    "too many columns": (lambda: as_csv([["a"] * 61]), "more than 60 columns"),
    "too many bytes": (lambda: b"a" * 5_000_001, "larger than"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_it_is_refused_with_a_word_on_what_to_do(case):
    make, word = REFUSED[case]

    with pytest.raises(TableRefused, match=word):
        read(make())


def test_cells_that_hold_only_a_format_may_lie_anywhere():
    data = f'<row r="1">{CELL.format("A1")}</row><row r="1048576"><c r="XFD1048576" s="0"/></row>'

    assert read(of_sheet(data)).headings == ("x",)


def test_a_reader_that_takes_too_much_memory_ends_alone(monkeypatch):
    from capabilities.imports.tables import workbook as module

    monkeypatch.setattr(module.shape, "formulas", lambda *_: set())  # if that should miss one

    with pytest.raises(TableRefused, match="cannot be read"):
        read(of_sheet(FAR))

"""The workbook and the CSV of a report: whole, labelled throughout, and free of formulas."""

import csv
import io
import zipfile
from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from gaps.reports.document import CountryComment, Section, fingerprint
from gaps.reports.findings_csv import findings_csv
from gaps.reports.workbook import workbook
from tests.gaps.reports.documents import a_document

ADDRESS = "https://portal.example/verify"


def made(document, label="TLP:GREEN"):
    return workbook(document, label=label, address=ADDRESS)


def sheets(document, **given):
    book = CalamineWorkbook.from_filelike(io.BytesIO(made(document, **given)))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def csv_rows(document, label="TLP:GREEN"):
    return list(
        csv.DictReader(io.StringIO(findings_csv(document, label=label).decode("utf-8-sig")))
    )


def test_every_sheet_begins_with_the_label_the_report_and_the_day():
    found = sheets(a_document(), label="TLP:AMBER")

    assert len(found) == 9
    assert {rows[0][0] for rows in found.values()} == {
        "TLP:AMBER · report rep234567ghj, version 2 · as of 1 November 2026"
    }


def test_every_printed_sheet_has_the_label_too():
    with zipfile.ZipFile(io.BytesIO(made(a_document()))) as parts:
        pages = [
            parts.read(name).decode() for name in parts.namelist() if "worksheets/sheet" in name
        ]

    assert len(pages) == 9
    assert all("&amp;LTLP:GREEN" in page for page in pages)


def test_the_sheets_hold_the_whole_report():
    document = a_document()

    found = sheets(document)

    report = dict(row[:2] for row in found["Report"][2:])
    assert report["Fingerprint of the report"] == fingerprint(document)
    assert report["Verify it at"] == ADDRESS
    assert report["Figures as of"] == "1 November 2026"
    assert found["Key figures"][2:] == [
        ["Needs", 3],
        ["Gaps", 2],
        [document.figures[2].label, 37.5],
    ]
    assert found["Countries"][2][:6] == ["MUS", "Mauritius", 1, 1, 25, "Nothing offered"]
    assert [row[0] for row in found["Trend"][2:]] == ["2026-10-01", "2026-11-01"]
    assert found["Comments of countries"][2][4] == "We agree."
    assert len(found["Findings"]) == 2 + len(document.findings)


def test_each_country_has_its_findings_by_class():
    header, *rows = sheets(a_document())["Countries"][1:]

    kenya = dict(zip(header, next(row for row in rows if row[0] == "KEN"), strict=True))
    assert (kenya["Nothing offered"], kenya["Covered"]) == (1, 1)


def test_the_same_document_gives_the_same_bytes():
    assert made(a_document()) == made(a_document())
    assert findings_csv(a_document(), label="x") == findings_csv(a_document(), label="x")


SLY = st.builds(str.__add__, st.sampled_from("=+-@\t\r"), st.text("=A1|cmd\n\t'", max_size=8))
signs = st.one_of(SLY, st.text(st.characters(exclude_categories=["Cs"]), max_size=8))


def spoken(document, text):
    """The document with this text wherever a person can have written it."""
    row = document.findings[0]
    said = {f.name: text for f in fields(row) if f.type in ("str", str) and f.name.endswith("name")}
    comment = CountryComment("KEN", text, text, text, "2026-11-19T08:00:00Z")
    return replace(
        document,
        title=text,
        sections=(Section(text, (text,)),),
        findings=(replace(row, **said, sentence=text, fix=text),),
        comments=(comment,),
        notes=(text,),
        licence=text,
    )


@examples(max_examples=25)
@given(signs)
def test_no_cell_is_taken_for_a_formula(text):
    document = spoken(a_document(), text)

    with zipfile.ZipFile(io.BytesIO(made(document))) as parts:
        assert not any(b"<f>" in parts.read(name) for name in parts.namelist())
    cells = [str(c) for rows in sheets(document).values() for row in rows for c in row]
    cells += [cell for row in csv_rows(document) for cell in row.values()]
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []


def test_a_cell_too_long_for_a_workbook_is_cut_and_does_not_spoil_it():
    comment = CountryComment("KEN", "Kenya", "Office", "x" * 40_000, "2026-11-19T08:00:00Z")

    found = sheets(a_document(comments=(comment,)))

    assert len(found["Comments of countries"][2][4]) == 32_767


def test_each_row_of_the_csv_says_what_it_is_from():
    document = a_document()

    rows = csv_rows(document, label="TLP:AMBER")

    assert len(rows) == len(document.findings)
    for row, finding in zip(rows, document.findings, strict=True):
        assert row["Need"] == finding.need
        assert row["Why"] == finding.sentence
        assert row["Places missing"] == finding.missing
        assert row["Label of the report"] == "TLP:AMBER"
        assert row["Figures as of"] == "2026-11-01"
        assert row["Licence"] == "CC BY 4.0"
        assert row["Fingerprint of the report"] == fingerprint(document)


def test_a_csv_without_findings_still_has_its_names():
    assert findings_csv(a_document(findings=()), label="TLP:GREEN").count(b"\r\n") == 1


@pytest.mark.parametrize("letter", ["\x00", "\x0b", "\ufffe", "😀", "é"])
def test_any_letter_leaves_a_workbook_that_opens(letter):
    found = sheets(a_document(notes=(f"a{letter}b",)))

    assert found["Notes"][2][0].strip("ab") in ("", letter)

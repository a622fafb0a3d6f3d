"""A file is what its content says, and holds nothing that acts."""

import io
import random
import zlib
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capabilities.inspection import ENDINGS, FileRefused, inspected
from tests.capabilities.documents import (
    GOOD,
    Kind,
    jpeg,
    office,
    packed_pdf,
    pdf,
    png,
    relations,
)


def told(content, name):
    return inspected(io.BytesIO(content), name)


@pytest.mark.parametrize("name", GOOD)
def test_a_plain_file_of_each_kind_is_taken(name):
    assert told(GOOD[name], name) == ENDINGS["." + name.lower().rpartition(".")[2]]


@pytest.mark.parametrize("name", GOOD)
@pytest.mark.parametrize("content", GOOD)
def test_a_file_under_a_name_of_another_kind_is_not(name, content):
    if ENDINGS["." + name.lower().rpartition(".")[2]] != told(GOOD[content], content):
        with pytest.raises(FileRefused, match="content"):
            told(GOOD[content], name)


@pytest.mark.parametrize(
    "name", ["virus.exe", "page.html", "picture.svg", "old.doc", "macro.xlsm", "", "pdf"]
)
def test_other_kinds_are_not_taken(name):
    with pytest.raises(FileRefused, match="Only PDF"):
        told(b"MZ", name)


@pytest.mark.parametrize("content", [b"x", b"MZ" + bytes(90), b"<html>", b"PK\3\4", b"\0" * 5000])
@pytest.mark.parametrize("ending", ENDINGS)
def test_what_is_none_of_them_is_refused_whatever_its_name(content, ending):
    with pytest.raises(FileRefused):
        told(content, f"file{ending}")


# ------------------------------------------------------------------ documents of Office

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BAD_PARTS = {
    "word/vbaProject.bin": (OLE, "macros"),
    "xl/macrosheets/sheet1.xml": (b"<x/>", "macros"),
    "word/embeddings/oleObject1.bin": (OLE, "embedded object"),
    "word/media/setup.exe": (b"MZ", "embedded object"),
    "word/media/image1.png": (b"MZ" + bytes(60), "embedded object"),
    "word/harmless.xml": (OLE, "embedded object"),
    "word/activeX/activeX1.xml": (b"<x/>", "embedded object"),
    "xl/printerSettings/printerSettings1.bin": (b"MZ", "embedded object"),
    "word/media/run.js": (b"alert()", "embedded object"),
    "word/_rels/settings.xml.rels": (relations("attachedTemplate"), "from elsewhere"),
    "word/_rels/a.xml.rels": (relations("hyperlink/image"), "from elsewhere"),
    "word/_rels/b.xml.rels": (relations("image").replace("External", "&#69;xternal"), "elsewhere"),
    "word/_rels/c.xml.rels": (relations("image").encode("utf-16"), "unusual"),
    "word/_rels/d.xml.rels": ('<!DOCTYPE x [<!ENTITY a "b">]><x/>', "unusual"),
    "word/_rels/e.xml.rels": ("<x", "damaged"),
    "word/embeddings/sheet.xlsx": (office(Kind.XLSX, {"xl/vbaProject.bin": OLE}), "macros"),
    "word/embeddings/deep.docx": (
        office(Kind.DOCX, {"word/embeddings/deeper.xlsx": office(Kind.XLSX)}),
        "embedded object",
    ),
    "word/embeddings/fake.docx": (b"no package at all", "damaged"),
}
GOOD_PARTS = {
    "word/_rels/document.xml.rels": relations("hyperlink"),
    "xl/printerSettings/printerSettings1.bin": b"A4",
    "word/media/image1.png": png(),
    "word/embeddings/Microsoft_Excel_Sheet.xlsx": office(Kind.XLSX),
    "word/media/": b"",
}


@pytest.mark.parametrize("part", BAD_PARTS)
@pytest.mark.parametrize("kind", [Kind.DOCX, Kind.XLSX])
def test_a_document_with_macros_programs_or_what_is_fetched_is_refused(kind, part):
    content, said = BAD_PARTS[part]

    with pytest.raises(FileRefused, match=said):
        told(office(kind, {part: content}), f"file.{kind}")


def test_links_pictures_charts_and_settings_of_a_printer_are_no_harm():
    assert told(office(Kind.DOCX, GOOD_PARTS), "file.docx") == Kind.DOCX


def test_a_document_that_calls_itself_one_with_macros_is_refused():
    types = '<Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/>'
    with pytest.raises(FileRefused, match="macros"):
        told(office(Kind.DOCX, types=types), "file.docx")


def test_many_documents_within_one_are_refused():
    many = {f"word/embeddings/{n}.xlsx": office(Kind.XLSX) for n in range(11)}
    with pytest.raises(FileRefused, match="embedded object"):
        told(office(Kind.DOCX, many), "file.docx")


def test_a_document_that_unpacks_to_too_much_is_refused():
    with pytest.raises(FileRefused, match="Unpacked"):
        told(office(Kind.DOCX, {"word/media/image1.bmp": bytes(101_000_000)}), "file.docx")


def test_a_document_with_a_password_is_told_so():
    with pytest.raises(FileRefused, match="password"):
        told(OLE + bytes(600), "file.xlsx")


# ------------------------------------------------------------------ PDF

BAD_IN_PDF = {
    b"/Encrypt 5 0 R": "password",
    b"/OpenAction << /S /JavaScript /JS (x) >>": "script",
    b"/#4a#61vaScript 5 0 R": "script",
    b"/S /Launch": "acts by itself",
    b"/S/SubmitForm/F": "acts by itself",
    b"/EmbeddedFiles [ ]": "other files",
    b"/Type/EmbeddedFile": "other files",
    b"/XFA []": "can act",
    b"/Subtype /RichMedia": "can act",
}


@pytest.mark.parametrize("words", BAD_IN_PDF)
def test_a_pdf_that_is_locked_or_acts_is_refused_wherever_it_says_so(words):
    objects = b"1 0 obj << " + words + b" >> endobj\n"

    for content in (
        pdf(objects),
        pdf(trailer=b"trailer << " + words + b" >>\n"),
        packed_pdf(objects),
        packed_pdf(objects, head=b"/#54ype /Obj#53tm"),
    ):
        with pytest.raises(FileRefused, match=BAD_IN_PDF[words]):
            told(content, "file.pdf")


def test_the_same_words_within_a_picture_or_a_longer_name_are_no_harm():
    picture = b"1 0 obj << /Subtype /Image >> stream\n /JS /Launch \nendstream endobj\n"
    named = b"2 0 obj << /LaunchPad 1 /EncryptMetadata false /JSON 1 /S /GoTo >> endobj\n"

    assert told(pdf(picture + named), "file.pdf") == Kind.PDF
    assert told(packed_pdf(b"<< /Type /Page >>"), "file.pdf") == Kind.PDF


def test_a_pdf_whose_objects_cannot_be_unpacked_or_whose_end_is_missing_is_refused():
    broken = b"1 0 obj << /Type /ObjStm /Filter /LZWDecode >> stream\nxyz\nendstream\n"
    with pytest.raises(FileRefused, match="cannot be looked into"):
        told(pdf(broken), "file.pdf")
    with pytest.raises(FileRefused, match="end is missing"):
        told(b"%PDF-1.7\n", "file.pdf")
    with pytest.raises(FileRefused, match="too large"):
        told(packed_pdf(bytes(51_000_000)), "file.pdf")


# ------------------------------------------------------------------ pictures


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (png(20_001, 1), "smaller"),
        (png(10_000, 5_001), "smaller"),
        (png(0, 10), "damaged"),
        (png()[:20], "damaged"),
    ],
)
def test_a_png_that_takes_too_much_to_show_is_refused(content, said):
    with pytest.raises(FileRefused, match=said):
        told(content, "file.png")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (jpeg(20_001, 1), "smaller"),
        (jpeg(10_000, 5_001), "smaller"),
        (jpeg(0, 10), "damaged"),
        (jpeg()[:25], "damaged"),
        (jpeg()[:20], "damaged"),
        (jpeg(start=b"\xff\xe0\x00\x10"), "damaged"),
    ],
)
def test_a_jpeg_that_takes_too_much_to_show_is_refused(content, said):
    with pytest.raises(FileRefused, match=said):
        told(content, "file.jpg")


def test_a_jpeg_with_padding_and_marks_without_a_length_is_taken():
    assert told(jpeg(start=b"\xff\xff\xff\xe0\x00\x04ab\xff\x01"), "file.jpg") == Kind.JPEG


@given(st.sampled_from(sorted(GOOD)), st.integers(0, 2**32), st.integers(1, 20))
def test_a_damaged_file_is_told_or_refused_and_nothing_else(name, seed, changed):
    chance = random.Random(seed)
    content = bytearray(GOOD[name])
    for _ in range(changed):
        content[chance.randrange(len(content))] = chance.randrange(256)
    if chance.random() < 0.3:
        del content[chance.randrange(1, len(content)) :]

    with suppress(FileRefused):
        told(bytes(content), name)


def test_a_script_that_no_stream_hides_is_found_after_a_hundred_streams():
    page = b"1 0 obj << /L 9 >> stream\n" + zlib.compress(b"text") + b"\nendstream endobj\n"
    with pytest.raises(FileRefused, match="script"):
        told(pdf(page * 100 + b"2 0 obj << /JS (x) >> endobj\n"), "file.pdf")

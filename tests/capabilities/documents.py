"""Small files of every kind that the portal takes, and what can be hidden in them."""

import io
import struct
import zipfile
import zlib

from capabilities.inspection import MAIN_TYPES
from capabilities.models import Attachment

Kind = Attachment.Kind
MAIN = {Kind.DOCX: "word/document.xml", Kind.XLSX: "xl/workbook.xml"}
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    "{}</Relationships>"
)
LINK = (
    '<Relationship Id="r1" Type="http://x.example/{}" Target="http://x.example/" '
    'TargetMode="External"/>'
)


def pdf(objects=b"1 0 obj << /Type /Catalog >> endobj\n", trailer=b"trailer << /Root 1 0 R >>\n"):
    return b"%PDF-1.7\n" + objects + trailer + b"startxref\n9\n%%EOF\n"


def packed_pdf(hidden, head=b"/Type /ObjStm"):
    """A PDF that keeps these objects in a compressed stream."""
    data = zlib.compress(hidden)
    return pdf(
        b"1 0 obj << " + head + b" /Filter /FlateDecode >> stream\n" + data + b"\nendstream\n"
    )


def office(kind, parts=None, types=""):
    """A document of Office with more parts than it needs."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        main = f'<Override PartName="/{MAIN[kind]}" ContentType="{MAIN_TYPES[kind]}"/>'
        package.writestr("[Content_Types].xml", f"<Types>{main}{types}</Types>")
        package.writestr(MAIN[kind], "<document/>")
        for name, content in (parts or {}).items():
            package.writestr(name, content)
    return file.getvalue()


def png(width=20, height=10):
    def chunk(name, data):
        whole = name + data
        return struct.pack(">I", len(data)) + whole + struct.pack(">I", zlib.crc32(whole))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    lines = (b"\0" + b"\x40" * 3 * 20) * 10
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(lines))
        + chunk(b"IEND", b"")
    )


def jpeg(width=20, height=10, start=b"\xff\xe0\x00\x10JFIF\0\1\1\0\0\1\0\1\0\0"):
    frame = b"\xff\xc0\x00\x11\x08" + struct.pack(">HH", height, width) + b"\3" + bytes(9)
    return b"\xff\xd8" + start + frame + b"\xff\xd9"


GOOD = {
    "Report.pdf": pdf(),
    "Survey.docx": office(Kind.DOCX),
    "Figures.XLSX": office(Kind.XLSX),
    "photo.png": png(),
    "photo.jpg": jpeg(),
    "photo.jpeg": jpeg(start=b"\xff\xe1\x00\x08Exif\0\0"),
}


def relations(kind):
    return RELATIONS.format(LINK.format(kind))

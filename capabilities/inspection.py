"""What a file is, told by its content and by nothing that its sender says; and what none may hold.

This is no virus scanner. It refuses whole kinds of things that attacks are made of and no evidence
needs, as far as a look at the file's own structure can tell.
"""

import re
import struct
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import PurePath
from typing import IO, Any
from xml.etree import ElementTree  # nosec B405  nothing with entities gets to it
from zipfile import BadZipFile, ZipFile

import puremagic
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from capabilities.models import Attachment
from portal import packages

Kind = Attachment.Kind

OFFICE = "application/vnd.openxmlformats-officedocument"
MIME_TYPES: Mapping[Kind, str] = {
    Kind.PDF: "application/pdf",
    Kind.DOCX: f"{OFFICE}.wordprocessingml.document",
    Kind.XLSX: f"{OFFICE}.spreadsheetml.sheet",
    Kind.PNG: "image/png",
    Kind.JPEG: "image/jpeg",
}
ENDINGS: Mapping[str, Kind] = {
    ".pdf": Kind.PDF,
    ".docx": Kind.DOCX,
    ".xlsx": Kind.XLSX,
    ".png": Kind.PNG,
    ".jpg": Kind.JPEG,
    ".jpeg": Kind.JPEG,
}
HEAD = 4096
# What reading a part of a package raises, though the package as a whole looks well.
BROKEN = (BadZipFile, zlib.error, NotImplementedError, EOFError, ValueError)
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 20_000


class FileRefused(Exception):
    """A file that is not taken; the text says why, and what to do."""


def inspected(file: IO[bytes], name: str) -> Kind:
    """The kind of a file that may be taken; raises FileRefused."""
    ending = PurePath(name).suffix.lower()
    if ending not in ENDINGS:
        raise FileRefused(_("Only PDF, DOCX, XLSX, PNG and JPEG files are taken."))
    named, found = ENDINGS[ending], _kinds(file)
    if named not in found:
        raise FileRefused(
            _("Its name ends in %(ending)s, but by its content it is no %(kind)s.")
            % {"ending": ending, "kind": named.label}
        )
    file.seek(0)
    try:
        CHECKS[named](file)
    except packages.PackageRefused as refusal:
        raise FileRefused(str(refusal)) from None
    except BROKEN:
        raise FileRefused(_("It is damaged: save it anew and try again.")) from None
    return named


def _kinds(file: IO[bytes]) -> set[Kind]:
    """The kinds that the first bytes may be of; a document of Office with a password is none."""
    file.seek(0)
    head = file.read(HEAD)
    if head.startswith(packages.OLD_CONTAINER):  # the check of the package says what it is
        return {Kind.DOCX, Kind.XLSX}
    try:
        told = {match.mime_type for match in puremagic.magic_string(head)}
    except (puremagic.PureError, ValueError):
        return set()
    return {kind for kind, mime_type in MIME_TYPES.items() if mime_type in told}


# ------------------------------------------------------------------ documents of Office

CONTENT_TYPES = "[Content_Types].xml"
MAIN_TYPES = {
    Kind.DOCX: f"{MIME_TYPES[Kind.DOCX]}.main+xml",
    Kind.XLSX: f"{MIME_TYPES[Kind.XLSX]}.main+xml",
}
TEXT = (".xml", ".rels", ".vml")
PICTURES = (
    ".png",
    ".jpg",
    ".jpeg",
    ".gif",
    ".bmp",
    ".tif",
    ".tiff",
    ".emf",
    ".wmf",
    ".svg",
    ".wdp",
)
FONTS = (".odttf", ".fntdata", ".ttf", ".otf")
DOCUMENTS = (".docx", ".xlsx", ".pptx")  # as charts keep their figures in
PRINTER_SETTINGS = re.compile(r"(^|/)printersettings\d*\.bin$")
MACROS = re.compile(r"vbaproject|vbadata|(^|/)macrosheets/")
PROGRAMS = (b"MZ", b"\x7fELF", b"#!", packages.OLD_CONTAINER, b"\xca\xfe\xba\xbe")
EMBEDDED = packages.Limits(parts=200, unpacked=20_000_000)
MOST_EMBEDDED = 10


def _check_docx(file: IO[bytes]) -> None:
    _check_office(file, MAIN_TYPES[Kind.DOCX], packages.Limits())


def _check_xlsx(file: IO[bytes]) -> None:
    _check_office(file, MAIN_TYPES[Kind.XLSX], packages.Limits())


def _check_office(file: IO[bytes], main: str, limits: packages.Limits) -> None:
    names = packages.parts(file, limits)
    with ZipFile(file) as package:
        types = package.read(CONTENT_TYPES) if CONTENT_TYPES in names else b""
        if main.encode() not in types:
            raise FileRefused(_("By its content it is another document than its name says."))
        if b"macroEnabled" in types or any(MACROS.search(name.lower()) for name in names):
            raise FileRefused(_("It holds macros. Save it without them."))
        for name in names:
            if not name.endswith("/"):
                _check_part(package, name)
        documents = [name for name in names if _ending(name) in DOCUMENTS]
        if (documents and limits is EMBEDDED) or len(documents) > MOST_EMBEDDED:
            raise _embedded(documents[0])
        for name in documents:
            with package.open(name) as part:
                _check_office(part, ".main+xml", EMBEDDED)


def _ending(name: str) -> str:
    return PurePath(name.lower()).suffix


def _check_part(package: ZipFile, name: str) -> None:
    ending = _ending(name)
    is_known = ending in TEXT + PICTURES + FONTS + DOCUMENTS or PRINTER_SETTINGS.search(
        name.lower()
    )
    with package.open(name) as part:
        is_program = part.read(8).startswith(PROGRAMS)
    if not is_known or is_program or "activex" in name.lower():
        raise _embedded(name)
    if ending == ".rels":
        _check_relations(package.read(name))


def _check_relations(text: bytes) -> None:
    """Links that people click may lead outside; nothing may be fetched from there by itself."""
    if b"\0" in text or b"<!" in text:  # no program writes them so; and entities can be bombs
        raise FileRefused(_("It is written in an unusual way. Save it anew and try again."))
    try:
        relations = ElementTree.fromstring(text)  # noqa: S314  # nosec B314  without entities
    except ElementTree.ParseError:
        raise FileRefused(_("It is damaged: save it anew and try again.")) from None
    for relation in relations:
        is_link = relation.get("Type", "").endswith("/hyperlink")
        if relation.get("TargetMode") == "External" and not is_link:
            raise FileRefused(
                _("It fetches something from elsewhere when it is opened. Break its links first.")
            )


def _embedded(name: str) -> FileRefused:
    return FileRefused(
        _("It holds an embedded object (%(part)s). Remove it, or paste it as a picture.")
        % {"part": name}
    )


# ------------------------------------------------------------------ PDF

NAME_BYTE = re.compile(rb"#([0-9A-Fa-f]{2})")
STREAM = re.compile(rb">>\s*stream\r?\n(.*?)endstream", re.DOTALL)
OBJECT_STREAM = b"/ObjStm"
MOST_UNPACKED = 50_000_000
# A name of PDF ends at a blank or one of its signs.
ENDS = rb"(?=[\s/<>\[\](){}%]|$)"
NOT_IN_PDF: Mapping[bytes, Any] = {
    b"Encrypt": gettext_lazy(
        "It has a password, or forbids copying. Save it without such protection."
    ),
    b"JavaScript|JS": gettext_lazy("It holds a script. Print it to a new PDF file."),
    b"Launch|SubmitForm|ImportData": gettext_lazy(
        "It acts by itself when it is opened. Print it to a new PDF file."
    ),
    b"EmbeddedFiles?|Filespec": gettext_lazy(
        "It holds other files, or refers to them. Add those by themselves."
    ),
    b"XFA|RichMedia|Movie|Sound": gettext_lazy(
        "It holds a form or media that can act. Print it to a new PDF file."
    ),
}


def _check_pdf(file: IO[bytes]) -> None:
    data = file.read()
    if b"%%EOF" not in data[-2048:]:
        raise FileRefused(_("It is damaged: its end is missing."))
    for text in _structure(data):
        for names, said in NOT_IN_PDF.items():
            if re.search(rb"/(?:" + names + rb")" + ENDS, text):
                raise FileRefused(str(said))


def _structure(data: bytes) -> Iterator[bytes]:
    """What is written between the streams, and what streams of objects hold; names in plain."""
    yield _plain(STREAM.sub(b">> ", data))
    left = MOST_UNPACKED
    for stream in STREAM.finditer(data):
        head = _plain(data[max(0, stream.start() - 1_000) : stream.start()])
        if OBJECT_STREAM not in head.rpartition(b" obj")[2]:
            continue
        try:
            found = zlib.decompressobj().decompress(stream[1], left)
        except zlib.error:
            raise FileRefused(_("It is packed in a way that cannot be looked into.")) from None
        left -= len(found)
        if left <= 0:
            raise FileRefused(_("Unpacked it is too large."))
        yield _plain(found)


def _plain(text: bytes) -> bytes:
    """Names may be written in hexadecimal, letter by letter."""
    return NAME_BYTE.sub(lambda found: bytes([int(found[1], 16)]), text)


# ------------------------------------------------------------------ pictures

PNG = b"\x89PNG\r\n\x1a\n"
# Markers of JPEG without a length, and those that begin a frame, where its size stands.
ALONE = {0x01, *range(0xD0, 0xD9)}
FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}


def _check_png(file: IO[bytes]) -> None:
    head = file.read(33)
    if len(head) < 33 or head[:8] != PNG or head[12:16] != b"IHDR":
        raise _damaged()
    _require_size(*struct.unpack(">II", head[16:24]))


def _check_jpeg(file: IO[bytes]) -> None:
    file.seek(2)
    while True:
        mark = file.read(2)
        if len(mark) < 2 or mark[0] != 0xFF:
            raise _damaged()
        if mark[1] in ALONE:
            continue
        if mark[1] == 0xFF:  # padding
            file.seek(-1, 1)
            continue
        length = file.read(2)
        if len(length) < 2:
            raise _damaged()
        if mark[1] in FRAMES:
            _require_frame(file.read(5))
            return
        file.seek(max(0, int.from_bytes(length) - 2), 1)


def _require_frame(frame: bytes) -> None:
    if len(frame) < 5:
        raise _damaged()
    height, width = struct.unpack(">HH", frame[1:])
    _require_size(width, height)


def _require_size(width: int, height: int) -> None:
    """Small files can be pictures that take gigabytes to show."""
    if not width or not height:
        raise _damaged()
    if width * height > MOST_PIXELS or max(width, height) > LONGEST_SIDE:
        raise FileRefused(
            _("It is a picture of %(width)d × %(height)d points. Make it smaller: at most %(n)d.")
            % {"width": width, "height": height, "n": MOST_PIXELS}
        )


def _damaged() -> FileRefused:
    return FileRefused(_("The picture is damaged."))


CHECKS: Mapping[Kind, Callable[[IO[bytes]], None]] = {
    Kind.PDF: _check_pdf,
    Kind.DOCX: _check_docx,
    Kind.XLSX: _check_xlsx,
    Kind.PNG: _check_png,
    Kind.JPEG: _check_jpeg,
}

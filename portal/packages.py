"""Documents of Office are ZIP packages: what one holds, told before anything unpacks it.

What a package says of its own sizes can be a lie, which some readers believe and others don't. So
each part is unpacked here once, a piece at a time and kept nowhere, up to the limit and no further.
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

PIECE = 65_536
_LOCAL_HEADER = struct.Struct("<4s22xHH")
_ENCRYPTED = 0x1
# An Office document with a password is no package but a container of the old kind.
OLD_CONTAINER = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class PackageRefused(Exception):
    """A file that is not unpacked; the text says why, and what to do."""


@dataclass(frozen=True)
class Limits:
    """How much a package may hold: parts, and bytes when unpacked."""

    parts: int = 2_000
    unpacked: int = 100_000_000


def parts(file: IO[bytes], limits: Limits = Limits()) -> list[str]:
    """The names of all parts of a package that is whole and within its limits.

    Raises PackageRefused for anything else: broken, with a password, too large when unpacked, or
    not what it says of itself.
    """
    file.seek(0)
    if file.read(len(OLD_CONTAINER)) == OLD_CONTAINER:
        raise PackageRefused(
            _("It has a password, or the format of old versions of Office. Save it without either.")
        )
    try:
        with ZipFile(file) as package:
            found = package.infolist()
            _require_within(found, limits)
            _measure(file, found, limits)
    except (BadZipFile, struct.error, zlib.error, NotImplementedError, ValueError, EOFError):
        raise PackageRefused(_("It cannot be read: it is damaged, or no such document.")) from None
    return [part.filename for part in found]


def _require_within(found: list[ZipInfo], limits: Limits) -> None:
    """What the list of contents says by itself."""
    if len(found) > limits.parts:
        raise PackageRefused(_("It holds more than %(n)d parts.") % {"n": limits.parts})
    if len({part.filename.lower() for part in found}) < len(found):
        raise PackageRefused(_("It names one of its parts twice."))
    if any(part.flag_bits & _ENCRYPTED for part in found):
        raise PackageRefused(_("It has a password. Save it without one."))
    if sum(part.file_size for part in found) > limits.unpacked:
        raise _too_large(limits)


def _measure(file: IO[bytes], found: list[ZipInfo], limits: Limits) -> None:
    """Unpack everything once, and stop where it becomes more than was announced."""
    left = limits.unpacked
    for part in found:
        size = 0
        for piece in _unpacked(_packed(file, part), part, left):
            size += piece
            if size > left:
                raise _too_large(limits)
        if size != part.file_size:
            raise BadZipFile(part.filename)
        left -= size


def _packed(file: IO[bytes], part: ZipInfo) -> Iterator[bytes]:
    file.seek(part.header_offset)
    mark, name, extra = _LOCAL_HEADER.unpack(file.read(_LOCAL_HEADER.size))
    if mark != b"PK\x03\x04":
        raise BadZipFile(part.filename)
    file.seek(name + extra, 1)
    left = part.compress_size
    while left:
        piece = file.read(min(PIECE, left))
        if not piece:
            raise EOFError
        left -= len(piece)
        yield piece


def _unpacked(packed: Iterator[bytes], part: ZipInfo, most: int) -> Iterator[int]:
    """The sizes of the pieces that a part unpacks to."""
    if part.compress_type == ZIP_STORED:
        yield from map(len, packed)
        return
    if part.compress_type != ZIP_DEFLATED:
        raise NotImplementedError(part.compress_type)
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    for piece in packed:
        while piece and not unpacker.eof:
            yield len(unpacker.decompress(piece, PIECE))
            piece = unpacker.unconsumed_tail  # noqa: PLW2901  what is left of this very piece
    yield len(unpacker.flush(min(most, PIECE) + 1))


def _too_large(limits: Limits) -> PackageRefused:
    said = _("Unpacked it would take more than %(limit)s.")
    return PackageRefused(said % {"limit": filesizeformat(limits.unpacked)})

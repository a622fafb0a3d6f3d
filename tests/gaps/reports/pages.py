"""Reads what our own PDF files say, page by page: enough for those, and for no others."""

import re
import zlib

STRING = rb"\((?:[^()\\]|\\.)*\)"
SHOWN = rb"/(f\d+) [\d.]+ Tf|\[((?:" + STRING + rb"|[-\d.\s])*)\]TJ|(" + STRING + rb")Tj"
ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def page_texts(pdf: bytes) -> list[str]:
    """The text of each page in the order in which it is set, a line break after each piece."""
    objects = {int(number): found for number, found in _objects(pdf)}
    pages = [objects[number] for number in sorted(objects) if b"/Type/Page/" in objects[number]]
    return [_page_text(objects, page) for page in pages]


def farthest_right(pdf: bytes) -> float:
    """Where the piece of text that begins farthest right begins, in points."""
    begins = rb"q 1 0 0 -1 ([\d.]+) [\d.]+ cm[^q]*?BT"
    contents = (_stream(found) for _number, found in _objects(pdf) if b"/FlateDecode" in found)
    return max(float(x) for content in contents for x in re.findall(begins, content))


def _objects(pdf: bytes) -> list[tuple[bytes, bytes]]:
    return re.findall(rb"\n(\d+) 0 obj\n(.*?)\nendobj", pdf, re.DOTALL)


def _page_text(objects: dict[int, bytes], page: bytes) -> str:
    resources = objects[_reference(page, b"Resources")]
    fonts = {
        name: _letters(_stream(objects[_reference(objects[int(number)], b"ToUnicode")]))
        for name, number in re.findall(rb"/(f\d+) (\d+) 0 R", resources)
    }
    font: dict[int, str] = {}
    pieces = []
    content = _stream(objects[_reference(page, b"Contents")])
    for name, several, one in re.findall(SHOWN, content, re.DOTALL):
        if name:
            font = fonts[name]
        else:
            pieces.append("".join(font[glyph] for glyph in _glyphs(several or one)))
    return "\n".join(pieces)


def _reference(found: bytes, name: bytes) -> int:
    match = re.search(rb"/" + name + rb" (\d+) 0 R", found)
    assert match, found[:200]
    return int(match[1])


def _stream(found: bytes) -> bytes:
    data = re.search(rb"stream\r?\n(.*)\r?\nendstream", found, re.DOTALL)
    assert data
    return zlib.decompress(data[1]) if b"/FlateDecode" in found else data[1]


def _letters(cmap: bytes) -> dict[int, str]:
    """What each glyph stands for."""
    pairs = re.findall(rb"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]+)>\s*\n", cmap)
    return {
        int(glyph, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for glyph, text in pairs
    }


def _glyphs(shown: bytes) -> list[int]:
    """The two-byte numbers in the strings of a TJ array."""
    found = b""
    for text in re.findall(STRING, shown, re.DOTALL):
        found += re.sub(rb"\\([0-7]{1,3}|.)", _unescaped, text[1:-1], flags=re.DOTALL)
    return [int.from_bytes(found[place : place + 2]) for place in range(0, len(found), 2)]


def _unescaped(match: re.Match[bytes]) -> bytes:
    sign = match[1]
    if sign.isdigit():
        return bytes([int(sign, 8)])
    return ESCAPES.get(sign, sign)

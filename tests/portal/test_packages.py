"""An Office document is looked into before anything unpacks it, and never believed."""

import io
import random
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.packages import OLD_CONTAINER, Limits, PackageRefused, parts

SMALL = Limits(parts=5, unpacked=100_000)


def package(contents, method=zipfile.ZIP_DEFLATED):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as written:
        for name, content in contents.items():
            written.writestr(name, content)
    return file


def patched(file, mark, place, value):
    """The package with four bytes changed after each `mark`, as no honest program writes them."""
    data = bytearray(file.getvalue())
    at = data.find(mark)
    while at >= 0:
        data[at + place : at + place + 4] = value.to_bytes(4, "little")
        at = data.find(mark, at + 4)
    return io.BytesIO(bytes(data))


def announcing(file, size):
    """The package, which says of each part that it has this size unpacked."""
    return patched(patched(file, b"PK\x01\x02", 24, size), b"PK\x03\x04", 22, size)


@given(
    st.dictionaries(
        st.text("abcdefgh/.", min_size=1, max_size=9), st.binary(max_size=90_000), max_size=5
    ),
    st.sampled_from([zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED]),
)
def test_a_package_within_its_limits_tells_its_parts(contents, method):
    size = sum(map(len, contents.values()))
    if size > SMALL.unpacked:
        with pytest.raises(PackageRefused, match="Unpacked"):
            parts(package(contents, method), SMALL)
    else:
        assert parts(package(contents, method), SMALL) == list(contents)


def test_a_bomb_is_refused_by_what_it_says():
    with pytest.raises(PackageRefused, match="Unpacked it would take more than"):
        parts(package({"a": bytes(60_000), "b": bytes(60_000)}), SMALL)


@pytest.mark.parametrize("said", [0, 10, 99_999])
def test_a_bomb_that_says_it_is_small_is_refused_too(said):
    bomb = announcing(package({"a": bytes(200_000)}), said)

    with pytest.raises(PackageRefused):
        parts(bomb, SMALL)


def test_a_part_that_says_less_than_it_holds_is_refused_within_the_limit_too():
    with pytest.raises(PackageRefused, match="damaged"):
        parts(announcing(package({"a": bytes(50_000)}), 100), SMALL)


def test_what_is_packed_a_thousandfold_is_unpacked_no_further_than_the_limit():
    bomb = package({"a": bytes(40_000_000)})
    assert len(bomb.getvalue()) < 50_000

    with pytest.raises(PackageRefused, match="Unpacked"):
        parts(announcing(bomb, 1), Limits(unpacked=2_000_000))


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (lambda: io.BytesIO(OLD_CONTAINER + bytes(600)), "password"),
        (lambda: patched(package({"a": b"x"}), b"PK\x01\x02", 8, 1), "password"),
        (lambda: package({f"part{n}": b"" for n in range(6)}), "more than 5 parts"),
        (lambda: package({"a": b"x", "A": b"y"}), "twice"),
        (lambda: package({"a": b"x"}, zipfile.ZIP_LZMA), "damaged"),
        (lambda: io.BytesIO(b""), "damaged"),
        (lambda: io.BytesIO(b"PK\x03\x04 and no more"), "damaged"),
    ],
)
def test_what_else_is_refused_says_why(file, said):
    with pytest.raises(PackageRefused, match=said):
        parts(file(), SMALL)


@given(st.integers(0, 2**32), st.integers(1, 30))
def test_a_damaged_package_is_told_or_refused_and_nothing_else(seed, bytes_changed):
    chance = random.Random(seed)
    data = bytearray(package({"a/b.xml": b"<a/>" * 500, "c": chance.randbytes(300)}).getvalue())
    for _ in range(bytes_changed):
        data[chance.randrange(len(data))] = chance.randrange(256)

    with suppress(PackageRefused):
        assert len(parts(io.BytesIO(bytes(data)), SMALL)) <= SMALL.parts

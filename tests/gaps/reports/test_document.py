"""A report's document has one form in JSON, and its fingerprint tells it from every other."""

import hashlib
import json
from dataclasses import fields, is_dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaps.reports.document import Document, NotADocument, canonical, decimal, fingerprint, from_json
from tests.gaps.reports.documents import a_document, documents


@given(documents)
def test_a_document_comes_back_from_its_json_unchanged(document):
    assert from_json(canonical(document)) == document


@given(documents, st.integers(0, 4), st.booleans())
def test_spaces_order_and_escapes_do_not_change_what_it_says(document, indent, escaped):
    data = json.loads(canonical(document))
    backwards = dict(reversed(data.items()))

    rewritten = json.dumps(backwards, indent=indent, ensure_ascii=escaped)

    assert fingerprint(from_json(rewritten)) == fingerprint(document)


@given(documents, documents)
def test_two_documents_have_one_fingerprint_only_if_they_say_the_same(one, other):
    assert (fingerprint(one) == fingerprint(other)) == (one == other)


def _places(value):
    """The ways to every text and number in a document: names of fields, places in lists."""
    if is_dataclass(value):
        return [(f.name, *way) for f in fields(value) for way in _places(getattr(value, f.name))]
    if isinstance(value, tuple):
        return [(n, *way) for n, part in enumerate(value) for way in _places(part)]
    if isinstance(value, dict):
        return [(name, *way) for name, part in value.items() for way in _places(part)]
    return [()]


def _changed(value, way):
    if not way:
        return (not value) if isinstance(value, bool) else value + (1 if value == 0 else value)
    head, *rest = way
    if is_dataclass(value):
        return replace(value, **{head: _changed(getattr(value, head), rest) or "more"})
    if isinstance(value, dict):
        return {**value, head: _changed(value[head], rest)}
    return (*value[:head], _changed(value[head], rest), *value[head + 1 :])


WHOLE = a_document()


@pytest.mark.parametrize("way", _places(WHOLE), ids=str)
def test_any_change_of_any_part_changes_the_fingerprint(way):
    assert fingerprint(_changed(WHOLE, way)) != fingerprint(WHOLE)


def test_the_fingerprint_is_what_sha256sum_says_of_the_file():
    document = a_document()

    assert fingerprint(document) == hashlib.sha256(canonical(document)).hexdigest()


def test_the_json_is_utf_8_with_names_in_order_and_holds_no_float():
    text = canonical(a_document(title="Lücken")).decode()

    assert "Lücken" in text
    names = list(json.loads(text))
    assert names == sorted(names)
    json.loads(text, parse_float=pytest.fail)


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (b"", "not JSON"),
        (b"\xff\xfe\xfa", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"NaN", "NaN"),
        (b"[]", "report"),
        (b"{}", "title"),
        (b'{"a": 1, "a": 2}', "twice"),
    ],
)
def test_what_is_no_report_is_refused_with_a_reason(broken, said):
    with pytest.raises(NotADocument, match=said):
        from_json(broken)


@pytest.mark.parametrize(
    ("place", "value", "said"),
    [
        ("version", "2", "report.version"),
        ("version", True, "report.version"),
        ("version", 2.0, "report.version"),
        ("title", None, "report.title"),
        ("title", "\ud800", "half of a character"),
        ("notes", [1], r"report.notes\[0\]"),
        ("run", [], "report.run"),
        ("scope", {"kind": "world", "code": ""}, "report.scope.*name"),
        ("format", "gap-report/0", "report.format"),
        ("more", "?", "more"),
    ],
)
def test_a_wrong_part_is_named(place, value, said):
    data = json.loads(canonical(a_document()))

    with pytest.raises(NotADocument, match=said):
        from_json(json.dumps({**data, place: value}))


@given(st.floats(-1e9, 1e9))
def test_a_decimal_is_short_and_no_further_off_than_it_says(value):
    text = decimal(value)

    assert abs(float(text) - value) <= 0.0005 + 1e-6
    assert text == decimal(float(text))
    assert not text.endswith(".")
    assert text.strip("-0123456789.") == ""
    assert text != "-0"


def test_every_part_of_a_document_is_needed():
    data = json.loads(canonical(a_document()))

    for name in (field.name for field in fields(Document)):
        with pytest.raises(NotADocument, match=name):
            from_json(json.dumps({key: part for key, part in data.items() if key != name}))

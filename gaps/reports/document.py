"""What a report says, whole and frozen, and its one form in JSON, which the fingerprint is of.

Everything that is made of a report (page, PDF, workbook, CSV, JSON) is made of this document alone.
Whole numbers are integers; other numbers are decimal strings, so that no reader of JSON rounds
them; days and times are ISO 8601. Texts are plain: whoever sets them on a page takes them as such.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields, is_dataclass
from typing import Any, get_args, get_origin, get_type_hints

from django.utils.translation import gettext as _

FORMAT = "gap-report/1"


class NotADocument(ValueError):
    """What was given is no report; the text says which part of it is wrong, and how."""


@dataclass(frozen=True)
class Named:
    """Something with a code for machines and a name for people."""

    code: str
    name: str


@dataclass(frozen=True)
class Scope:
    """What the report covers: `kind` is world, region, group, country or area."""

    kind: str
    code: str
    name: str


@dataclass(frozen=True)
class RunFacts:
    """The run that every figure comes from."""

    id: str
    fingerprint: str
    method: str
    as_of: str
    ended: str


@dataclass(frozen=True)
class Section:
    heading: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Figure:
    """One key figure; whole numbers and decimals alike are strings here."""

    key: str
    label: str
    value: str


@dataclass(frozen=True)
class ClassRow:
    """How many findings have a class, and the weighted gap of these."""

    key: str
    name: str
    is_gap: bool
    count: int
    weight: str


@dataclass(frozen=True)
class CountryRow:
    """The findings of one country: `code` is its ISO 3166-1 alpha-3, `counts` are by class key."""

    code: str
    name: str
    needs: int
    gaps: int
    main_class: str
    counts: Mapping[str, int]
    weighted_gap: str


@dataclass(frozen=True)
class AreaRow:
    """The findings of one capability area, as those of a country."""

    code: str
    name: str
    needs: int
    gaps: int
    main_class: str
    counts: Mapping[str, int]
    weighted_gap: str


@dataclass(frozen=True)
class TrendPoint:
    """How many gaps were open after an earlier run, and their weighted gap."""

    as_of: str
    run: str
    open: int
    weighted: str


@dataclass(frozen=True)
class FindingRow:
    """One chosen finding. `slots` were asked for, `missing` of them stay open.

    `grade` is the Admiralty grade of the need's source, `evidence` the day for which there is
    evidence of the need (empty where there is none), `action` what reviewers recommend.
    """

    need: str
    step: int
    country: str
    country_name: str
    area: str
    area_name: str
    gap_class: str
    class_name: str
    sentence: str
    fix: str
    slots: int
    missing: str
    weighted_gap: str
    grade: str
    evidence: str
    label: str
    action: str
    action_name: str


@dataclass(frozen=True)
class CountryComment:
    """What a country attached to the report before it was published."""

    country: str
    country_name: str
    organisation: str
    text: str
    at: str


@dataclass(frozen=True)
class Document:
    """A published report, whole. `notes` say what was left out or rounded, and why."""

    id: str
    version: int
    title: str
    label: str
    language: str
    audience: Named
    scope: Scope
    run: RunFacts
    published: str
    sections: tuple[Section, ...]
    figures: tuple[Figure, ...]
    by_class: tuple[ClassRow, ...]
    by_country: tuple[CountryRow, ...]
    by_area: tuple[AreaRow, ...]
    trend: tuple[TrendPoint, ...]
    findings: tuple[FindingRow, ...]
    comments: tuple[CountryComment, ...]
    notes: tuple[str, ...]
    licence: str
    source: str
    borders: str
    format: str = FORMAT

    @property
    def name(self) -> str:
        """The report and its version, as people and file names call it."""
        return f"{self.id}-v{self.version}"


def file_name(report_id: str, version: int, label: str, suffix: str) -> str:
    """What a file of a report is called; `label` is the one that the report has now."""
    return f"report-{report_id}-v{version}-{label.replace(':', '-')}.{suffix}"


def decimal(value: float) -> str:
    """A number as the document holds it: at most three decimals, none that says nothing."""
    text = f"{value:.3f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


# ------------------------------------------------------------------ its one form


def canonical(document: Document) -> bytes:
    """The one form of a document: UTF-8, names in order, no space that says nothing."""
    text = json.dumps(
        asdict(document),
        sort_keys=True,
        ensure_ascii=False,
        allow_nan=False,
        separators=(",", ":"),
    )
    return text.encode()


def fingerprint(document: Document) -> str:
    """SHA-256 over the canonical bytes, as 64 hexadecimal digits: what `sha256sum` says of them."""
    return hashlib.sha256(canonical(document)).hexdigest()


# ------------------------------------------------------------------ and back


def from_json(data: bytes | str) -> Document:
    """The document that a JSON text holds, in whatever order and with whatever spaces.

    Raises `NotADocument` for everything else: a name too many, too few or twice, a value of another
    kind, a text that is no Unicode.
    """
    try:
        found = json.loads(data, object_pairs_hook=_no_name_twice, parse_constant=_no_constant)
    except NotADocument:
        raise
    except (ValueError, RecursionError):
        raise NotADocument(_("It is not JSON.")) from None
    return from_data(found)


def from_data(found: Any) -> Document:
    """The document in what JSON was read into, as a database keeps it."""
    document: Document = _built(Document, found, "report")
    if document.format != FORMAT:
        raise NotADocument(_expected("report.format", FORMAT))
    return document


def _no_name_twice(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    listed = list(pairs)
    found = dict(listed)
    if len(found) != len(listed):
        raise NotADocument(_("It gives the same name twice in one place."))
    return found


def _no_constant(name: str) -> Any:
    raise NotADocument(_("It holds %(name)s, which is no number.") % {"name": name})


def _built(kind: Any, found: Any, place: str) -> Any:
    """What was read, as the kind that stands in this place of a document."""
    if is_dataclass(kind):
        return _record(kind, found, place)
    origin = get_origin(kind)
    if origin is tuple:
        return _listed(get_args(kind)[0], found, place)
    if origin is not None:
        return _mapped(get_args(kind)[1], found, place)
    if type(found) is not kind:  # exactly: True is no number here
        raise NotADocument(_expected(place, kind.__name__))
    if kind is str and not _is_unicode(found):
        raise NotADocument(_("%(place)s holds half of a character.") % {"place": place})
    return found


def _record(kind: Any, found: Any, place: str) -> Any:
    names = [field.name for field in fields(kind)]
    _require(found, dict, place)
    if set(found) != set(names):
        wrong = ", ".join(sorted(str(name) for name in set(found) ^ set(names)))
        said = _("%(place)s: missing, or too much: %(names)s.")
        raise NotADocument(said % {"place": place, "names": wrong})
    hints = get_type_hints(kind)
    return kind(**{name: _built(hints[name], found[name], f"{place}.{name}") for name in names})


def _listed(kind: Any, found: Any, place: str) -> tuple[Any, ...]:
    _require(found, list, place)
    return tuple(_built(kind, part, f"{place}[{n}]") for n, part in enumerate(found))


def _mapped(kind: Any, found: Any, place: str) -> dict[str, Any]:
    _require(found, dict, place)
    return {
        _built(str, name, place): _built(kind, part, f"{place}.{name}")
        for name, part in found.items()
    }


def _require(found: Any, kind: type, place: str) -> None:
    if type(found) is not kind:
        raise NotADocument(_expected(place, kind.__name__))


def _expected(place: str, kind: str) -> str:
    return _("%(place)s: “%(kind)s” is expected.") % {"place": place, "kind": kind}


def _is_unicode(text: str) -> bool:
    return not any("\ud800" <= letter <= "\udfff" for letter in text)

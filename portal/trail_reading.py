"""Entries of the trail in words, with the names that their reader may know."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.access import TLP, Reader
from portal.trail import Entry, Kind


@dataclass(frozen=True)
class Line:
    at: datetime
    kind: str
    who: str
    address: str
    act: str
    record: str
    url: str
    fields: str
    why: str
    more: str


@dataclass(frozen=True)
class Record:
    """What an entry is about: its name where the reader may see it, and its number in any case."""

    name: str
    url: str = ""


def lines(entries: Iterable[Entry], reader: Reader) -> list[Line]:
    found = list(entries)
    records = _records(found, reader)
    return [_line(entry, records) for entry in found]


def _line(entry: Entry, records: dict[tuple[str, int], Record]) -> Line:
    record = records.get((entry.model, entry.record or 0), Record(_unnamed(entry)))
    return Line(
        at=entry.at,
        kind=str(entry.get_kind_display()),
        who=entry.user.email if entry.user else "",
        address=entry.address or "",
        act=entry.act,
        record=record.name,
        url=record.url,
        fields=", ".join(_field_name(entry.model, column) for column in entry.fields),
        why=entry.why,
        more=_more(entry),
    )


def _unnamed(entry: Entry) -> str:
    """The kind of record and its number: of what is hidden from the reader, is gone, or is many."""
    if not entry.model:
        return ""
    model = _model(entry.model)
    kind = str(model._meta.verbose_name) if model else entry.model
    if entry.record is None:
        number = entry.rows
        return ngettext("{n} row: {kind}", "{n} rows: {kind}", number).format(n=number, kind=kind)
    return f"{kind} {entry.record}".capitalize()


def _more(entry: Entry) -> str:
    if entry.kind == Kind.LABEL:
        old, new = (TLP(entry.details[end]).label for end in ("from", "to"))
        return _("{old} to {new}").format(old=old, new=new)
    return "; ".join(f"{name}: {value}" for name, value in sorted(entry.details.items()))


def _records(entries: list[Entry], reader: Reader) -> dict[tuple[str, int], Record]:
    """The records that the entries are about, as far as the reader may see them: one query a kind.

    Who administers does not read needs by virtue of it: what is hidden keeps its number alone.
    """
    asked: dict[str, set[int]] = {}
    for entry in entries:
        if entry.record is not None:
            asked.setdefault(entry.model, set()).add(entry.record)
    return {
        (label, row.pk): Record(str(row), _address(row))
        for label, keys in asked.items()
        for row in _visible(label, keys, reader)
    }


def _visible(label: str, keys: set[int], reader: Reader) -> Iterator[models.Model]:
    model = _model(label)
    if model is None or model._meta.proxy:  # a link between two rows has no name of its own
        return
    rows: Any = model.objects.filter(pk__in=keys)  # type: ignore[attr-defined]
    if hasattr(rows, "visible_to"):
        yield from rows.visible_to(reader)
    elif not _is_part_of_a_record(model):
        yield from rows


def _is_part_of_a_record(model: type[models.Model]) -> bool:
    """Whether its rows belong to rows that not everybody sees, and might name these."""
    owners = (field.related_model for field in model._meta.concrete_fields)
    return any(hasattr(getattr(owner, "objects", None), "visible_to") for owner in owners)


def _address(row: Any) -> str:
    return row.get_absolute_url() if hasattr(row, "get_absolute_url") else ""


def _model(label: str) -> type[models.Model] | None:
    try:
        return apps.get_model(label)
    except LookupError:
        return None


def _field_name(label: str, column: str) -> str:
    """A column as people call it; its name where the model no longer has it."""
    model = _model(label)
    if model is None:
        return column
    for name in (column, column.removesuffix("_id")):
        try:
            return str(getattr(model._meta.get_field(name), "verbose_name", name))
        except FieldDoesNotExist:
            continue
    return column

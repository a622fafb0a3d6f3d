"""The history of one record, as far as its reader may know it, and the way back to a version.

Each version obeys the label that it had. What a reader may not see leaves no trace: the rest reads
as if it had never been, without a number, a date or an empty step where it stood.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.access import Permission, Reader, is_member, may, may_edit, readable_rows
from portal.circumstances import circumstances
from portal.history import TransactionField, Version
from portal.models import Marked, User, Verification

# Keys, and whom a record is open to besides its label: the page “Label and sharing” tells that.
NOT_SHOWN = frozenset({"id", "public_id", "import_key", "shared_with", "named_persons"})


@dataclass(frozen=True)
class Difference:
    field: str
    before: str
    after: str


@dataclass(frozen=True)
class Step:
    """One version that the reader may see, with what it changed against the one they saw before."""

    version: Any
    at: datetime
    who: str
    why: str
    differences: list[Difference]
    place: int  # among those that this reader sees, from the oldest

    @property
    def is_first(self) -> bool:
        return self.place == 0

    @property
    def key(self) -> str:
        """Names it in a form. The number of its row would tell how much else is recorded."""
        return f"{self.at.isoformat()} {self.place}"


def steps(row: Marked, reader: Reader) -> list[Step]:
    """The versions of a row that the reader may know of, newest first."""
    shown = _Words(type(row), reader)
    found: list[Step] = []
    before: dict[str, str] | None = None
    for version in _readable(row, reader):
        values = shown.values(version)
        if values == before:
            continue  # it differs only in what is hidden
        found.append(
            Step(
                version=version,
                at=version.pgh_created_at,
                who=_who(version, reader),
                why=_why(version) if may_edit(reader, row) else "",
                differences=_differences(before, values),
                place=len(found),
            )
        )
        before = values
    return found[::-1]


def _differences(before: dict[str, str] | None, values: dict[str, str]) -> list[Difference]:
    if before is None:
        return []
    return [
        Difference(name, before[name], value)
        for name, value in values.items()
        if before[name] != value
    ]


def _readable(row: Marked, reader: Reader) -> Iterator[Any]:
    """Oldest first: those whose label, and whose parents' labels at the time, the reader passes."""
    versions = _versions_of(type(row)).objects.filter(pgh_obj_id=row.pk)
    rows = versions.filter(readable_rows(reader)).select_related("pgh_context").order_by("pgh_id")
    parents = [
        (field.attname, _Timeline(field.related_model, row, field.attname, reader))
        for field in _kept(type(row))
        if isinstance(field.related_model, type) and issubclass(field.related_model, Marked)
    ]
    for version in rows:
        if all(
            timeline.is_readable(getattr(version, name), version.pgh_created_at)
            for name, timeline in parents
        ):
            yield version


class _Timeline:
    """From when to when the reader might have seen the parents that a row has had."""

    def __init__(self, model: Any, row: Marked, name: str, reader: Reader) -> None:
        had = _versions_of(type(row)).objects.filter(pgh_obj_id=row.pk).values(name)
        versions = _versions_of(model).objects.filter(pgh_obj_id__in=had)
        readable = set(versions.filter(readable_rows(reader)).values_list("pgh_id", flat=True))
        self.past: dict[int, list[tuple[datetime, bool]]] = {}
        times = versions.order_by("pgh_id").values_list("pgh_obj_id", "pgh_created_at", "pgh_id")
        for parent, at, pgh_id in times:
            self.past.setdefault(parent, []).append((at, pgh_id in readable))

    def is_readable(self, parent: int | None, at: datetime) -> bool:
        """A row without a parent hides nothing; one whose parent has no past by then is hidden."""
        if parent is None:
            return True
        past = self.past.get(parent, [])
        before = [readable for time, readable in past if time < at]
        # Of what one transaction wrote, the clock does not tell which came first: all must pass.
        together = [readable for time, readable in past if time == at]
        return all(together) and (bool(together) or before[-1:] == [True])


def _versions_of(model: Any) -> Any:
    return model.pgh_event_model


def _kept(model: Any) -> list[Any]:
    """The fields that versions of a row hold: some are left out on purpose."""
    held = {field.name for field in _versions_of(model)._meta.get_fields()}
    return [field for field in model._meta.local_concrete_fields if field.name in held]


# ------------------------------------------------------------------ in words


class _Words:
    """The values of versions as people read them, with the names that the reader may know."""

    def __init__(self, model: type[models.Model], reader: Reader) -> None:
        hidden = NOT_SHOWN if is_member(reader) else NOT_SHOWN | {"owner"}
        self.reader = reader
        self.names: dict[tuple[Any, Any], str] = {}
        self.fields = [
            field
            for field in _kept(model)
            if field.name not in hidden
            and not isinstance(field, models.BinaryField | TransactionField)
        ]

    def values(self, version: Any) -> dict[str, str]:
        return {
            str(field.verbose_name).capitalize(): self._word(field, getattr(version, field.attname))
            for field in self.fields
        }

    def _word(self, field: Any, value: Any) -> str:
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if value is None or value in ("", []):
            return ""
        if field.is_relation:
            return self._name(field.related_model, value)
        if isinstance(field, ArrayField):
            return ", ".join(self._word(field.base_field, part) for part in value)
        if field.choices:
            return str(dict(field.flatchoices).get(value, value))
        return _plain(value)

    def _name(self, model: Any, key: Any) -> str:
        """The name of another record, or that it has one which the reader may not know."""
        if (model, key) not in self.names:
            rows = model.objects
            if issubclass(model, Marked):
                rows = model.objects.readable_by(self.reader)
            found = rows.filter(pk=key).first()
            self.names[model, key] = str(found) if found else _("another record")
        return self.names[model, key]


def _plain(value: Any) -> str:
    return date_format(value) if hasattr(value, "strftime") else str(value)


def _who(version: Version, reader: Reader) -> str:
    """Reviewers, administrators and colleagues learn the person, members the organisation."""
    told = version.pgh_context.metadata if version.pgh_context else {}  # type: ignore[attr-defined]
    if told.get("user") is None:
        return _("the portal itself")
    person = User.objects.select_related("organisation").filter(pk=told["user"]).first()
    if person is None:
        return ""
    if not reader.is_authenticated:
        return ""
    same = person.organisation_id is not None and person.organisation_id == reader.organisation_id
    if same or may(reader, Permission.REVIEW) or may(reader, Permission.ADMINISTER):
        return str(person)
    return str(person.organisation or "") if is_member(reader) else ""


def _why(version: Version) -> str:
    told = version.pgh_context.metadata if version.pgh_context else {}  # type: ignore[attr-defined]
    return str(told.get("why", ""))


# ------------------------------------------------------------------ back to a version


class RevertRefused(Exception):
    """A way back that there is not; the text says why."""


def may_revert(row: Marked, user: Reader) -> bool:
    """Reviewers, and its owner's people where they change a row without asking a reviewer."""
    at_once = may(user, Permission.REVIEW) or not row.changed_by_proposal
    return bool(row.revertible) and at_once and may_edit(user, row)


@transaction.atomic
def revert(*, row: Marked, key: str, by: User, reason: str) -> None:
    """Give a record the texts of an earlier version again, as a new version with its reason.

    Label and owner stay as they are: the one is changed by an act of its own, the other by none.
    """
    if not may_revert(row, by):
        raise PermissionDenied(_("You may not change this record."))
    if not reason.strip():
        raise RevertRefused(_("Say why the record goes back to this version."))
    version = _chosen(steps(row, by), key)
    values = {name: getattr(version, name) for name in row.revertible}
    if all(getattr(row, name) == value for name, value in values.items()):
        raise RevertRefused(_("The record says the same already."))
    if not may(by, Permission.REVIEW):
        values["verification"] = Verification.STATED
    with circumstances(user=by.pk, why=reason.strip()):
        type(row).objects.filter(pk=row.pk).update(**values)


def _chosen(found: Iterable[Step], key: str) -> Any:
    for step in found:
        if step.key == key:
            return step.version
    raise RevertRefused(_("There is no such version."))

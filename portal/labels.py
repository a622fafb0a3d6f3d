"""What people do to the label of a record, and to whom it is open besides: each act is recorded."""

from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from portal.access import TLP, Permission, Role, may, may_relabel, may_share
from portal.circumstances import circumstances
from portal.models import Marked, Organisation, User

Row = TypeVar("Row", bound=Marked)


class LabelRefused(Exception):
    """An act on a label or on sharing that the rules do not allow; the text says why."""


def label_of_page(row: Marked) -> TLP:
    """The highest label of what the page of a record shows: its own, and those of its parents."""
    return TLP(max([row.tlp, *(label_of_page(parent) for parent in row.marked_parents())]))


@transaction.atomic
def relabel(*, row: Row, to: TLP, by: User, reason: str) -> Row:
    """Give a record another label. Whom it was shared with ends with the label that allowed it.

    Whoever makes it TLP:RED is the first person named.
    """
    row = _held(row, by)
    if not may_relabel(by, row, to):
        raise PermissionDenied(_("You may not give this record that label."))
    if not reason.strip():
        raise LabelRefused(_("Say why the label changes."))
    if row.tlp == to:
        raise LabelRefused(_("The record is %(label)s already.") % {"label": to.label})
    if to < row.lowest_label:
        raise LabelRefused(
            _("What it draws on is %(label)s: it cannot be less.")
            % {"label": row.lowest_label.label}
        )
    named = [by.pk] if to == TLP.RED else []
    return _written(row, by, reason.strip(), tlp=to, shared_with=[], named_persons=named)


@transaction.atomic
def share(*, row: Row, organisation: Organisation, by: User) -> Row:
    """Open a TLP:AMBER record to one more organisation."""
    row = _shared(row, by, TLP.AMBER)
    if not organisation.verified:
        raise LabelRefused(_("Only a verified organisation can be named."))
    if organisation.pk == row.owner_id:
        raise LabelRefused(_("The record is this organisation's own."))
    named = {*row.shared_with, organisation.pk}
    return _written(row, by, "", shared_with=sorted(named))


@transaction.atomic
def stop_sharing(*, row: Row, organisation: Organisation, by: User) -> Row:
    """Take a TLP:AMBER record back from an organisation."""
    row = _shared(row, by, TLP.AMBER)
    return _written(row, by, "", shared_with=_without(row.shared_with, organisation.pk))


@transaction.atomic
def name_person(*, row: Row, person: User, by: User) -> Row:
    """Open a TLP:RED record to one more person."""
    row = _shared(row, by, TLP.RED)
    if not nameable_persons(by).filter(pk=person.pk).exists():
        raise LabelRefused(_("You cannot name this person."))
    named = {*row.named_persons, person.pk}
    return _written(row, by, "", named_persons=sorted(named))


@transaction.atomic
def unname_person(*, row: Row, person: User, by: User) -> Row:
    """Take a TLP:RED record back from a person; somebody must be left who can open it."""
    row = _shared(row, by, TLP.RED)
    if person.pk == by.pk:
        raise LabelRefused(_("You cannot take your own name off. Ask another person named here."))
    return _written(row, by, "", named_persons=_without(row.named_persons, person.pk))


def nameable_organisations(row: Marked) -> QuerySet[Organisation]:
    """Whom a TLP:AMBER record may be shared with: members know each other's organisations."""
    verified = Organisation.objects.filter(verified=True)
    return verified.exclude(pk__in=[*row.shared_with, row.owner_id or 0])


def nameable_persons(by: User) -> QuerySet[User]:
    """Whom a person may name on a TLP:RED record: those they know of by their work.

    Reviewers know every member; others know their colleagues and the reviewers.
    """
    members = User.objects.filter(is_active=True, organisation__verified=True)
    if may(by, Permission.REVIEW):
        return members
    colleagues = members.filter(organisation=by.organisation_id)
    return colleagues | members.filter(role=Role.REVIEWER)


# ------------------------------------------------------------------ how it is written


def _held(row: Row, by: User) -> Row:
    """The row as it is now, held until the end; nobody acts on what they cannot open."""
    readable = type(row).objects.readable_by(by).select_for_update(of=("self",))
    held: Row | None = readable.filter(pk=row.pk).first()
    if held is None:
        raise PermissionDenied(_("You may not change this record."))
    return held


def _shared(row: Row, by: User, label: TLP) -> Row:
    row = _held(row, by)
    if not may_share(by, row):
        raise PermissionDenied(_("You may not say whom this record is for."))
    if row.tlp != label:
        raise LabelRefused(
            _("Only a %(label)s record can be shared in this way.") % {"label": label.label}
        )
    return row


def _without(keys: list[int], key: int) -> list[int]:
    return [other for other in keys if other != key]


def _written(row: Row, by: User, reason: str, **fields: Any) -> Row:
    with circumstances(user=by.pk, why=reason):
        type(row).objects.filter(pk=row.pk).update(**fields)
    for name, value in fields.items():
        setattr(row, name, value)
    return row

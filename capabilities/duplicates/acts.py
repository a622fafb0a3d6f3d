"""What reviewers do with records that may be one: tell them apart, merge them, undo a merge.

A merge never changes who may see what. It is refused unless exactly the same readers may see both
records, by their own labels and by those of the providers that they show; and the one that goes
must not be kept by an organisation that does not keep the one that stays.
"""

import hashlib
from collections.abc import Mapping
from typing import Any

from django.core import serializers
from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from capabilities.duplicates import names, references
from capabilities.duplicates.facts import BOTH, FACTS, FIRST, SECOND, Compared, differences, taken
from capabilities.models import Duplicate, Merge, Pairable
from portal import walls
from portal.access import TLP, Permission, require
from portal.circumstances import circumstances
from portal.models import Marked, User

Status = Duplicate.Status


class MergeRefused(Exception):
    """Something that cannot be done with two records; the text says why."""


# ------------------------------------------------------------------ whether two can be one


def readers_of(row: Marked) -> list[Any]:
    """Who may see a record, so that two can be compared: the same list, the same readers."""
    alone: list[Any] = [row.tlp]
    if row.tlp > TLP.CLEAR:
        alone += [row.owner_id, sorted(row.shared_with), sorted(row.named_persons)]
    return [alone, *(readers_of(parent) for parent in row.marked_parents())]


def hindrance(stays: Marked, goes: Marked) -> str:
    """Why one record can't go into another, or nothing."""
    if readers_of(stays) != readers_of(goes):
        return _(
            "Not the same readers may see both. Give them, and the providers they show, the same "
            "label and the same owner first: a merge never changes who may see what."
        )
    if goes.owner_id is not None and goes.owner_id != stays.owner_id:
        return _(
            "The one that would go is kept by an organisation that does not keep the other. Let "
            "that one stay, or ask the organisation first."
        )
    return ""


def seen(first: Marked, second: Marked) -> str:
    """What a reviewer has before them, so that a change in the meantime is noticed."""
    return hashlib.sha256((_whole(first) + _whole(second)).encode()).hexdigest()[:32]


def _whole(row: Marked) -> str:
    return str(serializers.serialize("json", [row]))


# ------------------------------------------------------------------ the acts


@transaction.atomic
def name_pair(*, kind: Pairable, one: Marked, other: Marked, by: User) -> Duplicate:
    """Put two records on the list that nothing has found; what was decided comes up again."""
    require(by, Permission.REVIEW)
    if one.pk == other.pk:
        raise MergeRefused(_("That is one record, named twice."))
    first, second = sorted((one.public_id, other.public_id))
    fresh = {"score": 0, "reasons": {"named": 0}}
    pair, is_new = Duplicate.objects.get_or_create(
        kind=kind, first=first, second=second, defaults=fresh
    )
    if not is_new and pair.status == Status.DIFFERENT:
        again = {"status": Status.OPEN, "by": None, "at": None, "reason": ""}
        _decide(pair, Status.DIFFERENT, **again)
    return pair


@transaction.atomic
def tell_apart(*, pair: Duplicate, by: User, reason: str) -> None:
    """Remember that two records are not the same."""
    require(by, Permission.REVIEW)
    said = _said(reason)
    with circumstances(user=by.pk, why=said):
        decided = {"by": by, "at": timezone.now(), "reason": said}
        _decide(pair, Status.OPEN, status=Status.DIFFERENT, **decided)


@transaction.atomic
def merge(
    *, pair: Duplicate, stays: str, choices: Mapping[str, str], by: User, reason: str, seen_as: str
) -> Merge:
    """Let one record go into the other: facts as chosen, whatever named it, its address.

    Of several who do this at once, one does: the others find one of the two gone, or changed.
    """
    require(by, Permission.REVIEW)
    said = _said(reason)
    with circumstances(user=by.pk, why=said), walls.lifted():
        first, second = _held(pair, by)
        if seen(first, second) != seen_as:
            raise MergeRefused(_("One of the two has changed meanwhile. Look at them again."))
        kept, gone = (first, second) if stays == FIRST else (second, first)
        if why := hindrance(kept, gone):
            raise MergeRefused(why)
        decided = {"by": by, "at": timezone.now(), "reason": said}
        _decide(pair, Status.OPEN, status=Status.MERGED, **decided)
        return _merged(pair, kept, gone, _chosen(first, second, stays, choices), decided)


def _merged(
    pair: Duplicate,
    kept: Any,
    gone: Any,
    facts: list[tuple[Any, Any, bool]],
    decided: dict[str, Any],
) -> Merge:
    was, gone_was = _whole(kept), _whole(gone)
    called, name, key = kept.name, gone.name, gone.import_key or ""
    for fact, other, is_both in facts:
        _take(kept, other, fact, is_both)
    names.keep(kept, called, name)
    try:
        with transaction.atomic():
            moved = references.move(gone, kept)
            gone.delete()
            kept.save()
    except IntegrityError:
        raise MergeRefused(
            _("Both have something that only one record can have. Settle that first.")
        ) from None
    done: Merge = Merge.objects.create(
        kind=pair.kind,
        gone=pair.second if kept.public_id == pair.first else pair.first,
        gone_name=name,
        gone_import_key=key,
        stays=kept.public_id,
        gone_was=gone_was,
        stays_was=was,
        stays_became=_whole(type(kept).objects.unnarrowed().get(pk=kept.pk)),
        moved=moved,
        **decided,
    )
    return done


def _take(kept: Any, other: Any, fact: Any, is_both: bool) -> None:
    columns, links = taken(kept, other, fact, is_both)
    for name, value in columns.items():
        setattr(kept, name, value)
    for name, rows in links.items():
        getattr(kept, name).set(rows)


def _chosen(
    first: Any, second: Any, stays: str, choices: Mapping[str, str]
) -> list[tuple[Any, Any, bool]]:
    """The facts that the one that stays takes from the other."""
    rows = {FIRST: first, SECOND: second}
    other = rows[SECOND if stays == FIRST else FIRST]
    found = []
    for one in differences(first, second, stays):
        choice = _choice(one, choices)
        if choice != stays:
            found.append((one.fact, other, choice == BOTH))
    return found


def _choice(one: Compared, choices: Mapping[str, str]) -> str:
    choice = choices.get(one.fact.name, one.kept)
    allowed = {FIRST, SECOND, *([BOTH] if one.fact.joins else [])}
    if choice not in allowed:
        raise MergeRefused(_("Choose what is kept of “%(fact)s”.") % {"fact": one.fact.title})
    return choice


# ------------------------------------------------------------------ taking it apart again


@transaction.atomic
def undo(*, merge: Merge, by: User, reason: str) -> int:
    """Bring back the record that went, as it was, under its own address; and what named it.

    What the other took over goes back where nobody has changed it since; how many facts stay as
    they are is returned.
    """
    require(by, Permission.REVIEW)
    said = _said(reason)
    undone = {"undone_at": timezone.now(), "undone_by": by, "undone_reason": said}
    with circumstances(user=by.pk, why=said), walls.lifted():
        rows = merge.model.objects.visible_to(by).select_for_update(of=("self",))
        kept = rows.filter(public_id=merge.stays).first()
        if kept is None:
            raise MergeRefused(_("The record that stayed is not there any more."))
        was = _row(merge.gone_was)
        if readers_of(kept) != _readers_then(was.object):
            raise MergeRefused(
                _(
                    "Other people may see the record now than when it was merged. To bring the "
                    "other one back under its old label could tell what is hidden now."
                )
            )
        if not Merge.objects.standing().filter(pk=merge.pk).update(**undone):
            raise MergeRefused(_("This has been undone already."))
        left = _give_back(kept, merge)
        _bring_back(merge, was, kept)
        return left


def _readers_then(was: Marked) -> list[Any]:
    try:
        return readers_of(was)
    except ObjectDoesNotExist:
        raise MergeRefused(
            _("Its provider is not there. If it has gone into another, undo that merge first.")
        ) from None


def _bring_back(merge: Merge, was: Any, kept: Any) -> None:
    try:
        with transaction.atomic():
            was.save()
            references.move_back(merge.moved, was.object, kept)
            connection.check_constraints()  # now, not after this has said that all is well
    except IntegrityError:
        raise MergeRefused(
            _("Something that it named is not there any more, so it cannot be brought back.")
        ) from None
    first, second = sorted((merge.gone, merge.stays))
    pair = Duplicate.objects.filter(kind=merge.kind, first=first, second=second)
    pair.update(status=Status.OPEN, by=None, at=None, reason="")


def _row(whole: str) -> Any:
    return next(iter(serializers.deserialize("json", whole)))


def _give_back(kept: Any, merge: Merge) -> int:
    """The facts that the merge changed and nobody since."""
    before, after = _row(merge.stays_was), _row(merge.stays_became)
    left, changed = 0, False
    for fact in FACTS[merge.model]:
        then, now = _state(before, fact), _state_of(kept, fact)
        if fact.name == "aliases":
            changed |= names.take_back(kept, before.object, after.object, merge.gone_name)
            continue
        if then == _state(after, fact):
            continue
        if now != _state(after, fact):
            left += 1
            continue
        changed = True
        for name, value in zip(fact.columns, then, strict=False):
            setattr(kept, name, value)
        for name in fact.links:
            getattr(kept, name).set(before.m2m_data.get(name, []))
    if changed:
        kept.save()
    return left


def _state(whole: Any, fact: Any) -> list[Any]:
    linked = [sorted(int(key) for key in whole.m2m_data.get(name, [])) for name in fact.links]
    return [*(getattr(whole.object, name) for name in fact.columns), *linked]


def _state_of(row: Any, fact: Any) -> list[Any]:
    linked = [sorted(one.pk for one in getattr(row, name).all()) for name in fact.links]
    return [*(getattr(row, name) for name in fact.columns), *linked]


def changes(merge: Merge) -> list[tuple[Any, str, str]]:
    """What the record that stayed said before and after, by fact: names alone, as of then."""
    before, after = _row(merge.stays_was), _row(merge.stays_became)
    return [
        (fact.title, _told(before, fact), _told(after, fact))
        for fact in FACTS[merge.model]
        if _state(before, fact) != _state(after, fact)
    ]


def _told(whole: Any, fact: Any) -> str:
    if fact.links:
        n = sum(len(whole.m2m_data.get(name, [])) for name in fact.links)
        return ngettext("%(n)d named", "%(n)d named", n) % {"n": n}
    return str(fact.words(whole.object))


# ------------------------------------------------------------------ what they share


def _said(reason: str) -> str:
    if not reason.strip():
        raise MergeRefused(_("Give a reason."))
    return reason.strip()


def _held(pair: Duplicate, by: User) -> list[Any]:
    """Both records as they are now, held until the end, always in the same order."""
    rows = pair.model.objects.visible_to(by).filter(public_id__in=(pair.first, pair.second))
    held = {row.public_id: row for row in rows.select_for_update(of=("self",)).order_by("pk")}
    if len(held) < 2:
        raise MergeRefused(_("One of the two is not there any more. Somebody was quicker."))
    return [held[pair.first], held[pair.second]]


def _decide(pair: Duplicate, old: Status, **values: Any) -> None:
    """Compare and set, so that of several at once exactly one succeeds."""
    if not Duplicate.objects.filter(pk=pair.pk, status=old).update(**values):
        raise MergeRefused(_("Somebody else has just decided this."))
    for name, value in values.items():
        setattr(pair, name, value)

"""What becomes of a suggestion: anybody sends it, reviewers moderate it, keepers deal with it."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from capabilities.models import Suggestion
from capabilities.suggestions import letters
from portal import walls
from portal.access import Permission, Reader, may, owns, require
from portal.circumstances import circumstances
from portal.models import User

Status = Suggestion.Status
ADDRESS_KEPT = timedelta(days=90)  # if nobody decides, an address is forgotten all the same
SPAM_KEPT = timedelta(days=30)
# What a reviewer can decide of a new suggestion.
VERDICTS = (Status.ACCEPTED, Status.DECLINED, Status.SPAM)


class SuggestionRefused(Exception):
    """Something that cannot be done with a suggestion; the text says why."""


@transaction.atomic
def suggest(*, about: Mapping[str, Any], given: Mapping[str, str], by: Reader) -> Suggestion:
    """Keep what somebody suggests about one record that they may see; nobody need sign in."""
    require(by, Permission.SUGGEST)
    person = by if isinstance(by, User) else None
    with walls.lifted():  # whoever sends it does not see it afterwards
        made: Suggestion = Suggestion.objects.create(
            **about, **given, by=person, language=get_language() or ""
        )
    return made


@transaction.atomic
def decide(*, suggestion: Suggestion, to: Status, by: User, reason: str) -> None:
    """Accept, decline, or call it spam. Whoever keeps the record is told of what is accepted."""
    require(by, Permission.REVIEW)
    if to not in VERDICTS:
        raise SuggestionRefused(_("Choose what becomes of it."))
    said = reason.strip()
    if to != Status.SPAM and not said:
        raise SuggestionRefused(_("Give a reason."))
    with circumstances(user=by.pk, why=said):
        decided = {"decided_by": by, "decided_at": timezone.now(), "reason": said}
        forgotten = {"email": ""} if to == Status.SPAM else {}
        _change(suggestion, Status.NEW, to, **decided, **forgotten)
        if suggestion.email:
            letters.tell_sender(suggestion)
        if to == Status.ACCEPTED:
            letters.tell_keepers(suggestion)


@transaction.atomic
def finish(*, suggestion: Suggestion, by: User, note: str) -> None:
    """Say what was done about an accepted suggestion: its keepers do, or a reviewer."""
    if not may_finish(suggestion, by):
        raise PermissionDenied(_("You may not do this."))
    if not note.strip():
        raise SuggestionRefused(_("Say what was done."))
    with circumstances(user=by.pk, why=note.strip()):
        done = {"done_by": by, "done_at": timezone.now(), "done_note": note.strip()}
        _change(suggestion, Status.ACCEPTED, Status.DONE, **done)


def may_finish(suggestion: Suggestion, by: Reader) -> bool:
    subject = suggestion.subject
    keeps = suggestion.country is None and owns(by, subject) and may(by, Permission.KEEP_ENTRIES)
    return keeps or may(by, Permission.REVIEW)


def _change(suggestion: Suggestion, old: Status, new: Status, **values: Any) -> None:
    """Compare and set, so that of several at once exactly one succeeds."""
    rows = Suggestion.objects.filter(pk=suggestion.pk, status=old)
    if not rows.update(status=new, **values):
        raise SuggestionRefused(_("Somebody else has just dealt with this."))
    for name, value in {"status": new, **values}.items():
        setattr(suggestion, name, value)


@transaction.atomic
def tidy() -> None:
    """Forget addresses that have waited too long, and spam."""
    now = timezone.now()
    waiting = Suggestion.objects.exclude(email="").filter(at__lt=now - ADDRESS_KEPT)
    waiting.update(email="")
    Suggestion.objects.filter(status=Status.SPAM, decided_at__lt=now - SPAM_KEPT).delete()

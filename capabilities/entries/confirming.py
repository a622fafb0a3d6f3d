"""That an entry is still true, said with one click; and the way back to what it said before."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from capabilities.actions import DIRECTORY_CHANGED
from capabilities.entries import acts, evidence, saying
from capabilities.entries.acts import ChangeRefused
from capabilities.entries.saying import Entry
from capabilities.entry_workflow import ChangeStatus
from capabilities.models import Confirmation, Proposal, Resource
from portal import outbox
from portal.access import Permission, may
from portal.circumstances import circumstances
from portal.models import User, Verification


@transaction.atomic
def confirm(*, entry: Entry, by: User, evidence: str = "", seen: str = "") -> Confirmation:
    """Say that an entry is still true today. Whoever keeps it stands behind it by that; only a
    reviewer, who says what shows it, verifies it."""
    made = _confirmed(entry, by, evidence.strip(), seen)
    outbox.promise(DIRECTORY_CHANGED, key=f"confirmed:{made.pk}")
    return made


@transaction.atomic
def confirm_all(*, entries: Iterable[Entry], by: User, evidence: str) -> int:
    """Say so of several at once: of all of them or of none."""
    made = [_confirmed(entry, by, evidence.strip(), "") for entry in entries]
    if not made:
        raise ChangeRefused(_("Choose at least one entry."))
    outbox.promise(DIRECTORY_CHANGED, key=f"confirmed:{made[0].pk}")
    return len(made)


def _confirmed(entry: Entry, by: User, evidence: str, seen: str) -> Confirmation:
    is_reviewer = may(by, Permission.TRIAGE)
    if not is_reviewer:
        acts.require_keeper(entry, by)
    elif not evidence:
        raise ChangeRefused(_("Say what shows that it is still true."))
    today = timezone.localdate()
    held = type(entry).objects.visible_to(by).select_for_update(of=("self",))
    now = held.filter(pk=entry.pk).first()
    if now is None or (now.last_verified, now.verification) != (
        entry.last_verified,
        entry.verification,
    ):
        raise ChangeRefused(_("Someone else has just confirmed or changed “%s”.") % entry)
    if seen and seen != saying.digest(saying.of_entry(now)):
        raise ChangeRefused(_("“%s” is other than you saw. Look at it again.") % entry)
    values = {"last_verified": today, "verification": _standing(now, is_reviewer=is_reviewer)}
    if all(getattr(now, name) == value for name, value in values.items()):
        raise ChangeRefused(_("“%s” was confirmed today already.") % entry)
    with circumstances(user=by.pk, why=evidence):
        type(entry).objects.filter(pk=entry.pk).update(**values)
    of = {"resource" if isinstance(entry, Resource) else "provider": entry}
    made: Confirmation = Confirmation.objects.create(day=today, evidence=evidence, by=by, **of)
    return made


def _standing(entry: Entry, *, is_reviewer: bool) -> str:
    """Who stands behind it afterwards; what a reviewer verified stays verified."""
    if is_reviewer or entry.verification == Verification.VERIFIED:
        return Verification.VERIFIED.value
    return Verification.STATED.value


def last_change(entry: Entry, by: User) -> Proposal | None:
    """The change that was verified last, as far as this person may know of it."""
    changes = Proposal.objects.visible_to(by).about(entry)
    found: Proposal | None = (
        changes.filter(act=Proposal.Act.CHANGE, status=ChangeStatus.VERIFIED)
        .order_by("-decided", "-pk")
        .first()
    )
    return found


@transaction.atomic
def undo(*, change: Proposal, by: User) -> Proposal:
    """Go back to what the entry said before its last verified change.

    A reviewer's way back is live at once, since what comes back was in the directory before, and
    rests on the evidence that it had then: nobody has looked anything up for it. That of whoever
    keeps the entry waits for a reviewer like any change.
    """
    entry = change.entry
    newest = last_change(entry, by) if entry else None
    if entry is None or newest is None or newest.pk != change.pk:
        raise ChangeRefused(_("Only the last verified change can be undone."))
    given = {
        name: value
        for name, value in change.replaced.items()
        if name != evidence.KEPT_AS and value != change.sent.get(name)
    }
    day = date_format(change.decided or timezone.now())
    note = _("Back to what it said before the change of %(day)s.") % {"day": day}
    made = acts.propose(entry=entry, given=given, by=by, note=note)
    if may(by, Permission.TRIAGE):
        acts.make_live(made, by, note, on=evidence.before(change, entry))
    back: Proposal = Proposal.objects.visible_to(by).for_display().get(pk=made.pk)
    return back

"""An upload that was taken in is taken back, by a worker: all with which nothing else has happened.

As when it was taken in, the outbox carries it, and its end and the records are one transaction.
What has been taken up, decided or changed since stays as it is; the page of the upload says which.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import override

from capabilities import actions, letters
from capabilities.bulk.checked import TAKE_BACK
from capabilities.bulk.saving import REFUSALS
from capabilities.entries import acts as entries
from capabilities.entry_workflow import ChangeStatus
from capabilities.models import Need, Proposal, ProposalMove, Upload
from capabilities.workflow import Status as NeedStatus
from portal import outbox
from portal.access import Permission, Reader, may
from portal.circumstances import circumstances
from portal.models import OutboxEntry

Purpose, Status = Upload.Purpose, Upload.Status


def untouched(upload: Upload, by: Reader) -> Any:
    """What can be taken back: needs that nobody has taken up, changes that nobody has touched."""
    if upload.purpose == Purpose.NEEDS:
        needs = Need.objects.visible_to(by).filter(pk__in=upload.rows.values("need"))
        return needs.filter(status__in=(NeedStatus.SUBMITTED, NeedStatus.RETURNED))
    moves = ProposalMove.objects.filter(proposal=OuterRef("pk"))
    further = moves.exclude(old=ChangeStatus.DRAFT, new=ChangeStatus.SUBMITTED)
    changes = Proposal.objects.visible_to(by).filter(pk__in=upload.rows.values("proposal"))
    return changes.filter(~Exists(further), status=ChangeStatus.SUBMITTED)


def may_take_back(upload: Upload, user: Reader) -> bool:
    """Whoever may do so one by one: colleagues, but of what a reviewer uploaded that reviewer."""
    if upload.purpose == Purpose.NEEDS:
        return may(user, Permission.SUBMIT_NEEDS)
    return may(user, Permission.KEEP_ENTRIES) or upload.confirmed_by_id == user.pk


@outbox.fulfils(TAKE_BACK)
def take_back(entry: OutboxEntry) -> None:
    """Take one upload back, as far as that goes by now."""
    asked = Upload.objects.select_for_update().filter(status=Status.UNDOING)
    upload = asked.filter(pk=entry.payload["upload"]).first()
    if upload is None or upload.taken_back_by is None:
        return
    with override(upload.language), circumstances(user=upload.taken_back_by.pk):
        try:
            with transaction.atomic(), letters.together():
                TAKING_BACK[Purpose(upload.purpose)](upload)
        except REFUSALS:
            text = _("It could not be taken back: whoever asked for that may do so no longer.")
            _end(upload, status=Status.DONE, notes=[*upload.notes, text])
        else:
            _end(upload, status=Status.UNDONE)


def _end(upload: Upload, **values: Any) -> None:
    Upload.objects.filter(pk=upload.pk).update(**values)


def _withdraw(upload: Upload) -> None:
    how: Any = {"by": upload.taken_back_by, "reason": upload.reason}
    for need in _held(upload):
        actions.move(need=need, to=NeedStatus.WITHDRAWN, **how)


def _drop(upload: Upload) -> None:
    how: Any = {"by": upload.taken_back_by, "reason": upload.reason}
    for change in _held(upload):
        entries.move(proposal=change, to=ChangeStatus.DROPPED, **how)


def _held(upload: Upload) -> Any:
    """Until the end, so that none is taken up meanwhile."""
    by: Any = upload.taken_back_by
    return untouched(upload, by).select_for_update(of=("self",)).order_by("pk")


TAKING_BACK: Mapping[Upload.Purpose, Callable[[Upload], None]] = {
    Purpose.NEEDS: _withdraw,
    Purpose.OFFERS: _drop,
}

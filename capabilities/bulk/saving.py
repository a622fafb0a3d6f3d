"""What was confirmed is taken in, by a worker: all rows in one transaction, or none.

The outbox carries it, so a worker killed in the middle leaves nothing behind and a promise that
comes up again; and as its end and the rows are one transaction, it happens once.
"""

from collections.abc import Callable, Mapping

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from capabilities import actions, letters, tasks
from capabilities.answers import AnswersRefused
from capabilities.bulk.checked import SUBMIT
from capabilities.entries import acts as entries
from capabilities.models import Upload, UploadRow
from portal import outbox
from portal.circumstances import circumstances
from portal.idempotency import KeyMisused
from portal.models import OutboxEntry

Status = Upload.Status


@outbox.fulfils(SUBMIT)
def submit(entry: OutboxEntry) -> None:
    """Take in one confirmed upload; if a row is no longer right, none, and all are checked anew."""
    confirmed = Upload.objects.select_for_update().filter(status=Status.CONFIRMED)
    upload = confirmed.filter(pk=entry.payload["upload"]).first()
    if upload is None or upload.confirmed_by is None:
        return
    with override(upload.language), circumstances(user=upload.confirmed_by.pk):
        try:
            with transaction.atomic(), letters.together():
                TAKING_IN[Upload.Purpose(upload.purpose)](upload)
        except REFUSALS:
            _check_again(upload)
        else:
            _settle(upload)


def _submit_needs(upload: Upload) -> None:
    rows = upload.rows.select_related("agency__country", "agency__owner").order_by("number")
    for row in rows:
        if row.agency is None or row.is_wrong:
            raise PermissionDenied
        row.need = actions.submit_at_once(
            agency=row.agency,
            given=row.answers,
            by=upload.confirmed_by,  # type: ignore[arg-type]
            key=f"{upload.public_id}:{row.number}",
        )
        row.cells, row.answers = [], {}  # what it says is the need's from here on
        row.save(update_fields=["need", "cells", "answers"])


def _propose_changes(upload: Upload) -> None:
    """Each row the same way as a change that somebody writes on the pages of the entry."""
    rows = upload.rows.select_related("resource__provider", "provider").order_by("number")
    for row in rows:
        if row.is_wrong or row.provider is None:
            raise PermissionDenied
        if row.answers:
            row.proposal = entries.propose(
                entry=row.resource,
                provider=None if row.resource else row.provider,
                given=row.answers,
                by=upload.confirmed_by,  # type: ignore[arg-type]
                note=_("Uploaded in %(file)s, row %(n)d.") % {"file": upload.name, "n": row.number},
            )
        row.cells, row.answers = [], {}
        row.save(update_fields=["proposal", "cells", "answers"])


TAKING_IN: Mapping[Upload.Purpose, Callable[[Upload], None]] = {
    Upload.Purpose.NEEDS: _submit_needs,
    Upload.Purpose.OFFERS: _propose_changes,
}
REFUSALS = (
    AnswersRefused,
    PermissionDenied,
    KeyMisused,
    actions.MoveNotAllowed,
    entries.ChangeRefused,
)


def _settle(upload: Upload) -> None:
    Upload.objects.filter(pk=upload.pk).update(
        status=Status.DONE, content=None, settled=timezone.now()
    )


def _check_again(upload: Upload) -> None:
    """Something has changed since the check: its days, the directory, or who may do this."""
    text = _("Something has changed since the check. Nothing was submitted; all was checked anew.")
    Upload.objects.filter(pk=upload.pk).update(
        status=Status.WAITING, attempts=0, notes=[text], confirmed_by=None, asked=timezone.now()
    )
    UploadRow.objects.filter(upload=upload).delete()
    transaction.on_commit(lambda: tasks.ring_for_upload(upload.pk), robust=True)

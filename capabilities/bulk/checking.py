"""The check of an upload, by a worker: read the file, judge each row, keep what was found.

`check` may be called any number of times for one upload, from any number of processes: a lock lets
one at a time do it, and what it found is written in one transaction that also ends it. Whoever is
killed in the middle leaves the upload as it was, and the sweeper rings for it again.
"""

import logging
from collections.abc import Iterator, Mapping
from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from capabilities.bulk.checked import Checked, Judge, label_of, used_columns
from capabilities.bulk.columns import headings, in_every_language, placed
from capabilities.bulk.needs import NeedTable
from capabilities.bulk.offers import OfferTable
from capabilities.imports.tables import reading
from capabilities.imports.tables.table import Table, TableRefused
from capabilities.models import Upload, UploadRow
from portal.access import may
from portal.locks import sole

logger = logging.getLogger(__name__)

LOCK_UPLOAD = 0x4355
MAX_ATTEMPTS = 3
SILENCE = timedelta(seconds=15)
KEPT = timedelta(days=14)  # an upload that nobody goes on with
AT_ONCE = 25  # rows between two words on progress
Status = Upload.Status
JUDGES: Mapping[Upload.Purpose, type[Judge]] = {
    Upload.Purpose.NEEDS: NeedTable,
    Upload.Purpose.OFFERS: OfferTable,
}


class HeadingsRefused(Exception):
    """A table whose columns are not ours; `problems` says which."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


def check(upload_pk: int) -> bool:
    """Check one upload; False where that is done, or somebody is at it."""
    with sole(LOCK_UPLOAD, upload_pk) as is_ours:
        upload = Upload.objects.unchecked().select_related("by").filter(pk=upload_pk).first()
        if not is_ours or upload is None:
            return False
        Upload.objects.unchecked().filter(pk=upload.pk).update(
            status=Status.CHECKING, attempts=F("attempts") + 1, done=0
        )
        with override(upload.language):
            if upload.attempts >= MAX_ATTEMPTS:
                _refuse(upload, [_("Its check stopped several times. Use a new template.")])
            else:
                _try(upload)
    return True


def _try(upload: Upload) -> None:
    try:
        table, judge = _read(upload)
    except TableRefused as refusal:
        _refuse(upload, [str(refusal)])
    except HeadingsRefused as refusal:
        _refuse(upload, refusal.problems)
    else:
        _keep(upload, table, list(_judged(upload, table, judge)))


def _read(upload: Upload) -> tuple[Table, Judge]:
    purpose = Upload.Purpose(upload.purpose)
    has_left = upload.by.organisation_id != upload.organisation_id
    if has_left or not any(may(upload.by, needed) for needed in Upload.NEEDED[purpose]):
        raise TableRefused(_("Whoever sent it may do so no longer. Somebody else can upload it."))
    judges = JUDGES[purpose]
    columns = judges.columns
    table = reading.read(
        bytes(upload.content or b""),
        known=headings(columns),
        sheets=in_every_language(judges.sheet),
    )
    places, problems = placed(table.headings, columns, used_columns(table))
    if problems:
        raise HeadingsRefused(problems)
    judge = judges(table, places, upload.by)
    if all(map(judge.is_example, table.rows)):
        raise TableRefused(_("There is no row below the headings, beside the example."))
    return table, judge


def _judged(upload: Upload, table: Table, judge: Judge) -> Iterator[Checked]:
    rows = [row for row in table.rows if not judge.is_example(row)]
    ours = Upload.objects.filter(pk=upload.pk, status=Status.CHECKING)
    for number, row in enumerate(rows):
        if number % AT_ONCE == 0:
            ours.update(done=number, total=len(rows))
        yield judge.check(row)


@transaction.atomic
def _keep(upload: Upload, table: Table, rows: list[Checked]) -> None:
    """What was found, and the end of the check, unless somebody has cancelled it meanwhile."""
    ours = Upload.objects.filter(pk=upload.pk, status=Status.CHECKING)
    if not ours.update(
        status=Status.CHECKED,
        done=len(rows),
        total=len(rows),
        headings=list(table.headings),
        tlp=label_of(rows),
        problems=[],
        notes=[*upload.notes, *_notes(len(table.rows) - len(rows))],
    ):
        return
    UploadRow.objects.filter(upload=upload).delete()
    UploadRow.objects.bulk_create([row.kept(upload) for row in rows])


def _notes(examples: int) -> list[str]:
    if not examples:
        return []
    text = ngettext("%(n)d example was left out.", "%(n)d examples were left out.", examples)
    return [text % {"n": examples}]


def _refuse(upload: Upload, problems: list[str]) -> None:
    Upload.objects.filter(pk=upload.pk, status=Status.CHECKING).update(
        status=Status.REFUSED, problems=problems, content=None, settled=timezone.now()
    )


# ------------------------------------------------------------------ looking after them


def stuck() -> list[int]:
    """Uploads that nobody checks though they wait: their doorbell was lost, or a worker died."""
    waiting = Upload.objects.unchecked().filter(asked__lt=timezone.now() - SILENCE)
    return [pk for pk in waiting.values_list("pk", flat=True) if _is_abandoned(pk)]


def _is_abandoned(upload_pk: int) -> bool:
    with sole(LOCK_UPLOAD, upload_pk) as was_free:
        return was_free


@transaction.atomic
def tidy() -> None:
    """Forget uploads that nobody went on with, and those that came to nothing long ago."""
    before = timezone.now() - KEPT
    came_to_nothing = Q(status__in=(Status.REFUSED, Status.CANCELLED), settled__lt=before)
    left_alone = Q(status__in=(Status.WAITING, Status.CHECKING, Status.CHECKED), asked__lt=before)
    Upload.objects.filter(came_to_nothing | left_alone).delete()

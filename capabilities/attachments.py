"""What people do with attachments: add, remove and bring back while writing, add to a need."""

import hashlib
import logging
import re
import unicodedata
from datetime import datetime
from io import SEEK_END
from pathlib import PurePath
from typing import IO, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _

from capabilities import vault, workflow
from capabilities.inspection import FileRefused, inspected
from capabilities.models import Agency, Attachment, Need, NeedDraft
from portal.access import Permission, Reader, may, owns, require
from portal.models import User

logger = logging.getLogger(__name__)

MOST_BYTES = 10_000_000
MOST_FILES = 10
MOST_BYTES_OF_A_NEED = 30_000_000
LONGEST_NAME = 120
UNWANTED = re.compile(r'[<>:"|?*]')


@transaction.atomic
def attach_to_draft(*, draft: NeedDraft, file: IO[bytes], name: str, by: User) -> Attachment:
    """Add a file to what is being written; one that is there already is added once."""
    return _added(file, name, by, draft=_held(draft, by))


@transaction.atomic
def attach_to_need(*, need: Need, file: IO[bytes], name: str, note: str, by: User) -> Attachment:
    """Add a file to a need that was sent in; the note tells everybody who follows it why."""
    if not may_attach(need, by):
        raise PermissionDenied(_("Only the agency adds files to its need."))
    held = Need.objects.select_for_update(of=("self",)).get(pk=need.pk)
    if held.status in workflow.ENDED:
        raise FileRefused(_("This need has ended: nothing can be added to it."))
    if not note.strip():
        raise FileRefused(_("Say what the file shows, and why it comes now."))
    return _added(file, name, by, need=held, note=note.strip())


@transaction.atomic
def remove(*, attachment: Attachment, by: User) -> None:
    """Take a file off what is being written. It can be brought back until that is submitted."""
    _change(attachment, by, removed=timezone.now())


@transaction.atomic
def restore(*, attachment: Attachment, by: User) -> None:
    """Bring back a file that was taken off."""
    _change(attachment, by, removed=None)
    if attachment.draft:
        _require_room(by, draft=attachment.draft)


def hand_over(draft: NeedDraft, need: Need) -> None:
    """With what was written its files are submitted, and stay; what was taken off goes for good."""
    of_draft = Attachment.objects.filter(draft=draft)
    of_draft.exclude(removed=None).delete()
    of_draft.update(need=need, draft=None)


def may_attach(need: Need, by: Reader) -> bool:
    """Whether this person may add a file to a need as it stands."""
    is_theirs = may(by, Permission.SUBMIT_NEEDS) and owns(by, need)
    return is_theirs and need.basis == Need.Basis.SUBMITTED and need.status not in workflow.ENDED


# ------------------------------------------------------------------ how it is done


def _added(file: IO[bytes], name: str, by: User, *, note: str = "", **to: Any) -> Attachment:
    """`to` is the need or the draft, held until the end."""
    size = file.seek(0, SEEK_END)
    if not size:
        raise FileRefused(_("The file is empty."))
    if size > MOST_BYTES:
        raise FileRefused(_("A file takes at most %s.") % filesizeformat(MOST_BYTES))
    kind = inspected(file, name)
    if known := _same(file, by, **to):
        return known
    stored = _kept(file)
    with vault.unless_it_fails(stored):
        made: Attachment = Attachment.objects.create(
            name=clean_name(name),
            kind=kind,
            size=stored.size,
            sha256=stored.sha256,
            stored_as=stored.name,
            note=note,
            by=by,
            **to,
        )
        _require_room(by, **to)
    return made


def _kept(file: IO[bytes]) -> vault.Stored:
    try:
        return vault.keep(file)
    except OSError:
        logger.exception("A file could not be kept")
        raise FileRefused(_("The file cannot be kept at the moment. Try again later.")) from None


def _same(file: IO[bytes], by: User, **to: Any) -> Attachment | None:
    """The same file where it hangs already: a form that is sent twice adds it once."""
    file.seek(0)
    sha256 = hashlib.sha256(file.read()).hexdigest()
    kept = Attachment.objects.readable_by(by).kept()
    found: Attachment | None = kept.filter(sha256=sha256, **to).first()
    return found


def _require_room(by: User, *, need: Need | None = None, draft: NeedDraft | None = None) -> None:
    """Whether it is not too much by now: a need's files and its draft's count together."""
    need_id = need.pk if need else draft.need_id if draft else None
    of_both = Q(draft=draft) if draft else Q(pk=None)
    if need_id:
        of_both |= Q(need=need_id)
    kept = Attachment.objects.readable_by(by).kept().filter(of_both)
    there = kept.aggregate(number=Count("pk"), size=Coalesce(Sum("size"), 0))
    if there["number"] > MOST_FILES:
        raise FileRefused(_("A need has at most %(n)d files.") % {"n": MOST_FILES})
    if there["size"] > MOST_BYTES_OF_A_NEED:
        raise FileRefused(
            _("All files of a need together take at most %s.")
            % filesizeformat(MOST_BYTES_OF_A_NEED)
        )


def _change(attachment: Attachment, by: User, *, removed: datetime | None) -> None:
    if attachment.draft is None:
        raise FileRefused(_("What was submitted stays."))
    _held(attachment.draft, by)
    Attachment.objects.filter(pk=attachment.pk).update(removed=removed)
    attachment.removed = removed


def _held(draft: NeedDraft, by: User) -> NeedDraft:
    """The draft as it is now, held until the end; raises FileRefused once it is submitted."""
    require(by, Permission.SUBMIT_NEEDS)
    if not Agency.objects.of(by).filter(pk=draft.agency_id).exists():
        raise PermissionDenied(_("This is not an agency of your organisation."))
    held = NeedDraft.objects.select_for_update(of=("self",)).open().filter(pk=draft.pk).first()
    if held is None:
        raise FileRefused(_("This draft has been submitted or deleted meanwhile."))
    return held


def clean_name(name: str) -> str:
    """A name as any system can keep it, with nothing in it that hides what it is.

    Control signs go, and those that turn the direction of writing: `fdp.exe` could look like a PDF.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    shown = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C")
    words = " ".join(UNWANTED.sub("_", shown).split()).strip(". ")
    stem, ending = PurePath(words).stem, PurePath(words).suffix.lower()
    if not ending:  # as of “.pdf”
        stem, ending = _("file"), f".{words.lower()}" if words else ""
    return stem[: LONGEST_NAME - len(ending)].strip() + ending

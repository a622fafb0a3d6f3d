"""What people do with uploads: send one, confirm it, cancel it, take all of it back."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from capabilities import tasks
from capabilities.bulk import taking_back
from capabilities.bulk.checked import SUBMIT, TAKE_BACK, WRONG
from capabilities.imports.tables.table import LIMITS
from capabilities.models import Agency, Upload
from portal import idempotency, outbox
from portal.access import Permission, is_member, may, require
from portal.models import User

MOST_UNSETTLED = 10  # of an organisation, each with its file
Status = Upload.Status


class UploadRefused(Exception):
    """Something that cannot be done with an upload; the text says why."""


@transaction.atomic
def send_needs(*, name: str, content: bytes, by: User, key: str = "") -> Upload:
    """Keep an uploaded table of needs and have it checked. The same form sent twice is one."""
    require(by, Permission.SUBMIT_NEEDS)
    if not Agency.objects.of(by).exists():
        raise PermissionDenied(_("Your organisation speaks for no agency yet."))
    return _sent_once(Upload.Purpose.NEEDS, name, content, by, key)


@transaction.atomic
def send_offers(*, name: str, content: bytes, by: User, key: str = "") -> Upload:
    """Keep an uploaded table of offers and have it checked."""
    if not may(by, Permission.TRIAGE):
        require(by, Permission.KEEP_ENTRIES)
    if by.organisation is None or not is_member(by):
        raise PermissionDenied(_("Your organisation is not verified yet."))
    return _sent_once(Upload.Purpose.OFFERS, name, content, by, key)


def _sent_once(purpose: Upload.Purpose, name: str, content: bytes, by: User, key: str) -> Upload:
    if len(content) > LIMITS.file_bytes:
        raise UploadRefused(_("The file is too large."))

    def make() -> str:
        return str(_send(purpose, name, content, by).public_id)

    request = {"name": name, "size": len(content)}
    made = idempotency.once(by=by, act=f"upload-{purpose}", key=key, request=request, make=make)
    upload: Upload = Upload.objects.get(public_id=made)
    return upload


def _send(purpose: Upload.Purpose, name: str, content: bytes, by: User) -> Upload:
    assert by.organisation is not None  # as for everybody who sends one
    waiting = Upload.objects.unsettled().filter(organisation=by.organisation_id).count()
    if waiting >= MOST_UNSETTLED:
        raise UploadRefused(
            _("Your organisation has %(n)d uploads open. Submit or cancel one of them first.")
            % {"n": waiting}
        )
    upload: Upload = Upload.objects.create(
        purpose=purpose,
        organisation=by.organisation,
        by=by,
        language=get_language() or "en-gb",
        name=name[-200:],
        content=content,
    )
    transaction.on_commit(lambda: tasks.ring_for_upload(upload.pk), robust=True)
    return upload


@transaction.atomic
def confirm(*, upload: Upload, by: User) -> None:
    """Have all rows submitted, or none. Of several who confirm at once, one does."""
    _require_own(upload, by)
    if upload.rows.filter(turn=WRONG).exists():
        raise UploadRefused(_("Some rows are wrong. Correct the file, and upload it again."))
    if upload.purpose == Upload.Purpose.OFFERS and not upload.rows.exclude(changes=[]).exists():
        raise UploadRefused(_("Nothing in it is other than what the directory says already."))
    _change(upload, Status.CHECKED, Status.CONFIRMED, confirmed_by=by, asked=timezone.now())
    asked = upload.asked.isoformat()
    outbox.promise(SUBMIT, key=f"{upload.pk}:{asked}", upload=upload.pk)


@transaction.atomic
def cancel(*, upload: Upload, by: User) -> None:
    """Forget what was uploaded and not submitted; the file is removed at once."""
    _require_own(upload, by)
    if upload.status not in (Status.WAITING, Status.CHECKING, Status.CHECKED):
        raise UploadRefused(_("It is too late to cancel it: see where it stands."))
    _change(upload, Status(upload.status), Status.CANCELLED, content=None, settled=timezone.now())
    upload.rows.all().delete()


@transaction.atomic
def take_back(*, upload: Upload, by: User, reason: str) -> None:
    """Have all of an upload taken back with which nothing else has happened since."""
    _require_own(upload, by)
    if not taking_back.may_take_back(upload, by):
        raise PermissionDenied(_("Whoever uploaded it can take it back."))
    if not reason.strip():
        raise UploadRefused(_("Give a reason."))
    if not taking_back.untouched(upload, by).exists():
        raise UploadRefused(_("Something has happened to all of it since. Nothing was taken back."))
    said = {"taken_back_by": by, "reason": reason.strip(), "asked": timezone.now()}
    _change(upload, Status.DONE, Status.UNDOING, **said)
    outbox.promise(TAKE_BACK, key=f"{upload.pk}:{upload.asked.isoformat()}", upload=upload.pk)


def _require_own(upload: Upload, by: User) -> None:
    if not Upload.objects.visible_to(by).filter(pk=upload.pk).exists():
        raise PermissionDenied(_("This is not an upload of your organisation."))


def _change(upload: Upload, old: Status, new: Status, **values: object) -> None:
    """Compare and set, so that of several at once exactly one succeeds."""
    if not Upload.objects.filter(pk=upload.pk, status=old).update(status=new, **values):
        raise UploadRefused(_("This has been done already, or somebody else was quicker."))
    for name, value in {"status": new, **values}.items():
        setattr(upload, name, value)

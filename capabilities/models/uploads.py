"""Tables that people upload: what was read, what is wrong in it, and what became of it."""

from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from capabilities.models.actors import Agency, Provider
from capabilities.models.catalogue import Resource
from capabilities.models.needs import Need
from capabilities.models.proposals import Proposal
from portal.access import TLP, Permission, Reader, may
from portal.models import Organisation, OutboxEntry, User, random_id


class UploadQuerySet(models.QuerySet["Upload"]):
    def visible_to(self, user: Reader) -> Self:
        """What an organisation uploads is its own people's who may do that, whatever its label."""
        allowed = [
            kind for kind, needed in Upload.NEEDED.items() if any(may(user, one) for one in needed)
        ]
        if not user.is_authenticated or user.organisation_id is None or not allowed:
            return self.none()
        return self.filter(organisation=user.organisation_id, purpose__in=allowed)

    def unchecked(self) -> Self:
        return self.filter(status__in=(Upload.Status.WAITING, Upload.Status.CHECKING))

    def unsettled(self) -> Self:
        return self.exclude(status__in=Upload.SETTLED)

    def for_display(self) -> Self:
        """Without the file itself, which only the check reads."""
        return self.defer("content").select_related("by", "confirmed_by", "organisation")


class Upload(models.Model):
    """A table that somebody uploaded, from its arrival until all of it is taken in, or nothing.

    The file is kept in the row, where no web server finds it and every worker does, and removed as
    soon as the upload is settled. What it says is read in the language of whoever sent it.
    """

    class Purpose(models.TextChoices):
        NEEDS = "needs", _("Needs")
        OFFERS = "offers", _("Offers")

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting to be checked")
        CHECKING = "checking", _("Being checked")
        REFUSED = "refused", _("Could not be read")
        CHECKED = "checked", _("Checked")
        CONFIRMED = "confirmed", _("Being submitted")
        DONE = "done", _("Submitted")
        UNDOING = "undoing", _("Being taken back")
        CANCELLED = "cancelled", _("Cancelled")
        UNDONE = "undone", _("Taken back")

    SETTLED = (Status.REFUSED, Status.DONE, Status.CANCELLED, Status.UNDOING, Status.UNDONE)
    AT_WORK = (Status.WAITING, Status.CHECKING, Status.CONFIRMED, Status.UNDOING)
    # Any one of these will do.
    NEEDED: ClassVar[dict[str, tuple[Permission, ...]]] = {
        Purpose.NEEDS.value: (Permission.SUBMIT_NEEDS,),
        Purpose.OFFERS.value: (Permission.KEEP_ENTRIES, Permission.TRIAGE),
    }
    LATE = timedelta(seconds=6)  # nobody has begun with it by then: the queue may be down

    public_id = models.CharField(max_length=12, unique=True, default=random_id, editable=False)
    purpose = models.CharField(max_length=10, choices=Purpose)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=10)
    name = models.CharField(max_length=200, help_text=_("The name of the file."))
    content = models.BinaryField(null=True, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    done = models.PositiveIntegerField(default=0, help_text=_("Rows that have been checked."))
    total = models.PositiveIntegerField(default=0)
    tlp = models.PositiveSmallIntegerField(choices=TLP, default=TLP.AMBER)
    headings = models.JSONField(default=list, blank=True)
    problems = models.JSONField(default=list, blank=True, help_text=_("Why it was not read."))
    notes = models.JSONField(default=list, blank=True)
    created = models.DateTimeField(auto_now_add=True)
    asked = models.DateTimeField(default=timezone.now)
    confirmed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    settled = models.DateTimeField(null=True, blank=True)
    taken_back_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    reason = models.TextField(blank=True, help_text=_("Why it is taken back."))

    objects: ClassVar[Any] = UploadQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status__in=["refused", "done", "cancelled", "undone"])
                | Q(content=None),
                name="upload_settled_keeps_no_file",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("capabilities:upload_detail", args=[self.public_id])

    @property
    def is_at_work(self) -> bool:
        """Whether a worker has it, or will have it."""
        return self.status in self.AT_WORK

    @property
    def is_late(self) -> bool:
        """Whether no worker has begun with it, longer than that should take."""
        if self.status == self.Status.CHECKING or not self._waits(timezone.now()):
            return False
        promised = OutboxEntry.objects.filter(payload__upload=self.pk, finished=None)
        begun = promised.filter(attempts__gt=0)
        return self.status == self.Status.WAITING or not begun.exists()

    def _waits(self, now: datetime) -> bool:
        return self.is_at_work and now - self.asked > self.LATE


class UploadRow(models.Model):
    """One row of an upload: its cells as they were, what they mean, and what is wrong with them.

    `errors` holds, by cell: `at` (its column from 0), `place` (as C5), `column`, `found`, `said`.
    `doubts` holds what the officer should look at: `said`, and `need`, the public id of one alike.
    """

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(help_text=_("As the spreadsheet shows it."))
    cells = models.JSONField(default=list, blank=True)
    answers = models.JSONField(default=dict, blank=True)
    agency = models.ForeignKey(
        Agency, on_delete=models.CASCADE, related_name="+", null=True, blank=True
    )
    errors = models.JSONField(default=list, blank=True)
    doubts = models.JSONField(default=list, blank=True)
    turn = models.PositiveSmallIntegerField(
        default=2, help_text=_("0: wrong, 1: doubtful, 2: right; so the wrong ones come first.")
    )
    need = models.ForeignKey(
        Need, on_delete=models.CASCADE, related_name="+", null=True, blank=True
    )
    # Of a table of offers: the entry that is changed, whose offer it is, what would become other
    # (each as what, before, after), and the change that was proposed.
    resource = models.ForeignKey(
        Resource, on_delete=models.CASCADE, related_name="+", null=True, blank=True
    )
    provider = models.ForeignKey(
        Provider, on_delete=models.CASCADE, related_name="+", null=True, blank=True
    )
    changes = models.JSONField(default=list, blank=True)
    proposal = models.ForeignKey(
        Proposal, on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )

    class Meta:
        ordering = ["turn", "number"]
        constraints = [models.UniqueConstraint(fields=["upload", "number"], name="upload_row_once")]

    def __str__(self) -> str:
        return str(self.number)

    @property
    def is_wrong(self) -> bool:
        return self.turn == 0

"""Files that bear a need out."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from capabilities.models.needs import Need
from capabilities.models.submissions import NeedDraft
from portal.access import TLP, Reader
from portal.history import audited
from portal.models import User, random_id


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def visible_to(self, user: Reader) -> Self:
        """Those of needs that the reader may see, and of what their agencies are writing."""
        needs = Need.objects.visible_to(user).known_to(user)
        return self.filter(Q(need__in=needs) | Q(draft__in=NeedDraft.objects.visible_to(user)))

    def readable_by(self, user: Reader) -> Self:
        """As above, and those of a TLP:RED need that names the reader."""
        needs = Need.objects.readable_by(user).known_to(user)
        return self.filter(Q(need__in=needs) | Q(draft__in=NeedDraft.objects.visible_to(user)))

    def kept(self) -> Self:
        return self.filter(removed=None)

    def for_display(self) -> Self:
        return self.select_related("need", "draft__agency", "draft__need", "by__organisation")


@audited()
class Attachment(models.Model):
    """A file that bears a need out: seen exactly like its need, and under its label.

    As long as it hangs on what is being written, it can be removed and brought back. With the
    need it is submitted, and stays for good.
    """

    class Kind(models.TextChoices):
        """What it is, told by its content."""

        PDF = "pdf", _("PDF document")
        DOCX = "docx", _("Word document")
        XLSX = "xlsx", _("Excel workbook")
        PNG = "png", _("PNG picture")
        JPEG = "jpeg", _("JPEG picture")

    public_id = models.CharField(max_length=12, unique=True, default=random_id, editable=False)
    need = models.ForeignKey(
        Need, on_delete=models.CASCADE, related_name="attachments", null=True, blank=True
    )
    draft = models.ForeignKey(
        NeedDraft, on_delete=models.CASCADE, related_name="attachments", null=True, blank=True
    )
    name = models.CharField(max_length=120, help_text=_("As its sender named it, cleaned."))
    kind = models.CharField(max_length=4, choices=Kind)
    size = models.PositiveIntegerField(help_text=_("Bytes."))
    sha256 = models.CharField(max_length=64)
    stored_as = models.CharField(max_length=32, unique=True, help_text=_("Its name on the disk."))
    note = models.TextField(blank=True, help_text=_("Why it was added after the need was sent in."))
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    removed = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = AttachmentQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(need=None, draft__isnull=False) | Q(need__isnull=False, draft=None),
                name="attachment_of_need_or_draft",
            ),
            models.CheckConstraint(
                condition=Q(removed=None) | Q(draft__isnull=False),
                name="attachment_submitted_stays",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("capabilities:attachment", args=[self.public_id])

    @property
    def tlp(self) -> TLP | None:
        """The label of its need; none yet, where that is being written for the first time."""
        need = self.need or (self.draft.need if self.draft else None)
        return TLP(need.tlp) if need else None

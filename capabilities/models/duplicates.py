"""Records that may be one and the same, and what became of it: told apart, or merged."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from capabilities.models.actors import Provider
from capabilities.models.catalogue import Resource
from portal.access import Permission, Reader, may
from portal.history import audited
from portal.models import User, random_id


class Pairable(models.TextChoices):
    """The tables whose records are compared."""

    RESOURCE = "resource", _("Resource")
    PROVIDER = "provider", _("Provider")

    @property
    def model(self) -> type[Resource] | type[Provider]:
        return Resource if self == self.RESOURCE else Provider


class DuplicateQuerySet(models.QuerySet["Duplicate"]):
    def visible_to(self, user: Reader) -> Self:
        """Reviewers', and of those the ones of which they may see both records."""
        if not may(user, Permission.REVIEW):
            return self.none()
        either = Q()
        for kind in Pairable:
            seen = kind.model.objects.visible_to(user).order_by().values("public_id")
            either |= Q(kind=kind, first__in=seen, second__in=seen)
        return self.filter(either)


@audited()
class Duplicate(models.Model):
    """Two records that may be one, by their public ids: the verdict outlives either of them."""

    class Status(models.TextChoices):
        OPEN = "open", _("To be decided")
        MERGED = "merged", _("Merged")
        DIFFERENT = "different", _("Not the same")

    public_id = models.CharField(max_length=12, unique=True, default=random_id, editable=False)
    kind = models.CharField(max_length=10, choices=Pairable)
    first = models.CharField(max_length=12)
    second = models.CharField(max_length=12)
    score = models.PositiveSmallIntegerField(help_text=_("How alike they are, of a hundred."))
    reasons = models.JSONField(default=dict, help_text=_("What is alike, by its code, in points."))
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)

    objects: ClassVar[Any] = DuplicateQuerySet.as_manager()

    class Meta:
        ordering = ["-score", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "first", "second"], name="duplicate_once"),
            models.CheckConstraint(
                condition=Q(first__lt=models.F("second")), name="duplicate_in_order"
            ),
            models.CheckConstraint(
                condition=Q(status="open") | Q(by__isnull=False, at__isnull=False),
                name="duplicate_decided_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.first} {self.second}"

    def get_absolute_url(self) -> str:
        return reverse("capabilities:duplicate_detail", args=[self.public_id])

    @property
    def model(self) -> type[Resource] | type[Provider]:
        return Pairable(self.kind).model


class MergeQuerySet(models.QuerySet["Merge"]):
    def visible_to(self, user: Reader) -> Self:
        """Reviewers', where they may see the record that stayed."""
        if not may(user, Permission.REVIEW):
            return self.none()
        either = Q()
        for kind in Pairable:
            seen = kind.model.objects.visible_to(user).order_by().values("public_id")
            either |= Q(kind=kind, stays__in=seen)
        return self.filter(either)

    def standing(self) -> Self:
        return self.filter(undone_at=None)


@audited()
class Merge(models.Model):
    """That one record went into another, with all that is needed to take it apart again."""

    public_id = models.CharField(max_length=12, unique=True, default=random_id, editable=False)
    kind = models.CharField(max_length=10, choices=Pairable)
    gone = models.CharField(max_length=12, help_text=_("Public id of the one that went."))
    gone_name = models.CharField(max_length=200)
    gone_import_key = models.CharField(max_length=120, blank=True)
    stays = models.CharField(max_length=12, help_text=_("Public id of the one that stayed."))
    # Whole records as they were, and what named the one that went: by table, column and key.
    gone_was = models.TextField()
    stays_was = models.TextField()
    stays_became = models.TextField()
    moved = models.JSONField(default=list)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.TextField()
    undone_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_reason = models.TextField(blank=True)

    objects: ClassVar[Any] = MergeQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "gone"], condition=Q(undone_at=None), name="merge_gone_once"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="merge_has_reason"),
            models.CheckConstraint(
                condition=Q(undone_at=None) | (Q(undone_by__isnull=False) & ~Q(undone_reason="")),
                name="merge_undone_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.gone_name

    def get_absolute_url(self) -> str:
        return reverse("capabilities:merge_detail", args=[self.public_id])

    @property
    def model(self) -> type[Resource] | type[Provider]:
        return Pairable(self.kind).model

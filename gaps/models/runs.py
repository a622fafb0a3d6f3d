"""Runs of the analyser."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.access import TLP, Audience, Reader, clearance
from portal.models import User, random_id


class RunQuerySet(models.QuerySet["Run"]):
    def visible_to(self, user: Reader) -> Self:
        """Runs for audiences that the reader belongs to."""
        return self.filter(audience__lte=clearance(user))

    def done(self) -> Self:
        return self.filter(status=Run.Status.DONE)

    def unfinished(self) -> Self:
        return self.filter(status__in=Run.UNFINISHED)

    def shown_to(self, user: Reader) -> "Run | None":
        """The run whose findings this reader's pages show: the latest of the highest audience."""
        return self.visible_to(user).done().order_by("-audience", "-pk").first()


class Run(models.Model):
    """One pass of the analyser over the records of one audience as they stood at one moment.

    This row is the truth about the run; the message in the queue is only a doorbell.
    """

    class Status(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")
        SUPERSEDED = "superseded", _("Overtaken by a newer run")

    UNFINISHED = (Status.QUEUED, Status.RUNNING)

    public_id = models.CharField(max_length=12, unique=True, default=random_id, editable=False)
    audience = models.PositiveSmallIntegerField(choices=Audience)
    as_of = models.DateField()
    options = models.JSONField(default=dict, help_text=_("Settings that differ from the default."))
    status = models.CharField(max_length=10, choices=Status, default=Status.QUEUED)
    requested_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    created = models.DateTimeField(auto_now_add=True)
    started = models.DateTimeField(null=True, blank=True)
    finished = models.DateTimeField(null=True, blank=True)
    heartbeat = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    progress_done = models.PositiveIntegerField(default=0)
    progress_total = models.PositiveIntegerField(default=0)
    method_version = models.CharField(max_length=20, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    tlp = models.PositiveSmallIntegerField(
        _("label"), choices=TLP, default=TLP.CLEAR, help_text=_("The highest label it drew on.")
    )
    needs_read = models.PositiveIntegerField(default=0)
    resources_read = models.PositiveIntegerField(default=0)
    findings_changed = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)

    objects: ClassVar[Any] = RunQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(audience__in=Audience.values), name="run_audience_known"
            ),
            models.CheckConstraint(condition=Q(tlp__lte=F("audience")), name="run_within_audience"),
            models.CheckConstraint(
                condition=~Q(status="done") | ~Q(fingerprint=""), name="run_done_has_fingerprint"
            ),
        ]
        indexes = [models.Index(fields=["audience", "status", "-id"])]

    def __str__(self) -> str:
        return self.public_id

    def get_absolute_url(self) -> str:
        return reverse("gaps:run_detail", args=[self.public_id])

    @property
    def is_finished(self) -> bool:
        return self.status not in self.UNFINISHED

    @property
    def seconds(self) -> float:
        """How long it took; 0 until it has ended."""
        if self.started is None or self.finished is None:
            return 0.0
        return (self.finished - self.started).total_seconds()

    @property
    def percent(self) -> int:
        """Progress in whole per cent."""
        if self.status == self.Status.DONE:
            return 100
        return 100 * self.progress_done // self.progress_total if self.progress_total else 0

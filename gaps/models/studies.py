"""Questions that people put to the engine over the records of a run."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gaps.models.runs import Run
from portal.access import Permission, Reader, may
from portal.history import audited
from portal.models import Organisation, User, random_id


class StudyQuerySet(models.QuerySet["Study"]):
    def visible_to(self, user: Reader) -> Self:
        """Studies of runs that the reader may see; a scenario is for those who made it only."""
        if not user.is_authenticated or not may(user, Permission.STUDY):
            return self.none()
        ours = Q(asked_by=user)
        if user.organisation_id is not None:
            ours |= Q(organisation=user.organisation_id)
        seen = self.filter(run__in=Run.objects.visible_to(user))
        return seen.filter(~Q(kind=Study.Kind.WHAT_IF) | ours)

    def unfinished(self) -> Self:
        return self.filter(status__in=Study.UNFINISHED)

    def for_display(self) -> Self:
        return self.select_related("run", "earlier", "asked_by", "organisation")


@audited(without=("outcome", "attempts", "error"))
class Study(models.Model):
    """A question to the engine: what changed between two runs, what if, or what to do next.

    It is answered by a worker from the exact records that its run read, and touches none of them.
    """

    class Kind(models.TextChoices):
        COMPARISON = "comparison", _("What changed between two runs")
        WHAT_IF = "what_if", _("What if")
        PLAN = "plan", _("Next best steps")

    class Status(models.TextChoices):
        DRAFT = "draft", _("Being put together")
        QUEUED = "queued", _("Waiting")
        RUNNING = "running", _("Being worked out")
        DONE = "done", _("Done")
        FAILED = "failed", _("Could not be worked out")

    UNFINISHED = (Status.QUEUED, Status.RUNNING)

    public_id = models.CharField(max_length=12, unique=True, default=random_id, editable=False)
    kind = models.CharField(max_length=10, choices=Kind)
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="studies")
    earlier = models.ForeignKey(
        Run, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    name = models.CharField(max_length=200, blank=True)
    # As `gaps.engine.scenario` takes them.
    changes = models.JSONField(default=dict, blank=True)
    number = models.PositiveSmallIntegerField(default=0, help_text=_("Steps that a plan asks for."))
    asked_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    status = models.CharField(max_length=10, choices=Status, default=Status.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    created = models.DateTimeField(auto_now_add=True)
    asked = models.DateTimeField(null=True, blank=True)
    finished = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)
    outcome = models.JSONField(null=True, blank=True)

    objects: ClassVar[Any] = StudyQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name_plural = "studies"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="comparison", earlier__isnull=False)
                | (~Q(kind="comparison") & Q(earlier=None)),
                name="study_earlier_iff_comparison",
            ),
            models.CheckConstraint(
                condition=~Q(status="done") | Q(outcome__isnull=False),
                name="study_done_has_outcome",
            ),
            # What depends on runs alone is worked out once, for whoever asks.
            models.UniqueConstraint(
                fields=["run", "earlier"],
                condition=Q(kind="comparison"),
                name="study_one_comparison",
            ),
            models.UniqueConstraint(
                fields=["run", "number"], condition=Q(kind="plan"), name="study_one_plan"
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(self.get_kind_display())

    def get_absolute_url(self) -> str:
        return reverse("gaps:study_detail", args=[self.public_id])

    @property
    def is_finished(self) -> bool:
        return self.status in (self.Status.DONE, self.Status.FAILED)

    @property
    def is_waiting(self) -> bool:
        return self.status in self.UNFINISHED

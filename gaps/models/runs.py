"""Runs of the analyser."""

from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q, Value
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from capabilities.models import CapabilityArea
from portal.access import TLP, Audience, Reader, clearance
from portal.history import TransactionField
from portal.models import User, random_id

VISIBLE = "pg_visible_in_snapshot(%(expressions)s::pg_snapshot)"


class RunQuerySet(models.QuerySet["Run"]):
    def visible_to(self, user: Reader) -> Self:
        """Runs for audiences that the reader belongs to."""
        return self.filter(audience__lte=clearance(user))

    def done(self) -> Self:
        return self.filter(status=Run.Status.DONE)

    def latest_for(self, audience: int) -> "Run | None":
        """The run whose findings stand for this audience."""
        runs = self.done().filter(audience=audience).exclude(kind=Run.Kind.CHECK)
        return runs.order_by("-pk").first()

    def unfinished(self) -> Self:
        return self.filter(status__in=Run.UNFINISHED)

    def repeatable(self) -> Self:
        """Runs over the whole directory whose exact records can be brought back."""
        return self.done().exclude(kind=Run.Kind.CHECK).exclude(moment="")

    def before(self, run: "Run") -> "Run | None":
        """The repeatable run of the same audience that came before this one."""
        earlier = self.repeatable().filter(audience=run.audience, pk__lt=run.pk)
        return earlier.order_by("-pk").first()

    def shown_to(self, user: Reader) -> "Run | None":
        """The run whose findings this reader's pages show: the latest of the highest audience.

        `withholds` says whether some areas await a new run, since a record has left its audience.
        """
        withdrawn = Change.objects.filter(audience=OuterRef("audience"), withdraws=True)
        mine = self.visible_to(user).done().annotate(withholds=Exists(withdrawn))
        return mine.order_by("-audience", "-pk").first()


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

    class Kind(models.TextChoices):
        FULL = "full", _("All areas")
        INCREMENTAL = "incremental", _("Areas that changed")
        CHECK = "check", _("Check of what is stored")

    UNFINISHED = (Status.QUEUED, Status.RUNNING)

    public_id = models.CharField(max_length=12, unique=True, default=random_id, editable=False)
    audience = models.PositiveSmallIntegerField(choices=Audience)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.FULL)
    as_of = models.DateField()
    # Codes of areas that changed, for an incremental run, which closes them under shared pools.
    areas = ArrayField(models.CharField(max_length=20), default=list, blank=True)
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
    # The database's snapshot that it read; `portal.history.at` brings it back.
    moment = models.TextField(blank=True)
    proof_checked = models.PositiveIntegerField(
        default=0, help_text=_("Need-steps whose share was checked against the certificate.")
    )
    checks = models.ForeignKey(
        "self",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="checked_by",
        help_text=_("The run that a check makes again; empty: what is stored now."),
    )

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
    def case_options(self) -> dict[str, Any]:
        """Settings of the engine that differ from its own; the rest of `options` is the shell's."""
        return {name: value for name, value in self.options.items() if name != "shards"}

    @property
    def can_be_repeated(self) -> bool:
        """Whether the records it read can be brought back."""
        return self.status == self.Status.DONE and bool(self.moment)

    @property
    def shard_count(self) -> int:
        return int(self.options.get("shards", 1))

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


class Shard(models.Model):
    """A part of a run: areas that no pool joins to the areas of other parts.

    Whoever takes one holds a lock on it for as long as their connection lives.
    """

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="shards")
    attempt = models.PositiveSmallIntegerField()
    areas = ArrayField(models.CharField(max_length=20))
    done = models.BooleanField(default=False)
    snapshot = models.CharField(max_length=40)
    needs = models.PositiveIntegerField(default=0)
    offers = models.JSONField(default=list, help_text=_("Ids of the resources read."))
    label = models.PositiveSmallIntegerField(choices=TLP, default=TLP.CLEAR)
    changed = models.PositiveIntegerField(default=0)
    proof_checked = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.run}: {len(self.areas)} areas"


class ChangeQuerySet(models.QuerySet["Change"]):
    def seen_at(self, moment: str) -> Self:
        """Those that a run saw which read the snapshot `moment`, or that we write ourselves.

        Not those up to some key: of two transactions the one that took its key first may commit
        last, and what it changed was not read.
        """
        seen = Func(F("written_by"), Value(moment), template=VISIBLE, output_field=BooleanField())
        ours = Func(function="pg_current_xact_id_if_assigned", output_field=TransactionField())
        return self.filter(Q(seen) | Q(written_by=ours))


class Change(models.Model):
    """That needs or resources of an area have changed for an audience; written by triggers.

    Without an area, all of them may be affected.
    """

    audience = models.PositiveSmallIntegerField(choices=Audience)
    area = models.ForeignKey(CapabilityArea, on_delete=models.CASCADE, null=True, related_name="+")
    at = models.DateTimeField(db_default=Now())
    written_by = TransactionField(
        db_default=models.Func(function="pg_current_xact_id"), editable=False
    )
    withdraws = models.BooleanField(
        db_default=False, help_text=_("A record left this audience: what rests on it is withheld.")
    )

    objects: ClassVar[Any] = ChangeQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.area or 'all areas'} for {self.get_audience_display()}"

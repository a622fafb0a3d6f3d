"""What runs found."""

from fractions import Fraction
from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from capabilities.models import CapabilityArea, Country, Need
from gaps.models.runs import Change, Run
from portal.access import Audience, Reader


class GapClass(models.IntegerChoices):
    """What a finding says of a need-step or a cell, worst first: the order that breaks ties."""

    UNCOVERED = 0, _("Nothing offered")
    MULTI_BLOCKED = 1, _("Several obstacles")
    KIND_MISMATCH = 2, _("Wrong kind of help")
    UNDER_LEVELLED = 3, _("Wrong level")
    INELIGIBLE = 4, _("Not open to the country")
    LANGUAGE_BLOCKED = 5, _("Wrong language")
    MODE_BLOCKED = 6, _("Wrong way of delivery")
    OUT_OF_WINDOW = 7, _("Wrong time")
    STALE = 8, _("Not confirmed lately")
    CAPACITY_SHORT = 9, _("Too few places")
    CAPACITY_CONTENDED = 10, _("Places taken by others")
    SINGLE_PROVIDER = 11, _("One provider only")
    COVERED = 12, _("Covered")

    @property
    def is_gap(self) -> bool:
        return self < GapClass.SINGLE_PROVIDER

    @property
    def anchor(self) -> str:
        """Its place on the page of the method."""
        return f"class-{self.name.lower().replace('_', '-')}"

    def get_absolute_url(self) -> str:
        return f"{reverse('gaps:method')}#{self.anchor}"


# See `Found`.
WRITTEN_BY_RUNS: dict[str, Any] = {
    "on_delete": models.DO_NOTHING,
    "db_constraint": False,
    "db_index": False,
    "related_name": "+",
}


class FoundQuerySet(models.QuerySet[Any]):
    """Rows that runs found, each valid from the run that wrote it until one replaces it."""

    def for_audience(self, audience: Any) -> Self:
        """What runs for this audience found, at whatever time."""
        return self.filter(audience=audience)

    def of_run(self, run: Run | None) -> Self:
        """What held after `run`; nothing where there is no run yet."""
        if run is None:
            return self.none()
        return (
            self.for_audience(run.audience)
            .filter(since_id__lte=run.pk)
            .filter(Q(until=None) | Q(until_id__gt=run.pk))
        )

    def shown_of(self, run: Run | None) -> Self:
        """What pages show of a run: all but the areas that a record of its audience has left.

        Whoever raises a label ends what rests on the record at the moment of the commit; those
        areas come back with the next run, which no longer reads it.
        """
        if run is None:
            return self.none()
        withdrawn = Change.objects.filter(audience=run.audience, withdraws=True)
        return self.of_run(run).exclude(area__in=withdrawn.order_by().values("area"))

    def shown_since(self, first: Run, run: Run) -> Self:
        """What held after any run from `first` to `run`, without the areas that are withheld."""
        withdrawn = Change.objects.filter(audience=run.audience, withdraws=True)
        return (
            self.for_audience(run.audience)
            .filter(since_id__lte=run.pk)
            .filter(Q(until=None) | Q(until_id__gt=first.pk))
            .exclude(area__in=withdrawn.order_by().values("area"))
        )

    def visible_to(self, user: Reader) -> Self:
        """What the latest run of the highest audience that the reader belongs to has found."""
        return self.shown_of(Run.objects.shown_to(user))

    def gaps(self) -> Self:
        return self.filter(gap_class__lt=GapClass.SINGLE_PROVIDER)

    def worst_first(self) -> Self:
        return self.order_by("-weighted_gap", "gap_class", "country__sort_key", "area__code", "pk")


class Found(models.Model):
    """What every result of a run carries. Exact numbers are kept as numerator and denominator.

    Runs alone write these rows, by COPY and by the million, and refer to rows that they have just
    read: so the references carry no constraint of their own, which would cost more than the run.
    """

    audience = models.PositiveSmallIntegerField(choices=Audience)
    country = models.ForeignKey(Country, **WRITTEN_BY_RUNS)
    area = models.ForeignKey(CapabilityArea, **WRITTEN_BY_RUNS)
    since = models.ForeignKey(Run, **WRITTEN_BY_RUNS)
    until = models.ForeignKey(Run, null=True, **WRITTEN_BY_RUNS)
    demand = models.PositiveBigIntegerField(help_text=_("Slots asked for."))
    optimistic = models.PositiveBigIntegerField(help_text=_("Slots reachable alone."))
    allocated_numerator = models.BigIntegerField()
    allocated_denominator = models.BigIntegerField()
    weighted_gap = models.FloatField(help_text=_("Missing slots × urgency, rounded for ordering."))
    gap_class = models.PositiveSmallIntegerField(choices=GapClass)
    digest = models.BigIntegerField(help_text=_("Equal for equal results."))

    objects: ClassVar[Any] = FoundQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def allocated(self) -> Fraction:
        return Fraction(self.allocated_numerator, self.allocated_denominator)

    @property
    def missing(self) -> Fraction:
        return self.demand - self.allocated

    @property
    def gap(self) -> GapClass:
        return GapClass(self.gap_class)


class FindingQuerySet(FoundQuerySet):
    def keyed(self, key: str) -> Self:
        """The finding of that name in addresses: `<need>-<step>`."""
        need, _dash, step = key.rpartition("-")
        return self.filter(need__public_id=need, step=int(step) if step.isdecimal() else -1)

    def for_display(self) -> Self:
        return self.select_related("country", "area", "need", "need__agency", "since")


SHOWN = 3  # resources kept with a finding that they serve


class Finding(Found):
    """What a run found for one need-step: the help from one level to the next that is asked for."""

    need = models.ForeignKey(Need, **WRITTEN_BY_RUNS)
    step = models.PositiveSmallIntegerField(help_text=_("The level that the step starts from."))
    urgency = models.PositiveSmallIntegerField()
    indicative = models.BooleanField(default=False)
    providers = models.PositiveSmallIntegerField(help_text=_("Usable ones: 0, 1, or 2 for more."))
    served_by = ArrayField(
        models.BigIntegerField(), size=SHOWN, help_text=_("The first usable resources; 0 for none.")
    )
    fix_resource = models.BigIntegerField(help_text=_("The nearest miss of a gap; 0 for none."))
    fix_failed = models.PositiveSmallIntegerField(
        help_text=_("What it fails on: bit i for constraint i in their fixed order.")
    )

    objects: ClassVar[Any] = FindingQuerySet.as_manager()

    class Meta:
        ordering = ["-weighted_gap", "gap_class", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["audience", "need", "step"],
                condition=Q(until=None),
                name="finding_one_current",
            ),
            models.CheckConstraint(
                condition=Q(gap_class__in=GapClass.values), name="finding_class_known"
            ),
        ]
        indexes = [
            models.Index(
                fields=["audience", "-weighted_gap", "gap_class", "id"],
                condition=Q(until=None),
                name="finding_worst_first",
            ),
            models.Index(fields=["audience", "area"], name="finding_by_area"),
            models.Index(fields=["audience", "country"], name="finding_by_country"),
        ]

    def __str__(self) -> str:
        return f"{self.country}: {self.area} ({self.get_gap_class_display()})"

    def get_absolute_url(self) -> str:
        return reverse("gaps:finding_detail", args=[self.key])

    @property
    def key(self) -> str:
        """Its name in addresses: the need and the step, the same through all its versions."""
        return f"{self.need.public_id}-{self.step}"

    @property
    def next_level(self) -> int:
        return self.step + 1


class Cell(Found):
    """What a run found for one country and capability area: its need-steps rolled up."""

    indicative = models.BooleanField(default=False, help_text=_("All its needs are indicative."))

    class Meta:
        ordering = ["-weighted_gap", "gap_class", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["audience", "area", "country"],  # in this order, to read those of an area
                condition=Q(until=None),
                name="cell_one_current",
            ),
            models.CheckConstraint(
                condition=Q(gap_class__in=GapClass.values), name="cell_class_known"
            ),
        ]
        indexes = [
            models.Index(
                fields=["audience", "-weighted_gap", "gap_class", "id"],
                condition=Q(until=None),
                name="cell_worst_first",
            ),
            models.Index(fields=["audience", "country"], name="cell_by_country"),
        ]

    def __str__(self) -> str:
        return f"{self.country}: {self.area} ({self.get_gap_class_display()})"


class AreaState(models.Model):
    """What a run found for a whole capability area: its fingerprint, and how much was compared."""

    audience = models.PositiveSmallIntegerField(choices=Audience)
    area = models.ForeignKey(CapabilityArea, **WRITTEN_BY_RUNS)
    since = models.ForeignKey(Run, **WRITTEN_BY_RUNS)
    until = models.ForeignKey(Run, null=True, **WRITTEN_BY_RUNS)
    fingerprint = models.CharField(max_length=64)
    needs = models.PositiveIntegerField()
    offers = models.PositiveIntegerField()

    objects: ClassVar[Any] = FoundQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["audience", "area"], condition=Q(until=None), name="area_state_one_current"
            ),
        ]
        indexes = [models.Index(fields=["audience", "area"], name="area_state_by_area")]

    def __str__(self) -> str:
        return f"{self.area}: {self.fingerprint[:16]}"

"""What a country lacks."""

from collections.abc import Callable
from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, When
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from capabilities import workflow
from capabilities.models.actors import Agency
from capabilities.models.catalogue import CapabilityArea
from capabilities.models.masks import Masked
from capabilities.models.places import Country
from capabilities.models.vocabulary import Kind, Level, Mode, Urgency
from portal.access import TLP, Permission, Reader, may, rows_of_a_world
from portal.history import recorded
from portal.models import Marked, MarkedQuerySet, Sourced


class NeedQuerySet(MarkedQuerySet):
    def whose_parents(self, narrow: Callable[[MarkedQuerySet], MarkedQuerySet]) -> Self:
        """A submitted need names its agency, so a reader must be cleared for both."""
        return self.filter(Q(agency=None) | Q(agency__in=narrow(Agency.objects.all())))

    def for_audience(self, audience: int, owned_by: int | None = None) -> Self:
        agencies = rows_of_a_world(audience, owned_by, of="agency__")
        return super().for_audience(audience, owned_by).filter(Q(agency=None) | agencies)

    def live(self) -> Self:
        """Needs that await help: what a run takes in."""
        return self.filter(status__in=Need.LIVE)

    def for_run(self, audience: int, owned_by: int | None = None) -> Self:
        """The live needs of an audience; a submitted one replaces the indicative one beside it."""
        submitted = (
            Need.objects.for_audience(audience, owned_by)
            .live()
            .filter(basis=Need.Basis.SUBMITTED, country=OuterRef("country"), area=OuterRef("area"))
        )
        return (
            self.for_audience(audience, owned_by)
            .live()
            .exclude(Q(basis=Need.Basis.INDICATIVE) & Exists(submitted))
        )

    def for_display(self) -> Self:
        return self.select_related("country", "area", "area__parent", "agency")

    def for_list(self) -> Self:
        """With who has each of them, for those who follow them."""
        return self.for_display().select_related("submission__desk")

    def followed_by(self, user: Reader) -> Self:
        """The submitted needs whose way this person follows, of those the rows say they may see.

        Officers follow those of their organisation, reviewers all, and whoever sits at a desk what
        lies there.
        """
        submitted = self.filter(basis=Need.Basis.SUBMITTED).exclude(status=Need.Status.DRAFT)
        if may(user, Permission.TRIAGE):
            return submitted
        if not user.is_authenticated:
            return submitted.none()
        mine = Q(submission__desk__people=user.pk)  # a machine sits at no desk
        if user.organisation_id and may(user, Permission.SUBMIT_NEEDS):
            mine |= Q(owner=user.organisation_id)
        return submitted.filter(pk__in=Need.objects.unnarrowed().filter(mine).values("pk"))

    def known_to(self, user: Reader) -> Self:
        """Of the needs that the reader may see: for who does not follow one, it exists once it is
        accepted. TLP:RED that names the reader is theirs to read wherever it stands."""
        followed = Need.objects.followed_by(user).values("pk")
        return self.filter(Q(status__in=Need.LIVE) | Q(tlp=TLP.RED) | Q(pk__in=followed))

    def similar_to(self, *, agency: Agency, area: CapabilityArea) -> Self:
        """The needs of an agency in an area or its neighbours, those of the area itself first."""
        near = self.filter(agency=agency, area__parent=area.parent_id)
        is_same = Case(When(area=area, then=0), default=1)
        return near.order_by(is_same, "-pk")


@recorded
class Need(Marked, Sourced, Masked):
    """What one country lacks in one capability area, from which level to which, for how many.

    An *indicative* need is inferred from public evidence and belongs to no agency; it stands in
    until an agency of that country submits its own for the same area.
    """

    class Basis(models.TextChoices):
        SUBMITTED = "submitted", _("Submitted by an agency")
        INDICATIVE = "indicative", _("Indicative, from public evidence")

    Status = workflow.Status
    LIVE = tuple(sorted(workflow.LIVE))
    UNLOCKED = (Status.DRAFT, Status.RETURNED)  # still in its submitter's hands
    kept_with = Permission.SUBMIT_NEEDS

    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="needs", null=True, blank=True
    )
    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="needs")
    area = models.ForeignKey(CapabilityArea, on_delete=models.PROTECT, related_name="needs")
    basis = models.CharField(max_length=10, choices=Basis, default=Basis.SUBMITTED)
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    current_level = models.PositiveSmallIntegerField(choices=Level)
    target_level = models.PositiveSmallIntegerField(choices=Level)
    quantity = models.PositiveIntegerField(
        default=1, help_text=_("People to train, labs to equip, cases to support: slots.")
    )
    urgency = models.PositiveSmallIntegerField(choices=Urgency, default=Urgency.RAISED)
    kinds = ArrayField(
        models.CharField(max_length=20, choices=Kind),
        default=list,
        blank=True,
        help_text=_("Empty means any kind of help."),
    )
    languages = ArrayField(
        models.CharField(max_length=8),
        default=list,
        blank=True,
        help_text=_("Empty means any language."),
    )
    modes = ArrayField(
        models.CharField(max_length=12, choices=Mode),
        default=list,
        blank=True,
        help_text=_("Empty means any way of delivery."),
    )
    starts = models.DateField()
    ends = models.DateField()
    reason = models.TextField(blank=True)
    evidence = models.TextField(blank=True)

    objects: ClassVar[Any] = NeedQuerySet.as_manager()

    class Meta(Marked.Meta):
        ordering = ["country__sort_key", "area__code", "pk"]
        constraints = [
            *Marked.Meta.constraints,
            models.CheckConstraint(
                condition=Q(current_level__gte=1, target_level__lte=5)
                & Q(target_level__gt=F("current_level")),
                name="need_target_above_current",
            ),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="need_quantity_positive"),
            models.CheckConstraint(condition=Q(urgency__range=(1, 5)), name="need_urgency_1_to_5"),
            models.CheckConstraint(
                condition=Q(ends__gte=F("starts")), name="need_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(basis="indicative", agency=None)
                | Q(basis="submitted", agency__isnull=False),
                name="need_submitted_iff_agency",
            ),
            models.UniqueConstraint(
                fields=["country", "area"],
                condition=Q(basis="indicative"),
                name="need_one_indicative_per_cell",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country}: {self.area}"

    def marked_parents(self) -> list[Marked]:
        return [self.agency] if self.agency else []

    def get_absolute_url(self) -> str:
        return reverse("capabilities:need_detail", args=[self.public_id])

    @property
    def label_is_locked(self) -> bool:
        return super().label_is_locked and self.status not in self.UNLOCKED

    @property
    def holder(self) -> str:
        """Who has it, for those who follow its way."""
        if self.status in workflow.ENDED:
            return gettext("Nobody: it has ended")
        if self.status == self.Status.RETURNED:
            return str(self.agency)
        way = getattr(self, "submission", None)
        return str(way.desk) if way and way.desk else gettext("Any reviewer")

    @property
    def is_indicative(self) -> bool:
        return self.basis == self.Basis.INDICATIVE

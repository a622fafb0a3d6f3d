"""What is worked out after a run: the months ahead, and who could not stop."""

from fractions import Fraction
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from capabilities.models import Provider
from gaps.models.runs import Run
from portal.access import Audience, Reader, clearance

if TYPE_CHECKING:
    _ExactText = models.TextField[Fraction | int, Fraction]
else:
    _ExactText = models.TextField


class ExactField(_ExactText):
    """An exact number, kept as `numerator/denominator`, for it may have hundreds of digits."""

    def from_db_value(self, value: str | None, *_args: Any) -> Fraction | None:
        return None if value is None else Fraction(value)

    def to_python(self, value: Any) -> Any:
        return value if value is None else Fraction(value)

    def get_prep_value(self, value: Any) -> str | None:
        return None if value is None else str(Fraction(value))


class OutlookQuerySet(models.QuerySet["Outlook"]):
    def shown_to(self, user: Reader) -> "Outlook | None":
        """That of the highest audience which the reader belongs to and which has one."""
        mine = self.filter(audience__lte=clearance(user)).select_related("run")
        return mine.order_by("-audience").first()


class Outlook(models.Model):
    """What follows from a full run for later: one for each audience, that of its latest run.

    It is written whole, at its end, or with what kept it from being made.
    """

    audience = models.PositiveSmallIntegerField(choices=Audience, unique=True)
    run = models.OneToOneField(Run, on_delete=models.CASCADE, related_name="outlook")
    made = models.DateTimeField(auto_now_add=True)
    error = models.TextField(blank=True)
    providers_left = models.PositiveIntegerField(
        default=0, help_text=_("Those that were not tried, since they carry least.")
    )
    left_bound = ExactField(default=0, help_text=_("None of those opens more."))

    objects: ClassVar[Any] = OutlookQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"After {self.run}"


class OfOutlookQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Reader) -> Self:
        outlook = Outlook.objects.shown_to(user)
        return self.filter(outlook=outlook) if outlook else self.none()


class ForecastMonth(models.Model):
    """The world as of one day ahead if nobody changes anything, and what lapses just before it."""

    outlook = models.ForeignKey(Outlook, on_delete=models.CASCADE, related_name="months")
    day = models.DateField()
    demand = models.PositiveBigIntegerField(help_text=_("Slots asked for."))
    allocated = ExactField()
    weighted_gap = ExactField()
    cells = models.PositiveIntegerField()
    gaps = models.PositiveIntegerField(help_text=_("Cells that are gaps."))
    classes = models.JSONField(help_text=_("Cells by the name of their class."))
    resources_ended = models.PositiveIntegerField(default=0)
    resources_aged = models.PositiveIntegerField(default=0)
    needs_ended = models.PositiveIntegerField(default=0)
    opened = models.PositiveIntegerField(default=0, help_text=_("Cells that become a gap."))
    lapses = models.JSONField(
        default=list, help_text=_("The first of those resources: key, and `ended` or `aged`.")
    )
    opened_cells = models.JSONField(
        default=list, help_text=_("The worst of those cells: country, area, class, weighted gap.")
    )

    objects: ClassVar[Any] = OfOutlookQuerySet.as_manager()

    class Meta:
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(fields=["outlook", "day"], name="forecast_one_per_day"),
        ]

    def __str__(self) -> str:
        return self.day.isoformat()

    @property
    def lapsed(self) -> int:
        return self.resources_ended + self.resources_aged


class FragilityQuerySet(OfOutlookQuerySet):
    def visible_to(self, user: Reader) -> Self:
        """A row names its provider, so a reader must be cleared for that as well."""
        return super().visible_to(user).filter(provider__in=Provider.objects.visible_to(user))

    def worst_first(self) -> Self:
        return self.order_by("-weight", "pk")


class Fragility(models.Model):
    """What would open if one provider stopped: all its resources gone, all else as it is."""

    outlook = models.ForeignKey(Outlook, on_delete=models.CASCADE, related_name="fragilities")
    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="+")
    opens = ExactField(help_text=_("The weighted gap that opens."))
    weight = models.FloatField(help_text=_("The same, rounded for ordering."))
    opened = models.PositiveIntegerField(help_text=_("Cells that become a gap."))
    worsened = models.PositiveIntegerField(help_text=_("Gaps that grow."))
    countries = models.PositiveIntegerField()
    cells = models.JSONField(
        help_text=_("The worst of those cells: country, area, class before and after, growth.")
    )

    objects: ClassVar[Any] = FragilityQuerySet.as_manager()

    class Meta:
        ordering = ["-weight", "pk"]
        verbose_name_plural = "fragilities"
        constraints = [
            models.UniqueConstraint(
                fields=["outlook", "provider"], name="fragility_one_per_provider"
            ),
        ]

    def __str__(self) -> str:
        return f"Without {self.provider}"

    def get_absolute_url(self) -> str:
        return reverse("gaps:fragility_detail", args=[self.provider.public_id])

"""What a country may need to be able to do, and what is offered towards it."""

from collections.abc import Callable
from datetime import date
from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from tree_queries.models import TreeNode

from capabilities.models.actors import Provider
from capabilities.models.masks import Masked
from capabilities.models.places import Country, CountryGroup
from capabilities.models.vocabulary import Kind, Level, Mode
from portal.access import TLP, Reader, is_member, rows_of_a_world
from portal.history import audited, recorded
from portal.languages import shipped
from portal.models import Marked, MarkedQuerySet, Sourced


@recorded
class CapabilityArea(TreeNode):
    """One thing an agency must be able to do; a node with children stands for its leaves."""

    class Risk(models.TextChoices):
        LOW = "low", _("Low")
        MEDIUM = "medium", _("Medium")
        HIGH = "high", _("High")

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=120)
    definition = models.TextField(blank=True)
    kinds = ArrayField(
        models.CharField(max_length=20, choices=Kind),
        default=list,
        blank=True,
        help_text=_("Kinds of help that usually serve it."),
    )
    shortfalls = ArrayField(
        models.CharField(max_length=4),
        default=list,
        blank=True,
        help_text=_("Kinds of shortfall (DOTMLPFI letters)."),
    )
    roles = ArrayField(models.CharField(max_length=10), default=list, blank=True)
    default_tlp = models.PositiveSmallIntegerField(choices=TLP, default=TLP.CLEAR)
    rights_risk = models.CharField(max_length=10, choices=Risk, default=Risk.LOW)
    prerequisites = models.ManyToManyField("self", symmetrical=False, related_name="unlocks")

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(default_tlp__in=TLP.values), name="area_default_tlp_known"
            ),
        ]

    def __str__(self) -> str:
        return shipped(self.name)

    def get_absolute_url(self) -> str:
        return reverse("gaps:area_detail", args=[self.code])

    @property
    def meaning(self) -> str:
        """The definition in the reader's language."""
        return shipped(self.definition)


@audited()
class FrameworkReference(models.Model):
    """How an area maps to a heading of another framework."""

    class Relation(models.TextChoices):
        EQUAL = "equal", _("same as")
        SUBSET = "subset", _("narrower than")
        SUPERSET = "superset", _("broader than")
        INTERSECT = "intersect", _("overlaps")
        NOT_RELATED = "not_related", _("not related to")

    area = models.ForeignKey(
        CapabilityArea, on_delete=models.CASCADE, related_name="framework_references"
    )
    framework = models.CharField(max_length=30)
    code = models.CharField(max_length=30)
    title = models.CharField(max_length=300, blank=True)
    relation = models.CharField(max_length=12, choices=Relation)
    draft = models.BooleanField(default=True, help_text=_("One reader's judgement so far."))

    class Meta:
        ordering = ["framework", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["area", "framework", "code"], name="framework_reference_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.framework} {self.code}"

    @property
    def heading(self) -> str:
        """The title in the reader's language."""
        return shipped(self.title)


def links(name: str, of: str = "pk") -> Any:
    """The rows that link a resource by a field of this name; `of`: its key in the outer query.

    To ask whether there is one: joined, the resource would be found once for each.
    """
    return getattr(Resource, name).through.objects.filter(resource=OuterRef(of))


class ResourceQuerySet(MarkedQuerySet):
    def whose_parents(self, narrow: Callable[[MarkedQuerySet], MarkedQuerySet]) -> Self:
        """A resource names its provider, so a reader must be cleared for both."""
        return self.filter(provider__in=narrow(Provider.objects.all()))

    def for_audience(self, audience: int, owned_by: int | None = None) -> Self:
        providers = rows_of_a_world(audience, owned_by, of="provider__")
        return super().for_audience(audience, owned_by).filter(providers)

    def kept_by(self, user: Reader) -> Self:
        """The offers that the reader's organisation keeps: its own, and those of its providers
        which nobody else owns."""
        if not is_member(user):
            return self.none()
        organisation = user.organisation_id  # type: ignore[union-attr]
        own = Q(owner=organisation) | Q(owner=None, provider__owner=organisation)
        return self.visible_to(user).filter(own)

    def serving(self, country: Country, *, on: date) -> Self:
        """Resources open to a country on a day; where nobody stated to whom, taken as open."""
        groups = CountryGroup.objects.filter(memberships__in=country.memberships.on(on))
        named = Exists(links("eligible_countries").filter(country=country))
        through = Exists(links("eligible_groups").filter(countrygroup__in=groups))
        left_out = Exists(links("excluded_countries").filter(country=country))
        not_named = ~Q(eligibility=Resource.Eligibility.NAMED)
        return self.filter(not_named | named | through).exclude(left_out)

    def for_display(self) -> Self:
        return self.select_related("provider", "provider__based_in").prefetch_related(
            "areas", "eligible_countries", "eligible_groups", "excluded_countries"
        )


@recorded
class Resource(Marked, Sourced, Masked):
    """One offer of help: what it lifts, from which level to which, for whom, how and when.

    *Not stated* is a value of its own wherever it can occur. The analyser matches it as open and
    lowers the confidence of what rests on it.
    """

    class Eligibility(models.TextChoices):
        ALL = "all", _("Open to all countries")
        NAMED = "named", _("Open to those named")
        NOT_STATED = "not_stated", _("Not stated")

    class LanguageRule(models.TextChoices):
        NAMED = "named", _("The languages named")
        NEUTRAL = "neutral", _("Language does not matter")
        NOT_STATED = "not_stated", _("Not stated")

    class CapacityRule(models.TextChoices):
        LIMITED = "limited", _("A number of slots")
        UNLIMITED = "unlimited", _("Unlimited")
        NOT_STATED = "not_stated", _("Not stated")

    class Cost(models.TextChoices):
        """What it costs the agency that uses it."""

        FREE = "free", _("Free of charge")
        SHARED = "shared", _("Costs are shared")
        PAID = "paid", _("To be paid for")
        NOT_STATED = "not_stated", _("Not stated")

    class Pool(models.TextChoices):
        LINE = "line", _("That many slots for each area and step")
        SHARED = "shared", _("That many slots over all areas and steps together")

    revertible = ("name", "aliases", "description", "url", "eligibility_basis")
    changed_by_proposal = True

    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="resources")
    name = models.CharField(max_length=200)
    aliases = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    description = models.TextField(blank=True)
    url = models.URLField(max_length=500, blank=True)
    areas = models.ManyToManyField(CapabilityArea, related_name="resources")
    kinds = ArrayField(models.CharField(max_length=20, choices=Kind), default=list)
    level_from = models.PositiveSmallIntegerField(choices=Level, null=True, blank=True)
    level_to = models.PositiveSmallIntegerField(choices=Level, null=True, blank=True)
    eligibility = models.CharField(
        max_length=10, choices=Eligibility, default=Eligibility.NOT_STATED
    )
    eligibility_basis = models.TextField(
        blank=True, help_text=_("What was read, and what was judged from it.")
    )
    eligible_countries = models.ManyToManyField(Country, related_name="+", blank=True)
    eligible_groups = models.ManyToManyField(CountryGroup, related_name="+", blank=True)
    excluded_countries = models.ManyToManyField(Country, related_name="+", blank=True)
    language_rule = models.CharField(
        max_length=10, choices=LanguageRule, default=LanguageRule.NOT_STATED
    )
    languages = ArrayField(models.CharField(max_length=8), default=list, blank=True)
    modes = ArrayField(
        models.CharField(max_length=12, choices=Mode),
        default=list,
        blank=True,
        help_text=_("Empty means not stated."),
    )
    starts = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)
    capacity_rule = models.CharField(
        max_length=10, choices=CapacityRule, default=CapacityRule.NOT_STATED
    )
    capacity = models.PositiveIntegerField(null=True, blank=True)
    pool = models.CharField(max_length=6, choices=Pool, default=Pool.LINE)
    cost = models.CharField(max_length=10, choices=Cost, default=Cost.NOT_STATED)

    objects: ClassVar[Any] = ResourceQuerySet.as_manager()

    class Meta(Marked.Meta):
        ordering = ["name", "pk"]
        indexes = [
            *Marked.Meta.indexes,
            # Which areas pools join is asked at the start of every run, and few are shared.
            models.Index(fields=["id"], condition=Q(pool="shared"), name="resource_shared"),
            # What was confirmed last comes first on many pages, and some show few of very many.
            models.Index(
                F("last_verified").desc(nulls_last=True), "name", "id", name="resource_confirmed"
            ),
        ]
        constraints = [
            *Marked.Meta.constraints,
            models.CheckConstraint(
                condition=Q(level_from=None, level_to=None)
                | Q(level_from__gte=1, level_to__lte=5, level_to__gt=F("level_from")),
                name="resource_levels_both_or_neither",
            ),
            models.CheckConstraint(
                condition=Q(capacity_rule="limited", capacity__isnull=False)
                | (~Q(capacity_rule="limited") & Q(capacity=None)),
                name="resource_capacity_iff_limited",
            ),
            models.CheckConstraint(
                condition=Q(language_rule="named", languages__len__gt=0)
                | (~Q(language_rule="named") & Q(languages__len=0)),
                name="resource_languages_iff_named",
            ),
            models.CheckConstraint(
                condition=Q(starts=None) | Q(ends=None) | Q(ends__gte=F("starts")),
                name="resource_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("capabilities:resource_detail", args=[self.public_id])

    def marked_parents(self) -> list[Marked]:
        return [self.provider]

    @property
    def not_stated(self) -> list[str]:
        """The attributes nobody has stated, as people call them."""
        open_ones = {
            _("level"): self.level_from is None,
            _("capacity"): self.capacity_rule == self.CapacityRule.NOT_STATED,
            _("language"): self.language_rule == self.LanguageRule.NOT_STATED,
            _("who may use it"): self.eligibility == self.Eligibility.NOT_STATED,
            _("how it is delivered"): not self.modes,
        }
        return [str(name) for name, is_open in open_ones.items() if is_open]

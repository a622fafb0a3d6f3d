"""Countries, the groups they belong to, and what is published about them."""

from datetime import date
from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.history import audited, recorded
from portal.languages import by_language, is_english, shipped, spoken


class ByName(models.Func):
    """Countries in the order of what the reader's language calls them when they are read."""

    output_field = models.TextField()

    def __init__(self) -> None:
        super().__init__("sort_key", "name", "names")

    def as_sql(self, compiler: Any, connection: Any, *_rest: Any, **_extra: Any) -> Any:
        own, english, names = (compiler.compile(part)[0] for part in self.source_expressions)
        if is_english():
            return own, ()
        return f"lower(unaccent(coalesce(nullif({names} ->> %s, ''), {english})))", (spoken(),)


class CountryQuerySet(models.QuerySet["Country"]):
    def by_name(self) -> Self:
        return self.order_by(ByName(), "pk")


@recorded
class Country(models.Model):
    """A country or territory, named by ISO 3166 (Kosovo by the user-assigned XKX)."""

    iso3 = models.CharField(max_length=3, unique=True)
    iso2 = models.CharField(max_length=2, unique=True)
    m49 = models.CharField(max_length=3, blank=True)
    name = models.CharField(max_length=100)
    names = models.JSONField(default=dict, help_text=_("Names by language code."))
    sort_key = models.CharField(
        max_length=100, db_index=True, help_text=_("The name with accents folded.")
    )
    region = models.CharField(max_length=50, blank=True)
    subregion = models.CharField(max_length=50, blank=True)
    intermediate_region = models.CharField(max_length=50, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    income = models.CharField(max_length=20, blank=True)
    dac_group = models.CharField(max_length=20, blank=True)
    un_member = models.BooleanField(default=False)
    official_languages = ArrayField(models.CharField(max_length=8), default=list, blank=True)
    ldc = models.BooleanField(_("least developed country"), default=False)
    lldc = models.BooleanField(_("landlocked developing country"), default=False)
    sids = models.BooleanField(_("small island developing state"), default=False)

    objects: ClassVar[Any] = CountryQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key"]
        verbose_name_plural = "countries"

    def __str__(self) -> str:
        """What the reader's language calls it; `names` is not read where that is English."""
        return self.name if is_english() else by_language(self.names, self.name)

    def get_absolute_url(self) -> str:
        return reverse("gaps:country_detail", args=[self.iso3])

    @property
    def subregion_name(self) -> str:
        return shipped(self.subregion)


@recorded
class CountryGroup(models.Model):
    """Countries that offers are opened to: a region, an income group, the parties to a treaty."""

    class Kind(models.TextChoices):
        REGION = "region", _("Region")
        INCOME = "income", _("Income group")
        TREATY = "treaty", _("Parties to a treaty")
        BODY = "body", _("Members of a body")
        LIST = "list", _("Published list")

    code = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=Kind)
    countries = models.ManyToManyField(Country, through="Membership", related_name="groups")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return shipped(self.name)


class MembershipQuerySet(models.QuerySet["Membership"]):
    def on(self, day: date) -> Self:
        """Memberships that hold on a day; an unknown beginning or end is taken as open."""
        return self.filter(
            Q(start=None) | Q(start__lte=day),
            Q(end=None) | Q(end__gte=day),
        )


@recorded
class Membership(models.Model):
    """That a country belongs to a group, from when to when, and on what basis it is said."""

    group = models.ForeignKey(CountryGroup, on_delete=models.CASCADE, related_name="memberships")
    country = models.ForeignKey(Country, on_delete=models.CASCADE, related_name="memberships")
    start = models.DateField(null=True, blank=True)
    end = models.DateField(null=True, blank=True)
    basis = models.CharField(max_length=500)

    objects: ClassVar[Any] = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["group__name", "country__sort_key"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "country", "start"],
                name="membership_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(start=None) | Q(end=None) | Q(end__gte=F("start")),
                name="membership_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country} in {self.group}"


@audited()
class TreatyStatus(models.Model):
    """Where a country stands with a treaty; no row means *not known*, never *not a party*."""

    class Treaty(models.TextChoices):
        BUDAPEST = "budapest-ets185", _("Convention on Cybercrime (Budapest, ETS 185)")
        UN_CYBERCRIME = "un-cybercrime-2024", _("United Nations Convention against Cybercrime")

    class Status(models.TextChoices):
        PARTY = "party", _("Party")
        SIGNATORY = "signatory", _("Signatory")
        INVITED = "invited", _("Invited to accede")

    treaty = models.CharField(max_length=30, choices=Treaty)
    country = models.ForeignKey(Country, on_delete=models.CASCADE, related_name="treaty_statuses")
    status = models.CharField(max_length=10, choices=Status)
    signed = models.DateField(null=True, blank=True)
    ratified = models.DateField(null=True, blank=True)
    in_force = models.DateField(null=True, blank=True)
    basis = models.TextField()

    class Meta:
        ordering = ["treaty", "country__sort_key"]
        verbose_name_plural = "treaty statuses"
        constraints = [
            models.UniqueConstraint(fields=["treaty", "country"], name="treaty_status_once"),
        ]

    def __str__(self) -> str:
        return f"{self.country}: {self.get_status_display()}"


@audited()
class MaturityRating(models.Model):
    """What one edition of a published index says of a country: context, never mixed with others."""

    country = models.ForeignKey(Country, on_delete=models.CASCADE, related_name="maturity_ratings")
    index = models.CharField(max_length=20)
    edition = models.CharField(max_length=10)
    pillar = models.CharField(max_length=40, blank=True)
    level = models.PositiveSmallIntegerField(null=True, blank=True)
    tier = models.CharField(max_length=10, blank=True)
    source = models.TextField()

    class Meta:
        ordering = ["index", "-edition", "pillar"]
        constraints = [
            models.UniqueConstraint(
                fields=["country", "index", "edition", "pillar"], name="maturity_rating_once"
            ),
            models.CheckConstraint(
                condition=Q(level=None) | Q(level__range=(1, 5)), name="maturity_level_1_to_5"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country} {self.index} {self.edition} {self.pillar}".strip()

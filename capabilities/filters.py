"""How the directory's lists are narrowed: one filter set for a page and for its endpoint."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from capabilities.imports.reference.places import folded
from capabilities.models import (
    CapabilityArea,
    Country,
    CountryGroup,
    Desk,
    Membership,
    Need,
    Urgency,
)
from capabilities.models.needs import NeedQuerySet
from capabilities.phrases import writing
from capabilities.workflow import Status
from portal.languages import shipped


class AreaChoice(django_filters.ModelChoiceFilter):
    """A capability area by its code; a group of areas stands for all below it."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs |= {"to_field_name": "code", "queryset": CapabilityArea.objects.order_by("code")}
        super().__init__(**kwargs)

    def filter(self, qs: Any, value: CapabilityArea | None) -> Any:
        if value is None:
            return qs
        below = Q(**{self.field_name: value}) | Q(**{f"{self.field_name}__parent": value})
        return qs.filter(below).distinct()


class CountryChoice(django_filters.ModelChoiceFilter):
    """A country by its ISO 3166 code."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs |= {"to_field_name": "iso3", "queryset": Country.objects.by_name()}
        super().__init__(**kwargs)


class RegionChoice(django_filters.ChoiceFilter):
    """A United Nations sub-region by its name."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=regions, **kwargs)


def regions() -> list[tuple[str, str]]:
    names = Country.objects.exclude(subregion="").order_by("region", "subregion")
    return [(name, shipped(name)) for name in names.values_list("subregion", flat=True).distinct()]


class NeedFilter(django_filters.FilterSet):
    country = CountryChoice(label=_("Country"))
    area = AreaChoice(label=_("Capability area"))
    basis = django_filters.ChoiceFilter(choices=Need.Basis, label=_("Basis"))

    class Meta:
        model = Need
        fields: list[str] = []


class FollowedNeedFilter(django_filters.FilterSet):
    """Needs on their way, narrowed by where they stand."""

    q = django_filters.CharFilter(method="search", label=_("Search"))
    status = django_filters.ChoiceFilter(
        choices=[choice for choice in Status.choices if choice[0] != Status.DRAFT],
        label=_("Where it stands"),
    )
    area = AreaChoice(label=_("Capability area"))

    class Meta:
        model = Need
        fields: list[str] = []

    def search(self, queryset: NeedQuerySet, name: str, value: str) -> NeedQuerySet:
        return queryset.filter(
            Q(area__in=_called(CapabilityArea.objects.only("code", "name"), value))
            | Q(agency__name__icontains=value)
            | Q(country__in=_called(Country.objects.only("iso3", "name", "names"), value))
            | Q(public_id=value.strip().lower())
        )


class QueueFilter(FollowedNeedFilter):
    """What waits, narrowed to whose turn it is."""

    country = CountryChoice(label=_("Country"))
    turn = django_filters.ChoiceFilter(
        method="at_desk", choices=[("mine", _("My desks"))], label=_("Whose turn")
    )
    urgency = django_filters.ChoiceFilter(choices=Urgency, label=_("Urgency"))

    def at_desk(self, queryset: NeedQuerySet, name: str, value: str) -> NeedQuerySet:
        mine = Desk.objects.of(self.request.user).values("pk")
        return queryset.filter(submission__desk__in=mine)


def _called(rows: Any, text: str) -> list[Any]:
    """Those of some rows whose name holds a text, in English or in the reader's language."""
    wanted = writing.folded(text.strip())
    return [row for row in rows if wanted in writing.folded(f"{row.name}\n{row}")]


OTHER_NAMES = ("fr", "es", "ar", "ru", "zh")
INCOMES = [
    ("Low", _("Low")),
    ("Lower middle", _("Lower middle")),
    ("Upper middle", _("Upper middle")),
    ("High", _("High")),
]


class GroupChoice(django_filters.ModelChoiceFilter):
    """Members today of a group of countries, by its code."""

    def __init__(self, **kwargs: Any) -> None:
        kinds = (CountryGroup.Kind.BODY, CountryGroup.Kind.TREATY, CountryGroup.Kind.LIST)
        groups = CountryGroup.objects.filter(kind__in=kinds)
        super().__init__(**kwargs | {"to_field_name": "code", "queryset": groups})

    def filter(self, qs: Any, value: CountryGroup | None) -> Any:
        if value is None:
            return qs
        today = timezone.localdate()
        members = Membership.objects.on(today).filter(group=value)
        return qs.filter(pk__in=members.order_by().values("country"))


class CountryFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        method="search",
        label=_("Name or code"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    region = RegionChoice(field_name="subregion", label=_("Region"))
    group = GroupChoice(field_name="groups", label=_("Member of"))
    income = django_filters.ChoiceFilter(choices=INCOMES, label=_("Income group"))

    class Meta:
        model = Country
        fields: list[str] = []

    def search(self, queryset: Any, name: str, value: str) -> Any:
        """By a part of its name, without accents or in any of six languages; or by its code."""
        found = Q(sort_key__contains=folded(value)) | Q(name__icontains=value)
        found |= Q(iso3=value.upper()) | Q(iso2=value.upper())
        for language in OTHER_NAMES:
            found |= Q(**{f"names__{language}__icontains": value})
        return queryset.filter(found)

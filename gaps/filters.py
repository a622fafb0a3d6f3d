"""How findings are narrowed: one filter set for the page and for its endpoint."""

from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from capabilities.filters import AreaChoice, CountryChoice, RegionChoice
from gaps.models import Finding, FoundQuerySet, GapClass

CLASS_CHOICES = [(gap_class.name, gap_class.label) for gap_class in GapClass]
SHOWN = [("gaps", _("Gaps only")), ("all", _("Gaps and what is covered"))]


class ClassChoice(django_filters.MultipleChoiceFilter):
    """Classes by name; several may be chosen."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs |= {"choices": CLASS_CHOICES, "widget": forms.CheckboxSelectMultiple}
        super().__init__(**kwargs)

    def filter(self, qs: FoundQuerySet, value: list[str]) -> FoundQuerySet:
        if not value:
            return qs
        return qs.filter(gap_class__in=[GapClass[name] for name in value])


class FoundFilter(django_filters.FilterSet):
    """What findings and cells are both narrowed by: gaps alone unless all are asked for."""

    country = CountryChoice(label=_("Country"))
    region = RegionChoice(field_name="country__subregion", label=_("Region"))
    area = AreaChoice(label=_("Capability area"))
    gap_class = ClassChoice(label=_("Class"))
    show = django_filters.ChoiceFilter(
        choices=SHOWN, empty_label=None, method="as_is", label=_("Show")
    )

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(data or {}, *args, **kwargs)  # bound, so that gaps alone are the default

    def as_is(self, queryset: FoundQuerySet, name: str, value: str) -> FoundQuerySet:
        return queryset

    def filter_queryset(self, queryset: FoundQuerySet) -> FoundQuerySet:
        narrowed: FoundQuerySet = super().filter_queryset(queryset)
        chosen = self.form.cleaned_data
        if chosen["show"] == "all" or chosen["gap_class"]:
            return narrowed
        return narrowed.gaps()


BASIS = [("submitted", _("Submitted by agencies")), ("indicative", _("Indicative"))]


class FindingFilter(FoundFilter):
    basis = django_filters.ChoiceFilter(choices=BASIS, method="on_basis", label=_("Needs"))
    urgency = django_filters.NumberFilter(
        field_name="urgency", lookup_expr="gte", label=_("Urgency at least")
    )

    class Meta:
        model = Finding
        fields: list[str] = []

    def on_basis(self, queryset: FoundQuerySet, name: str, value: str) -> FoundQuerySet:
        return queryset.filter(indicative=value == "indicative")

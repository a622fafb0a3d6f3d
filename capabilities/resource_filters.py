"""How resources are narrowed: one filter set for the page, its files and its endpoint."""

import re
from collections.abc import Container
from dataclasses import replace
from datetime import date
from typing import Any

import django_filters
from django import forms
from django.core.validators import RegexValidator
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from capabilities import asking, lookup, phrases, wording
from capabilities.facets import CHOICES, FACETS, NEUTRAL, NOT_STATED, Criteria
from capabilities.lookup import Names
from capabilities.models import Resource
from capabilities.search import Search
from portal.languages import spoken

LONGEST_QUERY = 300
LITERAL = re.compile(r"[\"“”]|(?:^|\s)-\w")  # as people write what is to be taken as it stands
MONTH = RegexValidator(r"\A(19[9]\d|20\d\d)-(0[1-9]|1[0-2])\Z", _("Write a month as 2027-06."))


class CodesField(forms.MultipleChoiceField):
    """Codes of a long list, which no page shows as choices: hundreds need not be made into any."""

    codes: Container[str] = ()

    def to_python(self, value: Any) -> list[str]:
        """Forms send what is left empty along, which asks for nothing."""
        return [code for code in super().to_python(value) if code]

    def valid_value(self, value: str) -> bool:
        return value in self.codes


@extend_schema_field(serializers.ListField(child=serializers.CharField()))
class Codes(django_filters.MultipleChoiceFilter):
    """Public codes, any one of which will do; which there are, the directory says."""

    field_class = CodesField


def _closed(name: str) -> django_filters.MultipleChoiceFilter:
    choices = list(CHOICES[name].items())
    label = next(facet.label for facet in FACETS if facet.name == name)
    return django_filters.MultipleChoiceFilter(choices=choices, label=label)


class ResourceFilter(django_filters.FilterSet):
    """Values of one filter are alternatives; those of different filters must all hold."""

    q = django_filters.CharFilter(label=_("Search"), max_length=LONGEST_QUERY, strip=True)
    ask = django_filters.CharFilter(
        label=_("A plain question, read into filters"), max_length=LONGEST_QUERY, strip=True
    )
    country = Codes(label=_("Open to these countries (ISO 3166, three letters)"))
    area = Codes(label=_("Capability areas, or groups of them, by their codes"))
    kind = _closed("kind")
    mode = _closed("mode")
    language = Codes(label=_("Languages (ISO 639), or neutral, or not_stated"))
    provider_type = _closed("provider_type")
    sector = _closed("sector")
    cost = _closed("cost")
    fresh = _closed("fresh")
    verification = _closed("verification")
    framework = Codes(label=_("Headings of frameworks, such as cmm-2021|D4.4"))
    by = django_filters.CharFilter(
        label=_("Can start by this month"), validators=[MONTH], strip=True
    )

    class Meta:
        model = Resource
        fields: list[str] = []

    @cached_property
    def today(self) -> date:
        return timezone.localdate()

    @cached_property
    def names(self) -> Names:
        return lookup.names(on=self.today)

    @property
    def form(self) -> Any:
        is_new = not hasattr(self, "_form")
        form = super().form
        if is_new:
            for name, codes in self._open_lists().items():
                form.fields[name].codes = codes
        return form

    def _open_lists(self) -> dict[str, Container[str]]:
        return {
            "country": self.names.countries,
            "area": self.names.areas,
            "language": [*wording.known_languages(), NEUTRAL, NOT_STATED],
            "framework": self.names.headings,
        }

    def criteria(self) -> Criteria:
        """What is asked for, as far as it makes sense; what does not is in the errors."""
        self.form.is_valid()
        given = self.form.cleaned_data
        chosen = {f.name: tuple(dict.fromkeys(given[f.name])) for f in FACETS if given.get(f.name)}
        criteria = Criteria(given.get("q") or "", chosen, given.get("by") or "")
        return self._with_question(criteria, given["ask"]) if given.get("ask") else criteria

    def _with_question(self, criteria: Criteria, question: str) -> Criteria:
        """What a question names comes to what is chosen already; words in quotes stay words."""
        if LITERAL.search(question):
            return replace(criteria, q=" ".join(filter(None, (criteria.q, question))))
        known = asking.lexicon(self.names, phrases.books(spoken()))
        read = asking.read(question, known, today=self.today)
        both = {
            f.name: tuple(dict.fromkeys((*criteria.chosen.get(f.name, ()), *named)))
            for f in FACETS
            if (named := read.chosen.get(f.name, ())) or f.name in criteria.chosen
        }
        words = " ".join(filter(None, (criteria.q, read.q)))
        return Criteria(words, both, read.by or criteria.by)

    def filter_queryset(self, queryset: Any) -> Search:
        return Search(self.request.user, self.criteria(), self.names, today=self.today)

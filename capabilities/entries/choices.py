"""What can be chosen for an entry, by public codes."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from capabilities import wording
from capabilities.models import CapabilityArea, Country, CountryGroup, Provider
from capabilities.phrases.writing import folded
from capabilities.questions import leaves
from capabilities.steps import Answers

Pairs = list[tuple[str, Any]]


@dataclass(frozen=True)
class Context:
    """What a section depends on beside its own answers; each list is looked up once.

    An entry may hold what nobody is offered any more: a group of areas, a rare language. What
    `kept` says stays a choice.
    """

    provider: Provider | None = None
    kept: Answers = field(default_factory=dict)

    @cached_property
    def areas(self) -> Pairs:
        named = [(area.code, str(area)) for area in leaves().order_by("code")]
        more = self._more("areas", named)
        others = CapabilityArea.objects.filter(code__in=more)
        return [*named, *((area.code, str(area)) for area in others)]

    @cached_property
    def countries(self) -> Pairs:
        return [(country.iso3, str(country)) for country in Country.objects.by_name()]

    @cached_property
    def countries_or_none(self) -> Pairs:
        return [("", _("Not stated")), *self.countries]

    @cached_property
    def groups(self) -> Pairs:
        named = [(group.code, str(group)) for group in CountryGroup.objects.all()]
        return sorted(named, key=lambda pair: folded(pair[1]))

    @cached_property
    def languages(self) -> Pairs:
        """The official languages of all countries, by name."""
        spoken = Country.objects.values_list("official_languages", flat=True)
        codes = {code for listed in spoken for code in listed} | {"ar", "en", "es", "fr"}
        codes |= {"ru", "zh", *self._more("languages", [])}
        return [(code, wording.language(code)) for code in sorted(codes, key=wording.language)]

    def _more(self, name: str, named: Pairs) -> list[str]:
        known = {code for code, _words in named}
        return [code for code in self.kept.get(name) or [] if code not in known]

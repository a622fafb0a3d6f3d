"""The figures of the pages on data quality, and the records behind each of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Case, Count, F, IntegerField, Max, Q, QuerySet, Sum, When
from django.db.models.functions import Greatest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from capabilities.models import Agency, Country, Need, Provider, Resource
from gaps.quality.measures import (
    MODELS,
    NOTHING,
    STATED,
    Aspect,
    Lens,
    Measure,
    of,
    with_links,
)

# The label of a row with that of the record that it shows.
_LABEL: dict[Any, Any] = {
    Resource: Greatest("tlp", "provider__tlp"),
    Need: Greatest("tlp", "agency__tlp"),
}


@dataclass(frozen=True)
class Figure:
    """How many of the records one measure holds for, with the way to them."""

    measure: Measure
    number: int
    of: int
    url: str

    @property
    def stated(self) -> int:
        return self.of - self.number


@dataclass(frozen=True)
class Part:
    """The figures on the records of one table."""

    title: str
    number: int
    figures: list[Figure]

    def about(self, aspect: Aspect) -> list[Figure]:
        return [figure for figure in self.figures if figure.measure.aspect == aspect]

    @property
    def completeness(self) -> list[Figure]:
        return self.about(Aspect.COMPLETENESS)

    @property
    def staleness(self) -> list[Figure]:
        return self.about(Aspect.STALENESS)

    @property
    def conflicts(self) -> list[Figure]:
        return [figure for figure in self.about(Aspect.CONFLICT) if figure.number]

    @property
    def asked(self) -> int:
        """Facts that are asked for, over all records."""
        return sum(figure.of for figure in self.completeness)

    @property
    def stated(self) -> int:
        return sum(figure.stated for figure in self.completeness)

    @property
    def stale(self) -> int:
        """Records whose evidence does not count as fresh any more, or that have none."""
        return sum(figure.number for figure in self.staleness)


@dataclass(frozen=True)
class Quality:
    parts: list[Part]
    label: int  # the highest of all records that were counted


def quality(lens: Lens) -> Quality:
    """Every measure counted, one statement for each table."""
    counted = [_counted(lens, model) for model in MODELS]
    return Quality([part for part, _label in counted], max(label for _part, label in counted))


def _counted(lens: Lens, model: Any) -> tuple[Part, int]:
    measures = of(model)
    filters = {f"m{n}": measure.condition(lens) for n, measure in enumerate(measures)}
    rows = with_links(lens.rows(model))
    got = rows.aggregate(
        label=Max(_LABEL.get(model, F("tlp"))),
        number=Count("pk"),
        **{name: Count("pk", filter=q) for name, q in filters.items()},
    )
    figures = [
        Figure(measure, got[f"m{n}"], got["number"], records_url(measure, lens))
        for n, measure in enumerate(measures)
    ]
    return Part(str(MODELS[model]), got["number"], figures), got["label"] or 0


def records_url(measure: Measure, lens: Lens) -> str:
    return reverse("gaps:quality_records", args=[measure.key]) + query_of(lens)


def query_of(lens: Lens) -> str:
    """What the address of a list or a file adds, to be about the same records."""
    if lens.provider is not None:
        return "?" + urlencode({"provider": lens.provider.public_id})
    if lens.country is not None:
        return "?" + urlencode({"country": lens.country.iso3})
    return ""


# ------------------------------------------------------------------ the records behind a figure

_SHOWN: dict[Any, tuple[str, ...]] = {
    Resource: ("provider",),
    Provider: ("based_in",),
    Agency: ("country",),
    Need: ("country", "area", "agency"),
}
_ORDER: dict[Any, tuple[str, ...]] = {
    Resource: ("provider__name", "name", "pk"),
    Provider: ("name", "pk"),
    Agency: ("country__sort_key", "name", "pk"),
    Need: ("country__sort_key", "area__code", "pk"),
}


def records(measure: Measure, lens: Lens) -> Any:
    """The records that a measure holds for; those with the same link stand together."""
    found = with_links(lens.rows(measure.model)).filter(measure.condition(lens))
    by_link = ("link",) if measure.key.endswith("same-link") else ()
    shown = found.select_related(*_SHOWN[measure.model])
    return shown.order_by(*by_link, *_ORDER[measure.model])


def label_of(rows: Any) -> int:
    """The highest label among rows, with those of the records that they show."""
    highest = rows.order_by().aggregate(label=Max(_LABEL.get(rows.model, F("tlp"))))
    return int(highest["label"] or 0)


# ------------------------------------------------------------------ all providers, all countries


def _any(measures: Iterable[Measure], lens: Lens) -> Q:
    return reduce(or_, (measure.condition(lens) for measure in measures), NOTHING)


def providers(lens: Lens) -> QuerySet[Any, dict[str, Any]]:
    """Each provider with what is amiss with its offers: most in conflict first, then most stale."""
    stated = [When(measure.condition(lens), then=0) for measure in STATED]
    whole = sum((Case(one, default=1, output_field=IntegerField()) for one in stated), start=0)
    stale = _any(of(Resource, Aspect.STALENESS), lens)
    rows = with_links(lens.rows(Resource)).annotate(whole=whole)
    found: QuerySet[Any, dict[str, Any]] = (
        rows.values("provider__name", "provider__public_id")
        .annotate(
            number=Count("pk"),
            stated=Sum("whole"),
            asked=Count("pk") * len(STATED),
            stale=Count("pk", filter=stale),
            conflicts=Count("pk", filter=_any(of(Resource, Aspect.CONFLICT), lens)),
        )
        .order_by("-conflicts", "-stale", "provider__name", "provider__public_id")
    )
    return found


@dataclass
class CountryRow:
    country: Country
    agencies: int = 0
    needs: int = 0
    stale: int = 0
    conflicts: int = 0


def countries(lens: Lens) -> list[CountryRow]:
    """Each country with its agencies and needs, and what is amiss with them, worst first."""
    rows = {country.pk: CountryRow(country) for country in Country.objects.all()}
    for model, name in ((Agency, "agencies"), (Need, "needs")):
        for found in _by_country(model, lens):
            row = rows[found["country"]]
            setattr(row, name, found["number"])
            row.stale += found["stale"]
            row.conflicts += found["conflicts"]
    listed = sorted(rows.values(), key=lambda row: row.country.sort_key)
    return sorted(listed, key=lambda row: (-row.conflicts, -row.stale))


def _by_country(model: Any, lens: Lens) -> Any:
    stale = _any(of(model, Aspect.STALENESS), lens)
    rows = with_links(lens.rows(model)).values("country")
    return rows.annotate(
        number=Count("pk"),
        stale=Count("pk", filter=stale),
        conflicts=Count("pk", filter=_any(of(model, Aspect.CONFLICT), lens)),
    ).order_by()


# ------------------------------------------------------------------ facts of a country


@dataclass(frozen=True)
class Fact:
    """Something published about a country: what is known of it, and on what basis."""

    title: Any
    known: int
    basis: str


def facts(country: Country) -> list[Fact]:
    """What the directory holds of a country itself, and where that comes from."""
    treaties = list(country.treaty_statuses.all())
    members = list(country.memberships.select_related("group"))
    ratings = list(country.maturity_ratings.all())
    told = _("the list of countries that the portal ships with")
    return [
        Fact(_("Official languages"), len(country.official_languages), told),
        Fact(_("Income group"), int(bool(country.income)), told),
        Fact(_("Treaties"), len(treaties), _bases(row.basis for row in treaties)),
        Fact(_("Memberships"), len(members), _bases(row.basis for row in members)),
        Fact(_("Published ratings"), len(ratings), _bases(row.source for row in ratings)),
    ]


def _bases(named: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(named))

"""What earlier files have put into the portal, for later files to refer to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from django.db.models import Min

from capabilities.models import CapabilityArea, Country, CountryGroup, MaturityRating, Need
from portal.models import Verification

RATED_BY: dict[str, Any] = {"index": "GCI", "edition": "2020"}


@dataclass(frozen=True, slots=True)
class Rating:
    """The level of one pillar in one country that is a member of the United Nations."""

    country: str
    pillar: str
    level: int
    source: str
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """Codes that a file may use, the ratings that indicative needs follow, and their first day."""

    countries: Mapping[str, str]  # iso3 by iso2
    groups: frozenset[str]
    areas: frozenset[str]
    ratings: Sequence[Rating]
    needs_start: date

    @classmethod
    def now(cls, *, today: date, as_of: date | None) -> Self:
        return cls(
            countries=dict(Country.objects.values_list("iso2", "iso3")),
            groups=frozenset(CountryGroup.objects.values_list("code", flat=True)),
            areas=frozenset(CapabilityArea.objects.values_list("code", flat=True)),
            ratings=_ratings(),
            needs_start=as_of or _first_load() or today,
        )


def _ratings() -> list[Rating]:
    rows = MaturityRating.objects.filter(country__un_member=True, **RATED_BY).values_list(
        "country__iso3", "pillar", "level", "source", "country__official_languages"
    )
    return [
        Rating(country, pillar, level, source, tuple(languages))
        for country, pillar, level, source, languages in rows
        if level is not None
    ]


def _first_load() -> date | None:
    """The day indicative needs were first loaded: a later load must not move their window."""
    loaded = Need.objects.filter(
        basis=Need.Basis.INDICATIVE, verification=Verification.IMPORTED
    ).aggregate(first=Min("starts"))
    first: date | None = loaded["first"]
    return first

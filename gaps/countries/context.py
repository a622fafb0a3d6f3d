"""What is public of a country besides its gaps: treaties, memberships, ratings, each with its
source."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.text import capfirst

from capabilities import maturity
from capabilities.models import Country, CountryGroup, MaturityRating, Membership, TreatyStatus


@dataclass(frozen=True)
class Standing:
    """Where a country stands with a treaty; None is *not known*, never *not a party*."""

    treaty: TreatyStatus.Treaty
    status: TreatyStatus | None


@dataclass(frozen=True)
class Rated:
    """What one edition of an index says of one pillar, or of the whole."""

    pillar: str
    level: int | None
    tier: str


@dataclass(frozen=True)
class Edition:
    """What one edition of an index says of a country. Editions are never compared."""

    index: str
    edition: str
    name: str
    ratings: list[Rated]
    sources: list[str]


@dataclass(frozen=True)
class Belonging:
    """The groups of one kind that a country belongs to."""

    kind: CountryGroup.Kind
    memberships: list[Membership]


def standings(country: Country) -> list[Standing]:
    known = {row.treaty: row for row in country.treaty_statuses.all()}
    return [Standing(treaty, known.get(treaty.value)) for treaty in TreatyStatus.Treaty]


def editions(country: Country) -> list[Edition]:
    """The ratings of a country, edition by edition, latest first."""
    found: dict[tuple[str, str], list[MaturityRating]] = {}
    for rating in country.maturity_ratings.all():
        found.setdefault((rating.index, rating.edition), []).append(rating)
    latest_first = sorted(found, key=lambda key: (key[0], key[1]), reverse=True)
    return [_edition(*key, found[key]) for key in latest_first]


def _edition(index: str, edition: str, rows: list[MaturityRating]) -> Edition:
    place = {pillar: number for number, pillar in enumerate(maturity.PILLARS)}
    rows = sorted(rows, key=lambda row: (place.get(row.pillar, len(place)), row.pillar))
    return Edition(
        index=index,
        edition=edition,
        name=str(maturity.INDICES.get(index, index)),
        ratings=[
            Rated(
                pillar=capfirst(str(maturity.PILLARS.get(row.pillar, row.pillar))),
                level=row.level,
                tier=str(maturity.TIERS.get(row.tier, row.tier)),
            )
            for row in rows
        ],
        sources=sorted({row.source for row in rows}),
    )


def belongings(country: Country, *, on: date) -> list[Belonging]:
    """Its memberships on a day, by kind of group."""
    rows: Any = country.memberships.on(on).select_related("group")
    return by_kind(rows)


def by_kind(rows: Iterable[Membership]) -> list[Belonging]:
    found: dict[str, list[Membership]] = {}
    for row in rows:
        found.setdefault(row.group.kind, []).append(row)
    kinds = CountryGroup.Kind
    order = (kinds.BODY, kinds.REGION, kinds.TREATY, kinds.INCOME, kinds.LIST)
    return [Belonging(kind, found[kind]) for kind in order if kind in found]

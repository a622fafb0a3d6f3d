"""What is public of a country besides its gaps and its ratings: treaties and memberships, each
with its source."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from capabilities.models import Country, CountryGroup, Membership, TreatyStatus


@dataclass(frozen=True)
class Standing:
    """Where a country stands with a treaty; None is *not known*, never *not a party*."""

    treaty: TreatyStatus.Treaty
    status: TreatyStatus | None


@dataclass(frozen=True)
class Belonging:
    """The groups of one kind that a country belongs to."""

    kind: CountryGroup.Kind
    memberships: list[Membership]


def standings(country: Country) -> list[Standing]:
    known = {row.treaty: row for row in country.treaty_statuses.all()}
    return [Standing(treaty, known.get(treaty.value)) for treaty in TreatyStatus.Treaty]


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

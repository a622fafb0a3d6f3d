"""Countries around one that lack the same: with whom an offer could be shared."""

from dataclasses import dataclass
from datetime import date
from math import acos, cos, radians, sin
from typing import Any

from capabilities import wording
from capabilities.models import CapabilityArea, Country, CountryGroup, Membership
from gaps.models import Cell
from portal.access import Reader

SHOWN = 12
EARTH = 6371  # kilometres


@dataclass(frozen=True)
class Neighbour:
    """A country of the same part of the world, and what both lack."""

    country: Country
    areas: tuple[CapabilityArea, ...]
    languages: str
    bodies: tuple[CountryGroup, ...]


def neighbours(country: Country, reader: Reader, *, on: date) -> list[Neighbour]:
    """Those of the same sub-region that lack most of the same, the nearer first among equals.

    Four queries, however many they are.
    """
    around = {row.pk: row for row in _around(country)}
    lacking = _lacking([country.pk, *around], reader)
    own = lacking.pop(country.pk, {})
    shared = {
        pk: tuple(area for key, area in sorted(areas.items()) if key in own)
        for pk, areas in lacking.items()
    }
    order = sorted(
        (pk for pk, areas in shared.items() if areas),
        key=lambda pk: (-len(shared[pk]), distance(country, around[pk]), around[pk].sort_key),
    )[:SHOWN]
    bodies = _bodies([country.pk, *order], on)
    mine = bodies.get(country.pk, {})
    return [
        Neighbour(
            country=around[pk],
            areas=shared[pk],
            languages=_common_languages(country, around[pk]),
            bodies=tuple(group for key, group in bodies.get(pk, {}).items() if key in mine),
        )
        for pk in order
    ]


def part_of_the_world(country: Country) -> str:
    """The smallest part that the United Nations name: Eastern Africa, not Sub-Saharan Africa."""
    return country.intermediate_region or country.subregion


def _around(country: Country) -> Any:
    part = part_of_the_world(country)
    if not part:
        return Country.objects.none()
    field = "intermediate_region" if country.intermediate_region else "subregion"
    return Country.objects.filter(**{field: part}).exclude(pk=country.pk)


def _lacking(countries: list[int], reader: Reader) -> dict[int, dict[str, CapabilityArea]]:
    """By country: the areas that are a gap there, by code."""
    rows = Cell.objects.visible_to(reader).gaps().filter(country__in=countries).order_by()
    found: dict[int, dict[str, CapabilityArea]] = {}
    for country, code, name in rows.values_list("country_id", "area__code", "area__name"):
        found.setdefault(country, {})[code] = CapabilityArea(code=code, name=name)
    return found


def _bodies(countries: list[int], on: date) -> dict[int, dict[str, CountryGroup]]:
    """By country: the bodies it is a member of, without the one that all are members of."""
    rows = Membership.objects.on(on).filter(country__in=countries, group__kind="body")
    found: dict[int, dict[str, CountryGroup]] = {}
    for row in rows.exclude(group__code__in=("UN", "INTERPOL")).select_related("group"):
        found.setdefault(row.country_id, {})[row.group.code] = row.group
    return found


def _common_languages(one: Country, other: Country) -> str:
    return wording.languages(set(one.official_languages) & set(other.official_languages))


def distance(one: Country, other: Country) -> float:
    """Kilometres between the middles of two countries; far where one is not known."""
    places = (one.latitude, one.longitude, other.latitude, other.longitude)
    if None in places:
        return float(EARTH * 4)
    lat, lon, other_lat, other_lon = (radians(place or 0) for place in places)
    arc = sin(lat) * sin(other_lat) + cos(lat) * cos(other_lat) * cos(lon - other_lon)
    return EARTH * acos(max(-1.0, min(1.0, arc)))

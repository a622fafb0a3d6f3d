"""What the page of an area shows: where it is missing, who offers it, what it builds on."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F

from capabilities import frameworks, wording
from capabilities.models import CapabilityArea, Country, Resource
from gaps import pictures, trend
from gaps.dashboards import world
from gaps.models import Cell, Finding, FoundQuerySet, Run
from gaps.reading import Explained, explained
from portal.access import Reader

WORST = 12  # findings shown with their reasons
OFFERS = 50


@dataclass(frozen=True)
class Before:
    """An area that is needed first, and in how many of the countries that lack this one it is
    missing as well."""

    area: CapabilityArea
    missing: int


@dataclass(frozen=True)
class Below:
    """An area of a group: how it stands, and how many offers help in it."""

    area: CapabilityArea
    tally: pictures.Tally
    parts: list[pictures.Patch]
    offers: int


def leaves_of(area: CapabilityArea) -> list[CapabilityArea]:
    """The areas of a group in the order of their codes; an area by itself."""
    below = CapabilityArea.objects.filter(parent=area).order_by("code")
    return list(below) or [area]


def offers(areas: Iterable[CapabilityArea], reader: Reader) -> dict[str, Any]:
    """Who helps in one of these areas: how many in all, and those confirmed last."""
    helping = Resource.objects.visible_to(reader).filter(areas__in=areas).distinct()
    told = helping.order_by().aggregate(
        offers=Count("pk", distinct=True), providers=Count("provider", distinct=True)
    )
    latest_first = helping.order_by(F("last_verified").desc(nulls_last=True), "name", "pk")
    return {**told, "resources": latest_first.for_display()[:OFFERS]}


def missing(cells: FoundQuerySet, area: CapabilityArea) -> dict[str, Any]:
    """Where it is missing: on the map, by class and by region."""
    by_country = pictures.tallies(cells, "country__iso3")
    whole = pictures.total(by_country.values())
    regions = world.by_region(cells.gaps(), area=area.code)
    return {
        "whole": whole,
        "in_need": len(by_country),
        "lacking": sum(1 for tally in by_country.values() if tally.gaps),
        "parts": pictures.class_parts(whole, area=area.code),
        "patches": pictures.map_patches(by_country, Country.objects.only("iso3", "name", "names")),
        "legend": pictures.legend(by_country.values()),
        "regions": regions["regions"],
        "keys": regions["keys"],
    }


def worst(areas: Iterable[CapabilityArea], reader: Reader, run: Run | None) -> list[Explained]:
    """The worst gaps in these areas, with their reasons."""
    rows = Finding.objects.visible_to(reader).gaps().filter(area__in=areas)
    return explained(rows.for_display().worst_first()[:WORST], reader, run)


def trend_of(areas: Iterable[CapabilityArea], reader: Reader, run: Run | None) -> dict[str, Any]:
    points = trend.trend(reader, run, area__in=areas) if run else []
    return trend.shown(points)


def prerequisites(area: CapabilityArea, cells: FoundQuerySet, reader: Reader) -> list[Before]:
    """What is needed first, the one most often missing beside it first."""
    lacking = cells.gaps().order_by().values("country")
    others = Cell.objects.visible_to(reader).gaps().filter(country__in=lacking)
    counted = dict(
        others.filter(area__unlocks=area)
        .order_by()
        .values_list("area")
        .annotate(Count("country", distinct=True))
    )
    found = [Before(first, counted.get(first.pk, 0)) for first in area.prerequisites.all()]
    return sorted(found, key=lambda before: (-before.missing, before.area.code))


def below(areas: list[CapabilityArea], cells: FoundQuerySet, reader: Reader) -> list[Below]:
    """The areas of a group, one by one."""
    counted, nothing = pictures.tallies(cells, "area"), pictures.Tally()
    offers = _offers_by_area(areas, reader)
    return [
        Below(
            area=area,
            tally=tally,
            parts=pictures.class_parts(tally, area=area.code),
            offers=offers.get(area.pk, 0),
        )
        for area in areas
        for tally in [counted.get(area.pk, nothing)]
    ]


def _offers_by_area(areas: list[CapabilityArea], reader: Reader) -> dict[int, int]:
    """How many offers help in each area; one that names the group helps in all of it."""
    group = areas[0].parent_id
    offers = Resource.objects.visible_to(reader).order_by()
    named = _by_area(offers.filter(areas__in=[*areas, group]))
    twice = _by_area(offers.filter(pk__in=offers.filter(areas=group).values("pk")))
    of_all = named.get(group, 0)
    return {area.pk: named.get(area.pk, 0) + of_all - twice.get(area.pk, 0) for area in areas}


def _by_area(offers: Any) -> dict[int | None, int]:
    return dict(offers.values_list("areas").annotate(Count("pk", distinct=True)))


def facts(area: CapabilityArea) -> dict[str, Any]:
    """What the area is made of, in words."""
    return {
        "shortfalls": wording.listing(frameworks.SHORTFALLS.get(x, x) for x in area.shortfalls),
        "roles": wording.listing(frameworks.ROLES.get(role, role) for role in area.roles),
        "risk": frameworks.RISKS[area.rights_risk],
        "crosswalk": frameworks.crosswalk(area.framework_references.all()),
    }

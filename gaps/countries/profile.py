"""All that is told of one country, from what one reader may see."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F

from capabilities import lookup, maturity
from capabilities.facets import COUNTRY, Criteria
from capabilities.lookup import Names
from capabilities.models import (
    Agency,
    CapabilityArea,
    Country,
    CountryGroup,
    Desk,
    Need,
    Project,
    Resource,
)
from capabilities.search import Search
from gaps import pictures, trend, words
from gaps.countries import context, neighbours
from gaps.models import Cell, Finding, Report, Run
from gaps.models.reports import Scope
from gaps.reading import Explained, explained
from portal.access import Reader, is_member

OFFERS = 15


@dataclass(frozen=True)
class Group:
    """The gaps of one group of areas, worst first."""

    area: CapabilityArea
    entries: list[Explained]

    @property
    def weight(self) -> float:
        return sum(entry.finding.weighted_gap for entry in self.entries)


@dataclass(frozen=True)
class Nearly:
    """An offer that nearly reaches the country, what would have to change, and for what."""

    resource: Resource
    failing: str
    changes: str
    areas: tuple[CapabilityArea, ...]
    weight: float


@dataclass(frozen=True)
class Offers:
    """How many offers are open to a country, and the highest label among them."""

    number: int
    label: int


@dataclass(frozen=True)
class Profile:
    """One country as one reader may know it."""

    country: Country
    run: Run | None
    tally: pictures.Tally
    gaps: list[Explained]
    served: list[Explained]
    needs: list[Need]
    offers: Offers
    resources: list[Resource]
    agencies: list[Agency]
    projects: list[Project]
    desks: list[Desk]
    reports: list[Report]
    belongings: list[context.Belonging]
    standings: list[context.Standing]
    ratings: list[maturity.Ratings]
    neighbours: list[neighbours.Neighbour]
    points: list[trend.Point]

    @property
    def has_income_group(self) -> bool:
        return any(told.kind == CountryGroup.Kind.INCOME for told in self.belongings)

    @property
    def groups(self) -> list[Group]:
        """Its gaps by group of areas, the one that lacks most first."""
        found: dict[CapabilityArea, list[Explained]] = {}
        for entry in self.gaps:
            found.setdefault(entry.finding.area.parent or entry.finding.area, []).append(entry)
        groups = [Group(area, entries) for area, entries in found.items()]
        return sorted(groups, key=lambda group: (-group.weight, group.area.code))

    @property
    def nearly(self) -> list[Nearly]:
        """Offers that are the nearest miss of some gap, the one that would help most first."""
        return _nearly(self.gaps)

    @property
    def label(self) -> int:
        """The highest label of what is shown."""
        marked = (*self.needs, *self.resources, *self.agencies, *self.projects, *self.reports)
        own = max(self.run.tlp if self.run else 0, self.offers.label)
        past = [point.run.tlp for point in self.points]
        return max([own, *past, *(row.tlp for row in marked)])


def profile(country: Country, reader: Reader, run: Run | None, *, today: date) -> Profile:
    """A fixed number of queries, however much there is to tell."""
    findings = Finding.objects.visible_to(reader).filter(country=country).for_display()
    entries = explained(findings.select_related("area__parent").worst_first(), reader, run)
    cells = Cell.objects.visible_to(reader).filter(country=country)
    open_to = Resource.objects.visible_to(reader).serving(country, on=today)
    latest_first = open_to.order_by(F("last_verified").desc(nulls_last=True), "name", "pk")
    desks: Iterable[Desk] = Desk.objects.covering(country) if is_member(reader) else ()
    return Profile(
        country=country,
        run=run,
        tally=pictures.tallies(cells, "country__iso3").get(country.iso3, pictures.Tally()),
        gaps=[entry for entry in entries if entry.finding.gap.is_gap],
        served=[entry for entry in entries if not entry.finding.gap.is_gap],
        needs=list(_of(Need, country, reader).live().for_display()),
        offers=offers_open_to(country, reader, lookup.names(on=today), on=today),
        resources=list(latest_first.for_display()[:OFFERS]),
        agencies=list(_of(Agency, country, reader)),
        projects=list(Project.objects.visible_to(reader).filter(countries=country)),
        desks=list(desks),
        reports=list(_reports(country, reader)),
        belongings=context.belongings(country, on=today),
        standings=context.standings(country),
        ratings=maturity.ratings_of(country),
        neighbours=neighbours.neighbours(country, reader, on=today),
        points=trend.trend(reader, run, country=country) if run else [],
    )


def offers_open_to(country: Country, reader: Reader, names: Names, *, on: date) -> Offers:
    """As many as a search for the country finds."""
    asked = Criteria(chosen={COUNTRY.name: (country.iso3,)})
    told = Search(reader, asked, names, today=on).total
    return Offers(told.total, told.label)


def _of(model: Any, country: Country, reader: Reader) -> Any:
    return model.objects.visible_to(reader).filter(country=country)


def _reports(country: Country, reader: Reader) -> Any:
    """Published reports on the country itself, the newest first."""
    out = Report.objects.visible_to(reader).out()
    return out.filter(scope=Scope.COUNTRY, place=country.iso3).order_by("-published")[:5]


def _nearly(gaps: Iterable[Explained]) -> list[Nearly]:
    found: dict[tuple[int, str], list[Explained]] = {}
    for entry in gaps:
        nearest = entry.reason.nearest
        if nearest:
            changes = words.changes(entry.finding, nearest)
            found.setdefault((nearest.pk, changes), []).append(entry)
    rows = [_as_nearly(changes, entries) for (_pk, changes), entries in found.items()]
    return sorted(rows, key=lambda row: (-row.weight, row.resource.name, row.changes))


def _as_nearly(changes: str, entries: list[Explained]) -> Nearly:
    first = entries[0].reason
    assert first.nearest is not None, "only gaps with a nearest miss are put together"
    areas = {entry.finding.area.code: entry.finding.area for entry in entries}
    return Nearly(
        resource=first.nearest,
        failing=first.failing,
        changes=changes,
        areas=tuple(areas[code] for code in sorted(areas)),
        weight=sum(entry.finding.weighted_gap for entry in entries),
    )

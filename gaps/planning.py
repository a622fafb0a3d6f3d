"""Pooling and roadmaps: the stored gaps of a reader's run, put in the order of what to do."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from capabilities import wording
from capabilities.models import CapabilityArea, Country, CountryGroup, Membership
from gaps.engine import Case
from gaps.engine.pooling import LEAST, Pool, Shortfall, pools
from gaps.engine.roadmap import AreaGap, Item, roadmap
from gaps.models import Cell, Finding, Run
from gaps.places import prerequisites
from portal.access import Reader

BODIES = (CountryGroup.Kind.REGION, CountryGroup.Kind.TREATY, CountryGroup.Kind.BODY)


@dataclass(frozen=True)
class Candidate:
    """A pool with the names of what it is about."""

    pool: Pool
    area: CapabilityArea
    body: CountryGroup
    countries: tuple[Country, ...]

    @property
    def languages(self) -> str:
        """`French`, `English or French`; empty where any will do."""
        return wording.languages(self.pool.languages, joined_by="or")


@dataclass(frozen=True)
class Narrowed:
    """What a reader asked for; None or empty is everything."""

    area: CapabilityArea | None = None
    language: str = ""
    body: CountryGroup | None = None


def candidates(run: Run, narrowed: Narrowed) -> list[Candidate]:
    """Candidates for one shared offer in what a run found, the one that would close most first."""
    findings = Finding.objects.shown_of(run).gaps()
    if narrowed.area:
        below = CapabilityArea.objects.filter(parent=narrowed.area)
        findings = findings.filter(area__in=[narrowed.area, *below])
    bodies = _Bodies.on(run.as_of)
    areas: dict[str, str] = {}
    found = pools(_shortfalls(findings, run, areas), bodies.members)
    chosen = [pool for pool in found if _is_asked_for(pool, narrowed)]
    return _named(chosen, bodies, areas)


def _is_asked_for(pool: Pool, narrowed: Narrowed) -> bool:
    if narrowed.body and pool.body != narrowed.body.code:
        return False
    return not narrowed.language or not pool.languages or narrowed.language in pool.languages


def _shortfalls(findings: Any, run: Run, areas: dict[str, str]) -> Iterable[Shortfall]:
    """What each need-step lacks; on the way it notes what the areas are called."""
    weight = _weights(run)
    rows = findings.order_by().values_list(
        "country__iso3", "area__code", "area__name", "step", "urgency", "need__languages",
        "demand", "allocated_numerator", "allocated_denominator",
    )  # fmt: skip
    for country, area, name, step, urgency, languages, demand, got, per in rows:
        areas[area] = name
        missing = demand - Fraction(got, per)
        spoken = frozenset(languages or ())
        yield Shortfall(country, area, step, spoken, missing, missing * weight[urgency])


def _weights(run: Run) -> Mapping[int, Fraction]:
    """The urgency weights that the run was made with."""
    empty: dict[str, Any] = {"areas": {}, "groups": {}, "needs": [], "resources": []}
    case = Case.from_json({**run.case_options, **empty, "as_of": run.as_of.isoformat()})
    return case.settings.urgency_weight


@dataclass(frozen=True)
class _Bodies:
    """Bodies and countries by their codes, and who belongs where on a day."""

    rows: dict[str, CountryGroup]
    countries: dict[str, Country]
    all_members: dict[str, set[str]]

    @staticmethod
    def on(day: date) -> "_Bodies":
        links = Membership.objects.on(day).filter(group__kind__in=BODIES).order_by()
        found = _Bodies({}, {}, {})
        for code, name, iso3, country, names, sort_key in links.values_list(
            "group__code",
            "group__name",
            "country__iso3",
            "country__name",
            "country__names",
            "country__sort_key",
        ):
            found.rows[code] = CountryGroup(code=code, name=name)
            found.countries[iso3] = Country(iso3=iso3, name=country, names=names, sort_key=sort_key)
            found.all_members.setdefault(code, set()).add(iso3)
        return found

    @property
    def members(self) -> dict[str, set[str]]:
        """Without the bodies that most countries belong to: these join nobody in particular."""
        most = max(LEAST, len(self.countries) // 2)
        return {code: found for code, found in self.all_members.items() if len(found) <= most}


def _named(found: list[Pool], bodies: _Bodies, areas: Mapping[str, str]) -> list[Candidate]:
    return [
        Candidate(
            pool=pool,
            area=CapabilityArea(code=pool.area, name=areas[pool.area]),
            body=bodies.rows[pool.body],
            countries=tuple(
                sorted((bodies.countries[c] for c in pool.countries), key=lambda c: c.sort_key)
            ),
        )
        for pool in found
    ]


# ------------------------------------------------------------------ roadmaps


@dataclass(frozen=True)
class Waypoint:
    """A gap on a country's way, with the areas that block it and those that it frees."""

    item: Item
    cell: Cell
    blocked_by: tuple[CapabilityArea, ...]
    unblocks: tuple[CapabilityArea, ...]


def way(reader: Reader, country: Country) -> list[Waypoint]:
    """The gaps of a country in the order in which to close them."""
    rows = Cell.objects.visible_to(reader).gaps().filter(country=country)
    cells = {cell.area.code: cell for cell in rows.select_related("area")}
    gaps = [
        AreaGap(code, Fraction(cell.weighted_gap), cell.gap_class) for code, cell in cells.items()
    ]
    return [
        Waypoint(
            item=item,
            cell=cells[item.area],
            blocked_by=tuple(cells[code].area for code in item.blocked_by),
            unblocks=tuple(cells[code].area for code in item.unblocks),
        )
        for item in roadmap(gaps, prerequisites())
    ]


def stages(waypoints: Iterable[Waypoint]) -> list[list[Waypoint]]:
    """The same, a list for each stage."""
    found: dict[int, list[Waypoint]] = {}
    for waypoint in waypoints:
        found.setdefault(waypoint.item.stage, []).append(waypoint)
    return list(found.values())

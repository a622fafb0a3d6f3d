"""A country as data: what its JSON file and its endpoint hold, in codes."""

from typing import Any

from capabilities import maturity, wording
from capabilities.models import Agency, CapabilityArea, Country, Membership
from gaps import words
from gaps.countries import context
from gaps.countries.comparing import Comparison
from gaps.countries.neighbours import Neighbour
from gaps.countries.profile import Nearly, Offers, Profile
from gaps.models import Run
from gaps.pictures import Tally
from gaps.reading import Explained
from gaps.trend import Point
from portal.access import TLP


def told(profile: Profile) -> dict[str, Any]:
    """All that a profile says, with the day and the label that hold for it."""
    return {
        "country": profile.country.iso3,
        "name": profile.country.name,
        **frame(profile.run, profile.label),
        **figures(profile.tally, profile.offers),
        "gaps": [_finding(entry) for entry in profile.gaps],
        "served": [_finding(entry) for entry in profile.served],
        "nearly": [_nearly(row) for row in profile.nearly],
        "agencies": [_agency(row) for row in profile.agencies],
        "projects": [_project(row) for row in profile.projects],
        "neighbours": [_neighbour(row) for row in profile.neighbours],
        "trend": [_point(point) for point in profile.points],
        **public(profile.country, profile.standings, profile.ratings, _members(profile)),
    }


def side_by_side(comparison: Comparison) -> dict[str, Any]:
    """Several countries: each with its figures and facts, and the class of each area in each."""
    shared = comparison.in_common
    return {
        **frame(comparison.run, comparison.label),
        "countries": [_compared(comparison, country) for country in comparison.countries],
        "areas": [_area(comparison, area) for area in comparison.areas],
        "in_common": {
            "gaps": [area.code for area in shared.areas],
            "official_languages": shared.language_codes,
            "bodies": [group.code for group in shared.bodies],
        },
    }


def _compared(comparison: Comparison, country: Country) -> dict[str, Any]:
    members = [row for row in comparison.memberships if row.country_id == country.pk]
    return {
        "country": country.iso3,
        "name": country.name,
        **figures(comparison.tallies[country.iso3], comparison.offers[country.iso3]),
        "agencies_known": comparison.agencies.get(country.iso3, (0, 0))[0],
        "trend": [_point(point) for point in comparison.points.get(country.iso3, [])],
        **public(country, context.standings(country), maturity.ratings_of(country), members),
    }


def _area(comparison: Comparison, area: CapabilityArea) -> dict[str, Any]:
    """The class in each country; none where no need is known, which is not covered."""
    cells = {c.iso3: comparison.cells.get((c.iso3, area.code)) for c in comparison.countries}
    classes = {iso3: cell.gap.name if cell else None for iso3, cell in cells.items()}
    return {
        "area": area.code,
        "name": area.name,
        "classes": classes,
        "differs": len(set(classes.values())) > 1,
    }


def frame(run: Run | None, label: int) -> dict[str, Any]:
    return {
        "as_of": run.as_of.isoformat() if run else None,
        "run": run.public_id if run else None,
        "tlp": TLP(label).code,
        "licence": str(wording.LICENCE),
    }


def figures(tally: Tally, offers: Offers) -> dict[str, Any]:
    main = tally.main_class
    return {
        "areas_of_need": tally.total,
        "areas_with_a_gap": tally.gaps,
        "weighted_gap": round(tally.weighted_gap, 6),
        "main_class": main.name if main is not None else None,
        "open_offers": offers.number,
    }


def public(
    country: Country,
    standings: list[context.Standing],
    ratings: list[maturity.Ratings],
    members: list[Membership],
) -> dict[str, Any]:
    """What is public of a country, each fact with what it rests on."""
    return {
        "region": country.region,
        "subregion": country.subregion,
        "income": country.income,
        "official_languages": list(country.official_languages),
        "treaties": [_standing(row) for row in standings],
        "memberships": [_member(row) for row in members],
        "maturity": [_edition(edition) for edition in ratings],
    }


def _members(profile: Profile) -> list[Membership]:
    return [row for belonging in profile.belongings for row in belonging.memberships]


def _finding(entry: Explained) -> dict[str, Any]:
    finding, reason = entry.finding, entry.reason
    return {
        "id": finding.key,
        "area": finding.area.code,
        "area_name": finding.area.name,
        "from_level": finding.step,
        "to_level": finding.next_level,
        "gap_class": finding.gap.name,
        "indicative": finding.indicative,
        "demand": finding.demand,
        "allocated": str(finding.allocated),
        "weighted_gap": round(finding.weighted_gap, 6),
        "confidence": entry.trust.level.name,
        "sentence": reason.sentence,
        "smallest_fix": reason.fix,
        "served_by": [resource.public_id for resource in reason.usable],
        "nearest": reason.nearest.public_id if reason.nearest else None,
        "fails": list(words.failed(finding)) if reason.nearest else [],
    }


def _nearly(row: Nearly) -> dict[str, Any]:
    return {
        "resource": row.resource.public_id,
        "name": row.resource.name,
        "provider": row.resource.provider.name,
        "changes": row.changes,
        "areas": [area.code for area in row.areas],
        "weighted_gap": round(row.weight, 6),
    }


def _agency(agency: Agency) -> dict[str, Any]:
    return {
        "id": agency.public_id,
        "name": agency.name,
        "kinds": list(agency.kinds),
        "url": agency.url,
        "languages": list(agency.languages),
        "verification": agency.verification,
        "said_by": agency.said_by,
        "tlp": TLP(agency.tlp).code,
    }


def _project(project: Any) -> dict[str, Any]:
    return {
        "id": project.public_id,
        "title": project.title,
        "status": project.status,
        "starts": project.starts,
        "ends": project.ends,
        "implementers": list(project.implementers),
        "funders": list(project.funders),
        "source_url": project.source_url,
        "tlp": TLP(project.tlp).code,
    }


def _neighbour(row: Neighbour) -> dict[str, Any]:
    return {
        "country": row.country.iso3,
        "areas": [area.code for area in row.areas],
        "bodies": [group.code for group in row.bodies],
    }


def _point(point: Point) -> dict[str, Any]:
    return {
        "as_of": point.run.as_of.isoformat(),
        "run": point.run.public_id,
        "gaps": point.gaps,
        "weighted_gap": round(point.weight, 6),
    }


def _standing(row: context.Standing) -> dict[str, Any]:
    status = row.status
    return {
        "treaty": row.treaty.value,
        "status": status.status if status else "not known",
        "signed": _day(status.signed) if status else None,
        "ratified": _day(status.ratified) if status else None,
        "in_force": _day(status.in_force) if status else None,
        "basis": status.basis if status else "",
    }


def _member(row: Membership) -> dict[str, Any]:
    return {
        "group": row.group.code,
        "name": row.group.name,
        "kind": row.group.kind,
        "since": _day(row.start),
        "basis": row.basis,
    }


def _edition(edition: maturity.Ratings) -> dict[str, Any]:
    return {
        "index": edition.index,
        "edition": edition.year,
        "ratings": [
            {"pillar": row.pillar, "level": row.level, "tier": row.tier} for row in edition.pillars
        ],
        "sources": edition.sources,
    }


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None

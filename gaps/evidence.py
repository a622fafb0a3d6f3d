"""What findings rest on besides the resources they name: one query for a page of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from capabilities.models import Need, Resource
from gaps.engine.confidence import Evidence, Offer, independent
from gaps.models import AreaState, Cell, Finding, GapClass, Run
from gaps.pictures import findings_address
from portal.access import Reader
from portal.languages import shipped
from portal.models import Verification


@dataclass(frozen=True)
class Blocker:
    """An area that is needed first, and is itself a gap in the same country."""

    code: str
    name: str
    gap_class: GapClass
    country: str

    @property
    def query(self) -> dict[str, str]:
        """How its findings are asked for, on the page and at the endpoint alike."""
        return {"country": self.country, "area": self.code}

    def get_absolute_url(self) -> str:
        return findings_address(**self.query)


@dataclass(frozen=True)
class Facts:
    """What is known of one finding's area and country in the run that its reader is shown."""

    as_of: date
    offers: int
    submitters: int
    blocked_by: tuple[Blocker, ...]


def gathered(findings: Iterable[Finding], run: Run, reader: Reader) -> dict[int, Facts]:
    """Facts by primary key of the finding, from the records of the run's audience alone."""
    by_key = {finding.pk: finding for finding in findings}
    rows = Finding.objects.for_audience(run.audience).filter(pk__in=by_key).order_by()
    found = rows.values_list(
        "pk",
        Subquery(_states(run).values("offers")[:1]),
        ArraySubquery(_submissions(run, reader)),
        ArraySubquery(_gaps_first(run)),
    )
    return {
        key: Facts(
            as_of=run.as_of,
            offers=offers or 0,
            submitters=independent((row["agency"], row["owner"]) for row in submissions),
            blocked_by=_blockers(by_key[key], gaps_first),
        )
        for key, offers, submissions, gaps_first in found
    }


def _blockers(finding: Finding, gaps_first: list[dict[str, Any]]) -> tuple[Blocker, ...]:
    if not finding.gap.is_gap:
        return ()
    blockers = (
        Blocker(row["code"], shipped(row["name"]), GapClass(row["class"]), finding.country.iso3)
        for row in gaps_first
    )
    return tuple(sorted(blockers, key=lambda blocker: blocker.code))


def _states(run: Run) -> QuerySet[Any]:
    """How many resources were compared in the finding's area."""
    states: QuerySet[Any] = AreaState.objects.of_run(run).filter(area=OuterRef("area"))
    return states


def _submissions(run: Run, reader: Reader) -> QuerySet[Any]:
    """Who has submitted a live need of that country and area; what was imported says nothing."""
    return (
        Need.objects.visible_to(reader)
        .for_run(run.audience)
        .filter(basis=Need.Basis.SUBMITTED, country=OuterRef("country"), area=OuterRef("area"))
        .exclude(verification=Verification.IMPORTED)
        .order_by()
        .values(found=JSONObject(agency="agency_id", owner="owner_id"))
    )


def _gaps_first(run: Run) -> QuerySet[Any]:
    """The gaps of that country in the areas that are needed before the finding's own."""
    gaps = Cell.objects.shown_of(run).gaps()
    return (
        gaps.filter(country=OuterRef("country"), area__unlocks=OuterRef("area"))
        .order_by()
        .values(found=JSONObject(code="area__code", name="area__name", **{"class": "gap_class"}))
    )


def of(finding: Finding, resources: Mapping[int, Resource], facts: Facts) -> Evidence:
    """The evidence of a finding; `resources` by primary key, of the finding's audience."""
    named = finding.served_by if any(finding.served_by) else [finding.fix_resource]
    rests_on = (resources[key] for key in named if key in resources)
    return Evidence(
        as_of=facts.as_of,
        submitters=facts.submitters,
        assessed=finding.need.last_verified,
        offers=tuple(Offer(row.last_verified, unstated(row)) for row in rests_on),
    )


def unstated(resource: Resource) -> frozenset[str]:
    """What nobody has stated of a resource, by the engine's names."""
    is_open = {
        "level": resource.level_from is None,
        "capacity": resource.capacity_rule == Resource.CapacityRule.NOT_STATED,
        "language": resource.language_rule == Resource.LanguageRule.NOT_STATED,
        "kind": not resource.kinds,
        "mode": not resource.modes,
        "eligibility": resource.eligibility == Resource.Eligibility.NOT_STATED,
    }
    return frozenset(name for name, nobody_said in is_open.items() if nobody_said)

"""Which confirmations would raise confidence most: of offers that nobody confirmed lately.

A confirmation alone seldom raises the confidence of a finding that rests on several offers, since
the oldest piece of evidence counts. So what confirming all stale offers of a finding would raise is
shared equally among them; whether one alone is enough is said beside it. Where other doubts hold
the confidence down, a confirmation still takes one doubt away: by that the rest is ordered, after
what would change if an offer that nobody has seen lately were not real.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache
from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext as _

from capabilities.models import CapabilityArea, Country, Need, Resource
from gaps.engine.confidence import RECENT_DAYS, Evidence, Level, Offer, confidence, independent
from gaps.evidence import unstated
from gaps.models import Finding, GapClass, Run
from gaps.pictures import findings_address
from portal.models import User, Verification

MOST = 10
OLDEST_FIRST = (F("last_verified").asc(nulls_first=True), "name", "pk")


@dataclass(frozen=True)
class Rests:
    """One finding with what its confidence rests on."""

    country: int
    area: int
    weight: int  # places asked for × urgency
    evidence: Evidence
    offers: tuple[int, ...]  # keys, in the order of the evidence's
    sole: int | None  # the offer that alone serves it, where no other provider could

    def level(self, confirmed: frozenset[int]) -> Level:
        """The confidence if these offers were confirmed on the day of the run."""
        today = self.evidence.as_of
        offers = (
            replace(offer, verified=today) if key in confirmed else offer
            for key, offer in zip(self.offers, self.evidence.offers, strict=True)
        )
        return confidence(replace(self.evidence, offers=tuple(offers))).level

    @property
    def stale(self) -> frozenset[int]:
        pairs = zip(self.offers, self.evidence.offers, strict=True)
        return frozenset(key for key, offer in pairs if is_stale(offer, self.evidence.as_of))


def is_stale(offer: Offer, as_of: date) -> bool:
    return offer.verified is None or (as_of - offer.verified).days > RECENT_DAYS


@dataclass
class Worth:
    """What the confirmation of one offer would be worth."""

    resource: Resource
    gain: float = 0.0  # levels of confidence × places × urgency: its share of them
    raised: int = 0  # findings whose confidence would rise, other stale offers confirmed too
    alone: int = 0  # of these, by this confirmation alone
    findings: int = 0  # that rest on it
    sole: int = 0  # of these, that it alone serves: they would flip if it were not real
    at_risk: int = 0  # places × urgency of those
    weight: float = 0.0  # places × urgency of all that rest on it: its share of them
    places: list[tuple[bool, int, int, int]] = field(default_factory=list)  # heaviest last
    example: str = ""
    example_url: str = ""


@dataclass(frozen=True)
class Ranking:
    """Offers that nobody confirmed lately, and what those shown would do together."""

    rows: list[Worth]
    stale: int
    findings: int  # that rest on any stale offer
    together: int  # of these, how many would rise
    cleared: int  # and how many would rest on no stale offer any more


def ranking(user: User, run: Run, *, by_age: bool = False) -> Ranking:
    """The ten that are worth most, or the ten oldest, with what each is worth."""
    findings, worth = _resting(user, run)
    for finding in findings:
        _share(finding, worth)
    unconfirmed = _stale(user, run.as_of)
    for offer in unconfirmed.order_by(*OLDEST_FIRST)[:MOST]:
        worth.setdefault(offer.pk, Worth(offer))
    rows = sorted(worth.values(), key=_age if by_age else _value)[:MOST]
    chosen = frozenset(row.resource.pk for row in rows)
    nothing: frozenset[int] = frozenset()
    touched = [finding for finding in findings if finding.stale & chosen]
    _name_examples(rows)
    return Ranking(
        rows=rows,
        stale=unconfirmed.count(),
        findings=len(findings),
        together=sum(finding.level(chosen) > finding.level(nothing) for finding in touched),
        cleared=sum(finding.stale <= chosen for finding in touched),
    )


def _value(row: Worth) -> tuple[Any, ...]:
    return (-row.gain, -row.at_risk, -row.weight, *_age(row))


def _age(row: Worth) -> tuple[Any, ...]:
    day = row.resource.last_verified
    return (day is not None, day, row.resource.name, row.resource.pk)


def _stale(user: User, as_of: date) -> Any:
    """Offers that can still be used and that nobody confirmed within a year of the run."""
    old = Q(last_verified=None) | Q(last_verified__lt=as_of - timedelta(days=RECENT_DAYS))
    still = Q(ends=None) | Q(ends__gte=as_of)
    return Resource.objects.visible_to(user).filter(old, still).select_related("provider")


def _resting(user: User, run: Run) -> tuple[list[Rests], dict[int, Worth]]:
    """The findings that rest on a stale offer, and by key those offers, but for what has ended."""
    rows = list(
        Finding.objects.shown_of(run)
        .order_by()
        .values_list(
            *("country", "area", "demand", "urgency", "need__last_verified"),
            *("served_by", "fix_resource", "gap_class"),
        )
    )
    named = {key for row in rows for key in (*row[5], row[6]) if key}
    visible = Resource.objects.visible_to(user).filter(pk__in=named).select_related("provider")
    found = {offer.pk: (offer, Offer(offer.last_verified, unstated(offer))) for offer in visible}
    worth = {
        key: Worth(resource)
        for key, (resource, offer) in found.items()
        if is_stale(offer, run.as_of) and (resource.ends is None or resource.ends >= run.as_of)
    }
    findings = []
    submitters = _submitters(user, run)
    for country, area, demand, urgency, assessed, served_by, fix, gap_class in rows:
        rests_on = tuple(k for k in (served_by if any(served_by) else [fix]) if k in found)
        if not worth.keys().isdisjoint(rests_on):
            evidence = Evidence(
                as_of=run.as_of,
                submitters=submitters(country, area),
                assessed=assessed,
                offers=tuple(found[key][1] for key in rests_on),
            )
            sole = _sole(served_by, gap_class)
            findings.append(Rests(country, area, demand * urgency, evidence, rests_on, sole))
    return findings, worth


def _sole(served_by: Sequence[int], gap_class: int) -> int | None:
    """A run keeps up to three offers that serve a need; covered means that others could step in."""
    serving = {key for key in served_by if key}
    return min(serving) if len(serving) == 1 and gap_class != GapClass.COVERED else None


def _submitters(user: User, run: Run) -> Any:
    """How many independent ones have submitted a live need, by country and area."""
    found: dict[tuple[int, int], list[tuple[int, int | None]]] = defaultdict(list)
    needs = Need.objects.visible_to(user).for_run(run.audience)
    submitted = needs.filter(basis=Need.Basis.SUBMITTED).exclude(verification=Verification.IMPORTED)
    for country, area, agency, owner in submitted.order_by().values_list(
        "country", "area", "agency", "owner"
    ):
        found[country, area].append((agency, owner))
    return cache(lambda country, area: independent(found.get((country, area), ())))


def _share(finding: Rests, worth: Mapping[int, Worth]) -> None:
    """Add what the finding's confidence would gain to each of its stale offers."""
    before, stale = finding.level(frozenset()), finding.stale
    gain = finding.level(stale) - before
    for row in (worth[key] for key in stale if key in worth):  # others have ended
        row.gain += gain * finding.weight / len(stale)
        row.raised += gain > 0
        row.alone += gain > 0 and finding.level(frozenset({row.resource.pk})) > before
        row.findings += 1
        if finding.sole == row.resource.pk:
            row.sole += 1
            row.at_risk += finding.weight
        row.weight += finding.weight / len(stale)
        row.places.append((gain > 0, finding.weight, finding.country, finding.area))


def _name_examples(rows: list[Worth]) -> None:
    """The heaviest finding of each row, by name."""
    heaviest = {id(row): max(row.places) for row in rows if row.places}
    countries = Country.objects.in_bulk({place[2] for place in heaviest.values()})
    areas = CapabilityArea.objects.in_bulk({place[3] for place in heaviest.values()})
    for row in rows:
        if id(row) in heaviest:
            _rises, _weight, country_key, area_key = heaviest[id(row)]
            country, area = countries[country_key], areas[area_key]
            row.example = _("%(country)s: %(area)s") % {"country": country, "area": area}
            row.example_url = findings_address(country=country.iso3, area=area.code)

"""Needs assessed for one organisation when it asks, and stored nowhere.

An agency's labelled needs enter no run but the reviewers', and that one is not theirs to see: in it
the secret needs of others compete. So they are assessed anew, as if they alone were added to what
all members may see. Only the markets they are in are read, which takes milliseconds.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
from django.urls import reverse
from django.utils import timezone

from capabilities.models import Need, Resource
from capabilities.models.needs import NeedQuerySet
from gaps import drafts, evidence, snapshot, store, words, world
from gaps.doubts import Trust, trust
from gaps.engine import Result, assess
from gaps.engine.confidence import independent
from gaps.engine.robustness import robustness
from gaps.models import Finding, Run
from gaps.places import Places
from portal.access import TLP, Audience, Reader, clearance
from portal.models import Verification


@dataclass(frozen=True)
class Asker:
    """For whom, on which records and as of which day needs are assessed."""

    reader: Reader
    audience: Audience
    organisation: int | None
    as_of: date
    options: dict[str, Any]

    @staticmethod
    def of(reader: Reader) -> "Asker":
        """The day and the settings are those of the findings that the other pages show."""
        audience = min(clearance(reader), Audience.GREEN)
        run = Run.objects.latest_for(audience)
        return Asker(
            reader=reader,
            audience=audience,
            organisation=reader.organisation_id if reader.is_authenticated else None,
            as_of=run.as_of if run else timezone.localdate(),
            options=run.case_options if run else {},
        )

    def needs(self) -> NeedQuerySet:
        """The live needs of the asker's world."""
        found: NeedQuerySet = Need.objects.for_run(self.audience, self.organisation)
        return found

    def resources(self) -> Any:
        """Those of its world, which are all visible to the reader."""
        return Resource.objects.visible_to(self.reader).for_audience(
            self.audience, self.organisation
        )


@dataclass(frozen=True)
class _Found:
    """What the engine found in the markets of some needs."""

    asker: Asker
    part: world.World
    result: Result


@dataclass(frozen=True)
class Step:
    """One need-step with the words that a finding has, and whatever else is asked of it."""

    finding: Finding  # as a run would store it; it is not stored
    reason: words.Reason
    trust: Trust
    found: _Found = field(repr=False)
    row: int = field(repr=False)

    @cached_property
    def said(self) -> dict[str, Any]:
        """All that the engine says of it, as JSON."""
        return dict(self.found.result.finding(self.row).explanation)

    @cached_property
    def detail(self) -> words.Detail:
        """That in words: usable offers, nearest misses with their changes, competition."""
        named = {*self.said["usable"], *(near["resource"] for near in self.said["nearest"])}
        rows = self.found.asker.resources().filter(public_id__in=named)
        resources = {row.public_id: row for row in rows.select_related("provider")}
        kept = robustness(self.found.result, self.row)
        return words.detail(self.finding, self.said, resources, kept)


@dataclass(frozen=True)
class Assessed:
    """A need, what there is for each of its steps, and the highest label that this drew on."""

    need: Need
    steps: tuple[Step, ...]
    label: TLP

    def get_absolute_url(self) -> str:
        return reverse("gaps:own_need_detail", args=[self.need.public_id])


def own_needs(asker: Asker) -> NeedQuerySet:
    """The live needs of the asker's organisation, whatever their label below TLP:RED."""
    if asker.organisation is None:
        none: NeedQuerySet = Need.objects.none()
        return none
    visible = Need.objects.visible_to(asker.reader)
    mine = asker.needs().filter(owner=asker.organisation, pk__in=visible.values("pk"))
    return mine.for_display()


def assessed(needs: Iterable[Need], asker: Asker) -> list[Assessed]:
    """Some of `own_needs`, each as if all of these alone were added to what members may see."""
    listed = list(needs)
    if not listed:
        return []
    with snapshot.one_moment():
        part = _markets(asker, {need.area.code for need in listed})
    return _told(_Found(asker, part, assess(part.columns)), listed)


def what_exists(need: Need, reader: Reader) -> Assessed:
    """What there is already for a need that may not be stored yet: the columns of a draft.

    As if it were accepted now. Raises drafts.NotComplete where it says too little for that.
    """
    drafts.require_complete(need)
    asker = Asker.of(reader)
    with snapshot.one_moment():
        part = drafts.added(_markets(asker, {need.area.code}), need)
    [found] = _told(_Found(asker, part, assess(part.columns)), [need])
    return found


def _markets(asker: Asker, codes: set[str]) -> world.World:
    """The areas of some needs with all that shared pools join to them."""
    places = Places.read(asker.as_of)
    groups = world.markets(asker.audience, places, asker.organisation)
    areas = [code for group in groups if codes & set(group) for code in group]
    return world.read(
        audience=asker.audience,
        as_of=asker.as_of,
        options=asker.options,
        areas=areas,
        owned_by=asker.organisation,
        places=places,
    )


def _told(found: _Found, needs: Sequence[Need]) -> list[Assessed]:
    """The findings of some needs in words, with two queries for all of them."""
    rows = {need.public_id: _rows(found, need) for need in needs}
    findings = {
        (need.public_id, row): _finding(found, need, row)
        for need in needs
        for row in rows[need.public_id]
    }
    named = words.resources_named(findings.values())
    offers = found.asker.resources().filter(pk__in=named).select_related("provider")
    resources = {row.pk: row for row in offers}
    submitters = _submitters(found.asker, needs)
    return [
        Assessed(
            need=need,
            steps=tuple(
                _step(found, findings[need.public_id, row], row, resources, submitters)
                for row in rows[need.public_id]
            ),
            label=found.part.label,
        )
        for need in needs
    ]


def _rows(found: _Found, need: Need) -> list[int]:
    is_it = found.part.need_pk[found.result.need] == (need.pk or 0)
    return [int(row) for row in np.flatnonzero(is_it)]


def _finding(found: _Found, need: Need, row: int) -> Finding:
    columns = store.findings(found.part, found.result, np.array([row]))
    values = {name: column[0].tolist() for name, column in columns.items()}
    finding = Finding(audience=found.asker.audience, **values)
    finding.need, finding.country, finding.area = need, need.country, need.area
    return finding


def _step(
    found: _Found,
    finding: Finding,
    row: int,
    resources: dict[int, Resource],
    submitters: dict[tuple[int, int], int],
) -> Step:
    area = found.part.columns.areas.index(finding.area.code)
    facts = evidence.Facts(
        as_of=found.asker.as_of,
        offers=int(found.part.offers[area]),
        submitters=submitters[finding.country_id, finding.area_id],
        blocked_by=(),
    )
    return Step(
        finding=finding,
        reason=words.reason(finding, resources, facts.offers),
        trust=trust(evidence.of(finding, resources, facts)),
        found=found,
        row=row,
    )


def _submitters(asker: Asker, needs: Sequence[Need]) -> dict[tuple[int, int], int]:
    """How many independent ones have asked in each country and area, these needs included."""
    rows = asker.needs().filter(
        basis=Need.Basis.SUBMITTED,
        country__in={need.country_id for need in needs},
        area__in={need.area_id for need in needs},
    )
    submitted = rows.exclude(verification=Verification.IMPORTED).order_by()
    asked = [
        *submitted.values_list("country_id", "area_id", "agency_id", "owner_id"),
        *((need.country_id, need.area_id, need.agency_id, need.owner_id) for need in needs),
    ]
    pairs: dict[tuple[int, int], set[tuple[Any, Any]]] = {}
    for country, area, *submitter in asked:
        pairs.setdefault((country, area), set()).add((submitter[0], submitter[1]))
    return {cell: independent(found) for cell, found in pairs.items()}

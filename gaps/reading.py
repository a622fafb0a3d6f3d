"""Findings with their reasons, for pages and endpoints alike."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from capabilities.models import Resource
from gaps import snapshot, words, world
from gaps.engine import assess
from gaps.models import AreaState, Finding, Run
from portal.access import Reader


@dataclass(frozen=True)
class Explained:
    """A finding beside the words that explain it to one reader."""

    finding: Finding
    reason: words.Reason


def explained(findings: Iterable[Finding], reader: Reader) -> list[Explained]:
    """Findings with reasons that name only resources which this reader may see."""
    listed = list(findings)
    visible = Resource.objects.visible_to(reader).filter(pk__in=words.resources_named(listed))
    resources = {row.pk: row for row in visible.select_related("provider")}
    offers = _offers(listed)
    return [
        Explained(finding, words.reason(finding, resources, offers.get(finding.area_id, 0)))
        for finding in listed
    ]


def _offers(findings: list[Finding]) -> dict[int, int]:
    """How many resources were compared in each area of these findings, of one audience."""
    if not findings:
        return {}
    states = AreaState.objects.filter(audience=findings[0].audience, until=None)
    return dict(states.values_list("area_id", "offers"))


def explanation(finding: Finding, run: Run) -> dict[str, Any] | None:
    """All that the engine says of a finding, from the records as they are now.

    None where these no longer give the finding that is stored: then a new run is due.
    """
    code = finding.area.code
    with snapshot.one_moment():
        areas = next(group for group in world.markets(run.audience) if code in group)
        part = world.read(
            audience=run.audience, as_of=run.as_of, options=run.case_options, areas=areas
        )
    result = assess(part.columns)
    is_it = part.need_pk[result.need] == finding.need_id
    rows = np.flatnonzero(is_it & (result.step == finding.step))
    if not len(rows):
        return None
    found = result.finding(int(rows[0]))
    if (found.gap_class, found.allocated) != (finding.gap_class, finding.allocated):
        return None
    return dict(found.explanation)


def detail(finding: Finding, run: Run, reader: Reader) -> words.Detail | None:
    """The whole explanation in words, naming only what this reader may see."""
    said = explanation(finding, run)
    if said is None:
        return None
    named = {*said["usable"], *(near["resource"] for near in said["nearest"])}
    visible = Resource.objects.visible_to(reader).filter(public_id__in=named)
    resources = {row.public_id: row for row in visible.select_related("provider")}
    return words.detail(finding, said, resources)

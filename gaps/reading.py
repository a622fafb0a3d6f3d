"""Findings with their reasons, for pages and endpoints alike."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from capabilities.models import Resource
from gaps import evidence, snapshot, words, world
from gaps.doubts import Trust, trust
from gaps.engine import assess
from gaps.engine.robustness import Robustness, robustness
from gaps.evidence import Blocker
from gaps.models import Finding, Run
from gaps.places import Places
from portal.access import Reader


@dataclass(frozen=True)
class Explained:
    """A finding beside the words that explain it to one reader."""

    finding: Finding
    reason: words.Reason
    trust: Trust
    blocked_by: tuple[Blocker, ...]


def explained(
    findings: Iterable[Finding], reader: Reader, run: Run | None = None
) -> list[Explained]:
    """Findings with reasons that name only resources which this reader may see.

    `run` is the one whose findings the reader is shown; it is looked up unless it is given.
    """
    listed = list(findings)
    run = run or Run.objects.shown_to(reader)
    if not listed or run is None:
        return []
    visible = Resource.objects.visible_to(reader).for_audience(run.audience)
    named = visible.filter(pk__in=words.resources_named(listed))
    resources = {row.pk: row for row in named.select_related("provider")}
    facts = evidence.gathered(listed, run, reader)
    return [
        Explained(
            finding=finding,
            reason=words.reason(finding, resources, facts[finding.pk].offers),
            trust=trust(evidence.of(finding, resources, facts[finding.pk])),
            blocked_by=facts[finding.pk].blocked_by,
        )
        for finding in listed
    ]


@dataclass(frozen=True)
class Explanation:
    """All that the engine says of one finding, as JSON, and whether other settings keep it."""

    said: dict[str, Any]
    robustness: Robustness


def explanation(finding: Finding, run: Run) -> Explanation | None:
    """All that the engine says of a finding, from the records as they are now.

    None where these no longer give the finding that is stored: then a new run is due.
    """
    code = finding.area.code
    with snapshot.one_moment():
        places = Places.read(run.as_of)
        areas = next(group for group in world.markets(run.audience, places) if code in group)
        part = world.read(
            audience=run.audience,
            as_of=run.as_of,
            options=run.case_options,
            areas=areas,
            places=places,
        )
    result = assess(part.columns)
    is_it = part.need_pk[result.need] == finding.need_id
    rows = np.flatnonzero(is_it & (result.step == finding.step))
    if not len(rows):
        return None
    row = int(rows[0])
    found = result.finding(row)
    if (found.gap_class, found.allocated) != (finding.gap_class, finding.allocated):
        return None
    return Explanation(dict(found.explanation), robustness(result, row))


def detail(finding: Finding, run: Run, reader: Reader) -> words.Detail | None:
    """The whole explanation in words, naming only what this reader may see."""
    whole = explanation(finding, run)
    if whole is None:
        return None
    said = whole.said
    named = {*said["usable"], *(near["resource"] for near in said["nearest"])}
    visible = Resource.objects.visible_to(reader).filter(public_id__in=named)
    resources = {row.public_id: row for row in visible.select_related("provider")}
    return words.detail(finding, said, resources, whole.robustness)

"""Findings with their reasons, for pages and endpoints alike."""

from collections.abc import Iterable
from dataclasses import dataclass

from capabilities.models import Resource
from gaps import words
from gaps.models import Finding
from portal.access import Reader


@dataclass(frozen=True)
class Explained:
    """A finding beside the words that explain it to one reader."""

    finding: Finding
    reason: words.Reason


def explained(findings: Iterable[Finding], reader: Reader) -> list[Explained]:
    """Findings with reasons that name only resources which this reader may see."""
    listed = list(findings)
    named = words.resources_named(listed)
    visible = Resource.objects.visible_to(reader).filter(public_id__in=named)
    resources = {row.public_id: row for row in visible.select_related("provider")}
    return [Explained(finding, words.reason(finding, resources)) for finding in listed]

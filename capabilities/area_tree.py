"""Capability areas to choose from: the tree, or what a few words find in it."""

from dataclasses import dataclass
from typing import Any

from capabilities.models import CapabilityArea
from capabilities.phrases.writing import folded
from capabilities.questions import leaves
from portal.languages import shipped

MOST_WORDS = 8


@dataclass(frozen=True)
class Branch:
    """A group of areas, opened where the chosen one is in it."""

    group: CapabilityArea
    areas: list[CapabilityArea]
    is_open: bool


def found(q: str, chosen: str) -> dict[str, Any]:
    """`branches` of the whole tree, or the `matches` of a search: every word must occur."""
    if q:
        return {"matches": search(q), "branches": []}
    groups: dict[CapabilityArea, list[CapabilityArea]] = {}
    for area in leaves().order_by("code"):
        groups.setdefault(area.parent, []).append(area)
    branches = [
        Branch(group, areas, chosen in {area.code for area in areas})
        for group, areas in groups.items()
    ]
    return {"matches": [], "branches": branches}


def search(q: str) -> list[CapabilityArea]:
    """The areas in which every word occurs: in name, definition, group or a framework's heading,
    in English or as the reader's language has them."""
    areas = leaves().prefetch_related("framework_references").order_by("code")
    wanted = folded(q).split()[:MOST_WORDS]
    return [area for area in areas if _has(area, wanted)]


def _has(area: CapabilityArea, wanted: list[str]) -> bool:
    headings = [reference.title for reference in area.framework_references.all()]
    english = [area.name, area.definition, area.parent.name if area.parent else "", *headings]
    text = folded("\n".join([*english, *map(shipped, english)]))
    return all(word in text or word == area.code.lower() for word in wanted)

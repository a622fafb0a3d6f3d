"""Capability areas to choose from: the tree, or what a few words find in it."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from capabilities.models import CapabilityArea
from capabilities.questions import leaves


@dataclass(frozen=True)
class Branch:
    """A group of areas, opened where the chosen one is in it."""

    group: CapabilityArea
    areas: list[CapabilityArea]
    is_open: bool


def found(q: str, chosen: str) -> dict[str, Any]:
    """`branches` of the whole tree, or the `matches` of a search: every word must occur."""
    if q:
        return {"matches": list(search(q)), "branches": []}
    groups: dict[CapabilityArea, list[CapabilityArea]] = {}
    for area in leaves().order_by("code"):
        groups.setdefault(area.parent, []).append(area)
    branches = [
        Branch(group, areas, chosen in {area.code for area in areas})
        for group, areas in groups.items()
    ]
    return {"matches": [], "branches": branches}


def search(q: str) -> Any:
    """The areas in which every word occurs: in name, definition, group or a framework's heading."""
    areas = leaves()
    for word in q.split()[:8]:
        areas = areas.filter(
            Q(code__iexact=word)
            | Q(name__icontains=word)
            | Q(definition__icontains=word)
            | Q(parent__name__icontains=word)
            | Q(framework_references__title__icontains=word)
        )
    return areas.distinct().order_by("code")

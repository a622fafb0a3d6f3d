"""A case: one world of needs and resources, and the settings under which it is assessed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from gaps.engine import reading, writing
from gaps.engine.records import CaseError, Need, Resource, Settings

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Case", "CaseError", "Need", "Resource", "Settings"]


@dataclass(frozen=True, slots=True)
class Case:
    """One world: the tree of areas (child to parent), the groups, and the records in any order."""

    settings: Settings
    areas: Mapping[str, str | None]
    groups: Mapping[str, frozenset[str]]
    needs: tuple[Need, ...]
    resources: tuple[Resource, ...]
    prerequisites: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @staticmethod
    def from_json(data: object) -> Case:
        """Read the JSON form. Raises CaseError, naming the record and the field."""
        record = reading.whole_case(data)
        areas, groups = reading.areas(record), reading.groups(record)
        return Case(
            settings=reading.settings(record),
            areas=areas,
            groups=groups,
            needs=reading.needs(record, areas),
            resources=reading.resources(record, areas, groups),
            prerequisites=reading.prerequisites(record, areas),
        )

    def to_json(self) -> dict[str, Any]:
        """The JSON form, which reads back to an equal case."""
        return {
            **writing.settings(self.settings),
            "areas": dict(self.areas),
            "groups": {name: sorted(members) for name, members in self.groups.items()},
            "prerequisites": {area: sorted(first) for area, first in self.prerequisites.items()},
            "needs": [writing.need(need) for need in self.needs],
            "resources": [writing.resource(resource) for resource in self.resources],
        }

    def for_audience(self) -> Case:
        """The same world without the records that the audience may not see."""
        ceiling = self.settings.audience
        return replace(
            self,
            needs=tuple(sorted((n for n in self.needs if n.tlp <= ceiling), key=_by_id)),
            resources=tuple(sorted((r for r in self.resources if r.tlp <= ceiling), key=_by_id)),
        )

    def leaves_below(self) -> dict[str, list[str]]:
        """For every node of the tree of areas, the leaves that it stands for."""
        below: dict[str, list[str]] = {}
        for leaf in set(self.areas) - set(self.areas.values()):
            node: str | None = leaf
            while node is not None:
                below.setdefault(node, []).append(leaf)
                node = self.areas[node]
        return below


def _by_id(record: Need | Resource) -> str:
    return record.id

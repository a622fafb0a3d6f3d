"""The column form of a case: plain arrays that a database can fill and kernels can read.

Records are rows of arrays, sorted by id. Names became positions, and sets of names became masks:
bit b of word w of a mask stands for position 64 * w + b of its vocabulary. Days are counted from
1970-01-01; ``NO_DAY`` is "none". Both the JSON case and the database shell build this form.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from gaps.engine.records import LEVELS, CaseError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from gaps.engine.case import Case
    from gaps.engine.records import Need, Resource, Settings

EPOCH = date(1970, 1, 1).toordinal()
NO_DAY = np.iinfo(np.int32).min
UNLIMITED = -1
ANY = np.uint64(2**64 - 1)  # every word of a mask that nobody stated, where that means "open"

Array = Any  # an NDArray of the type that the field says


@dataclass(frozen=True, slots=True)
class NeedColumns:
    """Needs by ascending id. n is their number, w the words of a mask."""

    id: Array  # (n,) bytes "S…" (UTF-8) or int64, unique, ascending
    country: Array  # (n,) int32, position in Columns.countries
    area: Array  # (n,) int32, position in Columns.areas
    current: Array  # (n,) int8, level 1..4
    target: Array  # (n,) int8, level above current, to 5
    quantity: Array  # (n,) int64, slots, at least 1
    urgency: Array  # (n,) int8, 1..5
    kinds: Array  # (n, w) uint64; no bit: any kind
    languages: Array  # (n, w) uint64; no bit: any language
    modes: Array  # (n, w) uint64; not stated: all bits
    start: Array  # (n,) int32 days, or NO_DAY
    end: Array  # (n,) int32 days, or NO_DAY


@dataclass(frozen=True, slots=True)
class ResourceColumns:
    """Resources by ascending id, and the leaf areas that each one stands for (its lines)."""

    id: Array  # (n,) bytes "S…" (UTF-8) or int64, unique, ascending
    provider: Array  # (n,) int32, any number that tells providers apart
    lifts_from: Array  # (n,) int8, level 1..5; not stated: 1
    lifts_to: Array  # (n,) int8, level 1..5; not stated: 5
    kinds: Array  # (n, w) uint64; not stated: all bits
    languages: Array  # (n, w) uint64; no bit: neutral
    modes: Array  # (n, w) uint64; not stated: all bits
    eligible: Array  # (n, w) uint64 over Columns.countries; not stated: all bits
    start: Array  # (n,) int32 days, or NO_DAY
    end: Array  # (n,) int32 days, or NO_DAY
    verified: Array  # (n,) int32 days, or NO_DAY for never
    capacity: Array  # (n,) int64 slots, or UNLIMITED
    shared: Array  # (n,) bool: one pool over all lines
    line_resource: Array  # (l,) int32, position in this table; each (resource, area) once
    line_area: Array  # (l,) int32, position in Columns.areas


@dataclass(frozen=True, slots=True)
class Names:
    """What the bits of the masks are called, and the country masks of groups, where known."""

    kinds: Sequence[str] = ()
    languages: Sequence[str] = ()
    modes: Sequence[str] = ()
    groups: Mapping[str, Array] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Columns:
    """A whole case. ``countries`` and ``areas`` (leaves) are names by position."""

    settings: Settings
    countries: Sequence[str]
    areas: Sequence[str]
    needs: NeedColumns
    resources: ResourceColumns
    prerequisites: Mapping[str, frozenset[str]]
    names: Names = field(default_factory=Names)

    @staticmethod
    def of(case: Case) -> Columns:
        """The column form of what the audience of this case may see."""
        seen = case.for_audience()
        rows: list[Need | Resource] = [*seen.needs, *seen.resources]
        countries = sorted({need.country for need in seen.needs})
        areas = sorted(set(seen.areas) - set(seen.areas.values()))
        vocabulary = _Vocabulary(
            kinds=_positions(r.kinds for r in rows),
            languages=_positions(r.languages for r in rows),
            modes=_positions(r.modes for r in rows),
            countries=_positions([countries]),
            areas=_positions([areas]),
        )
        return Columns(
            seen.settings,
            countries,
            areas,
            _needs(seen.needs, vocabulary),
            _resources(seen, vocabulary),
            seen.prerequisites,
            _names(seen, vocabulary),
        )

    def only(self, areas: Iterable[str]) -> Columns:
        """The same world with nothing but the records of these areas."""
        chosen = np.isin(np.array(self.areas), list(areas))
        line = chosen[self.resources.line_area]
        kept = np.zeros(len(self.resources.id), np.bool_)
        kept[self.resources.line_resource[line]] = True
        place = np.cumsum(kept) - 1
        resources = _rows(self.resources, kept, LINES)
        lines = {
            "line_resource": place[self.resources.line_resource[line]].astype(np.int32),
            "line_area": self.resources.line_area[line],
        }
        return replace(
            self,
            needs=_rows(self.needs, chosen[self.needs.area], ()),
            resources=replace(resources, **lines),
        )

    def keeping(self, *, needs: Array | None = None, resources: Array | None = None) -> Columns:
        """The same world with only these records: a truth value for each of them, in order."""
        found = self
        if needs is not None:
            found = replace(found, needs=_rows(found.needs, needs, ()))
        if resources is not None:
            line = resources[self.resources.line_resource]
            place = (np.cumsum(resources) - 1).astype(np.int32)
            rows = replace(
                _rows(self.resources, resources, LINES),
                line_resource=place[self.resources.line_resource[line]],
                line_area=self.resources.line_area[line],
            )
            found = replace(found, resources=rows)
        return found

    def with_settings(self, **changes: Any) -> Columns:
        """The same records under other settings, say another ``max_age_days``."""
        return replace(self, settings=replace(self.settings, **changes))


LINES = ("line_resource", "line_area")


def _rows(table: Any, chosen: Any, apart: Sequence[str]) -> Any:
    """Some rows of a table of columns; the columns ``apart`` stay as they are."""
    names = [name for name in type(table).__slots__ if name not in apart]
    return replace(table, **{name: getattr(table, name)[chosen] for name in names})


def _names(case: Case, words: _Vocabulary) -> Names:
    groups = list(case.groups)
    table = masks([case.groups[group] for group in groups], words.countries)
    return Names(
        kinds=list(words.kinds),
        languages=list(words.languages),
        modes=list(words.modes),
        groups=dict(zip(groups, table, strict=True)),
    )


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    """Names to positions."""

    kinds: dict[str, int]
    languages: dict[str, int]
    modes: dict[str, int]
    countries: dict[str, int]
    areas: dict[str, int]


def masks(sets: Sequence[Iterable[str] | None], positions: Mapping[str, int]) -> NDArray[np.uint64]:
    """Sets of names as masks, a row a set; None gives all bits. Unknown names get no bit."""
    words = max(1, -(-len(positions) // 64))
    rows = np.zeros((len(sets), words), np.uint64)
    for row, names in zip(rows, sets, strict=True):
        if names is None:
            row[:] = ANY
            continue
        for place in sorted(positions[name] for name in names if name in positions):
            row[place // 64] |= np.uint64(1) << np.uint64(place % 64)
    return rows


def day(value: date | None) -> int:
    return NO_DAY if value is None else value.toordinal() - EPOCH


def _positions(sets: Iterable[Iterable[str] | None]) -> dict[str, int]:
    names = set[str]().union(*(names or () for names in sets))
    return {name: k for k, name in enumerate(sorted(names))}


def _ids(records: Sequence[Need] | Sequence[Resource], noun: str) -> Array:
    names = [record.id.encode() for record in records]
    for name in names:
        if b"\0" in name:
            raise CaseError(f"{noun} {name!r}", "id", "take the NUL character out")
    return np.array(names, np.bytes_) if names else np.zeros(0, "S1")


def _column(values: Iterable[int], kind: type[np.generic]) -> Array:
    return np.fromiter(values, dtype=kind)


def _needs(needs: Sequence[Need], names: _Vocabulary) -> NeedColumns:
    return NeedColumns(
        id=_ids(needs, "need"),
        country=_column((names.countries[n.country] for n in needs), np.int32),
        area=_column((names.areas[n.area] for n in needs), np.int32),
        current=_column((n.current for n in needs), np.int8),
        target=_column((n.target for n in needs), np.int8),
        quantity=_column((n.quantity for n in needs), np.int64),
        urgency=_column((n.urgency for n in needs), np.int8),
        kinds=masks([n.kinds for n in needs], names.kinds),
        languages=masks([n.languages for n in needs], names.languages),
        modes=masks([n.modes for n in needs], names.modes),
        start=_column((day(n.start) for n in needs), np.int32),
        end=_column((day(n.end) for n in needs), np.int32),
    )


def _resources(case: Case, names: _Vocabulary) -> ResourceColumns:
    rows = case.resources
    providers = _positions([[r.provider for r in rows]])
    leaves = case.leaves_below()
    lines = [
        (k, names.areas[leaf])
        for k, r in enumerate(rows)
        for leaf in sorted(set[str]().union(*(leaves[area] for area in r.areas)))
    ]
    return ResourceColumns(
        id=_ids(rows, "resource"),
        provider=_column((providers[r.provider] for r in rows), np.int32),
        lifts_from=_column((r.lifts_from or LEVELS[0] for r in rows), np.int8),
        lifts_to=_column((r.lifts_to or LEVELS[-1] for r in rows), np.int8),
        kinds=masks([r.kinds for r in rows], names.kinds),
        languages=masks([r.languages for r in rows], names.languages),
        modes=masks([r.modes for r in rows], names.modes),
        eligible=masks([_open_to(r, case, names.countries) for r in rows], names.countries),
        start=_column((day(r.start) for r in rows), np.int32),
        end=_column((day(r.end) for r in rows), np.int32),
        verified=_column((day(r.verified) for r in rows), np.int32),
        capacity=_column((UNLIMITED if r.capacity is None else r.capacity for r in rows), np.int64),
        shared=_column((r.shared for r in rows), np.bool_),
        line_resource=_column((k for k, _ in lines), np.int32),
        line_area=_column((area for _, area in lines), np.int32),
    )


def _open_to(resource: Resource, case: Case, countries: Iterable[str]) -> set[str] | None:
    """All, plus countries, plus groups, minus exclusions; None where nobody stated it."""
    terms = resource.eligible
    if terms is None:
        return None
    named = set(countries) if terms.everyone else set(terms.countries)
    return named.union(*(case.groups[group] for group in terms.groups)) - terms.exclude

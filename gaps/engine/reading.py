"""From the JSON form of a case to a Case, refusing what cannot be used with a line that helps."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from gaps.engine.records import (
    LEVELS,
    URGENCIES,
    CaseError,
    Constraint,
    Eligibility,
    Label,
    Need,
    Resource,
    Settings,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MOST_SLOTS = 10**12  # keeps a typing slip from becoming a world's demand
LONGEST_HORIZON = 63  # months of a window are bits of one machine word
LABELS = {str(label): label for label in Label} | {"WHITE": Label.CLEAR}
UNSTATED = ("level", "capacity", "language", "eligibility", "kind", "mode", "window")


@dataclass(frozen=True, slots=True)
class _Record:
    """One JSON object and its name, so that every complaint can say which record it means."""

    name: str
    data: dict[str, Any]

    def fail(self, field: str, remedy: str) -> CaseError:
        return CaseError(self.name, field, remedy)

    def text(self, field: str) -> str:
        value = self.data.get(field)
        if not isinstance(value, str) or not value.strip():
            raise self.fail(field, "give a text that is not empty")
        return value

    def whole(self, field: str, low: int, high: int, default: int | None = None) -> int:
        value = self.data.get(field, default)
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise self.fail(field, f"give a whole number from {low} to {high}")
        return value

    def optional(self, field: str, low: int, high: int) -> int | None:
        return None if self.data.get(field) is None else self.whole(field, low, high)

    def day(self, field: str) -> date:
        value = self.data.get(field)
        try:
            return date.fromisoformat(value)  # type: ignore[arg-type]
        except (TypeError, ValueError):
            raise self.fail(field, "give a date as YYYY-MM-DD") from None

    def optional_day(self, field: str) -> date | None:
        return None if self.data.get(field) is None else self.day(field)

    def names(self, field: str) -> frozenset[str]:
        value = self.data.get(field)
        if value is None:
            return frozenset()
        if not isinstance(value, list) or not all(isinstance(v, str) and v for v in value):
            raise self.fail(field, "give a list of texts")
        return frozenset(value)

    def optional_names(self, field: str) -> frozenset[str] | None:
        return None if self.data.get(field) is None else self.names(field)

    def label(self, field: str, default: Label) -> Label:
        value = self.data.get(field, str(default))
        if not isinstance(value, str) or value not in LABELS:
            raise self.fail(field, "give one of " + ", ".join(LABELS))
        return LABELS[value]

    def table(self, field: str) -> dict[str, Any]:
        value = self.data.get(field)
        if value is not None and not isinstance(value, dict):
            raise self.fail(field, "give an object")
        return value or {}

    def window(self) -> tuple[date | None, date | None]:
        start, end = self.optional_day("start"), self.optional_day("end")
        if start and end and end < start:
            raise self.fail("end", "give a date that is not before the start")
        return start, end


def whole_case(data: object) -> _Record:
    """The record that all other readers here start from."""
    if not isinstance(data, dict):
        raise CaseError("case", "whole", "give one JSON object")
    return _Record("case", data)


def needs(case: _Record, tree: Mapping[str, str | None]) -> tuple[Need, ...]:
    leaves = frozenset(tree) - frozenset(parent for parent in tree.values() if parent)
    return tuple(_need(record, leaves, tree) for record in _records(case, "needs", "need"))


def resources(
    case: _Record, tree: Mapping[str, str | None], members: Mapping[str, frozenset[str]]
) -> tuple[Resource, ...]:
    rows = _records(case, "resources", "resource")
    return tuple(_resource(record, tree, members) for record in rows)


def _records(case: _Record, field: str, noun: str) -> list[_Record]:
    rows = case.data.get(field)
    if not isinstance(rows, list):
        raise case.fail(field, "give a list of records")
    records = [_named(row, noun, position) for position, row in enumerate(rows, start=1)]
    for name, times in Counter(r.name for r in records).items():
        if times > 1:
            raise CaseError(name, "id", f"is used {times} times; give each {noun} an id of its own")
    return records


def _named(row: object, noun: str, position: int) -> _Record:
    unnamed = f"{noun} number {position}"
    if not isinstance(row, dict):
        raise CaseError(unnamed, "whole", "give one JSON object")
    return _Record(f"{noun} {_Record(unnamed, row).text('id')}", row)


def areas(case: _Record) -> Mapping[str, str | None]:
    tree = case.table("areas")
    for code, parent in tree.items():
        if parent is not None and (not isinstance(parent, str) or parent not in tree):
            raise CaseError(f"area {code}", "parent", "name another area of this case, or null")
    for code in tree:
        _refuse_cycle(tree, code)
    return MappingProxyType(tree)


def _refuse_cycle(tree: dict[str, str | None], code: str) -> None:
    seen, above = {code}, tree[code]
    while above is not None:
        if above in seen:
            raise CaseError(f"area {code}", "parent", "an area cannot be above itself")
        seen.add(above)
        above = tree[above]


def groups(case: _Record) -> Mapping[str, frozenset[str]]:
    table = _Record("groups", case.table("groups"))
    return MappingProxyType({name: table.names(name) for name in table.data})


def prerequisites(case: _Record, tree: Mapping[str, str | None]) -> Mapping[str, frozenset[str]]:
    table = _Record("prerequisites", case.table("prerequisites"))
    wanted = {code: table.names(code) for code in table.data}
    for code, before in wanted.items():
        for unknown in sorted(({code} | before) - set(tree)):
            raise table.fail(code, f"{unknown!r} is not an area of this case")
    return MappingProxyType(wanted)


def _need(record: _Record, leaves: frozenset[str], tree: Mapping[str, str | None]) -> Need:
    area = record.text("area")
    if area not in leaves:
        wrong = "has areas below it; name one of those" if area in tree else "is not an area"
        raise record.fail("area", f"{area!r} {wrong}")
    current = record.whole("current", LEVELS[0], LEVELS[-1])
    target = record.whole("target", LEVELS[0], LEVELS[-1])
    if target <= current:
        raise record.fail("target", f"give a level above the current one, {current}")
    start, end = record.window()
    return Need(
        id=record.text("id"),
        country=record.text("country"),
        area=area,
        current=current,
        target=target,
        quantity=record.whole("quantity", 1, MOST_SLOTS),
        urgency=record.whole("urgency", URGENCIES[0], URGENCIES[-1]),
        kinds=record.names("kinds"),
        languages=record.names("languages"),
        modes=record.optional_names("modes"),
        start=start,
        end=end,
        tlp=record.label("tlp", Label.CLEAR),
    )


def _resource(
    record: _Record, tree: Mapping[str, str | None], members: Mapping[str, frozenset[str]]
) -> Resource:
    start, end = record.window()
    lifts_from, lifts_to = _lift(record)
    return Resource(
        id=record.text("id"),
        provider=record.text("provider"),
        areas=tuple(sorted(_known(record, "areas", record.names("areas"), tree))),
        lifts_from=lifts_from,
        lifts_to=lifts_to,
        eligible=_eligibility(record, members),
        kinds=record.optional_names("kinds"),
        languages=record.names("languages"),
        modes=record.optional_names("modes"),
        start=start,
        end=end,
        capacity=record.optional("capacity", 0, MOST_SLOTS),
        shared=_pool(record),
        verified=record.optional_day("verified"),
        tlp=record.label("tlp", Label.CLEAR),
        unstated=_known(record, "unstated", record.names("unstated"), UNSTATED),
    )


def _lift(record: _Record) -> tuple[int | None, int | None]:
    lifts_from = record.optional("from", LEVELS[0], LEVELS[-1])
    lifts_to = record.optional("to", LEVELS[0], LEVELS[-1])
    if lifts_from and lifts_to and lifts_to <= lifts_from:
        raise record.fail("to", f"give a level above the one it lifts from, {lifts_from}")
    return lifts_from, lifts_to


def _pool(record: _Record) -> bool:
    pool = record.data.get("pool", "line")
    if pool not in ("line", "shared"):
        raise record.fail("pool", "give line or shared")
    return bool(pool == "shared")


def _known(
    record: _Record, field: str, names: frozenset[str], known: Iterable[str]
) -> frozenset[str]:
    for unknown in sorted(names - frozenset(known)):
        raise record.fail(field, f"{unknown!r} is not known to this case; add it or correct it")
    return names


def _eligibility(record: _Record, members: Mapping[str, frozenset[str]]) -> Eligibility | None:
    if record.data.get("eligible") is None:
        return None
    terms = _Record(record.name, record.table("eligible"))
    everyone = terms.data.get("all", False)
    if not isinstance(everyone, bool):
        raise record.fail("eligible.all", "give true or false")
    return Eligibility(
        everyone=everyone,
        countries=terms.names("countries"),
        groups=_known(record, "eligible.groups", terms.names("groups"), members),
        exclude=terms.names("exclude"),
    )


def settings(case: _Record) -> Settings:
    audience = case.label("audience", Label.AMBER_STRICT)
    if audience is Label.RED:
        raise case.fail("audience", "RED records enter no run; give AMBER+STRICT or lower")
    usual = Settings(case.day("as_of"))
    return Settings(
        as_of=usual.as_of,
        horizon_months=case.whole("horizon_months", 1, LONGEST_HORIZON, usual.horizon_months),
        max_age_days=case.whole("max_age_days", 0, 36_500, usual.max_age_days),
        audience=audience,
        urgency_weight=_weights(case, usual.urgency_weight),
        relax_cost=_costs(case, usual.relax_cost),
        oversupply_ratio=_ratio(case, "oversupply_ratio", case.data.get("oversupply_ratio", 2)),
        oversupply_providers=case.whole("oversupply_providers", 1, 10**6, 3),
    )


def _ratio(record: _Record, field: str, value: object) -> Fraction:
    """An exact positive number: 2, 1.5 (as written, not as stored) or "3/2"."""
    try:
        exact = Fraction(str(value))
    except (ValueError, ZeroDivisionError):
        raise record.fail(field, 'give a number, or a fraction such as "3/2"') from None
    if exact <= 0 or max(exact.numerator, exact.denominator) > 10**6:
        raise record.fail(field, "give a number above zero, in fewer digits")
    return exact


def _weights(case: _Record, usual: Mapping[int, Fraction]) -> Mapping[int, Fraction]:
    given = case.data.get("urgency_weight")
    if isinstance(given, list):
        given = {str(urgency): weight for urgency, weight in zip(URGENCIES, given, strict=False)}
    table = _Record("case", {"urgency_weight": given}).table("urgency_weight")
    unknown = set(table) - {str(urgency) for urgency in URGENCIES}
    if unknown:
        raise case.fail("urgency_weight", f"{min(unknown)!r} is not an urgency from 1 to 5")
    weights = {int(u): _ratio(case, f"urgency_weight.{u}", w) for u, w in table.items()}
    return MappingProxyType({**usual, **weights})


def _costs(case: _Record, usual: Mapping[Constraint, int]) -> Mapping[Constraint, int]:
    table = _Record("relax_cost", case.table("relax_cost"))
    for unknown in sorted(set(table.data) - {str(c.name) for c in Constraint}):
        raise table.fail(unknown, "name one of " + ", ".join(str(c.name) for c in Constraint))
    costs = {Constraint[name]: table.whole(name, 0, 10**6) for name in table.data}
    return MappingProxyType({**usual, **costs})

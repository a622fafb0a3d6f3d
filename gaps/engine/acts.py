"""Single acts that could close a gap, and a world in which one has been done."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import numpy as np

from gaps.engine.columns import ANY, EPOCH, LINES, NO_DAY
from gaps.engine.records import LEVELS, Constraint

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from gaps.engine.columns import Columns, ResourceColumns
    from gaps.engine.compiled import Compiled

NEUTRAL = -1  # the language of an offer that needs none
MASKS = {
    Constraint.KIND: "kinds",
    Constraint.LANGUAGE: "languages",
    Constraint.MODE: "modes",
}
Named = dict[Constraint, Any]


class Kind(StrEnum):
    RELAX = "relax"  # one constraint of a resource
    EXTEND = "extend"  # more slots of a resource
    ADD = "add"  # a new offer for an area, in a language, open to all


@dataclass(frozen=True, slots=True, order=True)
class Act:
    """One act. ``value`` is a bit, a step, a country or a number of slots, by kind.

    ``group`` names the countries that a resource is opened to, where they are one; ``area`` and
    ``language`` are of a new offer. ``name`` is the resource's id.
    """

    kind: Kind
    resource: int = -1
    constraint: int = 0
    value: int = 0
    group: str = ""
    area: int = -1
    language: int = NEUTRAL
    name: str = ""

    def to_json(self, columns: Columns) -> dict[str, Any]:
        """Names instead of positions, and one sentence."""
        what: dict[str, Any] = {"act": self.kind.value, "resource": self.name}
        if self.kind is Kind.RELAX:
            what["constraint"] = Constraint(self.constraint).name
            what["value"] = _value(self, columns)
        else:
            what["slots"] = self.value
        if self.kind is Kind.ADD:
            what |= {"area": columns.areas[self.area], "language": _language(self, columns)}
        return {**what, "text": _sentence(what)}


def effort(act: Act, relax_cost: Mapping[Constraint, int]) -> tuple[int, int]:
    """What an act asks for, to rank equal gains: relax, by cost; then extend; then add."""
    rank = list(Kind).index(act.kind)
    return rank, relax_cost[Constraint(act.constraint)] if act.kind is Kind.RELAX else 0


def relaxations(
    world: Compiled, named: Named, need: int, step: int, resource: int, failed: Constraint
) -> Iterator[Act]:
    """The ways to relax one constraint so that this resource can serve this need-step."""
    act = Act(Kind.RELAX, resource, int(failed))
    if failed in MASKS:
        wanted = getattr(world.columns.needs, MASKS[failed])[need]
        yield from (replace(act, value=bit) for bit in _bits(wanted & named[failed]))
    elif failed is Constraint.ELIGIBILITY:
        yield from _openings(world, int(world.columns.needs.country[need]), act)
    elif failed is Constraint.LEVEL:
        yield replace(act, value=step)
    elif failed is Constraint.FRESHNESS or _is_ahead(world, need):
        yield act


def _openings(world: Compiled, country: int, act: Act) -> Iterator[Act]:
    yield replace(act, value=country)
    for group, members in world.columns.names.groups.items():
        if (members[country // 64] >> np.uint64(country % 64)) & np.uint64(1):
            yield replace(act, group=group)


def named(columns: Columns) -> Named:
    """The bits that somebody has named: a need may have all bits set, which stands for "any"."""
    return {constraint: _named_bits(columns, field) for constraint, field in MASKS.items()}


def _named_bits(columns: Columns, field: str) -> Any:
    tables = [getattr(rows, field) for rows in (columns.needs, columns.resources)]
    stated = [masks[(masks != ANY).any(axis=1)] for masks in tables]
    return np.bitwise_or.reduce(np.concatenate(stated), axis=0)


def _is_ahead(world: Compiled, need: int) -> bool:
    """Whether the need's own window touches a month of the horizon."""
    return bool(world.wishes.months[world.wishes.sets[3, need]].any())


def additions(world: Compiled, need: int, slots: int) -> Iterator[Act]:
    """The new offers that would serve a need: one for each language that it asks for."""
    area = int(world.columns.needs.area[need])
    if not _is_ahead(world, need):
        return
    for language in list(_bits(world.columns.needs.languages[need])) or [NEUTRAL]:
        yield Act(Kind.ADD, value=slots, area=area, language=language)


def areas(columns: Columns, act: Act) -> list[str]:
    """The areas in which an act can be felt before pools carry it further."""
    if act.kind is Kind.ADD:
        return [columns.areas[act.area]]
    rows = columns.resources
    lines = rows.line_area[rows.line_resource == act.resource]
    return [columns.areas[area] for area in lines]


def new_name(number: int) -> str:
    return f"~new{number:04}"


def name_of(columns: Columns, act: Act, number: int) -> str:
    if act.kind is Kind.ADD:
        return new_name(number)
    name = columns.resources.id[act.resource]
    return name.decode() if isinstance(name, bytes) else str(name)


def done(columns: Columns, act: Act, number: int) -> Columns:
    """The world after one act; the number gives a new offer its id."""
    rows = columns.resources
    if act.kind is Kind.ADD:
        return replace(columns, resources=_with_offer(columns, act, number))
    one = {
        name: getattr(rows, name)[act.resource].copy()
        for name in type(rows).__slots__
        if name not in LINES
    }
    changed = _extended(one, act) if act.kind is Kind.EXTEND else _relaxed(one, act, columns)
    table = {
        name: _set(getattr(rows, name), act.resource, value) for name, value in changed.items()
    }
    return replace(columns, resources=replace(rows, **table))


def _set(column: Any, place: int, value: Any) -> Any:
    changed = column.copy()
    changed[place] = value
    return changed


def _extended(one: dict[str, Any], act: Act) -> dict[str, Any]:
    return {"capacity": one["capacity"] + act.value}


def _relaxed(one: dict[str, Any], act: Act, columns: Columns) -> dict[str, Any]:
    """The columns of a resource that change when one constraint is relaxed."""
    constraint = Constraint(act.constraint)
    if constraint in MASKS:
        name = MASKS[constraint]
        return {name: one[name] | _bit(act.value, one[name])}
    if constraint is Constraint.LEVEL:
        lowest, highest = min(one["lifts_from"], act.value), max(one["lifts_to"], act.value + 1)
        return {"lifts_from": lowest, "lifts_to": highest}
    if constraint is Constraint.ELIGIBILITY:
        group = columns.names.groups.get(act.group)
        members = _bit(act.value, one["eligible"]) if group is None else group
        return {"eligible": one["eligible"] | members}
    if constraint is Constraint.TIME:
        return {"start": NO_DAY, "end": NO_DAY}
    return {"verified": _today(columns)}


def _today(columns: Columns) -> int:
    return columns.settings.as_of.toordinal() - EPOCH


def _with_offer(columns: Columns, act: Act, number: int) -> ResourceColumns:
    """A new resource at the end of the table: its id sorts behind all that are made of letters."""
    rows = columns.resources
    wide = {"kinds": ANY, "modes": ANY, "eligible": ANY, "languages": np.uint64(0)}
    plain = {
        "provider": int(rows.provider.max(initial=0)) + 1,
        "lifts_from": LEVELS[0],
        "lifts_to": LEVELS[-1],
        "start": NO_DAY,
        "end": NO_DAY,
        "verified": _today(columns),
        "capacity": act.value,
        "shared": False,
    }
    table = {name: _appended(getattr(rows, name), value) for name, value in plain.items()}
    table |= {name: _appended(getattr(rows, name), value) for name, value in wide.items()}
    if act.language != NEUTRAL:
        table["languages"][-1] |= _bit(act.language, table["languages"][-1])
    text = rows.id.dtype.kind == "S"
    new = new_name(number).encode() if text else rows.id.max(initial=0) + 1
    table["id"] = np.append(rows.id, np.array([new]))
    table["line_resource"] = np.append(rows.line_resource, np.int32(len(rows.id)))
    table["line_area"] = np.append(rows.line_area, np.int32(act.area))
    return replace(rows, **table)


def _appended(column: Any, value: Any) -> Any:
    row = np.full((1, *column.shape[1:]), value, column.dtype)
    return np.concatenate((column, row))


def _bits(mask: Any) -> Iterator[int]:
    for w, word in enumerate(mask.tolist()):
        left = word
        while left:
            yield 64 * w + (left & -left).bit_length() - 1
            left &= left - 1


def _bit(place: int, like: Any) -> Any:
    mask = np.zeros_like(like)
    mask[place // 64] = np.uint64(1) << np.uint64(place % 64)
    return mask


def _word(names: Sequence[str], place: int) -> str:
    return names[place] if place < len(names) else str(place)


def _language(act: Act, columns: Columns) -> str | None:
    return None if act.language == NEUTRAL else _word(columns.names.languages, act.language)


def _value(act: Act, columns: Columns) -> str | int | None:
    """What a relaxation allows from now on."""
    constraint = Constraint(act.constraint)
    if constraint in MASKS:
        return _word(getattr(columns.names, MASKS[constraint]), act.value)
    if constraint is Constraint.ELIGIBILITY:
        return act.group or columns.countries[act.value]
    return act.value if constraint is Constraint.LEVEL else None


SENTENCES = {
    "KIND": "Let {resource} also give {value}.",
    "LEVEL": "Let {resource} also lift from level {value}.",
    "ELIGIBILITY": "Open {resource} to {value}.",
    "LANGUAGE": "Offer {resource} in {value}.",
    "MODE": "Give {resource} {value}.",
    "TIME": "Keep {resource} running over the whole horizon.",
    "FRESHNESS": "Confirm that {resource} still runs.",
}


def _sentence(what: dict[str, Any]) -> str:
    if what["act"] == Kind.ADD:
        spoken = f" in {what['language']}" if what["language"] else ""
        return (
            f"Add an offer for {what['area']}{spoken}, {what['slots']} slots a step, open to all."
        )
    if what["act"] == Kind.EXTEND:
        return f"Add {what['slots']} slots to {what['resource']}."
    return SENTENCES[what["constraint"]].format(**what)

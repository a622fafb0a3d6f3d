"""What if: a case with some records added, changed or removed.

Changes are in the JSON form of the case itself::

    {"add":    {"needs": [...], "resources": [...]},
     "change": {"needs": [{"id": ..., <fields>}], "resources": [...]},
     "remove": {"needs": [ids], "resources": [ids]}}

A change gives only the fields that differ. Nothing here touches the case that is given.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from gaps.engine.case import Case
from gaps.engine.compare import Change, cells, compare, summary
from gaps.engine.records import CaseError, Constraint
from gaps.engine.run import assess
from gaps.engine.writing import exact

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gaps.engine.records import Need, Resource
    from gaps.engine.result import Result

Record = dict[str, Any]
ACTS = ("add", "change", "remove")
NOUNS = {"needs": "need", "resources": "resource"}


@dataclass(frozen=True, slots=True)
class Totals:
    """A world in three sums: slots asked for and given, and the weighted gap."""

    demand: int
    allocated: Fraction
    weighted_gap: Fraction

    @staticmethod
    def of(result: Result) -> Totals:
        found = list(result.cells)
        return Totals(
            demand=sum(cell.demand for cell in found),
            allocated=sum((cell.allocated for cell in found), start=Fraction(0)),
            weighted_gap=sum((cell.weighted_gap for cell in found), start=Fraction(0)),
        )

    def to_json(self) -> Record:
        return {
            "demand": self.demand,
            "allocated": exact(self.allocated),
            "weighted_gap": exact(self.weighted_gap),
        }


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a scenario changes: every cell that turns, and the sums before and after."""

    before: Totals
    after: Totals
    changes: tuple[Change, ...]

    @property
    def gain(self) -> Fraction:
        """How much less weighted gap there is; below zero where needs were added."""
        return self.before.weighted_gap - self.after.weighted_gap

    def to_json(self) -> Record:
        return {
            "before": self.before.to_json(),
            "after": self.after.to_json(),
            "gain": exact(self.gain),
            "summary": summary(self.changes),
            "cells": [change.to_json() for change in self.changes],
        }


def what_if(case: Record, changes: object) -> Outcome:
    """Assess a case (JSON form) with and without the changes. Raises CaseError."""
    old, new = Case.from_json(case), Case.from_json(changed(case, changes))
    before, after = assess(old), assess(new)
    turned = compare(old, new, before, after) if cells(before) != cells(after) else []
    return Outcome(Totals.of(before), Totals.of(after), tuple(turned))


def changed(case: Record, changes: object) -> Record:
    """The case with the changes made. Raises CaseError, naming the record and the field."""
    wanted = _whole(changes)
    tables = {}
    for table, noun in NOUNS.items():
        rows = {row["id"]: row for row in case[table]}
        for row in _rows(wanted["change"], table, noun):
            rows[row["id"]] = {**_existing(rows, row["id"], noun), **row}
        for name in _names(wanted["remove"], table, noun):
            del rows[_existing(rows, name, noun)["id"]]
        for row in _rows(wanted["add"], table, noun):
            if row["id"] in rows:
                raise CaseError(f"{noun} {row['id']}", "id", "is taken; give a new record a new id")
            rows[row["id"]] = row
        tables[table] = list(rows.values())
    return {**case, **tables}


def refuse(changes: object, frame: Record) -> None:
    """Raise CaseError for what is wrong whatever records there are.

    ``frame`` is a case without needs and resources, to read the added records against.
    """
    wanted = _whole(changes)
    for table, noun in NOUNS.items():
        list(_rows(wanted["change"], table, noun))
        _names(wanted["remove"], table, noun)
    added = {table: list(_rows(wanted["add"], table, noun)) for table, noun in NOUNS.items()}
    Case.from_json({**frame, **added})


def _whole(changes: object) -> dict[str, Record]:
    if not isinstance(changes, dict):
        raise CaseError("changes", "whole", "give one JSON object")
    for act, tables in changes.items():
        if act not in ACTS:
            raise CaseError("changes", str(act), "give add, change or remove")
        if not isinstance(tables, dict):
            raise CaseError("changes", act, "give an object with needs or resources")
        for table in tables:
            if table not in NOUNS:
                raise CaseError("changes", f"{act}.{table}", "give needs or resources")
    return {act: changes.get(act, {}) for act in ACTS}


def _rows(tables: Record, table: str, noun: str) -> Iterable[Record]:
    rows = tables.get(table, [])
    if not isinstance(rows, list):
        raise CaseError("changes", table, "give a list of records")
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, dict) or not isinstance(row.get("id"), str) or not row["id"]:
            raise CaseError(f"{noun} number {number}", "id", "give an object with an id")
        yield row


def _names(tables: Record, table: str, noun: str) -> Iterable[str]:
    names = tables.get(table, [])
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise CaseError("changes", f"remove.{table}", f"give a list of ids of {table}")
    return names


def _existing(rows: dict[str, Record], name: str, noun: str) -> Record:
    if name not in rows:
        raise CaseError(f"{noun} {name}", "id", f"is not a {noun} of this run")
    return rows[name]


def grant(need: Need, resource: Resource, step: int, failed: Constraint, day: str) -> Record:
    """The smallest fix as changes: what makes this resource usable for this step of the need.

    ``day`` is the day of the run, on which the resource counts as confirmed.
    """
    fields: Record = {}
    for constraint in Constraint:
        if constraint & failed:
            fields |= _granted(constraint, need, resource, step, day)
    return {"change": {"resources": [{"id": resource.id, **fields}]}}


def _granted(constraint: Constraint, need: Need, resource: Resource, step: int, day: str) -> Record:
    if constraint is Constraint.LEVEL:
        lowest = min(step, resource.lifts_from or step)
        return {"from": lowest, "to": max(step + 1, resource.lifts_to or step + 1)}
    if constraint is Constraint.ELIGIBILITY:
        return {"eligible": _opened(resource, need.country)}
    if constraint is Constraint.TIME:
        return {"start": None, "end": None}
    if constraint is Constraint.FRESHNESS:
        return {"verified": day}
    field = {Constraint.KIND: "kinds", Constraint.LANGUAGE: "languages", Constraint.MODE: "modes"}
    name = field[constraint]
    wanted, given = getattr(need, name) or (), getattr(resource, name) or ()
    return {name: sorted({*given, *sorted(wanted)[:1]})}


def _opened(resource: Resource, country: str) -> Record:
    terms = resource.eligible
    if terms is None:
        return {"all": True}
    return {
        "all": terms.everyone,
        "countries": sorted({*terms.countries, country}),
        "groups": sorted(terms.groups),
        "exclude": sorted(terms.exclude - {country}),
    }

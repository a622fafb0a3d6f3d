"""The changes of a what-if scenario, put together one at a time.

Their form is that of `gaps.engine.scenario`; a later change of a record adds to an earlier one.
"""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from math import ceil
from typing import Any

from django.utils.translation import gettext as _

from capabilities.models import Resource
from gaps import snapshot
from gaps.engine import CaseError
from gaps.engine.records import Constraint
from gaps.engine.scenario import ACTS, NOUNS, grant, refuse
from gaps.models import Finding, Run
from portal.access import Reader

Changes = dict[str, Any]
MOST_CHANGES = 1000


@dataclass(frozen=True)
class Entry:
    """One change: what is done (`add`, `change`, `remove`) to which record, and its fields."""

    act: str
    table: str
    id: str
    fields: Mapping[str, Any]

    @property
    def kind(self) -> str:
        return NOUNS[self.table]


def entries(changes: Changes) -> Iterator[Entry]:
    for act in ACTS:
        for table in NOUNS:
            for row in changes.get(act, {}).get(table, []):
                fields = {} if act == "remove" else {k: v for k, v in row.items() if k != "id"}
                yield Entry(act, table, row if act == "remove" else row["id"], fields)


def merged(changes: Changes, more: Changes) -> Changes:
    """Both together; what `more` says of a record comes after what was said before."""
    whole = deepcopy(changes)
    for entry in entries(more):
        added = {row["id"]: row for row in whole.get("add", {}).get(entry.table, [])}
        if entry.id in added and entry.act == "change":
            added[entry.id].update(entry.fields)
            continue
        if entry.id in added and entry.act == "remove":
            whole = without(whole, "add", entry.table, entry.id)
            continue
        _put(whole, entry)
    return whole


def _put(whole: Changes, entry: Entry) -> None:
    rows = whole.setdefault(entry.act, {}).setdefault(entry.table, [])
    if entry.act == "remove":
        if entry.id not in rows:
            rows.append(entry.id)
        return
    for row in rows:
        if row["id"] == entry.id:
            row.update(entry.fields)
            return
    rows.append({"id": entry.id, **entry.fields})


def without(changes: Changes, act: str, table: str, name: str) -> Changes:
    """The changes without one of them; the same where there is none like it."""
    whole = deepcopy(changes)
    rows = whole.get(act, {}).get(table, [])
    rows[:] = [row for row in rows if (row if act == "remove" else row["id"]) != name]
    return whole


def next_id(changes: Changes) -> str:
    """An id for a record that does not exist: no public id has a dash in it."""
    taken = {entry.id for entry in entries(changes) if entry.act == "add"}
    return next(name for n in range(1, len(taken) + 2) if (name := f"new-{n}") not in taken)


def check(changes: object, as_of: date) -> None:
    """Refuse what can be seen to be wrong without the records of the run. Raises CaseError."""
    refuse(changes, snapshot.frame(as_of))
    if isinstance(changes, dict) and sum(1 for _entry in entries(changes)) > MOST_CHANGES:
        raise CaseError("changes", "whole", f"give at most {MOST_CHANGES} of them")


@dataclass(frozen=True)
class Fix:
    """The smallest fix of a gap as the changes of a scenario, and what to call it."""

    name: str
    changes: Changes


def fix_of(finding: Finding, run: Run, reader: Reader) -> Fix | None:
    """What would close this gap with the least change; None where the reader may not know it."""
    where = {"country": finding.country, "area": finding.area, "level": finding.next_level}
    if not finding.fix_resource:
        name = _("A new offer for %(country)s: %(area)s, level %(level)d") % where
        return Fix(name, {"add": {"resources": [_new_offer(finding, run)]}})
    visible = Resource.objects.visible_to(reader).filter(pk=finding.fix_resource)
    if not visible.exists():
        return None
    need, resource = snapshot.pair_of(run, finding.need_id, finding.fix_resource)
    failed = Constraint(finding.fix_failed)
    name = _("Smallest fix for %(country)s: %(area)s, level %(level)d") % where
    return Fix(name, grant(need, resource, finding.step, failed, run.as_of.isoformat()))


def _new_offer(finding: Finding, run: Run) -> dict[str, Any]:
    """An offer of all that one need-step still lacks, open to every country."""
    return {
        "id": "new-1",
        "provider": "new-1",
        "areas": [finding.area.code],
        "languages": sorted(finding.need.languages)[:1],
        "eligible": {"all": True},
        "capacity": ceil(finding.missing),
        "verified": run.as_of.isoformat(),
    }

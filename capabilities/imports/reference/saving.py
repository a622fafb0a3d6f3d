"""Bringing stored rows into agreement with records: add, change or keep them, never delete."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from capabilities.imports.reference.records import Record
from capabilities.imports.reference.tables import CODE_FIELDS, Table
from capabilities.models import Merge
from portal.models import lasting_id

BATCH = 1000


@dataclass(slots=True)
class Tally:
    """What became of one table's rows."""

    what: str
    added: int = 0
    changed: int = 0
    left: int = 0
    kept: list[str] = field(default_factory=list)  # a person's edit stands; the file says otherwise
    missing: list[str] = field(default_factory=list)  # stored, but no longer in the file


@dataclass(frozen=True, slots=True)
class Entry:
    """A stored row beside what the file says of it."""

    row: Any
    values: Mapping[str, Any]
    links: Mapping[str, frozenset[int]]

    def differs(self, links: Mapping[str, frozenset[int]]) -> bool:
        """Whether the facts differ; who stands behind them is no fact of the file."""
        facts = (name for name in self.values if name != "verification")
        return links != self.links or any(
            getattr(self.row, name) != self.values[name] for name in facts
        )


class Links:
    """The many-to-many links of some rows, read and written in one query a field."""

    def __init__(self, model: Any, names: Iterable[str]) -> None:
        fields = {name: getattr(model, name).field for name in names}
        self.columns = {
            name: (f.m2m_column_name(), f"{f.m2m_reverse_field_name()}_id")
            for name, f in fields.items()
        }
        self.through = {name: getattr(model, name).through for name in names}

    def of(self, rows: Iterable[Any]) -> dict[int, dict[str, frozenset[int]]]:
        """The targets of each row by field, for every row given."""
        found: dict[int, dict[str, set[int]]] = {
            row.pk: {name: set() for name in self.columns} for row in rows
        }
        for name, (source, target) in self.columns.items():
            pairs = self.through[name].objects.filter(**{f"{source}__in": list(found)})
            for pk, other in pairs.values_list(source, target):
                found[pk][name].add(other)
        return {
            pk: {name: frozenset(targets) for name, targets in links.items()}
            for pk, links in found.items()
        }

    def write(self, entries: Sequence[Entry]) -> None:
        stored = self.of(entry.row for entry in entries)
        for name, (source, target) in self.columns.items():
            through = self.through[name]
            fresh = []
            for entry in entries:
                old, new = stored[entry.row.pk][name], entry.links[name]
                if old - new:
                    gone = {source: entry.row.pk, f"{target}__in": old - new}
                    through.objects.filter(**gone).delete()
                fresh += [
                    through(**{source: entry.row.pk, target: other}) for other in sorted(new - old)
                ]
            through.objects.bulk_create(fresh, BATCH)


def save(table: Table, records: Sequence[Record]) -> Tally:
    """Make the stored rows of the table agree with the records, in the caller's transaction."""
    known = {tuple(getattr(row, name) for name in table.key): row for row in _rows(table)}
    foreign = {name: _codes(model) for name, model in table.refers.items()}
    tally, gone = Tally(table.what), _merged(table.model)
    fresh: list[tuple[Any, Record]] = []
    matched: list[tuple[Any, Mapping[str, Any], Record]] = []
    for record in records:
        values = _stored_values(record, foreign)
        row = known.pop(tuple(values[name] for name in table.key), None)
        if row is None and values.get("import_key") in gone:
            tally.left += 1  # a reviewer has merged it into another
        elif row is None:
            fresh.append((table.model(**values, **_identity(values)), record))
        else:
            matched.append((row, values, record))
    table.model.objects.bulk_create([row for row, _ in fresh], BATCH)
    targets = {name: _codes(model) for name, model in table.links.items()}
    new = [Entry(row, {}, _link_targets(record, targets)) for row, record in fresh]
    old = [Entry(row, values, _link_targets(record, targets)) for row, values, record in matched]
    Links(table.model, table.links).write(new)
    _update(table, old, tally)
    tally.added = len(new)
    tally.missing = [str(row) for row in known.values()]
    return tally


def _identity(values: Mapping[str, Any]) -> dict[str, str]:
    """The public id of a row that has one, made from its import key."""
    key = values.get("import_key")
    return {"public_id": lasting_id(key)} if key else {}


def _update(table: Table, entries: Sequence[Entry], tally: Tally) -> None:
    links = Links(table.model, table.links)
    stored = links.of(entry.row for entry in entries)
    changed = []
    for entry in entries:
        if not entry.differs(stored[entry.row.pk]):
            tally.left += 1
        elif table.is_kept(entry.row):
            tally.kept.append(str(entry.row))
        else:
            changed.append(entry)
    if not changed:
        return
    for entry in changed:
        for name, value in entry.values.items():
            setattr(entry.row, name, value)
    rows = [entry.row for entry in changed]
    table.model.objects.bulk_update(rows, list(changed[0].values), BATCH)
    links.write(changed)
    tally.changed = len(changed)


def _rows(table: Table) -> Iterable[Any]:
    rows: Iterable[Any] = table.model.objects.filter(table.scope)
    return rows


def _codes(model: type[Model]) -> dict[str, int]:
    """Primary keys by the code that records use."""
    rows: Any = model
    codes = dict(rows.objects.values_list(CODE_FIELDS[model], "pk"))
    return {**_merged(model), **codes} if CODE_FIELDS[model] == "import_key" else codes


def _merged(model: type[Model]) -> dict[str, int]:
    """The keys of records that went into others, each with that other."""
    merges = (
        Merge.objects.standing().filter(kind=model._meta.model_name).exclude(gone_import_key="")
    )
    stays = dict(merges.values_list("gone_import_key", "stays"))
    if not stays:
        return {}
    rows: Any = model
    ids = dict(rows.objects.filter(public_id__in=stays.values()).values_list("public_id", "pk"))
    return {key: ids[public_id] for key, public_id in stays.items() if public_id in ids}


def _stored_values(record: Record, foreign: Mapping[str, Mapping[str, int]]) -> dict[str, Any]:
    """The values as columns, foreign keys by primary key."""
    values = dict(record.values)
    for name, codes in foreign.items():
        code = values.pop(name)
        values[f"{name}_id"] = None if code is None else codes[code]
    return values


def _link_targets(
    record: Record, targets: Mapping[str, Mapping[str, int]]
) -> dict[str, frozenset[int]]:
    return {
        name: frozenset(codes[code] for code in record.links.get(name, ()))
        for name, codes in targets.items()
    }

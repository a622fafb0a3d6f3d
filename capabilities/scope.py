"""From what a reader is answered: whole labels that they are cleared for, and single rows beyond.

Each label is a partition of its own (ADR 33), so what a reader may not see is in none of the tables
and indexes that answer them. The few rows that they see as one of an organisation are looked up by
that organisation. Filters stand beside, as conditions on rows.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import Any

from capabilities.facets import COUNTRY, Criteria, Facet, month_number, too_late
from capabilities.lookup import Names
from capabilities.models import Resource
from portal.access import TLP, Reader, clearance

ROWS = "capabilities_searchrow s"
MOST_MONTHS = 40  # that are looked for one by one, in an index


@dataclass(frozen=True)
class Clause:
    """A piece of SQL with its parameters."""

    sql: str
    params: tuple[Any, ...] = ()

    def and_(self, *others: "Clause") -> "Clause":
        parts = [self, *others]
        whole = " AND ".join(part.sql for part in parts)
        return Clause(whole, tuple(value for part in parts for value in part.params))


@dataclass(frozen=True)
class Scope:
    """From what a reader is answered."""

    reader: Reader
    labels: tuple[int, ...]
    organisation: int | None

    @classmethod
    def of(cls, reader: Reader, most: int = TLP.AMBER_STRICT) -> "Scope":
        """All that the reader may see; `most`: what is seen up to that label by its label alone."""
        cleared = min(clearance(reader), most)
        is_whole = reader.is_authenticated and most == TLP.AMBER_STRICT
        organisation = reader.organisation_id if is_whole else None  # type: ignore[union-attr]
        return cls(reader, tuple(range(cleared + 1)), organisation)

    def whole(self) -> list[Clause]:
        """A condition for each label that the reader sees all rows of."""
        return [Clause(f"s.label = {label:d}") for label in self.labels]

    def single(self) -> list[Clause]:
        """A condition for the rows beyond, that they see as one of their organisation."""
        if self.organisation is None or self.labels[-1] == TLP.AMBER_STRICT:
            return []
        known = Resource.objects.visible_to(self.reader).order_by().values("pk")
        sql, params = known.query.sql_with_params()
        above = f"label > {self.labels[-1]:d}"
        # Looked up first and once: in the order of a page, all rows of others would be read.
        ours = f"""SELECT o.resource_id FROM capabilities_searchrow o
            WHERE o.{above} AND o.organisations @> ARRAY[%s]::bigint[]"""  # nosec B608  # noqa: S608  ours
        mine = f"s.{above} AND s.resource_id = ANY(ARRAY({ours}))"
        return [Clause(f"{mine} AND s.resource_id IN ({sql})", (self.organisation, *params))]

    @cached_property
    def sources(self) -> tuple[Clause, ...]:
        return (*self.whole(), *self.single())


# ------------------------------------------------------------------ filters in SQL


def _having(tokens: Iterable[str]) -> Clause:
    return Clause("s.tokens && %s::varchar[]", (list(tokens),))


def _within(tokens: Sequence[str]) -> Clause:
    """As `_having`, of months: hundreds of them are compared as a few spans, not one by one."""
    ends = list(_spans(tokens))
    either = " OR ".join(['t COLLATE "C" BETWEEN %s AND %s'] * len(ends)) or "false"
    params = tuple(token for span in ends for token in span)
    return Clause(f"EXISTS (SELECT 1 FROM unnest(s.tokens) t WHERE {either})", params)  # nosec B608  # noqa: S608  conditions of our own


def _spans(tokens: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The first and the last of each run of months without a gap."""
    first = 0
    for place, (one, other) in enumerate(pairwise([*tokens, ""]), 1):
        if not _follows(one, other):
            yield tokens[first], one
            first = place


def _follows(one: str, other: str) -> bool:
    is_month = one[2:3].isdigit() and other[2:3].isdigit()
    return is_month and one[0] == other[0] and month_number(one[2:]) + 1 == month_number(other[2:])


def _filter(facet: Facet, values: Sequence[str], names: Names, today: date) -> Clause:
    if facet is not COUNTRY:
        tokens = facet.tokens(values, today)
        is_long = facet.is_by_month and len(tokens) > MOST_MONTHS
        return _within(tokens) if is_long else _having(tokens)
    each = [_open_to(country, names) for country in values]
    either = " OR ".join(f"({clause.sql})" for clause in each)
    return Clause(f"({either})", tuple(value for clause in each for value in clause.params))


def _open_to(country: str, names: Names) -> Clause:
    groups = [f"g:{group}" for group in sorted(names.groups_of.get(country, ()))]
    left_out = Clause("NOT s.tokens && %s::varchar[]", ([f"x:{country}"],))
    return _having(["r:*", f"r:{country}", *groups]).and_(left_out)


def filters(criteria: Criteria, names: Names, today: date) -> list[Clause]:
    """The conditions of all filters on a row, but for words."""
    found = [_filter(f, criteria.chosen[f.name], names, today) for f in criteria.facets]
    if late := too_late(criteria.by, today):
        soon = _within(late)
        found.append(Clause(f"NOT {soon.sql}", soon.params))
    return found

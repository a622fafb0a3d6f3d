"""What has come into a reader's view since some moment, of what a search finds.

The database keeps since when each resource is found as it is, for each label (`SearchDebut`): so
that a record which was hidden, or changed while it was, tells nothing of that time.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.http import QueryDict

from capabilities.lookup import Names
from capabilities.models import SavedSearch
from capabilities.resource_filters import ResourceFilter
from capabilities.scope import ROWS, Clause, filters
from capabilities.search import QUERY, Row, Search
from portal.access import TLP, Reader

COLUMNS = "s.resource_id, s.sort_key, s.public_id, s.label, s.tokens"
BEGINNING = datetime.fromisoformat("2000-01-01T00:00:00+00:00")


@dataclass(frozen=True)
class New:
    """A row, and since when it has been found as it is."""

    row: Row
    at: datetime


def settled() -> datetime:
    """A moment that all changes committed from now on come after."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT capabilities_settled()")
        moment: datetime = cursor.fetchone()[0]
        return moment


def search_of(
    saved: SavedSearch,
    reader: Reader,
    names: Names | None = None,
    *,
    most: int = TLP.AMBER_STRICT,
) -> Search | None:
    """What was saved, asked anew; None where a value that it names is no longer there."""
    asked = ResourceFilter(QueryDict(saved.asked))
    if names is not None:
        asked.names = names  # read once for several searches
    if not asked.form.is_valid():
        return None
    return Search(reader, asked.criteria(), asked.names, today=asked.today, most=most)


def newest(
    search: Search, most: int, *, since: datetime = BEGINNING, until: datetime | None = None
) -> list[New]:
    """The latest first, of those after `since` and up to `until`."""
    sql, params = _statement(search, most, since, until)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT * FROM ({sql}) new ORDER BY at DESC, public_id LIMIT {most:d}",  # nosec B608  # noqa: S608  conditions of our own
            params,
        )
        return [New(Row(r[0], r[1], r[2], r[3], frozenset(r[4])), r[5]) for r in cursor.fetchall()]


def counts(asked: Mapping[str, tuple[Search, datetime]], most: int) -> dict[str, int]:
    """How many are new to each of several searches, since a moment of its own: one statement."""
    parts, params = [], []
    for key, (search, since) in asked.items():
        sql, more = _statement(search, most, since, None)
        parts.append(f"SELECT %s AS key, count(*) FROM ({sql}) new")  # nosec B608  # noqa: S608  as below
        params += [key, *more]
    if not parts:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), params)
        return {key: min(number, most) for key, number in cursor.fetchall()}


def _statement(
    search: Search, most: int, since: datetime, until: datetime | None
) -> tuple[str, list[Any]]:
    scope = search.scope
    conditions = filters(search.criteria, search.names, search.today)
    if search.criteria.q:
        conditions.append(Clause(f"s.words @@ {QUERY}", (search.criteria.q,)))
    sources = [(source, scope.labels[-1]) for source in scope.whole()]
    sources += [(source, TLP.AMBER_STRICT) for source in scope.single()]
    parts = [
        (source.and_(*conditions, *_between(label, since, until)), label)
        for source, label in sources
    ]
    sql = " UNION ALL ".join(_part(clause, label, most) for clause, label in parts)
    return sql, [value for clause, _label in parts for value in clause.params]


def _between(label: int, since: datetime, until: datetime | None) -> Iterable[Clause]:
    yield Clause(f"d.since_{label:d} > %s", (since,))
    if until is not None:
        yield Clause(f"d.since_{label:d} <= %s", (until,))


def _part(clause: Clause, label: int, most: int) -> str:
    at = f"d.since_{label:d}"
    return f"""(SELECT {COLUMNS}, {at} AS at
        FROM {ROWS} JOIN capabilities_searchdebut d ON d.resource_id = s.resource_id
        WHERE {clause.sql} ORDER BY {at} DESC, s.public_id LIMIT {most:d})"""  # nosec B608  # noqa: S608  conditions of our own

"""Finding resources: what a reader may see, narrowed by words and filters, counted and paged."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.utils.functional import cached_property

from capabilities.counting import Counts, CountsFromBits
from capabilities.facets import Criteria, Sieve
from capabilities.lookup import Names
from capabilities.scope import ROWS, Clause, Scope, filters
from portal.access import TLP, Reader

# So many candidates a search by words ranks and counts. At a million resources, to find twice as
# many of those that filters narrow takes twice the time, which is most of that of the page.
MOST = 500
QUERY = "websearch_to_tsquery('portal', %s)"
RANKED = f"ORDER BY ts_rank(words, {QUERY}) DESC, sort_key, public_id"
SEPARATOR = "\x1f"
COLUMNS = "resource_id, sort_key, public_id, label, tokens"
# The tokens as one text: to take arrays of hundreds of rows apart takes longer than to find them.
READ = f"resource_id, sort_key, public_id, label, array_to_string(tokens, '{SEPARATOR}')"
FEW = 2_000  # so many are found quicker by their filters than by going through all in order


@dataclass(frozen=True)
class Row:
    """A found row: which resource, its place in the order, and what it is filtered by."""

    resource: int
    sort_key: str
    public_id: str
    label: int
    tokens: frozenset[str]

    def codes(self, letter: str) -> list[str]:
        """What its tokens of one letter say, sorted."""
        return sorted(token[2:] for token in self.tokens if token[0] == letter)


@dataclass(frozen=True)
class Place:
    """Where a page begins: after or before a key of the list, or at a number among the ranked."""

    key: tuple[str, str] | None = None
    is_before: bool = False
    number: int = 0


class Search:
    """What one reader asks, and what is found for them."""

    def __init__(
        self,
        reader: Reader,
        criteria: Criteria,
        names: Names,
        *,
        today: date,
        most: int = TLP.AMBER_STRICT,  # what stands above that label is left out
    ) -> None:
        self.reader, self.criteria = reader, criteria
        self.names, self.today = names, today
        self.scope = Scope.of(reader, most)

    @cached_property
    def counts(self) -> Counts:
        """Exact without words; with words, of the best `MOST`."""
        if not self.criteria.q:
            return CountsFromBits(self.scope, self.criteria, self.names, self.today).counts()
        return self._ranked[1]

    @property
    def total(self) -> Counts:
        """As `counts`, of filters alone, for whoever wants no value of any facet counted."""
        return CountsFromBits(self.scope, self.criteria, self.names, self.today).total()

    def page(self, size: int, place: Place) -> tuple[list[Row], bool]:
        """Rows in their order, and whether there are more that way."""
        if self.criteria.q:
            rows = self._ranked[0][place.number : place.number + size + 1]
            return rows[:size], len(rows) > size
        rows = self._in_order(size + 1, place)
        more, rows = len(rows) > size, rows[:size]
        return (rows[::-1] if place.is_before else rows), more

    @property
    def most(self) -> int:
        """How many are counted at most, where words are asked for."""
        return MOST

    @property
    def ranked(self) -> list[Row]:
        """All that is found by words, the best first."""
        return self._ranked[0]

    # -------------------------------------------------------------- by words

    @cached_property
    def _ranked(self) -> tuple[list[Row], Counts]:
        """All that is found by words, the best first; counted with the filters."""
        rows, knows_beside = self._by_words()
        counts = Counts(self.names, self.criteria.chosen, is_least=len(rows) > MOST)
        counts.knows_beside = knows_beside
        sieve = Sieve(self.criteria, self.names, self.today)
        found = [
            row
            for row in rows[:MOST]
            if counts.add(row.tokens, row.label, sieve.failing(row.tokens))
        ]
        return found, counts

    def _by_words(self) -> tuple[list[Row], bool]:
        """Rows, the best first, and whether what each filter by itself leaves out is among them.

        What meets words and filters is asked for first. Where that is not too much, all that the
        words find stands instead of it, unless that is too much: then nobody counts what the
        filters leave out.
        """
        narrowed = filters(self.criteria, self.names, self.today)
        best, params = self._best(narrowed)
        if not narrowed:
            sql = f"WITH {best} SELECT {READ} FROM best {RANKED}"  # nosec B608  # noqa: S608  conditions of our own
            return _rows(sql, [*params, self.criteria.q]), True
        not_much = Clause("(SELECT count(*) FROM best) <= %s", (MOST,))
        alone, of_alone = self._hits("words", [not_much], "")
        sql = f"""WITH {best},
            alone AS MATERIALIZED (SELECT * FROM ({alone}) alone LIMIT {MOST + 1})
            SELECT number, {READ} FROM (SELECT count(*) AS number FROM alone) counted LEFT JOIN (
                SELECT true AS is_alone, * FROM alone UNION ALL SELECT false, * FROM best
            ) found ON is_alone = (number BETWEEN 1 AND {MOST}) {RANKED}"""  # nosec B608  # noqa: S608  conditions of our own
        records = _records(sql, [*params, *of_alone, self.criteria.q])
        number = records[0][0]
        rows = [_row(record[1:]) for record in records if record[1] is not None]
        return rows, 0 < number <= MOST or not (number or rows)

    def _best(self, narrowed: list[Clause]) -> tuple[str, list[Any]]:
        """Hits in titles; where those are not enough, also in all words. As a table of a statement.

        Of too many, those that were entered last: by name, what begins with a rare letter would be
        looked for through all the others.
        """
        not_enough = Clause("(SELECT count(*) FROM titles) <= %s", (MOST,))
        titles, of_titles = self._hits("title", narrowed)
        words, of_words = self._hits("words", [*narrowed, not_enough])
        sql = f"""titles AS MATERIALIZED ({titles}), best AS MATERIALIZED (
            SELECT * FROM (
                SELECT DISTINCT ON (resource_id) * FROM (
                    SELECT * FROM titles UNION ALL ({words})
                ) hits ORDER BY resource_id
            ) once {RANKED} LIMIT {MOST + 1})"""  # nosec B608  # noqa: S608  conditions of our own
        return sql, [*of_titles, *of_words, self.criteria.q]

    def _hits(
        self,
        column: str,
        narrowed: list[Clause],
        order: str = "ORDER BY s.resource_id DESC",
    ) -> tuple[str, list[Any]]:
        """The rows of each source whose words match, cut."""
        matching = Clause(f"s.{column} @@ {QUERY}", (self.criteria.q,))
        cut = f"{order} LIMIT {MOST + 1}"
        return self._union(f"{COLUMNS}, words", [matching, *narrowed], cut)

    def _union(self, columns: str, narrowed: list[Clause], order: str) -> tuple[str, list[Any]]:
        """What meets some conditions, of each source by itself."""
        parts = [source.and_(*narrowed) for source in self.scope.sources]
        sql = " UNION ALL ".join(
            f"(SELECT {columns} FROM {ROWS} WHERE {part.sql} {order})"  # nosec B608  # noqa: S608  conditions of our own
            for part in parts
        )
        return sql, [value for part in parts for value in part.params]

    # -------------------------------------------------------------- in order

    def _in_order(self, limit: int, place: Place) -> list[Row]:
        if self.is_little:
            return _next_of(self.few, limit, place)
        way, sign = ("DESC", "<") if place.is_before else ("ASC", ">")
        order = f"ORDER BY sort_key {way}, public_id {way} LIMIT {limit:d}"
        narrowed = filters(self.criteria, self.names, self.today)
        if place.key is not None:
            narrowed.append(Clause(f"(s.sort_key, s.public_id) {sign} (%s, %s)", place.key))
        return self._of_sources(narrowed, order)

    def _of_sources(self, narrowed: list[Clause], order: str = "") -> list[Row]:
        sql, params = self._union(COLUMNS, narrowed, order)
        return _rows(f"SELECT {READ} FROM ({sql}) found {order}", params)  # nosec B608  # noqa: S608  ours

    @property
    def is_little(self) -> bool:
        """Whether what filters find is read whole; known once it is counted, as for a page."""
        counts = self.__dict__.get("counts")
        return bool(counts and self.criteria.is_narrowed and counts.total < FEW)

    @cached_property
    def few(self) -> list[Row]:
        """All that filters find, where that is little: in order, much would be passed over."""
        found = self._of_sources(filters(self.criteria, self.names, self.today))
        return sorted(found, key=_key)


def _key(row: Row) -> tuple[str, str]:
    return row.sort_key, row.public_id  # by code points, as the database has them


def _next_of(rows: list[Row], limit: int, place: Place) -> list[Row]:
    if place.key is None:
        return rows[:limit]
    if place.is_before:
        return [row for row in reversed(rows) if _key(row) < place.key][:limit]
    return [row for row in rows if _key(row) > place.key][:limit]


def _rows(sql: str, params: Sequence[Any]) -> list[Row]:
    return [_row(record) for record in _records(sql, params)]


def _records(sql: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())


def _row(record: tuple[Any, ...]) -> Row:
    key, name, public_id, label, tokens = record
    return Row(key, name, public_id, label, frozenset(tokens.split(SEPARATOR)))

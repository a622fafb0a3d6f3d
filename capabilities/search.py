"""Finding resources: what a reader may see, narrowed by words and filters, counted and paged.

Everything starts from a `Scope`: whole labels that the reader is cleared for, each a partition of
its own, and beside them the few single rows that they may see as one of an organisation. Counts of
whole labels come from bits (ADR 33); rows that are not in the bits yet, and those single rows, are
counted one by one in the same statement, so a count is always exact.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection
from django.utils.functional import cached_property

from capabilities.facets import (
    COUNTRY,
    FACETS,
    Criteria,
    Facet,
    Sieve,
    Tally,
    too_late,
)
from capabilities.lookup import Names
from capabilities.models import Resource
from portal.access import TLP, Reader, clearance

MOST = 1_000  # candidates of a search by words; more are not counted
ROWS = "capabilities_searchrow s"
QUERY = "websearch_to_tsquery('portal', %s)"
ALL, LABEL = "*", "@"  # the token of every row, and what stands for its label
FEW = 2_000  # so many are found quicker by their filters than by going through all in order


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
    def of(cls, reader: Reader) -> "Scope":
        cleared = clearance(reader)
        organisation = reader.organisation_id if reader.is_authenticated else None
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
        mine = f"s.label > {self.labels[-1]:d} AND s.organisations @> ARRAY[%s]::bigint[]"
        return [Clause(f"{mine} AND s.resource_id IN ({sql})", (self.organisation, *params))]

    @property
    def sources(self) -> list[Clause]:
        return [*self.whole(), *self.single()]


# ------------------------------------------------------------------ filters in SQL


def _having(tokens: Iterable[str]) -> Clause:
    return Clause("s.tokens && %s::varchar[]", (list(tokens),))


def _filter(facet: Facet, values: Sequence[str], names: Names, today: date) -> Clause:
    if facet is not COUNTRY:
        return _having(facet.tokens(values, today))
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
        found.append(Clause("NOT s.tokens && %s::varchar[]", (late,)))
    return found


# ------------------------------------------------------------------ counts


@dataclass
class Counts:
    """How many resources are found, and how many each value of each facet would find."""

    names: Names
    chosen: Mapping[str, tuple[str, ...]]
    total: int = 0
    is_least: bool = False  # more match than were counted
    label: int = 0  # the highest of all rows that any of these counts drew on
    full: Tally = field(init=False)
    own: dict[str, Tally] = field(init=False)
    without: dict[str, int] = field(default_factory=dict)  # found if that facet were taken off

    def __post_init__(self) -> None:
        self.full = Tally(self.names)
        self.own = {name: Tally(self.names) for name, values in self.chosen.items() if values}

    def add(self, tokens: frozenset[str], label: int, failing: list[str] | None) -> bool:
        """Count a row wherever it counts; whether it is found."""
        if failing is None or len(failing) > 1:
            return False
        self.label = max(self.label, label)
        for name in failing or self.own:
            self.without[name] = self.without.get(name, 0) + 1
        if failing:
            self.own[failing[0]].add(tokens)
            return False
        self.total += 1
        for tally in (self.full, *self.own.values()):
            tally.add(tokens)
        return True

    def of(self, facet: Facet, today: date) -> dict[str, int]:
        """By value: what one would find who chose it beside all filters but this facet's own."""
        counted = self.own.get(facet.name, self.full).counts()
        return facet.figures(counted, today, self.chosen.get(facet.name, ()))


class CountsFromBits:
    """One statement that counts every value of every facet for any combination of filters."""

    def __init__(self, scope: Scope, criteria: Criteria, names: Names, today: date) -> None:
        self.scope, self.criteria, self.names, self.today = scope, criteria, names, today
        self.labels = ", ".join(str(int(label)) for label in scope.labels)
        self.params: list[Any] = []

    def counts(self) -> Counts:
        counts = Counts(self.names, self.criteria.chosen)
        sieve = Sieve(self.criteria, self.names, self.today)
        with connection.cursor() as cursor:
            sql = self._statement()
            cursor.execute(sql, self.params)
            for which, token, number, tokens in cursor:
                if tokens is not None:
                    row = frozenset(tokens)
                    counts.add(row, int(token), sieve.failing(row))
                elif token == LABEL:
                    counts.label = max(counts.label, int(which))
                elif token == ALL and which:
                    counts.without[which] = counts.without.get(which, 0) + number
                elif token == ALL:
                    counts.total += number
                else:
                    (counts.own[which] if which else counts.full).add_counts(token, number)
        return counts

    def _statement(self) -> str:
        active = self.criteria.facets
        parts = [self._gaps(), *(self._bits_of(f, k) for k, f in enumerate(active))]
        late = too_late(self.criteria.by, self.today)
        if late:
            parts.append(self._any("late", late))
        sets = [f"f{k}" for k in range(len(active))]
        parts.append(self._chosen("found", sets, bool(late)))
        for k in range(len(active)):
            others = [name for name in sets if name != f"f{k}"]
            parts.append(self._chosen(f"without{k}", others, bool(late)))
        open_ones = sorted({f.letter for f in FACETS if f not in active})
        selects = [self._count("found", "", [*open_ones, ALL])]
        selects += [
            self._count(f"without{k}", f.name, [f.letter, ALL]) for k, f in enumerate(active)
        ]
        selects += map(self._label, ["found", *(f"without{k}" for k in range(len(active)))])
        return f"WITH {', '.join(parts)} {' UNION ALL '.join([*selects, *self._singly()])}"

    def _label(self, chosen: str) -> str:
        """The highest label that has any of these rows."""
        return f"""SELECT coalesce(max(label), 0)::text, '{LABEL}', 0, NULL::varchar[]
            FROM {chosen} WHERE bit_count(bits) > 0"""  # nosec B608  # noqa: S608  names of our own

    def _gaps(self) -> str:
        return f"""gaps AS (
            SELECT label, slot / 15360 AS block,
                bit_or(set_bit(repeat('0', 15360)::bit(15360), mod(slot, 15360), 1)) AS bits
            FROM capabilities_searchgap WHERE label IN ({self.labels}) GROUP BY 1, 2)"""  # nosec B608  # noqa: S608  conditions of our own

    def _bits_of(self, facet: Facet, number: int) -> str:
        values = self.criteria.chosen[facet.name]
        return self._any(f"f{number}", facet.tokens(values, self.today))

    def _any(self, name: str, tokens: list[str]) -> str:
        self.params.append(tokens)
        return f"""{name} AS (
            SELECT label, block, bit_or(bits) AS bits FROM capabilities_facetbits
            WHERE label IN ({self.labels}) AND token = ANY(%s::varchar[]) GROUP BY 1, 2)"""  # nosec B608  # noqa: S608  conditions of our own

    def _chosen(self, name: str, sets: list[str], is_dated: bool) -> str:
        """The rows of each block that all these sets hold, less those that have changed since."""
        bits = " & ".join(["a.bits", *(f"{one}.bits" for one in sets)])
        joins = "".join(f" JOIN {one} USING (label, block)" for one in sets)
        for one in ["gaps", *(["late"] if is_dated else [])]:
            bits += f" & ~coalesce({one}.bits, repeat('0', 15360)::bit(15360))"
            joins += f" LEFT JOIN {one} USING (label, block)"
        return f"""{name} AS MATERIALIZED (
            SELECT label, block, {bits} AS bits FROM capabilities_facetbits a{joins}
            WHERE label IN ({self.labels}) AND a.token = '{ALL}')"""  # nosec B608  # noqa: S608  conditions of our own

    def _count(self, chosen: str, which: str, letters: list[str]) -> str:
        """A range of tokens for each letter, so that the index finds the blocks of no other."""
        ranges = " OR ".join(map(_range, letters))
        numbers = f"sum(bit_count(b.bits & {chosen}.bits))"
        source = f"capabilities_facetbits b JOIN {chosen} USING (label, block)"
        if not self.criteria.is_narrowed:
            numbers = (
                f"sum(CASE WHEN g.block IS NULL THEN b.number ELSE "
                f"bit_count(b.bits & {chosen}.bits) END)"
            )
            source += " LEFT JOIN gaps g USING (label, block)"
        return f"""SELECT '{which}', token, {numbers}::integer, NULL::varchar[]
            FROM {source} WHERE label IN ({self.labels}) AND ({ranges}) GROUP BY token"""  # nosec B608  # noqa: S608  conditions of our own

    def _singly(self) -> Iterator[str]:
        for label in self.scope.labels:
            yield f"""SELECT '', '{label:d}', 0, s.tokens
                FROM capabilities_searchplace p JOIN {ROWS}
                    ON s.resource_id = p.resource_id AND s.label = {label:d}
                WHERE p.label = {label:d} AND p.slot IS NULL"""  # nosec B608  # noqa: S608  conditions of our own
        for clause in self.scope.single():
            self.params.extend(clause.params)
            yield f"""SELECT '', s.label::text, 0, s.tokens
                FROM {ROWS} WHERE {clause.sql}"""  # nosec B608  # noqa: S608  conditions of our own


def _range(letter: str) -> str:
    if letter == ALL:
        return f"b.token = '{ALL}'"
    return f"(b.token >= '{letter}:' AND b.token < '{letter};')"


# ------------------------------------------------------------------ found rows


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

    def __init__(self, reader: Reader, criteria: Criteria, names: Names, *, today: date) -> None:
        self.reader, self.criteria = reader, criteria
        self.names, self.today = names, today
        self.scope = Scope.of(reader)

    @cached_property
    def counts(self) -> Counts:
        """Exact without words; with words, of the best thousand."""
        if not self.criteria.q:
            return CountsFromBits(self.scope, self.criteria, self.names, self.today).counts()
        return self._ranked[1]

    def page(self, size: int, place: Place) -> tuple[list[Row], bool]:
        """Rows in their order, and whether there are more that way."""
        if self.criteria.q:
            rows = self._ranked[0][place.number : place.number + size + 1]
            return rows[:size], len(rows) > size
        rows = self._in_order(size + 1, place)
        more, rows = len(rows) > size, rows[:size]
        return (rows[::-1] if place.is_before else rows), more

    # -------------------------------------------------------------- by words

    @cached_property
    def _ranked(self) -> tuple[list[Row], Counts]:
        """All that is found by words, the best first; counted with the filters."""
        rows = self._candidates([])
        if len(rows) > MOST and self.criteria.is_narrowed:
            rows = self._candidates(filters(self.criteria, self.names, self.today))
        counts = Counts(self.names, self.criteria.chosen, is_least=len(rows) > MOST)
        sieve = Sieve(self.criteria, self.names, self.today)
        found = [
            row
            for row in rows[:MOST]
            if counts.add(row.tokens, row.label, sieve.failing(row.tokens))
        ]
        return found, counts

    def _candidates(self, narrowed: list[Clause]) -> list[Row]:
        """Hits in titles, then in all words, each cut; the best first, ties by name and id."""
        tiers = [
            source.and_(Clause(f"s.{column} @@ {QUERY}", (self.criteria.q,)), *narrowed)
            for source in self.scope.sources
            for column in ("title", "words")
        ]
        parts = " UNION ALL ".join(
            f"(SELECT * FROM {ROWS} WHERE {tier.sql} "  # nosec B608  # noqa: S608  conditions of our own
            f"ORDER BY s.sort_key, s.public_id LIMIT {MOST + 1})"
            for tier in tiers
        )
        sql = f"""SELECT resource_id, sort_key, public_id, label, tokens FROM (
                SELECT DISTINCT ON (resource_id) * FROM ({parts}) hits ORDER BY resource_id
            ) once ORDER BY ts_rank(words, {QUERY}) DESC, sort_key, public_id"""  # nosec B608  # noqa: S608  conditions of our own
        params = [value for tier in tiers for value in tier.params]
        return _rows(sql, [*params, self.criteria.q])

    # -------------------------------------------------------------- in order

    def _in_order(self, limit: int, place: Place) -> list[Row]:
        way, sign = ("DESC", "<") if place.is_before else ("ASC", ">")
        order = f"sort_key {way}, public_id {way}"
        narrowed = filters(self.criteria, self.names, self.today)
        if place.key is not None:
            narrowed.append(Clause(f"(s.sort_key, s.public_id) {sign} (%s, %s)", place.key))
        parts: list[str] = []
        params: list[Any] = []
        for source in self.scope.sources:
            condition = source.and_(*narrowed)
            params.extend(condition.params)
            parts.append(self._part(condition.sql, f"ORDER BY {order} LIMIT {limit:d}"))
        sql = f"SELECT * FROM ({' UNION ALL '.join(parts)}) found ORDER BY {order} LIMIT {limit:d}"  # nosec B608  # noqa: S608  conditions of our own
        return _rows(sql, params)

    def _part(self, condition: str, order: str) -> str:
        columns = "resource_id, sort_key, public_id, label, tokens"
        if self._is_sparse:  # found by the filters first: in order, much would be passed over
            return f"""(WITH few AS MATERIALIZED (
                SELECT {columns} FROM {ROWS} WHERE {condition}
            ) SELECT * FROM few {order})"""  # nosec B608  # noqa: S608  conditions of our own
        return f"(SELECT {columns} FROM {ROWS} WHERE {condition} {order})"  # nosec B608  # noqa: S608  conditions of our own

    @property
    def _is_sparse(self) -> bool:
        """Where it is known already: the counts of a page come before its rows."""
        counts = self.__dict__.get("counts")
        return bool(counts and self.criteria.is_narrowed and counts.total < FEW)


def _rows(sql: str, params: Sequence[Any]) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [Row(r[0], r[1], r[2], r[3], frozenset(r[4])) for r in cursor.fetchall()]

"""How many resources are found, and how many each value of each facet would find.

Counts of whole labels come from bits (ADR 33). Rows that are not in the bits yet, and those that a
reader sees singly, are counted one by one in the same statement, so a count is always exact.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection

from capabilities.facets import FACETS, Criteria, Facet, Sieve, Tally, reach, too_late
from capabilities.lookup import Names
from capabilities.scope import ROWS, Scope

NOTHING = "repeat('0', 15360)::bit(15360)"
ALL, LABEL = "*", "@"  # the token of every row, and what stands for its label


@dataclass
class Counts:
    """How many resources are found, and how many each value of each facet would find."""

    names: Names
    chosen: Mapping[str, tuple[str, ...]]
    total: int = 0
    is_least: bool = False  # more match than were counted
    knows_beside: bool = True  # what each chosen facet alone leaves out was counted as well
    label: int = 0  # the highest of all rows that any of these counts drew on
    full: Tally = field(init=False)
    own: dict[str, Tally] = field(init=False)

    def __post_init__(self) -> None:
        self.full = Tally(self.names)
        chosen = [name for name, values in self.chosen.items() if values]
        self.own = {name: Tally(self.names, beside=self.full) for name in chosen}

    def add(self, tokens: frozenset[str], label: int, failing: list[str] | None) -> bool:
        """Count a row wherever it counts; whether it is found."""
        if failing is None or len(failing) > 1:
            return False
        self.label = max(self.label, label)
        tally = self.own[failing[0]] if failing else self.full
        tally.add(tokens, reach(tokens))
        self.total += not failing
        return not failing

    def is_least_of(self, facet: Facet) -> bool:
        """Whether a value of this facet may find more than is counted."""
        return self.is_least or (facet.name in self.own and not self.knows_beside)

    def of(self, facet: Facet, today: date) -> dict[str, int]:
        """By value: what one would find who chose it beside all filters but this facet's own."""
        counted = self.own.get(facet.name, self.full).totals
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
                elif token == ALL:
                    counts.total += number
                else:
                    (counts.own[which] if which else counts.full).add_counts(token, number)
        return counts

    def total(self) -> Counts:
        """How many are found and the highest label of those, and nothing else."""
        counts = Counts(self.names, {})
        sieve = Sieve(self.criteria, self.names, self.today)
        with connection.cursor() as cursor:
            sql = self._statement_of_total()
            cursor.execute(sql, self.params)
            for label, number, tokens in cursor:
                if tokens is None:
                    counts.total += number
                    counts.label = max(counts.label, label if number else 0)
                elif sieve.failing(row := frozenset(tokens)) == []:
                    counts.add(row, label, [])
        return counts

    def _statement_of_total(self) -> str:
        wanted = self._wanted()
        parts = [*self._given(wanted), self._chosen("found", list(wanted))]
        summed = """SELECT label, sum(bit_count(bits))::integer, NULL::varchar[]
            FROM found GROUP BY label"""
        singly = (
            f"SELECT one.label::integer, 0, one.tokens FROM ({one}) one (which, label, n, tokens)"  # nosec B608  # noqa: S608  ours
            for one in self._singly()
        )
        return f"WITH {', '.join(parts)} {' UNION ALL '.join([summed, *singly])}"

    def _wanted(self) -> dict[str, list[str]]:
        """The tokens of each filter, one of which a row has to have."""
        return {
            f"f{k}": f.tokens(self.criteria.chosen[f.name], self.today)
            for k, f in enumerate(self.criteria.facets)
        }

    def _given(self, wanted: Mapping[str, list[str]]) -> list[str]:
        late = too_late(self.criteria.by, self.today)
        return [self._gaps(), self._sets({**wanted, "late": late})]

    def _statement(self) -> str:
        active = self.criteria.facets
        wanted = self._wanted()
        parts = [
            *self._given(wanted),
            self._chosen("found", list(wanted)),
            *(
                self._chosen(f"without{name[1:]}", [o for o in wanted if o != name])
                for name in wanted
            ),
        ]
        open_ones = sorted({f.letter for f in FACETS if f not in active})
        selects = [*self._count("found", "", [*open_ones, ALL])]
        for k, f in enumerate(active):
            selects += self._count(f"without{k}", f.name, [f.letter])
        selects += map(self._label, ["found", *(f"without{k}" for k in range(len(active)))])
        return f"WITH {', '.join(parts)} {' UNION ALL '.join([*selects, *self._singly()])}"

    def _label(self, chosen: str) -> str:
        """The highest label that has any of these rows."""
        return f"""SELECT coalesce(max(label), 0)::text, '{LABEL}', 0, NULL::varchar[]
            FROM {chosen} WHERE bit_count(bits) > 0"""  # nosec B608  # noqa: S608  names of our own

    def _gaps(self) -> str:
        return f"""gaps AS MATERIALIZED (
            SELECT label, slot / 15360 AS block,
                bit_or(set_bit({NOTHING}, mod(slot, 15360), 1)) AS bits
            FROM capabilities_searchgap WHERE label IN ({self.labels}) GROUP BY 1, 2)"""  # nosec B608  # noqa: S608  conditions of our own

    def _sets(self, wanted: Mapping[str, list[str]]) -> str:
        """For each block, side by side, which rows have one of the tokens of each set."""
        columns = [f"bit_or(bits) FILTER (WHERE token = '{ALL}') AS every"]
        for name, tokens in wanted.items():
            columns.append(
                f"coalesce(bit_or(bits) FILTER (WHERE token = ANY(%s)), {NOTHING}) AS {name}"
            )
            self.params.append(tokens)
        self.params.append([ALL, *(token for tokens in wanted.values() for token in tokens)])
        return f"""sets AS MATERIALIZED (
            SELECT label, block, {", ".join(columns)} FROM capabilities_facetbits
            WHERE label IN ({self.labels}) AND token = ANY(%s::varchar[]) GROUP BY 1, 2)"""  # nosec B608  # noqa: S608  conditions of our own

    def _chosen(self, name: str, sets: list[str]) -> str:
        """The rows of each block that all these sets hold, less those that have changed since."""
        bits = " & ".join(["every", *sets, "~late", f"~coalesce(gaps.bits, {NOTHING})"])
        return f"""{name} AS MATERIALIZED (
            SELECT label, block, {bits} AS bits FROM sets LEFT JOIN gaps USING (label, block)
            WHERE every IS NOT NULL)"""  # nosec B608  # noqa: S608  conditions of our own

    def _count(self, chosen: str, which: str, letters: list[str]) -> Iterator[str]:
        """A range of tokens for each letter, so that the index finds the blocks of no other.

        What is chosen stands in an array by block: joined, it would be taken for a row or two.
        """
        ranges = " OR ".join(map(_range, letters))
        for label in self.scope.labels:
            where = f"b.label = {label:d} AND ({ranges})"
            if not self.criteria.is_narrowed:
                yield self._whole_blocks(label, letters)
                where += f" AND b.block = ANY({_blocks_with_gaps(label)})"
            yield f"""SELECT '{which}', token,
                    sum(bit_count(b.bits & {_by_block(chosen, label)}))::integer, NULL::varchar[]
                FROM capabilities_facetbits b WHERE {where} GROUP BY token"""  # nosec B608  # noqa: S608  conditions of our own

    def _whole_blocks(self, label: int, letters: list[str]) -> str:
        """Blocks without a gap, where nothing narrows: an index tells, without reading the bits."""
        first = ", ".join(f"'{letter}'" for letter in letters)
        return f"""SELECT '', token, sum(b.number)::integer, NULL::varchar[]
            FROM capabilities_facetbits b WHERE b.label = {label:d}
                AND left(b.token, 1) IN ({first})
                AND NOT b.block = ANY({_blocks_with_gaps(label)}) GROUP BY token"""  # nosec B608  # noqa: S608  conditions of our own

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


def _blocks_with_gaps(label: int) -> str:
    blocks = f"SELECT array_agg(block) FROM gaps WHERE label = {label:d}"  # nosec B608  # noqa: S608  ours
    return f"coalesce(({blocks}), '{{}}')"


def _by_block(chosen: str, label: int) -> str:
    """The bits of the block of `b`."""
    return f"""(SELECT array_agg({chosen}.bits ORDER BY number)
        FROM generate_series(0, (SELECT max(block) FROM sets WHERE label = {label:d})) number
        LEFT JOIN {chosen} ON {chosen}.label = {label:d} AND {chosen}.block = number
        )[b.block + 1]"""  # nosec B608  # noqa: S608  conditions of our own


def _range(letter: str) -> str:
    if letter == ALL:
        return f"b.token = '{ALL}'"
    return f"(b.token >= '{letter}:' AND b.token < '{letter};')"

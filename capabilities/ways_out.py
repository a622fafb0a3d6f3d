"""What somebody may ask instead, where what they asked for finds nothing.

All of it less one thing; only one of its words; and where none of these finds anything either, one
thing alone. Each with how many it would find, so that no way leads to another empty page.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

from django.db import connection

from capabilities import hits, wording
from capabilities.facets import Criteria
from capabilities.phrases.writing import words
from capabilities.scope import ROWS, Clause, filters
from capabilities.search import MOST, QUERY, Search

MOST_WORDS = 6  # that are offered one by one

Asked = tuple[str, str, Criteria]  # which kind of way, what it is called, and what it asks for


@dataclass(frozen=True)
class Way:
    """Another search: what is taken off or kept in words, and how many it finds."""

    words: str
    address: str
    number: int

    @property
    def is_least(self) -> bool:
        return self.number > MOST


@dataclass
class WaysOut:
    less: list[Way] = field(default_factory=list)
    words: list[Way] = field(default_factory=list)
    alone: list[Way] = field(default_factory=list)
    label: int = 0  # the highest of all rows that were counted


def ways_out(search: Search) -> WaysOut:
    """One statement for all of them, where nothing is found."""
    found = WaysOut()
    asked = [] if search.counts.total else _asked(search)
    counted = _counted(search, asked)
    for (ways, said, criteria), (number, label) in zip(asked, counted, strict=True):
        found.label = max(found.label, label)
        if number:
            getattr(found, ways).append(Way(said, hits.address_of(criteria), number))
    if found.less or found.words:
        found.alone = []
    return found


def _asked(search: Search) -> list[Asked]:
    criteria = search.criteria
    every = list(dict.fromkeys(words(criteria.q)))[:MOST_WORDS]
    asked = [("words", word, replace(criteria, q=word)) for word in every if len(every) > 1]
    things = list(_things(search))
    for name, said in things if len(things) > 1 else []:
        asked.append(("less", said, _less(criteria, name)))
        asked.append(("alone", said, _alone(criteria, name)))
    return asked


def _things(search: Search) -> Iterator[tuple[str, str]]:
    """All that was asked for; a facet with all its values as one, since it finds one of them."""
    for name, chips in groupby(hits.chips(search), key=lambda chip: chip.name):
        said = list(chips)
        values = wording.listing((chip.words for chip in said), joined_by="or")
        yield name, hits.said(said[0].label, values)


def _less(criteria: Criteria, name: str) -> Criteria:
    rest = {other: values for other, values in criteria.chosen.items() if other != name}
    q, by = (value if name != of else "" for of, value in _written(criteria))
    return Criteria(q, rest, by)


def _alone(criteria: Criteria, name: str) -> Criteria:
    only = {other: values for other, values in criteria.chosen.items() if other == name}
    q, by = (value if name == of else "" for of, value in _written(criteria))
    return Criteria(q, only, by)


def _written(criteria: Criteria) -> tuple[tuple[str, str], ...]:
    return ("q", criteria.q), ("by", criteria.by)


def _counted(search: Search, asked: Sequence[Asked]) -> list[tuple[int, int]]:
    """How many each would find, up to a number, and their highest label."""
    if not asked:
        return []
    parts, params = [], list[Any]()
    for place, (_ways, _words, criteria) in enumerate(asked):
        hit = Clause(f"s.words @@ {QUERY}", (criteria.q,)) if criteria.q else Clause("true")
        narrowed = [hit, *filters(criteria, search.names, search.today)]
        for source in search.scope.sources:
            part = source.and_(*narrowed)
            parts.append(
                f"(SELECT {place:d} AS place, s.label FROM {ROWS} WHERE {part.sql} LIMIT {MOST + 1})"  # nosec B608  # noqa: S608, E501  conditions of our own
            )
            params += part.params
    sql = f"SELECT place, count(*), max(label) FROM ({' UNION ALL '.join(parts)}) f GROUP BY place"  # nosec B608  # noqa: S608  ours
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        found = {place: (min(number, MOST + 1), label) for place, number, label in cursor}
    return [found.get(place, (0, 0)) for place in range(len(asked))]

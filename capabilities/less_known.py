"""Matches of a search by providers whom few know of, shown openly beside the others."""

from collections.abc import Collection, Iterable, Iterator

from django.db import connection
from django.utils.translation import ngettext

from capabilities.models import Standing
from capabilities.scope import ROWS, Clause, filters
from capabilities.search import COLUMNS, Row, Search
from portal.access import clearance

MOST = 3
LOOKED_THROUGH = 500  # providers, from the least known on, where much is found

# Of what has been read already, in its order.
OF_READ = """
SELECT r.id, st.provider_id, st.visibility, st.among
FROM unnest(%s::bigint[]) WITH ORDINALITY read (id, place)
JOIN capabilities_resource r ON r.id = read.id
JOIN capabilities_standing st ON st.provider_id = r.provider_id
WHERE st.audience = %s AND st.is_little_known ORDER BY read.place
"""
# What is found is much: such providers in turn, until enough of them offer something of it.
OF_MUCH = """
SELECT {columns}, provider_id, visibility, among FROM (
    SELECT provider_id, visibility, among FROM capabilities_standing
    WHERE audience = %s AND is_little_known ORDER BY visibility, provider_id LIMIT {through}
) st CROSS JOIN LATERAL (
    SELECT {inner} FROM {rows} JOIN capabilities_resource r ON r.id = s.resource_id
    WHERE r.provider_id = st.provider_id AND {condition}
    ORDER BY s.sort_key, s.public_id LIMIT 1
) one ORDER BY visibility, provider_id LIMIT {most}
"""


def matches(search: Search, shown: Collection[Row]) -> list[tuple[Row, Standing]]:
    """Up to three of what is found, a provider once: by words the best first, else the least known.

    What is on the page already needs no place of its own.
    """
    known = {row.resource for row in shown}
    if search.criteria.q:
        return _of_read(search, search.ranked, known)[:MOST]
    if not search.criteria.is_narrowed or search.counts.total <= len(known):
        return []
    if search.is_little:
        found = _of_read(search, search.few, known)
        return sorted(found, key=lambda one: (one[1].visibility, one[1].provider_id))[:MOST]
    return list(_of_much(search, known))


def _of_read(
    search: Search, read: Iterable[Row], known: Collection[int]
) -> list[tuple[Row, Standing]]:
    rows = {row.resource: row for row in read if row.resource not in known}
    found: dict[int, tuple[Row, Standing]] = {}
    with connection.cursor() as cursor:
        cursor.execute(OF_READ, [list(rows), int(clearance(search.reader))])
        for key, provider, visibility, among in cursor.fetchall():
            standing = Standing(provider_id=provider, visibility=visibility, among=among)
            found.setdefault(provider, (rows[key], standing))
    return list(found.values())


def _of_much(search: Search, known: Collection[int]) -> Iterator[tuple[Row, Standing]]:
    """In one statement, and of what the reader sees by its label: their own they know anyway."""
    labels = Clause("s.label = ANY(%s)", (list(search.scope.labels),))
    others = Clause("s.resource_id <> ALL(%s)", (list(known),))
    asked = labels.and_(others, *filters(search.criteria, search.names, search.today))
    sql = OF_MUCH.format(
        columns=COLUMNS,
        inner=", ".join(f"s.{name}" for name in COLUMNS.split(", ")),
        rows=ROWS,
        condition=asked.sql,
        most=MOST,
        through=LOOKED_THROUGH,
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [int(clearance(search.reader)), *asked.params])
        for key, name, public_id, label, tokens, *known_as in cursor.fetchall():
            provider, visibility, among = known_as
            standing = Standing(provider_id=provider, visibility=visibility, among=among)
            yield Row(key, name, public_id, label, frozenset(tokens)), standing


def reason(standing: Standing) -> str:
    """Why it is called so, and what speaks for it."""
    return ngettext(
        "Less widely known than most of the %(n)d provider it is compared with; verified, "
        "confirmed lately, and usable for a need that is open.",
        "Less widely known than most of the %(n)d providers it is compared with; verified, "
        "confirmed lately, and usable for a need that is open.",
        standing.among,
    ) % {"n": standing.among}

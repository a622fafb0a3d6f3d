"""Which records may be one and the same: by name, alias, link, and names that are nearly alike.

A worker looks through all records but TLP:RED every night, and when a reviewer asks for it. Each
thing that two records share gives points; who reads the list sees which. What a reviewer has
decided is never asked again.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction

from capabilities.models import Duplicate, Pairable
from portal.access import TLP
from portal.locks import sole

LOCK_FINDING = 0x4344
LEAST = 40  # points from which two records are shown
MOST = 5_000  # open pairs that are kept: those with most points
SIMILAR = 0.6  # names that share fewer trigrams are not compared at all
SHARERS = 3  # a link that more records have says nothing
CROWD = 300  # offers of one provider beyond which only equal names are compared

# What two records share, and how many points that is worth.
POINTS: Mapping[str, int] = {
    "name": 60,
    "alias": 55,
    "similar": 50,  # times how similar, from 0.6 to 1
    "link": 35,
    "provider": 15,  # beside one of those above
    "country": 5,
}
NAMES = """
CREATE TEMPORARY TABLE duplicate_names ON COMMIT DROP AS
SELECT id, is_alias, place,
    btrim(regexp_replace(lower(unaccent(said)), '[^[:alnum:]]+', ' ', 'g')) AS said
FROM ({rows}) t
"""
ROWS = {
    Pairable.PROVIDER: """
        SELECT id, false AS is_alias, name AS said, based_in_id AS place FROM capabilities_provider
        WHERE tlp < %(red)s
        UNION ALL
        SELECT id, true, unnest(aliases), based_in_id FROM capabilities_provider WHERE tlp < %(red)s
    """,
    Pairable.RESOURCE: """
        SELECT r.id, false AS is_alias, r.name AS said, r.provider_id AS place
        FROM capabilities_resource r JOIN capabilities_provider p ON p.id = r.provider_id
        WHERE r.tlp < %(red)s AND p.tlp < %(red)s
        UNION ALL
        SELECT r.id, true, unnest(r.aliases), r.provider_id
        FROM capabilities_resource r JOIN capabilities_provider p ON p.id = r.provider_id
        WHERE r.tlp < %(red)s AND p.tlp < %(red)s
    """,
}
SAME_NAME = """
SELECT a.id, b.id, CASE WHEN a.is_alias OR b.is_alias THEN 'alias' ELSE 'name' END, 1.0,
    a.place = b.place
FROM duplicate_names a JOIN duplicate_names b ON a.said = b.said AND a.id < b.id
WHERE length(a.said) > 2
"""
SIMILAR_NAME = {
    Pairable.PROVIDER: """
        SELECT a.id, b.id, 'similar', similarity(a.said, b.said), a.place = b.place
        FROM duplicate_names a JOIN duplicate_names b ON a.said %% b.said AND a.id < b.id
        WHERE a.said <> b.said AND length(a.said) > 3 AND length(b.said) > 3
    """,
    Pairable.RESOURCE: """
        SELECT a.id, b.id, 'similar', similarity(a.said, b.said), true
        FROM duplicate_names a JOIN duplicate_names b ON a.place = b.place AND a.id < b.id
        WHERE a.said <> b.said AND similarity(a.said, b.said) >= %(similar)s AND a.place IN (
            SELECT place FROM duplicate_names GROUP BY place HAVING count(*) <= %(crowd)s)
    """,
}
LINKS = """
WITH links AS (
    SELECT r.id, n.place, lower(regexp_replace(regexp_replace(
        r.url, '^https?://(www\\.)?', '', 'i'), '[/#?]+$', '')) AS link
    FROM {table} r JOIN duplicate_names n ON n.id = r.id AND NOT n.is_alias WHERE r.url <> ''
), few AS (SELECT link FROM links GROUP BY link HAVING count(*) BETWEEN 2 AND %(sharers)s)
SELECT a.id, b.id, 'link', 1.0, a.place = b.place
FROM links a JOIN links b ON a.link = b.link AND a.id < b.id WHERE a.link IN (SELECT link FROM few)
"""
TABLES = {
    Pairable.PROVIDER: "capabilities_provider",
    Pairable.RESOURCE: "capabilities_resource",
}


@dataclass
class Alike:
    """What two records share, in points."""

    points: dict[str, int] = field(default_factory=dict)

    def add(self, what: str, points: int) -> None:
        self.points[what] = max(points, self.points.get(what, 0))

    def reasons(self) -> dict[str, int]:
        """Of names that are the same and names that are alike, the one that says most."""
        names = {
            what: self.points[what] for what in ("name", "alias", "similar") if what in self.points
        }
        best = max(names, key=lambda what: names[what], default="")
        return {what: n for what, n in self.points.items() if what not in names or what == best}

    @property
    def score(self) -> int:
        return min(100, sum(self.reasons().values()))


def find() -> int | None:
    """Look through all records; how many pairs are open then, or None where somebody is at it."""
    with sole(LOCK_FINDING, 1) as is_ours:
        return sum(_find(kind) for kind in Pairable) if is_ours else None


@transaction.atomic
def _find(kind: Pairable) -> int:
    alike: dict[tuple[int, int], Alike] = defaultdict(Alike)
    for first, second, what, how_much, is_same_place in _compared(kind):
        pair = alike[first, second]
        pair.add(what, round(POINTS[what] * how_much))
        if is_same_place:
            beside = "provider" if kind == Pairable.RESOURCE else "country"
            pair.add(beside, POINTS[beside])
    found = {pair: one for pair, one in alike.items() if one.score >= LEAST}
    best = sorted(found, key=lambda pair: (-found[pair].score, pair))[:MOST]
    return _kept(kind, {pair: found[pair] for pair in best})


def _compared(kind: Pairable) -> Iterator[Any]:
    values = {"red": TLP.RED, "similar": SIMILAR, "sharers": SHARERS, "crowd": CROWD}
    statements = [SAME_NAME, SIMILAR_NAME[kind], LINKS.format(table=TABLES[kind])]
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS duplicate_names")
        cursor.execute(NAMES.format(rows=ROWS[kind]), values)
        cursor.execute("CREATE INDEX ON duplicate_names USING gin (said gin_trgm_ops)")
        cursor.execute("CREATE INDEX ON duplicate_names (place)")
        cursor.execute("ANALYZE duplicate_names")
        cursor.execute(
            "SELECT set_config('pg_trgm.similarity_threshold', %s, true)", [str(SIMILAR)]
        )
        for statement in statements:
            cursor.execute(statement, values)
            yield from cursor.fetchall()


def _kept(kind: Pairable, found: Mapping[tuple[int, int], Alike]) -> int:
    """Write the open pairs anew, and leave alone what somebody has decided."""
    keys = {key for pair in found for key in pair}
    rows = kind.model.objects.unnarrowed().filter(pk__in=keys)
    ids = dict(rows.values_list("pk", "public_id"))
    pairs = {tuple(sorted((ids[a], ids[b]))): one for (a, b), one in found.items()}
    known = {(row.first, row.second): row for row in Duplicate.objects.filter(kind=kind)}
    open_ones = Duplicate.objects.filter(kind=kind, status=Duplicate.Status.OPEN)
    gone = [row.pk for pair, row in known.items() if pair not in pairs and not _by_hand(row)]
    open_ones.filter(pk__in=gone).delete()
    for pair, row in known.items():
        one = pairs.get(pair)
        if one and (row.score, row.reasons) != (one.score, one.reasons()):
            open_ones.filter(pk=row.pk).update(score=one.score, reasons=one.reasons())
    Duplicate.objects.bulk_create(
        Duplicate(kind=kind, first=a, second=b, score=one.score, reasons=one.reasons())
        for (a, b), one in sorted(pairs.items())
        if (a, b) not in known
    )
    return int(open_ones.count())


def _by_hand(row: Duplicate) -> bool:
    """Named by a reviewer: whatever the points say, it waits for a decision."""
    return "named" in row.reasons

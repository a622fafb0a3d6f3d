"""How widely each provider is known, worked out anew every night for each audience.

From what that audience may see alone: a hidden record moves nobody's standing with those it is
hidden from. What a provider enters about itself never counts. See docs/method.md.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import log1p
from statistics import fmean

from django.db import connection, transaction

from capabilities.models import Standing
from portal.access import Audience
from portal.models import Verification

LITTLE = 0.35  # below this percentile
FEWEST = 8  # of whom a provider is compared with; where there are fewer, wider
YEAR = timedelta(days=365)
CONFIRMED_WITHIN = timedelta(days=730)
SIGNALS = ("references", "reach", "shown", "visited")
READ = """
WITH named AS (
    SELECT p.id AS provider, pr.id AS project, pr.funders
    FROM capabilities_project pr
    CROSS JOIN LATERAL unnest(pr.implementers || pr.partners) said (name)
    JOIN capabilities_provider p
        ON lower(said.name) = ANY(ARRAY(SELECT lower(n) FROM unnest(p.aliases || p.name) n))
    WHERE pr.tlp <= %(label)s AND p.tlp <= %(label)s
        AND (pr.owner_id IS NULL OR pr.owner_id IS DISTINCT FROM p.owner_id)
), projects AS (
    SELECT provider, count(DISTINCT project) AS number FROM named GROUP BY 1
), places AS (
    SELECT provider, count(DISTINCT place) AS number FROM (
        SELECT provider, 'c' || l.country_id AS place FROM named
        JOIN capabilities_project_countries l ON l.project_id = named.project
        UNION ALL SELECT provider, 'f' || lower(funder) FROM named, unnest(funders) funder
    ) each GROUP BY 1
), shown AS (
    SELECT provider_id AS provider, sum(weight) AS number FROM capabilities_impression
    WHERE label <= %(label)s AND day > %(since)s GROUP BY 1
), visited AS (
    SELECT e.provider_id AS provider, sum(e.visits) AS number FROM capabilities_exposure e
    LEFT JOIN capabilities_resource r ON r.id = e.resource_id
    WHERE e.day > %(since)s AND coalesce(r.tlp, 0) <= %(label)s GROUP BY 1
)
SELECT p.id, p.type, coalesce(c.region, ''), p.verification, p.last_verified,
    coalesce(projects.number, 0), coalesce(places.number, 0), coalesce(shown.number, 0),
    coalesce(visited.number, 0)
FROM capabilities_provider p LEFT JOIN capabilities_country c ON c.id = p.based_in_id
LEFT JOIN projects ON projects.provider = p.id LEFT JOIN places ON places.provider = p.id
LEFT JOIN shown ON shown.provider = p.id LEFT JOIN visited ON visited.provider = p.id
WHERE p.tlp <= %(label)s ORDER BY p.id
"""


@dataclass(frozen=True)
class Known:
    """What is known of how one provider is known."""

    provider: int
    type: str
    region: str
    is_confirmed: bool
    signals: tuple[float, ...]


@dataclass(frozen=True)
class Seen:
    """Where a provider stands among those that it is compared with, from 0 to 1."""

    visibility: float
    percentiles: Mapping[str, float]
    among: int


def renew(audience: Audience, *, useful: Collection[int], today: date) -> None:
    """Work out all standings with one audience; `useful`: providers usable for an open need."""
    rows = _read(audience, today)
    seen = standings(rows)
    made = [
        Standing(
            provider_id=row.provider,
            audience=audience,
            visibility=one.visibility,
            percentiles=dict(one.percentiles),
            among=one.among,
            worked_out=today,
            is_little_known=one.visibility < LITTLE and row.is_confirmed and row.provider in useful,
        )
        for row in rows
        if (one := seen.get(row.provider))
    ]
    with transaction.atomic():
        Standing.objects.for_audience(audience).delete()
        Standing.objects.bulk_create(made, batch_size=5_000)


def _read(audience: Audience, today: date) -> list[Known]:
    with connection.cursor() as cursor:
        cursor.execute(READ, {"label": int(audience), "since": today - YEAR})
        return [
            Known(
                provider=row[0],
                type=row[1],
                region=row[2],
                is_confirmed=row[3] == Verification.VERIFIED
                and row[4] is not None
                and row[4] >= today - CONFIRMED_WITHIN,
                signals=tuple(map(float, row[5:])),
            )
            for row in cursor.fetchall()
        ]


def standings(rows: Sequence[Known]) -> dict[int, Seen]:
    """By provider. A signal that nobody has any of is left out; with none there is no standing."""
    there = [k for k in range(len(SIGNALS)) if any(row.signals[k] for row in rows)]
    if not there:
        return {}
    found: dict[int, Seen] = {}
    for group in _groups(rows).values():
        sorted_by = {k: sorted(log1p(row.signals[k]) for row in group.others) for k in there}
        for row in group.members:
            each = {SIGNALS[k]: _mid_rank(log1p(row.signals[k]), sorted_by[k]) for k in there}
            found[row.provider] = Seen(fmean(each.values()), each, len(group.others))
    return found


@dataclass
class _Group:
    members: list[Known]  # who is compared
    others: list[Known]  # with whom, themselves among them


def _groups(rows: Sequence[Known]) -> dict[tuple[str, ...], _Group]:
    """By type and region; wider, by type alone or all together, where a group has too few."""
    narrow = Counter((row.type, row.region) for row in rows)
    wide = Counter(row.type for row in rows)

    def key(row: Known) -> tuple[str, ...]:
        if narrow[row.type, row.region] >= FEWEST:
            return row.type, row.region
        return (row.type,) if wide[row.type] >= FEWEST else ()

    made: dict[tuple[str, ...], _Group] = {}
    for row in rows:
        made.setdefault(key(row), _Group([], [])).members.append(row)
    for name, group in made.items():
        group.others = list(_alike(rows, name))
    return made


def _alike(rows: Iterable[Known], name: tuple[str, ...]) -> Iterable[Known]:
    return (row for row in rows if (row.type, row.region)[: len(name)] == name)


def _mid_rank(value: float, ordered: Sequence[float]) -> float:
    """The share of those below, half of those alike among them."""
    return (bisect_left(ordered, value) + bisect_right(ordered, value)) / 2 / len(ordered)

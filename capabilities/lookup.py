"""The public names that filters, counts and questions speak of, read in one statement."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from django.db import connection
from django.utils.translation import get_language

from portal.languages import by_language, shipped

READ = """
SELECT kind, code, name, more FROM (
SELECT 'country', sort_key, iso3, name, names::text FROM capabilities_country
UNION ALL SELECT 'group', name, code, name, '' FROM capabilities_countrygroup
UNION ALL SELECT 'member', '', c.iso3, g.code, '' FROM capabilities_membership m
    JOIN capabilities_country c ON c.id = m.country_id
    JOIN capabilities_countrygroup g ON g.id = m.group_id
    WHERE (m.start IS NULL OR m.start <= %s) AND (m."end" IS NULL OR m."end" >= %s)
UNION ALL SELECT 'area', a.code, a.code, a.name, coalesce(g.code, '')
    FROM capabilities_capabilityarea a
    LEFT JOIN capabilities_capabilityarea g ON g.id = a.parent_id
UNION ALL SELECT 'heading', '', r.framework || '|' || r.code, max(r.title),
    string_agg(DISTINCT a.code, ' ' ORDER BY a.code)
    FROM capabilities_frameworkreference r JOIN capabilities_capabilityarea a ON a.id = r.area_id
    WHERE r.relation <> 'not_related' GROUP BY r.framework, r.code
) names (kind, place, code, name, more) ORDER BY kind, place, code
"""


Row = tuple[str, str, str, str]


@dataclass(frozen=True, eq=False)
class Names:
    """Names by code in the reader's language, and who belongs to which group on the day.

    The same object as long as nothing in it changes, so what is made of it can be kept by it.
    """

    countries: Mapping[str, str] = field(default_factory=dict)
    country_names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)
    groups_of: Mapping[str, frozenset[str]] = field(default_factory=dict)
    members: Mapping[str, frozenset[str]] = field(default_factory=dict)
    areas: Mapping[str, str] = field(default_factory=dict)
    # What areas are called in English, as questions are asked in it.
    english: Mapping[str, str] = field(default_factory=dict)
    parents: Mapping[str, str] = field(default_factory=dict)
    headings: Mapping[str, str] = field(default_factory=dict)
    areas_of_heading: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def names(*, on: date) -> Names:
    """All of them; a thousand short rows."""
    with connection.cursor() as cursor:
        cursor.execute(READ, [on, on])
        return _made(tuple(cursor.fetchall()), get_language())


@lru_cache(maxsize=16)  # they are public, and change with an import or the day
def _made(rows: tuple[Row, ...], language: str | None) -> Names:
    """`language`: the one that is active, in which names are said."""
    read: dict[str, list[tuple[str, str, str]]] = {}
    for kind, *row in rows:
        read.setdefault(kind, []).append((row[0], row[1], row[2]))
    areas = read.get("area", [])
    countries = [(code, name, json.loads(more)) for code, name, more in read.get("country", [])]
    headings, members = read.get("heading", []), read.get("member", [])
    return Names(
        countries={code: by_language(others, name) for code, name, others in countries},
        country_names={code: _all_names(name, others) for code, name, others in countries},
        groups={code: shipped(name) for code, name, _more in read.get("group", [])},
        groups_of=_sets((country, group) for country, group, _more in members),
        members=_sets((group, country) for country, group, _more in members),
        areas={code: shipped(name) for code, name, _more in areas},
        english={code: name for code, name, _more in areas},
        parents={code: parent for code, _name, parent in areas if parent},
        headings={code: shipped(title) for code, title, _more in headings},
        areas_of_heading={code: tuple(more.split()) for code, _title, more in headings},
    )


def _all_names(name: str, others: Mapping[str, str]) -> tuple[str, ...]:
    """The English name first, then those in other languages."""
    return tuple(dict.fromkeys([name, *filter(None, others.values())]))


def _sets(pairs: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for key, value in pairs:
        found.setdefault(key, set()).add(value)
    return {key: frozenset(values) for key, values in found.items()}

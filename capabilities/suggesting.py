"""What may have been meant: names that begin as somebody writes, and words close to a mistyped one.

Names of resources are those that the reader may see. Words come from TLP:CLEAR rows alone, and one
is offered only while a TLP:CLEAR row has it: so nothing tells of a row that is hidden, or gone.
"""

import re
from dataclasses import replace
from datetime import date

from django.db import connection

from capabilities import lookup
from capabilities.models import Resource
from capabilities.phrases import writing
from capabilities.scope import Clause, Scope
from capabilities.search import Search
from portal.access import Reader

MOST, OF_RESOURCES = 8, 5
SHORTEST = 2  # letters before anything is offered
LAST = "\U0010ffff"

# The index goes through all rows with a word, so a frequent one is looked for in the latest first.
STANDS = """CASE WHEN EXISTS (
    SELECT 1 FROM (
        SELECT s.words FROM capabilities_searchrow s
        WHERE s.label = 0 ORDER BY s.resource_id DESC LIMIT 500
    ) latest WHERE latest.words @@ plainto_tsquery('portal', {word})
) THEN true ELSE EXISTS (
    SELECT 1 FROM capabilities_searchrow s
    WHERE s.label = 0 AND s.words @@ plainto_tsquery('portal', {word})
) END"""
GUESS = f"""
SELECT term, (
    SELECT w.word FROM capabilities_searchword w
    WHERE w.word %% term AND similarity(w.word, term) >= 0.35 AND {STANDS.format(word="w.word")}
    ORDER BY similarity(w.word, term) DESC, w.word LIMIT 1
) FROM unnest(%s::text[]) WITH ORDINALITY terms (term, place)
WHERE NOT {STANDS.format(word="term")} ORDER BY place
"""  # nosec B608  # noqa: S608  conditions of our own
# The few that have other names are found by those first; in order, all would be gone through.
FIRST = """(SELECT s.resource_id FROM capabilities_searchrow s WHERE {condition}
    ORDER BY s.sort_key, s.public_id LIMIT {most})"""
FIRST_OF_FEW = """(WITH few AS MATERIALIZED (
    SELECT s.resource_id, s.sort_key, s.public_id FROM capabilities_searchrow s
    WHERE s.also <> '' AND {condition}
) SELECT resource_id FROM few ORDER BY sort_key, public_id LIMIT {most})"""


def guess(search: Search) -> str:
    """The words of a search that finds nothing, the unknown ones put right; empty for no guess."""
    said = writing.words(search.criteria.q)
    if not said:
        return ""
    with connection.cursor() as cursor:
        cursor.execute(GUESS, [said])
        known = {term: word for term, word in cursor.fetchall() if word}
    if not known:
        return ""
    return " ".join(known.get(word, word) for word in said)


def put_right(search: Search) -> Search | None:
    """For a search whose words find nothing, the same with words that do, if one can be guessed."""
    if not search.criteria.q or search.counts.total:
        return None
    if not (words := guess(search)):
        return None
    criteria = replace(search.criteria, q=words)
    found = Search(search.reader, criteria, search.names, today=search.today)
    return found if found.counts.total else None


def suggestions(reader: Reader, begun: str, *, today: date) -> list[str]:
    """Names of areas, countries and resources that begin so, or have a word that does."""
    start = writing.folded(begun.strip())
    if len(start) < SHORTEST:
        return []
    names = lookup.names(on=today)
    public = [*names.areas.values(), *names.countries.values()]
    fitting = [name for name in public if _has_start(name, start)]
    offered = [*fitting[: MOST - OF_RESOURCES], *_resources(reader, start), *fitting]
    return list(dict.fromkeys(offered))[:MOST]


def _has_start(name: str, start: str) -> bool:
    text = writing.folded(name)
    return text.startswith(start) or f" {start}" in text


def _resources(reader: Reader, start: str) -> list[str]:
    """Names that resources have; of those seen by their label, also other or former names.

    Rows seen singly are few, and to look among them for other names costs more than all the rest.
    """
    called = Clause("s.sort_key >= %s AND s.sort_key < %s", (start, start + LAST))
    also = Clause("s.also LIKE %s", (f"%|{_literal(start)}%",))
    scope = Scope.of(reader)
    names = [(FIRST, source.and_(called)) for source in scope.sources]
    others = [(FIRST_OF_FEW, source.and_(also)) for source in scope.whole()]
    both = [*names, *others]
    sql = " UNION ALL ".join(
        first.format(condition=part.sql, most=OF_RESOURCES) for first, part in both
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [value for _first, part in both for value in part.params])
        keys = [row[0] for row in cursor.fetchall()]
    rows = Resource.objects.visible_to(reader).filter(pk__in=keys).order_by("name", "public_id")
    found = [name for row in rows.only("name", "aliases") for name in _fitting(row, start)]
    return found[:OF_RESOURCES]


def _fitting(row: Resource, start: str) -> list[str]:
    names = [row.name, *row.aliases]
    return [name for name in names if writing.folded(name).startswith(start)] or names[:1]


def _literal(text: str) -> str:
    """As it stands, where signs may stand for others."""
    return re.sub(r"([\\%_])", r"\\\1", text)

"""Matches of a search by providers whom few know of, shown openly beside the others."""

from collections.abc import Collection

from django.utils.translation import ngettext

from capabilities.models import Resource, Standing
from capabilities.search import Row, Search

MOST = 3


def matches(search: Search, shown: Collection[Row]) -> list[tuple[Row, Standing]]:
    """Up to three of what a search by words finds, the best first, a provider once; one query.

    What is on the page already needs no place of its own.
    """
    if not search.criteria.q:
        return []
    known = {row.resource for row in shown}
    rows = {row.resource: row for row in search.ranked if row.resource not in known}
    mine = Standing.objects.visible_to(search.reader).filter(is_little_known=True)
    offers = Resource.objects.visible_to(search.reader).filter(pk__in=rows)
    pairs = dict(offers.filter(provider__in=mine.values("provider")).values_list("pk", "provider"))
    standings = {one.provider_id: one for one in mine.filter(provider__in=set(pairs.values()))}
    found: dict[int, tuple[Row, Standing]] = {}
    for key, row in rows.items():
        if key in pairs and pairs[key] in standings:
            found.setdefault(pairs[key], (row, standings[pairs[key]]))
    return list(found.values())[:MOST]


def reason(standing: Standing) -> str:
    """Why it is called so, and what speaks for it."""
    return ngettext(
        "Less widely known than most of the %(n)d provider it is compared with; verified, "
        "confirmed lately, and usable for a need that is open.",
        "Less widely known than most of the %(n)d providers it is compared with; verified, "
        "confirmed lately, and usable for a need that is open.",
        standing.among,
    ) % {"n": standing.among}

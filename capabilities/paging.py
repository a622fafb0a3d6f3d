"""Pages of found resources by key: page 1 000 costs what page 1 costs.

A cursor holds the sorted name and the public id of the row that a page begins after, or, where
the best come first, a number among the hundreds that are ranked. It tells nothing that its
reader was not shown.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass

from capabilities.search import MOST, Place, Row, Search
from portal.parsers import can_be_kept

LONGEST = 1_000  # characters of a cursor


class NoSuchPage(Exception):
    """A cursor that no page of ours has given."""


@dataclass(frozen=True)
class Page:
    """Rows, and the cursors of the pages around them; empty where there is none."""

    rows: list[Row]
    previous: str
    next: str


def page(search: Search, size: int, cursor: str = "") -> Page:
    """One page; raises NoSuchPage."""
    place = _place(cursor) if cursor else Place()
    if bool(search.criteria.q) != (place.key is None) and cursor:
        raise NoSuchPage
    rows, is_more = search.page(size, place)
    if search.criteria.q:
        before, after = max(0, place.number - size), place.number + size
        return Page(
            rows,
            _cursor(before) if place.number else "",
            _cursor(after) if is_more else "",
        )
    has_previous = is_more if place.is_before else place.key is not None
    has_next = True if place.is_before else is_more
    return Page(
        rows,
        _cursor(_key(rows[0]), "b") if rows and has_previous else "",
        _cursor(_key(rows[-1]), "a") if rows and has_next else "",
    )


def _key(row: Row) -> tuple[str, str]:
    return row.sort_key, row.public_id


def _cursor(where: tuple[str, str] | int, way: str = "n") -> str:
    return urlsafe_b64encode(json.dumps([way, where]).encode()).decode().rstrip("=")


def _place(cursor: str) -> Place:
    try:
        way, where = json.loads(urlsafe_b64decode(cursor[:LONGEST] + "=" * (-len(cursor) % 4)))
    except (ValueError, TypeError, RecursionError):
        raise NoSuchPage from None
    match way, where:
        case "n", int(number) if 0 <= number < MOST:
            return Place(number=number)
        case "a" | "b", [str(name), str(public_id)] if can_be_kept(name + public_id):
            return Place((name, public_id), is_before=way == "b")
    raise NoSuchPage

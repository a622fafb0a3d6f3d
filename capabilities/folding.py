"""Upkeep of the bits that filters are counted by. No count is wrong without it, only slower."""

from django.db import connection, transaction
from django.utils import timezone

AT_ONCE = 20_000  # resources; more wait for the next turn, so that nobody waits long for a lock


def fold(most: int = AT_ONCE) -> int:
    """Take in what has changed since; returns how many resources were."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT capabilities_search_fold(%s, %s)", [most, timezone.localdate()])
        return int(cursor.fetchone()[0])


def renew() -> int:
    """As `fold`, and all countries anew: memberships begin and end with the day."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO capabilities_searchgap (label, slot) VALUES (-1, 0)")
    return fold()


def fill() -> None:
    """Everything from the resources as they are: for tables that were loaded past the triggers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM capabilities_resource")
        last = int(cursor.fetchone()[0])
        for first in range(0, last + 1, AT_ONCE):
            cursor.execute(
                "SELECT capabilities_search_refresh(array_agg(id)) FROM capabilities_resource "
                "WHERE id >= %s AND id < %s",
                [first, first + AT_ONCE],
            )
    while fold():
        pass

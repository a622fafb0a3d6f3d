"""Locks that die with the connection of whoever holds them: nobody stays locked out by the dead."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def sole(family: int, key: int) -> Iterator[bool]:
    """Whether this process alone holds the lock of this name; it dies with the connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [family, key])
        held = bool(cursor.fetchone()[0])
    try:
        yield held
    finally:
        if held:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [family, key])

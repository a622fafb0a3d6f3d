"""A second wall: within a request, PostgreSQL itself shows only what the request's reader may see.

Row-level security holds for no owner of tables and no superuser, so each statement of a request
says first, in the same message to the server, as which role it runs and for which reader. Both
last as long as the statement's transaction: nothing is left behind on a connection, whoever uses
it next, and a pooler in between may hand out another connection for each statement.

Outside requests (workers, commands, migrations) there is no wall: they see everything.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from typing import Any

import psycopg2
from psycopg2 import sql

ROLE = "portal_reader"
NOBODY = ""
# What steers a transaction reads no row, and some of it must come before everything else.
_STEERS = re.compile(r"\s*(SAVEPOINT|RELEASE|ROLLBACK|SET TRANSACTION)\b", re.IGNORECASE)


class Wall:
    """Stands while one request is answered. `claims` says for whom; see `access.claims`."""

    def __init__(self, claims: Callable[[], str]) -> None:
        self._claims = claims
        self._is_asking = False
        self.is_lifted = False

    def before(self) -> str:
        """The statements that go ahead of one of the request's own."""
        if self.is_lifted:
            return "SET LOCAL ROLE NONE; "
        return f"SET LOCAL ROLE {ROLE}; SET LOCAL portal.reader = '{self._reader()}'; "

    def _reader(self) -> str:
        if self._is_asking:  # finding out who reads is itself a read, and nobody's yet
            return NOBODY
        self._is_asking = True
        try:
            return self._claims()
        finally:
            self._is_asking = False


_standing: ContextVar[Wall | None] = ContextVar("wall", default=None)


@contextmanager
def standing(wall: Wall) -> Iterator[None]:
    """Inside, all statements of this thread stay behind the wall."""
    token = _standing.set(wall)
    try:
        yield
    finally:
        _standing.reset(token)


@contextmanager
def lifted() -> Iterator[None]:
    """Inside, the code reads all rows on purpose: to count or check what its reader may not see."""
    wall = _standing.get()
    if wall is None or wall.is_lifted:
        yield
        return
    wall.is_lifted = True
    try:
        yield
    finally:
        wall.is_lifted = False


def through(wall: Wall, chunks: Iterator[Any]) -> Iterator[Any]:
    """What is made while it is sent stays behind the wall, too."""
    while True:
        with standing(wall):
            chunk = next(chunks, None)
        if chunk is None:
            return
        yield chunk


def leave(connection: Any) -> None:
    """Undo the wall within a transaction that outlives the request, as those around tests do."""
    with suppress(psycopg2.Error), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE NONE; SET LOCAL portal.reader = '{NOBODY}'")


class Cursor(psycopg2.extensions.cursor):
    """The cursor of all our connections: the one place that no statement gets around."""

    def execute(self, query: Any, vars: Any = None) -> None:  # noqa: A002  psycopg2's own name
        super().execute(self._walled(query), vars)

    def executemany(self, query: Any, vars_list: Any) -> None:
        super().executemany(self._walled(query), vars_list)

    def copy_expert(self, query: Any, file: Any, size: int = 8192) -> None:
        """COPY takes no company in its message, so it needs a transaction to be told before."""
        if wall := _standing.get():
            if self.connection.autocommit:
                raise RuntimeError("Within a request, COPY needs a transaction.")
            super().execute(wall.before())
        super().copy_expert(query, file, size)

    def _walled(self, query: Any) -> Any:
        wall = _standing.get()
        if wall is None:
            return query
        if self.name is not None:
            raise RuntimeError("Within a request there are no cursors on the server's side.")
        text = self._text(query)
        return text if _STEERS.match(text) else wall.before() + text

    def _text(self, query: Any) -> str:
        if isinstance(query, sql.Composable):
            return str(query.as_string(self))
        return query.decode() if isinstance(query, bytes) else str(query)

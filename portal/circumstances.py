"""Who does something, from where, by what and why: told to the database with every statement.

Triggers that keep versions and the trail read it there, so that no code of ours can forget to pass
it on. A web request, a task and a command each open one set of circumstances; inside, `because`
adds the reason that a person gave.
"""

import json
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.http import HttpRequest

from portal.addresses import address_of

# Local to the transaction: nothing stays behind on a connection that serves the next request.
TELL = (
    "SELECT set_config('pghistory.context_id', %s, true),"
    " set_config('pghistory.context_metadata', %s, true); "
)
WRITES = ("insert", "update", "delete", "merge", "with", "call", "do")


class Late:
    """A value that is looked up when a statement is sent, not when the request begins."""

    def __init__(self, look_up: Callable[[], Any]) -> None:
        self._look_up = look_up
        self._found: Any = None

    def __call__(self) -> Any:
        """What was found first stays: circumstances gain facts and lose none."""
        if self._found is None:
            self._found = self._look_up()
        return self._found


@dataclass(frozen=True)
class Circumstances:
    """Facts that hold for all that is done at once, under one id."""

    facts: Mapping[str, Any]
    id: uuid.UUID = field(default_factory=uuid.uuid4)

    def known(self) -> dict[str, Any]:
        values = {name: v() if isinstance(v, Late) else v for name, v in self.facts.items()}
        return {name: value for name, value in values.items() if value is not None}


_here: ContextVar[Circumstances | None] = ContextVar("circumstances", default=None)


def now() -> Circumstances | None:
    return _here.get()


@contextmanager
def circumstances(**facts: Any) -> Iterator[None]:
    """Inside, every change carries these facts and those of the circumstances around it."""
    around = _here.get()
    mark = _here.set(Circumstances({**(around.facts if around else {}), **facts}))
    try:
        if around:
            yield
        else:
            with connection.execute_wrapper(_tell):
                yield
    finally:
        _here.reset(mark)


def because(reason: str) -> Any:
    """Inside, every change carries the reason that a person gave for it."""
    return circumstances(why=reason)


def _tell(
    execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    here, cursor = _here.get(), context["cursor"]
    text = sql if isinstance(sql, str) else sql.as_string(cursor.cursor)
    if here and text.lstrip()[:6].lower().startswith(WRITES):
        told = cursor.mogrify(TELL, [str(here.id), json.dumps(here.known())]).decode()
        sql = (told.replace("%", "%%") if params is not None else told) + text
    return execute(sql, params, many, context)


# ------------------------------------------------------------------ of a web request


def of_request(request: HttpRequest) -> dict[str, Any]:
    """What is known of a web request."""
    return {
        "user": Late(lambda: request.user.pk),
        "address": address_of(request),
        "act": Late(lambda: _act(request)),
    }


def _act(request: HttpRequest) -> str | None:
    """Method and route, such as `POST gaps:run_start`; never what was typed into the address."""
    match = request.resolver_match
    return f"{request.method} {match.view_name or match.route}" if match else None

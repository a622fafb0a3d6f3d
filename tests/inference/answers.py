"""What the portal answers to a request, whole; and how two worlds' answers differ."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import unified_diff
from typing import Any

from django.db import transaction
from django.test import Client

from tests.inference.clock import chance, evening
from tests.inference.watching import Watch, reading
from tests.inference.worlds import World

# What is left of a reader's limit: other in the same world, whenever they ask again.
OF_THEIR_OWN_REQUESTS = {"RateLimit"}
# Versions carry the clock of the database, which no test sets: two worlds are made at two times.
OF_THE_DATABASE_CLOCK = re.compile(
    rb"\d{4}-\d\d-\d\dT[\d:.]+\+00:00|(?<=>)\d+ \w+ \d{4}, [\d:]+|(?<= )\d+ \w+ \d{4}, [\d:]+"
)
# The key of a session that begins with this answer is drawn anew each time.
NEW_SESSION = re.compile(r"(?<=sessionid=)\w+")
SHOWN = 12  # lines of a difference


@dataclass(frozen=True, order=True)
class Request:
    """One thing that a reader asks of the portal."""

    path: str
    method: str = "GET"
    data: tuple[tuple[str, str], ...] = ()
    json: str = ""

    def __str__(self) -> str:
        sent = self.json or " ".join(f"{name}={value}" for name, value in self.data)
        return f"{self.method} {self.path} {sent}".strip()


@dataclass(frozen=True)
class Answer:
    """Everything that goes over the wire: there is nothing that a reader sees besides it."""

    status: int
    headers: tuple[tuple[str, str], ...]
    cookies: str
    body: bytes

    def lines(self) -> list[str]:
        head = [f"status {self.status}", *(f"{name}: {value}" for name, value in self.headers)]
        return [*head, self.cookies, *self.body.decode(errors="replace").splitlines()]


@dataclass(frozen=True)
class Leak:
    """An answer that tells of what is hidden from its reader."""

    reader: str
    request: Request
    difference: str

    def __str__(self) -> str:
        return f"{self.reader}: {self.request}\n{self.difference}"


class Browser:
    """One reader at their browser. Whatever a request writes is undone when it is answered."""

    def __init__(self, world: World, reader: str, watch: Watch | None = None) -> None:
        self.watch = watch
        self.client = Client(raise_request_exception=False)
        self.user = world.readers[reader]
        if self.user:
            with evening(), chance(reader):
                self.client.force_login(self.user)
        self._cookies = {name: morsel.value for name, morsel in self.client.cookies.items()}

    def ask(self, request: Request) -> Answer:
        with chance("answer"), transaction.atomic():
            with reading(self.watch, self.user):
                response = self._send(request)
                body = b"".join(response) if response.streaming else response.content
            transaction.set_rollback(True)
        if request.path.endswith("/history") or "/trail" in request.path:
            body = OF_THE_DATABASE_CLOCK.sub(b"then", body)
        answer = Answer(
            response.status_code,
            tuple(sorted(i for i in response.headers.items() if i[0] not in OF_THEIR_OWN_REQUESTS)),
            NEW_SESSION.sub("drawn", response.cookies.output()),
            body,
        )
        self.client.cookies.clear()
        self.client.cookies.load(self._cookies)
        return answer

    def _send(self, request: Request) -> Any:
        if request.json:
            return self.client.generic(
                request.method, request.path, request.json, content_type="application/json"
            )
        send = getattr(self.client, request.method.lower())
        return send(request.path, dict(request.data)) if request.data else send(request.path)


def answers(world: World, reader: str, requests: Iterable[Request]) -> dict[Request, Answer]:
    browser = Browser(world, reader)
    with evening():
        return {request: browser.ask(request) for request in requests}


def leaks(world: World, reader: str, expected: dict[Request, Answer]) -> Iterator[Leak]:
    """Answers that differ from those of the world without hidden rows."""
    browser = Browser(world, reader)
    with evening():
        for request, wanted in expected.items():
            found = browser.ask(request)
            if found != wanted:
                yield Leak(reader, request, difference(wanted, found))


def difference(wanted: Answer, found: Answer) -> str:
    lines = unified_diff(wanted.lines(), found.lines(), "without it", "with it", n=0, lineterm="")
    return "\n".join(f"    {line[:300]}" for line in list(lines)[: 2 + SHOWN])

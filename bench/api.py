"""What it adds to one page of a list of the API to sign a machine in and count its requests.

The same page is asked for in three ways in turn, in one process, so that whatever else the machine
does falls on all three alike: without the middleware, as a visitor, and with a token.
"""

from __future__ import annotations

import time
from statistics import median
from typing import TYPE_CHECKING, Any

from bench import database, loading
from bench.worlds import SIZES, world

from django.conf import settings  # isort: skip
from django.test import Client, override_settings  # isort: skip

from portal import actions  # isort: skip
from portal.access import Role, Scope  # isort: skip
from portal.models import Organisation, User  # isort: skip

if TYPE_CHECKING:
    from collections.abc import Callable

LIST = "/api/v1/resources"
MIDDLEWARE = "portal.middleware.ApiMiddleware"
UNLIMITED = dict.fromkeys(("visitor", "person", "client", "token"), "999999999/minute")
WARM = 20


def run(number: int) -> int:
    """Print the median CPU milliseconds of each way, and what it is of the first."""
    with database.own_database():
        loading.load(world(SIZES["S"], "usual"))
        with override_settings(API_LIMITS=UNLIMITED, ALLOWED_HOSTS=["*"]):
            found = _measured(_ways(), number)
    least = found["neither"]
    for name, milliseconds in found.items():
        print(f"| {name:<28} | {milliseconds:7.2f} ms | {milliseconds / least:5.2f} |")
    return 0


def _ways() -> dict[str, Callable[[], Any]]:
    bare = Client()
    with override_settings(MIDDLEWARE=[name for name in settings.MIDDLEWARE if name != MIDDLEWARE]):
        bare.get(LIST)  # a client keeps the middleware of its first request
    client = Client()
    token = {"Authorization": f"Bearer {_token(client)}"}
    return {
        "neither": lambda: bare.get(LIST),
        "limit, as a visitor": lambda: client.get(LIST),
        "token and limit": lambda: client.get(LIST, headers=token),
    }


def _token(client: Client) -> str:
    organisation = Organisation.objects.create(name="Bench", verified=True)
    person = User.objects.create_user(
        "bench@example.org", role=Role.PARTNER, organisation=organisation
    )
    issued = actions.make_api_client(name="bench", scopes=[Scope.READ], by=person)
    asked = {
        "grant_type": "client_credentials",
        "client_id": issued.client.client_id,
        "client_secret": issued.secret,
    }
    return str(client.post("/oauth/token", asked).json()["access_token"])


def _measured(ways: dict[str, Callable[[], Any]], number: int) -> dict[str, float]:
    times: dict[str, list[float]] = {name: [] for name in ways}
    for turn in range(number + WARM):
        for name, ask in ways.items():
            begin = time.process_time()
            response = ask()
            seconds = time.process_time() - begin
            if response.status_code != 200:
                raise RuntimeError(f"{name}: {response.status_code} {response.content[:200]!r}")
            if turn >= WARM:
                times[name].append(seconds)
    return {name: median(measured) * 1000 for name, measured in times.items()}

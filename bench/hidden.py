"""Do hidden rows show in how long an answer takes? Two databases, one with hidden rows that match.

The same requests are put to both in turn, in one process; what counts is the ratio of the medians.
"""

from __future__ import annotations

import os
import statistics
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

# Nobody measures who is refused for asking too often.
os.environ.setdefault("API_LIMIT_VISITOR", "1000000/second")

from bench import database, loading  # noqa: I001  database sets Django up
from django.conf import settings
from django.core.management.color import no_style
from django.db import connection, connections, transaction
from django.test import Client, override_settings

from bench.worlds import SIZES, world
from capabilities.models import Agency, CapabilityArea, Country, Need, Provider, Resource
from gaps import actions, analysis
from gaps.models import Finding, Run
from portal.access import TLP, Audience
from portal.models import random_id

if TYPE_CHECKING:
    from collections.abc import Iterator

ROUNDS = 41
AT_MOST = 1.10
PLAIN_FILES = "django.contrib.staticfiles.storage.StaticFilesStorage"
UNCOLLECTED = {**settings.STORAGES, "staticfiles": {"BACKEND": PLAIN_FILES}}
LABEL = {"tlp": TLP.AMBER_STRICT}
ROW = "| {:<34} | {:>10} | {:>10} | {:>6} |"


def measure(number: int) -> int:
    """Print a line for each request; 1 where one takes more than ten per cent longer."""
    with database.own_database(), _other_database() as other:
        print(ROW.format("request", "without ms", f"{number} hidden", "ratio"))
        print("|---" * 4 + "|")
        own = connections["default"]
        loading.load(world(SIZES["S"], "usual"))
        for audience in (Audience.CLEAR, Audience.AMBER_STRICT):  # both have runs for everybody
            _run(audience)
        _give_random_ids()
        _tidy()
        paths = _paths()
        other.copy()
        with _through(other.wrapper):
            _reset_sequences()
            _hide(number)
            _run(Audience.AMBER_STRICT)
            _tidy()
        with override_settings(STORAGES=UNCOLLECTED):
            ratios = [_line(path, (own, other.wrapper)) for path in paths]
    return int(max(ratios) > AT_MOST)


class _Other:
    """A copy of our own database, under a name beside it."""

    def __init__(self) -> None:
        self.wrapper: Any = connection.copy()
        self.name = f"{connection.settings_dict['NAME']}_hidden"
        self.wrapper.settings_dict = {**connection.settings_dict, "NAME": self.name}

    def copy(self) -> None:
        source = connection.settings_dict["NAME"]
        connection.close()
        with connection._nodb_cursor() as cursor:  # noqa: SLF001
            cursor.execute(f'CREATE DATABASE "{self.name}" TEMPLATE "{source}"')

    def drop(self) -> None:
        self.wrapper.close()
        with connection._nodb_cursor() as cursor:  # noqa: SLF001
            cursor.execute(f'DROP DATABASE IF EXISTS "{self.name}"')


@contextmanager
def _other_database() -> Iterator[_Other]:
    other = _Other()
    try:
        yield other
    finally:
        other.drop()


@contextmanager
def _through(wrapper: Any) -> Iterator[None]:
    """Whatever is asked of the database inside goes through this connection."""
    usual = connections["default"]
    connections["default"] = wrapper
    try:
        yield
    finally:
        connections["default"] = usual


def _run(audience: Audience) -> None:
    run = actions.create_run(audience=audience)
    analysis.execute(run.pk)
    run.refresh_from_db()
    if run.status != Run.Status.DONE:
        raise RuntimeError(run.error)


def _tidy() -> None:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _give_random_ids() -> None:
    """As in the product: the loader's are in order, and hidden ones would all come before."""
    for model in (Need, Resource):
        rows = list(model.objects.only("pk"))
        for row in rows:
            row.public_id = random_id()
        model.objects.bulk_update(rows, ["public_id"], batch_size=1000)


def _reset_sequences() -> None:
    """The loader gives its rows their keys; those of further rows come after them."""
    tables: list[Any] = [Resource, Need, Provider, Resource.areas.through]
    with connection.cursor() as cursor:
        for command in connection.ops.sequence_reset_sql(no_style(), tables):
            cursor.execute(command)


@transaction.atomic
def _hide(number: int) -> None:
    """Offers and needs like the visible ones, which every list and search would find."""
    areas, countries = list(CapabilityArea.objects.all()), list(Country.objects.all())
    providers = list(Provider.objects.all()[:50])
    offers = Resource.objects.bulk_create(
        Resource(name="A resource", description="A resource", provider=providers[k % 50], **LABEL)
        for k in range(number)
    )
    links = Resource.areas.through
    links.objects.bulk_create(
        links(resource=offer, capabilityarea=areas[k % len(areas)])
        for k, offer in enumerate(offers)
    )
    agencies = list(Agency.objects.all())
    seen = Need.objects.live()[0]
    Need.objects.bulk_create(
        Need(
            agency=agencies[k % len(agencies)],
            country=countries[k % len(countries)],
            area=areas[k // len(countries) % len(areas)],
            status=Need.Status.ACCEPTED,
            current_level=1,
            target_level=2,
            starts=seen.starts,
            ends=seen.ends,
            **LABEL,
        )
        for k in range(number)
    )
    Provider.objects.bulk_create(
        Provider(name=f"Provider {k}", type="NGO", **LABEL) for k in range(number)
    )


def _paths() -> list[str]:
    current = Finding.objects.filter(until=None, audience=Audience.CLEAR)
    finding = current.select_related("need", "country", "area")[0]
    resource = Resource.objects.order_by("pk")[0]
    return [
        "/",
        "/heat-map",
        "/gaps",
        f"/gaps/{finding.key}",
        f"/countries/{finding.country.iso3}",
        f"/areas/{finding.area.code}",
        "/resources",
        "/resources?q=resource",
        f"/resources?area={finding.area.code}",
        f"/resources/{resource.public_id}",
        f"/providers/{resource.provider.public_id}",
        "/api/v1/resources",
        "/api/v1/resources?q=resource",
        "/api/v1/providers",
        "/api/v1/needs",
        f"/api/v1/needs?country={finding.country.iso3}",
        "/api/v1/findings",
        "/api/v1/cells",
    ]


def _line(path: str, wrappers: tuple[Any, Any]) -> float:
    client = Client(SERVER_NAME="localhost")
    times: tuple[list[float], list[float]] = ([], [])
    for _round in range(ROUNDS):
        answers = []
        for kept, wrapper in zip(times, wrappers, strict=True):
            with _through(wrapper):
                begin = time.perf_counter()
                answers.append(client.get(path))
                kept.append(time.perf_counter() - begin)
        if answers[0].content != answers[1].content or answers[0].status_code != 200:
            raise RuntimeError(f"{path}: the answers differ, or are no answers.")
    without, hidden = (1000 * statistics.median(kept[1:]) for kept in times)
    print(ROW.format(path, f"{without:.1f}", f"{hidden:.1f}", f"{hidden / without:.2f}"))
    return hidden / without

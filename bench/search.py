"""How long finding resources takes, as different readers: the list, its counts, words, filters.

A made-up directory, the same for the same seed, is put into a fresh database by COPY. Each request
goes through the whole portal in this process; what counts are the median and the 95th percentile.
CPU is that of this process and of its PostgreSQL session, which other work does not lengthen.
"""

from __future__ import annotations

import gc
import os
import statistics
import time
from contextlib import contextmanager
from io import StringIO
from typing import TYPE_CHECKING, Any

os.environ.setdefault("API_LIMIT_VISITOR", "1000000/second")
os.environ.setdefault("API_LIMIT_PERSON", "1000000/second")

from bench import database, loading  # noqa: I001  database sets Django up
import numpy as np
from django.db import connection
from django.test import Client, override_settings

from bench.hidden import UNCOLLECTED
from bench.worlds import Size, world
from capabilities import folding
from portal.access import Role
from portal.models import Organisation, User

if TYPE_CHECKING:
    from collections.abc import Iterator

SEED = 20261129
ROUNDS = 20
ROW = "| {:<9} | {:<75} | {:>8} | {:>8} | {:>8} | {:>7} |"
VERBS = [
    "Investigating",
    "Seizing",
    "Tracing",
    "Securing",
    "Analysing",
    "Sharing",
    "Presenting",
    "Planning",
]
THINGS = [
    "phones",
    "clouds",
    "malware",
    "wallets",
    "evidence",
    "networks",
    "fraud",
    "ransomware",
    "reports",
    "images",
]
FORMS = ["course", "workshop", "lab", "toolkit", "mentoring", "desk", "academy", "network"]
LANGUAGES = ["en", "fr", "es", "ar", "pt", "ru", "zh", "sw", "hi", "id", "tr", "de"]
# Some in a hundred stand under other labels, so that each reader has rows of their own.
LABELS = ((0, 0.9), (1, 0.06), (3, 0.04))


def measure(number: int) -> int:
    """Print a line for each request and reader, then the sizes; 1 where a target is missed."""
    with database.own_database():
        begin = time.perf_counter()
        _load(number)
        print(f"{number} resources in {time.perf_counter() - begin:.0f} s")
        print(ROW.format("reader", "request", "CPU ms", "p50 ms", "p95 ms", "target"))
        print("|---" * 6 + "|")
        with override_settings(STORAGES=UNCOLLECTED):
            missed = [line for line in _lines() if not line]
        _sizes()
    return int(bool(missed))


def _load(number: int) -> None:
    """The analyser's world of this size, with names and texts of common and of rare words."""
    made = world(Size("search", 10, number))
    loading.load(made, languages=LANGUAGES, fill=False)
    chance = np.random.default_rng(SEED)
    verbs, things, forms = (
        chance.integers(0, len(words), number) for words in (VERBS, THINGS, FORMS)
    )
    label = chance.choice([k for k, _p in LABELS], number, p=[p for _k, p in LABELS])
    rows = zip(range(1, number + 1), verbs, things, forms, label, strict=True)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("CREATE TEMPORARY TABLE named (id bigint, name text, text text, tlp int)")
        _copy(cursor, rows)
        cursor.execute(
            "UPDATE capabilities_resource r SET name = n.name, description = n.text, tlp = n.tlp "
            "FROM named n WHERE n.id = r.id"
        )
        cursor.execute("RESET session_replication_role")
    with _indexes_built_afterwards():
        folding.fill()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


@contextmanager
def _indexes_built_afterwards() -> Iterator[None]:
    """Those for words and filters are built much quicker once the rows are there."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT indexname, indexdef FROM pg_indexes
            WHERE tablename ~ '^capabilities_searchrow_' AND indexdef ~ 'USING gin'"""
        )
        indexes = cursor.fetchall()
        for name, _made_by in indexes:
            cursor.execute(f"DROP INDEX {name}")
        yield
        for _name, made_by in indexes:
            cursor.execute(made_by)


def _copy(cursor: Any, rows: Iterator[tuple[int, ...]]) -> None:
    text = StringIO()
    for key, verb, thing, form, label in rows:
        name = f"{VERBS[verb]} {THINGS[thing]} {FORMS[form]} {key % 997}"
        said = (
            f"Help against cybercrime with {THINGS[(thing + key) % len(THINGS)]}. Series q{key}x."
        )
        text.write(f"{key}\t{name}\t{said}\t{label}\n")
    text.seek(0)
    cursor.copy_expert("COPY named FROM STDIN", text)


REQUESTS = (
    # path, most milliseconds at the 95th percentile
    ("/resources", 300),
    ("/resources?kind=training", 300),
    ("/resources?country=007&kind=training&language=ar", 300),
    ("/resources?country=007&area=A12&mode=remote&fresh=6&provider_type=NGO", 300),
    ("/resources?country=007&country=011&kind=training&by=2027-06", 300),
    ("/resources?q=phones", 100),
    ("/resources?q=cybercrime", 100),
    ("/resources?q=seizing+wallets+workshop", 100),
    ("/resources?q=q77x", 100),
    ("/resources?q=ransomwere", 100),
    ("/resources?q=phones&country=007&kind=training", 100),
    ("/resources?q=cybercrime&area=A12&language=ar&fresh=6", 100),
    ("/resources?ask=who+can+help+us+with+phones", 100),
    ("/resources?ask=remote+training+on+seizing+wallets", 100),
    ("/api/v1/resources", 100),
    ("/api/v1/resources?country=007&kind=training&language=ar", 100),
    ("/api/v1/resources?q=phones", 100),
    ("/resources/suggestions?ask=sei", 100),
    ("/countries/007", 300),
    ("/countries/compare?country=007&country=011", 300),
)


def _lines() -> Iterator[bool]:
    clients = _clients()
    for client in clients.values():
        client.get("/resources")
    gc.collect()
    gc.freeze()  # as `gunicorn.conf.py` does once everything is loaded
    for reader, client in clients.items():
        for path, most in REQUESTS:
            yield _line(reader, client, path, most)


def _clients() -> dict[str, Client]:
    clients = {"visitor": Client(SERVER_NAME="localhost")}
    for role in (Role.ANALYST, Role.REVIEWER):
        body = Organisation.objects.create(name=f"House of the {role}", verified=True)
        email = f"{role}@demo.example"
        person = User.objects.create_user(email, None, role=role, organisation=body)
        clients[str(role)] = Client(SERVER_NAME="localhost")
        clients[str(role)].force_login(person)
    return clients


def _line(reader: str, client: Client, path: str, most: int) -> bool:
    times, cpu = [], 0.0
    for number in range(ROUNDS + 1):
        if number == 1:
            cpu = database.cpu_seconds()
        begin = time.perf_counter()
        response = client.get(path)
        times.append(1000 * (time.perf_counter() - begin))
        if response.status_code != 200:
            raise RuntimeError(f"{path}: {response.status_code}")
    cpu = 1000 * (database.cpu_seconds() - cpu) / ROUNDS
    middle = statistics.median(times[1:])
    high = sorted(times[1:])[-(ROUNDS // 20) - 1]
    is_met = high <= most
    mark = "" if is_met else " !"
    figures = (f"{cpu:.0f}", f"{middle:.0f}", f"{high:.0f}", f"{most}{mark}")
    print(ROW.format(reader, path, *figures), flush=True)
    return is_met


def _sizes() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT c.relname, pg_table_size(c.oid), pg_indexes_size(c.oid) FROM pg_class c
            WHERE c.relkind = 'r' AND c.relname ~ '^capabilities_(search|facet)'
            AND pg_total_relation_size(c.oid) > 100000 ORDER BY 1"""
        )
        for table, rows, indexes in cursor.fetchall():
            print(f"{table}: {rows / 1e6:.1f} MB, indexes {indexes / 1e6:.1f} MB")

"""The analysis against a real PostgreSQL: a database made, filled, measured and dropped."""

from __future__ import annotations

import os
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from unittest import mock

import django
import numpy as np
import psutil

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
os.environ.setdefault("DEMO", "1")
django.setup()

from django.db import connection, transaction  # noqa: E402
from django.db.models import F  # noqa: E402

from bench import loading  # noqa: E402
from bench.worlds import AS_OF  # noqa: E402
from capabilities.models import Need  # noqa: E402
from gaps import actions, analysis, copying, on_demand, snapshot, world  # noqa: E402
from gaps.engine import assess  # noqa: E402
from gaps.models import Run  # noqa: E402
from portal.access import TLP, Audience  # noqa: E402
from portal.models import Organisation, User  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from gaps.engine.columns import Columns

AUDIENCE = Audience.CLEAR
MOST_COPIES = 3


def measure(columns: Columns) -> dict[str, tuple[float, str]]:
    """Seconds on the clock of each kind of run, by name, and a note."""
    with own_database():
        loading.load(columns)
        _hold_to(columns)
        sent, received = _Copies(), _Copies()
        with sent.noted("copy_in"), received.noted("copied_out"):
            first = _run(Run.Kind.FULL)
        rows = {
            "full run, first": _noted(first),
            "COPY alone": (_pure_copy(received, sent), f"{sent.megabytes:.0f} MB in"),
            "full run again": _noted(_best(lambda: _run(Run.Kind.FULL))),
        }
        rows["first run ÷ COPY"] = (first[0] / rows["COPY alone"][0], "")
        rows["one changed need"] = _noted(_best(lambda: _after_a_change(columns)))
        rows["own need assessed"] = _on_demand()
        return rows


def _noted(found: tuple[float, int, float]) -> tuple[float, str]:
    seconds, changed, cpu = found
    return seconds, f"{changed} findings changed; {cpu:.3f} CPU seconds"


def cpu_seconds() -> float:
    """CPU seconds so far, of this process and of the one of PostgreSQL that serves it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        server = psutil.Process(cursor.fetchone()[0]).cpu_times()
    return time.process_time() + float(server.user + server.system)


@contextmanager
def own_database() -> Iterator[None]:
    """A fresh database beside the one that DATABASE_URL names."""
    own, theirs = f"bench_{os.getpid()}", connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = own
    connection.creation.create_test_db(verbosity=0, serialize=False)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(theirs, verbosity=0)


def _hold_to(columns: Columns) -> None:
    """The database must hold the same world as the engine's own lines of the table measure."""
    with snapshot.one_moment():
        found = assess(world.read(audience=AUDIENCE, as_of=AS_OF, options={}).columns)
    wanted = assess(columns)
    for name in ("got", "per", "gap_class", "fix", "failed"):
        if not np.array_equal(getattr(found, name), getattr(wanted, name)):
            raise RuntimeError(f"The world in the database differs in: {name}")


def _run(kind: str, areas: tuple[str, ...] = ()) -> tuple[float, int, float]:
    """Seconds of a run up to its commit, how many findings it changed, and CPU seconds."""
    run = actions.create_run(audience=AUDIENCE, as_of=AS_OF)
    Run.objects.filter(pk=run.pk).update(kind=kind, areas=list(areas))
    cpu, begin = cpu_seconds(), time.perf_counter()
    analysis.execute(run.pk)
    seconds = time.perf_counter() - begin
    cpu = cpu_seconds() - cpu
    run.refresh_from_db()
    if run.status != Run.Status.DONE:
        raise RuntimeError(f"The run ended as {run.status}: {run.error}")
    return seconds, run.findings_changed, cpu


def _best(run: Callable[[], tuple[float, int, float]]) -> tuple[float, int, float]:
    """The quickest of a few, as for COPY alone; a first run can be made only once."""
    return min(run() for _again in range(MOST_COPIES))


def _after_a_change(columns: Columns) -> tuple[float, int, float]:
    Need.objects.filter(pk=1).update(quantity=F("quantity") + 1)
    return _run(Run.Kind.INCREMENTAL, (columns.areas[columns.needs.area[0]],))


def _on_demand() -> tuple[float, str]:
    """Seconds to assess one labelled need for its owner, the words included."""
    body = Organisation.objects.create(name="A police force", verified=True)
    officer = User.objects.create_user("officer@bench.example", None, organisation=body)
    Need.objects.filter(pk=1).update(owner=body, tlp=TLP.AMBER)
    asker = on_demand.Asker.of(officer)

    def assess_once() -> tuple[float, int, float]:
        cpu, begin = cpu_seconds(), time.perf_counter()
        found = on_demand.assessed(on_demand.own_needs(asker), asker)
        return time.perf_counter() - begin, len(found[0].steps), cpu_seconds() - cpu

    seconds, steps, cpu = _best(assess_once)
    return seconds, f"{steps} steps, nothing stored; {cpu:.3f} CPU seconds"


class _Copies:
    """What went over the wire in a run."""

    def __init__(self) -> None:
        self.calls: list[tuple[Any, ...]] = []

    @contextmanager
    def noted(self, name: str) -> Iterator[None]:
        original = getattr(copying, name)

        def noting(*arguments: Any) -> Any:
            self.calls.append(arguments)
            return original(*arguments)

        with mock.patch.object(copying, name, noting):
            yield

    @property
    def megabytes(self) -> float:
        return sum(len(call[-1]) for call in self.calls) / 1e6


def _pure_copy(received: _Copies, sent: _Copies) -> float:
    """Seconds to copy out what a run has read, and into tables of the same form what it wrote."""
    return min(_copy_once(received, sent) for _ in range(MOST_COPIES))


def _copy_once(received: _Copies, sent: _Copies) -> float:
    tables = {call[0] for call in sent.calls}
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'CREATE TABLE "copy_{table}" (LIKE "{table}" INCLUDING ALL)')
    begin = time.perf_counter()
    for (query,) in received.calls:
        copying.copied_out(query)
    with transaction.atomic():
        for table, columns, data in sent.calls:
            copying.copy_in(f"copy_{table}", columns, data)
    seconds = time.perf_counter() - begin
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'DROP TABLE "copy_{table}"')
    return seconds

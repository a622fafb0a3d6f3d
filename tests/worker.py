"""Pytest plugin: one real Celery worker for the few tests that are about the queue itself.

Its rows are those of the test database, so a test that uses it commits:
`@pytest.mark.django_db(transaction=True)`.
"""

import os
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import pytest
import redis

from portal.processes import Keeper, Program

READY_LIMIT = 30.0  # seconds
COMMAND = (sys.executable, "-m", "celery", "-A", "portal", "worker", "--concurrency", "1")
OPTIONS = ("--without-gossip", "--without-mingle", "--loglevel", "INFO")
QUEUE = ("portal", "unacked", "unacked_index")  # what waits, and what the worker had taken
OTHERS_AT_WORK = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
      AND backend_type = 'client backend' AND xact_start IS NOT NULL
"""


@dataclass(slots=True)
class Worker:
    """A worker that is started again whenever it dies, as in production."""

    keeper: Keeper
    log: Path
    seen: int = field(default=0)

    @property
    def pid(self) -> int:
        return self.keeper.pid("worker")

    def kill(self) -> None:
        """Kill it and its children in the middle of whatever it does (SIGKILL)."""
        main = psutil.Process(self.pid)
        for process in [main, *main.children(recursive=True)]:
            process.kill()

    def wait_until_ready(self) -> None:
        """Wait for a further "ready" line in the log; the first one after a start or a kill."""
        until = time.monotonic() + READY_LIMIT
        while time.monotonic() < until:
            times = (
                self.log.read_text(errors="replace").count(" ready.") if self.log.exists() else 0
            )
            if times > self.seen:
                self.seen = times
                return
            time.sleep(0.1)
        raise AssertionError(f"The worker does not get ready:\n{self.log.read_text()[-2000:]}")


@pytest.fixture
def celery_worker_process(transactional_db: None, tmp_path: Path) -> Iterator[Worker]:
    """A running worker on this test process's own database and queue, for one test.

    It ends with the test, and its queue is emptied: or it would do what the next tests promise, and
    hold the tables that are to be emptied between them.
    """
    from django.db import connection

    database = connection.settings_dict["NAME"]
    env = {
        "DATABASE_URL": urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{database}").geturl(),
        "DJANGO_SETTINGS_MODULE": "tests.settings",
    }
    with Keeper(tmp_path / "worker") as keeper:
        keeper.start(Program("worker", (*COMMAND, *OPTIONS), env=env))
        worker = Worker(keeper, keeper.log / "worker.log")
        worker.wait_until_ready()
        yield worker
    with redis.Redis.from_url(os.environ["REDIS_URL"]) as client:
        client.delete(*QUEUE)
    wait_until_alone()


def wait_until_alone() -> None:
    """Wait until no other process has a transaction open in this database."""
    from django.db import connection

    until = time.monotonic() + READY_LIMIT
    while time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute(OTHERS_AT_WORK)
            if not cursor.fetchone()[0]:
                return
        time.sleep(0.05)
    raise AssertionError("Another process still has a transaction open in the test's database.")

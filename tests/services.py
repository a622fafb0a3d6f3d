"""Pytest plugin: gives the tests a database and a queue before Django reads its settings.

Loaded with `-p`, because pytest-django reads the settings before any conftest. With DATABASE_URL
and REDIS_URL set, those servers are used; otherwise embedded ones run under `var-test/`, in the
first slot that no other test run holds.
"""

import os
import subprocess
import sys
from collections.abc import Generator
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import pytest
import redis

from portal.embedded import Servers, ensure
from portal.processes import ROOT, AlreadyRunning, CannotStart
from tests import template

REDIS_DATABASES = range(15, 0, -1)
MARK = "taken by the portal's tests"
servers = pytest.StashKey[Servers]()
leaves_template = pytest.StashKey[bool]()
# One case through the engine compiles its kernels, which are kept: or each worker would do it anew.
COMPILE = (
    *(sys.executable, "-m", "gaps.engine"),
    *(str(ROOT / "tests/cases/20_random_20x20.json"), "-o", os.devnull),
)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None]:
    """Start the servers once, in the process that the person started; its workers inherit them."""
    if not os.environ.get("PYTEST_XDIST_WORKER"):
        own = "DATABASE_URL" not in os.environ
        with subprocess.Popen(COMPILE):
            early_config.stash[servers] = start()
            os.environ["TEST_TEMPLATE"] = template.ensure(os.environ["DATABASE_URL"], keep=own)
        early_config.stash[leaves_template] = own
    os.environ["REDIS_URL"] = own_redis_database(os.environ["REDIS_URL"])
    return (yield)


def pytest_unconfigure(config: pytest.Config) -> None:
    with redis.Redis.from_url(os.environ["REDIS_URL"]) as client:
        client.flushdb()
    if not config.stash.get(leaves_template, True):
        template.drop(os.environ["DATABASE_URL"], os.environ["TEST_TEMPLATE"])
    if started := config.stash.get(servers, None):
        started.stop()


def start() -> Servers:
    """Servers for this test run; the environment says where they are."""
    folder = Path(os.environ.get("VAR_DIR", ROOT / "var-test"))
    for slot in count():
        var_dir = folder / str(slot)
        try:
            started = ensure(var_dir, durable=False)
        except AlreadyRunning:
            continue
        except CannotStart as reason:
            raise pytest.UsageError(str(reason)) from None
        os.environ["VAR_DIR"] = str(var_dir)
        return started
    raise AssertionError("count() has no end")


def own_redis_database(url: str) -> str:
    """The URL of a Redis database that nobody uses, apart from other test runs."""
    address = urlsplit(url)
    for number in REDIS_DATABASES:
        candidate = address._replace(path=f"/{number}").geturl()
        with redis.Redis.from_url(candidate) as client:
            if take(client):
                return candidate
    raise pytest.UsageError(f"No empty database among 1 to 15 of the Redis at {address.hostname}.")


def take(client: redis.Redis) -> bool:
    """Mark an empty database as ours, or one whose test run was killed."""
    owner = client.get(MARK)
    if owner and not psutil.pid_exists(int(owner)):
        client.flushdb()
    return client.dbsize() == 0 and bool(client.set(MARK, os.getpid(), nx=True))

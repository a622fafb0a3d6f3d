"""Real servers out of their wheels: started where none is named, and safe against kill -9."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import psycopg2
import pytest
import redis

from portal import embedded
from portal.processes import CannotStart

START = (
    "import pathlib, sys, time; from portal.embedded import ensure; "
    "servers = ensure(pathlib.Path(sys.argv[1])); "
    "print(servers.database_url, servers.redis_url, flush=True); time.sleep(600)"
)


@pytest.fixture
def no_urls(monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("REDIS_URL", raising=False)


@pytest.fixture
def folder(tmp_path_factory):
    """A folder with a short name: a database socket's path has a limit."""
    short = Path("/tmp") / f"portal-test-{os.getpid()}-{time.monotonic_ns() % 10**6}"
    yield short
    shutil.rmtree(short, ignore_errors=True)


def query(url, sql):
    connection = psycopg2.connect(url)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchall() if cursor.description else None
    finally:
        connection.close()


def killed_start(folder):
    """Start both servers in another process, keep something in each, and kill that process."""
    env = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "REDIS_URL")}
    command = [sys.executable, "-c", START, str(folder)]
    first = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=env)
    database_url, redis_url = first.stdout.readline().split()
    query(database_url, "CREATE TABLE promise AS SELECT 'kept' AS word")
    with redis.Redis.from_url(redis_url) as client:
        client.set("promise", "kept")
        client.waitaof(1, 0, 5000)
    first.kill()
    first.wait()
    first.stdout.close()
    return [row["pid"] for row in json.loads((folder / "run" / "processes.json").read_text())]


def test_named_servers_are_used_and_none_is_started(tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://db.example/portal")
    monkeypatch.setenv("REDIS_URL", "redis://queue.example/0")

    with embedded.ensure(tmp_path / "var") as servers:
        assert servers.database_url == "postgres://db.example/portal"
        assert servers.redis_url == "redis://queue.example/0"
        assert not (tmp_path / "var").exists()


def test_only_the_server_that_is_not_named_is_started(folder, monkeypatch, no_urls):
    monkeypatch.setenv("DATABASE_URL", "postgres://db.example/portal")

    with embedded.ensure(folder, durable=False) as servers:
        assert servers.database_url == "postgres://db.example/portal"
        assert redis.Redis.from_url(servers.redis_url).ping()
        assert not (folder / "postgres").exists()


@pytest.mark.parametrize("also_killed", [(), ("postgres", "valkey")])
def test_a_start_takes_over_from_a_killed_one_and_keeps_the_data(folder, no_urls, also_killed):
    orphans = killed_start(folder)
    if also_killed:
        for pid in orphans:
            os.kill(pid, signal.SIGKILL)

    with embedded.ensure(folder) as servers:
        assert query(servers.database_url, "SELECT word FROM promise") == [("kept",)]
        assert redis.Redis.from_url(servers.redis_url).get("promise") == b"kept"
        assert not any(psutil.pid_exists(pid) for pid in orphans)


def test_a_recycled_number_in_the_database_s_lock_is_no_obstacle(folder, no_urls):
    with embedded.ensure(folder, durable=False):
        stale = (folder / "postgres" / "postmaster.pid").read_text()
    innocent = subprocess.Popen(["sleep", "600"])
    rest = stale.split("\n", 1)[1]
    (folder / "postgres" / "postmaster.pid").write_text(f"{innocent.pid}\n{rest}")
    try:
        for name in ("DATABASE_URL", "REDIS_URL"):
            del os.environ[name]
        with embedded.ensure(folder, durable=False) as servers:
            assert query(servers.database_url, "SELECT 1") == [(1,)]
        assert innocent.poll() is None
    finally:
        innocent.kill()
        innocent.wait()


def test_a_killed_database_comes_back_by_itself(folder, no_urls):
    with embedded.ensure(folder, durable=False) as servers:
        os.kill(servers.keeper.pid("postgres"), signal.SIGKILL)

        until = time.monotonic() + 60
        while True:
            try:
                assert query(servers.database_url, "SELECT 1") == [(1,)]
                break
            except psycopg2.OperationalError:
                assert time.monotonic() < until, "it did not come back"
                time.sleep(0.1)


def test_a_path_too_long_for_a_socket_is_said_before_anything_starts(tmp_path, no_urls):
    with pytest.raises(CannotStart, match="shorter path"):
        embedded.ensure(tmp_path / ("x" * 100))


def test_nobody_without_the_password_reaches_the_queue(folder, no_urls, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://db.example/portal")

    with embedded.ensure(folder, durable=False) as servers:
        stranger = servers.redis_url.split(":", 1)[0] + "://" + servers.redis_url.rsplit("@", 1)[1]
        with pytest.raises(redis.AuthenticationError):
            redis.Redis.from_url(stranger).ping()


def test_a_command_joins_the_servers_that_already_run(folder, no_urls):
    with embedded.ensure(folder, durable=False) as servers:
        env = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "REDIS_URL")}
        said = subprocess.run(
            [sys.executable, "-m", "portal.embedded", "printenv", "DATABASE_URL"],
            env={**env, "VAR_DIR": str(folder)},
            capture_output=True,
            text=True,
            check=True,
        )
        assert said.stdout.strip() == servers.database_url

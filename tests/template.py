"""A database with all migrations applied, which each test process copies instead of migrating.

Migrating takes the better part of a minute, copying half a second. The template's name says which
migrations made it; one of other migrations is dropped.
"""

import hashlib
import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg2
from psycopg2 import sql

from portal.processes import ROOT

PREFIX = "portal_template_"
LOCK = 20_131_129  # any number that nobody else locks
MIGRATE = (sys.executable, "-W", "ignore", "manage.py", "migrate", "--verbosity", "0")


def ensure(url: str, *, keep: bool) -> str:
    """The template's name on the server at `url`.

    Made once and kept where the server is ours; else made for this test run alone, which drops it.
    """
    name = PREFIX + (_fingerprint() if keep else f"of_{os.getpid()}")
    with closing(_connect(url)) as server, server.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        there = _databases(cursor)
        if name not in there:
            for other in there if keep else []:
                _run(cursor, "DROP DATABASE IF EXISTS {}", other)
            unfinished = f"{name}_new"
            _run(cursor, "CREATE DATABASE {}", unfinished)
            _migrate(url, unfinished)
            _run(cursor, "ALTER DATABASE {} RENAME TO {}", unfinished, name)
    return name


def drop(url: str, name: str) -> None:
    """Leave nothing behind on a server that isn't ours."""
    with closing(_connect(url)) as server, server.cursor() as cursor:
        _run(cursor, "DROP DATABASE IF EXISTS {}", name)


def _fingerprint() -> str:
    """Of all that makes the tables: the migrations, and the packages that bring some."""
    read = hashlib.sha256()
    for path in sorted([*ROOT.glob("*/migrations/*.py"), ROOT / "requirements.txt"]):
        read.update(f"{path.relative_to(ROOT)}\n".encode() + path.read_bytes())
    return read.hexdigest()[:16]


def _migrate(url: str, name: str) -> None:
    address = urlsplit(url)._replace(path=f"/{name}").geturl()
    env = {**os.environ, "DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    subprocess.run(MIGRATE, cwd=Path(ROOT), env=env, check=True)


def _connect(url: str) -> Any:
    server = psycopg2.connect(urlsplit(url)._replace(path="/postgres").geturl())
    server.autocommit = True
    return server


def _databases(cursor: Any) -> list[str]:
    cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX])
    return [name for (name,) in cursor.fetchall()]


def _run(cursor: Any, command: str, *names: str) -> None:
    cursor.execute(sql.SQL(command).format(*map(sql.Identifier, names)))

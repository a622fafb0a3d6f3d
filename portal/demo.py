"""`make demo`: from nothing to a portal that serves real data, in one terminal.

Starts servers where none are named, sets the portal up, starts web, worker and beat, queues a run
of the analyser, and then looks after all of them until it is told to stop. Imports no Django: every
step is a process of its own.
"""

import os
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from portal.embedded import check_database, check_queue, provide, tail
from portal.processes import ROOT, CannotStart, Keeper, Program, Stopped, make_folders, write_whole

WEB_LIMIT = 60.0  # seconds until the site answers
POLL = 0.1  # seconds


@dataclass(frozen=True, slots=True)
class Step:
    """One command of `manage.py`, and what a person can do where it fails."""

    title: str
    command: tuple[str, ...]
    remedy: str
    shown: bool = False


STATIC = Step(
    "Styles and scripts",
    ("collectstatic", "--no-input", "--verbosity", "1"),
    "The files come from static/; `git status` shows whether one is missing or changed.",
)
SET_UP = (
    Step(
        "Tables",
        ("migrate", "--no-input", "--verbosity", "1"),
        "If the lines above speak of a table or column, the data under var/ is another version's: "
        "move that folder away and start again.",
    ),
    STATIC,
    Step(
        "Reference data",
        ("load_reference",),
        "The lines above name file, row and field; mend them in capabilities/reference/.",
    ),
    Step(
        "Accounts to sign in with",
        ("demo_accounts",),
        "Move the folder var/ away and start again; it holds nothing but the demonstration's data.",
        shown=True,
    ),
    Step(
        "Needs to look at",
        ("demo_needs",),
        "Move the folder var/ away and start again; it holds nothing but the demonstration's data.",
    ),
)
ANALYSIS = Step(
    "Analysis of the gaps",
    ("analyse", "--queue", "--wait"),
    "The worker does the run: see worker.log beside the log named above.",
    shown=True,
)
REPORTS = Step(
    "Reports to look at",
    ("demo_reports",),
    "Move the folder var/ away and start again; it holds nothing but the demonstration's data.",
    shown=True,
)

# On a new machine the engine's kernels take half a minute to compile: they do it beside the rest.
COMPILER = Program(
    "engine",
    (
        *(sys.executable, "-m", "gaps.engine"),
        *(str(ROOT / "tests" / "cases" / "20_random_20x20.json"), "-o", os.devnull),
    ),
)


def services(port: int, run: Path) -> tuple[Program, ...]:
    """What serves the portal: the processes that run until the end."""
    python = (sys.executable, "-m")
    celery = (*python, "celery", "-A", "portal")
    quiet = ("--without-gossip", "--without-mingle")
    return (
        Program("worker", (*celery, "worker", "--loglevel", "INFO", "--concurrency", "2", *quiet)),
        Program("beat", (*celery, "beat", "--schedule", str(run / "beat"), "--pidfile=")),
        Program("web", (*python, "gunicorn", "portal.wsgi", "--bind", f"127.0.0.1:{port}")),
    )


class Terminal:
    """One calm line a step. A terminal that has gone away is no reason to fail."""

    def __init__(self) -> None:
        self._open = False

    def say(self, line: str) -> None:
        self._write(f"\n{line}\n" if self._open else f"{line}\n")
        self._open = False

    @contextmanager
    def step(self, title: str) -> Iterator[None]:
        """Print the title now, and the seconds it took at the end of the same line."""
        began = time.monotonic()
        self._write(f"  {title:.<34} ")
        self._open = True
        yield
        if self._open:
            self._write(f"{time.monotonic() - began:5.1f} s\n")
        self._open = False

    def pass_on(self, text: str) -> None:
        """Print what a step itself prints, from a line of its own on."""
        if text:
            self._write(f"\n{text}" if self._open else text)
            self._open = False

    def _write(self, text: str) -> None:
        with suppress(OSError):
            sys.stdout.write(text)
            sys.stdout.flush()


def run(keeper: Keeper, terminal: Terminal, port: int) -> None:
    """Set up, serve, analyse, and stay until asked to stop."""
    began = time.monotonic()
    check_port(port)
    prepare_environment(keeper.folder, port)
    with terminal.step("PostgreSQL and Valkey"):
        named = [name for name in ("DATABASE_URL", "REDIS_URL") if os.environ.get(name)]
        servers = provide(keeper)
        check_database(servers.database_url)
        check_queue(servers.redis_url)
    for name in named:
        terminal.say(f"    {name} is set: that server is used, none is started")
    with keeper.errand(COMPILER) as compiler:
        for step in SET_UP:
            if step is not STATIC or not static_is_current(keeper.folder / "static"):
                take(step, keeper, terminal)
        with terminal.step("Web, worker and beat"):
            for program in services(port, keeper.run):
                keeper.start(program)
            await_web(keeper, port)
        with terminal.step("Engine, compiled once"):
            finish(compiler, keeper)
    take(ANALYSIS, keeper, terminal)
    take(REPORTS, keeper, terminal)
    took = f"{time.monotonic() - began:.0f} seconds"
    terminal.say(f"The portal is ready at http://127.0.0.1:{port}/ after {took}")
    keeper.stop_asked.wait()


def prepare_environment(var_dir: Path, port: int) -> None:
    """What every process of the demonstration inherits."""
    numba = var_dir / "numba"
    make_folders(numba)
    os.environ.update(DEMO="1", PORT=str(port), PYTHONUNBUFFERED="1", VAR_DIR=str(var_dir))
    os.environ.setdefault("NUMBA_CACHE_DIR", str(numba))
    os.environ.setdefault("SECRET_KEY", secret_key(var_dir / "secret_key"))


def take(step: Step, keeper: Keeper, terminal: Terminal) -> None:
    """Run one step to its end; raises CannotStart where it fails."""
    name = step.command[0]
    log = keeper.log / f"{name}.log"
    program = Program(name, (sys.executable, str(ROOT / "manage.py"), *step.command))
    with terminal.step(step.title):
        with keeper.errand(program) as process, log.open(errors="replace") as output:
            ended = False
            while not ended:
                ended = process.poll() is not None
                if step.shown:
                    terminal.pass_on(output.read())
                if not ended and keeper.stop_asked.wait(POLL):
                    raise Stopped
        if process.returncode:
            raise CannotStart(
                f"“{step.title}” failed (manage.py {' '.join(step.command)}):\n"
                f"{tail(log, 20)}\nAll of it is in {log}.\n{step.remedy}"
            )


def finish(process: subprocess.Popen[bytes], keeper: Keeper) -> None:
    """Wait for what runs beside the steps. Should it fail, the step that needs it will say why."""
    while process.poll() is None:
        if keeper.stop_asked.wait(POLL):
            raise Stopped


def await_web(keeper: Keeper, port: int) -> None:
    """Wait until the site answers, database and all."""
    until = time.monotonic() + WEB_LIMIT
    while not answers(port):
        if time.monotonic() > until or keeper.failures("web") > 2:
            log = keeper.log / "web.log"
            raise CannotStart(f"The site does not answer:\n{tail(log)}\nAll of it is in {log}.")
        if keeper.stop_asked.wait(POLL):
            raise Stopped


class StopAsked(threading.Event):
    """Set once somebody wants the end, with the reason why."""

    reason = ""

    def by(self, reason: str) -> None:
        self.reason = self.reason or f" ({reason})"
        self.set()

    def listen(self) -> None:
        """To Ctrl-C, `kill`, the terminal's closing, and the death of a `make` above us."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda caught, _: self.by(signal.Signals(caught).name))
        if "MAKELEVEL" in os.environ:
            threading.Thread(target=self._watch, args=(os.getppid(),), daemon=True).start()

    def _watch(self, parent: int) -> None:
        while os.getppid() == parent:
            time.sleep(POLL)
        self.by("make has gone")


def chosen_port() -> int:
    """PORT as a number."""
    text = os.environ.get("PORT") or "8000"
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65535:
        raise CannotStart(f"PORT={text} is no port. Give a number up to 65535: make demo PORT=8001")
    return int(text)


def check_port(port: int) -> None:
    """Raise CannotStart where the port can't be had."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise CannotStart(
                f"Port {port} can't be used ({error.strerror}). Stop what uses it, or choose "
                f"another: make demo PORT={port + 1 if port < 65535 else 8001}"
            ) from error


def answers(port: int) -> bool:
    """Whether the portal says that it is well."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
        try:
            connection.request("GET", "/health")
            return connection.getresponse().status == 200
        except (OSError, HTTPException):
            return False


def static_is_current(built: Path) -> bool:
    """Whether the static files served are younger than everything they are made of."""
    manifest, sources = built / "staticfiles.json", ROOT / "static"
    if not manifest.exists():
        return False
    made_of = [ROOT / "requirements.txt", sources, *sources.rglob("*")]
    return manifest.stat().st_mtime > max(path.stat().st_mtime for path in made_of)


def secret_key(path: Path) -> str:
    """A key of this machine's own, the same on every start, so that nobody is signed out."""
    if not path.exists():
        write_whole(path, secrets.token_urlsafe(64), mode=0o600)
    return path.read_text()


def main() -> int:
    stop_asked = StopAsked()
    stop_asked.listen()
    terminal = Terminal()
    terminal.say("The Cyber Capability Portal, a demonstration on this machine. Ctrl-C stops it.")
    var_dir = Path(os.environ.get("VAR_DIR") or ROOT / "var").resolve()
    try:
        port = chosen_port()
        with Keeper(var_dir, say=terminal.say, stop_asked=stop_asked) as keeper:
            attempt(keeper, terminal, port, stop_asked)
    except CannotStart as reason:
        terminal.say(str(reason))
        return 1
    terminal.say(f"Stopped. The data stays in {var_dir}")
    return 0


def attempt(keeper: Keeper, terminal: Terminal, port: int, stop_asked: StopAsked) -> None:
    """Run, and say that the end comes whatever the reason."""
    try:
        run(keeper, terminal, port)
    except Stopped:
        pass
    finally:
        terminal.say(f"Stopping{stop_asked.reason}")


if __name__ == "__main__":
    sys.exit(main())

"""Keep a handful of programs running: start them, start again what dies, stop them all.

Imports no Django, for it runs before there is a database. One `Keeper` owns a folder: the lock in
it tells whether another keeper is alive, the list in it what a killed one has left behind.
"""

import fcntl
import json
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import psutil

ROOT = Path(__file__).resolve().parent.parent
GRACE = 10.0  # seconds a program has to end by itself once asked to
STEADY = 5.0  # seconds after which a start counts as a success
LONGEST_PAUSE = 15.0  # seconds before a program that keeps dying is started again
BIGGEST_LOG = 5_000_000  # bytes
STOPPING = " (stopping)"

Say = Callable[[str], None]  # where lines for the person at the terminal go


def keep_quiet(line: str) -> None:
    """Say nothing."""


class CannotStart(RuntimeError):
    """Something the portal needs did not start; the message says what, and what to do."""


class AlreadyRunning(CannotStart):
    """Another live process owns the folder."""


class Stopped(Exception):
    """Somebody asked for the end while something was still starting."""


@dataclass(frozen=True, slots=True)
class Program:
    """One long-lived command, and how it wants to be told to end."""

    name: str
    command: tuple[str, ...]
    stop_signal: signal.Signals = signal.SIGTERM
    user: str | None = None
    env: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Kept:
    """A program together with its present process."""

    program: Program
    process: subprocess.Popen[bytes]
    started: float
    failures: int = 0
    retry_at: float | None = None


class Keeper:
    """Owns the processes of one folder: `run/` holds its lock and list, `log/` what they print."""

    def __init__(
        self, folder: Path, *, say: Say = keep_quiet, stop_asked: threading.Event | None = None
    ) -> None:
        """Take the folder over, ending what a killed keeper left behind.

        Whatever waits here for a process gives up with Stopped once `stop_asked` is set.
        Raises AlreadyRunning where another keeper of this folder is alive.
        """
        self.stop_asked = stop_asked or threading.Event()
        self.folder = folder
        self.run = folder / "run"
        self.log = folder / "log"
        self._say = say
        self._kept: list[Kept] = []
        self._errands: list[Kept] = []
        self._turn = threading.Lock()
        self._closing = threading.Event()
        make_folders(self.run, self.log)
        self._lock_file = lock(self.run / "lock")
        end_orphans(self.run / "processes.json", say)
        self._watcher = threading.Thread(target=self._watch, name="keeper", daemon=True)
        self._watcher.start()

    def __enter__(self) -> "Keeper":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self, program: Program) -> None:
        """Start a program and keep it running until `stop`."""
        log = self.log / f"{program.name}.log"
        if log.exists() and log.stat().st_size > BIGGEST_LOG:
            log.replace(log.with_suffix(".log.1"))
        with self._turn:
            self._kept.append(Kept(program, self._launch(program), time.monotonic()))
            self._write_list()

    @contextmanager
    def errand(self, program: Program) -> Iterator[subprocess.Popen[bytes]]:
        """A process that ends by itself, or at the latest with this context; its log is its own."""
        (self.log / f"{program.name}.log").unlink(missing_ok=True)
        with self._turn:
            errand = Kept(program, self._launch(program), time.monotonic())
            self._errands.append(errand)
            self._write_list()
        try:
            yield errand.process
        finally:
            end(errand.process)
            with self._turn:
                self._errands.remove(errand)
                self._write_list()

    def pid(self, name: str) -> int:
        """The number of the present process of a program."""
        return self._find(name).process.pid

    def failures(self, name: str) -> int:
        """How many times in a row a program has died soon after its start."""
        return self._find(name).failures

    def _find(self, name: str) -> Kept:
        return next(kept for kept in self._kept if kept.program.name == name)

    def stop(self) -> None:
        """End every program, last started first, and give the folder back."""
        self._lock_file.write(STOPPING)
        self._lock_file.flush()
        self._closing.set()
        self._watcher.join()
        with self._turn:
            while self._kept:
                kept = self._kept.pop()
                end(kept.process, kept.program.stop_signal)
                self._write_list()
        self._lock_file.close()

    def _launch(self, program: Program) -> subprocess.Popen[bytes]:
        identity: dict[str, Any] = {}
        if program.user:
            identity = {"user": program.user, "group": program.user, "extra_groups": []}
        with (self.log / f"{program.name}.log").open("ab") as log:
            # A session of its own: Ctrl-C reaches us alone, and we end them in order.
            return subprocess.Popen(
                program.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=None if program.user else ROOT,
                env={**os.environ, **program.env},
                start_new_session=True,
                **identity,
            )

    def _write_list(self) -> None:
        rows = [
            {
                "name": kept.program.name,
                "pid": kept.process.pid,
                "command": list(kept.program.command),
                "stop_signal": int(kept.program.stop_signal),
            }
            for kept in self._kept + self._errands
        ]
        write_whole(self.run / "processes.json", json.dumps(rows, indent=1))

    def _watch(self) -> None:
        while not self._closing.wait(0.2):
            with self._turn:
                for kept in self._kept:
                    self._look_after(kept)

    def _look_after(self, kept: Kept) -> None:
        now = time.monotonic()
        if kept.retry_at is None:
            if kept.process.poll() is None:
                if now - kept.started > STEADY:
                    kept.failures = 0
                return
            self._note_death(kept, now)
        if kept.retry_at is not None and now >= kept.retry_at:
            kept.process, kept.started, kept.retry_at = self._launch(kept.program), now, None
            self._write_list()

    def _note_death(self, kept: Kept, now: float) -> None:
        """Sweep up what the dead process has left, and say when it starts again."""
        kill_group(kept.process.pid)
        quick = now - kept.started < STEADY
        kept.failures = kept.failures + 1 if quick else 0
        kept.retry_at = now + pause_after(kept.failures)
        how = ending(kept.process.returncode)
        self._say(f"{kept.program.name} ended ({how}); starting it again")


def pause_after(failures: int) -> float:
    """Seconds before the next start, after so many in a row that died soon."""
    return min(0.5 * 2**failures, LONGEST_PAUSE) if failures else 0.0


def make_folders(*folders: Path) -> None:
    """Make the folders, or say plainly why they can't be made."""
    for folder in folders:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CannotStart(
                f"The folder {folder} can't be made ({error.strerror}). Run as the user who owns "
                "it, remove it, or set VAR_DIR to a folder you may write to."
            ) from error


def lock(path: Path) -> IO[str]:
    """Hold `path` until the file returned is closed or this process ends, however it ends."""
    try:
        file = path.open("a+")
    except OSError as error:
        raise CannotStart(
            f"{path} can't be written ({error.strerror}). Run as its owner, or remove it."
        ) from error
    since = time.monotonic()
    while not try_lock(file):
        file.seek(0)
        owner = file.read()
        if time.monotonic() - since > (3 * GRACE if STOPPING in owner else 1):
            file.close()
            raise AlreadyRunning(
                f"The portal already runs from {path.parent.parent} (process {owner}). Stop that "
                f"one with Ctrl-C or `kill {owner}`, or set VAR_DIR to another folder."
            )
        time.sleep(0.1)
    file.truncate(0)
    file.write(str(os.getpid()))
    file.flush()
    return file


def try_lock(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def end_orphans(path: Path, say: Say) -> None:
    """End what a killed keeper listed in `path`, and nothing that merely has one of its numbers."""
    for row in reversed(read_list(path)):  # the last started leans on the first
        orphans = members(row["pid"], row["command"])
        if not orphans:
            continue
        say(f"ending {row['name']} (process {row['pid']}), left by a start that was killed")
        for orphan in orphans:
            with suppress(psutil.NoSuchProcess):
                leads = orphan.pid == row["pid"]
                orphan.send_signal(row["stop_signal"] if leads else signal.SIGTERM)
        _, stubborn = psutil.wait_procs(orphans, timeout=GRACE)
        for orphan in stubborn:
            with suppress(psutil.NoSuchProcess):
                orphan.kill()
        psutil.wait_procs(stubborn, timeout=GRACE)
    path.unlink(missing_ok=True)


def read_list(path: Path) -> list[dict[str, Any]]:
    """The processes noted in `path`; none where the file is absent or was cut short."""
    try:
        rows: list[dict[str, Any]] = json.loads(path.read_text())
    except (FileNotFoundError, ValueError):
        return []
    return rows


def members(group: int, command: list[str]) -> list[psutil.Process]:
    """The live processes of process group `group` whose command line is `command`.

    A number may have been given to someone else since; the same number with the same command line
    in the same group has not.
    """
    found = []
    for process in psutil.process_iter():
        with suppress(psutil.Error, ProcessLookupError):
            if os.getpgid(process.pid) == group and process.cmdline() == command:
                found.append(process)
    return found


def end(process: subprocess.Popen[bytes], stop_signal: signal.Signals = signal.SIGTERM) -> None:
    """Ask a process to end, wait, and make sure that nothing of its group stays."""
    if process.poll() is None:
        process.send_signal(stop_signal)
        with suppress(subprocess.TimeoutExpired):
            process.wait(GRACE)
    kill_group(process.pid)
    process.wait()


def kill_group(group: int) -> None:
    """Kill what is left of a process group."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)


def ending(code: int | None) -> str:
    """How a process ended, in words."""
    if code is not None and code < 0:
        return f"by {signal.Signals(-code).name}"
    return f"exit code {code}"


def write_whole(path: Path, text: str, *, mode: int = 0o644) -> None:
    """Write so that a reader, or a kill, never meets half a file."""
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    draft.touch(mode)
    draft.write_text(text)
    draft.replace(path)

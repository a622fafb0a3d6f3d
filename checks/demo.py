"""`make demo` as a stranger lives it: it gets ready, survives kills, and leaves nothing behind.

    python -m checks.demo FOLDER

Uses the embedded servers, with their data in FOLDER, and a free port. Takes about a minute.
"""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from http.client import HTTPConnection
from pathlib import Path

import psutil

from portal.embedded import free_port
from portal.processes import ROOT, read_list

READY_LIMIT = 480.0  # seconds, on a busy machine
PAGES = ("/", "/health", "/api/v1/schema")


class Failed(Exception):
    """The demonstration did not do what it promises."""


def main(folder: Path) -> None:
    port = free_port()
    first = start(folder, port)
    until(first, "Running")
    kill_worker(folder, "in the middle of a run")
    until(first, " ready at ")
    everyone = processes(folder)
    for page in PAGES:
        expect(fetch(port, page) == 200, f"{page} answers with 200")

    second = start(folder, port)
    expect(second.wait(60) != 0 and "already runs" in output(second), "two live starts are refused")

    first.kill()
    psutil.Process(pid_of_lock(folder)).kill()
    third = start(folder, port)
    until(third, " ready at ")
    expect(not any(psutil.pid_exists(orphan) for orphan in everyone), "no orphan is left")
    expect(fetch(port, "/") == 200, "the second start serves the site")

    everyone = processes(folder)
    os.killpg(third.pid, signal.SIGINT)  # what Ctrl-C does
    third.wait(60)
    wait(lambda: not any(psutil.pid_exists(p) for p in everyone), "Ctrl-C ends every process")


def start(folder: Path, port: int) -> subprocess.Popen[str]:
    env = {**os.environ, "PORT": str(port), "VAR_DIR": str(folder)}
    for name in ("DATABASE_URL", "REDIS_URL", "MAKELEVEL", "MAKEFLAGS"):
        env.pop(name, None)
    return subprocess.Popen(
        ["make", "demo"],
        cwd=ROOT,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def until(demo: subprocess.Popen[str], word: str) -> None:
    """Pass on what it prints, up to the first line with this word."""
    overdue = threading.Timer(READY_LIMIT, demo.terminate)
    overdue.start()
    assert demo.stdout
    for line in demo.stdout:
        print(f"    {line}", end="")
        if word in line:
            return overdue.cancel()
    raise Failed(f"make demo says “{word.strip()}” within {READY_LIMIT:.0f} seconds")


def kill_worker(folder: Path, when: str) -> None:
    """Kill the worker and its children, and see it come back."""
    before = pid(folder, "worker")
    os.killpg(before, signal.SIGKILL)
    wait(lambda: pid(folder, "worker") != before, f"a worker killed {when} is started again")


def output(demo: subprocess.Popen[str]) -> str:
    assert demo.stdout
    return str(demo.stdout.read())


def rows(folder: Path) -> dict[str, int]:
    listed = read_list(folder / "run" / "processes.json")
    return {row["name"]: row["pid"] for row in listed}


def pid(folder: Path, name: str) -> int:
    return rows(folder)[name]


def pid_of_lock(folder: Path) -> int:
    return int((folder / "run" / "lock").read_text())


def processes(folder: Path) -> set[int]:
    """Every process of the demonstration, with the children of each."""
    children = psutil.Process(pid_of_lock(folder)).children(recursive=True)
    return {pid_of_lock(folder), *(child.pid for child in children)}


def fetch(port: int, path: str) -> int:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    finally:
        connection.close()


def wait(true: Callable[[], bool], what: str, seconds: float = 20) -> None:
    until = time.monotonic() + seconds
    while not true():
        if time.monotonic() > until:
            raise Failed(what)
        time.sleep(0.1)
    print(f"  {what}")


def expect(true: bool, what: str) -> None:
    if not true:
        raise Failed(what)
    print(f"  {what}")


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]).resolve())
    except Failed as promise:
        sys.exit(f"Not so: {promise}")

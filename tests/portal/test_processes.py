"""What runs is kept running, what a killed start left is ended, and nobody else is touched."""

import json
import os
import signal
import subprocess
import sys
import time

import psutil
import pytest

from portal import processes
from portal.processes import AlreadyRunning, Keeper, Program

SLEEPER = Program("sleeper", (sys.executable, "-c", "import time; time.sleep(600)"))
CRASHER = Program("crasher", (sys.executable, "-c", "raise SystemExit(3)"))


def wait_until(true, seconds=30.0):
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.02)


def killed_start(folder, program):
    """A keeper in a process of its own that is killed as soon as its program runs."""
    code = (
        "import pathlib, time; from portal.processes import *; "
        f"keeper = Keeper(pathlib.Path({str(folder)!r})); "
        f"keeper.start(Program({program.name!r}, {program.command!r})); "
        "print('started', flush=True); time.sleep(600)"
    )
    first = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert first.stdout.readline() == "started\n"
    first.kill()
    first.wait()
    first.stdout.close()
    return json.loads((folder / "run" / "processes.json").read_text())[0]["pid"]


def test_a_killed_program_is_started_again_and_somebody_is_told(tmp_path):
    told = []
    with Keeper(tmp_path, say=told.append) as keeper:
        keeper.start(SLEEPER)
        before = keeper.pid("sleeper")

        os.kill(before, signal.SIGKILL)

        wait_until(lambda: keeper.pid("sleeper") != before)
        assert psutil.Process(keeper.pid("sleeper")).is_running()
    assert told == ["sleeper ended (by SIGKILL); starting it again"]


def test_a_program_that_keeps_dying_is_noticed(tmp_path):
    with Keeper(tmp_path) as keeper:
        keeper.start(CRASHER)
        wait_until(lambda: keeper.failures("crasher") >= 2)


def test_a_program_that_keeps_dying_is_started_ever_more_slowly():
    pauses = [processes.pause_after(failures) for failures in range(8)]

    assert pauses[:4] == [0, 1, 2, 4], "at once after a long life, then doubling"
    assert pauses == sorted(pauses)
    assert max(pauses) == processes.LONGEST_PAUSE


def test_stopping_leaves_no_process_not_even_a_grandchild(tmp_path):
    parent = Program("parent", ("/bin/sh", "-c", "sleep 600 & sleep 600"))
    with Keeper(tmp_path) as keeper:
        keeper.start(parent)
        family = psutil.Process(keeper.pid("parent"))
        wait_until(lambda: len(family.children()) == 2)
        everyone = [family, *family.children()]
    _, alive = psutil.wait_procs(everyone, timeout=5)
    assert not alive


def test_a_second_start_ends_what_a_killed_one_left(tmp_path):
    orphan = killed_start(tmp_path, SLEEPER)
    assert psutil.pid_exists(orphan)

    with Keeper(tmp_path):
        wait_until(lambda: not psutil.pid_exists(orphan))


def test_an_innocent_process_with_a_recycled_number_is_spared(tmp_path):
    innocent = subprocess.Popen(["sleep", "600"], start_new_session=True)
    (tmp_path / "run").mkdir()
    row = {"name": "worker", "pid": innocent.pid, "command": ["celery"], "stop_signal": 15}
    (tmp_path / "run" / "processes.json").write_text(json.dumps([row]))
    try:
        with Keeper(tmp_path):
            assert innocent.poll() is None
    finally:
        processes.end(innocent)


@pytest.mark.parametrize("text", ["", "[{"])
def test_a_list_of_processes_that_was_cut_short_stops_nobody(tmp_path, text):
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "processes.json").write_text(text)

    with Keeper(tmp_path) as keeper:
        keeper.start(SLEEPER)


def test_two_live_starts_in_one_folder_are_refused_by_name(tmp_path):
    with Keeper(tmp_path), pytest.raises(AlreadyRunning, match=f"process {os.getpid()}"):
        Keeper(tmp_path)


def test_a_folder_is_free_again_after_stopping(tmp_path):
    with Keeper(tmp_path):
        pass
    with Keeper(tmp_path) as keeper:
        assert keeper.folder == tmp_path


def test_a_folder_that_cannot_be_made_is_named_with_a_remedy(tmp_path):
    (tmp_path / "file").write_text("")

    with pytest.raises(processes.CannotStart, match="VAR_DIR"):
        Keeper(tmp_path / "file" / "var")


def test_an_errand_ends_with_its_context_at_the_latest(tmp_path):
    with Keeper(tmp_path) as keeper:
        with keeper.errand(SLEEPER) as process:
            assert process.poll() is None
        assert process.poll() is not None
        assert json.loads((tmp_path / "run" / "processes.json").read_text()) == []

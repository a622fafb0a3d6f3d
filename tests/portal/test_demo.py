"""What `make demo` says when it can't go on: what is wrong and what to do, never a traceback."""

import os
import socket
import subprocess
import sys

import pytest

from portal import demo
from portal.embedded import check_database, check_queue, free_port, without_traces
from portal.processes import ROOT, CannotStart, Keeper


@pytest.fixture
def taken_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def run_demo(tmp_path, **env):
    return subprocess.run(
        [sys.executable, "-m", "portal.demo"],
        cwd=ROOT,
        check=False,
        env={**os.environ, "VAR_DIR": str(tmp_path / "var"), **env},
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_a_busy_port_is_named_with_the_way_out(tmp_path, taken_port):
    ended = run_demo(tmp_path, PORT=str(taken_port))

    assert ended.returncode == 1
    assert f"Port {taken_port} can't be used" in ended.stdout
    assert "make demo PORT=" in ended.stdout
    assert "Traceback" not in ended.stdout + ended.stderr


@pytest.mark.parametrize("text", ["80a", "0", "65536", "-1", "８０８０"])
def test_a_port_that_is_none_is_refused_by_name(monkeypatch, text):
    monkeypatch.setenv("PORT", text)

    with pytest.raises(CannotStart, match=f"PORT={text}"):
        demo.chosen_port()


def test_the_port_is_8000_unless_told_otherwise(monkeypatch):
    monkeypatch.setenv("PORT", "")

    assert demo.chosen_port() == 8000


@pytest.mark.parametrize(
    ("check", "url", "name"),
    [
        (check_database, "postgres://someone:hidden@127.0.0.1:1/portal", "DATABASE_URL"),
        (check_database, "postgres://[", "DATABASE_URL"),
        (check_queue, "redis://:hidden@127.0.0.1:1/0", "REDIS_URL"),
        (check_queue, "amqp://127.0.0.1", "REDIS_URL"),
    ],
)
def test_a_named_server_that_does_not_answer_is_named_with_the_way_out(check, url, name):
    with pytest.raises(CannotStart, match=f"{name} names can't be used") as refusal:
        check(url)

    assert "correct the URL" in str(refusal.value)
    assert "hidden" not in str(refusal.value)


def test_a_server_that_cannot_be_used_ends_the_start_without_a_traceback(tmp_path):
    urls = {"DATABASE_URL": "postgres://127.0.0.1:1/portal", "REDIS_URL": "redis://127.0.0.1:1"}

    ended = run_demo(tmp_path, PORT=str(free_port()), **urls)

    assert ended.returncode == 1
    assert "DATABASE_URL names can't be used" in ended.stdout
    assert "Traceback" not in ended.stdout + ended.stderr


def test_a_step_that_fails_says_what_failed_and_what_to_do(tmp_path):
    terminal, step = demo.Terminal(), demo.Step("Reference data", ("load_nothing",), "Mend it.")
    with Keeper(tmp_path) as keeper, pytest.raises(CannotStart) as failure:
        demo.take(step, keeper, terminal)

    said = str(failure.value)
    assert "“Reference data” failed (manage.py load_nothing)" in said
    assert "Unknown command: 'load_nothing'" in said
    assert str(tmp_path / "log" / "load_nothing.log") in said
    assert said.endswith("Mend it.")


def test_of_a_traceback_only_the_exception_is_shown():
    log = """\
Loading countries.csv
Traceback (most recent call last):
  File "a.py", line 1, in <module>
    connect()
KeyError: 'x'

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "b.py", line 2, in <module>
    run()
OperationalError: connection refused
\tIs the server running?
Done"""

    assert without_traces(log.splitlines()) == [
        "Loading countries.csv",
        "KeyError: 'x'",
        "OperationalError: connection refused",
        "\tIs the server running?",
        "Done",
    ]


def test_static_files_are_built_again_only_when_something_changed(tmp_path):
    assert not demo.static_is_current(tmp_path)
    manifest = tmp_path / "staticfiles.json"
    manifest.write_text("{}")
    assert demo.static_is_current(tmp_path)

    os.utime(manifest, (0, 0))
    assert not demo.static_is_current(tmp_path)


def test_the_key_of_a_machine_stays_and_is_its_own(tmp_path):
    key = demo.secret_key(tmp_path / "one")

    assert demo.secret_key(tmp_path / "one") == key
    assert demo.secret_key(tmp_path / "two") != key
    assert (tmp_path / "one").stat().st_mode & 0o777 == 0o600

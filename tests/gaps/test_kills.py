"""A process that is killed in the middle of a run changes no result and holds nobody up."""

import os
import signal
import time

import pytest
from django.db import connection

from gaps import actions, analysis, shards
from gaps.models import Finding, Run, Shard
from portal.access import Audience
from tests.gaps.test_shell import everything_once

pytestmark = pytest.mark.django_db(transaction=True)


def dying(work):
    """Fork a process that works until it is about to keep a shard, and kill it there."""
    told, tell = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            connection.connection = None  # the parent's; psycopg leaves it alone in a child
            shards._keep = lambda *_found: (os.write(tell, b"."), time.sleep(60))
            work()
        finally:
            os._exit(1)
    os.close(tell)
    reached = os.read(told, 1)
    os.close(told)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    assert reached == b".", "It ended before it had anything to keep."


@pytest.fixture
def whole():
    everything_once()
    run = actions.create_run(audience=Audience.CLEAR)
    analysis.execute(run.pk)
    run.refresh_from_db()
    return run


@pytest.fixture
def run(whole):
    Finding.objects.all().delete()
    return actions.create_run(audience=Audience.CLEAR, options={"shards": 3})


def test_a_run_whose_leader_is_killed_is_done_by_the_next(whole, run):
    dying(lambda: analysis.execute(run.pk))
    assert Run.objects.get(pk=run.pk).status == Run.Status.RUNNING

    assert analysis.execute(run.pk)

    run.refresh_from_db()
    assert (run.status, run.attempts) == (Run.Status.DONE, 2)
    assert run.fingerprint == whole.fingerprint
    assert not Shard.objects.filter(run=run, done=False).exists()


def test_a_shard_whose_helper_is_killed_is_done_by_the_leader(whole, run):
    analysis.execute(run.pk, lambda run_pk, _count: dying(lambda: shards.help_with(run_pk)))

    run.refresh_from_db()
    assert (run.status, run.attempts) == (Run.Status.DONE, 1)
    assert run.fingerprint == whole.fingerprint
    assert Finding.objects.of_run(run).count() == run.findings_changed > 0

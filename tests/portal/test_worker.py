"""The worker that other tests lean on is a real one, on this test's own database and queue."""

import pytest

from portal.celery import app

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_worker_hears_what_this_process_sends(celery_worker_process):
    assert len(app.control.ping(timeout=5)) == 1


def test_a_killed_worker_comes_back(celery_worker_process):
    before = celery_worker_process.pid

    celery_worker_process.kill()
    celery_worker_process.wait_until_ready()

    assert celery_worker_process.pid != before
    assert len(app.control.ping(timeout=5)) == 1

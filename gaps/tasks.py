"""Doorbells for Celery: ids in, one call each; safe to ring twice."""

import logging

from celery import shared_task
from celery.exceptions import OperationalError as QueueUnreachable
from django.db import OperationalError

from gaps import analysis

logger = logging.getLogger(__name__)


@shared_task(autoretry_for=[OperationalError], retry_backoff=True, max_retries=3)  # type: ignore[untyped-decorator]
def analyse(run_pk: int) -> None:
    analysis.execute(run_pk)


@shared_task  # type: ignore[untyped-decorator]
def requeue_stuck_runs() -> None:
    for run_pk in analysis.stuck():
        analyse.delay(run_pk)


def ring(run_pk: int) -> None:
    """Ask a worker for a run. With the queue down it waits for `requeue_stuck_runs`."""
    try:
        analyse.delay(run_pk)
    except QueueUnreachable:
        logger.warning("The queue cannot be reached; run %s waits.", run_pk)

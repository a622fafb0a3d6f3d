"""Doorbells for Celery: ids in, one call each; safe to ring twice."""

from typing import Any

from celery import shared_task
from django.db import OperationalError

from portal import outbox

# For a task that is tried again while the database is away.
AGAIN: dict[str, Any] = {
    "autoretry_for": [OperationalError],
    "retry_backoff": True,
    "max_retries": 3,
}


@shared_task  # type: ignore[untyped-decorator]
def deliver(pk: int) -> None:
    outbox.deliver(pk)


@shared_task  # type: ignore[untyped-decorator]
def sweep() -> None:
    outbox.sweep()


@shared_task  # type: ignore[untyped-decorator]
def tidy() -> None:
    outbox.tidy()

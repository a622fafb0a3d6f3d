"""Doorbells for Celery: ids in, one call each; safe to ring twice."""

from celery import shared_task

from portal import outbox


@shared_task  # type: ignore[untyped-decorator]
def deliver(pk: int) -> None:
    outbox.deliver(pk)


@shared_task  # type: ignore[untyped-decorator]
def sweep() -> None:
    outbox.sweep()


@shared_task  # type: ignore[untyped-decorator]
def tidy() -> None:
    outbox.tidy()

"""Doorbells for Celery: one call each; safe to ring twice."""

from celery import shared_task

from capabilities import desks


@shared_task  # type: ignore[untyped-decorator]
def escalate() -> None:
    """Hand on needs whose desk has had its time."""
    desks.escalate()

"""Doorbells for Celery: one call each; safe to ring twice."""

import logging

from celery import shared_task
from celery.exceptions import OperationalError as QueueUnreachable
from django.utils import timezone

from capabilities import desks, digests, exposure, folding, impressions, vault
from capabilities.bulk import checking
from capabilities.duplicates import finding
from capabilities.entries import freshness
from capabilities.suggestions import acts as suggesting
from portal.tasks import AGAIN

logger = logging.getLogger(__name__)


@shared_task  # type: ignore[untyped-decorator]
def escalate() -> None:
    """Hand on needs whose desk has had its time."""
    desks.escalate()


@shared_task  # type: ignore[untyped-decorator]
def remind_of_entries() -> None:
    """Write to those who keep offers before the confirmations of these lapse."""
    freshness.remind(today=timezone.localdate())


@shared_task(**AGAIN)  # type: ignore[untyped-decorator]
def check_upload(upload_pk: int) -> None:
    checking.check(upload_pk)


@shared_task  # type: ignore[untyped-decorator]
def requeue_stuck_uploads() -> None:
    for upload_pk in checking.stuck():
        check_upload.delay(upload_pk)


@shared_task  # type: ignore[untyped-decorator]
def tidy_uploads() -> None:
    checking.tidy()


def ring_for_upload(upload_pk: int) -> None:
    """Ask a worker for a check. With the queue down it waits for the sweeper."""
    try:
        check_upload.apply_async([upload_pk], retry_policy={"max_retries": 1, "interval_start": 0})
    except QueueUnreachable:
        logger.warning("The queue cannot be reached; upload %s waits.", upload_pk)


@shared_task  # type: ignore[untyped-decorator]
def fold_search() -> None:
    """Take changed resources into the bits that filters are counted by."""
    folding.fold()


@shared_task  # type: ignore[untyped-decorator]
def renew_search() -> None:
    """Count countries by the groups that they belong to today."""
    folding.renew()


@shared_task  # type: ignore[untyped-decorator]
def sweep_attachments() -> None:
    """Take away files that no record names."""
    vault.sweep()


@shared_task  # type: ignore[untyped-decorator]
def tidy_exposure() -> None:
    """Forget what was looked at long ago."""
    exposure.tidy()


@shared_task  # type: ignore[untyped-decorator]
def tidy_suggestions() -> None:
    """Forget addresses that have waited too long, and spam."""
    suggesting.tidy()


@shared_task  # type: ignore[untyped-decorator]
def find_duplicates() -> None:
    """Look for records that may be one and the same."""
    finding.find()


def ring_for_duplicates() -> bool:
    """Ask a worker to look for duplicates now; False where the queue is down."""
    try:
        find_duplicates.apply_async(retry_policy={"max_retries": 1, "interval_start": 0})
    except QueueUnreachable:
        logger.warning("The queue cannot be reached; duplicates are looked for at night.")
        return False
    return True


@shared_task  # type: ignore[untyped-decorator]
def promise_digests() -> None:
    """Promise letters about what is new to saved searches, to everybody whose time has come."""
    digests.promise_due(timezone.now())


@shared_task  # type: ignore[untyped-decorator]
def take_in_impressions() -> None:
    """Keep what searches have shown since."""
    impressions.take_in()

"""Doorbells for Celery: ids in, one call each; safe to ring twice."""

import logging
from typing import Any

from celery import shared_task
from celery.exceptions import OperationalError as QueueUnreachable
from django.utils import timezone

from gaps import analysis, changes, outlook, shards, studies, usable
from gaps.reports import files
from portal.tasks import AGAIN

logger = logging.getLogger(__name__)


@shared_task  # type: ignore[untyped-decorator]
def renew_standings() -> None:
    """Work out anew how widely providers are known, for each audience."""
    usable.renew_standings(timezone.localdate())


@shared_task(**AGAIN)  # type: ignore[untyped-decorator]
def analyse(run_pk: int) -> None:
    analysis.execute(run_pk, call_help=ring_for_help)
    for waiting in analysis.next_in_turn():
        ring(waiting)
    ring_for_outlooks()


@shared_task(**AGAIN)  # type: ignore[untyped-decorator]
def work_out(run_pk: int) -> None:
    outlook.work_out(run_pk)


@shared_task(**AGAIN)  # type: ignore[untyped-decorator]
def help_with_run(run_pk: int) -> None:
    shards.help_with(run_pk)


@shared_task(**AGAIN)  # type: ignore[untyped-decorator]
def answer_study(study_pk: int) -> None:
    studies.answer(study_pk)


@shared_task(**AGAIN)  # type: ignore[untyped-decorator]
def make_report_files(report_pk: int) -> None:
    files.make_all(report_pk)


@shared_task  # type: ignore[untyped-decorator]
def requeue_stuck_runs() -> None:
    for run_pk in analysis.stuck():
        analyse.delay(run_pk)
    for study_pk in studies.stuck():
        answer_study.delay(study_pk)
    ring_for_outlooks()


@shared_task  # type: ignore[untyped-decorator]
def notice_changes() -> None:
    """Every second: start incremental runs of what has changed and settled."""
    for run_pk in changes.runs_to_start():
        ring(run_pk)


@shared_task  # type: ignore[untyped-decorator]
def nightly() -> None:
    """Check what is stored against a full run, then make a full run as of the new day."""
    for run_pk in changes.nightly_runs():
        ring(run_pk)


def ring(run_pk: int) -> None:
    """Ask a worker for a run. With the queue down it waits for `requeue_stuck_runs`."""
    _send(analyse, run_pk)


def ring_for_study(study_pk: int) -> None:
    _send(answer_study, study_pk)


def ring_for_report_files(report_pk: int) -> None:
    """Ask a worker for the files of a published report. Without one, whoever asks first waits."""
    _send(make_report_files, report_pk)


def ring_for_help(run_pk: int, helpers: int) -> None:
    for _helper in range(helpers):
        _send(help_with_run, run_pk)


def ring_for_outlooks() -> None:
    """Ask a worker for what follows from the latest full runs; it looks whether that is done."""
    for run_pk in outlook.missing():
        _send(work_out, run_pk)


def _send(task: Any, pk: int) -> None:
    try:
        task.delay(pk)
    except QueueUnreachable:
        logger.warning("The queue cannot be reached; %s %s waits.", task.name, pk)

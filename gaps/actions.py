"""What people can do on this floor: one function each, the permission asked inside."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from gaps import tasks
from gaps.models import Run
from portal.access import Audience, Permission, require
from portal.models import User


@transaction.atomic
def start_run(
    *,
    audience: Audience,
    by: User,
    as_of: date | None = None,
    options: dict[str, Any] | None = None,
) -> Run:
    """Ask for a run over what this audience may see, as of today unless said otherwise."""
    require(by, Permission.RUN_ANALYSIS)
    return queue_run(audience=audience, as_of=as_of, options=options, requested_by=by)


@transaction.atomic
def queue_run(
    *,
    audience: Audience,
    as_of: date | None = None,
    options: dict[str, Any] | None = None,
    requested_by: User | None = None,
) -> Run:
    """Queue a run; without a person, because the portal itself asks (schedule, command line)."""
    run = create_run(audience=audience, as_of=as_of, options=options, requested_by=requested_by)
    transaction.on_commit(lambda: tasks.ring(run.pk))
    return run


@transaction.atomic
def check_run(*, run: Run, by: User) -> Run:
    """Ask for this run to be made again from the records it read, and its whole proof checked."""
    require(by, Permission.RUN_ANALYSIS)
    check = create_run(
        audience=Audience(run.audience),
        as_of=run.as_of,
        options=run.options,
        requested_by=by,
        kind=Run.Kind.CHECK,
        checks=run,
    )
    transaction.on_commit(lambda: tasks.ring(check.pk))
    return check


def create_run(
    *,
    audience: Audience,
    as_of: date | None = None,
    options: dict[str, Any] | None = None,
    requested_by: User | None = None,
    kind: Run.Kind = Run.Kind.FULL,
    checks: Run | None = None,
) -> Run:
    """A run that waits to be executed."""
    run: Run = Run.objects.create(
        audience=audience,
        as_of=as_of or timezone.localdate(),
        options=options or {},
        requested_by=requested_by,
        kind=kind,
        checks=checks,
    )
    return run

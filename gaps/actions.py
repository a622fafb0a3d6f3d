"""What people can do on this floor: one function each, the permission asked inside."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gaps import naming, scenarios, snapshot, tasks
from gaps.models import Run, Study
from gaps.scenarios import Changes
from portal import audit, walls
from portal.access import Audience, Permission, Reader, require
from portal.models import User
from portal.trail import Kind


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
    _require_repeatable(run)
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


def export_case(*, run: Run, by: Reader) -> dict[str, Any]:
    """The exact case that a run read, for a reviewer who wants to check it from outside."""
    require(by, Permission.RUN_ANALYSIS)
    _require_repeatable(run)
    with walls.lifted():  # whole or not at all
        case = snapshot.case_of(run)
    if naming.restricted(case, by):
        raise StudyRefused(
            _("Records of this run have been restricted since. It can only be checked in here.")
        )
    audit.note(Kind.EXPORT, by=by, about=run)
    return case


# ------------------------------------------------------------------ studies


class StudyRefused(Exception):
    """Something that cannot be had of a run; the text says why."""


@transaction.atomic
def compare_runs(*, earlier: Run, later: Run, by: User) -> Study:
    """What changed between two runs of one audience; worked out once, for whoever asks."""
    require(by, Permission.STUDY)
    if earlier.audience != later.audience:
        raise StudyRefused(_("Only runs for the same readers can be compared."))
    if earlier.pk == later.pk:
        raise StudyRefused(_("Choose two different runs."))
    earlier, later = sorted((earlier, later), key=lambda run: (run.as_of, run.pk))
    _require_repeatable(earlier, later)
    study, made = Study.objects.visible_to(by).get_or_create(
        kind=Study.Kind.COMPARISON, earlier=earlier, run=later, defaults=_asked_now(by)
    )
    return _asked(study, again=not made)


@transaction.atomic
def plan_next_steps(*, run: Run, number: int, by: User) -> Study:
    """What to add or relax next for the most gap closed; worked out once, for whoever asks."""
    require(by, Permission.STUDY)
    _require_repeatable(run)
    study, made = Study.objects.visible_to(by).get_or_create(
        kind=Study.Kind.PLAN, run=run, number=number, defaults=_asked_now(by)
    )
    return _asked(study, again=not made)


@transaction.atomic
def draft_scenario(*, run: Run, name: str, by: User, changes: Changes | None = None) -> Study:
    """Begin a what-if scenario over the records that a run read."""
    require(by, Permission.STUDY)
    _require_repeatable(run)
    if changes:
        scenarios.check(changes, run.as_of)
    study: Study = Study.objects.create(
        kind=Study.Kind.WHAT_IF,
        run=run,
        name=name,
        changes=changes or {},
        status=Study.Status.DRAFT,
        asked_by=by,
        organisation=by.organisation,
    )
    return study


@transaction.atomic
def edit_scenario(*, study: Study, changes: Changes, by: User) -> None:
    """Give a scenario other changes. What was worked out for the former ones is let go."""
    _require_own(study, by)
    scenarios.check(changes, study.run.as_of)
    Study.objects.filter(pk=study.pk).update(
        changes=changes, status=Study.Status.DRAFT, outcome=None, error="", finished=None
    )
    study.refresh_from_db()


@transaction.atomic
def ask_scenario(*, study: Study, by: User) -> None:
    """Have a scenario worked out."""
    _require_own(study, by)
    if not any(scenarios.entries(study.changes)):
        raise StudyRefused(_("Add at least one change first."))
    _asked(study, again=True)


@transaction.atomic
def delete_scenario(*, study: Study, by: User) -> None:
    _require_own(study, by)
    study.delete()


def _require_own(study: Study, by: User) -> None:
    require(by, Permission.STUDY)
    if study.kind != Study.Kind.WHAT_IF:
        raise StudyRefused(_("Only a what-if scenario can be changed."))


def _require_repeatable(*runs: Run) -> None:
    for run in runs:
        if not run.can_be_repeated:
            raise StudyRefused(_("The records that run %(run)s read were not kept.") % {"run": run})


def _asked_now(by: User) -> dict[str, Any]:
    return {"asked_by": by, "asked": timezone.now()}


def _asked(study: Study, *, again: bool) -> Study:
    """Ring for a study, unless it is being worked out or already is."""
    waits = (Study.Status.DRAFT, Study.Status.FAILED)
    if again and Study.objects.filter(pk=study.pk, status__in=waits).update(
        status=Study.Status.QUEUED, attempts=0, error="", finished=None, asked=timezone.now()
    ):
        study.refresh_from_db()
    if study.is_waiting:
        transaction.on_commit(lambda: tasks.ring_for_study(study.pk))
    return study

"""Answers to studies: the engine on the exact records that a run read, changed or not."""

import logging
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from gaps import snapshot
from gaps.engine import Case, CaseError, Columns, assess
from gaps.engine.compare import compare
from gaps.engine.interventions import interventions
from gaps.engine.scenario import Outcome, Totals, what_if
from gaps.models import Study
from portal.locks import sole

logger = logging.getLogger(__name__)

LOCK_STUDY = 0x4759
MAX_ATTEMPTS = 3
SILENCE = timedelta(seconds=15)


def answer(study_pk: int) -> bool:
    """Work a study out and keep its outcome; False where it is done or somebody is at it."""
    with sole(LOCK_STUDY, study_pk) as is_ours:
        study = Study.objects.unfinished().for_display().filter(pk=study_pk).first()
        if not is_ours or study is None:
            return False
        attempts = F("attempts") + 1
        Study.objects.filter(pk=study.pk).update(status=Study.Status.RUNNING, attempts=attempts)
        if study.attempts >= MAX_ATTEMPTS:
            _end(study, error=_("It stopped several times before its end. The log says why."))
            return True
        try:
            _end(study, outcome=ANSWERS[Study.Kind(study.kind)](study))
        except (CaseError, snapshot.CaseNotKept) as refusal:
            _end(study, error=str(refusal))
    return True


def _compare(study: Study) -> dict[str, Any]:
    runs = [run for run in (study.earlier, study.run) if run]
    old, new = (Case.from_json(snapshot.case_of(run)) for run in runs)
    before, after = assess(old), assess(new)
    turned = compare(old, new, before, after)
    return Outcome(Totals.of(before), Totals.of(after), tuple(turned)).to_json()


def _what_if(study: Study) -> dict[str, Any]:
    return what_if(snapshot.case_of(study.run), study.changes).to_json()


def _plan(study: Study) -> dict[str, Any]:
    columns = Columns.of(Case.from_json(snapshot.case_of(study.run)))
    return interventions(columns, study.number).to_json()


ANSWERS: Mapping[Study.Kind, Callable[[Study], dict[str, Any]]] = {
    Study.Kind.COMPARISON: _compare,
    Study.Kind.WHAT_IF: _what_if,
    Study.Kind.PLAN: _plan,
}


def _end(study: Study, *, outcome: dict[str, Any] | None = None, error: str = "") -> None:
    """Close a study that is still being worked out; whoever changed it meanwhile has the word."""
    if error:
        logger.warning("Study %s: %s", study.public_id, error)
    Study.objects.filter(pk=study.pk, status=Study.Status.RUNNING).update(
        status=Study.Status.FAILED if error else Study.Status.DONE,
        outcome=outcome,
        error=error,
        finished=timezone.now(),
    )


def stuck() -> list[int]:
    """Studies that wait though nobody works on them: their doorbell was lost, or a worker died."""
    waiting = Study.objects.unfinished().filter(asked__lt=timezone.now() - SILENCE)
    return [pk for pk in waiting.values_list("pk", flat=True) if _is_abandoned(pk)]


def _is_abandoned(study_pk: int) -> bool:
    with sole(LOCK_STUDY, study_pk) as was_free:
        return was_free

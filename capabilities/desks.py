"""Whose turn a submitted need is: from desk to desk, in turn or because a desk's time is up."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from capabilities import letters
from capabilities.models import Desk, Need, NeedMove, Submission
from capabilities.workflow import Status
from portal.models import User


def people(desk: Desk | None, need: Need) -> list[User]:
    """Who sits at a desk and may see this need."""
    if desk is None:
        return []
    return [person for person in desk.members() if may_see(person, need)]


def may_see(person: User, need: Need) -> bool:
    found: bool = Need.objects.visible_to(person).filter(pk=need.pk).exists()
    return found


def next_desk(need: Need, after: Desk | None = None) -> Desk | None:
    """The first desk above for the need's country at which somebody may see it; others are skipped.

    None after the last, and where nobody has been given a desk: then any reviewer may take it.
    """
    level = after.level if after else 0
    for desk in Desk.objects.covering(need.country).filter(level__gt=level):
        if people(desk, need):
            return desk
    return None


def time_up(need: Need, desk: Desk | None, *, at: datetime) -> datetime | None:
    """When a need that a desk gets now goes on: never, where no desk follows."""
    if desk is None or desk.days is None or next_desk(need, desk) is None:
        return None
    return at + timedelta(days=desk.days)


def hand_over(
    submission: Submission, desk: Desk, *, at: datetime, by: User | None, reason: str
) -> NeedMove | None:
    """Put a submitted need on another desk; None where it has moved on meanwhile."""
    need = submission.need
    still_there = Submission.objects.filter(
        pk=submission.pk,
        desk=submission.desk,
        since=submission.since,
        need__status=Status.SUBMITTED,
    )
    if not still_there.update(desk=desk, since=at, due=time_up(need, desk, at=at)):
        return None
    move = NeedMove.objects.create(
        need=need,
        old=Status.SUBMITTED,
        new=Status.SUBMITTED,
        by=by,
        at=at,
        reason=reason,
        desk=desk,
    )
    letters.tell(move, people(desk, need))
    return move


def escalate(*, at: datetime | None = None) -> int:
    """Hand on every submitted need whose desk has had its time; returns how many."""
    at = at or timezone.now()
    overdue = Submission.objects.overdue(at=at).values_list("pk", flat=True)
    return sum(_escalate(pk, at) for pk in overdue)


@transaction.atomic
def _escalate(pk: int, at: datetime) -> bool:
    """One need, unless another process has it in hand or it has moved on."""
    overdue = Submission.objects.overdue(at=at).select_for_update(skip_locked=True, of=("self",))
    submission = overdue.select_related("need__country", "desk").filter(pk=pk).first()
    if submission is None:
        return False
    desk = next_desk(submission.need, submission.desk)
    if desk is None:
        Submission.objects.filter(pk=pk).update(due=None)
        return False
    return hand_over(submission, desk, at=at, by=None, reason=_why(submission.desk)) is not None


def _why(desk: Desk | None) -> str:
    if desk is None or desk.days is None:
        return ""
    text = ngettext(
        "%(desk)s had not decided within %(n)d day.",
        "%(desk)s had not decided within %(n)d days.",
        desk.days,
    )
    return text % {"desk": desk, "n": desk.days} if text else _("The time was up.")

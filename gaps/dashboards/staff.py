"""What waits for the office: decisions, needs whose time is nearly up, and what to do next."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from django.db.models import Count, Max, Min, OuterRef, Subquery
from django.utils import timezone

from capabilities.models import Need
from capabilities.workflow import Status
from gaps import study_words
from gaps.filters import queues
from gaps.models import Decision, Finding, Report, Run, Study, on_the_desk
from gaps.workflow import Handling, ReportStatus
from portal.access import Audience
from portal.models import User

PACE = timedelta(weeks=12)
SOON = timedelta(days=3)
SHOWN = 5
COUNTED = ("undecided", "new", "worse", "mine", "overdue")


def waiting(user: User, run: Run) -> dict[str, Any]:
    """How many findings lie in each queue of the desk, and since when the oldest of them does."""
    found = on_the_desk(Finding.objects.shown_of(run).gaps()).order_by()
    mine = queues(user)
    counts: dict[str, Any] = found.aggregate(
        oldest=Min("since__finished", filter=mine["undecided"]),
        **{name: Count("pk", filter=mine[name]) for name in COUNTED},
    )
    return counts


@dataclass(frozen=True)
class Pace:
    """How long first decisions took: the median in days, of how many."""

    days: float | None
    decisions: int


def pace(user: User) -> Pace:
    """From the end of the run that first found a gap to the first decision on it."""
    version = Finding.objects.for_audience(Audience.AMBER_STRICT).gaps()
    version = version.filter(need=OuterRef("review__need"), step=OuterRef("review__step"))
    decided = (
        Decision.objects.visible_to(user)
        .filter(at__gte=timezone.now() - PACE, old=Handling.UNDECIDED)
        .annotate(found=Subquery(version.order_by("since").values("since__finished")[:1]))
        .exclude(found=None)
    )
    took = [(at - found).total_seconds() for at, found in decided.values_list("at", "found")]
    if not took:
        return Pace(None, 0)
    return Pace(max(0.0, median(took)) / timedelta(days=1).total_seconds(), len(took))


def timers(user: User) -> list[Need]:
    """Needs that go on to the next desk within days unless somebody decides, the first first."""
    soon: datetime = timezone.now() + SOON
    needs = Need.objects.visible_to(user).followed_by(user).filter(status=Status.SUBMITTED)
    due = needs.filter(submission__due__lte=soon).for_list().order_by("submission__due", "pk")
    return list(due[:SHOWN])


def needs_waiting(user: User) -> dict[str, Any]:
    """How many needs wait for a decision, the oldest since when, and their highest label."""
    needs = Need.objects.visible_to(user).followed_by(user).filter(status=Status.SUBMITTED)
    counted: dict[str, Any] = needs.order_by().aggregate(
        number=Count("pk"), oldest=Min("submission__since"), label=Max("tlp")
    )
    return counted


def reports_in_review(user: User) -> dict[str, Any]:
    """How many reports wait for somebody to approve or return them, and their highest label."""
    waiting = Report.objects.visible_to(user).filter(status=ReportStatus.IN_REVIEW)
    counted: dict[str, Any] = waiting.order_by().aggregate(number=Count("pk"), label=Max("tlp"))
    return counted


@dataclass(frozen=True)
class Plan:
    """The next best steps of the latest plan, with their exact gains."""

    study: Study
    steps: list[study_words.Step]


def next_steps(user: User, run: Run) -> Plan | None:
    """The first steps of the latest plan for this audience; None where nobody has asked yet."""
    plans = Study.objects.visible_to(user).filter(
        kind=Study.Kind.PLAN, status=Study.Status.DONE, run__audience=run.audience
    )
    study = plans.select_related("run").order_by("-run", "-pk").first()
    if study is None or study.outcome is None:
        return None
    first = {"interventions": study.outcome["interventions"][:SHOWN]}
    return Plan(study, study_words.steps(first, user))

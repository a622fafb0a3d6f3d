"""The dashboard: what is open, what waits and what is next, for whoever signs in."""

from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from capabilities import exposure
from gaps import trend
from gaps.dashboards import agency, provider, staff, world
from gaps.models import Question, Run
from gaps.views.shared import run_context
from portal.access import Permission, may
from portal.models import User


@login_required
@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    """By role; everybody sees the gaps of the run that their pages show."""
    user = cast(User, request.user)
    context = run_context(request)
    run: Run | None = context["run"]
    labels = [context.get("page_tlp") or 0]
    if run:
        context |= _world(user, run, labels)
    if may(user, Permission.REVIEW):
        context["staff"] = _staff(user, run, labels)
    if may(user, Permission.SUBMIT_NEEDS):
        context["agency"] = _agency(user, labels)
    if may(user, Permission.KEEP_ENTRIES):
        context["provider"] = _provider(user, run, labels)
    context["page_tlp"] = max(labels) or None
    return render(request, "gaps/dashboard.html", context)


def _world(user: User, run: Run, labels: list[int]) -> dict[str, Any]:
    points = trend.trend(user, run)
    labels += [point.run.tlp for point in points]
    return {**world.gaps(run), **trend.shown(points)}


def _staff(user: User, run: Run | None, labels: list[int]) -> dict[str, Any]:
    timers, needs = staff.timers(user), staff.needs_waiting(user)
    reports = staff.reports_in_review(user)
    labels += [need.tlp for need in timers]
    labels += [needs["label"] or 0, reports["label"] or 0]
    return {
        "waiting": staff.waiting(user, run) if run else None,
        "pace": staff.pace(user),
        "needs": needs,
        "reports": reports,
        "timers": timers,
        "plan": staff.next_steps(user, run) if run else None,
    }


def _agency(user: User, labels: list[int]) -> dict[str, Any]:
    counted, label = agency.by_status(user)
    labels.append(label)
    return {
        "by_status": counted,
        "followed": agency.followed(user),
        "without_outcome": agency.without_outcome(user),
        "drafts": agency.drafts(user),
        "questions": Question.objects.visible_to(user).open().count(),
    }


def _provider(user: User, run: Run | None, labels: list[int]) -> dict[str, Any]:
    today = timezone.localdate()
    weeks = exposure.weeks(user, today=today)
    number, label = provider.entries(user)
    labels.append(label)
    return {
        "number": number,
        "openings": provider.openings(user, run) if run else [],
        "ageing": provider.ageing(user, today=today),
        "questions": Question.objects.visible_to(user).open().count(),
        "weeks": weeks,
        "was_looked_at": any(week.visits for week in weeks),
    }

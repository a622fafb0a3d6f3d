"""Reports for the demonstration: one published and one in review, by the acts of two reviewers."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from gaps.models import CountryPage, Report
from gaps.models.reports import Scope
from gaps.reports import acts, asking
from gaps.workflow import ReportStatus
from portal.access import DEMO_DOMAIN, Audience, Role
from portal.management.commands.demo_accounts import PASSWORD
from portal.models import User

SECOND = f"second-reviewer@{DEMO_DOMAIN}"
SAID = "Demonstration: the division has examined its first telephones itself since May."


class Command(BaseCommand):
    help = "Write a report on the world and one on a region, for the demonstration."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Demonstration reports are written only where DEMO=1 is set.")
        self.stdout.write(f"  {'Second reviewer':<24} {SECOND:<36} {PASSWORD}")
        if not Report.objects.exists():
            _make()


@transaction.atomic
def _make() -> None:
    first = User.objects.get(email=f"{Role.REVIEWER.value}@{DEMO_DOMAIN}")
    second = _second_reviewer(first)
    world = acts.begin(scope=Scope.WORLD, place="", audience=Audience.CLEAR, by=first)
    _step(world, ReportStatus.IN_REVIEW, first)
    _step(world, ReportStatus.APPROVED, second)
    _comment(world)
    _step(world, ReportStatus.PUBLISHED, first)
    region = acts.begin(
        scope=Scope.REGION, place="Sub-Saharan Africa", audience=Audience.CLEAR, by=second
    )
    _step(region, ReportStatus.IN_REVIEW, second)


def _second_reviewer(first: User) -> User:
    """Whoever approves: nobody approves what they wrote."""
    user, is_new = User.objects.get_or_create(
        email=SECOND, defaults={"role": Role.REVIEWER, "organisation": first.organisation}
    )
    if is_new:
        user.set_password(PASSWORD)
        user.save()
    return user


def _step(report: Report, to: ReportStatus, by: User) -> None:
    acts.move(
        report=report,
        to=to,
        reason="Demonstration: as the way of a report goes.",
        seen=report.state,
        revision=report.revision,
        by=by,
        ahead="Demonstration: nobody waits here." if to == ReportStatus.PUBLISHED else "",
    )


def _comment(report: Report) -> None:
    """What the demonstration's officer says of the page on Senegal, where there is one."""
    officer = User.objects.get(email=f"{Role.OFFICER.value}@{DEMO_DOMAIN}")
    page = CountryPage.objects.visible_to(officer).filter(report=report).first()
    if page is not None:
        asking.comment(page=page, text=SAID, by=officer)

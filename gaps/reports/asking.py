"""A country sees its page of a report before it is out, and may attach a comment.

Asked are the organisations that speak for the country here: those that keep its agencies, and those
whose people sit at its focal point. They are asked of reports that they will be able to read.
"""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from capabilities.models import Agency, Country, Desk
from gaps import letters
from gaps.models import CountryPage, Report, ReportComment
from gaps.reports import assembling
from gaps.reports.document import CountryRow
from portal.access import TLP, Audience, Permission, may, roles_that_may
from portal.models import Organisation, User

DAYS = 7  # in which a comment is taken
LONGEST = 4_000  # characters of a comment


class CommentRefused(Exception):
    """A comment that cannot be attached; the text says why."""


def ask(report: Report, *, by: User) -> list[CountryPage]:
    """Put the page of each country before whoever speaks for it; ask again if it has changed."""
    if report.audience > Audience.GREEN:
        return []
    now = timezone.now()
    stale = CountryPage.objects.filter(report=report).exclude(revision=report.revision)
    stale.unanswered().filter(until__gt=now).update(until=now)
    document = assembling.assemble(report, by=by, at=now)
    asked = [
        page
        for row in document.by_country
        for page in _ask(report, row, [f for f in document.findings if f.country == row.code], now)
    ]
    for page in asked:
        letters.tell_of_page(page, people(page))
    return asked


def _ask(report: Report, row: CountryRow, findings: Iterable[Any], now: Any) -> list[CountryPage]:
    country = Country.objects.get(iso3=row.code)
    content = {"row": asdict(row), "findings": [asdict(one) for one in findings]}
    facts = {"title": report.title, "as_of": report.run.as_of.isoformat()}
    made = []
    for organisation in speakers(country):
        page, is_new = CountryPage.objects.get_or_create(
            report=report,
            revision=report.revision,
            country=country,
            organisation=organisation,
            defaults={
                "page": facts | content,
                "label": TLP(report.audience),
                "asked": now,
                "until": now + timedelta(days=DAYS),
            },
        )
        if is_new:
            made.append(page)
    return made


def speakers(country: Country) -> list[Organisation]:
    """The verified organisations that somebody can answer for, for this country."""
    owners = Agency.objects.unnarrowed().filter(country=country).order_by().values("owner")
    officers = User.objects.filter(
        is_active=True, organisation__in=owners, role__in=roles_that_may(Permission.SUBMIT_NEEDS)
    )
    at_desks = User.objects.filter(
        is_active=True, desks__in=_focal_points(country), role__in=roles_that_may(Permission.STUDY)
    )
    houses = Q(members__in=officers) | Q(members__in=at_desks)
    return list(Organisation.objects.filter(houses, verified=True).distinct().order_by("name"))


def _focal_points(country: Country) -> Any:
    return Desk.objects.covering(country).filter(level=Desk.Level.FOCAL_POINT).values("pk")


def people(page: CountryPage) -> list[User]:
    """Who may comment on a page."""
    members = User.objects.filter(is_active=True, organisation=page.organisation_id)
    return [person for person in members if may_comment(person, page)]


def may_comment(user: Any, page: CountryPage) -> bool:
    """An officer of the organisation asked, or one of its people at the country's focal point."""
    if not user.is_authenticated or user.organisation_id != page.organisation_id:
        return False
    if may(user, Permission.SUBMIT_NEEDS):
        return True
    return bool(Desk.objects.of(user).filter(pk__in=_focal_points(page.country)).exists())


def waiting_for(report: Report) -> list[CountryPage]:
    """The pages of what the report says now that may still be commented on, and have not been.

    Held until the transaction ends, so that no comment comes between this and what follows.
    """
    pages = CountryPage.objects.filter(report=report, revision=report.revision)
    held = list(pages.select_for_update(of=("self",)).select_related("country", "organisation"))
    return [page for page in held if page.commented is None and page.until > timezone.now()]


@transaction.atomic
def comment(*, page: CountryPage, text: str, by: User) -> CountryPage:
    """Attach a comment to the page of one's country; once for each organisation."""
    if not may_comment(by, page):
        raise PermissionDenied(_("This page was put before somebody else."))
    said = text.strip()
    if not said:
        raise CommentRefused(_("Write the comment."))
    if len(said) > LONGEST:
        raise CommentRefused(_("A comment has at most %(n)d characters.") % {"n": LONGEST})
    now = timezone.now()
    in_time = CountryPage.objects.unanswered().filter(pk=page.pk, until__gt=now)
    if not in_time.update(comment=said, commented_by=by, commented=now):
        raise CommentRefused(
            _("The time for comments has passed, or somebody of your organisation was faster.")
        )
    page.refresh_from_db()
    # One that comes after its report is out stands beside it, too.
    report = Report.objects.visible_to(by).out().filter(pk=page.report_id).first()
    if report is not None and report.revision == page.revision:
        _beside(report, page)
    return page


def attach(report: Report) -> None:
    """What countries have said of a report by the moment it comes out stands beside it."""
    pages = CountryPage.objects.filter(report=report, revision=report.revision)
    for page in pages.exclude(commented=None):
        _beside(report, page)


def _beside(report: Report, page: CountryPage) -> None:
    ReportComment.objects.create(
        report=report,
        country_id=page.country_id,
        organisation_id=page.organisation_id,
        text=page.comment,
        at=page.commented or timezone.now(),
        tlp=report.tlp,
    )

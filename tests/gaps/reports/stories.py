"""Reports brought as far as a test needs them."""

from gaps.models import Report
from gaps.reports import acts
from gaps.workflow import ReportStatus as S
from portal.access import Audience, Role
from tests.factories import UserFactory

WAY = (S.DRAFT, S.IN_REVIEW, S.APPROVED, S.PUBLISHED)


def another_reviewer():
    return UserFactory(role=Role.REVIEWER)


def begun(by, *, scope="world", place="", audience=Audience.CLEAR, **given):
    return acts.begin(scope=scope, place=place, audience=audience, by=by, **given)


def step(report, to, by, **said):
    """One move of a report as it stands now."""
    report.refresh_from_db()
    given = {"reason": "It is time.", "seen": report.state, "revision": report.revision, **said}
    return acts.move(report=report, to=to, by=by, **given)


def brought(report, to, *, author, checker):
    """A fresh draft, taken along the usual way."""
    if to == S.RETURNED:
        step(report, S.IN_REVIEW, author)
        return step(report, S.RETURNED, checker)
    for status in WAY[1 : WAY.index(to) + 1]:
        step(report, status, checker if status == S.APPROVED else author)
    return Report.objects.get(pk=report.pk)

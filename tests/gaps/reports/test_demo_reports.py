"""The demonstration shows a published report and one in review, all of it marked as made up."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from capabilities.management.commands.demo_needs import STORIES
from gaps.models import Report, ReportComment
from portal.access import Audience
from tests.factories import AreaFactory, CountryFactory, IndicativeNeedFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def started(analysed):
    senegal = CountryFactory(
        iso3="SEN", name="Senegal", subregion="Sub-Saharan Africa", official_languages=["fr"]
    )
    for story in STORIES:
        AreaFactory(code=story.area)
    IndicativeNeedFactory(country=senegal, area=AreaFactory(code="FOR-03"))
    call_command("demo_accounts", stdout=StringIO())
    call_command("demo_needs")
    analysed(Audience.CLEAR)
    call_command("demo_reports", stdout=StringIO())


def test_one_report_is_out_with_a_comment_and_one_is_in_review(started, client):
    out = Report.objects.get(status="published")
    waiting = Report.objects.get(status="in_review")

    page = client.get(f"/reports/{out.public_id}").content.decode()

    assert "1 gaps are open in 1 countries." in page
    assert ReportComment.objects.get().text.startswith("Demonstration")
    assert ReportComment.objects.get().text in page
    assert waiting.place == "Sub-Saharan Africa"
    assert all(move.reason.startswith("Demonstration") for move in out.moves.all())


def test_a_second_start_adds_nothing(started):
    call_command("demo_reports", stdout=StringIO())

    assert Report.objects.count() == 2


def test_it_is_refused_outside_the_demonstration(settings):
    settings.DEMO = False

    with pytest.raises(CommandError):
        call_command("demo_reports")

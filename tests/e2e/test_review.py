"""The review desk in a real browser: from the queue to a decision, by mouse and by keys."""

import pytest
from playwright.sync_api import expect

from gaps.models import Decision, Finding, Review
from portal.access import Audience
from tests.e2e.looking import wrong_at
from tests.factories import AreaFactory, CountryFactory, NeedFactory, ResourceFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def findings(analysed):
    """Three gaps of Senegal, one of which is short of places that Togo wants too."""
    senegal = CountryFactory(iso3="SEN", iso2="SN", name="Senegal", sort_key="senegal")
    mobile = AreaFactory(code="FOR-02", name="Mobile device forensics", rights_risk="high")
    NeedFactory(agency__country=senegal, area=mobile, quantity=10)
    NeedFactory(agency__country=CountryFactory(iso3="TGO", name="Togo"), area=mobile, quantity=4)
    NeedFactory(agency__country=senegal, area=AreaFactory(code="FOR-03", name="Malware analysis"))
    ResourceFactory(areas=[mobile], name="Lab course", capacity_rule="limited", capacity=11)
    analysed()
    return Finding.objects.filter(audience=Audience.AMBER_STRICT)


def test_the_desk_is_accessible_and_fits_the_screen(findings, page, sign_in, reviewer):
    sign_in(reviewer)
    addresses = ("/review", f"/review/{findings.first().key}", "/questions")

    assert wrong_at(page, addresses, unfolded=True) == {}


def test_a_reviewer_goes_from_the_queue_to_a_decision(findings, page, sign_in, reviewer):
    sign_in(reviewer)
    page.goto("/review")

    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Mobile device forensics")
    page.get_by_text("Note due diligence", exact=True).click()
    page.locator("#id_diligence-text").fill("A judge orders each extraction.")
    page.get_by_role("button", name="Record the note").click()
    page.get_by_label("Finding accepted").check()
    page.locator("#id_decide-reason").fill("Confirmed by telephone.")
    page.locator("#id_decide-action").select_option("broker")
    page.get_by_role("button", name="Record the decision").click()

    expect(page.get_by_text("The decision is recorded.")).to_be_visible()
    assert Decision.objects.get().action == "broker"


def test_several_are_chosen_by_keys_and_decided_together(findings, page, sign_in, reviewer):
    sign_in(reviewer)
    page.goto("/review")

    for key in "jxjx":
        page.keyboard.press(key)
    page.get_by_role("button", name="Decide those chosen together").click()
    page.get_by_label("Gap accepted").check()
    page.get_by_label("Reason").fill("Out of scope this year.")
    page.get_by_role("button", name="Decide", exact=True).click()

    expect(page.get_by_text("2 findings decided.")).to_be_visible()
    assert Review.objects.filter(status="gap_accepted").count() == 2

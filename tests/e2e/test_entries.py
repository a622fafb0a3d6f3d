"""An offer from its keeper's form to the directory, in a real browser, scripts on and off."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from capabilities.models import Proposal, Resource
from tests.capabilities.entry_stories import offer_of
from tests.e2e.looking import with_and_without_scripts
from tests.factories import TODAY, AreaFactory, CountryFactory, NeedFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def offer(partner, analysed):
    kenya = CountryFactory(iso3="KEN", iso2="KE", name="Kenya", official_languages=["en", "sw"])
    area = AreaFactory(code="FOR-02", name="Mobile device forensics")
    NeedFactory(agency__country=kenya, area=area, quantity=10)
    old = TODAY - timedelta(days=700)
    offer = offer_of(partner, name="Lab course", areas=[area], last_verified=old)
    analysed()
    return offer


def change(reader):
    """The keeper finds the offer, says it better, looks at it as others will, and submits it."""
    page = reader.page
    page.goto("/entries")
    reader.look()
    offer = page.get_by_role("article").filter(has_text="Lab course")
    offer.get_by_role("button", name="Still true").click()
    expect(page.get_by_text("Confirmed as of today.")).to_be_visible()
    offer.get_by_role("button", name="Change").click()
    reader.click("What is offered?", role="link")
    page.get_by_label("Name", exact=True).fill("")
    reader.click("Save and go on")
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    page.get_by_label("Name", exact=True).fill("Laboratory course")
    reader.click("Save for later")
    reader.click("Who may use it?", role="link")
    page.get_by_role("group", name="Open to").get_by_label("Open to those named").check()
    page.get_by_role("group", name="Countries", exact=True).get_by_label("Kenya").check()
    reader.click("Save and go on")
    reader.click("Preview: as others will see it", role="link")
    expect(page.get_by_text("So others will see it once it is verified.")).to_be_visible()
    reader.look()
    page.get_by_role("link", name="Back to the change").click()
    page.get_by_label("Note for the reviewer (optional)").fill("For Kenya alone from now on.")
    reader.click("Submit for verification")
    expect(page.get_by_text("Waits for verification").first).to_be_visible()
    reader.look()


def verify(reader):
    """A reviewer sees the difference and makes it live."""
    page = reader.page
    page.goto("/entries/changes")
    reader.look()
    page.get_by_role("link", name="Laboratory course").click()
    expect(page.get_by_text("For Kenya alone from now on.")).to_be_visible()
    reader.click("Verify")
    expect(page.get_by_role("deletion").first).to_have_text("Lab course")
    page.get_by_label("What did you check, and against what?").fill("Their programme.")
    reader.click("Verify")
    expect(page.get_by_text("Verified: the directory says it from now on.")).to_be_visible()
    reader.look()
    page.goto("/entries/confirmations")
    reader.look()


@with_and_without_scripts
def test_a_partner_s_change_goes_from_the_form_into_the_directory(
    offer, at_browser, partner, reviewer, client, has_scripts
):
    with at_browser(partner, has_scripts=has_scripts) as keeper:
        change(keeper)
    assert "Lab course" in client.get(offer.get_absolute_url()).content.decode()
    with at_browser(reviewer, has_scripts=has_scripts) as decider:
        verify(decider)

    live = Resource.objects.get()
    assert (live.name, live.eligibility) == ("Laboratory course", "named")
    assert [country.name for country in live.eligible_countries.all()] == ["Kenya"]
    assert "Laboratory course" in client.get(offer.get_absolute_url()).content.decode()
    assert Proposal.objects.get().status == "verified"

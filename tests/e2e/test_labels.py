"""“Label and sharing” in a real browser."""

import pytest
from playwright.sync_api import expect

from capabilities.models import Provider
from portal.access import TLP
from tests.e2e.looking import wrong_at
from tests.factories import OrganisationFactory, ProviderFactory, ResourceFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def amber(partner):
    friends = OrganisationFactory(name="Friends of Labs")
    provider = ProviderFactory(
        name="Quiet Lab", owner=partner.organisation, tlp=TLP.AMBER, shared_with=[friends.pk]
    )
    return ResourceFactory(
        name="A rather long name of a course in mobile forensics",
        provider=provider,
        owner=partner.organisation,
        tlp=TLP.AMBER,
        shared_with=[friends.pk],
    )


def test_the_pages_about_labels_are_accessible_and_fit_the_screen(amber, partner, sign_in, page):
    red = ProviderFactory(
        owner=partner.organisation, tlp=TLP.RED, named_persons=[partner.pk], name="Red Lab"
    )
    sign_in(partner)
    labels = [f"/records/{row._meta.model_name}/{row.public_id}/label" for row in (amber, red)]

    assert wrong_at(page, [*labels, "/records/named"]) == {}


def test_a_partner_shares_a_record_and_takes_it_back(amber, partner, sign_in, page):
    OrganisationFactory(name="Sister Agency")
    sign_in(partner)
    page.goto(amber.provider.get_absolute_url())
    page.get_by_role("link", name="Label and sharing").click()
    page.get_by_label("Name of the organisation").fill("Sister Agency")
    page.get_by_role("button", name="Share", exact=True).click()
    expect(page.get_by_text("The members of Sister Agency, with which")).to_be_visible()

    page.get_by_role("button", name="Take back").first.click()

    expect(page.get_by_text("The members of Friends of Labs")).not_to_be_visible()
    page.get_by_label("TLP:GREEN").check()
    page.get_by_label("Reason").fill("It was announced")
    page.get_by_role("button", name="Change the label").click()

    expect(page.get_by_text("Every signed-in member of a verified organisation")).to_be_visible()
    assert Provider.objects.get(pk=amber.provider_id).tlp == TLP.GREEN

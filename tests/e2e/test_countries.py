"""Countries in a browser without scripts: ticked, set side by side, added and taken off."""

import pytest
from playwright.sync_api import expect

from tests.factories import AreaFactory, CountryFactory, IndicativeNeedFactory

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_analyst_compares_countries_without_scripts(chromium, live_server, analysed):
    for iso3, name in (("SEN", "Senegal"), ("TGO", "Togo"), ("KEN", "Kenya")):
        country = CountryFactory(iso3=iso3, iso2=iso3[:2], name=name, sort_key=name.lower())
        if name != "Kenya":
            IndicativeNeedFactory(country=country, area=AreaFactory(code="FOR-02", name="Mobile"))
    analysed()

    with chromium.new_context(base_url=live_server.url, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto("/countries")
        page.get_by_label("Compare Senegal").check()
        page.get_by_label("Compare Togo").check()
        page.get_by_role("button", name="Compare those ticked").first.click()
        mobile = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="Mobile"))
        expect(mobile).not_to_contain_text("differs")

        page.get_by_label("Add a country").select_option("KEN")
        page.get_by_label("Only what differs").check()
        page.get_by_role("button", name="Show").click()
        expect(mobile).to_contain_text("differs")
        expect(mobile).to_contain_text("No known need")

        page.get_by_role("link", name="Take off Togo").click()
        expect(page.get_by_role("columnheader", name="Kenya")).to_be_visible()
        expect(page.get_by_role("columnheader", name="Togo")).to_have_count(0)
        expect(page.get_by_label("Only what differs")).to_be_checked()

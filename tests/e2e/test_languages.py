"""The pages in each language in a real browser, on the narrowest screen."""

import pytest
from playwright.sync_api import expect

from gaps.models import Finding
from portal.access import Audience
from tests.e2e.looking import complaints, size_of

pytestmark = pytest.mark.django_db(transaction=True)

DIRECTIONS = {"fr": "ltr", "es": "ltr", "ar": "rtl"}
# Lists and forms, tables and charts, long text.
PAGES = ("/", "/gaps", "/resources", "/countries/SEN", "/heat-map", "/method", "/sign-in")


@pytest.mark.parametrize("language", DIRECTIONS)
def test_pages_are_accessible_and_fit_the_screen_in_every_language(
    world, chromium, live_server, language
):
    finding = Finding.objects.filter(audience=Audience.CLEAR).order_by("gap_class").first()
    wrong = {}
    with chromium.new_context(
        base_url=live_server.url, viewport=size_of("phone"), locale=language
    ) as context:
        page = context.new_page()
        for address in (*PAGES, finding.get_absolute_url()):
            page.goto(address)
            found = complaints(page)
            root = page.locator("html")
            shown = (root.get_attribute("lang"), root.get_attribute("dir"))
            if shown != (language, DIRECTIONS[language]):
                found.append("another language or direction")
            if found:
                wrong[address] = found

    assert wrong == {}


def test_a_language_is_chosen_with_scripts_off_and_stays(world, chromium, live_server):
    with chromium.new_context(base_url=live_server.url, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto("/gaps?country=SEN")
        page.get_by_role("button", name="العربية").click()

        expect(page).to_have_url(f"{live_server.url}/gaps?country=SEN")
        expect(page.locator("html")).to_have_attribute("dir", "rtl")
        expect(page.get_by_role("button", name="العربية")).to_have_count(0)

        page.goto("/method")

        expect(page.locator("html")).to_have_attribute("lang", "ar")

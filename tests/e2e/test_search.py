"""Finding help in a real browser: a question, its chips, filters, with and without scripts."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.looking import look, size_of
from tests.factories import AreaFactory, CountryFactory, ResourceFactory

pytestmark = pytest.mark.django_db(transaction=True)
QUESTION = "who can help Malawi with mobile forensics in English by June"


@pytest.fixture
def world():
    malawi = CountryFactory(iso3="MWI", iso2="MW", name="Malawi", sort_key="malawi")
    phones = AreaFactory(code="FOR-02", name="Mobile device forensics")
    english = {"areas": [phones], "language_rule": "named", "languages": ["en"]}
    ResourceFactory(name="Phone lab", eligible_countries=[malawi], **english)
    ResourceFactory(name="Phone desk", kinds=["advisory"], **english)
    ResourceFactory(name="World course", areas=[phones])


def test_an_analyst_asks_and_takes_off_what_was_not_meant_by_keyboard(world, page):
    page.goto("/resources")
    page.get_by_label("Search, or ask a question").fill(QUESTION)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="3 resources")).to_be_visible()
    assert look(page) == {}

    page.get_by_label("Advice").check()
    expect(page.get_by_role("heading", name="1 resource")).to_be_visible()
    expect(page).to_have_url(re.compile("kind=advisory"))
    page.get_by_role("link", name="Take off Kind of help: Advice").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="3 resources")).to_be_visible()


def test_the_box_suggests_names_as_one_writes(world, page):
    page.goto("/resources")
    page.get_by_label("Search, or ask a question").press_sequentially("phon")

    expect(page.locator("#suggestions option")).to_have_count(2)


def test_search_and_filters_work_with_scripts_off_on_a_phone(world, chromium, live_server):
    with chromium.new_context(
        base_url=live_server.url, java_script_enabled=False, viewport=size_of("phone")
    ) as context:
        page = context.new_page()
        page.goto("/resources")
        page.get_by_label("Search, or ask a question").fill("phone")
        page.get_by_role("button", name="Search").click()
        expect(page.get_by_label("Capability area")).to_be_hidden()
        page.get_by_text("Filters", exact=True).click()
        page.get_by_label("Capability area").select_option("FOR-02")
        page.get_by_role("button", name="Apply filters").click()

        expect(page.get_by_role("heading", name="2 resources")).to_be_visible()
        expect(page.locator("mark")).to_have_count(2)


def test_nothing_found_is_no_dead_end(world, page):
    page.goto("/resources?kind=funding&language=fr")

    assert look(page) == {}
    page.get_by_role("link", name="without Kind of help: Funding").click()

    expect(page.get_by_role("heading", name="World course")).to_be_visible()

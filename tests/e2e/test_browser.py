"""The pages in a real browser: reachable for everybody, at any width, with and without scripts."""

import re

import pytest
from playwright.sync_api import expect

from capabilities.models import Resource
from gaps.models import Finding, Run
from portal.access import Audience
from tests.e2e.looking import wrong_at

pytestmark = pytest.mark.django_db(transaction=True)

PAGES = [
    "/",
    "/gaps",
    "/countries",
    "/countries/SEN",
    "/countries/compare?country=SEN&country=FJI",
    "/areas",
    "/areas/FOR-02",
    "/map",
    "/map?measure=resources&region=Melanesia",
    "/network",
    "/embeds",
    "/embed/map",
    "/embed/gaps",
    "/heat-map",
    "/outlook",
    "/fragility",
    "/pooling",
    "/countries/SEN/roadmap",
    "/method",
    "/heat-map?region=Western+Africa",
    "/resources",
    "/runs",
    "/sign-in",
    "/sign-up",
    "/password/forgotten",
    "/password/sent",
    "/password/new/1-x",
    "/invitation",
    "/security",
    "/quality",
    "/quality/providers",
    "/quality/countries/SEN",
    "/quality/records/resource-never",
    "/suggest/country/SEN",
    "/suggestions/thanks/2222222222",
    "/nothing-here",
]


def addresses():
    """Every page, and one of each kind that has an address of its own."""
    found = Finding.objects.filter(audience=Audience.CLEAR).order_by("gap_class").first()
    resource = Resource.objects.get()
    run = Run.objects.get(audience=Audience.CLEAR)
    rows = (found, resource, resource.provider, run)
    return [*PAGES, *(row.get_absolute_url() for row in rows)]


def test_every_page_is_accessible_and_fits_the_screen(world, chromium, live_server):
    with chromium.new_context(base_url=live_server.url) as context:
        assert wrong_at(context.new_page(), addresses()) == {}


def test_every_page_works_with_scripts_off(world, chromium, live_server):
    with chromium.new_context(base_url=live_server.url, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto("/gaps")
        page.get_by_label("Country", exact=True).select_option("SEN")
        page.get_by_role("button", name="Apply filters").click()

        expect(page.get_by_text("3 findings")).to_be_visible()


def test_a_visitor_finds_out_why_senegal_has_a_gap(world, page):
    page.goto("/")
    page.get_by_role("link", name="Senegal: 3 gaps in 3 areas").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Senegal")
    expect(page.get_by_text("it is not given in French")).to_be_visible()
    expect(page.get_by_text("Lab course: offer it in French.")).to_be_visible()

    page.get_by_role("link", name="Senegal, Mobile device forensics, level 2 to 3").click()

    expect(page.get_by_role("heading", name="Nearest misses")).to_be_visible()


def test_filters_apply_without_a_reload_and_stand_in_the_address(world, page):
    page.goto("/gaps")
    page.evaluate("window.stayed = true")
    page.get_by_label("Country", exact=True).select_option("FJI")

    expect(page.locator("#results").get_by_text("3 findings")).to_be_visible()
    expect(page).to_have_url(re.compile("country=FJI"))
    assert page.evaluate("window.stayed")


def test_a_dot_stands_for_a_country_too_small_to_draw(world, page):
    page.goto("/")

    expect(page.get_by_role("link", name="Fiji: 3 gaps")).to_be_visible()


def test_a_run_moves_on_its_page_without_a_reload(world, page, sign_in, reviewer):
    sign_in(reviewer)
    run = Run.objects.get(audience=Audience.CLEAR)
    Run.objects.filter(pk=run.pk).update(
        status=Run.Status.RUNNING, progress_done=1, progress_total=4
    )
    page.goto(run.get_absolute_url())
    expect(page.get_by_text("1 of 4 areas")).to_be_visible()

    Run.objects.filter(pk=run.pk).update(progress_done=3)
    expect(page.get_by_text("3 of 4 areas")).to_be_visible()

    Run.objects.filter(pk=run.pk).update(status=Run.Status.DONE)
    expect(page.get_by_text("Done", exact=True)).to_be_visible()


def test_the_pages_of_the_api_work_under_the_content_policy(world, chromium, live_server):
    """Its viewer tries one inline style, which the policy rightly refuses; nothing needs it."""
    page = chromium.new_page(base_url=live_server.url)
    page.goto("/api/v1/docs")

    expect(page.get_by_role("heading", name="Cyber Capability Portal API")).to_be_visible()

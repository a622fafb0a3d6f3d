"""A real Chromium that looks at the pages of a live server."""

import os
import shutil
from contextlib import contextmanager

import pytest
from playwright.sync_api import sync_playwright

from gaps import outlook
from gaps.models import Run
from tests.e2e.looking import Reader, enter, size_of
from tests.factories import AreaFactory, CountryFactory, IndicativeNeedFactory, ResourceFactory

# Playwright keeps an event loop in this thread, which Django would take for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")


def pytest_collection_modifyitems(items):
    skip = pytest.mark.skip(reason="Chromium is not installed: apt-get install chromium")
    for item in items:
        if "/e2e/" in str(item.path):
            item.add_marker(pytest.mark.browser)
            if not CHROMIUM:
                item.add_marker(skip)


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium, live_server):
    """A page of a desktop browser; whatever the browser complains about fails the test."""
    with chromium.new_context(base_url=live_server.url) as context:
        page = context.new_page()
        complaints = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: said.type == "error" and complaints.append(said.text))
        yield page
        assert complaints == []


@pytest.fixture
def sign_in(page, live_server):
    def as_person(user):
        enter(page.context, user, live_server.url)
        page.goto("/")

    return as_person


@pytest.fixture
def at_browser(chromium, live_server):
    """Seat somebody at a browser who looks at every page; what they find wrong fails the test."""

    @contextmanager
    def seated(person, *, has_scripts=True):
        size = size_of("desktop" if has_scripts else "phone")
        with chromium.new_context(
            base_url=live_server.url, viewport=size, java_script_enabled=has_scripts
        ) as context:
            enter(context, person, live_server.url)
            reader = Reader(context.new_page(), has_scripts=has_scripts)
            yield reader
        assert reader.wrong == {}

    return seated


@pytest.fixture
def world(analysed):
    """Senegal and Fiji, three areas of two groups, one offer in English."""
    senegal = CountryFactory(iso3="SEN", iso2="SN", name="Senegal", subregion="Western Africa")
    fiji = CountryFactory(iso3="FJI", iso2="FJ", name="Fiji", subregion="Melanesia")
    mobile = AreaFactory(code="FOR-02", name="Mobile device forensics")
    for country in (senegal, fiji):
        IndicativeNeedFactory(country=country, area=mobile, languages=["fr"])
        IndicativeNeedFactory(country=country, area=AreaFactory(code="FOR-03"))
        law = AreaFactory(code="LEG-01", parent__code="LEG", parent__name="Law")
        IndicativeNeedFactory(country=country, area=law)
    ResourceFactory(areas=[mobile], name="Lab course", language_rule="named", languages=["en"])
    analysed()
    for run in Run.objects.all():
        outlook.work_out(run.pk)

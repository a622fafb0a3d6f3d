"""Whatever a reader comes to by links: it is there, it fits a phone, and everybody can use it."""

from collections import deque
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.urls import Resolver404, resolve
from playwright.sync_api import Error

from tests.e2e.test_browser import WIDTHS, complaints_of_axe
from tests.inference import worlds

LINKS = "Array.from(document.querySelectorAll('a[href]'), link => link.getAttribute('href'))"
OTHERS = ("api:", "admin:")  # made by packages, for programs and for the keepers of the database
FEW = 1  # of pages made by one view, which differ by what they are about


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        yield worlds.make()
        worlds.clear()


@pytest.fixture
def _django_db_helper():
    """The world is committed, and shared by these tests."""


@pytest.mark.parametrize("reader", worlds.READERS)
def test_every_page_within_reach_is_there_and_accessible(
    world, reader, chromium, live_server, client, django_db_blocker
):
    size = {"width": WIDTHS["phone"], "height": 800}
    with (
        django_db_blocker.unblock(),
        chromium.new_context(base_url=live_server.url, viewport=size) as context,
    ):
        if person := world.readers[reader]:
            client.force_login(person)
            session = {"name": settings.SESSION_COOKIE_NAME, "url": live_server.url}
            value = client.cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies([{**session, "value": value}])
        walk = Walk(context.new_page())
        walk.from_("/")

    assert walk.wrong == {}
    assert len(walk.visits) > 20


class Walk:
    """Some pages of each view that links lead to, and what is wrong with them."""

    def __init__(self, page):
        self.page, self.visits, self.wrong = page, {}, {}

    def from_(self, first):
        ahead, known = deque([first]), {first}
        while ahead:
            address = ahead.popleft()
            if self._is_worth_a_visit(address):
                for link in self._visit(address):
                    if link.startswith("/") and link not in known:
                        known.add(link)
                        ahead.append(link)

    def _is_worth_a_visit(self, address):
        try:
            view = resolve(urlsplit(address).path).view_name
        except Resolver404:
            view = address  # visited, so that it is told
        self.visits[view] = self.visits.get(view, 0) + 1
        return self.visits[view] <= FEW and not view.startswith(OTHERS)

    def _visit(self, address):
        try:
            response = self.page.goto(address)
        except Error as error:
            if "Download is starting" in str(error):
                return []
            raise
        if response.status >= 400:
            self.wrong[address] = [response.status]
        elif "html" in response.headers["content-type"]:
            self._look(address)
            return [link.split("#")[0] for link in self.page.evaluate(LINKS)]
        return []

    def _look(self, address):
        complaints = complaints_of_axe(self.page)
        if self.page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            complaints.append("wider than the screen")
        if complaints:
            self.wrong[address] = complaints

"""Whatever a reader comes to by links: it is there, it fits a phone, and everybody can use it."""

from collections import deque
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.urls import Resolver404, resolve
from playwright.sync_api import Error

from tests.e2e.looking import complaints, enter, size_of
from tests.inference import worlds

LINKS = "Array.from(document.querySelectorAll('a[href]'), link => link.getAttribute('href'))"
# The part of a page that is its own, without the token that each of its forms draws anew.
MAIN = """
    (document.querySelector('main') ?? document.body).outerHTML.replace(/token" value="[^"]+/g, '')
"""
START = "/"
OTHERS = ("api:", "admin:")  # made by packages, for programs and for the keepers of the database
FEW = 1  # of pages made by one view, which differ by what they are about


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        yield worlds.make()
        worlds.clear()
        # Under Playwright's event loop this thread has a connection of its own, which nobody else
        # would close: as long as it stands the database cannot be dropped.
        connection.close()


@pytest.fixture(scope="module")
def judged():
    """What some reader has been shown already, and is no other for the next."""
    return set()


@pytest.fixture
def _django_db_helper():
    """The world is committed, and shared by these tests."""


@pytest.mark.parametrize("reader", worlds.READERS)
def test_every_page_within_reach_is_there_and_accessible(
    world, judged, reader, chromium, live_server, django_db_blocker
):
    url, size = live_server.url, size_of("phone")
    with (
        django_db_blocker.unblock(),
        chromium.new_context(base_url=url, viewport=size) as context,
    ):
        if person := world.readers[reader]:
            enter(context, person, url)
        walk = Walk(context.new_page(), judged)
        walk.from_(START)

    assert walk.wrong == {}
    assert len(walk.visits) > 20


class Walk:
    """Some pages of each view that links lead to, and what is wrong with them."""

    def __init__(self, page, judged):
        self.page, self.judged, self.visits, self.wrong = page, judged, {}, {}

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
            self._judge(address)
            return [link.split("#")[0] for link in self.page.evaluate(LINKS)]
        return []

    def _judge(self, address):
        """Where a reader starts always: there the frame of the page is this reader's own."""
        shown = self.page.evaluate(MAIN)
        if address == START or shown not in self.judged:
            self.judged.add(shown)
            if found := complaints(self.page):
                self.wrong[address] = found

"""Somebody at a browser: what is wrong with the pages they come by, and pictures of those."""

import os
from itertools import count
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

WIDTHS = {"desktop": 1280, "phone": 320}
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
AXE = Axe().axe_script
# A folder for pictures of every page that is looked at, in turn, for whoever wants to see them.
SCREENSHOTS = os.environ.get("SCREENSHOTS")
pictures = count(1)

with_and_without_scripts = pytest.mark.parametrize(
    "has_scripts", [True, False], ids=["with scripts", "without scripts"]
)


def size_of(device):
    return {"width": WIDTHS[device], "height": 800}


def complaints(page):
    """What is wrong with a page at its present width."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    broken = page.evaluate("rules => axe.run(rules).then(found => found.violations)", RULES)
    found = [f"{rule['id']}: {rule['nodes'][0]['html'][:150]}" for rule in broken]
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append("wider than the screen")
    return found


def look(page):
    """What is wrong with a page on each device."""
    before, number, wrong = page.viewport_size, next(pictures), {}
    for device in WIDTHS:
        page.set_viewport_size(size_of(device))
        if found := complaints(page):
            wrong[device] = found
        if SCREENSHOTS:
            path = page.evaluate("location.pathname").strip("/").replace("/", "-")
            name = f"{number:03}-{path or 'home'}-{device}.png"
            page.screenshot(path=Path(SCREENSHOTS) / name, full_page=True)
    page.set_viewport_size(before)
    return wrong


def wrong_at(page, addresses, *, unfolded=False):
    """What is wrong with some pages, by their addresses; unfolded, with all that they fold away."""
    wrong = {}
    for address in addresses:
        page.goto(address)
        if unfolded:
            page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true })")
        if found := look(page):
            wrong[address] = found
    return wrong


def enter(context, person, url):
    """Be signed in from here on, without the form."""
    client = Client()
    client.force_login(person)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": url}])


class Reader:
    """Somebody who looks at every page of a journey before going on."""

    def __init__(self, page, *, has_scripts):
        self.page, self.has_scripts, self.wrong = page, has_scripts, {}

    def look(self):
        if not self.has_scripts:
            return  # axe is a script; the pages are the same
        self.page.wait_for_load_state()
        expect(self.page.locator(".htmx-request")).to_have_count(0)
        if found := look(self.page):
            self.wrong[self.page.url] = found

    def click(self, name, role="button"):
        self.look()
        self.page.get_by_role("main").get_by_role(role, name=name, exact=True).click()

    def go_on(self):
        self.click("Save and go on")

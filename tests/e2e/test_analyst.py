"""An analyst finds out who can help a country, what nearly does, and where else that is so."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.looking import look

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.usefixtures("world")
def test_an_analyst_goes_from_a_question_to_a_file_to_take_along(page, sign_in, analyst):
    sign_in(analyst)
    ask(page, "Who can help Senegal with mobile forensics?")
    page.get_by_role("link", name="Lab course").first.click()
    whom_does_it_help(page)
    page.locator("#answer").get_by_role("link", name="Senegal").click()
    what_is_missing_and_why(page)
    page.get_by_role("link", name="Compare Senegal with others").click()
    side_by_side(page)
    page.get_by_role("link", name="Gaps", exact=True).click()
    page.get_by_role("link", name="Map", exact=True).click()
    the_map_as_a_table(page)


def ask(page, question):
    page.goto("/resources")
    page.get_by_label("Search, or ask a question").fill(question)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="1 resource", exact=True)).to_be_visible()
    expect(page.get_by_text("There is a problem")).to_have_count(0)
    expect(page.get_by_role("link", name=re.compile("Take off .*Senegal"))).to_be_visible()
    assert look(page) == {}


def whom_does_it_help(page):
    page.get_by_label("Country").select_option("SEN")
    page.get_by_role("button", name="Can it use this?").click()
    expect(page.locator("#answer")).to_contain_text("It is open to all countries.")
    assert look(page) == {}


def what_is_missing_and_why(page):
    expect(page.get_by_text("it is not given in French")).to_be_visible()
    expect(page.get_by_role("table", name="Offers that nearly reach")).to_contain_text("Lab course")
    assert look(page) == {}


def side_by_side(page):
    page.get_by_label("Add a country").select_option("FJI")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("heading", name="What they have in common")).to_be_visible()
    assert look(page) == {}


def the_map_as_a_table(page):
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="Senegal"))
    expect(row).to_contain_text("Gaps in 3 of 3 areas of need")
    assert look(page) == {}
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the table (CSV)").click()
    assert "Senegal" in Path(download.value.path()).read_text(encoding="utf-8-sig")

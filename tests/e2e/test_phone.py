"""What a phone and a screen reader make of wide tables, filters, frames and late parts."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.looking import WIDTHS, complaints
from tests.factories import AreaFactory, CountryFactory, IndicativeNeedFactory, ResourceFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(analysed):
    mobile = AreaFactory(code="FOR-02", name="Mobile device forensics")
    for iso3, name in (("SEN", "Senegal"), ("TGO", "Togo")):
        country = CountryFactory(iso3=iso3, iso2=iso3[:2], name=name, sort_key=name.lower())
        IndicativeNeedFactory(country=country, area=mobile, languages=["fr"])
    offer = ResourceFactory(
        areas=[mobile], name="Lab course", language_rule="named", languages=["en"]
    )
    analysed()
    return offer


@pytest.fixture
def phone(page):
    page.set_viewport_size({"width": WIDTHS["phone"], "height": 700})
    return page


def fits(page, element):
    box = element.bounding_box()
    return box["x"] >= 0 and box["x"] + box["width"] <= page.viewport_size["width"]


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/countries/SEN", "Lab course: offer it in French."),
        ("/countries", "Wrong language"),
        ("/countries/compare?country=SEN&country=TGO", "Togo"),
    ],
)
def test_a_table_of_many_columns_is_read_on_a_phone_without_going_sideways(
    world, phone, address, words
):
    phone.goto(address)

    cell = phone.get_by_role("table").get_by_text(words).last
    cell.scroll_into_view_if_needed()

    assert fits(phone, cell)
    assert complaints(phone) == []


def test_each_cell_says_on_a_phone_of_which_column_it_is(world, phone):
    phone.goto("/countries/SEN")

    level = phone.locator("td", has_text="2 → 3").first

    said = level.evaluate("cell => getComputedStyle(cell, '::before').content")
    assert said.startswith('"Level: "')
    expect(phone.get_by_role("rowheader", name="Mobile device forensics").first).to_be_visible()


def test_filters_are_folded_away_on_a_phone_alone_and_reached_by_keyboard_elsewhere(world, page):
    page.goto("/countries")
    region = page.get_by_label("Region")

    expect(region).to_be_visible()
    page.get_by_label("Name or code").focus()
    page.keyboard.press("Tab")
    expect(region).to_be_focused()

    page.set_viewport_size({"width": WIDTHS["phone"], "height": 700})
    expect(region).to_be_hidden()
    page.get_by_role("heading", name="Filters").click()
    expect(region).to_be_visible()


def test_how_many_were_found_is_said_aloud_once_filters_have_changed(world, page):
    page.goto("/countries")
    expect(page.get_by_role("status")).to_have_text("")

    page.get_by_label("Name or code").fill("Togo")
    page.keyboard.press("Enter")

    expect(page.get_by_role("status")).to_have_text("1 country")


def test_what_is_fetched_later_does_not_rename_the_page(world, page):
    page.goto(world.get_absolute_url())
    expect(page.get_by_text("Its last confirmation counts").first).to_be_attached()

    expect(page).to_have_title("Lab course – Cyber Capability Portal")


def test_a_frame_keeps_its_looks_where_it_may_do_nothing(world, page):
    page.goto("/embeds?what=gaps")
    page.locator("iframe").evaluate("frame => frame.scrollIntoView()")  # it waits to be seen

    body = page.frame_locator("iframe").locator("body")
    expect(body).to_have_css("font-family", re.compile("arial", re.IGNORECASE))

"""One finds a choice of a long list by its words, and sees on top what is chosen."""

import pytest
from playwright.sync_api import expect

from capabilities.entries import acts
from tests.capabilities.entry_stories import offer_of
from tests.e2e.looking import look
from tests.factories import AreaFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def address(partner):
    for number in range(20):
        AreaFactory(code=f"ZZZ-{number:02d}", name=f"Área número {number}")
    offer = offer_of(partner, areas=[AreaFactory(code="AAA-01", name="Phones")])
    return f"/entries/changes/{acts.begin(entry=offer, by=partner).public_id}/section/areas"


def test_a_choice_is_found_by_its_words_and_taken_off_again_by_keyboard_alone(
    page, sign_in, partner, address
):
    sign_in(partner)
    page.goto(address)
    areas = page.get_by_role("group", name="Capability areas")
    find, told = areas.get_by_role("searchbox"), areas.get_by_role("status")
    boxes = areas.get_by_role("checkbox")
    expect(boxes).to_have_count(22)
    assert look(page) == {}

    find.focus()
    page.keyboard.type("AREA 17")
    expect(boxes).to_have_count(1)
    expect(told).to_have_text("1 of 22 shown")
    page.keyboard.press("Enter")
    expect(boxes.first).to_be_focused()
    page.keyboard.press("Space")
    expect(areas.get_by_role("listitem")).to_have_text(["Phones", "Área número 17"])
    assert look(page) == {}
    find.focus()
    page.keyboard.press("Escape")
    expect(boxes).to_have_count(22)
    expect(told).to_have_text("")

    areas.get_by_role("button", name="Take off Phones").focus()
    page.keyboard.press("Enter")
    expect(areas.get_by_role("button", name="Take off Área número 17")).to_be_focused()
    page.keyboard.press("Enter")
    expect(find).to_be_focused()
    expect(areas.get_by_role("checkbox", checked=True)).to_have_count(0)
    assert page.url.endswith("/areas"), "the form has not been sent"


def test_without_scripts_all_choices_stand_in_the_list_and_no_box_above_it(
    at_browser, partner, address
):
    with at_browser(partner, has_scripts=False) as reader:
        page = reader.page
        page.goto(address)

        expect(page.get_by_role("checkbox")).to_have_count(22)
        expect(page.get_by_role("searchbox")).to_have_count(0)

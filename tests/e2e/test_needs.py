"""A need from an officer's first page to acceptance, in a real browser, scripts on and off."""

import pytest
from playwright.sync_api import expect

from capabilities.models import Need
from capabilities.workflow import Status
from portal.access import TLP
from tests.capabilities.need_stories import written_draft
from tests.e2e.looking import with_and_without_scripts
from tests.factories import (
    TODAY,
    AgencyFactory,
    AreaFactory,
    CountryFactory,
    DeskFactory,
    GroupFactory,
    ResourceFactory,
    SubmittedNeedFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(officer, reviewer, analysed):
    senegal = CountryFactory(
        iso3="SEN", iso2="SN", name="Senegal", official_languages=["fr"], subregion="Western Africa"
    )
    agency = AgencyFactory(name="Cybercrime division", country=senegal, owner=officer.organisation)
    mobile = AreaFactory(
        code="FOR-02",
        name="Mobile device forensics",
        definition="Reading phones and tablets",
        default_tlp=TLP.AMBER,
        kinds=["training", "equipment"],
    )
    money = GroupFactory(code="FIN", name="Financial tracing")
    AreaFactory(code="FIN-01", name="Tracing payments", parent=money)
    ResourceFactory(areas=[mobile], name="Lab course", language_rule="named", languages=["en"])
    ResourceFactory(areas=[mobile], name="Atelier mobile", language_rule="named", languages=["fr"])
    SubmittedNeedFactory(
        by=officer, agency=agency, area=mobile, status=Status.MET, quantity=3, tlp=TLP.AMBER
    )
    DeskFactory(name="FCO desk", organisation=reviewer.organisation)
    analysed()


def write_down(reader):
    page = reader.page
    page.goto("/needs")
    reader.click("Write down a need")
    reader.click("Start")
    page.get_by_label("Search the areas").fill("phones")
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 area for “phones”")).to_be_visible()
    page.get_by_label("Mobile device forensics").check()
    reader.go_on()
    page.get_by_label("Training").check()
    reader.go_on()
    page.get_by_role("group", name="Where you are today").get_by_label("Formative").check()
    page.get_by_role("group", name="Where you need to be").get_by_label("Established").check()
    reader.go_on()
    reader.go_on()  # without an answer: refused with a summary
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    page.get_by_label("Number of people, labs or cases").fill("12")
    reader.go_on()
    page.get_by_label("French").check()
    reader.go_on()
    page.get_by_label("Any way of delivery").check()
    reader.go_on()
    page.get_by_label("By when you need it").fill(TODAY.replace(year=TODAY.year + 1).isoformat())
    reader.go_on()
    page.get_by_label("4 – within six months").check()
    page.get_by_label("Why", exact=True).fill("Phones of suspects wait a year.")
    reader.go_on()
    reader.go_on()
    expect(page.get_by_label("TLP:AMBER", exact=True)).to_be_checked()
    reader.go_on()


def submit(reader):
    """See what exists, then submit."""
    page = reader.page
    expect(page.get_by_text("What your agency asked for before")).to_be_visible()
    if not reader.has_scripts:
        reader.click(
            "See which offers would serve this need now, and which come nearest", role="link"
        )
    expect(page.get_by_role("link", name="Atelier mobile").first).to_be_visible()
    expect(page.get_by_role("link", name="Lab course").first).to_be_visible()
    if not reader.has_scripts:
        page.get_by_role("link", name="Back to your answers").click()
    reader.click("Submit this need")
    expect(page.get_by_text("FCO desk").first).to_be_visible()
    reader.look()


def accept_and_help(reader):
    page = reader.page
    page.goto("/needs/queue")
    reader.look()
    page.get_by_role("link", name="Mobile device forensics").click()
    reader.click("Accept")
    page.get_by_label("What makes you accept it?").fill("In line with the national plan.")
    reader.click("Accept")
    expect(page.get_by_text("The need is accepted.")).to_be_visible()
    reader.click("Mark as being met")
    page.get_by_label("Who helps, and how?").fill("The lab course takes twelve in spring.")
    reader.click("Mark as being met")
    expect(page.get_by_text("The need is being met.")).to_be_visible()
    reader.look()


def see_where_it_stands(reader):
    """The officer reads of both steps, and why."""
    page = reader.page
    page.goto("/needs")
    reader.look()
    expect(page.locator("td", has_text="Being met")).to_be_visible()
    page.goto(Need.objects.get(status=Status.BEING_MET).get_absolute_url())
    for said in ("In line with the national plan.", "The lab course takes twelve in spring."):
        expect(page.get_by_text(said)).to_be_visible()
    reader.look()


@with_and_without_scripts
def test_an_officer_s_need_goes_from_the_first_page_to_being_met(
    world, at_browser, officer, reviewer, has_scripts
):
    with at_browser(officer, has_scripts=has_scripts) as sender:
        write_down(sender)
        submit(sender)
    need = Need.objects.get(status=Status.SUBMITTED)
    with at_browser(reviewer, has_scripts=has_scripts) as decider:
        accept_and_help(decider)
    with at_browser(officer, has_scripts=has_scripts) as follower:
        see_where_it_stands(follower)

    need.refresh_from_db()
    assert need.status == Status.BEING_MET


def test_the_other_pages_of_an_officer_are_accessible_and_fit(world, at_browser, officer):
    draft = written_draft(officer)
    need = Need.objects.get(status=Status.MET)
    parts = ("", "/area", "/check", "/delete")
    addresses = [
        *(f"/needs/drafts/{draft.public_id}{part}" for part in parts),
        f"/help-for/{draft.public_id}",
        need.get_absolute_url(),
        f"{need.get_absolute_url()}/outcome",
    ]
    with at_browser(officer) as reader:
        for address in addresses:
            reader.page.goto(address)
            reader.look()

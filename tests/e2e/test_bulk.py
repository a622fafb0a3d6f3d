"""A table of needs from the template to the needs that came of it, in a real browser."""

import pytest
from playwright.sync_api import expect

from capabilities.bulk import checking
from capabilities.models import Need, Upload
from portal import outbox
from tests.capabilities.tables import checked, own_agency, row, xlsx_of
from tests.e2e.looking import with_and_without_scripts
from tests.factories import CountryFactory, SubmittedNeedFactory

pytestmark = pytest.mark.django_db(transaction=True)
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def agency(officer):
    senegal = CountryFactory(iso3="SEN", iso2="SN", name="Senegal", official_languages=["fr"])
    return own_agency(officer, name="Cybercrime division", country=senegal)


def upload(reader, *rows):
    page = reader.page
    file = {"name": "needs-2026.xlsx", "mimeType": WORKBOOK, "buffer": xlsx_of(*rows)}
    page.get_by_label("Your table").set_input_files(file)
    reader.click("Upload and check")


def look_again(reader):
    """With scripts the page goes on by itself."""
    if not reader.has_scripts:
        reader.click("Look again", role="link")


def work():
    """What a worker would do, where the test has none."""
    for key in Upload.objects.unchecked().values_list("pk", flat=True):
        checking.check(key)
    outbox.sweep()


def send_a_wrong_one(reader):
    page = reader.page
    page.goto("/needs")
    reader.click("Submit many needs at once, from a spreadsheet", role="link")
    upload(reader, row(), row(area="FOR-99", kinds="gramophone"))
    reader.look()
    work()
    look_again(reader)
    expect(page.get_by_text("Nothing can be submitted yet.")).to_be_visible()
    expect(page.get_by_text("D3: Capability area")).to_be_visible()
    reader.click("Cancel and remove the file")
    reader.look()


def send_a_right_one(reader):
    page = reader.page
    page.goto("/needs/bulk")
    upload(reader, row(), row(quantity="30", target_level="4"))
    work()
    look_again(reader)
    reader.click("Submit all 2 needs")
    reader.look()
    work()
    look_again(reader)
    expect(page.get_by_text("2 needs were submitted out of this table.")).to_be_visible()
    reader.look()


def take_it_back(reader):
    page = reader.page
    page.get_by_text("Take all of it back").click()
    page.get_by_label("Why is it taken back?").fill("Sent by mistake.")
    reader.click("Take back")
    reader.look()
    work()
    look_again(reader)
    expect(page.get_by_text("All of it was taken back.")).to_be_visible()
    reader.look()


@with_and_without_scripts
def test_an_officer_mends_a_table_submits_it_and_takes_it_back(
    agency, officer, at_browser, has_scripts
):
    SubmittedNeedFactory(by=officer, agency=agency, area__code="FOR-90")
    with at_browser(officer, has_scripts=has_scripts) as reader:
        send_a_wrong_one(reader)
        send_a_right_one(reader)
        take_it_back(reader)

    assert Need.objects.filter(status="withdrawn").count() == 2


def test_with_a_real_worker_the_page_goes_on_by_itself(
    celery_worker_process, agency, officer, at_browser
):
    with at_browser(officer) as reader:
        reader.page.goto("/needs/bulk")
        upload(reader, row(), row(quantity="30"))
        button = reader.page.get_by_role("button", name="Submit all 2 needs")
        expect(button).to_be_visible(timeout=20_000)
        button.click()
        told = reader.page.get_by_text("2 needs were submitted out of this table.")
        expect(told).to_be_visible(timeout=20_000)

    assert Need.objects.filter(status="submitted").count() == 2


def test_a_table_that_cannot_be_read_says_why(agency, officer, at_browser):
    refused = checked(officer, content=b"%PDF-1.7\n")
    with at_browser(officer) as reader:
        reader.page.goto(refused.get_absolute_url())
        expect(reader.page.get_by_text("This is neither XLSX nor CSV.")).to_be_visible()
        reader.look()


def test_the_banner_follows_the_label_that_the_check_finds(agency, officer, at_browser):
    with at_browser(officer) as reader:
        page = reader.page
        page.goto("/needs/bulk")
        upload(reader, row(tlp="AMBER+STRICT"))
        banner = page.locator("#marking")
        expect(banner).to_contain_text("TLP:AMBER This page")
        work()
        expect(banner).to_contain_text("TLP:AMBER+STRICT This page")

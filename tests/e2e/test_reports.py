"""Two reviewers take a report from a run to publication, in a real browser."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from capabilities.models import Agency
from gaps.models import CountryPage, Report
from gaps.reports.document import fingerprint, from_json
from portal.access import Audience
from tests.e2e.looking import look, wrong_at
from tests.factories import AreaFactory, CountryFactory, NeedFactory, ResourceFactory
from tests.gaps.reports.pages import page_texts
from tests.gaps.reports.stories import another_reviewer, begun, brought

pytestmark = pytest.mark.django_db(transaction=True)
TITLE = "Forensics south of the Sahara"


@pytest.fixture
def world(analysed, officer):
    """Two countries with gaps; an officer's organisation keeps the agency of one."""
    phones = AreaFactory(code="FOR-02", name="Mobile device forensics")
    clouds = AreaFactory(code="FOR-03", name="Cloud forensics")
    senegal = CountryFactory(iso3="SEN", iso2="SN", name="Senegal", sort_key="senegal")
    togo = CountryFactory(iso3="TGO", iso2="TG", name="Togo", sort_key="togo")
    NeedFactory(agency__country=senegal, area=phones, quantity=10)
    NeedFactory(agency__country=togo, area=phones, quantity=4)
    NeedFactory(agency__country=togo, area=clouds)
    ResourceFactory(areas=[phones], name="Lab course", capacity_rule="limited", capacity=4)
    Agency.objects.filter(country=senegal).update(owner=officer.organisation)
    return analysed(*Audience)


def move(page, verb, reason, **more):
    page.locator("summary", has_text=verb).click()
    form = page.locator("details[open] form")
    form.locator("[name$=-reason]").fill(reason)
    for name, text in more.items():
        form.locator(f"[name$=-{name}]").fill(text)
    form.get_by_role("button", name=verb).click()


def write_a_report(page):
    """From the list of what a report can be about to a text with its figures, seen at once."""
    page.goto("/reports/new")
    page.get_by_label("A region").check()
    page.get_by_label("Region", exact=True).select_option("Sub-Saharan Africa")
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_role("heading", name="Write", level=1)).to_be_visible()
    page.get_by_label("Title").fill(TITLE)
    page.get_by_label("Text").fill("# In short\n\nOf {needs} needs {open_gaps} are gaps.")
    expect(page.locator("#preview")).to_contain_text("Of 3 needs 3 are gaps.")
    assert look(page) == {}
    page.get_by_role("button", name="Save and see where it stands").click()


def test_two_reviewers_take_a_report_from_a_run_to_publication(world, page, sign_in, reviewer):
    checker = another_reviewer()
    sign_in(reviewer)
    write_a_report(page)
    move(page, "Send to review", "Ready for a second pair of eyes.")
    expect(page.get_by_text("The report is in review.")).to_be_visible()
    page.locator("summary", has_text="Approve").click()
    expect(page.get_by_text("You had a hand in this report")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()

    sign_in(checker)
    page.goto("/reports/desk")
    page.get_by_role("link", name=TITLE).click()
    move(page, "Approve", "Figures and tone are right.")
    expect(page.get_by_text("The report is approved.")).to_be_visible()
    assert look(page) == {}
    move(page, "Publish", "For the donors’ meeting.", ahead="The meeting is today.")

    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    assert look(page) == {}
    report = Report.objects.get()
    expect(page.get_by_text(report.fingerprint)).to_be_visible()
    assert fingerprint(from_json(report.document)) == report.fingerprint
    page.get_by_role("button", name="Sign out").click()
    page.goto("/reports")
    page.get_by_role("link", name=TITLE).click()
    expect(page.get_by_text("Of 3 needs 3 are gaps.")).to_be_visible()
    printed = page_texts(downloaded(page, "PDF, to read and print"))
    for said in (TITLE, "Of 3 needs 3 are gaps."):
        assert "".join(said.split()) in "".join("".join(printed).split())


def downloaded(page, link):
    with page.expect_download() as download:
        page.get_by_role("link", name=link).click()
    return Path(download.value.path()).read_bytes()


def test_the_pages_of_reports_are_accessible_and_fit_the_screen(world, page, sign_in, reviewer):
    checker = another_reviewer()
    draft = begun(reviewer)
    out = begun(reviewer, audience=Audience.AMBER_STRICT)
    brought(out, "published", author=reviewer, checker=checker)
    brought(begun(reviewer), "approved", author=reviewer, checker=checker)
    asked = CountryPage.objects.get()
    sign_in(reviewer)
    addresses = (
        *("/reports", "/reports/desk", "/reports/new", "/country-pages", "/releases"),
        *(f"/reports/{draft.public_id}/{place}" for place in ("write", "findings", "review")),
        *(f"/reports/{out.public_id}", f"/reports/{out.public_id}/release"),
        f"/country-pages/{asked.public_id}",
    )

    assert wrong_at(page, addresses, unfolded=True) == {}

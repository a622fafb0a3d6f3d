"""“Verify a report” in a real browser."""

import os

import pytest
from playwright.sync_api import expect

from tests.e2e.test_browser import WIDTHS, complaints_of_axe
from tests.gaps.reports.published import published

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("device", WIDTHS)
def test_a_visitor_verifies_a_fingerprint_and_a_file(page, device, tmp_path):
    report = published()
    file = tmp_path / "report.json"
    file.write_text(report.document.replace("Eastern", "Western"))
    page.set_viewport_size({"width": WIDTHS[device], "height": 800})
    wrong = {}

    def look(name):
        if folder := os.environ.get("SCREENSHOTS"):
            page.screenshot(path=f"{folder}/verify-{name}-{device}.png", full_page=True)
        wrong[name] = complaints_of_axe(page)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wrong[name].append("wider than the screen")

    page.goto("/verify")
    look("asked")
    page.get_by_label("Fingerprint").fill(report.fingerprint)
    page.get_by_role("button", name="Verify").click()
    expect(page.get_by_role("alert")).to_contain_text("This is a report as it was published.")
    look("known")
    page.goto("/verify")
    page.get_by_label("Or the JSON file of the report").set_input_files(file)
    page.get_by_role("button", name="Verify").click()
    expect(page.get_by_role("alert")).to_contain_text("it was changed")
    look("changed")
    page.goto("/verify?fingerprint=" + "0" * 64)
    expect(page.get_by_role("alert")).to_contain_text("We know no report")
    look("unknown")

    assert not any(wrong.values()), wrong

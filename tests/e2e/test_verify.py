"""“Verify a report” in a real browser."""

import pytest
from playwright.sync_api import expect

from tests.e2e.looking import look
from tests.gaps.reports.published import published

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_visitor_verifies_a_fingerprint_and_a_file(page, tmp_path):
    report = published()
    file = tmp_path / "report.json"
    file.write_text(report.document.replace("Eastern", "Western"))

    page.goto("/verify")
    assert look(page) == {}
    page.get_by_label("Fingerprint").fill(report.fingerprint)
    page.get_by_role("button", name="Verify").click()
    expect(page.get_by_role("alert")).to_contain_text("This is a report as it was published.")
    assert look(page) == {}
    page.goto("/verify")
    page.get_by_label("Or the JSON file of the report").set_input_files(file)
    page.get_by_role("button", name="Verify").click()
    expect(page.get_by_role("alert")).to_contain_text("it was changed")
    assert look(page) == {}
    page.goto("/verify?fingerprint=" + "0" * 64)
    expect(page.get_by_role("alert")).to_contain_text("We know no report")
    assert look(page) == {}

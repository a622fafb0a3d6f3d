"""A file is added to a need, taken off and brought back, in a real browser, scripts on and off."""

import pytest
from playwright.sync_api import expect

from tests.capabilities.documents import office, pdf
from tests.capabilities.need_stories import written_draft
from tests.e2e.looking import with_and_without_scripts

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.ATTACHMENTS_DIR = tmp_path / "attachments"


def choose(reader, label, name, content):
    file = {"mimeType": "application/octet-stream", "name": name, "buffer": content}
    reader.page.get_by_label(label, exact=True).set_input_files(file)
    reader.click("Add this file")


def bear_out(reader, draft):
    page, label, name = reader.page, "Add a file (optional)", "Survey of all laboratories.pdf"
    page.goto(f"/needs/drafts/{draft.public_id}/evidence")
    page.get_by_label("Evidence (optional)").fill("See the survey.")
    choose(reader, label, "Survey.docx", office("docx", {"word/vbaProject.bin": b"x"}))
    expect(page.get_by_role("alert").get_by_text("It holds macros")).to_be_visible()
    expect(page.get_by_label("Evidence (optional)")).to_have_value("See the survey.")
    choose(reader, label, name, pdf())
    reader.click(f"Take off {name}")
    reader.click(f"Bring back {name}")
    with page.expect_download() as fetched:
        page.get_by_role("link", name=name).click()
    assert fetched.value.suggested_filename == name
    page.goto(f"/needs/drafts/{draft.public_id}/check")
    expect(page.get_by_role("link", name=name)).to_be_visible()
    reader.click("Submit this need")


def add_later(reader):
    page = reader.page
    reader.click("Add a file")
    page.get_by_label("What does it show, and why does it come now?").fill("The audit is out.")
    choose(reader, "File", "Audit.pdf", pdf(b"late"))
    expect(page.get_by_role("heading", name="File added: Audit.pdf")).to_be_visible()
    reader.look()


@with_and_without_scripts
def test_an_officer_bears_a_need_out_with_files(at_browser, officer, has_scripts):
    with at_browser(officer, has_scripts=has_scripts) as reader:
        bear_out(reader, written_draft(officer))
        add_later(reader)

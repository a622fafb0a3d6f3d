"""Files that bear a need out: added, taken off, submitted with it, seen and fetched like it."""

import hashlib
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from capabilities import actions, attachments
from capabilities.models import Attachment, NeedDraft
from capabilities.workflow import Status
from portal.trail import Entry, Kind
from tests.capabilities.documents import GOOD, office, pdf
from tests.capabilities.need_stories import bring, submitted_need, written_draft
from tests.factories import AttachmentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.ATTACHMENTS_DIR = tmp_path / "attachments"
    return settings.ATTACHMENTS_DIR


@pytest.fixture
def at_desk(client, officer):
    client.force_login(officer)
    return client


def upload(name="Report.pdf", content=None):
    return SimpleUploadedFile(name, content or GOOD.get(name) or pdf())


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def evidence(draft):
    return f"/needs/drafts/{draft.public_id}/evidence"


def attached(need, by, **fields):
    """A file of a submitted need, on the disk."""
    given = {"file": upload(), "name": "Report.pdf", "note": "It came today."}
    return attachments.attach_to_need(need=need, by=by, **{**given, **fields})


def files_on_disk(folder):
    return [path for path in folder.glob("*/*") if path.is_file()]


# ------------------------------------------------------------------ while it is written


@pytest.mark.parametrize("name", GOOD)
def test_a_file_of_each_kind_is_added_to_what_is_written_and_goes_with_the_need(
    at_desk, officer, reviewer, name
):
    draft = written_draft(officer)

    added = at_desk.post(evidence(draft), {"evidence": "See file.", "file": upload(name), "add": 1})

    assert added.url == evidence(draft)
    kept = Attachment.objects.get()
    assert (kept.name.lower(), kept.size) == (name.lower(), len(GOOD[name]))
    assert kept.sha256 == hashlib.sha256(GOOD[name]).hexdigest()
    assert kept.name in text(at_desk.get(evidence(draft)))
    assert kept.name in text(at_desk.get(f"/needs/drafts/{draft.public_id}/check"))
    draft.refresh_from_db()
    assert draft.answers["evidence"] == "See file."

    at_desk.post(f"/needs/drafts/{draft.public_id}/submit", {"token": "t"})
    at_desk.force_login(reviewer)

    page = at_desk.get(f"/needs/{draft.public_id}")
    assert kept.get_absolute_url() in page.content.decode()
    assert at_desk.get(kept.get_absolute_url()).getvalue() == GOOD[name]


def test_going_on_with_a_file_chosen_adds_it_too(at_desk, officer):
    draft = written_draft(officer)

    went = at_desk.post(evidence(draft), {"evidence": "", "file": upload()})

    assert went.url.endswith("/label")
    assert Attachment.objects.get().draft == draft


def test_a_file_taken_off_is_brought_back_until_the_need_is_submitted(at_desk, officer, folder):
    draft = written_draft(officer)
    for name in ("Report.pdf", "photo.png"):
        at_desk.post(evidence(draft), {"file": upload(name), "add": 1})
    first, second = Attachment.objects.all()

    at_desk.post(evidence(draft), {"remove": first.public_id, "evidence": "kept"})
    assert "Taken off" in text(at_desk.get(evidence(draft)))
    assert at_desk.get(first.get_absolute_url()).status_code == 404
    assert first.name not in text(at_desk.get(f"/needs/drafts/{draft.public_id}/check"))

    at_desk.post(evidence(draft), {"restore": first.public_id})
    assert at_desk.get(first.get_absolute_url()).status_code == 200

    at_desk.post(evidence(draft), {"remove": first.public_id})
    at_desk.post(f"/needs/drafts/{draft.public_id}/submit", {"token": "t"})

    assert [file.name for file in Attachment.objects.all()] == [second.name]
    assert {e.kind for e in Entry.objects.filter(model="capabilities.attachment")} == {
        Kind.ADDED,
        Kind.CHANGED,
        Kind.REMOVED,
        Kind.EXPORT,
    }


def test_what_was_submitted_is_not_taken_off_not_even_when_it_is_returned(
    at_desk, officer, reviewer
):
    need = submitted_need(officer)
    kept = attached(need, officer)
    bring(need, Status.RETURNED, reviewer)
    draft = actions.revise(need=need, by=officer)

    answer = at_desk.post(evidence(draft), {"remove": kept.public_id})
    refused = at_desk.delete(f"/api/v1/attachments/{kept.public_id}")

    assert (answer.status_code, refused.status_code) == (404, 409)
    kept.refresh_from_db()
    assert (kept.removed, kept.need) == (None, need)


def test_a_file_added_while_it_is_returned_is_the_agencys_until_it_is_submitted_again(
    client, officer, reviewer
):
    need = submitted_need(officer)
    bring(need, Status.RETURNED, reviewer)
    client.force_login(officer)
    opened = client.post(f"/needs/{need.public_id}/revise")
    draft = NeedDraft.objects.get()
    client.post(evidence(draft), {"file": upload(), "add": 1})
    file = Attachment.objects.get()

    client.force_login(reviewer)
    assert client.get(file.get_absolute_url()).status_code == 404
    client.force_login(officer)
    assert file.name in text(client.get(opened.url))
    client.post(f"/needs/drafts/{need.public_id}/submit", {"token": "t"})
    client.force_login(reviewer)

    assert client.get(file.get_absolute_url()).status_code == 200
    assert file.name in text(client.get(need.get_absolute_url()))


def test_a_form_that_is_sent_twice_adds_its_file_once(at_desk, officer, folder):
    draft = written_draft(officer)
    for _ in range(2):
        at_desk.post(evidence(draft), {"file": upload(), "add": 1})

    assert Attachment.objects.count() == len(files_on_disk(folder)) == 1


def test_a_draft_that_is_deleted_takes_its_files_with_it(at_desk, officer):
    draft = written_draft(officer)
    at_desk.post(evidence(draft), {"file": upload(), "add": 1})

    at_desk.post(f"/needs/drafts/{draft.public_id}/delete")

    assert not Attachment.objects.exists()


# ------------------------------------------------------------------ what is refused

REFUSED = {
    "nothing": (None, "Choose a file first."),
    "empty": (("a.pdf", b""), "The file is empty."),
    "too large": (("a.pdf", pdf() + bytes(10_000_000)), "at most"),
    "another kind": (("a.exe", b"MZ"), "Only PDF, DOCX, XLSX, PNG and JPEG"),
    "a false name": (("a.png", pdf()), "by its content it is no PNG picture"),
    "macros": (("a.docx", office("docx", {"word/vbaProject.bin": b"x"})), "It holds macros"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_file_that_is_not_taken_says_why_and_loses_nothing_that_was_typed(
    at_desk, officer, folder, case
):
    sent, said = REFUSED[case]
    draft = written_draft(officer)
    file = {"file": SimpleUploadedFile(*sent)} if sent else {}

    refused = at_desk.post(evidence(draft), {"evidence": "Typed before.", "add": 1, **file})

    assert refused.status_code == 422
    assert said in text(refused)
    assert "Typed before." in text(refused)
    assert "There is a problem" in text(refused)
    draft.refresh_from_db()
    assert draft.answers["evidence"] == "Typed before."
    assert not Attachment.objects.exists()
    assert not files_on_disk(folder)


def test_a_need_has_at_most_ten_files_those_of_its_draft_counted(officer, reviewer):
    need = submitted_need(officer)
    AttachmentFactory.create_batch(6, need=need)
    bring(need, Status.RETURNED, reviewer)
    draft = actions.revise(need=need, by=officer)
    AttachmentFactory.create_batch(3, need=None, draft=draft)
    add = {"draft": draft, "name": "a.pdf", "by": officer}
    last = attachments.attach_to_draft(file=upload(content=pdf(b"1")), **add)

    with pytest.raises(attachments.FileRefused, match="at most 10 files"):
        attachments.attach_to_draft(file=upload(content=pdf(b"2")), **add)

    attachments.remove(attachment=last, by=officer)
    attachments.attach_to_draft(file=upload(content=pdf(b"2")), **add)
    with pytest.raises(attachments.FileRefused, match="at most 10 files"):
        attachments.restore(attachment=last, by=officer)
    last.refresh_from_db()
    assert last.removed


def test_all_files_of_a_need_together_have_a_limit(officer, folder):
    need = submitted_need(officer)
    for _ in range(3):
        AttachmentFactory(need=need, size=9_999_999)

    with pytest.raises(attachments.FileRefused, match="together"):
        attached(need, officer)

    assert not files_on_disk(folder)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("C:\\fakepath\\Report 1.PDF", "Report 1.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("invoice\u202efdp.pdf", "invoicefdp.pdf"),
        ("a\0b\r\nSet-Cookie: x.pdf", "abSet-Cookie_ x.pdf"),
        ('say "hi" <now>|?*.pdf', "say _hi_ _now____.pdf"),
        (".pdf", "file.pdf"),
        ("..pdf", "file.pdf"),
        ("Enque\u0302te.pdf", "Enquête.pdf"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
        ("  spaces   between .pdf", "spaces between.pdf"),
    ],
)
def test_names_are_cleaned(sent, kept):
    assert attachments.clean_name(sent) == kept


# ------------------------------------------------------------------ after it was submitted


ON_THE_WAY = [Status.SUBMITTED, Status.ACCEPTED, Status.BEING_MET]


@pytest.mark.parametrize("status", ON_THE_WAY)
def test_the_agency_adds_a_file_later_with_a_note_that_stands_in_the_timeline(
    client, officer, reviewer, status
):
    need = submitted_need(officer)
    for to in ON_THE_WAY[1 : ON_THE_WAY.index(status) + 1]:
        bring(need, to, reviewer)
    client.force_login(officer)
    assert "Add a file" in text(client.get(need.get_absolute_url()))
    address = f"/needs/{need.public_id}/attach"

    assert client.get(address).status_code == 200
    assert client.post(address, {"file": upload()}).status_code == 422
    assert client.post(address, {"note": "No file"}).status_code == 422
    assert (
        client.post(address, {"file": upload("photo.png", pdf()), "note": "x"}).status_code == 422
    )
    done = client.post(address, {"file": upload(), "note": "The audit is out."}, follow=True)

    assert "File added: Report.pdf" in text(done)
    assert "The audit is out." in text(done)
    client.force_login(reviewer)
    assert "The audit is out." in text(client.get(need.get_absolute_url()))


def test_nothing_is_added_to_a_need_that_has_ended_nor_by_others(client, officer, reviewer):
    need = submitted_need(officer)
    address = f"/needs/{need.public_id}/attach"
    client.force_login(reviewer)
    client.post(address, {"file": upload(), "note": "x"})
    bring(need, Status.WITHDRAWN, officer)
    client.force_login(officer)

    told = client.post(address, {"file": upload(), "note": "x"}, follow=True)

    assert "No file can be added" in text(told)
    assert "Add a file" not in text(client.get(need.get_absolute_url()))
    assert not Attachment.objects.exists()

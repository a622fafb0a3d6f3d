"""Files of needs: who sees and fetches them, on pages and by the API."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from capabilities import vault
from capabilities.inspection import MIME_TYPES
from capabilities.workflow import Status
from portal.access import TLP, Role
from portal.trail import Entry, Kind
from tests.capabilities.documents import GOOD, pdf, png
from tests.capabilities.need_stories import bring, submitted_need, written_draft
from tests.capabilities.test_attachments import attached, upload
from tests.factories import AttachmentFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.ATTACHMENTS_DIR = tmp_path / "attachments"


# ------------------------------------------------------------------ who fetches it, and how


@pytest.mark.parametrize("name", GOOD)
def test_a_file_is_fetched_to_be_kept_and_never_to_be_shown(client, officer, reviewer, name):
    need = submitted_need(officer, tlp="CLEAR", label_reason="Public.")
    file = attached(need, officer, file=upload(name), name=name)
    bring(need, Status.ACCEPTED, reviewer)

    fetched = client.get(file.get_absolute_url(), headers={"Accept-Encoding": "gzip"})

    assert fetched.getvalue() == GOOD[name]
    expected = {
        "Content-Type": MIME_TYPES[file.kind],
        "Content-Disposition": f'attachment; filename="{file.name}"',
        "Content-Length": str(len(GOOD[name])),
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
        "Cache-Control": "private, no-store",
        "ETag": f'"{file.sha256}"',
    }
    assert {header: fetched.headers[header] for header in expected} == expected
    entry = Entry.objects.get(kind=Kind.EXPORT)
    assert (entry.model, entry.record) == ("capabilities.attachment", file.pk)


def test_asking_for_its_head_alone_is_no_download(client, officer, reviewer):
    need = submitted_need(officer)
    file = attached(need, officer)
    client.force_login(reviewer)

    head = client.head(file.get_absolute_url())

    assert (head.status_code, head.headers["Content-Length"]) == (200, str(file.size))
    assert not Entry.objects.filter(kind=Kind.EXPORT).exists()
    assert client.post(file.get_absolute_url()).status_code == 405


READERS = ["visitor", "outsider", *Role, "colleague", "sharer", "named"]


@pytest.mark.parametrize("kind", READERS, ids=str)
def test_a_file_is_seen_exactly_like_its_need(client, officer, reviewer, kind):
    need = submitted_need(officer)
    file = attached(need, officer)
    person = reader_of(kind, officer)
    if kind != "visitor":
        client.force_login(person)
    seen = set()
    for status, label in [(Status.SUBMITTED, TLP.CLEAR), *((Status.ACCEPTED, tlp) for tlp in TLP)]:
        need.status, need.tlp = status, label
        is_for = [person.organisation_id] if kind == "sharer" else []
        need.shared_with = is_for if label == TLP.AMBER else []
        need.named_persons = [person.pk] if label == TLP.RED and kind == "named" else []
        need.save()

        page = client.get(need.get_absolute_url()).status_code
        seen.add(page)

        for address in (
            file.get_absolute_url(),
            f"/api/v1/attachments/{file.public_id}",
            f"/api/v1/needs/{need.public_id}/attachments",
        ):
            assert client.get(address).status_code == page, (address, status, label)
    assert seen == {200, 404}


def reader_of(kind, officer):
    if kind == "colleague":
        return UserFactory(organisation=officer.organisation)
    role = Role(kind) if kind in list(Role) else Role.ANALYST
    return UserFactory(role=role, organisation__verified=kind != "outsider")


def test_a_file_that_is_lost_is_told_to_whoever_runs_the_portal(client, officer, reviewer, caplog):
    file = attached(submitted_need(officer), officer)
    vault.path_of(file.stored_as).unlink()
    client.force_login(reviewer)

    assert client.get(file.get_absolute_url()).status_code == 404
    assert f"The file of attachment {file.pk} is missing" in caplog.text


# ------------------------------------------------------------------ the API


def test_files_are_added_listed_and_taken_off_by_the_api(client, officer, reviewer):
    draft = written_draft(officer)
    client.force_login(officer)
    address = f"/api/v1/needs/drafts/{draft.public_id}/attachments"

    made = client.post(address, {"file": upload()})
    assert made.status_code == 201
    assert made.json() == client.get(address).json()[0]
    assert (made.json()["name"], made.json()["kind"], made.json()["tlp"]) == (
        "Report.pdf",
        "pdf",
        None,
    )
    assert client.delete(f"/api/v1/attachments/{made.json()['id']}").status_code == 204
    assert client.get(address).json() == []
    refused = client.post(address, {"file": upload("a.png", pdf())})
    assert refused.status_code == 400
    assert "no PNG picture" in refused.json()["errors"]["file"][0]
    assert client.post(address, {"file": upload(), "need": "x"}).status_code == 400

    need = submitted_need(officer)
    address = f"/api/v1/needs/{need.public_id}/attachments"
    assert client.post(address, {"file": upload()}).status_code == 400
    made = client.post(address, {"file": upload("photo.png"), "note": "New."})
    assert made.json()["tlp"] == "AMBER"
    fetched = client.get(
        f"/api/v1/attachments/{made.json()['id']}", headers={"Accept": "image/png"}
    )
    assert fetched.getvalue() == png()
    client.force_login(reviewer)
    assert client.post(address, {"file": upload(), "note": "x"}).status_code == 403
    assert client.get(address).json()[0]["id"] == made.json()["id"]


def test_the_page_of_a_need_takes_as_many_queries_for_ten_files_as_for_one(client, officer):
    need = submitted_need(officer)
    client.force_login(officer)
    counts = []
    for more in (1, 9):
        AttachmentFactory.create_batch(more, need=need, note="Late.")
        with CaptureQueriesContext(connection) as queries:
            client.get(need.get_absolute_url())
        counts.append(len(queries))

    assert counts[0] == counts[1]

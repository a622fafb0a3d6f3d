"""Anybody learns whether what they hold is a report as it was published, and nothing besides."""

import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gaps.models import Report
from gaps.reports import verifying
from gaps.reports.document import canonical, fingerprint
from portal.access import Audience
from tests.gaps.reports.documents import a_document
from tests.gaps.reports.published import published

pytestmark = pytest.mark.django_db

PAGE, API = "/verify", "/api/v1/verify"
UNCHANGED, REWRITTEN = "as it was published", "written in another way"
CHANGED, UNKNOWN = "it was changed", "no report with this fingerprint"


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def upload(data):
    return {"file": SimpleUploadedFile("report.json", data)}


def asked(client, data):
    """What page and endpoint say of a file."""
    page = text(client.post(PAGE, upload(data)))
    answer = client.post(API, data, content_type="application/json").json()
    return page, answer


def test_the_fingerprint_of_a_report_is_known(client):
    report = published()

    page = text(client.get(PAGE, {"fingerprint": report.fingerprint}))
    answer = client.get(API, {"fingerprint": report.fingerprint}).json()

    assert UNCHANGED in page
    assert "Report rep234567ghj, version 2, published on 20 November 2026" in page
    assert "no newer version" in page
    assert answer["outcome"] == "unchanged"
    assert answer["report"]["id"] == report.public_id
    assert (answer["report"]["version"], answer["report"]["tlp"]) == (2, "CLEAR")
    assert answer["superseded_by"] is None


@pytest.mark.parametrize(
    "written",
    [
        str.upper,
        lambda found: f"  {found}  report.json\n",
        lambda found: " ".join(found[place : place + 8] for place in range(0, 64, 8)),
    ],
)
def test_a_fingerprint_is_read_as_people_copy_it(client, written):
    page = client.post(PAGE, {"fingerprint": written(published().fingerprint)})

    assert UNCHANGED in text(page)


def test_the_downloaded_json_is_known(client):
    report = published()
    data = client.get(f"/reports/{report.public_id}.json").content

    page, answer = asked(client, data)

    assert UNCHANGED in page
    assert answer["outcome"] == "unchanged"
    assert answer["fingerprint"] == report.fingerprint


def test_a_pasted_text_is_known(client):
    report = published()

    assert UNCHANGED in text(client.post(PAGE, {"text": f"\r\n{report.document}\r\n"}))


def test_the_same_content_in_other_spaces_and_order_is_told_as_such(client):
    report = published()
    data = json.dumps(dict(reversed(json.loads(report.document).items())), indent=2).encode()

    page, answer = asked(client, data)

    assert REWRITTEN in page
    assert answer["outcome"] == "rewritten"
    assert answer["report"]["id"] == report.public_id


def test_a_report_that_was_tampered_with_is_told_as_such(client):
    report = published()
    data = canonical(a_document(label="TLP:CLEAR", title="Gaps that are closed"))

    page, answer = asked(client, data)

    assert CHANGED in page
    assert "Gaps in Eastern Africa" in page
    assert answer["outcome"] == "changed"
    assert answer["report"]["id"] == report.public_id


def test_what_nobody_published_is_unknown(client):
    page, answer = asked(client, canonical(a_document(id="rep000000000")))

    assert UNKNOWN in page
    assert answer["outcome"] == "unknown"
    assert answer["report"] is None
    assert UNKNOWN in text(client.get(PAGE, {"fingerprint": "0" * 64}))


def test_a_superseded_report_names_its_newer_version(client):
    old = published(status="superseded")
    new = published(says={"id": "rep3newer345", "version": 3, "title": "Newer gaps"}, replaces=old)

    page = text(client.get(PAGE, {"fingerprint": old.fingerprint}))
    answer = client.get(API, {"fingerprint": old.fingerprint}).json()

    assert UNCHANGED in page
    assert "A newer version is there: Newer gaps" in page
    assert answer["superseded_by"]["id"] == new.public_id


# ------------------------------------------------------------------ what is hidden


def answers(client, document):
    """All that is answered about a document, however one asks."""
    client.cookies.clear()
    found = fingerprint(document)
    data = canonical(document)
    changed = canonical(a_document(id=document.id, title="Other"))
    responses = [
        client.get(PAGE, {"fingerprint": found}),
        client.post(PAGE, {"fingerprint": found}),
        client.post(PAGE, {"text": data.decode()}),
        client.get(API, {"fingerprint": found}),
        *(client.post(PAGE, upload(body)) for body in (data, changed)),
        *(client.post(API, body, content_type="application/json") for body in (data, changed)),
    ]
    token = rb'name="csrfmiddlewaretoken" value="\w+"'
    return [
        (
            r.status_code,
            re.sub(token, b"", r.content),
            {n: v for n, v in r.headers.items() if n != "RateLimit"},
        )
        for r in responses
    ]


@pytest.mark.parametrize("audience", [Audience.GREEN, Audience.AMBER_STRICT])
def test_a_report_that_the_reader_may_not_see_answers_like_one_that_never_was(
    walls, client, audience
):
    document = a_document(label="TLP:GREEN")
    without = answers(client, document)

    published(audience, document=document)

    assert answers(client, document) == without


def test_a_hidden_newer_version_supersedes_nothing(walls, client):
    old = published()
    before = answers(client, a_document(label="TLP:CLEAR"))

    published(Audience.GREEN, says={"id": "rep3newer345", "version": 3}, replaces=old)
    Report.objects.filter(pk=old.pk).update(status="superseded")

    assert answers(client, a_document(label="TLP:CLEAR")) == before


def test_members_verify_what_is_for_members(client, analyst):
    report = published(Audience.GREEN)
    client.force_login(analyst)

    page = client.get(PAGE, {"fingerprint": report.fingerprint})

    assert UNCHANGED in text(page)
    assert "This page draws on records with this label" in text(page)


# ------------------------------------------------------------------ what cannot be read


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"fingerprint": "abc"}, "64 signs"),
        ({"fingerprint": "g" * 64}, "64 signs"),
        ({}, "Give a fingerprint"),
        ({"text": "{"}, "It is not JSON"),
        ({"text": "{}"}, "missing, or too much"),
        ({"fingerprint": "a" * 64, "text": "{}"}, "one of the three"),
        (upload(b""), "It is empty"),
        (upload(b"%PDF-1.7"), "It is not JSON"),
        (upload(b'{"title": 1, "title": 2}'), "twice"),
        (upload(b"[" * 200_000), "It is not JSON"),
    ],
)
def test_what_cannot_be_read_is_told_beside_its_field(client, given, said):
    response = client.post(PAGE, {"sent": "1", **given})

    assert response.status_code == 422
    assert said in text(response)
    assert UNKNOWN not in text(response)


def test_too_large_a_file_is_not_read(client, monkeypatch):
    monkeypatch.setattr(verifying, "LARGEST", 100)

    page = client.post(PAGE, upload(b" " * 101))
    answer = client.post(API, b" " * 101, content_type="application/json")

    assert page.status_code == 422
    assert "no report is" in text(page)
    assert answer.status_code == 413


def test_a_pasted_text_beyond_what_a_form_may_hold_is_refused(client):
    assert client.post(PAGE, {"text": "x" * 1_100_000}).status_code in (400, 413)


@pytest.mark.parametrize(
    ("method", "given"),
    [("get", {}), ("get", {"fingerprint": "abc"}), ("get", {"fingerprint": "0" * 64, "more": "x"})],
)
def test_the_endpoint_says_what_is_wrong(client, method, given):
    response = getattr(client, method)(API, given)

    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff\xff", b'"\\ud800"'])
def test_the_endpoint_refuses_what_is_no_report(client, body):
    response = client.post(API, body, content_type="application/json")

    assert response.status_code == 400
    assert response.json()["errors"]["body"]


def test_the_form_asks_for_its_token():
    guarded = Client(enforce_csrf_checks=True)

    assert guarded.post(PAGE, {"fingerprint": "0" * 64}).status_code == 403


def test_the_page_says_how_to_verify_without_it(client):
    page = text(client.get(PAGE))

    assert "sha256sum report.json" in page
    assert "certutil -hashfile report.json SHA256" in page

"""The files of a published report: who gets them, what they are, and that they are made once."""

import csv
import hashlib
import io
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from gaps import tasks
from gaps.models import Report
from gaps.reports import files
from gaps.workflow import ReportStatus
from portal.access import TLP, Audience, Role
from portal.trail import Entry, Kind
from tests.factories import ReportFactory, UserFactory
from tests.gaps.reports.pages import page_texts
from tests.gaps.reports.published import published
from tests.gaps.reports.stories import another_reviewer, begun, brought

pytestmark = pytest.mark.django_db

SUFFIXES = ("pdf", "xlsx", "csv", "json")
ABSENT = "zzabsent2222"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.REPORTS_DIR = tmp_path / "reports"
    return settings.REPORTS_DIR


@pytest.fixture
def made(monkeypatch):
    """Which files were made, one entry each time."""
    entries = []
    for suffix, form in files.FORMS.items():

        def counting(document, label, suffix=suffix, make=form.make):
            entries.append(suffix)
            return make(document, label)

        monkeypatch.setitem(files.FORMS, suffix, files.Form(suffix, form.content_type, counting))
    return entries


def address(report, suffix):
    return f"/reports/{report.public_id}.{suffix}"


def kept(folder):
    return sorted(path.name for path in Path(folder).rglob("*") if path.is_file())


# ------------------------------------------------------------------ what they are


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_file_is_a_download_that_says_its_label_and_can_do_nothing(client, suffix):
    report = published()

    response = client.get(address(report, suffix))

    assert response.status_code == 200
    disposition = response["Content-Disposition"]
    assert disposition == f'attachment; filename="report-rep234567ghj-v2-TLP-CLEAR.{suffix}"'
    assert response["X-TLP-Label"] == "TLP:CLEAR"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert "script-src" not in response["Content-Security-Policy"]
    assert response["ETag"] == f'"{report.fingerprint}"'


def test_the_json_is_the_document_whose_sha256_is_the_fingerprint(client):
    report = published()

    body = client.get(address(report, "json")).content

    assert body.decode() == report.document
    assert hashlib.sha256(body).hexdigest() == report.fingerprint


def test_the_pdf_the_workbook_and_the_csv_hold_the_report(client):
    report = published()

    pages = page_texts(client.get(address(report, "pdf")).content)
    book = CalamineWorkbook.from_filelike(io.BytesIO(client.get(address(report, "xlsx")).content))
    text = client.get(address(report, "csv")).content.decode("utf-8-sig")

    assert report.fingerprint in pages[-1]
    assert "/verify" in pages[-1]
    assert "Findings" in book.sheet_names
    assert [row["Fingerprint of the report"] for row in csv.DictReader(io.StringIO(text))] == [
        report.fingerprint
    ] * 2


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_whoever_has_the_file_already_is_told_so(client, suffix):
    report = published()
    etag = client.get(address(report, suffix))["ETag"]

    again = client.get(address(report, suffix), headers={"If-None-Match": etag})

    assert again.status_code == 304
    assert again.content == b""


def test_head_answers_as_get_does_without_the_file(client):
    report = published()

    head, get = (getattr(client, method)(address(report, "pdf")) for method in ("head", "get"))

    assert head.status_code == 200
    assert head.content == b""
    assert {name: head[name] for name in get.headers if name != "Content-Length"} == {
        name: get[name] for name in get.headers if name != "Content-Length"
    }


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_files_are_only_read(client, method):
    assert getattr(client, method)(address(published(), "pdf")).status_code == 405


def test_the_page_of_a_report_leads_to_its_files_and_to_verifying_it(client):
    report = published()

    page = client.get(report.get_absolute_url()).content.decode()

    for suffix in SUFFIXES:
        assert f'href="{address(report, suffix)}"' in page
    assert f'href="/verify?fingerprint={report.fingerprint}"' in page


# ------------------------------------------------------------------ who gets them


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("audience", Audience)
def test_only_who_may_see_the_report_gets_its_files(client, suffix, audience):
    report = published(audience)
    may = {
        None: TLP.CLEAR,
        Role.ANALYST: TLP.GREEN,
        Role.OFFICER: TLP.GREEN,
        Role.PARTNER: TLP.GREEN,
        Role.ADMINISTRATOR: TLP.GREEN,
        Role.REVIEWER: TLP.AMBER_STRICT,
    }
    for role, ceiling in may.items():
        client.logout()
        if role:
            client.force_login(UserFactory(role=role))
        expected = 200 if audience <= ceiling else 404
        assert client.get(address(report, suffix)).status_code == expected, role


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_hidden_report_answers_like_one_that_never_was(walls, client, suffix):
    report = published(Audience.GREEN)

    hidden, absent = client.get(address(report, suffix)), client.get(f"/reports/{ABSENT}.{suffix}")

    assert hidden.content == absent.content
    assert hidden.headers == absent.headers
    assert hidden.status_code == absent.status_code == 404


@pytest.mark.parametrize(
    "status", [s for s in ReportStatus if s not in ("published", "superseded")]
)
def test_a_report_on_its_way_has_no_files_even_for_reviewers(client, reviewer, status):
    unpublished = {"published": None, "document": "", "fingerprint": "", "tlp": TLP.AMBER_STRICT}
    report = ReportFactory(status=status, **unpublished)
    client.force_login(reviewer)

    for suffix in SUFFIXES:
        assert client.get(address(report, suffix)).status_code == 404


def test_a_superseded_report_keeps_its_files(client):
    report = published(status="superseded")

    assert client.get(address(report, "pdf")).status_code == 200


def test_nothing_is_red_in_a_file(client, reviewer):
    report = published(tlp=TLP.RED, named_persons=[reviewer.pk])
    client.force_login(reviewer)

    assert client.get(address(report, "pdf")).status_code == 404


# ------------------------------------------------------------------ the label of now


def test_a_label_raised_since_is_printed_in_files_made_before(client, analyst):
    report = published()
    client.force_login(analyst)
    before = client.get(address(report, "pdf"))

    Report.objects.filter(pk=report.pk).update(tlp=TLP.GREEN)
    after = client.get(address(report, "pdf"))

    assert all(text.startswith("TLP:CLEAR") for text in page_texts(before.content))
    assert all(text.startswith("TLP:GREEN") for text in page_texts(after.content))
    assert "TLP-GREEN" in after["Content-Disposition"]
    assert after["ETag"] != before["ETag"]
    client.logout()
    assert client.get(address(report, "pdf")).status_code == 404


@pytest.mark.parametrize(("label", "stored"), [(TLP.CLEAR, "no-cache"), (TLP.GREEN, "no-store")])
def test_only_what_everybody_may_see_is_left_with_proxies(client, analyst, label, stored):
    report = published(tlp=label)
    if label:
        client.force_login(analyst)

    assert stored in client.get(address(report, "csv"))["Cache-Control"]


# ------------------------------------------------------------------ made once


def test_the_task_makes_all_files_and_nobody_waits_for_them_again(client, folder, made):
    report = published()

    tasks.make_report_files(report.pk)
    tasks.make_report_files(report.pk)
    for suffix in SUFFIXES:
        assert client.get(address(report, suffix)).status_code == 200

    assert sorted(made) == ["csv", "pdf", "xlsx"]
    assert kept(folder) == [f"{report.fingerprint}-TLP-CLEAR.{s}" for s in ("csv", "pdf", "xlsx")]


def test_publication_rings_for_the_files(
    finding, reviewer, monkeypatch, django_capture_on_commit_callbacks
):
    rung = []
    monkeypatch.setattr(tasks.make_report_files, "delay", rung.append)

    with django_capture_on_commit_callbacks(execute=True):
        report = brought(begun(reviewer), "published", author=reviewer, checker=another_reviewer())

    assert rung == [report.pk]


def test_a_report_that_was_published_in_the_usual_way_has_its_files(
    finding, reviewer, client, folder
):
    report = brought(begun(reviewer), "published", author=reviewer, checker=another_reviewer())

    tasks.make_report_files(report.pk)
    pages = page_texts(client.get(address(report, "pdf")).content)

    assert len(kept(folder)) == 3
    assert report.fingerprint in pages[-1]
    assert "Mobile forensics" in " ".join(pages).replace("\n", " ")
    assert client.get(address(report, "json")).content.decode() == report.document


def test_with_no_worker_the_first_who_asks_has_it_made(client, made):
    report = published()

    first, second = (client.get(address(report, "pdf")).content for _turn in range(2))

    assert first == second
    assert made == ["pdf"]


def test_a_file_that_was_lost_is_made_again(client, folder):
    report = published()
    first = client.get(address(report, "pdf")).content
    for path in Path(folder).rglob("*.pdf"):
        path.unlink()

    assert client.get(address(report, "pdf")).content == first


def test_where_nothing_can_be_kept_the_file_is_given_all_the_same(client, settings, tmp_path):
    (tmp_path / "file").write_text("no folder")
    settings.REPORTS_DIR = tmp_path / "file"

    assert client.get(address(published(), "csv")).status_code == 200


def test_a_report_that_is_not_out_is_not_made(folder):
    tasks.make_report_files(10**9)

    assert kept(folder) == []


# ------------------------------------------------------------------ the trail


def test_the_trail_tells_who_took_which_file(client, analyst):
    report = published()
    client.force_login(analyst)

    client.head(address(report, "xlsx"))
    etag = client.get(address(report, "xlsx"))["ETag"]
    client.get(address(report, "xlsx"), headers={"If-None-Match": etag})

    entry = Entry.objects.get(kind=Kind.EXPORT)
    assert (entry.user, entry.record, entry.details) == (analyst, report.pk, {"form": "xlsx"})

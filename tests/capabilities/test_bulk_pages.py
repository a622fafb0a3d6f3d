"""The pages of a table of needs, from the template to the needs that came of it."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from capabilities import tasks
from capabilities.bulk import acts, checking
from capabilities.bulk.files import as_csv, template_csv
from capabilities.bulk.need_columns import COLUMNS, template_for
from capabilities.imports.tables import reading
from capabilities.models import Need, Upload
from capabilities.questions import FIELDS
from portal import outbox
from portal.models import OutboxEntry
from portal.trail import Entry, Kind
from tests.capabilities.tables import checked, csv_of, own_agency, row, said, sent
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
START = "/needs/bulk"


@pytest.fixture
def agency(officer, client):
    client.force_login(officer)
    return own_agency(officer, name="Cyber division")


def post(client, content, name="needs.csv", **data):
    file = SimpleUploadedFile(name, content)
    return client.post(START, {"table": file, "token": "one", **data})


def test_a_table_goes_from_upload_to_needs(client, officer, agency):
    response = post(client, csv_of(row(), row(quantity="3", target_level="4")))
    upload = Upload.objects.get()
    assert response.url == upload.get_absolute_url()
    assert "Waiting to be checked" in client.get(response.url).content.decode()
    checking.check(upload.pk)
    assert "Submit all 2 needs" in client.get(response.url).content.decode()

    client.post(f"{response.url}/submit")
    assert "Being submitted" in client.get(response.url).content.decode()
    for entry in OutboxEntry.objects.filter(kind="submit-upload"):
        outbox._handlers["submit-upload"](entry)

    page = client.get(response.url).content.decode()
    assert "2 needs were submitted" in page
    for need in Need.objects.all():
        assert need.get_absolute_url() in page
    client.post(f"{response.url}/take-back", {"reason": "A mistake."})
    outbox._handlers["take-upload-back"](OutboxEntry.objects.get(kind="take-upload-back"))
    assert set(Need.objects.values_list("status", flat=True)) == {"withdrawn"}


def test_errors_are_shown_first_and_can_be_downloaded_and_sent_again(client, officer, agency):
    hostile = "=HYPERLINK(1)"
    upload = checked(officer, row(), row(area=hostile, reason="-1 phone"))

    page = client.get(upload.get_absolute_url()).content.decode()
    assert page.index("Row 3") < page.index("Row 2")
    assert "D3: Capability area" in page
    assert "Submit all" not in page
    for ending in ("csv", "xlsx"):
        file = client.get(f"{upload.get_absolute_url()}/rows.{ending}")
        table = reading.read(file.content, known=["area"], sheets=())
        again = checked(officer, content=file.content)
        assert [row.cells[1:] for row in table.rows] == [
            tuple(one.cells) for one in upload.rows.order_by("number")
        ]
        assert list(said(again).values()) == list(said(upload).values())
        assert Entry.objects.filter(kind=Kind.EXPORT, details__id=upload.public_id).exists()
    text = client.get(f"{upload.get_absolute_url()}/rows.csv").content.decode("utf-8-sig")
    assert text.startswith("TLP:AMBER\r\n")
    assert f"'{hostile}" in text


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_template_s_own_example_is_a_right_row(client, officer, agency, ending):
    content = client.get(f"{START}/template.{ending}").content
    titles = [str(column.title).casefold() for column in COLUMNS]
    table = reading.read(content, known=titles, sheets={"needs"})
    example = [cell.replace("Example", "") for cell in table.rows[0].cells]

    upload = checked(officer, content=as_csv([table.headings, example]))

    assert said(upload) == {}
    assert checked(officer, content=content).problems == [
        "There is no row below the headings, beside the example."
    ]


def test_there_is_a_column_for_everything_that_the_pages_ask():
    assert {column.name for column in COLUMNS} - FIELDS == {"reference", "agency", "country"}
    assert {column.name for column in COLUMNS} >= FIELDS


def test_a_file_is_told_by_its_content_and_not_by_its_name(client, officer, agency):
    post(client, b"%PDF-1.7\n", name="needs.xlsx")
    upload = Upload.objects.get()
    checking.check(upload.pk)

    assert "neither XLSX nor CSV" in client.get(upload.get_absolute_url()).content.decode()


def test_too_large_a_file_is_refused_at_once(client, officer, agency):
    response = post(client, b"a" * 5_000_001)

    assert response.status_code == 422
    assert "Split it into several" in response.content.decode()
    assert not Upload.objects.exists()


def test_with_the_queue_down_it_waits_and_says_so(client, officer, agency, monkeypatch):
    def unreachable(*args, **kwargs):
        raise tasks.QueueUnreachable

    monkeypatch.setattr(tasks.check_upload, "apply_async", unreachable)
    upload = sent(officer, row())
    tasks.ring_for_upload(upload.pk)
    long_ago = timezone.now() - timedelta(minutes=1)
    Upload.objects.filter(pk=upload.pk).update(asked=long_ago)

    assert "Nobody has begun with it yet" in client.get(upload.get_absolute_url()).content.decode()
    assert checking.stuck() == [upload.pk]


def test_it_says_so_of_what_was_confirmed_until_a_worker_has_begun(client, officer, agency):
    upload = checked(officer, row())
    acts.confirm(upload=upload, by=officer)
    Upload.objects.filter(pk=upload.pk).update(asked=timezone.now() - timedelta(minutes=1))
    word = "Nobody has begun with it yet"
    assert word in client.get(upload.get_absolute_url()).content.decode()

    OutboxEntry.objects.filter(kind="submit-upload").update(attempts=1)

    assert word not in client.get(upload.get_absolute_url()).content.decode()


def test_an_organisation_has_so_many_uploads_open_and_no_more(client, officer, agency):
    for _upload in range(acts.MOST_UNSETTLED):
        sent(officer, row())

    response = post(client, csv_of(row()))

    assert response.status_code == 422
    assert "Submit or cancel one" in response.content.decode()


@pytest.mark.parametrize("part", ["", "/rows.xlsx", "/rows.csv"])
def test_strangers_find_nothing(client, officer, agency, part):
    upload = checked(officer, row())
    client.force_login(UserFactory(role="officer"))

    assert client.get(f"{upload.get_absolute_url()}{part}").status_code == 404


@pytest.mark.parametrize("act", ["submit", "cancel", "take-back"])
def test_strangers_change_nothing(client, officer, agency, act):
    upload = checked(officer, row())
    client.force_login(UserFactory(role="officer"))

    assert client.post(f"{upload.get_absolute_url()}/{act}").status_code == 404
    upload.refresh_from_db()
    assert upload.status == Upload.Status.CHECKED


def test_a_long_preview_takes_few_queries(client, officer, agency, django_assert_max_num_queries):
    upload = checked(officer, *(row(quantity=str(n)) for n in range(1, 60)))

    with django_assert_max_num_queries(8):
        client.get(upload.get_absolute_url())


def test_csv_and_xlsx_of_one_table_give_the_same_preview(officer, agency):
    from tests.capabilities.tables import xlsx_of

    rows = [row(), row(quantity="x"), row(ends="1.1.27", kinds="=a"), row(tlp="CLEAR")]

    assert said(checked(officer, content=xlsx_of(*rows))) == said(checked(officer, *rows))


def test_the_template_in_text_holds_no_formula(officer, agency):
    content = template_csv(template_for(officer))

    assert io.BytesIO(content).read(3) == b"\xef\xbb\xbf"
    assert b",=" not in content

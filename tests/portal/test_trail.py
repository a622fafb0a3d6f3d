"""The trail, for administrators: who did what, when, and how they find it."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from capabilities.models import Need, Provider
from portal import audit
from portal.access import TLP, Role
from portal.circumstances import circumstances
from portal.trail import Entry, Kind
from portal.views.trail import PAGE
from tests.factories import NeedFactory, OrganisationFactory, ProviderFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def trail(client, administrator):
    """The page, as an administrator sees it, with some filters."""
    client.force_login(administrator)

    def look(**filters):
        return client.get(reverse("portal:trail"), filters)

    return look


def text_of(response):
    return response.content.decode()


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_nobody_else_reads_the_trail(client, role):
    client.force_login(UserFactory(role=role))

    for name in ("portal:trail", "portal:trail_file"):
        assert client.get(reverse(name)).status_code == 403


def test_a_visitor_is_asked_to_sign_in(client):
    assert client.get(reverse("portal:trail")).status_code == 302


def test_changes_and_events_stand_together_newest_first(trail, analyst):
    provider = ProviderFactory(name="Lab of Lyon")
    with circumstances(user=analyst.pk, address="192.0.2.7", act="POST somewhere", why="A typo"):
        Provider.objects.filter(pk=provider.pk).update(url="https://lab.example")
    audit.note(Kind.EXPORT, by=analyst, about=provider)

    page = text_of(trail()).split("<table")[1]

    assert page.index("Exported or downloaded") < page.index("A typo") < page.index("Record added")
    for shown in (analyst.email, "192.0.2.7", "POST somewhere", "Lab of Lyon"):
        assert shown in page
    assert "lab.example" not in page


def test_a_need_that_the_administrator_may_not_read_is_told_without_its_content(trail):
    need = NeedFactory(tlp=TLP.AMBER, owner=OrganisationFactory(), agency__name="Cyber unit X")
    Need.objects.filter(pk=need.pk).update(reason="We lack a lab", quantity=7)

    table = text_of(trail(model="capabilities.need")).split("<table")[1]

    assert f"Need {need.pk}" in table
    assert "reason" in table
    assert "We lack a lab" not in table
    assert str(need.area) not in table


def test_a_change_of_a_label_says_from_which_to_which(trail):
    provider = ProviderFactory(tlp=TLP.AMBER)
    Provider.objects.filter(pk=provider.pk).update(tlp=TLP.GREEN)

    assert "TLP:AMBER to TLP:GREEN" in text_of(trail(kind=Kind.LABEL))


FILTERS = {
    "kind": lambda entry: {"kind": entry.kind},
    "person": lambda entry: {"person": entry.user.email},
    "record": lambda entry: {"model": entry.model, "record": str(entry.record)},
    "address": lambda entry: {"address": entry.address},
}


@pytest.mark.parametrize("name", FILTERS)
def test_each_filter_leaves_what_it_says(trail, analyst, name):
    wanted, other = ProviderFactory(name="Wanted"), ProviderFactory(name="Other")
    with circumstances(user=analyst.pk, address="192.0.2.7", act="POST wanted"):
        audit.note(Kind.EXPORT, about=wanted)
    with circumstances(address="198.51.100.1", act="POST other"):
        audit.note(Kind.SIGN_OUT, by=UserFactory(), about=other)
    entry = Entry.objects.get(act="POST wanted")

    page = text_of(trail(**FILTERS[name](entry)))

    assert "POST wanted" in page
    assert "POST other" not in page


def test_a_record_is_found_by_the_id_in_its_address(trail):
    wanted = ProviderFactory(name="Wanted")
    ProviderFactory(name="Other")

    page = text_of(trail(model="capabilities.provider", record=wanted.public_id))

    assert "Wanted" in page
    assert "Other" not in page


def test_days_are_whole(trail):
    audit.note(Kind.EXPORT)
    today = timezone.localdate()

    assert "<table" in text_of(trail(since=today, until=today))
    assert "<table" not in text_of(trail(since=today + timedelta(days=1)))
    assert "<table" not in text_of(trail(until=today - timedelta(days=1)))


@pytest.mark.parametrize(
    "filters",
    [
        {"person": "nobody@example.org"},
        {"kind": "nonsense"},
        {"record": "7"},
        {"model": "capabilities.country", "record": "KEN"},
        {"address": "not an address"},
        {"since": "yesterday"},
    ],
)
def test_a_filter_of_no_sense_says_so(trail, filters):
    response = trail(**filters)

    assert response.status_code == 422
    assert "There is a problem" in text_of(response)


def test_every_entry_is_on_one_page_and_each_page_costs_the_same(trail):
    at = timezone.now()
    Entry.objects.bulk_create(Entry(kind=Kind.EXPORT, at=at, act=f"act {n}.") for n in range(130))
    seen, address, costs = [], {"kind": Kind.EXPORT}, set()
    for _page in range(3):
        with CaptureQueriesContext(connection) as queries:
            response = trail(**address)
        costs.add(len(queries))
        acts = [line.act for line in response.context["lines"]]
        seen += acts
        address = QueryDict(response.context["older"].lstrip("?")).dict()

    assert seen == [f"act {n}." for n in range(129, -1, -1)]
    assert len(seen[:PAGE]) == PAGE
    assert len(costs) == 1


def test_a_key_of_no_sense_shows_nothing_and_breaks_nothing(trail):
    for key in ("x", "_", "2026-01-01_x", "2026-13-01_1", "_1"):
        assert trail(after=key).status_code == 200


def test_the_trail_leaves_as_csv_and_that_is_told(client, administrator, trail):
    audit.note(Kind.REFUSED, why="=1+1")

    response = client.get(reverse("portal:trail_file"), {"kind": Kind.REFUSED})
    rows = list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))

    assert rows[0][:3] == ["Time", "What was done", "Who"]
    assert [row[7] for row in rows[1:]] == ["'=1+1"]
    told = Entry.objects.get(kind=Kind.EXPORT)
    assert (told.user, told.details) == (administrator, {"what": "trail", "filters": ["kind"]})

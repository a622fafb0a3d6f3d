"""The REST API: exact numbers, pages by key, errors that name the field, and its schema."""

import json

import pytest

from capabilities.models import Need
from tests.factories import AreaFactory, NeedFactory, ResourceFactory
from tests.gaps.test_pages import API_LISTS

pytestmark = pytest.mark.django_db


def test_the_api_gives_exact_numbers_and_words(client, analysed):
    area = AreaFactory()
    for _ in range(3):
        NeedFactory(area=area, quantity=10)
    ResourceFactory(areas=[area], capacity_rule="limited", capacity=10)
    analysed()

    finding = client.get("/api/v1/findings").json()["results"][0]

    assert finding["allocated"] == "10/3"
    assert finding["gap_class"] == "CAPACITY_CONTENDED"
    assert finding["sentence"].startswith("There is enough in")


def test_the_api_walks_all_pages_by_key_without_loss_or_repeat(client, analysed):
    for _ in range(7):
        NeedFactory()
    analysed()
    seen, url = [], "/api/v1/findings?page_size=3"
    while url:
        page = client.get(url).json()
        seen += [finding["id"] for finding in page["results"]]
        url = page["next"]

    assert len(seen) == len(set(seen)) == 7


def test_the_schema_names_every_list(client):
    schema = json.loads(client.get("/api/v1/schema?format=json").content)

    assert set(API_LISTS) <= set(schema["paths"])


def test_needs_that_are_no_longer_live_are_not_in_the_api(client):
    for status in Need.Status:
        NeedFactory(status=status)

    rows = client.get("/api/v1/needs").json()["results"]

    assert {row["status"] for row in rows} == {"accepted", "being_met"}

"""What a search finds, on paper: all of it, with its day, filters, label and licence."""

import csv
import io
import json
import re

import pytest

from capabilities import exports
from capabilities.views import searching
from portal.access import TLP
from portal.trail import Entry, Kind
from tests.factories import ResourceFactory

pytestmark = pytest.mark.django_db
PAGE = "/resources"


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.fixture
def many(monkeypatch):
    monkeypatch.setattr(searching, "PAGE", 2)
    monkeypatch.setattr(exports, "AT_ONCE", 2)
    for number in range(5):
        ResourceFactory(name=f"Course {number}", language_rule="named", languages=["en"])


def test_it_holds_all_pages_of_the_list_and_says_what_it_is(client, many):
    page = text(client.get(f"{PAGE}/print", {"language": "en"}))

    assert [f"Course {number}" in page for number in range(5)] == [True] * 5
    assert "5 resources" in page
    assert "Filters: Language: English" in page
    assert "TLP:CLEAR As of " in page
    assert "may be used freely" in page
    assert Entry.objects.get(kind=Kind.EXPORT).details["format"] == "print"


def test_the_list_leads_there_with_the_same_query_and_says_on_paper_that_it_is_a_part(client, many):
    page = client.get(PAGE, {"language": "en"}).content.decode()

    assert f'href="{PAGE}/print?language=en"' in page
    assert "This is one page of several" in page
    assert "TLP:CLEAR As of" in re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_it_shows_nothing_hidden_and_carries_the_highest_label(client, many, analyst):
    ResourceFactory(name="Quiet course", tlp=TLP.GREEN)

    assert "Quiet course" not in text(client.get(f"{PAGE}/print"))
    client.force_login(analyst)
    page = text(client.get(f"{PAGE}/print"))
    assert "Quiet course" in page
    assert "TLP:GREEN As of" in page


def test_what_does_not_fit_is_said(client, many, monkeypatch):
    monkeypatch.setattr(exports, "MOST_ON_PAPER", 3)

    assert "Only the first 3 are on this page" in text(client.get(f"{PAGE}/print"))


def test_filters_that_make_no_sense_print_nothing(client):
    assert client.get(f"{PAGE}/print", {"kind": "nonsense"}).status_code == 422


def test_languages_of_a_file_are_told_apart_like_all_that_is_more_than_one(client):
    ResourceFactory(language_rule="named", languages=["fr", "en"])
    ResourceFactory(language_rule="not_stated", languages=[])

    rows = csv.DictReader(io.StringIO(client.get(f"{PAGE}.csv").content.decode("utf-8-sig")))
    told = {row["Languages"] for row in rows}

    assert told == {"English; French", "not stated, so taken as any"}
    assert json.loads(client.get(f"{PAGE}.json").content)["results"][0]["Languages"] in told

"""The page of found resources: questions, guesses, suggestions, files."""

import csv
import io
import json

import pytest
from python_calamine import CalamineWorkbook

from capabilities import search
from capabilities.models import Country, Resource
from capabilities.views import searching
from portal.access import TLP
from portal.trail import Entry, Kind
from tests.factories import AreaFactory, CountryFactory, ProviderFactory, ResourceFactory

pytestmark = pytest.mark.django_db
PAGE = "/resources"


def text(response):
    return response.content.decode()


def names(response):
    return [hit.resource.name for hit in response.context["hits"]]


@pytest.fixture
def world():
    malawi = CountryFactory(iso3="MWI", name="Malawi", sort_key="malawi")
    phones = AreaFactory(code="FOR-02", name="Mobile device forensics")
    lab = {"areas": [phones], "language_rule": "named", "languages": ["en"]}
    ResourceFactory(name="Phone lab", eligibility="named", eligible_countries=[malawi], **lab)
    ResourceFactory(name="World lab", **{**lab, "languages": ["fr"]})
    speaks = {"language_rule": "named", "languages": ["pt"]}
    ResourceFactory(name="Ransomware desk", kinds=["operational_support"], **speaks)


def test_a_question_becomes_filters_that_can_be_taken_off_one_by_one(client, world):
    question = "who can help Malawi with mobile forensics in English by June"

    response = client.get(PAGE, {"ask": question})

    assert names(response) == ["Phone lab"]
    assert "Read from your question" in text(response)
    assert [chip.words for chip in response.context["chips"]][:3] == [
        "Malawi", "Mobile device forensics", "English",
    ]  # fmt: skip
    without = response.context["chips"][2].without
    assert names(client.get(f"{PAGE}{without}")) == ["Phone lab", "World lab"]


def test_filters_stay_folded_after_a_question_and_open_once_one_is_chosen(client, world):
    assert '<details class="filters__fold">' in text(client.get(PAGE, {"ask": "Malawi in English"}))
    assert '<details class="filters__fold" open>' in text(client.get(PAGE, {"language": "en"}))


def test_what_a_question_names_comes_to_what_is_chosen(client, world):
    assert names(client.get(PAGE, {"ask": "Malawi", "language": "fr"})) == ["World lab"]


def test_a_question_is_read_by_the_names_and_the_language_of_its_moment(client, world):
    question = {"ask": "aide au Malawi"}
    assert [chip.words for chip in client.get(PAGE, question).context["chips"]] != ["Malawi"]

    in_french = client.get(PAGE, question, headers={"accept-language": "fr"})
    assert [chip.words for chip in in_french.context["chips"]] == ["Malawi"]

    Country.objects.update(name="Nyasaland", names={})
    renamed = client.get(PAGE, {"ask": "Nyasaland"})
    assert [chip.words for chip in renamed.context["chips"]] == ["Nyasaland"]


def test_of_more_matches_than_are_ranked_it_says_so_and_shows_those_entered_last(
    client, world, monkeypatch
):
    monkeypatch.setattr(search, "MOST", 3)
    for number in range(1, 6):
        ResourceFactory(name=f"Drone course {number}", kinds=["training"])

    response = client.get(PAGE, {"q": "drone", "kind": "training"})

    assert "More than 3 resources; these are the best matches" in text(response)
    assert len(names(response)) == 3
    assert "Drone course 1" not in names(response)
    assert "(3+)" in text(response)


def test_what_nobody_counted_is_told_as_a_least(client, world, monkeypatch):
    """Where words alone find too much, what a filter alone leaves out is not known."""
    monkeypatch.setattr(search, "MOST", 3)
    for number in range(1, 6):
        ResourceFactory(name=f"Drone course {number}", kinds=["training"])
    ResourceFactory(name="Drone kit", kinds=["equipment"])
    asked = {"q": "drone", "kind": "equipment"}

    figures = client.get("/api/v1/resources/facets", asked).json()
    assert (figures["total"], figures["is_least"]) == (1, False)
    assert [one["name"] for one in figures["facets"] if one["is_least"]] == ["kind"]
    assert "(1+)" in text(client.get(PAGE, asked))

    monkeypatch.setattr(search, "MOST", 6)
    for asked in ({"q": "drone", "kind": "equipment"}, {"q": "nowhere", "kind": "funding"}):
        figures = client.get("/api/v1/resources/facets", asked).json()
        assert not any(one["is_least"] for one in figures["facets"])


@pytest.mark.parametrize("few", [0, 2_000], ids=["found is much", "found is little"])
def test_pages_of_what_filters_find_lead_forth_and_back(client, monkeypatch, few):
    monkeypatch.setattr(search, "FEW", few)
    monkeypatch.setattr(searching, "PAGE", 2)
    for name in ("Abel", "École", "fair", "Zeta", "Ähre"):
        ResourceFactory(name=name, kinds=["training"])
    ResourceFactory(name="Other", kinds=["software"])

    first = client.get(PAGE, {"kind": "training"})
    second = client.get(PAGE + first.context["next"])
    third = client.get(PAGE + second.context["next"])

    assert [*names(first), *names(second), *names(third)] == [
        "Abel", "Ähre", "École", "fair", "Zeta",
    ]  # fmt: skip
    assert not third.context["next"]
    assert names(client.get(PAGE + third.context["previous"])) == names(second)
    assert names(client.get(PAGE + second.context["previous"])) == names(first)


def test_what_a_form_leaves_empty_asks_for_nothing(client, world):
    form = dict.fromkeys(("country", "area", "language", "framework", "by"), "")

    response = client.get(PAGE, {"ask": "phone", **form})

    assert names(response) == ["Phone lab"]
    assert "There is a problem" not in text(response)
    assert client.get("/api/v1/resources", {"country": ""}).status_code == 200


def test_words_in_quotes_are_searched_for_as_they_stand(client, world):
    assert names(client.get(PAGE, {"ask": '"phone lab"'})) == ["Phone lab"]
    assert names(client.get(PAGE, {"ask": "lab -phone"})) == ["World lab"]


def test_the_endpoint_reads_questions_too(client, world):
    rows = client.get("/api/v1/resources", {"ask": "phone forensics in English"}).json()["results"]

    assert [row["name"] for row in rows] == ["Phone lab"]


def test_a_mistyped_word_is_put_right_where_nothing_is_found(client, world):
    response = client.get(PAGE, {"q": "ransomwear"})

    assert names(response) == ["Ransomware desk"]
    assert "Nothing is found for “ransomwear”" in text(response)
    assert "results for “ransomware”" in text(response)


@pytest.mark.parametrize("label", [TLP.GREEN, TLP.AMBER, TLP.RED])
def test_no_word_of_a_hidden_or_vanished_row_is_guessed(client, reviewer, world, label):
    ResourceFactory(name="Xylophone", tlp=label)
    once_clear = ResourceFactory(name="Zeppelin")
    assert names(client.get(PAGE, {"q": "zepelin"})) == ["Zeppelin"]
    Resource.objects.filter(pk=once_clear.pk).update(tlp=label)

    for typed in ("xylofone", "zepelin"):
        assert names(client.get(PAGE, {"q": typed})) == []
        assert "results for" not in text(client.get(PAGE, {"q": typed}))


def test_names_are_suggested_as_one_writes_and_hidden_ones_never(client, reviewer, world):
    ResourceFactory(name="Phone secret", tlp=TLP.AMBER_STRICT)

    begun = {"ask": "pho"}
    assert "Phone lab" in text(client.get("/resources/suggestions", begun))
    assert "Phone secret" not in text(client.get("/resources/suggestions", begun))
    assert "Mobile device forensics" in text(client.get("/resources/suggestions", {"ask": "devi"}))
    assert "Malawi" in text(client.get("/resources/suggestions", {"ask": "Málaw"}))
    client.force_login(reviewer)
    assert "Phone secret" in text(client.get("/resources/suggestions", begun))


def rows_of(response, kind):
    if kind == "json":
        return json.loads(response.content)["results"]
    if kind == "csv":
        return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    book = CalamineWorkbook.from_filelike(io.BytesIO(response.content))
    head, *rows = book.get_sheet_by_name("Resources").to_python()
    return [dict(zip(head, row, strict=True)) for row in rows]


@pytest.mark.parametrize("kind", ["csv", "xlsx", "json"])
def test_a_file_holds_what_the_same_query_finds(client, world, kind):
    response = client.get(f"{PAGE}.{kind}", {"language": "en"})

    assert [row["Name"] for row in rows_of(response, kind)] == ["Phone lab"]
    assert response.headers["Content-Disposition"].endswith(f'.{kind}"')
    told = Entry.objects.get(kind=Kind.EXPORT)
    assert told.details == {"what": "resources", "format": kind, "filters": ["language"]}


def test_every_row_of_a_file_says_under_which_label_and_for_what_it_was_made(client, partner):
    CountryFactory(iso3="MWI", name="Malawi")
    ResourceFactory(name="=cmd()", tlp=TLP.GREEN)
    ResourceFactory(name="Open one")
    client.force_login(partner)

    rows = rows_of(client.get(f"{PAGE}.csv", {"country": "MWI"}), "csv")

    assert {row["Label of this file"] for row in rows} == {"TLP:GREEN"}
    assert {row["Filters"] for row in rows} == {"Country served: Malawi"}
    assert all(row["As of"] and row["Licence"] for row in rows)
    assert "'=cmd()" in [row["Name"] for row in rows]


def test_a_file_holds_nothing_that_its_reader_may_not_see(client, world):
    ResourceFactory(name="Hush", tlp=TLP.GREEN)
    quiet = ProviderFactory(tlp=TLP.GREEN)
    ResourceFactory(name="Hush too", provider=quiet)

    for kind in ("csv", "xlsx", "json"):
        assert "Hush" not in str(rows_of(client.get(f"{PAGE}.{kind}"), kind))


def test_there_is_no_file_for_filters_that_make_no_sense(client, world):
    response = client.get(f"{PAGE}.csv", {"kind": "nonsense"})

    assert response.status_code == 422
    assert "There is a problem" in text(response)
    assert client.get(f"{PAGE}.exe").status_code == 404
    assert not Entry.objects.filter(kind=Kind.EXPORT).exists()


def test_a_page_prints_its_label_day_and_filters(client, partner):
    ResourceFactory(name="Member course", tlp=TLP.GREEN)
    client.force_login(partner)

    page = text(client.get(PAGE, {"q": "member"}))

    assert "This page draws on records with this label" in page
    assert "As of" in page
    assert "Filters: Words: member." in page

"""A search that finds nothing leads to others that find something, and to none that do not."""

import re

import pytest

from capabilities.models import FrameworkReference
from portal.access import TLP
from tests.factories import AreaFactory, CountryFactory, ResourceFactory

pytestmark = pytest.mark.django_db
PAGE = "/resources"


@pytest.fixture
def world():
    malawi = CountryFactory(iso3="MWI", name="Malawi", sort_key="malawi")
    kenya = CountryFactory(iso3="KEN", name="Kenya", sort_key="kenya")
    named = {"language_rule": "named", "eligibility": "named"}
    ResourceFactory(
        name="Phone lab", languages=["en"], eligible_countries=[malawi], kinds=["training"], **named
    )
    ResourceFactory(
        name="Kenyan desk", languages=["fr"], eligible_countries=[kenya], kinds=["funding"], **named
    )


def empty(client, **asked):
    response = client.get(PAGE, asked)
    assert response.context["hits"] == []
    return response


def ways(response, kind):
    return [(way.words, way.number) for way in getattr(response.context["ways"], kind)]


def test_it_names_what_to_take_off_and_leaves_out_what_would_not_help(client, world):
    response = empty(client, country=["MWI", "KEN"], language="en", kind="funding")

    assert ways(response, "less") == [("Kind of help: Funding", 1), ("Language: English", 1)]
    page = re.sub(r"\s+", " ", response.content.decode())
    assert "without Language: English</a> (1 resource)" in page
    assert "without Country" not in page


def test_every_way_finds_as_many_as_it_says(client, world):
    for asked in (
        {"country": "MWI", "kind": "funding"},
        {"q": "phone desk", "language": "en"},
        {"q": "lab", "country": "KEN", "kind": "training", "by": "2099-01"},
    ):
        offered = empty(client, **asked).context["ways"]
        every = [*offered.less, *offered.words, *offered.alone]
        assert every
        for way in every:
            found = client.get(f"{PAGE}{way.address}")
            assert len(found.context["hits"]) == way.number, way


def test_of_several_words_each_is_offered_by_itself(client, world):
    assert ways(empty(client, q="phone zebra desk"), "words") == [("phone", 1), ("desk", 1)]


def test_where_one_thing_less_finds_nothing_either_each_is_offered_alone(client, world):
    response = empty(client, q="zebra", language="en", kind="funding")

    assert ways(response, "less") == []
    assert ways(response, "alone") == [("Kind of help: Funding", 1), ("Language: English", 1)]
    assert "Each by itself finds more" in response.content.decode()


def test_a_way_counts_nothing_that_is_hidden_and_its_label_is_on_the_page(client, world, reviewer):
    far = {"eligibility": "named", "eligible_countries": [CountryFactory(iso3="FJI")]}
    ResourceFactory(name="Quiet lab", tlp=TLP.AMBER, **far)
    asked = {"q": "lab", "country": "KEN", "kind": "equipment"}

    assert ("Words: lab", 1) in ways(empty(client, **asked), "alone")
    client.force_login(reviewer)
    response = empty(client, **asked)
    assert ("Words: lab", 2) in ways(response, "alone")
    assert response.context["page_tlp"] == TLP.AMBER


def test_it_takes_no_more_queries_than_any_search(client, world, django_assert_max_num_queries):
    asked = {"q": "one two three four five", "language": "en", "kind": "funding", "cost": "free"}
    client.get(PAGE)

    with django_assert_max_num_queries(8):
        empty(client, **asked)


def test_a_heading_of_a_framework_is_called_by_the_name_of_the_framework(client):
    area = AreaFactory(code="INT-01")
    for code in ("2", "10"):
        FrameworkReference.objects.create(
            area=area, framework="budapest-article", code=code, title="Access", relation="equal"
        )
    ResourceFactory(areas=[area])

    page = client.get(PAGE, {"ask": "article 10 of the Budapest Convention"})
    assert [chip.words for chip in page.context["chips"]] == [
        "Convention on Cybercrime (Budapest), articles – 10 Access"
    ]
    (facet,) = [facet for facet in page.context["facets"] if facet.name == "framework"]
    (group,) = facet.groups
    assert group.words == "Convention on Cybercrime (Budapest), articles"
    assert [option.words for option in group.options] == ["2 Access", "10 Access"]

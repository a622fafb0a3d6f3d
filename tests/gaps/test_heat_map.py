"""The heat map: rows, columns, sums, order, and the way into each place."""

import csv
import re
from io import StringIO
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.factories import AreaFactory, CountryFactory, NeedFactory, ResourceFactory
from tests.portal.html import Elements

pytestmark = pytest.mark.django_db

MOST_QUERIES = 8


@pytest.fixture
def world(analysed):
    """Kenya has two gaps in forensics and law is covered; Malta one gap in forensics."""
    kenya = CountryFactory(iso3="KEN", name="Kenya", subregion="Eastern Africa")
    malta = CountryFactory(iso3="MLT", name="Malta", subregion="Southern Europe", region="Europe")
    mobile, malware = AreaFactory(code="FOR-02"), AreaFactory(code="FOR-05")
    court = AreaFactory(code="LAW-01", parent__code="LAW")
    one_step = {"current_level": 1, "target_level": 2, "urgency": 1, "languages": []}
    NeedFactory(agency__country=kenya, area=mobile, quantity=3, **one_step)
    NeedFactory(agency__country=kenya, area=malware, quantity=1, **one_step)
    NeedFactory(agency__country=kenya, area=court, quantity=2, **one_step)
    NeedFactory(agency__country=malta, area=mobile, quantity=9, **one_step)
    for _ in range(2):
        ResourceFactory(areas=[court])
    analysed()


def table(client, **query):
    """Rows by name, each with the words of its places."""
    html = client.get("/heat-map", query).content.decode()
    rows = re.findall(r'<th scope="row">(.*?)</th>(.*?)</tr>', html, re.DOTALL)
    return {
        words(name): [words(cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", cells, re.DOTALL)]
        for name, cells in rows
    }


def words(html):
    html = re.sub(r'<span class="govuk-visually-hidden">.*?</span>', "", html, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_regions_against_groups_with_sums_of_both(client, world):
    assert table(client) == {
        "Eastern Africa": ["2/2", "0/1", "2/3"],
        "Southern Europe": ["1/1", "–", "1/1"],
        "All": ["3/3", "0/1", "3/4"],
    }


def test_countries_against_the_areas_of_a_group_by_weighted_gap(client, world):
    assert table(client, by="country", group="FOR", shown="weight") == {
        "Kenya": ["3", "1", "4"],
        "Malta": ["9", "–", "9"],
        "All": ["12", "1", "13"],
    }


@pytest.mark.parametrize(
    ("sort", "rows"),
    [
        ("name", ["Eastern Africa", "Southern Europe", "All"]),
        ("-name", ["Southern Europe", "Eastern Africa", "All"]),
        ("-all", ["Southern Europe", "Eastern Africa", "All"]),
        ("all", ["Eastern Africa", "Southern Europe", "All"]),
        ("-LAW", ["Eastern Africa", "Southern Europe", "All"]),
        ("LAW", ["Eastern Africa", "Southern Europe", "All"]),  # what has no need comes last
        ("-nonsense", ["Eastern Africa", "Southern Europe", "All"]),
    ],
)
def test_any_column_sorts_both_ways_and_sums_stay_below(client, world, sort, rows):
    assert list(table(client, sort=sort)) == rows


def test_sorting_again_turns_the_order_round_and_keeps_what_was_chosen(client, world):
    page = Elements(client.get("/heat-map?by=country&shown=weight&sort=-FOR").content.decode())

    links = [link["href"] for link in page.named("a") if link["class"] == "heat__sort"]
    queries = [parse_qs(urlsplit(link).query) for link in links]
    assert [query["sort"] for query in queries] == [["name"], ["FOR"], ["-LAW"], ["-all"]]
    assert all(query["by"] == ["country"] and query["shown"] == ["weight"] for query in queries)
    assert [head.get("aria-sort") for head in page.named("th")][:3] == [None, "descending", None]


def test_one_goes_from_a_region_to_its_countries_and_from_a_group_to_findings(client, world):
    html = client.get("/heat-map").content.decode()

    assert "/heat-map?region=Eastern+Africa" in html
    assert "/heat-map?group=FOR" in html
    assert list(table(client, region="Eastern Africa")) == ["Kenya", "All"]
    within = client.get("/heat-map?region=Eastern+Africa&group=FOR").content.decode()
    assert "/gaps?show=all&amp;country=KEN&amp;area=FOR-02" in within
    assert client.get("/gaps?show=all&country=KEN&area=FOR-02").status_code == 200


def test_file_and_endpoint_give_each_place_that_has_a_need(client, world):
    rows = client.get("/api/v1/heat-map?by=country").json()
    lines = client.get("/heat-map.csv?by=country").content.decode("utf-8-sig")

    assert [(row["row"], row["column"], row["gaps"], row["areas"]) for row in rows] == [
        ("KEN", "FOR", 2, 2),
        ("KEN", "LAW", 0, 1),
        ("MLT", "FOR", 1, 1),
    ]
    read = list(csv.DictReader(StringIO(lines)))
    assert [line["Weighted gap"] for line in read] == ["4.0", "0.0", "9.0"]
    assert read[0]["Label"] == "TLP:CLEAR"


@pytest.mark.parametrize("query", ["by=planet", "region=Atlantis", "group=FOR-02", "shown=all"])
def test_what_makes_no_sense_is_said(client, world, query):
    assert "Select a valid choice" in client.get(f"/heat-map?{query}").content.decode()
    assert client.get(f"/heat-map.csv?{query}").status_code == 422
    assert client.get(f"/api/v1/heat-map?{query}").status_code == 400


@pytest.mark.parametrize("query", ["", "?by=country", "?group=FOR&shown=weight"])
def test_it_costs_the_same_number_of_queries_whatever_there_is(
    client, world, query, analysed, django_assert_max_num_queries
):
    for number in range(6):
        country = CountryFactory(iso3=f"Q{number:02d}", iso2=f"{number:02d}")
        NeedFactory(agency__country=country, area=AreaFactory(code="FOR-02"))
    analysed()

    with django_assert_max_num_queries(MOST_QUERIES):
        assert client.get(f"/heat-map{query}").status_code == 200


def test_a_place_of_one_area_is_told_in_words_that_fit_one(client, world):
    page = client.get("/heat-map", {"by": "country"}).content.decode()

    assert "One area, a gap: Nothing offered" in page
    assert "2 gaps in 2 areas, mostly: Nothing offered" in page
    assert "1 areas" not in page

"""Who works with whom, and where: drawn, as tables, as a file; each reader from what they see."""

import csv
import re
from io import StringIO

import pytest

from capabilities.network import network
from capabilities.network_drawing import DRAWN, drawing
from portal.access import TLP
from tests.factories import CountryFactory, ProjectFactory, ProviderFactory
from tests.portal.html import Elements

pytestmark = pytest.mark.django_db

MOST_QUERIES = 8


@pytest.fixture
def world():
    """Two projects of the Council, one with the Academy in Ghana, one with the Bank nowhere."""
    ghana = CountryFactory(iso3="GHA", name="Ghana", subregion="Western Africa")
    first = ProjectFactory(
        title="Action",
        funders=["Union"],
        implementers=["Council"],
        partners=["Academy  of Law"],
        status="ongoing",
        source_url="https://record.example/action",
    )
    first.countries.add(ghana)
    ProjectFactory(title="Fund", funders=["Bank"], implementers=["Council"], status="finished")
    ProviderFactory(name="Academy of Law and Order", aliases=["academy of law"])
    return ghana


def rows(client, **query):
    html = client.get("/network", query).content.decode()
    body = html[html.index('id="table"') :]
    return [
        [words(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)]
        for row in re.findall(r"<tr[^>]*>(.*?)</tr>", body, re.DOTALL)[1:]
    ]


def words(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def names_drawn(client, **query):
    page = Elements(client.get("/network", query).content.decode())
    return [link["href"] for link in page.named("a") if link["class"] == "network__name"]


def test_two_bodies_work_together_where_one_project_names_both(client, world):
    assert rows(client) == [
        ["Academy of Law", "Council", "Action", "Ghana"],
        ["Academy of Law", "Union", "Action", "Ghana"],
        ["Bank", "Council", "Fund", "No country named"],
        ["Council", "Union", "Action", "Ghana"],
    ]


def test_projects_say_who_does_what(client, world):
    assert rows(client, view="projects") == [
        [
            "Action TLP:CLEAR",
            "Academy of Law (takes part) Council (carries it out) Union (pays for it)",
            "Ghana",
            "Ongoing",
        ],
        ["Fund TLP:CLEAR", "Bank (pays for it) Council (carries it out)", "Not stated", "Finished"],
    ]


def test_a_name_leads_to_its_entry_where_it_is_exactly_one_of_its_names(client, world):
    html = client.get("/network").content.decode()

    links = re.findall(r'<a class="govuk-link" href="/providers/\w+">(.*?)</a>', html)
    assert set(links) == {"Academy of Law"}


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ({"country": "GHA"}, ["Action"]),
        ({"region": "Western Africa"}, ["Action"]),
        ({"body": "Bank"}, ["Fund"]),
        ({"body": "Council"}, ["Action", "Fund"]),
        ({"status": "finished"}, ["Fund"]),
        ({"body": "Bank", "country": "GHA"}, []),
    ],
)
def test_it_is_narrowed_by_place_body_and_status(client, world, query, titles):
    lines = client.get("/network.csv", query).content.decode("utf-8-sig")

    found = {line["Project"] for line in csv.DictReader(StringIO(lines))}
    assert sorted(found) == titles


def test_the_drawing_links_each_name_to_what_it_narrows_to(client, world):
    assert names_drawn(client) == [
        "?country=GHA",
        "?body=Academy%20of%20Law",
        "?body=Council",
        "?body=Union",
        "?body=Bank",
    ]


def test_a_project_that_is_hidden_adds_no_name_to_choose_and_no_line(client, world, reviewer):
    before = client.get("/network").content
    hidden = ProjectFactory(
        title="Secret", funders=["Council"], implementers=["Shadow"], tlp=TLP.AMBER
    )
    hidden.countries.add(world)

    assert client.get("/network").content == before
    client.force_login(reviewer)
    page = client.get("/network").content.decode()
    assert "Shadow" in page
    assert "This page draws on records with this label" in page


def test_many_names_are_in_the_table_though_not_all_are_drawn(client, reviewer):
    for number in range(DRAWN + 4):
        ProjectFactory(
            title=f"P{number:02d}", funders=["Union"], implementers=[f"Body {number:02d}"]
        )

    drawn = drawing(network(reviewer), by_country=False)

    assert sum(node.column == "works" for node in drawn.nodes) == DRAWN
    assert drawn.left_out == 4
    assert drawn == drawing(network(reviewer), by_country=False)
    assert "4 names with fewer projects are not drawn" in client.get("/network").content.decode()


def test_the_endpoint_gives_the_same_projects(client, world):
    found = client.get("/api/v1/network?country=GHA").json()

    assert [project["title"] for project in found] == ["Action"]
    assert found[0]["countries"] == ["GHA"]
    assert found[0]["bodies"][0] == {"name": "Academy of Law", "roles": ["partner"]}
    assert client.get("/api/v1/network?country=Ghana").status_code == 400
    assert client.get("/api/v1/network?land=GHA").status_code == 400


def test_what_makes_no_sense_is_said(client, world):
    assert "Select a valid choice" in client.get("/network?body=Nobody").content.decode()
    assert client.get("/network.csv?body=Nobody").status_code == 422
    assert client.get("/network?page=99").status_code == 404


def test_it_costs_the_same_number_of_queries_whatever_there_is(
    client, world, django_assert_max_num_queries
):
    for number in range(12):
        project = ProjectFactory(title=f"P{number}", funders=["Union"], implementers=["Council"])
        project.countries.add(world)

    with django_assert_max_num_queries(MOST_QUERIES):
        assert client.get("/network").status_code == 200

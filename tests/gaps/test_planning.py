"""Shared offers and roadmaps: page and endpoint alike, from what the reader's run found."""

import pytest

from capabilities.models import CountryGroup, Membership
from portal.access import Audience
from tests.factories import AreaFactory, CountryFactory, NeedFactory
from tests.gaps.test_pages import MOST_QUERIES, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def west_africa():
    """Three French-speaking members of one body, and others of none, lack the same."""
    body = CountryGroup.objects.create(code="ECOWAS", name="ECOWAS", kind="body")
    area = AreaFactory(code="FOR-03")
    for iso3 in ("BEN", "TGO", "SEN", "FRA", "CHE", "CAN", "BEL"):
        country = CountryFactory(iso3=iso3, iso2=iso3[:2] if iso3 != "BEL" else "BQ")
        NeedFactory(agency__country=country, area=area, languages=["fr"], quantity=5)
    for iso3 in ("BEN", "TGO", "SEN"):
        Membership.objects.create(group=body, country=CountryFactory(iso3=iso3), basis="test")
    return body


def test_countries_of_one_body_and_language_are_a_candidate(client, west_africa, analysed):
    analysed(Audience.CLEAR)

    (row,) = client.get("/api/v1/pooling").json()["results"]

    assert row == {
        "area": "FOR-03",
        "level_from": 2,
        "level_to": 3,
        "languages": ["fr"],
        "body": "ECOWAS",
        "countries": ["BEN", "SEN", "TGO"],
        "slots": 15,
        "missing": "15",
        "weighted_gap": "45",
    }
    page = text(client.get("/pooling"))
    assert "1 candidate<" in page
    assert "An offer in French, open to these countries, needs" in page


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ({"area": "FOR"}, 1),
        ({"area": "FOR-03", "language": "fr", "body": "ECOWAS"}, 1),
        ({"area": "INV-01"}, 0),
        ({"language": "en"}, 0),
        ({"body": "EU"}, 0),
    ],
)
def test_page_and_endpoint_narrow_candidates_alike(client, west_africa, analysed, query, number):
    AreaFactory(code="INV-01", parent__code="INV")
    CountryGroup.objects.create(code="EU", name="European Union", kind="body")
    NeedFactory(languages=["en"])
    analysed(Audience.CLEAR)

    page = client.get("/pooling", query).context["page_obj"]

    assert page.paginator.count == number
    assert client.get("/api/v1/pooling", query).json()["count"] == number


@pytest.mark.parametrize("query", [{"area": "X"}, {"body": "INCOME"}, {"language": "xx"}])
def test_a_wrong_filter_is_said_to_be_wrong(client, west_africa, analysed, query):
    analysed(Audience.CLEAR)

    assert client.get("/pooling", query).status_code == 200
    response = client.get("/api/v1/pooling", query)
    assert response.status_code == 400
    assert set(response.json()["errors"]) == set(query)
    assert client.get("/api/v1/pooling", {"boddy": "EU"}).status_code == 400


def test_a_roadmap_puts_what_others_build_on_first(client, analysed):
    senegal = CountryFactory(iso3="SEN", iso2="SN", name="Senegal")
    law, lab = AreaFactory(code="LAW-01", name="Law"), AreaFactory(code="FOR-05", name="Lab")
    lab.prerequisites.add(law)
    NeedFactory(agency__country=senegal, area=lab, urgency=5)
    NeedFactory(agency__country=senegal, area=law, urgency=1)
    analysed(Audience.CLEAR)

    rows = client.get("/api/v1/countries/SEN/roadmap").json()
    page = client.get("/countries/SEN/roadmap")

    assert [(r["stage"], r["area"], r["blocked_by"]) for r in rows] == [
        (1, "LAW-01", []), (2, "FOR-05", ["LAW-01"])
    ]  # fmt: skip
    assert [[w.cell.area.code for w in s] for s in page.context["stages"]] == [
        ["LAW-01"], ["FOR-05"]
    ]  # fmt: skip
    assert "/countries/SEN/roadmap" in text(client.get("/countries/SEN"))


@pytest.mark.parametrize("path", ["/pooling", "/api/v1/pooling"])
def test_more_candidates_cost_no_more_queries(
    client, west_africa, analysed, path, django_assert_max_num_queries
):
    for number in range(6):
        area = AreaFactory(code=f"INV-{number:02d}", parent__code="INV")
        for iso3 in ("BEN", "TGO", "SEN"):
            NeedFactory(agency__country=CountryFactory(iso3=iso3), area=area)
    analysed(Audience.CLEAR)

    with django_assert_max_num_queries(MOST_QUERIES):
        assert "INV-05" in text(client.get(path))

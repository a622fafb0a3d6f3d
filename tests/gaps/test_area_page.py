"""The page of a capability area: what it builds on, who offers it, where it is missing."""

import pytest

from capabilities.models import FrameworkReference
from portal.access import TLP
from tests.factories import (
    AreaFactory,
    CountryFactory,
    GroupFactory,
    IndicativeNeedFactory,
    ResourceFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def mobile():
    """Two countries lack mobile forensics, which needs powers first; one of them lacks these."""
    powers = AreaFactory(code="LEG-02", name="Procedural powers", parent__code="LEG")
    area = AreaFactory(code="FOR-02", name="Mobile forensics", shortfalls=["M", "T"])
    area.prerequisites.add(powers)
    for iso3, lacking in (("SEN", [area, powers]), ("TGO", [area])):
        country = CountryFactory(iso3=iso3, iso2=iso3[:2])
        for each in lacking:
            IndicativeNeedFactory(country=country, area=each)
    return area


def test_an_area_names_what_it_builds_on_and_how_often_that_is_missing_too(
    client, mobile, analysed
):
    analysed()

    page = client.get("/areas/FOR-02").content.decode()
    other = client.get("/areas/LEG-02").content.decode()

    assert "missing too in one of the countries that lack this" in page
    assert "Tools and training" in page
    assert '<a class="govuk-link" href="/areas/FOR-02">Mobile forensics</a>' in other


def test_the_list_says_in_how_many_countries_an_area_is_missing(client, mobile, analysed):
    analysed()

    page = client.get("/areas").content.decode()

    assert "missing in 2 of 2 countries that need it, mostly: Nothing offered" in page
    assert "missing in 1 of 1 country that needs it, mostly: Nothing offered" in page


def test_an_area_says_how_it_compares_with_other_frameworks_and_what_is_a_draft(client, mobile):
    FrameworkReference.objects.create(
        area=mobile, framework="cmm-2021", code="D4.3", title="Powers", relation="subset"
    )

    page = client.get("/areas/FOR-02").content.decode()

    assert "Cybersecurity Capacity Maturity Model (CMM), 2021 edition" in page
    assert "framework=cmm-2021%7CD4.3" in page
    assert "narrower than" in page
    assert "Draft" in page


def test_an_offer_that_names_the_group_helps_in_each_of_its_areas_once(client, mobile):
    ResourceFactory(areas=[GroupFactory()], name="All of it")
    ResourceFactory(areas=[GroupFactory(), mobile], name="Both")
    ResourceFactory(areas=[mobile], name="Phones only")
    AreaFactory(code="FOR-03")

    response = client.get("/areas/FOR")

    assert {row.area.code: row.offers for row in response.context["below"]} == {
        "FOR-02": 3,
        "FOR-03": 2,
    }
    assert response.context["offers"] == 3
    assert client.get("/areas/FOR-02").context["offers"] == 3


def test_an_offer_that_is_hidden_is_in_no_figure_of_an_area(client, reviewer, mobile):
    ResourceFactory(areas=[mobile], tlp=TLP.AMBER)

    assert client.get("/areas/FOR-02").context["offers"] == 0
    assert client.get("/areas/FOR").context["below"][0].offers == 0
    client.force_login(reviewer)
    assert client.get("/areas/FOR-02").context["offers"] == 1


@pytest.mark.parametrize("path", ["/areas/FOR", "/areas/FOR-02"])
def test_the_page_costs_the_same_for_few_countries_and_for_many(
    client, mobile, analysed, path, django_assert_max_num_queries
):
    for number in range(15):
        country = CountryFactory(iso3=f"Q{number:02d}", iso2=f"{number:02d}")
        IndicativeNeedFactory(country=country, area=mobile)
        ResourceFactory(areas=[mobile], last_verified=None)
    analysed()

    with django_assert_max_num_queries(24):
        client.get(path)

"""Countries side by side: chosen in the address, a column each, and what differs is easy to see."""

import csv
import io

import pytest

from capabilities.models import CountryGroup, MaturityRating, Membership
from portal.access import TLP
from tests.factories import (
    AgencyFactory,
    AreaFactory,
    CountryFactory,
    IndicativeNeedFactory,
    ResourceFactory,
)

pytestmark = pytest.mark.django_db

PAGE, API = "/countries/compare", "/api/v1/countries/compare"
BOTH = {"country": ["SEN", "TGO"]}


@pytest.fixture
def world():
    """Both lack mobile forensics; scenes are a gap in Senegal and served in Togo."""
    mobile, scenes = (
        AreaFactory(code="FOR-02", name="Mobile forensics"),
        AreaFactory(code="INV-01", name="Digital scenes"),
    )
    body = CountryGroup.objects.create(code="ECOWAS", name="The Community", kind="body")
    for iso3, spoken in (("SEN", "fr"), ("TGO", "en"), ("FJI", "en"), ("KEN", "en"), ("BEN", "fr")):
        country = CountryFactory(
            iso3=iso3, iso2=iso3[:2], name=f"Land {iso3}", official_languages=["fr", spoken]
        )
        IndicativeNeedFactory(country=country, area=mobile, languages=["fr"])
        IndicativeNeedFactory(country=country, area=scenes, languages=[spoken])
        Membership.objects.create(group=body, country=country, basis="as told")
    ResourceFactory(areas=[scenes], name="Scenes", language_rule="named", languages=["en"])


def lines(response):
    return {line.name: line for section in response.context["sections"] for line in section.lines}


def test_what_differs_is_marked_and_what_is_alike_is_not(client, world, analysed):
    analysed()

    found = lines(client.get(PAGE, BOTH))

    assert [value.text for value in found["Digital scenes"].values] == [
        "Wrong language",
        "One provider only",
    ]
    assert found["Digital scenes"].differs
    assert not found["Mobile forensics"].differs


def test_the_title_names_the_countries(client, world):
    shown = client.get(PAGE, BOTH)

    names = ", ".join(str(country) for country, _without in shown.context["chips"])
    assert f"<title>{names}: Countries side by side – " in shown.content.decode()


def test_one_may_see_only_what_differs(client, world, analysed):
    analysed()

    found = lines(client.get(PAGE, {**BOTH, "differences": "1"}))

    assert "Digital scenes" in found
    assert all(line.differs for line in found.values())


def test_what_they_have_in_common_is_what_a_shared_offer_would_build_on(client, world, analysed):
    analysed()

    shared = client.get(PAGE, BOTH).context["told"].in_common
    said = client.get(API, BOTH).json()["in_common"]

    assert [area.code for area in shared.areas] == said["gaps"] == ["FOR-02"]
    assert said["official_languages"] == ["fr"]
    assert said["bodies"] == ["ECOWAS"]


def test_countries_are_added_and_taken_off_without_scripts(client, world):
    page = client.get(PAGE, BOTH).content.decode()

    assert '<input type="hidden" name="country" value="SEN">' in page
    assert '<option value="KEN">' in page
    assert '<option value="SEN">' not in page
    assert 'href="/countries/compare?country=TGO"' in page


def test_no_more_than_four_stand_side_by_side(client, world):
    five = {"country": ["SEN", "TGO", "FJI", "KEN", "BEN"]}

    response = client.get(PAGE, five)

    assert len(response.context["asked"].countries) == 4
    assert "Only 4 countries stand side by side" in response.content.decode()
    assert client.get(API, five).status_code == 400
    assert client.get(f"{PAGE}.csv", five).status_code == 302


@pytest.mark.parametrize("code", ["XYZ", "<b>", "ÅLA", "SE"])
def test_a_code_that_is_no_country_is_named_and_stops_no_page(client, world, code):
    response = client.get(PAGE, {"country": ["SEN", code]})

    assert response.status_code == 200
    assert "There is no country with this code" in response.content.decode()
    assert client.get(API, {"country": code}).status_code == 400


def test_the_page_without_a_country_says_what_to_do(client):
    assert "Choose up to 4 countries" in client.get(PAGE).content.decode()


def test_a_country_that_an_index_does_not_rate_is_not_given_a_level(client, world):
    senegal = CountryFactory(iso3="SEN")
    MaturityRating.objects.create(
        country=senegal, index="GCI", edition="2020", pillar="legal", level=3, source="bands"
    )

    found = lines(client.get(PAGE, BOTH))

    assert [value.text for value in found["Legal measures"].values] == ["3 of 5", "Not rated"]


def test_a_file_has_a_column_for_each_country(client, world, analysed):
    analysed()

    response = client.get(f"{PAGE}.csv", BOTH)
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    scenes = next(row for row in rows if row["Fact"] == "Digital scenes")

    assert (scenes["SEN"], scenes["TGO"]) == ("Wrong language", "One provider only")
    assert scenes["Differs"] == "yes"
    assert scenes["Label of this file"] == "TLP:CLEAR"


def test_the_file_and_the_endpoint_say_the_same(client, world, analysed):
    analysed()

    assert client.get(f"{PAGE}.json", BOTH).json() == client.get(API, BOTH).json()


def test_hidden_offers_and_agencies_are_in_no_figure(client, reviewer, world, analysed):
    AgencyFactory(country=CountryFactory(iso3="SEN"), tlp=TLP.AMBER)
    ResourceFactory(tlp=TLP.AMBER)
    analysed()

    def figures():
        found = lines(client.get(PAGE, BOTH))
        return [found[name].values[0].text for name in ("Offers open to it", "Agencies known")]

    assert figures() == ["1", "0"]
    client.force_login(reviewer)
    assert figures() == ["2", "1"]
    assert "TLP:AMBER" in client.get(PAGE, BOTH).content.decode()


def test_the_page_costs_the_same_however_many_areas_there_are(
    client, world, analysed, django_assert_max_num_queries
):
    for number in range(12):
        area = AreaFactory(code=f"LEG-{number:02d}", parent__code="LEG")
        IndicativeNeedFactory(country=CountryFactory(iso3="SEN"), area=area)
    analysed()

    with django_assert_max_num_queries(18):
        client.get(PAGE, {"country": ["SEN", "TGO", "FJI", "KEN"]})

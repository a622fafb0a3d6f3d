"""The list of countries: found by any of their names, under letters or regions, to be ticked."""

import pytest

from capabilities.models import CountryGroup, Membership
from tests.factories import TODAY, AreaFactory, CountryFactory, IndicativeNeedFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    """Germany, Åland, Côte d’Ivoire and Togo; only Togo lacks something."""
    for iso3, name, key, region, french in (
        ("DEU", "Germany", "germany", "Western Europe", "Allemagne"),
        ("ALA", "Åland", "aland", "Northern Europe", "Åland"),
        ("CIV", "Côte d’Ivoire", "cote d’ivoire", "Sub-Saharan Africa", "Côte d’Ivoire"),
        ("TGO", "Togo", "togo", "Sub-Saharan Africa", "Togo"),
    ):
        CountryFactory(
            iso3=iso3,
            iso2=iso3[:2],
            name=name,
            sort_key=key,
            region=region.split()[-1],
            subregion=region,
            names={"fr": french},
            income="High" if "Europe" in region else "Low",
        )
    togo = CountryFactory(iso3="TGO")
    IndicativeNeedFactory(country=togo, area=AreaFactory(code="FOR-02"))
    body = CountryGroup.objects.create(code="ECOWAS", name="The Community", kind="body")
    Membership.objects.create(group=body, country=togo, basis="as told")
    ivory_coast = CountryFactory(iso3="CIV")
    Membership.objects.create(
        group=body, country=ivory_coast, basis="as told", end=TODAY.replace(year=TODAY.year - 1)
    )


def shown(client, **query):
    sections = client.get("/countries", query).context["sections"]
    return {section.name: [row.country.iso3 for row in section.rows] for section in sections}


def found(client, **query):
    return {iso3 for listed in shown(client, **query).values() for iso3 in listed}


def test_countries_stand_under_letters_without_accents_or_under_regions(client, world):
    assert shown(client) == {"A": ["ALA"], "C": ["CIV"], "G": ["DEU"], "T": ["TGO"]}
    assert shown(client, order="region")["Sub-Saharan Africa"] == ["CIV", "TGO"]


def test_those_that_lack_most_come_first_where_asked(client, world, analysed):
    analysed()

    assert shown(client, order="gaps")[""][0] == "TGO"
    assert found(client, having="gaps") == {"TGO"}
    assert found(client, having="none") == {"DEU", "ALA", "CIV"}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"q": "allemagne"}, {"DEU"}),
        ({"q": "cote"}, {"CIV"}),
        ({"q": "de"}, {"DEU"}),
        ({"q": "tgo"}, {"TGO"}),
        ({"group": "ECOWAS"}, {"TGO"}),
        ({"income": "High"}, {"DEU", "ALA"}),
    ],
)
def test_a_country_is_found_by_name_in_any_language_code_membership_or_income(
    client, world, query, expected
):
    assert found(client, **query) == expected
    rows = client.get("/api/v1/countries", query).json()["results"]
    assert {row["iso3"] for row in rows} == expected


def test_countries_are_ticked_to_stand_side_by_side(client, world):
    page = client.get("/countries").content.decode()

    assert 'action="/countries/compare"' in page
    assert 'name="country" value="TGO" aria-label="Compare Togo"' in page

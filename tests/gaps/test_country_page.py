"""The page of a country, its files and its endpoint: one set of facts, as a reader may know it."""

import csv
import io

import pytest

from capabilities import folding
from capabilities.models import CountryGroup, MaturityRating, Membership, TreatyStatus
from portal.access import TLP
from tests.factories import (
    AgencyFactory,
    AreaFactory,
    CountryFactory,
    DeskFactory,
    IndicativeNeedFactory,
    NeedFactory,
    ProjectFactory,
    ResourceFactory,
)

pytestmark = pytest.mark.django_db

PAGE, API = "/countries/SEN", "/api/v1/countries/SEN/profile"


@pytest.fixture
def senegal():
    """Senegal, Togo and Ghana lack two areas each; a course in English comes near in both."""
    body = CountryGroup.objects.create(code="ECOWAS", name="The Community", kind="body")
    areas = [AreaFactory(code="FOR-02", name="Mobile"), AreaFactory(code="INV-01", name="Scenes")]
    for iso3, languages, latitude in (("SEN", ["fr"], 14), ("TGO", ["fr"], 8), ("GHA", ["en"], 9)):
        country = CountryFactory(
            iso3=iso3,
            iso2=iso3[:2],
            name=iso3.title(),
            intermediate_region="Western Africa",
            official_languages=languages,
            latitude=latitude,
            longitude=0,
        )
        Membership.objects.create(group=body, country=country, basis="as told")
        for area in areas:
            IndicativeNeedFactory(country=country, area=area, languages=["fr"])
    ResourceFactory(areas=areas, name="Lab course", language_rule="named", languages=["en"])
    return CountryFactory(iso3="SEN")


def text(client, path=PAGE):
    return client.get(path).content.decode()


def told(client):
    return client.get(API).json()


@pytest.mark.parametrize("is_folded", [False, True])
def test_it_tells_of_as_many_offers_as_a_search_for_the_country(
    client, reviewer, senegal, is_folded
):
    body = CountryGroup.objects.get(code="ECOWAS")
    by_name = ResourceFactory(eligibility="named", eligible_countries=[senegal], tlp=TLP.GREEN)
    by_name.eligible_groups.add(body)
    ResourceFactory(eligibility="named").eligible_groups.add(body)
    ResourceFactory().excluded_countries.add(senegal)
    ResourceFactory(eligibility="named", tlp=TLP.AMBER, eligible_countries=[CountryFactory()])
    if is_folded:
        folding.fold()
    client.force_login(reviewer)

    profile = client.get(PAGE).context["profile"]
    found = client.get("/api/v1/resources/facets", {"country": "SEN"}).json()

    assert profile.offers.number == len(profile.resources) == found["total"] == 3
    assert profile.offers.label == TLP.GREEN


def test_one_change_that_would_close_several_gaps_stands_there_once(client, senegal, analysed):
    analysed()

    [nearly] = client.get(PAGE).context["profile"].nearly
    [said] = told(client)["nearly"]

    assert nearly.changes == said["changes"] == "offer it in French"
    assert [area.code for area in nearly.areas] == said["areas"] == ["FOR-02", "INV-01"]


def test_neighbours_with_the_same_gaps_come_with_what_joins_them(client, senegal, analysed):
    analysed()

    rows = client.get(PAGE).context["profile"].neighbours

    assert [row.country.iso3 for row in rows] == ["GHA", "TGO"]  # the nearer first
    assert [row.languages for row in rows] == ["", "French"]
    assert all([body.code for body in row.bodies] == ["ECOWAS"] for row in rows)
    page = text(client)
    assert "/countries/compare?country=SEN&amp;country=TGO" in page
    assert '<td class="govuk-table__cell">The Community</td>' in page


def test_a_country_far_away_is_no_neighbour(client, senegal, analysed):
    fiji = CountryFactory(iso3="FJI", iso2="FJ", subregion="Melanesia")
    IndicativeNeedFactory(country=fiji, area=AreaFactory(code="FOR-02"), languages=["fr"])
    analysed()

    assert {row["country"] for row in told(client)["neighbours"]} == {"GHA", "TGO"}


def test_maturity_is_shown_by_edition_with_its_source_and_never_compared(client, senegal):
    MaturityRating.objects.create(
        country=senegal, index="GCI", edition="2020", pillar="legal", level=3, source="bands"
    )
    MaturityRating.objects.create(
        country=senegal, index="GCI", edition="2024", tier="T3", source="tiers"
    )

    page, maturity = text(client), told(client)["maturity"]

    assert "Tier 3: establishing" in page
    assert "Source: bands" in page
    assert "Editions are not comparable with each other" in page
    assert [(row["edition"], row["sources"]) for row in maturity] == [
        ("2024", ["tiers"]),
        ("2020", ["bands"]),
    ]


def test_a_treaty_of_which_nothing_is_known_is_not_called_refused(client, senegal):
    TreatyStatus.objects.create(
        treaty="budapest-ets185", country=senegal, status="party", basis="chart"
    )

    assert "Not known. That is not the same as not a party." in text(client)
    assert [row["status"] for row in told(client)["treaties"]] == ["party", "not known"]


def test_an_income_group_is_told_once(client, senegal):
    senegal.income = "Low"
    senegal.save()
    assert text(client).count("Income group") == 1

    low = CountryGroup.objects.create(code="WB-LIC", name="Low income", kind="income")
    Membership.objects.create(group=low, country=senegal, basis="World Bank")

    assert text(client).count("Income group") == 1
    assert "Low income" in text(client)


def test_a_project_tells_its_days_as_far_as_they_are_known(client, senegal):
    for title, starts, ends in (("A", "2018", ""), ("B", "2018-05-30", "2019-06"), ("C", "?", "")):
        project = ProjectFactory(title=title, starts=starts, ends=ends, status="not_stated")
        project.countries.add(senegal)

    shown = text(client)

    assert "Status not stated, 2018 – …" in shown
    assert "30 May 2018 – June 2019" in shown
    assert ", ? – …" in shown


def test_who_looks_after_its_needs_is_for_members_alone(client, analyst, senegal):
    DeskFactory(name="Desk for Senegal").countries.add(senegal)

    assert "Desk for Senegal" not in text(client)
    client.force_login(analyst)
    assert "Desk for Senegal" in text(client)


@pytest.fixture
def hidden(senegal):
    label = {"tlp": TLP.AMBER}
    project = ProjectFactory(title="Hush project", **label)
    project.countries.add(senegal)
    agency = AgencyFactory(country=senegal, name="Hush unit", **label)
    return [
        project,
        agency,
        ResourceFactory(areas=[AreaFactory(code="FOR-02")], name="Hush course", **label),
        NeedFactory(agency=agency, area=AreaFactory(code="INV-01"), **label),
    ]


@pytest.mark.parametrize("path", [PAGE, f"{PAGE}.csv", f"{PAGE}.json", API])
def test_a_hidden_record_is_on_no_page_and_in_no_file(
    client, senegal, analysed, reviewer, hidden, path
):
    analysed()
    ended = text(client, path)

    assert "Hush" not in ended
    client.force_login(reviewer)
    assert "Hush" in text(client, path)


@pytest.mark.parametrize("path", [PAGE, API])
def test_the_label_is_the_highest_of_what_is_told(client, reviewer, senegal, hidden, path):
    client.force_login(reviewer)

    assert "AMBER" in text(client, path)


def test_a_file_carries_its_day_its_label_and_its_licence_in_every_row(client, senegal, analysed):
    analysed()

    response = client.get(f"{PAGE}.csv")
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))

    assert {row["Area"] for row in rows} == {"FOR-02", "INV-01"}
    assert {row["Label of this file"] for row in rows} == {"TLP:CLEAR"}
    assert all(row["As of"] and row["Licence"] for row in rows)
    assert "attachment" in response.headers["Content-Disposition"]


def test_the_file_and_the_endpoint_say_the_same(client, senegal, analysed):
    analysed()

    assert client.get(f"{PAGE}.json").json() == told(client)


@pytest.mark.parametrize(
    "path", ["/countries/SEN.pdf", "/countries/XXX.csv", "/countries/XXX.json"]
)
def test_what_is_no_file_is_not_found(client, senegal, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(("path", "most"), [(PAGE, 32), (API, 32)])
def test_the_page_costs_the_same_however_much_there_is_to_tell(
    client, senegal, analysed, path, most, django_assert_max_num_queries
):
    for number in range(12):
        area = AreaFactory(code=f"LEG-{number:02d}", parent__code="LEG")
        IndicativeNeedFactory(country=senegal, area=area)
        ResourceFactory(areas=[area], last_verified=None)
        AgencyFactory(country=senegal)
        ProjectFactory().countries.add(senegal)
        land = CountryFactory(
            iso3=f"Q{number:02d}", iso2=f"{number:02d}", intermediate_region="Western Africa"
        )
        IndicativeNeedFactory(country=land, area=area)
    analysed()

    with django_assert_max_num_queries(most):
        client.get(path)

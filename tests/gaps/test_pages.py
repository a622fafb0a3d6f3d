"""The pages and their endpoints: what they show, to whom, and at what cost."""

import pytest
from django.urls import reverse

from gaps.models import Finding, Run
from portal.access import TLP, Audience
from tests.factories import (
    AgencyFactory,
    AreaFactory,
    CountryFactory,
    IndicativeNeedFactory,
    NeedFactory,
    ProviderFactory,
    ResourceFactory,
)

pytestmark = pytest.mark.django_db

PAGES = [
    "/",
    "/gaps",
    "/countries",
    "/countries/SEN",
    "/areas",
    "/areas/FOR",
    "/areas/FOR-02",
    "/heat-map",
    "/method",
    "/heat-map?region=Sub-Saharan+Africa",
    "/resources",
    "/runs",
    "/sign-in",
    "/api/v1/docs",
]
API_LISTS = [
    "/api/v1/findings",
    "/api/v1/cells",
    "/api/v1/runs",
    "/api/v1/resources",
    "/api/v1/providers",
    "/api/v1/needs",
    "/api/v1/agencies",
    "/api/v1/countries",
    "/api/v1/areas",
]
MOST_QUERIES = 8


@pytest.fixture
def world():
    """Senegal needs two areas; one offer exists."""
    senegal = CountryFactory(iso3="SEN", iso2="SN", name="Senegal", sort_key="senegal")
    mobile = AreaFactory(code="FOR-02", name="Mobile device forensics")
    NeedFactory(agency__country=senegal, area=mobile)
    NeedFactory(agency__country=senegal, area=AreaFactory(code="FOR-03"))
    ResourceFactory(areas=[mobile], name="Lab course")
    return senegal


def text(response):
    return response.content.decode()


@pytest.mark.parametrize("path", PAGES)
def test_every_page_works_before_anything_has_been_analysed(client, world, path):
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("path", PAGES)
def test_every_page_works_with_findings(client, world, analysed, path):
    analysed()

    assert client.get(path).status_code == 200


@pytest.mark.parametrize("path", API_LISTS)
def test_every_list_of_the_api_answers_and_so_does_each_of_its_rows(client, world, analysed, path):
    analysed()

    rows = client.get(path).json()["results"]

    assert rows
    key = next(name for name in ("id", "iso3", "code", "country") if name in rows[0])
    if key != "country":  # a cell has no address of its own
        row = client.get(f"{path}/{rows[0][key]}").json()
        assert {name: row[name] for name in rows[0]} == rows[0]


def test_a_country_page_says_why_its_gap_is_a_gap_and_what_serves_it(client, world, analysed):
    analysed()

    page = text(client.get("/countries/SEN"))

    assert "Nobody in the directory offers help with “Area FOR-03”." in page
    assert "Lab course" in page
    assert "in 1 of them it is missing" in page


def test_a_country_page_names_the_nearest_miss_of_a_gap_and_what_it_fails_on(
    client, world, analysed
):
    near = ResourceFactory(areas=[AreaFactory(code="FOR-03")], last_verified=None, name="Near one")
    analysed()

    page = text(client.get("/countries/SEN"))

    assert f'<a class="govuk-link" href="{near.get_absolute_url()}">Near one</a>' in page
    assert "fails on recent confirmation" in page


def test_a_country_without_a_need_is_never_shown_as_covered(client, world, analysed):
    CountryFactory(iso3="FRA", iso2="FR", name="France")
    analysed()

    page = text(client.get("/countries/FRA"))

    assert "No known need" in page
    assert "That is not the same as covered" in page


def test_an_indicative_need_is_marked_wherever_its_finding_stands(client, analysed):
    IndicativeNeedFactory()
    analysed()
    finding = Finding.objects.get(audience=Audience.CLEAR)

    for address in ("/gaps", finding.get_absolute_url(), finding.country.get_absolute_url()):
        assert "Indicative need" in text(client.get(address))


def test_the_list_of_gaps_leaves_out_what_is_served_unless_asked(client, world, analysed):
    analysed()

    assert "1 finding<" in text(client.get("/gaps"))
    assert "2 findings<" in text(client.get("/gaps", {"show": "all"}))
    assert "1 finding<" in text(client.get("/gaps", {"gap_class": "SINGLE_PROVIDER"}))


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ({}, {"FOR-03", "INV-01"}),
        ({"country": "SEN"}, {"FOR-03"}),
        ({"area": "FOR"}, {"FOR-03"}),
        ({"area": "INV-01"}, {"INV-01"}),
        ({"region": "Western Asia"}, {"INV-01"}),
        ({"gap_class": ["UNCOVERED"]}, {"FOR-03"}),
        ({"gap_class": ["UNCOVERED", "STALE"]}, {"FOR-03", "INV-01"}),
        ({"show": "all"}, {"FOR-02", "FOR-03", "INV-01"}),
        ({"basis": "indicative"}, {"INV-01"}),
        ({"urgency": "4"}, {"INV-01"}),
    ],
)
def test_page_and_endpoint_filter_alike(client, world, analysed, query, shown):
    stale = AreaFactory(code="INV-01", parent__code="INV")
    jordan = CountryFactory(iso3="JOR", iso2="JO", subregion="Western Asia")
    IndicativeNeedFactory(country=jordan, area=stale, urgency=5)
    ResourceFactory(areas=[stale], last_verified=None)
    analysed()

    page = client.get("/gaps", query).context["object_list"]
    endpoint = client.get("/api/v1/findings", query).json()["results"]

    assert {finding.area.code for finding in page} == shown
    assert {finding["area"] for finding in endpoint} == shown


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/api/v1/findings", {"contry": "SEN"}),
        ("/api/v1/findings", {"country": "XYZ"}),
        ("/api/v1/findings", {"gap_class": "NONSENSE"}),
        ("/api/v1/resources", {"kind": "nonsense"}),
        ("/api/v1/areas", {"q": "x"}),
    ],
)
def test_the_api_refuses_a_filter_that_it_does_not_know_and_names_it(client, world, path, query):
    response = client.get(path, query)

    assert response.status_code == 400
    assert set(response.json()["errors"]) == set(query)


@pytest.mark.parametrize("path", ["/gaps", "/resources", "/countries"])
def test_a_page_with_a_wrong_filter_says_so_instead_of_failing(client, world, path):
    name = "region" if path == "/countries" else "area"

    response = client.get(path, {name: "NONSENSE"})

    assert response.status_code == 200
    assert "Select a valid choice" in text(response)


@pytest.mark.parametrize("page", ["0", "-1", "99", "last%20", "x"])
def test_a_page_number_out_of_range_is_not_found(client, world, analysed, page):
    analysed()

    assert client.get(f"/gaps?page={page}").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/countries/XXX",
        "/areas/XXX-99",
        "/gaps/nothing",
        "/resources/nothing",
        "/providers/nothing",
        "/runs/nothing",
        "/api/v1/findings/nothing",
        "/api/v1/resources/nothing",
        "/nothing",
    ],
)
def test_what_does_not_exist_is_not_found(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    "path",
    ["/", "/gaps", "/countries", "/heat-map", "/areas", "/resources", "/runs", *API_LISTS],
)
def test_a_list_costs_no_more_queries_with_more_rows(
    client, world, analysed, path, django_assert_max_num_queries
):
    for number in range(12):
        need = NeedFactory(area=AreaFactory(code=f"INV-{number:02d}", parent__code="INV"))
        ResourceFactory(areas=[need.area], eligible_countries=[need.country], eligibility="named")
    analysed()

    with django_assert_max_num_queries(MOST_QUERIES):
        assert client.get(path).status_code == 200


@pytest.fixture
def hidden_rows(world):
    """One row of each marked kind that only reviewers may see."""
    label = {"tlp": TLP.AMBER}
    provider = ProviderFactory(name="Hidden provider", **label)
    agency = AgencyFactory(country=world, name="Hidden unit", **label)
    mobile, unasked = AreaFactory(code="FOR-02"), AreaFactory(code="FOR-09")
    return {
        "provider": provider,
        "resource": ResourceFactory(
            areas=[mobile], provider=provider, name="Hidden course", **label
        ),
        "agency": agency,
        "need": NeedFactory(agency=agency, area=unasked, **label),
    }


def test_who_may_see_a_hidden_row_does(client, reviewer, hidden_rows, analysed):
    analysed()
    client.force_login(reviewer)

    assert "Hidden course" in text(client.get("/resources"))
    assert "Hidden unit" in text(client.get("/countries/SEN"))
    assert "Area FOR-09" in text(client.get("/gaps"))
    for kind in ("resource", "provider"):
        assert client.get(hidden_rows[kind].get_absolute_url()).status_code == 200


@pytest.mark.parametrize("reader", ["visitor", "outsider", "analyst", "officer", "partner"])
def test_a_hidden_row_changes_no_answer_to_those_who_may_not_see_it(
    client, world, analysed, reader, request
):
    if reader != "visitor":
        client.force_login(request.getfixturevalue(reader))
    AreaFactory(code="FOR-09")  # areas are public; that somebody needs one may not be
    analysed()
    paths = [path for path in [*PAGES, *API_LISTS] if "runs" not in path]
    before = {path: body_and_headers(client.get(path)) for path in paths}

    hidden = request.getfixturevalue("hidden_rows")
    analysed(Audience.AMBER_STRICT)

    assert {path: body_and_headers(client.get(path)) for path in paths} == before
    for row in hidden.values():
        for path in ("resources", "providers", "api/v1/needs", "api/v1/agencies"):
            absent = client.get(f"/{path}/2345678abcde")
            there = client.get(f"/{path}/{row.public_id}")
            assert body_and_headers(there) == body_and_headers(absent)


def body_and_headers(response):
    """What a reader can compare, without the token and the clock, which differ every time."""
    lines = response.content.split(b"\n")
    body = b"\n".join(line for line in lines if b"csrfmiddlewaretoken" not in line)
    headers = [(name, value) for name, value in response.headers.items() if name != "Expires"]
    return response.status_code, body, sorted(headers)


def test_each_reader_is_shown_the_run_of_the_highest_audience_they_belong_to(
    client, analyst, reviewer, world, analysed
):
    analysed()

    def audience():
        run = client.get("/").context["run"]
        return Audience(run.audience)

    assert audience() == Audience.CLEAR
    client.force_login(analyst)
    assert audience() == Audience.GREEN
    client.force_login(reviewer)
    assert audience() == Audience.AMBER_STRICT


def test_runs_for_others_are_not_listed_nor_found(client, world, analysed):
    analysed()
    secret = Run.objects.get(audience=Audience.AMBER_STRICT)

    assert secret.public_id not in text(client.get("/runs"))
    assert client.get(secret.get_absolute_url()).status_code == 404


def test_a_labelled_run_prints_its_label_on_every_page_that_rests_on_it(
    client, reviewer, hidden_rows, analysed
):
    analysed()
    client.force_login(reviewer)

    for path in ("/", "/gaps", "/countries/SEN", "/heat-map", "/areas/FOR-02"):
        assert "This page draws on records with this label" in text(client.get(path))


def test_a_reviewer_starts_a_run_and_lands_on_its_page(client, reviewer):
    client.force_login(reviewer)

    response = client.post(reverse("gaps:run_start"), {"audience": Audience.GREEN, "as_of": ""})

    run = Run.objects.get()
    assert response.headers["Location"] == run.get_absolute_url()
    assert (run.audience, run.requested_by) == (Audience.GREEN, reviewer)


@pytest.mark.parametrize("person", ["analyst", "officer", "partner", "administrator"])
def test_others_are_neither_offered_nor_allowed_to_start_a_run(client, person, request):
    client.force_login(request.getfixturevalue(person))

    assert "Start a run" not in text(client.get("/runs"))
    assert client.post(reverse("gaps:run_start"), {"audience": 0}).status_code == 403
    assert not Run.objects.exists()


def test_a_run_asked_for_wrongly_says_what_is_wrong(client, reviewer):
    client.force_login(reviewer)

    response = client.post(reverse("gaps:run_start"), {"audience": "7", "as_of": "yesterday"})

    assert response.status_code == 422
    assert "Enter a valid date" in text(response)
    assert not Run.objects.exists()


def test_an_unfinished_run_refreshes_itself_and_a_finished_one_does_not(client, analysed):
    run = analysed(Audience.CLEAR)
    assert "every 1s" not in text(client.get(run.get_absolute_url()))

    Run.objects.update(status=Run.Status.RUNNING, progress_done=3, progress_total=4)

    page = text(client.get(run.get_absolute_url()))
    assert "every 1s" in page
    assert "3 of 4 areas" in page
    assert client.get(f"/api/v1/runs/{run}").json()["progress_done"] == 3


def test_health_answers_while_the_database_does(client):
    assert client.get("/health").json() == {"database": "ok"}

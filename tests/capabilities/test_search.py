"""Finding resources by words and filters, through the page and the API."""

from datetime import timedelta

import pytest

from capabilities import folding
from capabilities.models import (
    Country,
    CountryGroup,
    FrameworkReference,
    Membership,
    Provider,
    Resource,
    SearchRow,
)
from portal import labels
from portal.access import TLP
from tests.factories import TODAY, AreaFactory, CountryFactory, ProviderFactory, ResourceFactory

pytestmark = pytest.mark.django_db
PAGE, API = "/resources", "/api/v1/resources"
MOST_QUERIES = 8


def fold():
    """What a worker does every few seconds."""
    folding.fold()


def names(client, path=PAGE, query=None):
    response = client.get(path, query or {})
    assert response.status_code == 200
    if path == API:
        return [row["name"] for row in response.json()["results"]]
    return [hit.resource.name for hit in response.context["hits"]]


def figures(client, facet, query=None):
    shown = client.get(f"{API}/facets", query or {}).json()["facets"]
    values = next(one["values"] for one in shown if one["name"] == facet)
    return {value["value"]: value["count"] for value in values}


@pytest.fixture
def world():
    """Malawi, a member of a body; three offers that reach it, each in its way, one not."""
    body = CountryGroup.objects.create(code="CW", name="Commonwealth", kind="body")
    malawi, togo = (CountryFactory(iso3=code, name=name) for code, name in PLACES)
    Membership.objects.create(group=body, country=malawi, basis="Its list of members")
    phones = AreaFactory(code="FOR-02", name="Mobile device forensics")
    FrameworkReference.objects.create(
        area=phones, framework="cmm-2021", code="D4.4", title="Evidence", relation="subset"
    )
    school = ProviderFactory(name="Académie Étoile", aliases=["ENFSI school"], type="university")
    firm = ProviderFactory(name="Firm", type="company")
    ResourceFactory(name="Phone lab", provider=school, areas=[phones], modes=["remote"])
    through = ResourceFactory(
        name="Seizing course",
        provider=firm,
        eligibility="named",
        language_rule="named",
        languages=["en"],
        cost="free",
        description="How evidence from handsets is kept.",
    )
    through.eligible_groups.add(body)
    ResourceFactory(
        name="Togo desk", provider=firm, eligibility="named", eligible_countries=[togo],
        kinds=["advisory"], language_rule="named", languages=["fr"], last_verified=None,
    )  # fmt: skip
    kept_out = ResourceFactory(name="World course", provider=school, kinds=["training", "toolkit"])
    kept_out.excluded_countries.add(togo)
    return malawi


PLACES = (("MWI", "Malawi"), ("TGO", "Togo"))


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("phone", ["Phone lab"]),
        ("PHONES", ["Phone lab"]),
        ("academie etoile", ["Phone lab", "World course"]),
        ("enfsi", ["Phone lab", "World course"]),
        ("handset", ["Seizing course"]),
        ("forensic", ["Phone lab"]),
        ("evidence", ["Phone lab", "Seizing course"]),
        ("course -world", ["Seizing course"]),
        ("nothing of the kind", []),
    ],
)
@pytest.mark.parametrize("path", [PAGE, API])
@pytest.mark.parametrize("is_folded", [False, True])
def test_words_are_looked_for_in_names_aliases_areas_and_what_they_map_to(
    client, world, path, q, found, is_folded
):
    if is_folded:
        fold()

    assert sorted(names(client, path, {"q": q})) == found


def test_a_hit_in_the_title_comes_before_one_in_the_text(client, world):
    ResourceFactory(name="Other", description="Nothing about a course but this word.")

    assert names(client, query={"q": "course"})[-1] == "Other"


def test_evidence_from_over_a_year_ahead_is_none(client):
    ResourceFactory(name="By tomorrow", last_verified=TODAY + timedelta(days=1))
    ResourceFactory(name="By a slip of the pen", last_verified=TODAY + timedelta(days=800))
    fold()

    assert names(client, query={"fresh": "6"}) == ["By tomorrow"]
    assert names(client, query={"fresh": "never"}) == ["By a slip of the pen"]
    assert figures(client, "fresh") == {"6": 1, "never": 1}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"country": "MWI"}, ["Phone lab", "Seizing course", "World course"]),
        ({"country": "TGO"}, ["Phone lab", "Togo desk"]),
        ({"country": ["MWI", "TGO"]}, ["Phone lab", "Seizing course", "Togo desk", "World course"]),
        ({"area": "FOR"}, ["Phone lab"]),
        ({"area": "FOR-02"}, ["Phone lab"]),
        ({"framework": "cmm-2021|D4.4"}, ["Phone lab"]),
        ({"kind": "toolkit"}, ["World course"]),
        ({"kind": ["toolkit", "advisory"]}, ["Togo desk", "World course"]),
        ({"mode": "remote"}, ["Phone lab"]),
        ({"language": "fr"}, ["Phone lab", "Togo desk", "World course"]),
        ({"language": "neutral"}, ["Phone lab", "World course"]),
        ({"provider_type": "company"}, ["Seizing course", "Togo desk"]),
        ({"sector": "academia"}, ["Phone lab", "World course"]),
        ({"cost": "free"}, ["Seizing course"]),
        ({"fresh": "never"}, ["Togo desk"]),
        ({"fresh": "6", "country": "MWI", "language": "en", "kind": "training"},
         ["Phone lab", "Seizing course", "World course"]),
        ({"verification": "verified"}, []),
        ({"q": "course", "country": "TGO"}, []),
    ],
)  # fmt: skip
@pytest.mark.parametrize("path", [PAGE, API])
@pytest.mark.parametrize("is_folded", [False, True])
def test_page_and_endpoint_filter_alike(client, world, path, query, found, is_folded):
    if is_folded:
        fold()

    assert names(client, path, query) == found
    assert client.get(f"{API}/facets", query).json()["total"] == len(found)


def test_what_starts_too_late_or_is_over_is_not_found_by_a_month(client, world):
    ResourceFactory(name="Later", starts=TODAY.replace(year=TODAY.year + 3))
    ResourceFactory(name="Over", ends=TODAY.replace(year=TODAY.year - 1))
    soon = f"{TODAY.year + 1}-06"

    for _turn in range(2):
        assert not {"Later", "Over"} & set(names(client, query={"by": soon}))
        assert client.get(f"{API}/facets", {"by": soon}).json()["total"] == 4
        assert {"Later", "Over"} <= set(names(client))
        fold()


def test_a_value_is_counted_beside_all_filters_but_its_own(client, world):
    for _turn in range(2):
        assert figures(client, "kind", {"country": "MWI"}) == {"training": 3, "toolkit": 1}
        assert figures(client, "kind", {"kind": "advisory"}) == {
            "training": 3, "toolkit": 1, "advisory": 1,
        }  # fmt: skip
        assert figures(client, "country", {"kind": "advisory"}) == {"TGO": 1}
        fold()


def test_a_result_says_how_it_reaches_the_country_and_marks_the_words(client, world):
    page = client.get(PAGE, {"country": "MWI", "q": "handsets"}).content.decode()

    assert "Serves Malawi as a member of: Commonwealth" in page
    assert "<mark>handsets</mark>" in page


def test_marked_text_is_still_escaped(client):
    ResourceFactory(name="Phones <script>alert(1)</script>", description="<b>phones</b>")

    page = client.get(PAGE, {"q": "phones"}).content.decode()

    assert "<script>alert" not in page
    assert "<b>" not in page


def test_every_change_is_found_at_once(client, world):
    fold()
    row = Resource.objects.get(name="Phone lab")

    Resource.objects.filter(pk=row.pk).update(name="Handset lab", kinds=["advisory"])
    assert names(client, query={"q": "lab"}) == ["Handset lab"]
    assert figures(client, "kind")["advisory"] == 2
    Provider.objects.filter(name="Firm").update(name="Tribulum")
    assert names(client, query={"q": "tribulum"}) == ["Seizing course", "Togo desk"]
    row.areas.clear()
    assert names(client, query={"area": "FOR-02"}) == []
    row.delete()
    assert names(client, query={"q": "lab"}) == []
    assert figures(client, "kind")["advisory"] == 1
    fold()
    assert figures(client, "kind")["advisory"] == 1


def test_a_label_that_is_raised_or_lowered_counts_at_once(client, world, reviewer):
    fold()
    row = Resource.objects.get(name="Togo desk")

    labels.relabel(row=row, to=TLP.AMBER, by=reviewer, reason="It names sources.")
    assert "Togo desk" not in names(client)
    assert "advisory" not in figures(client, "kind")
    fold()
    assert "advisory" not in figures(client, "kind")
    labels.relabel(row=row, to=TLP.CLEAR, by=reviewer, reason="It names none.")
    assert figures(client, "kind")["advisory"] == 1


def test_what_is_red_stands_in_no_index(client, world):
    Resource.objects.filter(name="Togo desk").update(tlp=TLP.RED)
    Provider.objects.filter(name="Académie Étoile").update(tlp=TLP.RED)

    assert [row.resource.name for row in SearchRow.objects.all()] == ["Seizing course"]


def test_what_an_organisation_owns_or_is_shared_counts_for_it_alone(
    client, world, partner, analyst
):
    mine = {"tlp": TLP.AMBER, "provider__name": "Somebody"}
    ResourceFactory(name="Mine", owner=partner.organisation, kinds=["equipment"], **mine)
    ResourceFactory(name="Shared", shared_with=[partner.organisation_id], **mine)
    for _turn in range(2):
        client.force_login(partner)
        assert {"Mine", "Shared"} <= set(names(client))
        assert figures(client, "kind")["equipment"] == 1
        assert names(client, query={"q": "mine"}) == ["Mine"]
        client.force_login(analyst)
        assert not {"Mine", "Shared"} & set(names(client))
        assert "equipment" not in figures(client, "kind")
        fold()


def test_what_is_shared_under_a_provider_that_is_not_stays_hidden(client, partner):
    quiet = ProviderFactory(tlp=TLP.AMBER)
    ResourceFactory(
        name="Half shared", provider=quiet, tlp=TLP.AMBER, shared_with=[partner.organisation_id]
    )
    client.force_login(partner)

    assert names(client) == []
    assert client.get(f"{API}/facets").json()["total"] == 0


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"q": "course"},
        {"country": "MWI"},
        {"q": "course", "country": "MWI"},
        {"q": "courze", "country": "MWI", "kind": "training"},
        {"q": "zeppelin", "country": "MWI", "kind": "training"},
        {"country": "MWI", "verification": "verified"},
    ],
    ids=lambda query: "&".join(query.values()) or "all",
)
@pytest.mark.parametrize("path", [PAGE, API, f"{API}/facets"])
def test_a_search_costs_at_most_eight_queries(
    client, world, partner, path, query, django_assert_max_num_queries
):
    client.force_login(partner)
    client.get(path)

    with django_assert_max_num_queries(MOST_QUERIES):
        client.get(path, query)


@pytest.mark.parametrize("query", [{}, {"q": "course"}])
def test_pages_by_key_show_each_row_once_and_lead_back(client, query):
    for number in range(7):
        ResourceFactory(name=f"Course {number % 3}", areas=[])
    seen, path = [], f"{API}?page_size=2&q={query.get('q', '')}"
    while path:
        body = client.get(path).json()
        seen.append([row["id"] for row in body["results"]])
        path, back = body["next"], body["previous"]

    assert [len(rows) for rows in seen] == [2, 2, 2, 1]
    assert len({key for rows in seen for key in rows}) == 7
    assert [row["id"] for row in client.get(back).json()["results"]] == seen[-2]


@pytest.mark.parametrize("is_folded", [False, True])
def test_a_row_of_the_list_of_the_api_is_what_its_own_address_gives(client, world, is_folded):
    if is_folded:
        fold()
    rows = client.get(API).json()["results"]

    assert len(rows) == 4
    for row in rows:
        assert client.get(f"{API}/{row['id']}").json() == row


HALF = "WyJhIiwgWyJcdWQ4MDAiLCAieCJdXQ"  # a name with half of a sign, which no table can hold


@pytest.mark.parametrize(
    "cursor", ["x", "WyJhIiwgMV0", "WyJuIiwgLTFd", "e30", "%00", "bnVsbA", HALF]
)
@pytest.mark.parametrize("path", [PAGE, API])
def test_a_cursor_of_no_sense_is_not_found(client, cursor, path):
    assert client.get(path, {"cursor": cursor}).status_code == 404


def test_members_that_join_a_body_are_counted_when_it_is_folded(client, world):
    fold()
    assert figures(client, "country") == {"MWI": 3, "TGO": 2}
    group = CountryGroup.objects.get()

    Membership.objects.create(group=group, country=Country.objects.get(iso3="TGO"), basis="Joined")
    fold()

    assert figures(client, "country") == {"MWI": 3, "TGO": 3}
    assert "Seizing course" in names(client, query={"country": "TGO"})


@pytest.mark.parametrize("query", [{"kind": "nonsense"}, {"country": "XXX"}, {"by": "June"}])
def test_the_page_says_what_is_wrong_with_a_filter(client, world, query):
    response = client.get(PAGE, query)

    assert response.status_code == 200
    assert "There is a problem" in response.content.decode()

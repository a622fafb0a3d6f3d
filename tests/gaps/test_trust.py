"""Confidence, robustness and what blocks a finding: on pages and endpoints, for each reader."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gaps.models import Finding
from gaps.reading import explained
from portal.access import TLP, Audience
from portal.models import Verification
from tests.factories import (
    TODAY,
    AgencyFactory,
    AreaFactory,
    CountryFactory,
    IndicativeNeedFactory,
    NeedFactory,
    OrganisationFactory,
    ResourceFactory,
)
from tests.gaps.test_pages import text

pytestmark = pytest.mark.django_db


def ago(days):
    return TODAY - timedelta(days=days)


@pytest.fixture
def senegal():
    return CountryFactory(iso3="SEN", iso2="SN", name="Senegal", sort_key="senegal")


@pytest.fixture
def area():
    return AreaFactory(code="FOR-02", name="Mobile device forensics")


@pytest.fixture
def need(senegal, area):
    return NeedFactory(agency__country=senegal, area=area, last_verified=TODAY)


def rows(client, **query):
    found = client.get("/api/v1/findings", {"show": "all", **query}).json()["results"]
    return {row["area"]: row for row in found}


def sure(client):
    """The confidence in the only finding, and what lowers it."""
    [row] = client.get("/api/v1/findings?show=all").json()["results"]
    return row["confidence"], row["confidence_reasons"]


def test_two_agencies_with_recent_needs_and_a_well_described_offer_leave_no_doubt(
    client, analysed, senegal, area, need
):
    NeedFactory(agency__country=senegal, area=area, last_verified=TODAY)
    ResourceFactory(areas=[area])
    analysed(Audience.CLEAR)

    for row in client.get("/api/v1/findings?show=all").json()["results"]:
        assert (row["confidence"], row["confidence_reasons"]) == ("HIGH", [])
    page = text(client.get(f"/gaps/{need.public_id}-2"))
    assert "High confidence" in page
    assert "Nothing lowers it" in page


def test_what_nobody_stated_lowers_confidence_and_is_named(client, analysed, area, need):
    for number in range(3):
        open_ones = {"capacity_rule": "not_stated", "modes": []} if number else {}
        ResourceFactory(areas=[area], **open_ones)
    analysed(Audience.CLEAR)

    assert sure(client) == (
        "MEDIUM",
        [
            "one submitter only",
            "capacity not stated by 2 of 3 offers",
            "way of delivery not stated by 2 of 3 offers",
        ],
    )


@pytest.mark.parametrize(
    ("open_one", "words"),
    [
        ({"level_from": None, "level_to": None}, "level"),
        ({"capacity_rule": "not_stated"}, "capacity"),
        ({"language_rule": "not_stated"}, "language"),
        ({"kinds": []}, "kind of help"),
        ({"modes": []}, "way of delivery"),
        ({"eligibility": "not_stated"}, "who may use it"),
    ],
)
def test_each_attribute_that_nobody_stated_is_named(client, analysed, area, need, open_one, words):
    ResourceFactory(areas=[area], **open_one)
    analysed(Audience.CLEAR)

    assert sure(client)[1] == ["one submitter only", f"{words} not stated by the offer"]


def test_the_age_of_the_evidence_lowers_confidence(client, analysed, area, need):
    ResourceFactory(areas=[area], last_verified=ago(610))
    need.last_verified = ago(800)
    need.save()
    analysed(Audience.CLEAR)

    assert sure(client) == (
        "MEDIUM",
        ["one submitter only", "need assessed 26 months ago", "last confirmed 20 months ago"],
    )


def test_a_gap_rests_on_its_nearest_miss(client, analysed, area, need):
    ResourceFactory(areas=[area], last_verified=None, modes=[])
    analysed(Audience.CLEAR)

    assert sure(client) == (
        "MEDIUM",
        [
            "one submitter only",
            "the offer was never confirmed",
            "way of delivery not stated by the offer",
        ],
    )


def test_a_gap_without_any_offer_says_what_that_rests_on(client, analysed, need):
    analysed(Audience.CLEAR)

    level, reasons = sure(client)

    assert level == "MEDIUM"
    assert reasons == [
        "one submitter only",
        "no offer in the directory; one that nobody has entered would change this",
    ]


def test_an_indicative_need_counts_as_submitted_by_nobody(client, analysed, area):
    IndicativeNeedFactory(area=area)
    ResourceFactory(areas=[area])
    analysed(Audience.CLEAR)

    assert sure(client) == (
        "LOW",
        ["no agency has submitted the need itself", "nobody said when the need was assessed"],
    )


def test_so_does_an_imported_one(client, analysed, area, need):
    need.verification = Verification.IMPORTED
    need.save()
    ResourceFactory(areas=[area])
    analysed(Audience.CLEAR)

    assert sure(client) == ("MEDIUM", ["no agency has submitted the need itself"])


def test_only_independent_submitters_of_the_same_country_and_area_count(
    client, analysed, senegal, area, need
):
    ResourceFactory(areas=[area])
    organisation = OrganisationFactory()
    need.owner = organisation
    need.save()
    also = {"area": area, "last_verified": TODAY}
    NeedFactory(agency=need.agency, owner=organisation, **also)  # the same again
    NeedFactory(agency__country=senegal, owner=organisation, **also)  # by the same organisation
    NeedFactory(**also)  # of another country
    NeedFactory(agency__country=senegal, area=AreaFactory(code="FOR-03"))  # in another area
    NeedFactory(agency__country=senegal, status="draft", **also)  # not yet accepted
    analysed(Audience.CLEAR)

    assert rows(client, country="SEN")["FOR-02"]["confidence_reasons"] == ["one submitter only"]

    NeedFactory(agency__country=senegal, **also)

    assert rows(client, country="SEN")["FOR-02"]["confidence_reasons"] == []


def steady(response):
    """What a page says, without the tokens of its forms, which differ every time."""
    lines = text(response).split("<main")[1].split("\n")
    return [line for line in lines if "csrfmiddlewaretoken" not in line]


READERS = ["visitor", "outsider", "analyst", "officer", "partner"]


@pytest.mark.parametrize("reader", READERS)
def test_hidden_records_shift_neither_confidence_nor_robustness_nor_what_blocks(
    client, analysed, senegal, area, need, reader, request
):
    first = AreaFactory(code="FOR-01")
    area.prerequisites.add(first)
    agencies = AgencyFactory.create_batch(2, country=senegal)
    provider = ResourceFactory(areas=[area], last_verified=None, modes=[]).provider
    if reader != "visitor":
        client.force_login(request.getfixturevalue(reader))
    analysed()
    addresses = ["/gaps", "/countries/SEN", f"/gaps/{need.public_id}-2"]
    endpoints = ["/api/v1/findings", f"/api/v1/findings/{need.public_id}-2"]

    def answers():
        pages = [steady(client.get(address)) for address in addresses]
        return [*pages, *(client.get(address).json() for address in endpoints)]

    before = answers()
    label = {"tlp": TLP.AMBER}
    NeedFactory(agency=agencies[0], area=area, last_verified=TODAY, **label)
    NeedFactory(agency=AgencyFactory(country=senegal, **label), area=area)
    NeedFactory(agency=agencies[1], area=first, **label)
    ResourceFactory(areas=[area], provider=provider, last_verified=ago(300), **label)
    ResourceFactory(areas=[area], provider__tlp=TLP.AMBER, last_verified=ago(300))
    analysed(Audience.AMBER_STRICT)

    assert answers() == before


def test_reviewers_are_told_of_what_they_alone_may_see(
    client, analysed, senegal, area, need, reviewer
):
    first = AreaFactory(code="FOR-01")
    area.prerequisites.add(first)
    NeedFactory(agency__country=senegal, area=area, last_verified=TODAY, tlp=TLP.AMBER)
    NeedFactory(agency__country=senegal, area=first, tlp=TLP.AMBER)
    analysed()

    visitors = rows(client)["FOR-02"]
    client.force_login(reviewer)
    reviewers = rows(client)["FOR-02"]

    assert (visitors["confidence"], visitors["blocked_by"]) == ("MEDIUM", [])
    assert reviewers["confidence"] == "HIGH"
    assert [blocker["area"] for blocker in reviewers["blocked_by"]] == ["FOR-01"]


def test_what_rests_on_an_offer_hidden_since_is_shown_to_nobody_not_even_its_owner(
    client, analysed, area, need, partner
):
    offer = ResourceFactory(areas=[area], modes=[], owner=partner.organisation)
    analysed()
    client.force_login(partner)
    assert "way of delivery not stated by the offer" in sure(client)[1]

    offer.tlp = TLP.AMBER
    offer.save()

    owners = rows(client)
    client.logout()
    assert owners == rows(client) == {}


def test_a_gap_whose_prerequisite_is_a_gap_too_says_so_everywhere(
    client, analysed, senegal, area, need
):
    missing, served = AreaFactory(code="FOR-01", name="First aid"), AreaFactory(code="FOR-03")
    unasked = AreaFactory(code="FOR-04")
    area.prerequisites.add(missing, served, unasked)
    for first in (missing, served):
        NeedFactory(agency__country=senegal, area=first)
    NeedFactory(area=unasked)  # another country's gap
    ResourceFactory(areas=[served])
    analysed(Audience.CLEAR)

    [blocker] = rows(client, country="SEN")["FOR-02"]["blocked_by"]

    assert (blocker["area"], blocker["gap_class"]) == ("FOR-01", "UNCOVERED")
    [leads_to] = client.get(blocker["findings"]).json()["results"]
    assert (leads_to["country"], leads_to["area"]) == ("SEN", "FOR-01")
    assert rows(client)["FOR-01"]["blocked_by"] == []
    for address in ("/gaps", "/countries/SEN", f"/gaps/{need.public_id}-2"):
        page = text(client.get(address))
        assert page.count("Needed first, and missing too:") == 1
        assert "/gaps?country=SEN&amp;area=FOR-01" in page


def test_what_is_served_is_not_called_blocked(client, analysed, senegal, area, need):
    first = AreaFactory(code="FOR-01")
    area.prerequisites.add(first)
    NeedFactory(agency__country=senegal, area=first)
    ResourceFactory(areas=[area])
    analysed(Audience.CLEAR)

    assert rows(client)["FOR-02"]["blocked_by"] == []


def test_the_past_of_a_cell_blocks_nothing(client, analysed, senegal, area, need):
    first = AreaFactory(code="FOR-01")
    area.prerequisites.add(first)
    NeedFactory(agency__country=senegal, area=first)
    analysed(Audience.CLEAR)
    assert rows(client)["FOR-02"]["blocked_by"]

    ResourceFactory(areas=[first])
    analysed(Audience.CLEAR)

    assert rows(client)["FOR-02"]["blocked_by"] == []


@pytest.mark.parametrize(("days", "kept"), [(10, 4), (200, 3), (400, 2), (600, 1), (1000, 4)])
def test_robustness_is_the_share_of_re_runs_that_keep_the_class(
    client, analysed, area, need, days, kept
):
    ResourceFactory(areas=[area], last_verified=ago(days))
    analysed(Audience.CLEAR)

    row = client.get(f"/api/v1/findings/{need.public_id}-2").json()
    page = text(client.get(f"/gaps/{need.public_id}-2"))

    assert (row["robustness"]["kept"], row["robustness"]["of"]) == (kept, 4)
    assert [rerun["max_age_days"] for rerun in row["robustness"]["reruns"]] == [183, 365, 548, 730]
    assert row["robustness"]["reruns"][3]["gap_class"] == row["gap_class"]
    assert f"{kept} of 4 re-runs keep this class." in page


def test_robustness_is_not_told_where_the_records_have_changed_since(client, analysed, area, need):
    offer = ResourceFactory(areas=[area])
    analysed(Audience.CLEAR)
    offer.delete()

    row = client.get(f"/api/v1/findings/{need.public_id}-2").json()
    page = text(client.get(f"/gaps/{need.public_id}-2"))

    assert (row["robustness"], row["explanation"]) == (None, None)
    assert "re-runs keep" not in page
    assert "How far this can be trusted" in page


@pytest.mark.parametrize(
    "address", ["/gaps?show=all", "/countries/SEN", "/api/v1/findings?show=all"]
)
def test_confidence_and_blockers_cost_the_same_for_one_finding_and_for_many(
    client, analysed, senegal, area, need, address
):
    ResourceFactory(areas=[area])
    analysed(Audience.CLEAR)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    queries()
    one = queries()
    for number in range(10, 22):
        other = AreaFactory(code=f"FOR-{number}")
        other.prerequisites.add(area)
        NeedFactory(agency__country=senegal, area=other)
        ResourceFactory(areas=[other], modes=[])
    analysed(Audience.CLEAR)

    assert queries() == one


def test_the_facts_of_a_page_of_findings_are_one_query(analysed, need, area, reviewer):
    ResourceFactory(areas=[area])
    run = analysed()
    findings = list(Finding.objects.visible_to(reviewer).for_display())

    with CaptureQueriesContext(connection) as captured:
        explained(findings, reviewer, run)

    assert len(captured) == 2  # the resources named, and everything else


def test_a_class_and_a_confidence_lead_to_their_place_on_the_page_of_the_method(
    client, analysed, need
):
    analysed(Audience.CLEAR)
    method = text(client.get("/method"))

    page = text(client.get(f"/gaps/{need.public_id}-2"))

    for anchor in ("class-uncovered", "confidence", "robustness"):
        assert f'href="/method#{anchor}"' in page
        assert f'id="{anchor}"' in method

"""An organisation's own needs, assessed for its eyes alone, and what exists for a draft."""

from datetime import timedelta
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from capabilities.models import Need, Resource
from gaps import on_demand
from gaps.drafts import NotComplete
from gaps.models import Finding, GapClass, Run
from portal.access import TLP, Audience
from tests.factories import (
    TODAY,
    AgencyFactory,
    AreaFactory,
    CountryFactory,
    IndicativeNeedFactory,
    NeedFactory,
    OrganisationFactory,
    ProviderFactory,
    ResourceFactory,
)
from tests.gaps.test_pages import body_and_headers, text

pytestmark = pytest.mark.django_db

PAGE, API = "/own-needs", "/api/v1/own-needs"


@pytest.fixture
def area(course):
    """Where Senegal openly asks for ten places at urgency 3, and one course has four."""
    return course.areas.get()


@pytest.fixture
def own(course, area, officer):
    """The officer's agency asks for ten as urgently, for its own eyes and the reviewers'."""
    agency = AgencyFactory(country__iso3="TGO", country__name="Togo", tlp=TLP.AMBER_STRICT)
    agency.owner = officer.organisation
    agency.save()
    return NeedFactory(
        agency=agency, area=area, quantity=10, urgency=3, tlp=TLP.AMBER, owner=officer.organisation
    )


def steps(client, need):
    return client.get(f"{API}/{need.public_id}").json()["steps"]


def test_a_labelled_need_is_assessed_as_if_it_were_added_to_what_members_see(
    client, officer, own, analysed
):
    run = analysed(Audience.GREEN)
    client.force_login(officer)

    page = text(client.get(f"{PAGE}/{own.public_id}"))
    [step] = steps(client, own)

    assert run.needs_read == 1
    assert (step["gap_class"], step["optimistic"], step["allocated"]) == ("CAPACITY_SHORT", 4, "2")
    assert "Lab course" in page
    assert "8 remain open" in text(client.get(PAGE))


def test_what_it_says_is_what_a_run_says_of_an_open_need(client, officer, own, analysed):
    Need.objects.filter(pk=own.pk).update(tlp=TLP.GREEN)
    own.agency.tlp = TLP.GREEN
    own.agency.save()
    analysed(Audience.GREEN)
    client.force_login(officer)

    found = client.get(f"/api/v1/findings/{own.public_id}-2").json()
    [step] = steps(client, own)

    assert {name: found[name] for name in step} == step


def test_nothing_of_it_is_stored(client, officer, own):
    client.force_login(officer)
    client.get(PAGE)
    client.get(f"{PAGE}/{own.public_id}")

    assert not Run.objects.exists()
    assert not Finding.objects.exists()


def others_need(area):
    NeedFactory(
        area=area, quantity=90, urgency=5, tlp=TLP.AMBER, owner=OrganisationFactory(), agency__tlp=2
    )


def others_resource(area):
    ResourceFactory(areas=[area], tlp=TLP.AMBER, owner=OrganisationFactory())


def others_shared_resource(area):
    other = ResourceFactory(areas=[area], tlp=TLP.AMBER, owner=OrganisationFactory())
    Resource.objects.filter(pk=other.pk).update(
        shared_with=[Need.objects.get(tlp=TLP.AMBER).owner_id]
    )


def others_provider(area):
    ResourceFactory(areas=[area], provider=ProviderFactory(tlp=TLP.AMBER))


def own_red_need(area):
    own = Need.objects.get(tlp=TLP.AMBER)
    NeedFactory(area=area, quantity=90, tlp=TLP.RED, owner=own.owner, agency=own.agency)


@pytest.mark.parametrize(
    "hide", [others_need, others_resource, others_shared_resource, others_provider, own_red_need]
)
def test_what_others_hide_changes_no_byte_of_it(client, officer, own, area, analysed, hide):
    analysed()
    client.force_login(officer)
    paths = [PAGE, API, f"{PAGE}/{own.public_id}", f"{API}/{own.public_id}"]
    before = {path: body_and_headers(client.get(path)) for path in paths}
    draft = exists(officer, area)

    hide(area)
    analysed(Audience.AMBER_STRICT)

    assert {path: body_and_headers(client.get(path)) for path in paths} == before
    assert exists(officer, area) == draft


def exists(reader, area, **fields):
    """What is said of a draft, in what it says."""
    found = on_demand.what_exists(draft(area, **fields), reader)
    return [
        (step.finding.gap, step.finding.allocated, step.said, step.reason.sentence, step.reason.fix)
        for step in found.steps
    ]


def test_an_own_labelled_offer_counts(client, officer, own, area):
    client.force_login(officer)
    ResourceFactory(areas=[area], tlp=TLP.AMBER, owner=officer.organisation)

    [step] = steps(client, own)

    assert (step["gap_class"], step["allocated"]) == ("COVERED", "10")


def test_the_page_of_a_need_leads_to_its_label_and_its_history(client, officer, own):
    client.force_login(officer)

    page = client.get(f"/own-needs/{own.public_id}").content.decode()

    for part in ("label", "history"):
        address = f"/records/need/{own.public_id}/{part}"
        assert f'href="{address}"' in page
        assert client.get(address).status_code == 200


def test_the_answer_carries_the_highest_label_it_drew_on(client, officer, own):
    client.force_login(officer)

    assert client.get(f"{API}/{own.public_id}").json()["drew_on"] == "AMBER"
    assert "TLP:AMBER" in text(client.get(f"{PAGE}/{own.public_id}"))


@pytest.mark.parametrize("path", [PAGE, API])
def test_only_those_who_submit_needs_have_the_page(client, own, path, request):
    for person, status in {"officer": 200, "analyst": 403, "partner": 403, "reviewer": 403}.items():
        client.force_login(request.getfixturevalue(person))
        assert client.get(path).status_code == status
    client.logout()
    assert client.get(path).status_code in (302, 401, 403)


@pytest.mark.parametrize("tlp", [TLP.CLEAR, TLP.GREEN, TLP.AMBER, TLP.AMBER_STRICT])
def test_the_need_of_another_organisation_is_not_found(client, officer, area, tlp):
    other = NeedFactory(area=area, tlp=tlp, owner=OrganisationFactory())
    client.force_login(officer)

    answers = [
        client.get(f"{base}/{name}").status_code
        for base in (PAGE, API)
        for name in (other.public_id, "nosuchneed22")
    ]

    assert answers == [404] * 4
    assert other.public_id not in text(client.get(PAGE))


def test_without_a_need_the_page_says_when_there_will_be_one(client, officer):
    client.force_login(officer)

    assert "as soon as it has been accepted" in text(client.get(PAGE))


def test_the_list_costs_no_more_queries_with_more_needs(
    client, officer, own, area, django_assert_num_queries
):
    client.force_login(officer)
    with CaptureQueriesContext(connection) as one:
        client.get(PAGE)
    for _more in range(12):
        NeedFactory(agency=own.agency, area=AreaFactory(), owner=officer.organisation)

    with django_assert_num_queries(len(one)):
        client.get(PAGE)


# ------------------------------------------------------------------ what exists for a draft


def draft(place, **fields):
    senegal = CountryFactory(iso3="SEN")
    asked = {
        "country": senegal,
        "area": place,
        "current_level": 1,
        "target_level": 2,
        "quantity": 1,
        "starts": TODAY,
        "ends": TODAY + timedelta(days=90),
        "public_id": "draft2345678",
    }
    return Need(**asked | fields)


def test_a_draft_sees_the_offers_that_would_serve_it_now(officer, course, area):
    found = on_demand.what_exists(draft(area), officer)

    [step] = found.steps
    assert step.finding.gap == GapClass.SINGLE_PROVIDER
    assert step.detail.usable == (course,)
    assert not Need.objects.filter(public_id=found.need.public_id).exists()


def test_a_draft_sees_the_nearest_miss_and_the_smallest_fix(officer, course, area):
    Resource.objects.update(languages=["fr"], language_rule="named")

    [step] = on_demand.what_exists(draft(area, languages=["pt"]), officer).steps

    assert step.finding.gap == GapClass.LANGUAGE_BLOCKED
    assert [(miss.resource, miss.constraints) for miss in step.detail.misses] == [
        (course, ("LANGUAGE",))
    ]
    assert step.reason.fix == "Lab course: offer it in Portuguese."


def test_a_draft_says_what_a_run_would_say_once_it_is_accepted(officer, course, area, analysed):
    IndicativeNeedFactory(country=CountryFactory(iso3="SEN"), area=area, quantity=50)
    asked = draft(area, quantity=7, target_level=4, kinds=["training"], modes=["in_person"])
    before = on_demand.what_exists(asked, officer)

    asked.agency = AgencyFactory(country=asked.country)
    asked.status = Need.Status.ACCEPTED
    asked.save()
    analysed(Audience.GREEN)

    stored = Finding.objects.filter(need=asked, until=None).order_by("step")
    assert [(step.finding.gap, step.finding.allocated) for step in before.steps] == [
        (finding.gap, finding.allocated) for finding in stored
    ]


def test_a_stored_need_is_assessed_as_it_is_about_to_be_and_not_twice(officer, own):
    own.quantity = 2

    [step] = on_demand.what_exists(own, officer).steps

    assert (step.finding.demand, step.finding.allocated) == (2, Fraction(2, 3))


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        ({"area": None}, "Say this first: area."),
        ({"starts": None}, "Say this first: starts."),
        ({"target_level": 1}, "must be higher than the level today"),
        ({"ends": TODAY - timedelta(days=1)}, "must not come before the first"),
    ],
)
def test_a_draft_that_says_too_little_is_told_what_is_missing(officer, course, area, missing, said):
    with pytest.raises(NotComplete, match=said):
        on_demand.what_exists(draft(area, **missing), officer)


def test_a_draft_in_an_area_where_nothing_is_offered_is_uncovered(officer, course):
    [step] = on_demand.what_exists(draft(AreaFactory(code="FOR-44")), officer).steps

    assert step.finding.gap == GapClass.UNCOVERED

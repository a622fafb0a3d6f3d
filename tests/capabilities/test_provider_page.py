"""The page of a provider: what, for whom, since when verified, and what became of the entry."""

import pytest

from capabilities.models import CountryGroup, Membership
from portal.access import TLP
from portal.models import Verification
from tests.factories import (
    AreaFactory,
    CountryFactory,
    ProjectFactory,
    ProviderFactory,
    ResourceFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    """A school with a course for the Community, one for Fiji, one for all; Togo is left out."""
    body = CountryGroup.objects.create(code="ECOWAS", name="The Community", kind="body")
    for iso3, region in (
        ("SEN", "Western Africa"),
        ("TGO", "Western Africa"),
        ("FJI", "Melanesia"),
    ):
        CountryFactory(iso3=iso3, iso2=iso3[:2], name=iso3.title(), subregion=region)
    for iso3 in ("SEN", "TGO"):
        member = CountryFactory(iso3=iso3)
        Membership.objects.create(group=body, country=member, basis="as told")
    provider = ProviderFactory(name="The School", aliases=["School of Cyber"])
    offers = {
        name: ResourceFactory(provider=provider, name=name, eligibility=rule)
        for name, rule in (("West", "named"), ("Island", "named"), ("Open", "all"))
    }
    offers["West"].eligible_groups.add(body)
    offers["West"].excluded_countries.add(CountryFactory(iso3="TGO"))
    offers["West"].areas.add(AreaFactory(code="FOR-02", name="Mobile forensics"))
    offers["Island"].eligible_countries.add(CountryFactory(iso3="FJI"))
    return provider


def seen(client, provider):
    return client.get(provider.get_absolute_url())


def test_it_says_for_whom_its_offers_are_taken_together(client, school):
    told = seen(client, school).context["clientele"]

    assert told.open_to_all == 1
    assert [country.iso3 for country in told.countries] == ["FJI", "SEN"]
    assert [region for region, _countries in told.by_region] == ["Melanesia", "Western Africa"]


def test_it_says_since_when_it_has_been_verified_without_a_break(client, school):
    assert seen(client, school).context["verified_since"] is None

    for state in (Verification.VERIFIED, Verification.STATED, Verification.VERIFIED):
        school.verification = state
        school.save()
    school.description = "Courses."
    school.save()

    response = seen(client, school)
    steps = response.context["steps"]
    assert response.context["verified_since"] == steps[1].at  # the last time it became so
    assert "without a break since" in response.content.decode()


def test_projects_that_name_it_by_any_of_its_names_are_listed(client, school, reviewer):
    ProjectFactory(title="By its name", implementers=["The School", "Somebody"])
    ProjectFactory(title="By another name", funders=["School of Cyber"])
    ProjectFactory(title="Of others", partners=["Somebody"])
    ProjectFactory(title="Hush", partners=["The School"], tlp=TLP.AMBER)

    def titles():
        return {project.title for project in seen(client, school).context["projects"]}

    assert titles() == {"By its name", "By another name"}
    client.force_login(reviewer)
    assert titles() == {"By its name", "By another name", "Hush"}


def test_what_it_offers_in_secret_is_in_no_figure(client, school, reviewer):
    hidden = ResourceFactory(provider=school, eligibility="not_stated", tlp=TLP.AMBER)
    hidden.areas.add(AreaFactory(code="FOR-09"))

    def figures():
        shown = seen(client, school).context
        return shown["number"], len(shown["areas"]), shown["clientele"].not_stated

    assert figures() == (3, 1, 0)
    client.force_login(reviewer)
    assert figures() == (4, 2, 1)
    assert "TLP:AMBER" in seen(client, school).content.decode()


def test_where_it_would_close_gaps_is_a_link_without_scripts(client, school):
    page = seen(client, school).content.decode()

    assert f'href="/providers/{school.public_id}/gaps"' in page


def test_the_page_costs_the_same_however_much_it_offers(
    client, school, django_assert_max_num_queries
):
    for number in range(15):
        course = ResourceFactory(provider=school, eligibility="named")
        course.eligible_countries.add(CountryFactory(iso3="SEN"))
        ProjectFactory(implementers=["The School"])
        school.description = f"Courses {number}."
        school.save()

    with django_assert_max_num_queries(14):
        seen(client, school)

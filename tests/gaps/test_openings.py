"""Where a provider or a resource nearly helps, and what would have to change."""

import pytest

from portal.access import TLP
from tests.factories import (
    AreaFactory,
    CountryFactory,
    IndicativeNeedFactory,
    ProviderFactory,
    ResourceFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def offer():
    """A course in English; Senegal and Togo ask for it in French, Kenya in English."""
    area = AreaFactory(code="FOR-02", name="Mobile forensics")
    for iso3, language in (("SEN", "fr"), ("TGO", "fr"), ("KEN", "en")):
        country = CountryFactory(iso3=iso3, iso2=iso3[:2], name=iso3.title())
        IndicativeNeedFactory(country=country, area=area, languages=[language])
    return ResourceFactory(name="Lab course", areas=[area], language_rule="named", languages=["en"])


def test_a_provider_sees_which_one_change_would_reach_most(client, offer, analysed):
    analysed()

    told = client.get(f"/providers/{offer.provider.public_id}/gaps").context["help"]

    [change] = told.changes
    assert (change.resource, change.gaps, change.countries) == (offer, 2, 2)
    assert change.changes == "offer it in a language of these countries"
    assert change.languages == (("French", 2),)
    assert {opening.country for opening in told.openings} == {"Sen", "Tgo"}
    assert (told.serving.cells, told.serving.alone) == (1, 1)


def test_the_figure_of_a_change_leads_to_just_those_gaps(client, offer, analysed):
    ResourceFactory(areas=[AreaFactory(code="FOR-03")], last_verified=None)
    IndicativeNeedFactory(country=CountryFactory(iso3="SEN"), area=AreaFactory(code="FOR-03"))
    analysed()
    [change] = client.get(f"/resources/{offer.public_id}/gaps").context["help"].changes

    listed = client.get(change.url)
    endpoint = client.get(change.url.replace("/gaps", "/api/v1/findings")).json()["results"]

    assert {row.country.iso3 for row in listed.context["object_list"]} == {"SEN", "TGO"}
    assert {row["country"] for row in endpoint} == {"SEN", "TGO"}
    assert "Only those that “Lab course” comes nearest to." in listed.content.decode()


def test_a_hidden_offer_has_no_gaps_near_it_for_those_who_may_not_see_it(
    client, reviewer, offer, analysed
):
    hidden = ResourceFactory(
        provider=ProviderFactory(tlp=TLP.AMBER),
        tlp=TLP.AMBER,
        areas=[AreaFactory(code="FOR-03")],
        last_verified=None,
    )
    IndicativeNeedFactory(country=CountryFactory(iso3="SEN"), area=AreaFactory(code="FOR-03"))
    analysed()
    addresses = [f"/{kind.public_id}/gaps" for kind in (hidden, hidden.provider)]
    listed = f"/gaps?nearest={hidden.public_id}"

    assert client.get("/resources" + addresses[0]).status_code == 404
    assert client.get("/providers" + addresses[1]).status_code == 404
    assert not client.get(listed).context["object_list"]
    client.force_login(reviewer)
    assert client.get("/resources" + addresses[0]).context["help"].changes
    assert client.get(listed).context["object_list"]


def test_before_anything_was_analysed_the_page_says_so(client, offer):
    response = client.get(f"/resources/{offer.public_id}/gaps")

    assert response.status_code == 200
    assert response.context["help"] is None


def test_the_page_costs_the_same_for_one_offer_and_for_many(
    client, offer, analysed, django_assert_max_num_queries
):
    for number in range(12):
        area = AreaFactory(code=f"INV-{number:02d}", parent__code="INV")
        ResourceFactory(provider=offer.provider, areas=[area], last_verified=None)
        IndicativeNeedFactory(country=CountryFactory(iso3="SEN"), area=area)
    analysed()

    with django_assert_max_num_queries(8):
        client.get(f"/providers/{offer.provider.public_id}/gaps")

"""The page of a resource: for whom it is, in words, and the answer for one country."""

from datetime import timedelta

import pytest

from capabilities.models import CountryGroup, Membership
from tests.factories import TODAY, CountryFactory, ResourceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def malawi():
    return CountryFactory(iso3="MWI", iso2="MW", name="Malawi", official_languages=["en", "ny"])


@pytest.fixture
def union(malawi):
    """Malawi and Togo are members; Mali was one until yesterday."""
    group = CountryGroup.objects.create(code="UNION", name="The Union", kind="body")
    mali = CountryFactory(iso3="MLI", iso2="ML", name="Mali")
    togo = CountryFactory(iso3="TGO", iso2="TG", name="Togo")
    for country, end in ((malawi, None), (togo, None), (mali, TODAY - timedelta(days=1))):
        Membership.objects.create(group=group, country=country, end=end, basis="as told")
    return group


@pytest.fixture
def offer(union):
    course = ResourceFactory(
        name="Union course", eligibility="named", language_rule="named", languages=["fr"]
    )
    course.eligible_groups.add(union)
    course.excluded_countries.add(CountryFactory(iso3="TGO"))
    return course


def page(client, resource, **query):
    return client.get(resource.get_absolute_url(), query).content.decode()


def test_a_resource_names_the_countries_that_it_reaches_today(client, offer):
    response = client.get(offer.get_absolute_url())

    assert [row.country.name for row in response.context["reached"]] == ["Malawi"]
    assert "The Union, except Togo: one country today." in response.content.decode()


@pytest.mark.parametrize(
    ("country", "said"),
    [
        ("MWI", "It is open to Malawi as a member of: The Union."),
        ("TGO", "It is expressly not open to Togo."),
        ("MLI", "It is not open to Mali."),
    ],
)
def test_a_country_is_told_whether_the_offer_is_open_to_it(client, offer, country, said):
    assert said in page(client, offer, country=country)


def test_a_country_is_told_that_the_offer_is_not_in_its_languages(client, offer):
    said = page(client, offer, country="MWI")

    assert "given in French; the official languages of Malawi are: English and" in said


def test_what_nobody_stated_is_not_sold_as_a_yes(client, malawi):
    vague = ResourceFactory(eligibility="not_stated", language_rule="not_stated")

    said = page(client, vague, country="MWI")

    assert "Nobody has stated whom it serves; it is taken as open to Malawi." in said
    assert "answers__yes" not in said


def test_an_offer_that_is_over_says_so_first(client, malawi):
    over = ResourceFactory(ends=TODAY - timedelta(days=1))

    assert "This offer ended on" in page(client, over)
    assert "It ended on" in page(client, over, country="MWI")


def test_a_country_that_does_not_exist_is_refused_in_words(client, offer):
    assert "Select a valid choice" in page(client, offer, country="XYZ")


def test_the_page_costs_the_same_however_many_countries_it_reaches(
    client, offer, union, django_assert_max_num_queries
):
    for number in range(30):
        country = CountryFactory(iso3=f"Q{number:02d}", iso2=f"{number:02d}")
        Membership.objects.create(group=union, country=country, basis="as told")

    with django_assert_max_num_queries(8):
        client.get(offer.get_absolute_url(), {"country": "MWI"})

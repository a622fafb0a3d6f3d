"""Providers learn how often others look at their entries, and never who does."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from capabilities import exposure, tasks
from capabilities.models import Exposure
from portal.access import OrganisationKind, Role
from tests.factories import (
    OrganisationFactory,
    ProviderFactory,
    ResourceFactory,
    UserFactory,
)

TODAY = timezone.localdate()
MONDAY = TODAY - timedelta(days=TODAY.weekday())


def visits(organisation, provider, day, number):
    Exposure.objects.create(organisation=organisation, provider=provider, day=day, visits=number)


@pytest.mark.django_db
def test_every_look_at_a_provider_or_an_offer_is_counted_by_organisation_and_day(client, partner):
    school = ProviderFactory(owner=partner.organisation)
    course = ResourceFactory(provider=school)
    house = OrganisationFactory()
    for _ in range(2):
        client.force_login(UserFactory(organisation=house))
        for _ in range(2):
            assert client.get(course.get_absolute_url()).status_code == 200
        assert client.get(school.get_absolute_url()).status_code == 200

    rows = Exposure.objects.values_list("day", "provider", "resource", "organisation", "visits")
    assert set(rows) == {
        (TODAY, school.pk, course.pk, house.pk, 4),
        (TODAY, school.pk, None, house.pk, 2),
    }


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["visitor", "outsider", "own", "office"])
def test_some_do_not_count(client, partner, kind):
    school = ProviderFactory(owner=partner.organisation)
    people = {
        "outsider": lambda: UserFactory(organisation__verified=False),
        "own": lambda: partner,
        "office": lambda: UserFactory(
            role=Role.REVIEWER, organisation__kind=OrganisationKind.OFFICE
        ),
    }
    if kind in people:
        client.force_login(people[kind]())

    assert client.get(school.get_absolute_url()).status_code == 200

    assert not Exposure.objects.exists()


@pytest.mark.django_db
def test_a_look_at_what_is_hidden_counts_for_nothing(client, partner, analyst):
    hidden = ResourceFactory(provider__owner=partner.organisation, tlp=3)
    client.force_login(analyst)

    assert client.get(hidden.get_absolute_url()).status_code == 404

    assert not Exposure.objects.exists()


class Weeks(TestCase):
    """What a provider is told follows the rules of disclosure, week by week."""

    @given(st.dictionaries(st.integers(0, 3), st.lists(st.integers(1, 40), max_size=5), max_size=4))
    def test_a_week_tells_a_rounded_sum_of_three_or_more_or_nothing(self, looked):
        Exposure.objects.all().delete()
        owner = UserFactory(role=Role.PARTNER)
        school = ProviderFactory(owner=owner.organisation)
        houses = OrganisationFactory.create_batch(5)
        for back, numbers in looked.items():
            for house, number in zip(houses, numbers, strict=False):
                visits(house, school, MONDAY - timedelta(weeks=back, days=-back), number)

        told = exposure.weeks(owner, today=TODAY)

        assert [week.first for week in told] == [
            MONDAY - timedelta(weeks=back) for back in range(1, 13)
        ]
        for week in told:
            numbers = looked.get((MONDAY - week.first).days // 7, [])
            if len(numbers) < 3 or max(numbers) > 0.7 * sum(numbers):
                assert week.visits is None
            else:
                assert week.visits % 5 == 0
                assert abs(week.visits - sum(numbers)) <= 2.5


@pytest.mark.django_db
def test_the_week_under_way_is_not_told_nor_are_the_entries_of_others(partner):
    houses = OrganisationFactory.create_batch(4)
    mine, other = ProviderFactory(owner=partner.organisation), ProviderFactory()
    for house in houses:
        visits(house, mine, MONDAY, 50)
        visits(house, other, MONDAY - timedelta(days=3), 50)

    assert {week.visits for week in exposure.weeks(partner, today=TODAY)} == {None}
    next_week = TODAY + timedelta(days=7)
    assert exposure.weeks(partner, today=next_week)[0] == exposure.Week(MONDAY, 200)


@pytest.mark.django_db
def test_what_is_older_than_visibility_needs_is_forgotten(partner):
    school, house = ProviderFactory(), OrganisationFactory()
    visits(house, school, TODAY - timedelta(days=399), 1)
    visits(house, school, date(2020, 1, 1), 1)

    tasks.tidy_exposure()

    assert Exposure.objects.get().day == TODAY - timedelta(days=399)

"""The watch over reads sees every way of reading rows with a label, and who narrowed them."""

import pytest

from capabilities.models import Country, Need, Resource
from gaps import world
from gaps.models import Finding, Run
from portal.access import Audience
from tests.factories import TODAY, UserFactory
from tests.inference.watching import reading, watched

pytestmark = pytest.mark.django_db


def a_list(_reader):
    list(Need.objects.all())


def a_count(_reader):
    Need.objects.count()


def a_join(_reader):
    list(Country.objects.filter(needs__quantity=1))


def a_subquery(_reader):
    list(Country.objects.filter(pk__in=Need.objects.values("country")))


def a_copy_of_the_analyser_for_others(_reader):
    world.read(audience=Audience.AMBER_STRICT, as_of=TODAY, options={})


def rows_that_somebody_else_may_see(_reader):
    list(Need.objects.visible_to(UserFactory()))


def findings_of_another_audience(_reader):
    list(Finding.objects.of_run(Run(pk=1, audience=Audience.AMBER_STRICT)))


def rows_that_the_reader_may_see(reader):
    list(Need.objects.visible_to(reader).for_display())
    Resource.objects.visible_to(reader).filter(provider__name="x").count()
    list(Finding.objects.visible_to(reader).for_display())
    world.read(audience=Audience.GREEN, as_of=TODAY, options={})


@pytest.mark.parametrize(
    "read",
    [
        a_list,
        a_count,
        a_join,
        a_subquery,
        a_copy_of_the_analyser_for_others,
        rows_that_somebody_else_may_see,
        findings_of_another_audience,
    ],
    ids=lambda read: read.__name__,
)
def test_a_read_that_nobody_has_narrowed_to_the_reader_is_seen(read):
    reader = UserFactory()
    with watched() as watch, reading(watch, reader):
        read(reader)

    assert watch.found


def test_a_read_that_is_narrowed_is_let_through():
    reader = UserFactory()
    with watched() as watch, reading(watch, reader):
        rows_that_the_reader_may_see(reader)

    assert not watch.found

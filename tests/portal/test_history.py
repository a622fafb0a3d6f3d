"""Every version of a row is kept, and any earlier moment can be read as if it were now."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.utils import InternalError
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from capabilities.models import Country, CountryGroup, Membership, NeedOutcome, Resource
from portal import history
from tests.factories import (
    AreaFactory,
    CountryFactory,
    DeskFactory,
    NeedFactory,
    ResourceFactory,
    UserFactory,
)

READ_BACK = [version for version in history.versions() if version.read_back]
CODES = ["NOR", "KEN", "FJI"]
acts = st.tuples(
    st.sampled_from(["add", "rename", "remove"]), st.sampled_from(CODES), st.text("ab")
)


def rows_now():
    return sorted(Country.objects.values_list("iso3", "name"))


@pytest.mark.django_db(transaction=True)
@settings(max_examples=15)
@given(st.lists(acts, max_size=6))
def test_any_earlier_moment_is_read_back_as_it_was(steps):
    Country.objects.all().delete()
    seen = []
    for act, code, name in steps:
        found = Country.objects.filter(iso3=code)
        if act == "add" and not found.exists():
            CountryFactory(iso3=code, iso2=code[:2], name=name)
        elif act == "rename":
            found.update(name=name)
        elif act == "remove":
            found.delete()
        with transaction.atomic():
            seen.append((history.this_moment(), rows_now()))

    for moment, rows in seen:
        with history.at(moment):
            assert rows_now() == rows
    assert not seen or rows_now() == seen[-1][1]


@pytest.mark.django_db(transaction=True)
def test_what_was_not_committed_at_the_moment_was_not_there(django_db_blocker):
    CountryFactory(iso3="KEN", iso2="KE", name="Kenya")
    other = connection.copy()
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute("UPDATE capabilities_country SET name = 'Late' WHERE iso3 = 'KEN'")
        with transaction.atomic():
            moment = history.this_moment()
        other.commit()
    finally:
        other.close()

    assert rows_now() == [("KEN", "Late")]
    with history.at(moment):
        assert rows_now() == [("KEN", "Kenya")]


@pytest.mark.django_db(transaction=True)
def test_links_have_a_past_too():
    first, second = AreaFactory(), AreaFactory()
    resource = ResourceFactory(areas=[first])
    with transaction.atomic():
        moment = history.this_moment()
    resource.areas.set([second])
    resource.eligible_groups.add(CountryGroup.objects.create(code="AU", name="AU", kind="body"))

    with history.at(moment):
        assert list(Resource.objects.get().areas.all()) == [first]
        assert not Resource.objects.get().eligible_groups.exists()
    assert list(Resource.objects.get().areas.all()) == [second]


@pytest.mark.django_db(transaction=True)
def test_the_past_cannot_be_written_to_and_the_present_stays():
    country = CountryFactory(name="Kenya")
    with transaction.atomic():
        moment = history.this_moment()

    with pytest.raises(DatabaseError), history.at(moment):
        Country.objects.filter(pk=country.pk).update(name="Elsewhere")

    country.refresh_from_db()
    assert country.name == "Kenya"


@pytest.mark.django_db
@pytest.mark.parametrize("version", READ_BACK, ids=lambda model: model.__name__)
def test_no_version_is_ever_changed(version):
    one_of_each()

    assert version.objects.exists()
    with pytest.raises(InternalError, match="append_only"), transaction.atomic():
        version.objects.update(pgh_label="other")
    with pytest.raises(InternalError, match="append_only"), transaction.atomic():
        version.objects.all().delete()


def one_of_each():
    need = NeedFactory()
    group = CountryGroup.objects.create(code="AU", name="African Union", kind="body")
    Membership.objects.create(group=group, country=need.country, basis="")
    resource = ResourceFactory(areas=[need.area], eligibility="named")
    resource.eligible_countries.add(need.country)
    resource.eligible_groups.add(group)
    resource.excluded_countries.add(CountryFactory())
    need.area.prerequisites.add(AreaFactory())
    DeskFactory()
    moment = timezone.now()
    NeedOutcome.objects.create(need=need, helped="nobody", by=UserFactory(), at=moment)

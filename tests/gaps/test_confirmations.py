"""Reviewers see which confirmations would raise confidence most, and say several at once."""

from datetime import timedelta

import pytest

from capabilities.models import Confirmation, Resource
from gaps import confirmations
from gaps.models import Run
from portal.access import TLP, Audience, Role
from portal.models import Verification
from tests.factories import (
    TODAY,
    AgencyFactory,
    AreaFactory,
    CountryFactory,
    NeedFactory,
    ResourceFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
OLD = TODAY - timedelta(days=500)
ADDRESS = "/entries/confirmations"


def needed(area, quantity=1, **fields):
    """A need of that area, submitted by one agency and dated today."""
    agency = AgencyFactory(country=CountryFactory())
    head = {"agency": agency, "quantity": quantity, "urgency": 1, "last_verified": TODAY}
    return NeedFactory(area=area, basis="submitted", **{**head, **fields})


def offer(area, name, **fields):
    return ResourceFactory(**{"areas": [area], "name": name, "last_verified": None, **fields})


def ranked(reviewer, **options):
    run = Run.objects.shown_to(reviewer)
    found = confirmations.ranking(reviewer, run, **options)
    return found, [(row.resource.name, row.raised, row.alone, row.weight) for row in found.rows]


def test_each_stale_offer_of_a_finding_has_an_equal_share_of_what_all_would_raise(
    reviewer, analysed
):
    """One submitter is fair, an old confirmation too: medium; all confirmed it would be high."""
    one, two = AreaFactory(), AreaFactory()
    needed(one, quantity=30)
    needed(two, quantity=10)
    offer(one, "Alone")
    offer(two, "Half", last_verified=OLD)
    offer(two, "Other half", last_verified=OLD)
    offer(two, "Fresh", last_verified=TODAY)
    offer(AreaFactory(), "Nobody needs it")
    analysed()

    found, rows = ranked(reviewer)

    assert rows == [
        ("Alone", 1, 1, 30),
        ("Half", 1, 0, 5),
        ("Other half", 1, 0, 5),
        ("Nobody needs it", 0, 0, 0),
    ]
    assert (found.together, found.cleared, found.findings, found.stale) == (2, 2, 2, 4)


def test_the_oldest_first_begins_with_what_nobody_ever_confirmed(reviewer, analysed):
    area = AreaFactory()
    needed(area)
    offer(area, "Old", last_verified=OLD)
    offer(area, "Older", last_verified=OLD - timedelta(days=9))
    offer(area, "Never")
    offer(area, "Ended", ends=TODAY - timedelta(days=1))
    analysed()

    assert [row[0] for row in ranked(reviewer, by_age=True)[1]] == ["Never", "Older", "Old"]


def test_what_other_doubts_hold_down_comes_after_what_would_rise(reviewer, analysed):
    """A need that nobody dated stays where it is, whatever is confirmed of its offer."""
    held, free = AreaFactory(), AreaFactory()
    needed(held, quantity=90, last_verified=None)
    offer(held, "Held down")
    needed(free, quantity=2)
    offer(free, "Free")
    analysed()

    found, rows = ranked(reviewer)

    assert rows == [("Free", 1, 1, 2), ("Held down", 0, 0, 90)]
    assert (found.together, found.cleared) == (1, 2)


def test_where_nothing_would_rise_what_would_flip_were_the_offer_not_real_comes_first(
    client, reviewer, analysed
):
    alone, shared = AreaFactory(), AreaFactory()
    needed(shared, quantity=90, last_verified=None)
    for name in ("One of two", "Two of two"):
        offer(shared, name, last_verified=OLD)
    needed(alone, quantity=2, last_verified=None)
    offer(alone, "Alone", last_verified=OLD)
    analysed()

    found, rows = ranked(reviewer)

    assert rows[0][0] == "Alone"
    assert {row.resource.name: row.sole for row in found.rows} == {
        "Alone": 1, "One of two": 0, "Two of two": 0,
    }  # fmt: skip
    client.force_login(reviewer)
    assert "That it alone serves" in client.get(ADDRESS).content.decode()


def test_reviewers_confirm_several_at_once_with_what_shows_it(client, reviewer, analysed):
    area = AreaFactory()
    needed(area)
    chosen = [offer(area, name) for name in ("First", "Second")]
    offer(area, "Third")
    analysed()
    client.force_login(reviewer)
    said = {"entry": [row.public_id for row in chosen], "evidence": ""}

    assert client.post(ADDRESS, said).status_code == 422
    client.post(ADDRESS, {**said, "evidence": "Their programmes."})

    confirmed = Resource.objects.filter(verification=Verification.VERIFIED, last_verified=TODAY)
    assert set(confirmed) == set(chosen)
    assert Confirmation.objects.count() == 2


def test_the_page_takes_the_same_number_of_queries_whatever_it_shows(
    client, reviewer, analysed, django_assert_max_num_queries
):
    for _each in range(14):
        area = AreaFactory()
        needed(area)
        offer(area, "Course")
    analysed()
    client.force_login(reviewer)

    with django_assert_max_num_queries(16):
        page = client.get(ADDRESS).content.decode()

    assert "These 10 confirmations together would raise the confidence of 10 findings" in page


@pytest.mark.parametrize("role", [Role.ANALYST, Role.OFFICER, Role.PARTNER, Role.ADMINISTRATOR])
def test_nobody_else_is_told(client, role):
    client.force_login(UserFactory(role=role))

    assert client.get(ADDRESS).status_code == 403


def test_what_a_reviewer_may_not_see_is_neither_ranked_nor_confirmed(client, reviewer, analysed):
    area = AreaFactory()
    needed(area)
    hidden = offer(area, "Secret", tlp=TLP.RED)
    analysed(Audience.AMBER_STRICT)
    client.force_login(reviewer)

    assert "Secret" not in client.get(ADDRESS).content.decode()
    client.post(ADDRESS, {"entry": [hidden.public_id], "evidence": "I guess."})

    assert not Confirmation.objects.exists()

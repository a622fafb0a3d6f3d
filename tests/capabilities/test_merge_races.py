"""What happens around a merge at the same moment, or has happened since, is told and never lost."""

import threading

import pytest
from django.db import connection

from capabilities import exposure
from capabilities.duplicates import acts
from capabilities.duplicates.facts import FIRST, SECOND
from capabilities.entries import acts as entries
from capabilities.models import Duplicate, Proposal, Provider, Resource
from portal import walls
from portal.access import Role
from tests.at_once import at_once
from tests.capabilities.entry_stories import changed, house_of, offer_of
from tests.capabilities.test_merges import merged, pair_of, text
from tests.factories import AreaFactory, ProviderFactory, ResourceFactory, UserFactory

pytestmark = pytest.mark.django_db
REFUSALS = (acts.MergeRefused, entries.ChangeRefused)


def test_an_offer_does_not_come_back_to_a_provider_that_has_gone_before_that_one_is_back(
    client, reviewer
):
    house, other = ProviderFactory.create_batch(2)
    stays, goes = ResourceFactory.create_batch(2, provider=house)
    first = merged(stays, goes, reviewer)
    second = merged(other, house, reviewer)
    client.force_login(reviewer)

    answer = client.post(f"/merges/{first.public_id}/undo", {"reason": "Two after all"})

    assert answer.status_code == 422
    assert "If it has gone into another, undo that merge first." in text(answer)
    assert not Resource.objects.filter(pk=goes.pk).exists()

    for done in (second, first):
        client.post(f"/merges/{done.public_id}/undo", {"reason": "Two after all"})
    assert Resource.objects.get(pk=goes.pk).provider == Provider.objects.get(pk=house.pk) == house


def test_what_names_something_that_is_gone_is_refused_and_nothing_half_done(client, reviewer):
    """Links are checked when all is written: the refusal comes before anything is said to be."""
    house, area = ProviderFactory(), AreaFactory()
    stays, goes = ResourceFactory.create_batch(2, provider=house, areas=[area])
    done = merged(stays, goes, reviewer)
    area.delete()
    client.force_login(reviewer)

    answer = client.post(f"/merges/{done.public_id}/undo", {"reason": "Two after all"})

    assert answer.status_code == 422
    assert "Something that it named is not there any more" in text(answer)
    assert not Resource.objects.filter(pk=goes.pk).exists()


@pytest.mark.parametrize("act", ["merge", "different"])
def test_whoever_comes_too_late_to_a_pair_finds_that_it_is_not_there(
    client, reviewer, monkeypatch, act
):
    one, other = ResourceFactory.create_batch(2, provider=ProviderFactory())
    pair = pair_of(one, other, reviewer)
    client.force_login(reviewer)

    def too_late(**_given):
        Resource.objects.filter(pk=other.pk).delete()
        raise acts.MergeRefused("Somebody was quicker.")

    monkeypatch.setattr(acts, "merge" if act == "merge" else "tell_apart", too_late)
    facts = client.get(pair.get_absolute_url()).context["merge_form"]
    given = {name: field.initial or FIRST for name, field in facts.fields.items()}
    answer = client.post(
        f"/duplicates/{pair.public_id}/{act}", {**given, **facts.initial, "reason": "The same"}
    )

    assert answer.status_code == 404


@pytest.fixture
def pair(reviewer):
    """Two offers that a partner keeps, the second of which a change waits for."""
    partner = UserFactory(role=Role.PARTNER)
    house = house_of(partner)
    one, other = (offer_of(partner, provider=house, name=name) for name in ("Course", "Lesson"))
    return pair_of(one, other, reviewer), one, other, changed(partner, other)


def merge_of(pair, one, other, by):
    rows = [type(row).objects.get(pk=row.pk) for row in (one, other)]
    rows.sort(key=lambda row: row.public_id)
    given = {"choices": {}, "by": by, "reason": "The same", "seen_as": acts.seen(*rows)}
    stays = FIRST if pair.first == one.public_id else SECOND
    return lambda: acts.merge(pair=Duplicate.objects.get(pk=pair.pk), stays=stays, **given)


@pytest.mark.django_db(transaction=True)
def test_a_verification_and_a_merge_at_once_wait_for_one_another_and_one_is_refused(
    reviewer, pair, monkeypatch
):
    """Both hold the entry first: if each held what the other needs, the database would end one."""
    found, one, other, change = pair
    is_held, real = threading.Event(), entries._held

    def slowly(proposal, by):
        kept = real(proposal, by)
        is_held.set()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(0.5)")
        return kept

    monkeypatch.setattr(entries, "_held", slowly)
    merge = merge_of(found, one, other, reviewer)

    def merge_meanwhile():
        is_held.wait(5)
        return merge()

    def verify():
        waiting = Proposal.objects.visible_to(reviewer).for_display().get(pk=change.pk)
        return entries.verify(proposal=waiting, by=reviewer, reason="Their page says so.")

    told = at_once([merge_meanwhile, verify], *REFUSALS)

    assert len(told) == 2, told
    assert [one for one in told if isinstance(one, str)] == [
        "One of the two has changed meanwhile. Look at them again."
    ]
    assert Proposal.objects.get(pk=change.pk).status == "verified"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("act", ["verify", "begin"])
def test_what_was_opened_before_a_merge_is_refused_after_it(reviewer, pair, act):
    found, one, other, change = pair
    waiting = Proposal.objects.visible_to(reviewer).for_display().get(pk=change.pk)
    merge_of(found, one, other, reviewer)()
    said = {"base": {}, "answers": {}, **entries._of(other)}
    late = {
        "verify": lambda: entries.verify(proposal=waiting, by=reviewer, reason="Their page."),
        "begin": lambda: entries._made(change.by, entries.Act.CHANGE, **said),
    }

    with pytest.raises(entries.ChangeRefused, match="Someone else has just changed this"):
        late[act]()


@pytest.mark.django_db(transaction=True)
def test_who_reads_an_offer_in_the_moment_it_goes_is_answered(client, monkeypatch):
    offer = ResourceFactory()
    client.force_login(UserFactory(role=Role.PARTNER))
    real = exposure.visited

    def late(*visit):
        with walls.lifted():
            Resource.objects.filter(pk=offer.pk).delete()
        real(*visit)

    monkeypatch.setattr(exposure, "visited", late)

    assert client.get(offer.get_absolute_url()).status_code == 200

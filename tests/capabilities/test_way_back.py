"""The way back to what an entry said: on what it rests then, and who is told."""

from datetime import timedelta

import pytest

from capabilities.entries import acts, confirming
from capabilities.models import Proposal
from portal import outbox
from portal.access import TLP
from portal.models import Verification
from tests.capabilities.entry_stories import changed, offer_of
from tests.factories import TODAY, AreaFactory, ResourceFactory, UserFactory

pytestmark = pytest.mark.django_db
OLD = TODAY - timedelta(days=900)


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def standing(offer):
    offer = fresh(offer)
    return offer.last_verified, offer.verification, offer.reliability + offer.credibility


@pytest.fixture
def offer(partner):
    """An offer that nobody has confirmed for long."""
    grade = {"reliability": "C", "credibility": "3"}
    said = {"last_verified": OLD, "verification": Verification.IMPORTED, **grade}
    return offer_of(partner, name="Old course", **said)


def verified(partner, reviewer, offer, **given):
    proposal = changed(partner, offer, **given)
    acts.verify(proposal=proposal, by=reviewer, reason="Seen.", grade="A1")
    return fresh(proposal)


def test_what_comes_back_rests_on_the_evidence_that_it_had(partner, reviewer, offer):
    change = verified(partner, reviewer, offer, called="New course")
    assert standing(offer) == (TODAY, Verification.VERIFIED, "A1")

    back = confirming.undo(change=change, by=reviewer)

    assert fresh(offer).name == "Old course"
    assert standing(offer) == (OLD, Verification.IMPORTED, "C3")
    confirming.undo(change=back, by=reviewer)
    assert fresh(offer).name == "New course"
    assert standing(offer) == (TODAY, Verification.VERIFIED, "A1")


def test_what_somebody_has_confirmed_since_stays_confirmed(partner, reviewer, offer):
    change = verified(partner, reviewer, offer, called="New course")
    yesterday = TODAY - timedelta(days=1)
    type(offer).objects.filter(pk=offer.pk).update(last_verified=yesterday)

    confirming.undo(change=change, by=reviewer)

    assert standing(offer) == (yesterday, Verification.VERIFIED, "A1")


def test_whoever_keeps_an_entry_is_told_that_a_reviewer_has_changed_it(
    partner, reviewer, offer, mailoutbox
):
    type(offer).objects.filter(pk=offer.pk).update(tlp=TLP.GREEN)
    change = verified(partner, reviewer, offer, called="New course")
    outbox.sweep()
    mailoutbox.clear()

    confirming.undo(change=change, by=reviewer)
    outbox.sweep()

    [letter] = mailoutbox
    assert letter.to == [partner.email]
    assert letter.subject == "[TLP:GREEN] An entry of yours was changed"
    assert offer.get_absolute_url() in letter.body
    assert not [word for word in ("Old course", "New course") if word in letter.body]


def test_one_change_makes_one_letter_and_none_where_nobody_keeps_the_entry(
    partner, reviewer, offer, mailoutbox
):
    verified(partner, reviewer, offer, called="New course")
    free = ResourceFactory(description="Words.", areas=[AreaFactory()])
    proposal = acts.propose(entry=free, given={"called": "Other"}, by=reviewer)
    acts.verify(proposal=proposal, by=UserFactory(role="reviewer"), reason="Seen.")
    outbox.sweep()

    told = [letter for letter in mailoutbox if partner.email in letter.to]
    assert [letter.subject for letter in told] == [
        "[TLP:CLEAR] A change to an entry of yours has moved"
    ]


def test_the_page_of_an_entry_leads_to_the_change_that_waits_for_who_may_read_it(
    client, partner, reviewer, analyst, offer
):
    def leads():
        shown = client.get(offer.get_absolute_url()).content.decode()
        return Proposal.objects.get().get_absolute_url() in shown

    changed(partner, offer)
    assert not leads()
    for person, may in ((partner, True), (reviewer, True), (analyst, False)):
        client.force_login(person)
        assert leads() is may

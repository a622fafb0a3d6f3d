"""An entry is changed by a proposal that lies apart from it until a reviewer has verified it."""

from datetime import timedelta
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied

from capabilities import entry_workflow
from capabilities.answers import AnswersRefused
from capabilities.entries import acts, saying
from capabilities.entry_workflow import ChangeStatus
from capabilities.models import Proposal, ProposalMove, Provider, Resource
from portal import outbox
from portal.access import TLP, Permission, Role
from portal.models import OutboxEntry, Verification
from portal.versions import steps
from tests.at_once import at_once
from tests.capabilities.entry_stories import (
    PROVIDER,
    at,
    bring,
    changed,
    new_offer,
    offer_of,
)
from tests.factories import TODAY, AreaFactory, CountryFactory, ProviderFactory, UserFactory

S = ChangeStatus
pytestmark = pytest.mark.django_db


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def test_nothing_of_a_change_is_in_the_entry_before_it_is_verified(partner):
    offer = offer_of(partner)
    before = saying.of_entry(fresh(offer))

    changed(partner, offer, called="New course", languages=["fr"], language_rule="named")

    assert saying.of_entry(fresh(offer)) == before
    assert fresh(offer).verification == Verification.VERIFIED


def test_with_the_verification_the_entry_changes_at_once_with_its_history(partner, reviewer):
    kenya, area = CountryFactory(iso3="KEN"), AreaFactory()
    offer = offer_of(partner, verification=Verification.IMPORTED, last_verified=None)
    given = {"eligibility": "named", "eligible_countries": ["KEN"], "areas": [area.code]}
    proposal = changed(partner, offer, called="New course", **given)

    acts.verify(proposal=proposal, by=reviewer, reason="Their page says so.", grade="B2")

    offer = fresh(offer)
    assert (offer.name, offer.verification, offer.grade) == ("New course", "verified", "B2")
    assert offer.last_verified == TODAY
    assert [*offer.eligible_countries.all(), *offer.areas.all()] == [kenya, area]
    assert steps(offer, reviewer)[0].why == "Their page says so."
    assert OutboxEntry.objects.filter(kind=acts.DIRECTORY_CHANGED).count() == 1


def test_a_change_does_not_undo_what_became_live_since_it_was_begun(partner, reviewer):
    offer = offer_of(partner)
    proposal = changed(partner, offer, called="New course")
    Resource.objects.filter(pk=offer.pk).update(description="Six days.")

    acts.verify(proposal=proposal, by=reviewer, reason="Seen.")

    assert (fresh(offer).name, fresh(offer).description) == ("New course", "Six days.")


def test_a_reviewer_verifies_what_they_saw_or_nothing(partner, reviewer):
    offer = offer_of(partner)
    proposal = changed(partner, offer)
    seen = saying.digest(saying.of_entry(fresh(offer)), saying.would_say(proposal))
    Resource.objects.filter(pk=offer.pk).update(description="Six days.")

    with pytest.raises(acts.ChangeRefused, match="other than you saw"):
        acts.verify(proposal=proposal, by=reviewer, reason="Seen.", seen=seen)

    assert fresh(offer).name == "Old course"


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("old", S)
def test_who_may_bring_a_change_where(old, role, partner):
    offer = offer_of(partner)
    proposal = at(old, partner, offer)
    by = UserFactory(role=role, organisation=partner.organisation)
    allowed = set()

    for new in S:
        try:
            with acts.transaction.atomic():
                bring(fresh(proposal), new, by)
                if not (old == new == S.SUBMITTED):
                    allowed.add(new)
                acts.transaction.set_rollback(True)
        except (PermissionDenied, acts.ChangeRefused):
            pass

    needed = {
        new: rule.permission for (was, new), rule in entry_workflow.MOVES.items() if was == old
    }
    mine = {
        Role.PARTNER: Permission.KEEP_ENTRIES,
        Role.REVIEWER: Permission.TRIAGE,
    }.get(role)
    assert allowed == {new for new, permission in needed.items() if permission == mine}


ACTS = {
    "begins": lambda change, by: acts.begin(entry=change.entry, by=by),
    "writes": lambda change, by: acts.write(proposal=change, step=None, by=by),
    "submits": lambda change, by: acts.submit(proposal=change, by=by),
    "throws away": lambda change, by: acts.move(proposal=change, to=S.DROPPED, by=by),
    "withdraws": lambda change, by: acts.withdraw(resource=change.entry, by=by, reason="So."),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_nobody_changes_what_another_organisation_keeps(act, partner):
    proposal = changed(partner, offer_of(partner))

    with pytest.raises(PermissionDenied):
        act(proposal, UserFactory(role=Role.PARTNER))


def test_an_offer_that_somebody_else_owns_is_not_kept_by_its_provider(partner):
    offer = offer_of(partner, owner=UserFactory().organisation)

    assert not acts.keeps(partner, offer)
    assert acts.keeps(partner, offer.provider)


def test_a_change_is_its_writers_until_it_is_submitted_and_nobody_elses_ever(partner, reviewer):
    offer = offer_of(partner)
    at(S.DRAFT, partner, offer)
    new_offer(partner)
    others = [UserFactory(role=role) for role in Role if role != Role.REVIEWER]

    def seen(user):
        return sorted(Proposal.objects.visible_to(user).values_list("status", flat=True))

    assert seen(partner) == [S.DRAFT, S.SUBMITTED]
    assert seen(reviewer) == [S.SUBMITTED]
    assert [seen(user) for user in others] == [[]] * 4


def test_whoever_may_not_see_an_entry_any_more_sees_no_change_to_it(partner, reviewer):
    offer = offer_of(partner)
    changed(partner, offer)

    Resource.objects.filter(pk=offer.pk).update(tlp=TLP.RED, named_persons=[partner.pk])

    assert not Proposal.objects.visible_to(partner).exists()
    assert not Proposal.objects.visible_to(reviewer).exists()


def test_nobody_verifies_what_they_proposed_themselves(reviewer):
    proposal = acts.propose(entry=ProviderFactory(), given=PROVIDER, by=reviewer)

    with pytest.raises(acts.ChangeRefused, match="Somebody else"):
        acts.verify(proposal=proposal, by=reviewer, reason="Seen.")
    acts.verify(proposal=proposal, by=UserFactory(role=Role.REVIEWER), reason="Seen.")

    assert Provider.objects.get().aliases == ["SoP"]


def test_a_new_offer_comes_into_the_directory_with_its_verification(partner, reviewer):
    proposal = new_offer(partner, tlp="GREEN")
    assert not Resource.objects.exists()

    acts.verify(proposal=proposal, by=reviewer, reason="Seen.")

    offer = Resource.objects.get()
    assert (offer.tlp, offer.owner, offer.public_id) == (
        TLP.GREEN,
        partner.organisation,
        proposal.public_id,
    )
    assert fresh(proposal).entry == offer


def test_a_new_provider_is_kept_by_whoever_entered_it(partner, reviewer):
    proposal = acts.propose(given={**PROVIDER, "tlp": "CLEAR"}, by=partner)

    acts.verify(proposal=proposal, by=reviewer, reason="Seen.")

    assert acts.keeps(partner, Provider.objects.get())


def test_a_withdrawn_offer_ends_the_day_before_and_stays_readable(partner, reviewer):
    offer = offer_of(partner, starts=TODAY + timedelta(days=9))

    proposal = acts.withdraw(resource=offer, by=partner, reason="No teachers.")
    assert fresh(offer).ends is None
    acts.verify(proposal=proposal, by=reviewer, reason="They rang.")

    assert fresh(offer).ends == TODAY - timedelta(days=1)


def test_an_entry_that_nobody_keeps_is_handed_to_whoever_is_believed(partner, reviewer):
    house = ProviderFactory()
    offer = offer_of(partner, provider=house)
    claims = [
        acts.ask_to_keep(provider=house, by=by, reason="It is us.")
        for by in (partner, UserFactory(role=Role.PARTNER))
    ]
    assert not acts.keeps(partner, house)

    acts.verify(proposal=claims[0], by=reviewer, reason="Same address.")
    with pytest.raises(acts.ChangeRefused, match="kept by an organisation"):
        acts.verify(proposal=claims[1], by=reviewer, reason="Same address.")

    assert acts.keeps(partner, house)
    assert acts.keeps(partner, offer)


def test_a_part_of_the_answers_is_enough_for_a_change_and_bad_ones_are_named(partner):
    offer = offer_of(partner)

    with pytest.raises(AnswersRefused) as refused:
        changed(partner, offer, level_from=4, level_to=2, areas=["NONE"])
    assert set(refused.value.errors) == {"level_to", "areas"}
    with pytest.raises(acts.ChangeRefused, match="Nothing is other"):
        changed(partner, offer, called="Old course")

    assert not Proposal.objects.exists()


def test_its_keepers_are_told_what_a_reviewer_did_and_nothing_of_what_it_says(
    partner, reviewer, mailoutbox
):
    offer = offer_of(partner, name="Quiet course")
    proposal = changed(partner, offer)

    acts.move(proposal=proposal, to=S.RETURNED, by=reviewer, reason="How many days?")
    outbox.sweep()

    [letter] = mailoutbox
    assert letter.to == [partner.email]
    assert proposal.public_id in letter.body
    assert not [word for word in ("Quiet", "days", "New course") if word in letter.body]


# ------------------------------------------------------------------ eight at once


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("old", "new"), sorted(set(entry_workflow.MOVES)), ids=str)
def test_of_eight_at_once_exactly_one_succeeds(old, new, partner, reviewer, monkeypatch):
    monkeypatch.setattr(outbox, "ring", lambda pk: None)
    offer = offer_of(partner)
    proposal = at(old, partner, offer)
    moves = ProposalMove.objects.count()
    rule = entry_workflow.MOVES[old, new]
    by = partner if rule.permission == Permission.KEEP_ENTRIES else reviewer
    mine = [fresh(proposal) for _ in range(8)]

    def act(proposal):
        bring(proposal, new, by)
        return "done"

    told = at_once([partial(act, each) for each in mine], acts.ChangeRefused)

    assert ProposalMove.objects.count() == moves + 1
    assert fresh(proposal).status == new
    if new != S.SUBMITTED:  # whoever submits what is submitted has what they want
        assert told.count("done") == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_begin_at_once_write_the_same_change(partner):
    offer = offer_of(partner)

    told = at_once([lambda: acts.begin(entry=offer, by=partner).pk] * 4, acts.ChangeRefused)

    assert Proposal.objects.count() == 1
    assert {one for one in told if isinstance(one, int)} == {Proposal.objects.get().pk}

"""The pages on which entries are kept and verified."""

from datetime import timedelta

import pytest

from capabilities.entries import acts, confirming, freshness, saying
from capabilities.entry_workflow import ChangeStatus
from capabilities.models import Confirmation, Proposal, Provider, Resource
from gaps.engine.case import Settings
from portal import outbox
from portal.access import TLP, Role
from portal.models import Verification
from tests.at_once import at_once
from tests.capabilities.entry_stories import OFFER, at, changed, house_of, new_offer, offer_of
from tests.factories import TODAY, AreaFactory, ProviderFactory, ResourceFactory, UserFactory

S = ChangeStatus
pytestmark = pytest.mark.django_db


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def body(response):
    return response.content.decode()


@pytest.fixture
def writes(client, partner):
    client.force_login(partner)
    return partner


def address(proposal, what=""):
    return f"/entries/changes/{proposal.public_id}{what}"


def test_an_offer_goes_from_its_keepers_form_through_a_reviewer_into_the_directory(
    client, writes, reviewer
):
    offer = offer_of(writes)

    page = client.post(f"/entries/resource/{offer.public_id}/change", follow=True)
    proposal = Proposal.objects.get()
    assert "nothing is other" in body(page)
    given = {"called": "New course", "description": "Six days.", "url": "", "source_url": ""}
    client.post(address(proposal, "/section/offer"), given)
    assert "New course" in body(client.get(address(proposal, "/preview")))
    assert fresh(offer).name == "Old course"
    client.post(address(proposal, "/submit"), {"note": "A day more."})

    client.force_login(reviewer)
    assert "New course" in body(client.get("/entries/changes"))
    page = client.get(address(proposal, "/move/verified"))
    assert "<del>Old course</del>" in body(page)
    seen = page.context["form"].initial["seen"]
    said = {"reason": "Their page.", "reliability": "B", "credibility": "2", "seen": seen}
    client.post(address(proposal, "/move/verified"), said)

    assert (fresh(offer).name, fresh(offer).description) == ("New course", "Six days.")
    assert fresh(offer).grade == "B2"


def test_of_two_who_write_on_one_section_the_second_is_told_before_the_first_is_overwritten(
    client, writes
):
    proposal = acts.begin(entry=offer_of(writes), by=writes)
    where = address(proposal, "/section/offer")
    seen = client.get(where).context["seen"]
    mine = {"called": "Mine", "description": "Six days.", "url": "", "source_url": ""}
    theirs = {**mine, "called": "Theirs", "seen": seen}
    assert client.post(where, theirs).status_code == 302
    assert client.post(where, theirs).status_code == 302  # sent twice, it is one

    for sent in ({**mine, "called": "", "seen": seen}, {**mine, "seen": seen}):
        refused = client.post(where, sent)
        assert refused.status_code == 422
    assert "Someone has changed this section since you opened it." in body(refused)
    assert 'value="Mine"' in body(refused)
    assert fresh(proposal).answers["called"] == "Theirs"

    client.post(where, {**mine, "seen": refused.context["seen"]})
    assert fresh(proposal).answers["called"] == "Mine"


def test_a_section_that_is_not_right_is_refused_but_can_be_saved_for_later(client, writes):
    proposal = acts.begin_new(provider=house_of(writes), by=writes)
    given = {"eligibility": "named", "eligibility_basis": "Our statute."}

    refused = client.post(address(proposal, "/section/who"), given)
    assert refused.status_code == 422
    assert "Name the groups or countries" in body(refused)
    kept = client.post(address(proposal, "/section/who"), {**given, "later": "1"}, follow=True)

    assert "To be mended" in body(kept)
    assert fresh(proposal).answers["eligibility_basis"] == "Our statute."
    again = client.get(address(proposal, "/section/who"))
    assert "Our statute." in body(again)


def test_what_is_left_is_named_when_it_is_submitted(client, writes):
    proposal = acts.begin_new(provider=house_of(writes), by=writes)

    page = client.post(address(proposal, "/submit"))

    assert page.status_code == 422
    assert "Enter the name of the offer." in body(page)
    assert fresh(proposal).status == S.DRAFT


def test_a_new_offer_is_written_a_section_a_page_and_sent_twice_is_one(client, writes):
    house, area = house_of(writes), AreaFactory()
    start = {"of": house.public_id, "token": "once"}
    first, second = (client.post("/entries/new", start) for _ in range(2))
    assert first.url == second.url
    proposal = Proposal.objects.get()

    said = {name: value for name, value in {**OFFER, "areas": [area.code]}.items() if value}
    section, path = "offer", address(proposal, "/section/offer")
    while "/section/" in path:
        path = client.post(path, said).url
    client.post(address(proposal, "/submit"))

    assert fresh(proposal).status == S.SUBMITTED, section
    assert fresh(proposal).sent["languages"] == ["en"]


def test_my_entries_say_what_is_asked_of_each(client, writes, django_assert_max_num_queries):
    house = house_of(writes)
    for number in range(12):
        offer_of(writes, provider=house, name=f"Course {number}")
    offer_of(writes, provider=house, name="Stale", last_verified=TODAY - timedelta(days=800))
    returned = at(S.RETURNED, writes, offer_of(writes, provider=house, name="Asked of"))
    offer_of(UserFactory(role=Role.PARTNER), name="Of others")

    with django_assert_max_num_queries(16):
        page = client.get("/entries")

    told = body(page)
    assert "Confirmation has lapsed" in told
    assert returned.get_absolute_url() in told
    assert "Answer the question" in told
    assert "Of others" not in told


@pytest.mark.parametrize("role", [Role.ANALYST, Role.OFFICER, Role.PARTNER, Role.ADMINISTRATOR])
def test_nobody_else_finds_a_change_on_any_page(client, partner, role):
    proposals = [changed(partner, offer_of(partner)), at(S.DRAFT, partner, offer_of(partner))]
    client.force_login(UserFactory(role=role))

    for proposal in proposals:
        for what in ("", "/preview", "/section/offer", "/move/dropped"):
            assert client.get(address(proposal, what)).status_code == 404
        assert client.post(address(proposal, "/submit")).status_code == 404
    live = body(client.get(f"/resources/{proposals[0].resource.public_id}"))
    assert "New course" not in live


def test_a_reviewer_reads_what_was_sent_and_not_what_is_being_written_since(
    client, partner, reviewer
):
    proposal = at(S.RETURNED, partner, offer_of(partner))
    Proposal.objects.filter(pk=proposal.pk).update(
        answers={**proposal.answers, "called": "Half a thought"}
    )
    client.force_login(reviewer)

    told = body(client.get(address(proposal)))

    assert "New course" in told
    assert "Half a thought" not in told


# ------------------------------------------------------------------ still true


def test_its_keeper_confirms_an_entry_with_one_click(client, writes):
    old = TODAY - timedelta(days=700)
    offer = offer_of(writes, last_verified=old, verification=Verification.IMPORTED)
    seen = saying.digest(saying.of_entry(fresh(offer)))

    client.post(f"/entries/resource/{offer.public_id}/confirm", {"seen": seen})

    offer = fresh(offer)
    assert (offer.last_verified, offer.verification) == (TODAY, Verification.STATED)
    assert Confirmation.objects.get().by == writes


def test_a_reviewer_says_what_shows_it_and_verifies_it_by_that(client, reviewer):
    offer = ResourceFactory(last_verified=None)
    client.force_login(reviewer)
    path = f"/entries/resource/{offer.public_id}/confirm"

    assert client.post(path, {"evidence": " "}).status_code == 422
    client.post(path, {"evidence": "Their programme for next year."})

    assert fresh(offer).last_verified == TODAY
    assert fresh(offer).verification == Verification.VERIFIED


@pytest.mark.parametrize("role", [Role.ANALYST, Role.OFFICER, Role.PARTNER, Role.ADMINISTRATOR])
def test_nobody_else_confirms_anything(client, role):
    offer = ResourceFactory(last_verified=None)
    client.force_login(UserFactory(role=role))

    response = client.post(f"/entries/resource/{offer.public_id}/confirm", {"evidence": "x"})

    assert response.status_code == 403
    assert fresh(offer).last_verified is None


def test_what_has_changed_since_it_was_read_is_not_confirmed(writes):
    offer = offer_of(writes, last_verified=None)
    seen = saying.digest(saying.of_entry(fresh(offer)))
    Resource.objects.filter(pk=offer.pk).update(description="Ten days.")

    with pytest.raises(acts.ChangeRefused, match="other than you saw"):
        confirming.confirm(entry=fresh(offer), by=writes, seen=seen)


@pytest.mark.django_db(transaction=True)
def test_of_eight_who_confirm_at_once_one_does(partner, monkeypatch):
    monkeypatch.setattr(outbox, "ring", lambda pk: None)
    offer = fresh(offer_of(partner, last_verified=None))

    told = at_once(
        [lambda: confirming.confirm(entry=offer, by=partner) and "done"] * 8, acts.ChangeRefused
    )

    assert told.count("done") == 1
    assert Confirmation.objects.count() == 1


# ------------------------------------------------------------------ back to what it said


def verified(partner, reviewer, offer, **given):
    proposal = changed(partner, offer, **given)
    acts.verify(proposal=proposal, by=reviewer, reason="Seen.")
    return fresh(proposal)


def test_a_reviewer_goes_back_with_one_click_and_a_keeper_by_another_verification(
    client, partner, reviewer
):
    area = AreaFactory()
    offer = offer_of(partner, areas=[area])
    change = verified(partner, reviewer, offer, called="New course", areas=[AreaFactory().code])
    Resource.objects.filter(pk=offer.pk).update(url="https://example.org")

    client.force_login(partner)
    assert change.get_absolute_url() in body(client.get("/entries"))
    client.post(address(change, "/undo"))
    assert fresh(offer).name == "New course"
    waiting = Proposal.objects.get(status=S.SUBMITTED)
    assert waiting.sent["called"] == "Old course"
    client.force_login(reviewer)
    client.post(address(change, "/undo"))

    offer = fresh(offer)
    assert (offer.name, offer.url) == ("Old course", "https://example.org")
    assert [*offer.areas.all()] == [area]


def test_only_the_last_verified_change_is_undone(partner, reviewer):
    offer = offer_of(partner)
    first = verified(partner, reviewer, offer, called="Second")
    verified(partner, reviewer, offer, called="Third")

    with pytest.raises(acts.ChangeRefused, match="Only the last"):
        confirming.undo(change=first, by=reviewer)


# ------------------------------------------------------------------ reminders


def test_a_confirmation_counts_as_long_as_the_analyser_counts_it():
    assert freshness.KEEPS.days == Settings(as_of=TODAY).max_age_days


def test_an_organisation_is_reminded_once_a_lapse_of_all_its_offers(partner, mailoutbox):
    house = house_of(partner)
    soon = TODAY - timedelta(days=700)
    for number in range(2):
        offer_of(partner, provider=house, name=f"Quiet {number}", last_verified=soon)
    marked = {"tlp": TLP.AMBER, "owner": partner.organisation}
    amber = offer_of(partner, provider=house, last_verified=None, **marked)
    offer_of(partner, provider=house, last_verified=soon, ends=TODAY - timedelta(days=1))
    offer_of(partner, provider=house, last_verified=TODAY)
    ResourceFactory(last_verified=soon)  # that nobody keeps

    assert [freshness.remind(today=TODAY) for _ in range(2)] == [1, 0]
    outbox.sweep()

    [letter] = mailoutbox
    assert letter.to == [partner.email]
    assert "3 offers" in letter.body
    assert letter.subject.startswith("[TLP:AMBER]")
    assert "Quiet" not in letter.body
    Resource.objects.filter(pk=amber.pk).update(last_verified=soon)
    assert freshness.remind(today=TODAY) == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_remind_at_once_send_one_letter(partner, mailoutbox, monkeypatch):
    monkeypatch.setattr(outbox, "ring", lambda pk: None)
    offer_of(partner, last_verified=None)

    assert sum(at_once([lambda: freshness.remind(today=TODAY)] * 4)) == 1
    outbox.sweep()

    assert len(mailoutbox) == 1


# ------------------------------------------------------------------ who keeps it


def test_somebody_asks_for_an_entry_that_nobody_keeps(client, writes, reviewer):
    house = ProviderFactory()
    page = f"/providers/{house.public_id}"
    assert "ask to keep it" in body(client.get(page))

    client.post(f"/entries/provider/{house.public_id}/keep", {"reason": "It is us."})
    proposal = Proposal.objects.get()
    client.force_login(reviewer)
    seen = client.get(address(proposal, "/move/verified")).context["form"].initial["seen"]
    said = {"reason": "Same address.", "reliability": "F", "credibility": "6", "seen": seen}
    client.post(address(proposal, "/move/verified"), said)

    assert Provider.objects.get().owner == writes.organisation


def test_a_new_offer_is_shown_whole_to_its_reviewer(client, partner, reviewer):
    proposal = new_offer(partner)
    client.force_login(reviewer)

    told = body(client.get(address(proposal)))

    assert "Ten days in a laboratory." in told
    assert "TLP:CLEAR" in told

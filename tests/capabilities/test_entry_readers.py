"""Behind the second wall a change to an entry is its writers' and the reviewers' alone."""

import pytest

from capabilities.entry_workflow import ChangeStatus
from capabilities.models import Confirmation, Proposal, ProposalMove, Provider
from portal.access import TLP, Role
from tests.capabilities.entry_stories import at, changed, new_offer, offer_of
from tests.factories import UserFactory
from tests.portal.test_walls import READERS, reader_of, within_request

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", READERS, ids=str)
def test_a_forgotten_filter_shows_no_change_that_the_reader_may_not_know(kind):
    reader = reader_of(kind)
    house = UserFactory().organisation if kind in ("visitor", "outsider") else reader.organisation
    for partner in (
        UserFactory(role=Role.PARTNER, organisation=house),
        UserFactory(role=Role.PARTNER),
    ):
        at(ChangeStatus.DRAFT, partner, offer_of(partner))
        changed(partner, offer_of(partner))
        new_offer(partner)
        hidden = changed(partner, offer_of(partner))
        Provider.objects.filter(pk=hidden.provider_id).update(tlp=TLP.RED)
        Confirmation.objects.create(provider=hidden.provider, day="2026-01-01", by=partner)

    def read():
        versions = Proposal.pgh_event_model.objects.values_list("id", flat=True)
        moves = ProposalMove.objects.values_list("proposal", flat=True)
        rows = Proposal.objects.values_list("pk", flat=True)
        return set(rows), set(versions), set(moves), Confirmation.objects.count()

    rows, versions, moves, confirmations = within_request(read, reader)

    may_know = set(Proposal.objects.visible_to(reader).values_list("pk", flat=True))
    of_colleagues = Proposal.objects.filter(organisation=house).exclude(provider__tlp=TLP.RED)
    assert may_know <= rows <= may_know | set(of_colleagues.values_list("pk", flat=True))
    assert (rows, moves | rows) == (versions, rows)
    assert bool(may_know) == (kind in {Role.PARTNER, Role.REVIEWER})
    assert confirmations == 0

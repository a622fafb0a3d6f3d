"""What tests about entries say again and again."""

from capabilities.entries import acts
from capabilities.entry_workflow import ChangeStatus
from capabilities.models import Proposal
from portal.access import Role
from portal.models import Verification
from tests.factories import AreaFactory, ProviderFactory, ResourceFactory, UserFactory

OFFER = {
    "called": "Phone course",
    "description": "Ten days in a laboratory.",
    "url": "",
    "source_url": "https://example.org/phones",
    "kinds": ["training"],
    "modes": ["in_person"],
    "level_from": 1,
    "level_to": 3,
    "eligibility": "all",
    "eligible_groups": [],
    "eligible_countries": [],
    "excluded_countries": [],
    "eligibility_basis": "",
    "language_rule": "named",
    "languages": ["en"],
    "capacity_rule": "limited",
    "capacity": 12,
    "pool": "line",
    "cost": "free",
    "starts": None,
    "ends": None,
    "tlp": "CLEAR",
}
PROVIDER = {
    "called": "School of phones",
    "aliases": "SoP",
    "type": "NGO",
    "based_in": "",
    "description": "Teaches.",
    "url": "",
    "source_url": "",
}


def house_of(partner, **fields):
    """A provider that the partner's organisation keeps."""
    return ProviderFactory(owner=partner.organisation, **fields)


def offer_of(partner, **fields):
    """A verified offer of a provider that the partner's organisation keeps."""
    head = {
        "provider": house_of(partner),
        "name": "Old course",
        "description": "Five days.",
        "verification": Verification.VERIFIED,
        "areas": [AreaFactory()],
    }
    return ResourceFactory(**{**head, **fields})


def changed(partner, offer, **given):
    """A change to an offer that waits for its verification."""
    return acts.propose(entry=offer, given=given or {"called": "New course"}, by=partner)


def new_offer(partner, **given):
    """A new offer that waits for its verification."""
    said = {**OFFER, "areas": [AreaFactory().code], **given}
    return acts.propose(provider=house_of(partner), given=said, by=partner)


def at(status, partner, offer):
    """A change to an offer, brought to a status."""
    if status == ChangeStatus.DRAFT:
        made = acts.begin(entry=offer, by=partner)
        Proposal.objects.filter(pk=made.pk).update(answers={**made.answers, "called": "New course"})
        return Proposal.objects.get(pk=made.pk)
    made = changed(partner, offer)
    if status != ChangeStatus.SUBMITTED:
        by = partner if status == ChangeStatus.DROPPED else UserFactory(role=Role.REVIEWER)
        bring(made, status, by)
    return Proposal.objects.get(pk=made.pk)


def bring(proposal, to, by):
    """Try to bring a change to a status by whichever action does that."""
    if to == ChangeStatus.SUBMITTED:
        acts.submit(proposal=proposal, by=by)
    elif to == ChangeStatus.VERIFIED:
        acts.verify(proposal=proposal, by=by, reason="Their page says so.")
    else:
        acts.move(proposal=proposal, to=to, by=by, reason="Because.")

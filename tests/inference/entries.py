"""Changes to entries that nobody knows of but those who write them, and reviewers."""

from typing import Any

from capabilities.entries import saying
from capabilities.models import Proposal, Resource
from portal.models import User
from tests.inference import intake
from tests.inference.clock import MORNING

HIDDEN_PROPOSAL = "zzproposal22"


def change(offer: Resource, by: User, **fields: Any) -> None:
    """A change to an entry, in writing or submitted, of which the entry says nothing."""
    said = saying.of_entry(offer)
    other = {**said, "called": "Hush change", "description": "Hush words."}
    Proposal.objects.create(
        subject="resource",
        act="change",
        provider=offer.provider,
        resource=offer,
        **{"by": by, "organisation": by.organisation, "base": said, "answers": other, **fields},
    )


def kept_by(partner: Any, provider: Any, resource: Any) -> None:
    """Two offers that the partner keeps: the change to one is in writing, that to the other waits.

    `provider` and `resource` make such rows.
    """
    house = provider("Own house", owner=partner.organisation)
    change(resource("Own course", house, "LEG-01"), partner)
    lab = resource("Own lab", house, "LEG-01")
    sent = {**saying.of_entry(lab), "called": "Better"}
    change(lab, partner, status="submitted", sent=sent, submitted=MORNING)


def hidden(officer: User, stranger: Any) -> None:
    """A stranger's table, a suggestion on a hidden row, and what strangers write of an open one."""
    intake.upload(officer, organisation=stranger, public_id=intake.HIDDEN_UPLOAD)
    intake.suggested(Resource.objects.get(public_id="zzresource22"))
    shown = Resource.objects.get(name="Seizing course")
    change(shown, officer, organisation=stranger, public_id=HIDDEN_PROPOSAL)

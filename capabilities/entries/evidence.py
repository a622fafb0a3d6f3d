"""How well an entry is known to be true: kept with each change, and brought back with it."""

from datetime import date
from typing import Any

from django.utils import timezone

from capabilities.entries import saying
from capabilities.entries.saying import Entry
from capabilities.models import Proposal
from portal.models import Verification

COLUMNS = ("verification", "last_verified", "reliability", "credibility")
KEPT_AS = "_evidence"  # before and after a change, beside what the entry said before it

Evidence = dict[str, Any]  # by column, in a form that can be kept with a change


def of(entry: Entry | None) -> Evidence:
    if entry is None:
        return {}
    return saying.normal(
        type(entry).objects.unnarrowed().filter(pk=entry.pk).values(*COLUMNS).get()
    )


def of_verification(proposal: Proposal, grade: str) -> Evidence:
    """A reviewer has looked at it as of the day on which it was submitted."""
    found: Evidence = {
        "verification": Verification.VERIFIED.value,
        "last_verified": timezone.localdate(proposal.submitted).isoformat(),
    }
    if len(grade) == 2:
        found |= {"reliability": grade[0], "credibility": grade[1]}
    return found


def before(change: Proposal, entry: Entry) -> Evidence:
    """What the entry rested on before a change; what it rests on now, if confirmed since then."""
    earlier, later = change.replaced.get(KEPT_AS) or ({}, {})
    now = of(entry)
    return earlier if earlier and later == now else now


def columns(kept: Evidence) -> dict[str, Any]:
    day = kept["last_verified"]
    return {**kept, "last_verified": day and date.fromisoformat(day)}

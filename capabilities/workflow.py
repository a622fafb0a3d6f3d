"""Which status of a need may follow which, and who may bring it about: the only home of this."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.access import Permission


class Status(models.TextChoices):
    """Where a need stands."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    RETURNED = "returned", _("Returned with questions")
    ACCEPTED = "accepted", _("Accepted")
    BEING_MET = "being_met", _("Being met")
    MET = "met", _("Met")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    DECLINED = "declined", _("Declined")


LIVE = frozenset({Status.ACCEPTED, Status.BEING_MET})
ENDED = frozenset({Status.MET, Status.WITHDRAWN, Status.DECLINED})


class Party(Enum):
    """Whose turn a move is."""

    AGENCY = auto()  # an officer of the organisation whose agency the need is
    DESK = auto()  # a reviewer, or somebody at the desk that has the need
    REVIEWER = auto()


@dataclass(frozen=True)
class Rule:
    """Who may make a move, what it is called, and whether it needs a reason."""

    party: Party
    permission: Permission
    verb: Any
    reason: bool = True
    asks: Any = ""  # what stands above the reason


_SUBMIT = Rule(Party.AGENCY, Permission.SUBMIT_NEEDS, _("Submit"), reason=False)
_RESUBMIT = Rule(Party.AGENCY, Permission.SUBMIT_NEEDS, _("Answer and submit again"), reason=False)
_WITHDRAW = Rule(
    Party.AGENCY, Permission.SUBMIT_NEEDS, _("Withdraw"), asks=_("Why is it withdrawn?")
)
_RETURN = Rule(
    Party.DESK, Permission.TRIAGE, _("Return with questions"), asks=_("What do you want to know?")
)
_ACCEPT = Rule(Party.REVIEWER, Permission.TRIAGE, _("Accept"), asks=_("What makes you accept it?"))
_DECLINE = Rule(Party.REVIEWER, Permission.TRIAGE, _("Decline"), asks=_("Why is it declined?"))
_HELP = Rule(
    Party.REVIEWER, Permission.TRIAGE, _("Mark as being met"), asks=_("Who helps, and how?")
)
_MET = Rule(
    Party.REVIEWER, Permission.TRIAGE, _("Mark as met"), asks=_("How do you know that it is met?")
)

MOVES: Mapping[tuple[Status, Status], Rule] = {
    (Status.DRAFT, Status.SUBMITTED): _SUBMIT,
    (Status.RETURNED, Status.SUBMITTED): _RESUBMIT,
    (Status.SUBMITTED, Status.ACCEPTED): _ACCEPT,
    (Status.SUBMITTED, Status.RETURNED): _RETURN,
    (Status.SUBMITTED, Status.DECLINED): _DECLINE,
    (Status.SUBMITTED, Status.WITHDRAWN): _WITHDRAW,
    (Status.RETURNED, Status.WITHDRAWN): _WITHDRAW,
    (Status.ACCEPTED, Status.BEING_MET): _HELP,
    (Status.ACCEPTED, Status.WITHDRAWN): _WITHDRAW,
    (Status.BEING_MET, Status.MET): _MET,
    (Status.BEING_MET, Status.WITHDRAWN): _WITHDRAW,
}

# Handing a need on to the next desk leaves its status alone.
PASS_ON = Rule(
    Party.DESK,
    Permission.TRIAGE,
    _("Pass on to the next desk"),
    reason=False,
    asks=_("Note for the next desk (optional)"),
)


def onward(status: Status) -> list[tuple[Status, Rule]]:
    """What may follow a status, with its rule."""
    return [(new, rule) for (old, new), rule in MOVES.items() if old == status]

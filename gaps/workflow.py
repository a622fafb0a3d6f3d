"""How findings are handled and reports come about: what may follow what, and who may do it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.access import Permission


class Handling(models.TextChoices):
    """What reviewers make of a finding. None of these closes it: only a later run does."""

    UNDECIDED = "undecided", _("Undecided")
    ACCEPTED = "accepted", _("Finding accepted")
    DISPUTED = "disputed", _("Disputed")
    IN_HAND = "in_hand", _("Already in hand")
    GAP_ACCEPTED = "gap_accepted", _("Gap accepted")


@dataclass(frozen=True)
class Rule:
    """Who may make a move, and what it is called on a button."""

    permission: Permission
    verb: Any


_ACCEPT = Rule(Permission.REVIEW, _("Accept the finding"))
_DISPUTE = Rule(Permission.REVIEW, _("Dispute it"))
_IN_HAND = Rule(Permission.REVIEW, _("Say that it is already in hand"))
_ACCEPT_GAP = Rule(Permission.REVIEW, _("Accept the gap"))
_REOPEN = Rule(Permission.REVIEW, _("Reopen it"))

MOVES: Mapping[tuple[Handling, Handling], Rule] = {
    (Handling.UNDECIDED, Handling.ACCEPTED): _ACCEPT,
    (Handling.UNDECIDED, Handling.DISPUTED): _DISPUTE,
    (Handling.UNDECIDED, Handling.IN_HAND): _IN_HAND,
    (Handling.UNDECIDED, Handling.GAP_ACCEPTED): _ACCEPT_GAP,
    (Handling.ACCEPTED, Handling.DISPUTED): _DISPUTE,
    (Handling.ACCEPTED, Handling.IN_HAND): _IN_HAND,
    (Handling.ACCEPTED, Handling.GAP_ACCEPTED): _ACCEPT_GAP,
    (Handling.ACCEPTED, Handling.UNDECIDED): _REOPEN,
    (Handling.DISPUTED, Handling.ACCEPTED): _ACCEPT,
    (Handling.DISPUTED, Handling.IN_HAND): _IN_HAND,
    (Handling.DISPUTED, Handling.GAP_ACCEPTED): _ACCEPT_GAP,
    (Handling.DISPUTED, Handling.UNDECIDED): _REOPEN,
    (Handling.IN_HAND, Handling.ACCEPTED): _ACCEPT,
    (Handling.IN_HAND, Handling.DISPUTED): _DISPUTE,
    (Handling.IN_HAND, Handling.GAP_ACCEPTED): _ACCEPT_GAP,
    (Handling.IN_HAND, Handling.UNDECIDED): _REOPEN,
    (Handling.GAP_ACCEPTED, Handling.UNDECIDED): _REOPEN,
}


def moves_from(old: Handling) -> list[Handling]:
    """What may follow a state, in the order of the states."""
    return [new for new in Handling if (old, new) in MOVES]


# ------------------------------------------------------------------ reports


class ReportStatus(models.TextChoices):
    """Where one version of a report stands."""

    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    RETURNED = "returned", _("Returned")
    APPROVED = "approved", _("Approved")
    PUBLISHED = "published", _("Published")
    SUPERSEDED = "superseded", _("Superseded")
    DISCARDED = "discarded", _("Discarded")


WRITABLE = frozenset({ReportStatus.DRAFT, ReportStatus.RETURNED})
OUT = frozenset({ReportStatus.PUBLISHED, ReportStatus.SUPERSEDED})


@dataclass(frozen=True)
class ReportRule:
    """Who may move a report, what that is called, and what stands above the reason.

    `four_eyes`: nobody who had a hand in it. Without a verb it follows from another move.
    """

    permission: Permission
    verb: Any
    asks: Any
    four_eyes: bool = False


_SUBMIT = ReportRule(Permission.REVIEW, _("Send to review"), _("What should the reviewer look at?"))
_RETURN = ReportRule(Permission.REVIEW, _("Return"), _("What has to change?"))
_APPROVE = ReportRule(Permission.REVIEW, _("Approve"), _("What have you checked?"), four_eyes=True)
_PUBLISH = ReportRule(Permission.REVIEW, _("Publish"), _("Why is it published now?"))
_DISCARD = ReportRule(Permission.REVIEW, _("Discard"), _("Why is it not needed?"))
_TAKE_UP = ReportRule(Permission.REVIEW, _("Take up again"), _("Why is it needed after all?"))

REPORT_MOVES: Mapping[tuple[ReportStatus, ReportStatus], ReportRule] = {
    (ReportStatus.DRAFT, ReportStatus.IN_REVIEW): _SUBMIT,
    (ReportStatus.RETURNED, ReportStatus.IN_REVIEW): _SUBMIT,
    (ReportStatus.IN_REVIEW, ReportStatus.RETURNED): _RETURN,
    (ReportStatus.IN_REVIEW, ReportStatus.APPROVED): _APPROVE,
    (ReportStatus.APPROVED, ReportStatus.RETURNED): _RETURN,
    (ReportStatus.APPROVED, ReportStatus.PUBLISHED): _PUBLISH,
    (ReportStatus.DRAFT, ReportStatus.DISCARDED): _DISCARD,
    (ReportStatus.RETURNED, ReportStatus.DISCARDED): _DISCARD,
    (ReportStatus.DISCARDED, ReportStatus.DRAFT): _TAKE_UP,
}
# What the publication of the next version does to the one before; nobody asks for it by itself.
SUPERSEDING = (ReportStatus.PUBLISHED, ReportStatus.SUPERSEDED)


def report_moves_from(old: ReportStatus) -> list[tuple[ReportStatus, ReportRule]]:
    """What may follow a status of a report, with its rule."""
    return [(new, rule) for (was, new), rule in REPORT_MOVES.items() if was == old]

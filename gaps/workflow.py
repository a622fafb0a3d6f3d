"""How a finding is handled: which state may follow which, and who may bring it about."""

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

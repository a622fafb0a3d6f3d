"""Which status of a proposed change to an entry may follow which, and who may bring it about."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.access import Permission


class ChangeStatus(models.TextChoices):
    """Where a proposed change stands."""

    DRAFT = "draft", _("In writing")
    SUBMITTED = "submitted", _("Waits for verification")
    RETURNED = "returned", _("Returned with questions")
    VERIFIED = "verified", _("Verified and live")
    DECLINED = "declined", _("Declined")
    DROPPED = "dropped", _("Thrown away")


OPEN = (ChangeStatus.DRAFT, ChangeStatus.SUBMITTED, ChangeStatus.RETURNED)
IN_WRITING = (ChangeStatus.DRAFT, ChangeStatus.RETURNED)


@dataclass(frozen=True)
class ChangeRule:
    """Who may make a move, what it is called, and what is asked for it."""

    permission: Permission
    verb: Any
    asks: Any = ""  # what stands above the reason
    reason: bool = True


_KEEP, _VERIFY = Permission.KEEP_ENTRIES, Permission.TRIAGE
_SUBMIT = ChangeRule(_KEEP, _("Submit for verification"), _("Note for the reviewer"), reason=False)
_DROP = ChangeRule(
    _KEEP, _("Throw this change away"), _("Why is it thrown away? (optional)"), reason=False
)

MOVES: Mapping[tuple[ChangeStatus, ChangeStatus], ChangeRule] = {
    (ChangeStatus.DRAFT, ChangeStatus.SUBMITTED): _SUBMIT,
    (ChangeStatus.RETURNED, ChangeStatus.SUBMITTED): _SUBMIT,
    (ChangeStatus.SUBMITTED, ChangeStatus.DRAFT): ChangeRule(
        _KEEP, _("Take it back to change it"), _("Why? (optional)"), reason=False
    ),
    (ChangeStatus.SUBMITTED, ChangeStatus.VERIFIED): ChangeRule(
        _VERIFY, _("Verify"), _("What did you check, and against what?")
    ),
    (ChangeStatus.SUBMITTED, ChangeStatus.RETURNED): ChangeRule(
        _VERIFY, _("Return with a question"), _("What do you want to know?")
    ),
    (ChangeStatus.SUBMITTED, ChangeStatus.DECLINED): ChangeRule(
        _VERIFY, _("Decline"), _("Why is it declined?")
    ),
    **{(status, ChangeStatus.DROPPED): _DROP for status in OPEN},
}


def onward(status: ChangeStatus) -> list[tuple[ChangeStatus, ChangeRule]]:
    """What may follow a status, with its rule."""
    return [(new, rule) for (old, new), rule in MOVES.items() if old == status]

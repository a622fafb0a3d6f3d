"""The same request sent twice is carried out once: a key of the sender's own makes it the same."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from portal.models import Receipt, User

LONGEST_KEY = 200


class KeyMisused(Exception):
    """A key that cannot be used for this request; the text says why."""


@transaction.atomic
def once(*, by: User, act: str, key: str, request: Any, make: Callable[[], str]) -> str:
    """The public id that `make` gives, called once for this person, act and key.

    The receipt and what is made are one transaction: either both stand or neither. A second request
    that comes while the first is under way waits for its end.
    """
    if not key:
        return make()
    if len(key) > LONGEST_KEY:
        raise KeyMisused(_("An Idempotency-Key has at most %(n)d characters.") % {"n": LONGEST_KEY})
    asked = _digest(json.dumps(request, sort_keys=True, default=str))
    receipt, is_first = Receipt.objects.get_or_create(
        by=by, act=act, key=_digest(key), defaults={"request": asked}
    )
    if not is_first:
        if receipt.request != asked:
            raise KeyMisused(_("This Idempotency-Key was used for another request."))
        return receipt.result
    receipt.result = make()
    receipt.save(update_fields=["result"])
    return receipt.result


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()

"""What is done and leaves no row behind is noted here; changes of rows note themselves."""

import hmac
import logging
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.db import Error, models
from django.http import HttpRequest, HttpResponse

from portal import circumstances
from portal.access import Reader
from portal.trail import Entry, Kind

logger = logging.getLogger(__name__)


def note(
    kind: Kind,
    *,
    by: "Reader | None" = None,
    about: models.Model | None = None,
    why: str = "",
    **details: Any,
) -> None:
    """Write one entry of the trail, in the transaction of what it tells of.

    If it cannot be written, what it tells of does not happen: nobody signs in, and nothing leaves,
    unrecorded. `details` never hold text of records, secrets, or anything a label covers.
    """
    here = circumstances.now()
    known = here.known() if here else {}
    Entry.objects.create(
        kind=kind,
        user_id=getattr(by, "pk", None) or known.get("user"),
        address=known.get("address"),
        act=known.get("act", ""),
        circumstances=here.id if here else None,
        why=why or known.get("why", ""),
        model=about._meta.label_lower if about else "",
        record=about.pk if about else None,
        details=details,
    )


def note_afterwards(kind: Kind, **fields: Any) -> None:
    """Write an entry of what has already been answered; where that fails, the log says so."""
    try:
        note(kind, **fields)
    except Error:
        logger.exception("The trail could not be written: %s", kind)


def digest(text: str) -> str:
    """A keyed hash, by which the same text is known again and nobody can read it back.

    People type passwords into the field for the address, and an address that has no account here
    is nobody's business.
    """
    key = settings.SECRET_KEY.encode()
    return hmac.digest(key, text.strip().lower().encode(), "sha256").hex()[:16]


class CircumstancesMiddleware:
    """What a request changes is told to the database as done by whom, from where, by which route.

    A request that would have changed something and was refused is told as well.
    """

    SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with circumstances.circumstances(**circumstances.of_request(request)):
            response = self.get_response(request)
            if response.status_code == HTTPStatus.FORBIDDEN and request.method not in self.SAFE:
                note_afterwards(Kind.REFUSED)
            return response

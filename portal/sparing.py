"""Files that cost the machine more than a page: how many each reader may take in a while.

A picture takes a second of a processor and a file of ten thousand rows several, whoever asks. None
is kept to be given out again: what a reader may see is worked out anew each time.
"""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portal.addresses import connection_of
from portal.limits import Allowance, Rate, limiter

View = Callable[..., HttpResponse]


def sparing(view: View) -> View:
    """The view, for whoever has not taken too many such files just before."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        allowance = leave(request, "file", settings.FILE_LIMITS)
        if allowance.granted:
            return view(request, *args, **kwargs)
        context = {"seconds": allowance.retry_after}
        response = render(request, "portal/too_many_files.html", context, status=429)
        response.headers["Retry-After"] = str(allowance.retry_after)
        return response

    return answer


def leave(request: HttpRequest, what: str, rates: Mapping[str, str]) -> Allowance:
    """Of what may be done so often: people are counted by their account, visitors by their network
    address; `rates` has one for a `person` and one for a `visitor`."""
    is_person = request.user.is_authenticated
    kind = "person" if is_person else "visitor"
    who = str(request.user.pk) if is_person else connection_of(request)
    return limiter().take(f"{what}-{kind}", who, Rate.parse(rates[kind]))

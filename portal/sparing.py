"""Files that cost the machine more than a page: how many each reader may take in a while.

A picture takes a second of a processor and a file of ten thousand rows several, whoever asks. None
is kept to be given out again: what a reader may see is worked out anew each time.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portal.addresses import connection_of
from portal.limits import Rate, limiter

View = Callable[..., HttpResponse]


def sparing(view: View) -> View:
    """The view, for whoever has not taken too many such files just before."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        kind, who = _counted_as(request)
        allowance = limiter().take(f"file-{kind}", who, Rate.parse(settings.FILE_LIMITS[kind]))
        if allowance.granted:
            return view(request, *args, **kwargs)
        context = {"seconds": allowance.retry_after}
        response = render(request, "portal/too_many_files.html", context, status=429)
        response.headers["Retry-After"] = str(allowance.retry_after)
        return response

    return answer


def _counted_as(request: HttpRequest) -> tuple[str, str]:
    """People by their account, visitors by their network address."""
    if request.user.is_authenticated:
        return "person", str(request.user.pk)
    return "visitor", connection_of(request)

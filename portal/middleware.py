"""Middleware of our own."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from portal import problems
from portal.addresses import connection_of
from portal.limits import Allowance, Rate, limiter

API = "/api/v1/"


def is_api(request: HttpRequest) -> bool:
    return request.path_info.startswith(API)


class TouchUserMiddleware:
    """Load the user before anything is looked up.

    The 404 of a hidden record and that of an absent one must carry the same headers, and reading
    the session is what adds `Vary: Cookie`.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.user.is_authenticated  # noqa: B018  the read is the point
        return self.get_response(request)


class LimitMiddleware:
    """Count each request to the API against its reader's limit, and state that in the answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.rates = {kind: Rate.parse(written) for kind, written in settings.API_LIMITS.items()}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_api(request):
            return self.get_response(request)
        kind, who = _counted_as(request)
        allowance = limiter().take(kind, who, self.rates[kind])
        response = self.get_response(request) if allowance.granted else _too_many(allowance)
        allowance.state_on(response)
        return response


def _counted_as(request: HttpRequest) -> tuple[str, str]:
    """The kind of reader, which decides the limit, and whose bucket it is."""
    if request.user.is_authenticated:
        return "person", str(request.user.pk)
    return "visitor", connection_of(request)


def _too_many(allowance: Allowance) -> HttpResponse:
    return problems.answer(
        429,
        "Too many requests",
        f"Your limit is {allowance.rate.requests} requests in {allowance.rate.seconds} seconds. "
        f"Ask again in {allowance.retry_after} seconds.",
    )

"""Middleware of our own."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


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

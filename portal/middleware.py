"""Middleware of our own."""

from collections.abc import Callable
from http import HTTPStatus
from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from portal import problems
from portal.access import needs_second_factor
from portal.adapters import has_second_factor, passed_second_factor
from portal.addresses import connection_of
from portal.limits import Allowance, Rate, limiter
from portal.models import User

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


class SecondFactorMiddleware:
    """Who needs a second factor does nothing before it has been shown in this session.

    Here, before any address is looked up, so that pages, the API and the admin site obey alike.
    """

    ALWAYS = frozenset({"portal:health", "portal:sign_out", "account_logout", "mfa_index"})
    TO_SHOW_IT = ALWAYS | {"mfa_reauthenticate", "mfa_reauthenticate_webauthn"}
    TO_SET_ONE_UP = ALWAYS | {"account_reauthenticate", "mfa_activate_totp", "mfa_add_webauthn"}

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not needs_second_factor(request.user) or passed_second_factor(request):
            return self.get_response(request)
        if self._is_allowed(request):
            return self.get_response(request)
        if is_api(request):
            return _second_factor_needed()
        return redirect("mfa_index")

    def _is_allowed(self, request: HttpRequest) -> bool:
        """A session that has not shown the factor there is can't set up another one instead."""
        has_one = has_second_factor(cast(User, request.user))
        allowed = self.TO_SHOW_IT if has_one else self.TO_SET_ONE_UP
        try:
            return resolve(request.path_info).view_name in allowed
        except Resolver404:
            return False


def _second_factor_needed() -> HttpResponse:
    return problems.answer(
        HTTPStatus.FORBIDDEN,
        _("Second factor needed"),
        _("Sign in on the website and show or set up your second factor there."),
    )

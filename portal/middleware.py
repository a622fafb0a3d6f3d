"""Middleware of our own."""

from collections.abc import Callable
from http import HTTPStatus
from typing import cast

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils.functional import empty
from django.utils.translation import gettext as _

from portal import problems, walls
from portal.access import Machine, Reader, claims, needs_second_factor
from portal.adapters import has_second_factor, passed_second_factor
from portal.addresses import address_of, connection_of
from portal.api import CHALLENGE
from portal.clients import machine_holding
from portal.languages import speak
from portal.limits import Allowance, Rate, limiter
from portal.models import User

API = "/api/v1/"


def is_api(request: HttpRequest) -> bool:
    return request.path_info.startswith(API)


class WallMiddleware:
    """All statements of a request stay behind the second wall (`portal.walls`).

    Those before its reader is known are nobody's.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        wall = walls.Wall(lambda: _claims(request))
        try:
            with walls.standing(wall):
                response = self.get_response(request)
        finally:
            if connection.in_atomic_block:
                walls.leave(connection.connection)
        if isinstance(response, StreamingHttpResponse) and not isinstance(response, FileResponse):
            response.streaming_content = walls.through(wall, iter(response))
        return response


def _claims(request: HttpRequest) -> str:
    """Those of the request's reader; an API client's, once its token has been read."""
    user = getattr(request, "user", None)
    if user is None or getattr(user, "_wrapped", user) is empty:
        return walls.NOBODY
    return claims(user)


class LanguageMiddleware(LocaleMiddleware):
    """The language that the browser remembers, else the one that it asks for.

    Before anything that may answer, or an error would come in the last reader's language. Machines
    are answered in one language whatever they ask for: what they compare must not change.
    """

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        if is_api(request):
            speak(request, settings.LANGUAGE_CODE)


class AccountLanguageMiddleware:
    """Who has chosen a language is answered in it on every device."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = getattr(request.user, "language", "")
        if chosen and not is_api(request):
            speak(request, chosen)
        return self.get_response(request)


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


class ApiMiddleware:
    """Who asks the API, and how often they may: settled before anything is looked up.

    A token that opens nothing is refused, never answered as if nobody had signed in: its holder
    would take the little that a visitor sees for all there is.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.rates = {kind: Rate.parse(written) for kind, written in settings.API_LIMITS.items()}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_api(request):
            return self.get_response(request)
        refused = _recognise(request)
        kind, who = _counted_as(request)
        allowance = limiter().take(kind, who, self.rates[kind])
        if not allowance.granted:
            response = _too_many(allowance)
        else:
            response = refused or self.get_response(request)
        allowance.state_on(response)
        return response


def _recognise(request: HttpRequest) -> HttpResponse | None:
    """Let a machine with a token be the reader; an answer where the token opens nothing."""
    authorization = request.headers.get("Authorization")
    if authorization is None:
        return None
    scheme, _space, token = authorization.strip().partition(" ")
    is_bearer = scheme.lower() == "bearer"
    machine = machine_holding(token.strip(), address=address_of(request)) if is_bearer else None
    request.user = machine or AnonymousUser()  # type: ignore[assignment]  # a Reader
    if machine is None:
        return _not_signed_in()
    return None if machine.may_send(request.method) else _out_of_scope()


def _not_signed_in() -> HttpResponse:
    """The same for a token that is expired, revoked, unknown or no token at all."""
    response = problems.answer(
        401,
        "Not signed in",
        "This token is not valid, or no longer. Fetch a new one with the client’s credentials.",
    )
    response["WWW-Authenticate"] = f'{CHALLENGE}, error="invalid_token"'
    return response


def _out_of_scope() -> HttpResponse:
    response = problems.answer(
        403,
        "Not allowed",
        "A client reads, within its scopes. A change is made by a person who signs in.",
    )
    response["WWW-Authenticate"] = f'{CHALLENGE}, error="insufficient_scope"'
    return response


def _counted_as(request: HttpRequest) -> tuple[str, str]:
    """The kind of reader, which decides the limit, and whose bucket it is."""
    reader: Reader = request.user
    if isinstance(reader, Machine):
        return "client", reader.client_id
    if reader.is_authenticated:
        return "person", str(reader.pk)
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

    ALWAYS = frozenset(
        {"portal:health", "portal:language", "portal:sign_out", "account_logout", "mfa_index"}
    )
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

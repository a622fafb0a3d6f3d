"""What every answer carries, and what no request may hold."""

from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, QueryDict
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from portal import problems
from portal.middleware import is_api

Answer = Callable[[HttpRequest], HttpResponse]

METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")
# Of what a browser can do, only security keys are used, for signing in.
UNUSED = (
    *("accelerometer", "autoplay", "browsing-topics", "camera", "display-capture"),
    *("geolocation", "gyroscope", "hid", "magnetometer", "microphone", "midi", "payment"),
    *("serial", "usb", "xr-spatial-tracking"),
)
KEYS = ("publickey-credentials-create", "publickey-credentials-get")
PERMISSIONS_POLICY = ", ".join(
    [*(f"{feature}=()" for feature in UNUSED), *(f"{feature}=(self)" for feature in KEYS)]
)


class HeadersMiddleware:
    """Headers of every answer, of files and errors too; what a view sets itself stays."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", _readers_of(request))
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            # Made for one person: neither a proxy nor the next user of this browser may have it.
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response


def _readers_of(request: HttpRequest) -> str:
    """Which sites may load this. A sandboxed frame of ours is foreign to us, and needs style."""
    is_static = request.path.startswith(settings.STATIC_URL)
    return "cross-origin" if is_static else "same-origin"


class RefuseMalformedMiddleware:
    """Refuse what no form, link or client of the portal sends, before a view reads it."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        if _announced(request) > settings.REQUEST_MAX_BYTES:
            return _too_large(request)
        if "\0" in request.path_info or any("\0" in text for text in _texts(request.GET)):
            raise SuspiciousOperation("A NUL character in the address")
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, *_rest: object) -> None:
        """A view that is exempt reads the body in its own way, as the endpoints do."""
        if request.method != "POST" or getattr(view, "csrf_exempt", False):
            return
        if any("\0" in text for text in _texts(request.POST)):
            raise SuspiciousOperation("A NUL character in a form")


class FormAddressMiddleware:
    """Whoever comes to where a form is sent by a link, or after signing in, is told so in words."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_refused = response.status_code == HTTPStatus.METHOD_NOT_ALLOWED
        if is_refused and request.method in ("GET", "HEAD") and not is_api(request):
            page = render(request, "405.html", status=HTTPStatus.METHOD_NOT_ALLOWED)
            page.headers["Allow"] = response.headers["Allow"]
            return page
        return response


def _too_large(request: HttpRequest) -> HttpResponse:
    limit = filesizeformat(settings.REQUEST_MAX_BYTES)
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    if is_api(request):
        said = _("At most %(limit)s can be sent at once.") % {"limit": limit}
        return problems.answer(status, _("Request too large"), said)
    return HttpResponse(render_to_string("413.html", {"limit": limit}), status=status)


def _announced(request: HttpRequest) -> int:
    """The length of the body; none is read beyond what is announced here."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return int(length) if length.isdecimal() else 0


def _texts(fields: QueryDict) -> Iterator[str]:
    for name, values in fields.lists():
        yield name
        yield from (value for value in values if isinstance(value, str))

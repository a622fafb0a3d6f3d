"""Frames in pages of other sites: public, and the same for everybody who looks.

Whoever asks for one is a visitor, whatever their browser sends along: cookies and tokens are taken
off before anything reads them. So no site can show its readers what the portal shows to them alone,
and one answer may be kept for all.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from csp.constants import NONE, SELF
from csp.decorators import csp
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import conditional_page, require_safe

PREFIX = "/embed/"
SECONDS = 60  # for so long a frame may show what was public when it was fetched
WHO_ASKS = ("HTTP_COOKIE", "HTTP_AUTHORIZATION")
View = Callable[..., HttpResponse]


class EmbedMiddleware:
    """Goes around all others, so that none of them knows who asks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        for name in WHO_ASKS:
            request.META.pop(name, None)
        response = self.get_response(request)
        varies = [name.strip() for name in response.headers.get("Vary", "").split(",")]
        kept = [name for name in varies if name and name.lower() != "cookie"]
        response.headers["Vary"] = ", ".join(kept) or "Accept-Encoding"
        return response


def embeddable(view: View) -> View:
    """A view whose answer other sites may put into a frame; it loads nothing but what is ours."""
    tagged = xframe_options_exempt(require_safe(conditional_page(view)))

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response: Any = csp(_policy())(tagged)(request, *args, **kwargs)
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        patch_cache_control(response, public=True, max_age=SECONDS)
        return cast(HttpResponse, response)

    return answer


def _policy() -> dict[str, list[str]]:
    return {
        "default-src": [NONE],
        "style-src": [SELF],
        "img-src": [SELF],
        "base-uri": [NONE],
        "form-action": [NONE],
        "frame-ancestors": settings.EMBED_SITES or [NONE],
    }

"""Errors of the API; apart from `portal.api`, which the framework reads while still loading."""

from typing import Any

from django.http import Http404, JsonResponse
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler

MEDIA_TYPE = "application/problem+json"
NOTHING_HERE = "There is nothing here that you may see."


def answer(status: int, title: str, detail: str) -> JsonResponse:
    """A problem that stands outside the framework's own handling."""
    body = {"type": "about:blank", "status": status, "title": title, "detail": detail}
    return JsonResponse(body, status=status, content_type=MEDIA_TYPE)


def problem(exc: Exception, context: dict[str, Any]) -> Response | None:
    """Every error as RFC 9457 problem+json; a hidden row and an absent one read alike."""
    response = exception_handler(exc, context)
    if response is None:
        return None
    body: dict[str, Any] = {"type": "about:blank", "status": response.status_code}
    if isinstance(exc, Http404):
        body |= {"title": "Not found", "detail": NOTHING_HERE}
    elif isinstance(exc, exceptions.ValidationError):
        body |= {"title": "Invalid request", "errors": response.data}
    else:
        detail = getattr(exc, "detail", "")
        body |= {"title": str(getattr(exc, "default_detail", "Refused")), "detail": str(detail)}
    response.data = body
    response.content_type = MEDIA_TYPE
    return response

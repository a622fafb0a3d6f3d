"""What every endpoint shares: who is asking, pages by key, problem+json, strict filters."""

from typing import Any

from django.http import Http404
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework import exceptions
from rest_framework.authentication import SessionAuthentication as DRFSessionAuthentication
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import exception_handler


class SessionAuthentication(DRFSessionAuthentication):
    """Signed-in browsers; a refusal says how to sign in instead of a bare 403."""

    def authenticate_header(self, request: Request) -> str:
        return "Session"


class StrictFilterBackend(DjangoFilterBackend):
    """Refuse a filter that nobody defined: a misspelt one must not answer with everything."""

    ALWAYS = frozenset({"cursor", "page_size", "format"})

    def filter_queryset(self, request: Request, queryset: Any, view: Any) -> Any:
        filterset_class = self.get_filterset_class(view, queryset)
        known = set(filterset_class.base_filters) if filterset_class else set()
        unknown = sorted(set(request.query_params) - known - self.ALWAYS)
        if unknown:
            raise exceptions.ValidationError(
                {name: f"Unknown filter. Known: {', '.join(sorted(known))}." for name in unknown}
            )
        return super().filter_queryset(request, queryset, view)


class KeyPagination(CursorPagination):
    """Pages by key: page 1 000 costs what page 1 costs, and no total is counted."""

    page_size = 50
    max_page_size = 500
    page_size_query_param = "page_size"
    ordering = "pk"

    def get_ordering(self, request: Request, queryset: Any, view: Any) -> tuple[str, ...]:
        """The view's own order, which must end in a unique field."""
        return tuple(getattr(view, "ordering", ("pk",)))


def problem(exc: Exception, context: dict[str, Any]) -> Response | None:
    """Every error as RFC 9457 problem+json; a hidden row and an absent one read alike."""
    response = exception_handler(exc, context)
    if response is None:
        return None
    body: dict[str, Any] = {"type": "about:blank", "status": response.status_code}
    if isinstance(exc, Http404):
        body |= {"title": "Not found", "detail": "There is nothing here that you may see."}
    elif isinstance(exc, exceptions.ValidationError):
        body |= {"title": "Invalid request", "errors": response.data}
    else:
        detail = getattr(exc, "detail", "")
        body |= {"title": str(getattr(exc, "default_detail", "Refused")), "detail": str(detail)}
    response.data = body
    response.content_type = "application/problem+json"
    return response

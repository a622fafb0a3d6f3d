"""What every endpoint shares: who asks, pages by key, strict filters."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework import exceptions
from rest_framework.authentication import BaseAuthentication
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request

from portal.access import Machine
from portal.parsers import can_be_kept

Form = TypeVar("Form", bound=BaseForm)
CHALLENGE = 'Bearer realm="api"'


class TokenAuthentication(BaseAuthentication):
    """The machine whose bearer token the middleware has recognised."""

    def authenticate(self, request: Request) -> tuple[Machine, None] | None:
        reader: Any = request._request.user  # noqa: SLF001  as it is before this very question
        return (reader, None) if isinstance(reader, Machine) else None

    def authenticate_header(self, request: Request) -> str:
        return CHALLENGE


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
    """Pages by key: page 1 000 costs what page 1 costs, and no total is counted.

    A cursor holds the first field of the order for everybody to read. So that is never a primary
    key, which would count the rows that came before it, hidden ones too.
    """

    page_size = 50
    max_page_size = 500
    page_size_query_param = "page_size"
    ordering = "public_id"

    def get_ordering(self, request: Request, queryset: Any, view: Any) -> tuple[str, ...]:
        """The view's own order, which must end in a unique field."""
        self._columns: Any = queryset.model._meta
        return tuple(getattr(view, "ordering", (self.ordering,)))

    def decode_cursor(self, request: Request) -> Any:
        """A place that no page of ours has given is no place: the column by which rows are sorted
        holds nothing of the kind."""
        cursor = super().decode_cursor(request)
        place = cursor.position if cursor else None
        if place is not None and not self._is_value(place):
            raise exceptions.NotFound(self.invalid_cursor_message)
        return cursor

    def _is_value(self, place: Any) -> bool:
        name = self.ordering[0].removeprefix("-")
        column = self._columns.pk if name == "pk" else self._columns.get_field(name)
        try:
            column.to_python(place)
        except ValidationError:
            return False
        return can_be_kept(place)


def asked(form_class: Callable[..., Form], request: Request) -> Form:
    """The form of a page, with what a program asks: refuses what makes no sense, and names that
    nobody defined."""
    form = form_class(request.query_params, reader=request.user)
    unknown = sorted(set(request.query_params) - set(form.fields) - {"format"})
    if unknown:
        known = ", ".join(sorted(form.fields))
        raise exceptions.ValidationError(dict.fromkeys(unknown, f"Unknown filter. Known: {known}."))
    if not form.is_valid():
        errors: Any = form.errors
        raise exceptions.ValidationError(errors)
    return form

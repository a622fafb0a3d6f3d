"""How the API reads JSON: within limits, and only what the database can keep."""

from collections.abc import Iterator
from io import BytesIO
from typing import IO, Any

from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework import parsers, status
from rest_framework.exceptions import APIException, ParseError

MAX_DEPTH = 20


class TooLarge(APIException):
    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_detail = "Request too large"
    default_code = "too_large"


class JSONParser(parsers.JSONParser):
    def parse(self, stream: IO[Any], *args: Any, **kwargs: Any) -> Any:
        body = stream.read(settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
        if len(body) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            raise TooLarge(_("Send at most %d bytes.") % settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
        try:
            found = super().parse(BytesIO(body), *args, **kwargs)
        except RecursionError:
            raise ParseError(_("It is nested too deeply.")) from None
        for text, depth in _parts(found):
            if depth > MAX_DEPTH:
                raise ParseError(_("It is nested too deeply."))
            if not can_be_kept(text):
                raise ParseError(_("A text holds a character that cannot be kept, such as NUL."))
        return found


def _parts(found: Any) -> Iterator[tuple[Any, int]]:
    """Every name and value with its depth, the outermost first."""
    waiting = [(found, 0)]
    while waiting:
        value, depth = waiting.pop()
        yield value, depth
        if isinstance(value, dict):
            waiting += [(part, depth + 1) for pair in value.items() for part in pair]
        elif isinstance(value, list):
            waiting += [(part, depth + 1) for part in value]


def can_be_kept(value: Any) -> bool:
    """PostgreSQL keeps neither NUL nor half of a surrogate pair, both of which JSON can write."""
    if not isinstance(value, str):
        return True
    return "\0" not in value and not any("\ud800" <= letter <= "\udfff" for letter in value)

"""In which language the portal answers, and writes its letters."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation


def speak(request: HttpRequest, language: str) -> None:
    """Answer this request in this language from here on."""
    translation.activate(language)
    request.LANGUAGE_CODE = translation.get_language()


def language_of(person: Any, *, otherwise: str = "") -> AbstractContextManager[None]:
    """Inside it, whatever is written is in this person's language: for letters."""
    chosen = getattr(person, "language", "") or otherwise
    return translation.override(chosen or settings.LANGUAGE_CODE)


def shipped(text: str) -> str:
    """A name or a text of the reference data in the reader's language, if the catalogue has it."""
    return translation.gettext(text) if text else text


def spoken() -> str:
    """The reader's language, whatever its variant."""
    return (translation.get_language() or "en").partition("-")[0]


def is_english() -> bool:
    return spoken() == "en"


def by_language(names: Mapping[str, str], otherwise: str) -> str:
    """Of names by language code, the reader's; the English one is `otherwise`."""
    return otherwise if is_english() else names.get(spoken()) or otherwise


def comma() -> str:
    """What stands between parts of a line, with the space after it."""
    return "، " if spoken() == "ar" else ", "


def semicolon() -> str:
    """As a colon, in French with a space before it."""
    return {"ar": "؛ ", "fr": "\N{NO-BREAK SPACE}; "}.get(spoken(), "; ")


def colon() -> str:
    """French sets a space before it, at which no line breaks."""
    return "\N{NO-BREAK SPACE}: " if spoken() == "fr" else ": "

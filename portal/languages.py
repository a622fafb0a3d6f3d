"""In which language the portal answers, and writes its letters."""

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

"""Names of languages, countries and months as the CLDR has them in a language."""

from collections.abc import Mapping
from functools import cache

from babel import Locale
from babel.core import get_global

WRITTEN = (("format", "wide"), ("stand-alone", "wide"), ("format", "abbreviated"))


@cache
def languages(language: str) -> Mapping[str, str]:
    """By code, those that people write in full: variants left out."""
    named = Locale(language).languages.items()
    return {str(code): str(name) for code, name in named if str(code).isalpha() and len(name) > 2}


@cache
def countries(language: str) -> Mapping[str, str]:
    """By the code of three letters. They are shorter than the official ones: Bolivia."""
    known = Locale(language).territories
    aliases = get_global("territory_aliases").items()
    return {
        str(code): str(known[others[0]])
        for code, others in aliases
        if len(code) == 3 and str(code).isalpha() and len(others) == 1 and others[0] in known
    }


@cache
def months(language: str, territories: tuple[str, ...]) -> Mapping[str, int]:
    """The number of each month by its names and abbreviations, wherever the language is spoken."""
    found: dict[str, int] = {}
    for territory in (None, *territories):
        written = Locale(language, territory).months
        for use, width in WRITTEN:
            for number, name in written[use][width].items():
                found.setdefault(str(name), int(number))
    return found

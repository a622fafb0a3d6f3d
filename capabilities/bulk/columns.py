"""The columns of a table that people fill in: their headings, and what may stand in them.

Headings and words are taken in every language that the portal speaks, or as codes, whoever reads.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from capabilities import wording
from capabilities.imports.tables.reading import UNKEPT
from capabilities.imports.tables.table import column_letters
from capabilities.phrases.writing import alike, plain
from portal.models import User

Choices = Callable[[User], Sequence[tuple[Any, Any]]]
# Headings of ours that are for people alone: what is under them is not read.
REMARKS = gettext_lazy("To be mended")
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(T00:00:00)?")
_BETWEEN = re.compile(r"\s+[–-]\s+")  # code and words, as the lists of the template show them


class CellRefused(Exception):
    """A cell that cannot be meant as it stands; the text says what to do."""


@dataclass(frozen=True)
class Column:
    """One column. `choices` gives code and words of what may stand in it, for one user."""

    name: str
    title: Any
    help: Any = ""
    needed: bool = True
    several: bool = False
    is_day: bool = False
    is_names: bool = False  # several, in whatever words
    choices: Choices | None = None
    shows_code: bool = True

    def listed(self, user: User) -> list[str]:
        """What may stand in it, as the lists of the template show it."""
        return [self.shown(code, words) for code, words in self._choices(user)]

    def shown(self, code: Any, words: Any) -> str:
        has_code = str(words).startswith(str(code)) or not self.shows_code
        return str(words) if has_code else f"{code} – {words}"

    def _choices(self, user: User) -> Sequence[tuple[Any, Any]]:
        return self.choices(user) if self.choices else []

    def vocabulary(self, user: User) -> dict[str, str]:
        """Every way of writing each choice, folded, with its code."""
        found: dict[str, str] = {}
        for language, _name in settings.LANGUAGES:
            with override(language):
                for code, words in self._choices(user):
                    for said in (code, words, self.shown(code, words)):
                        found.setdefault(alike(str(said)), str(code))
        return found


def in_every_language(text: Any) -> set[str]:
    """The translations of a lazy text, folded."""
    said = set()
    for language, _name in settings.LANGUAGES:
        with override(language):
            said.add(alike(str(text)))
    return said


def headings(columns: Sequence[Column]) -> dict[str, str]:
    """Every heading that is known, folded, with the name of its column."""
    known = {alike(column.name): column.name for column in columns}
    for column in columns:
        known |= dict.fromkeys(in_every_language(column.title), column.name)
    return known


def placed(
    found: Sequence[str], columns: Sequence[Column], used: Collection[int]
) -> tuple[dict[str, int], list[str]]:
    """Where each column stands, from 0, and what is wrong with the headings.

    `used`: columns with something under their heading.
    """
    known, remarks = headings(columns), in_every_language(REMARKS)
    places: dict[str, int] = {}
    problems: list[str] = []
    for place, heading in enumerate(found):
        name = known.get(alike(heading))
        if name in places:
            problems.append(_twice(heading, places[name], place))
        elif name:
            places[name] = place
        elif alike(heading) not in remarks and (heading or place in used):
            problems.append(_unknown(heading, place))
    problems += [
        _absent(column) for column in columns if column.needed and column.name not in places
    ]
    return places, problems


def _twice(heading: str, first: int, place: int) -> str:
    text = _("“%(heading)s” stands above two columns, %(a)s and %(b)s. Remove one of them.")
    return text % {"heading": heading, "a": column_letters(first), "b": column_letters(place)}


def _unknown(heading: str, place: int) -> str:
    if not heading:
        text = _("Column %(place)s has cells but no heading. Give it one, or empty it.")
        return text % {"place": column_letters(place)}
    text = _("“%(heading)s” (column %(place)s) is none of our headings. Remove or rename it.")
    return text % {"heading": heading[:80], "place": column_letters(place)}


def _absent(column: Column) -> str:
    return _("The column “%(heading)s” is missing. Copy its heading from the template.") % {
        "heading": column.title
    }


def meant(column: Column, cell: str, vocabulary: Mapping[str, str]) -> Any:
    """What a cell that is not empty stands for; raises CellRefused."""
    if UNKEPT in cell:
        raise CellRefused(_("It holds a character that cannot be kept. Type it anew."))
    if column.is_day:
        return _day(cell)
    if column.is_names:
        return "\n".join(filter(None, (part.strip() for part in re.split(r"[;\n]", cell))))
    if column.several:
        return _several(column, cell, vocabulary)
    if column.choices:
        return _one(column, cell, vocabulary)
    return cell


def _day(cell: str) -> str:
    if found := _DAY.fullmatch(plain(cell).upper()):
        return found[1]
    raise CellRefused(_("Write the day as 2026-03-27, or give the cell the format of a date."))


def _several(column: Column, cell: str, vocabulary: Mapping[str, str]) -> list[str]:
    codes: list[str] = []
    for piece in re.split(r"[;؛\n]", cell):
        whole = _code(piece, vocabulary)
        parts = [piece] if whole else re.split("[,،]", piece)  # some words hold a comma
        codes += [_one(column, part, vocabulary) for part in parts if part.strip()]
    return list(dict.fromkeys(codes))


def _one(column: Column, said: str, vocabulary: Mapping[str, str]) -> str:
    code = _code(said, vocabulary)
    if code is None:
        raise CellRefused(_refusal(column, said.strip(), vocabulary))
    return code


def _code(said: str, vocabulary: Mapping[str, str]) -> str | None:
    whole = vocabulary.get(alike(said))
    return whole or vocabulary.get(alike(_BETWEEN.split(said.strip(), maxsplit=1)[0]))


def _refusal(column: Column, said: str, vocabulary: Mapping[str, str]) -> str:
    """What may stand there: the codes where they are few, else where they are listed."""
    codes = list(dict.fromkeys(vocabulary.values()))
    if column.shows_code and len(codes) <= 20:
        text = _("“%(said)s” is none of the choices. Write %(codes)s.")
        return text % {"said": said[:80], "codes": wording.listing(codes, joined_by="or")}
    text = _("“%(said)s” is none of the choices. The template lists them on its sheet of codes.")
    return text % {"said": said[:80]}

"""What a map says, whatever form it takes: its title, its classes, and each country's figure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from portal.access import TLP


@dataclass(frozen=True)
class Key:
    """One class: the number that stands for it, its colour, and its bounds in words.

    Number 0 is none at all. What is not known has no number; its colour is hatching.
    """

    number: int | None
    css: str
    fill: str
    text: str
    sign: str = ""  # where its publisher has a number of its own for it

    @property
    def mark(self) -> str:
        return "" if self.number is None else self.sign or str(self.number)


@dataclass(frozen=True)
class Figure:
    """What one measure says of one country."""

    value: float
    text: str
    number: int  # of its class
    detail: str = ""
    url: str = ""
    code: str = ""  # where it is a word of a list rather than a number


@dataclass(frozen=True)
class Found:
    """What a measure has read: figures by ISO code, their classes, and what they rest on."""

    figures: Mapping[str, Figure]
    keys: Sequence[Key]
    unknown: Key
    source: str
    as_of: str
    notes: Sequence[str] = ()
    tlp: int = TLP.CLEAR
    licence: str = ""


@dataclass(frozen=True)
class Place:
    """A country in its class, as map, table and files show it."""

    iso3: str
    name: str
    region: str
    key: Key
    figure: Figure | None
    url: str
    unknown: str

    @property
    def text(self) -> str:
        return self.figure.text if self.figure else self.unknown

    @property
    def detail(self) -> str:
        return self.figure.detail if self.figure else ""

    @property
    def css(self) -> str:
        return self.key.css

    @property
    def mark(self) -> str:
        return self.key.mark


@dataclass(frozen=True)
class Sheet:
    """A whole map."""

    title: str
    column: str  # what the figures are, as the head of a column
    subject: str  # what it was narrowed to, in words
    found: Found
    places: list[Place]
    box: tuple[float, float, float, float]
    facts: dict[str, str] = field(default_factory=dict)

    @property
    def label(self) -> TLP:
        return TLP(self.found.tlp)

    @cached_property
    def keys(self) -> list[Key]:
        """The classes of the measure, the first first; what nobody knows last, where it occurs."""
        if all(place.figure for place in self.places):
            return list(self.found.keys)
        return [*self.found.keys, self.found.unknown]

    @cached_property
    def legend(self) -> list[dict[str, Any]]:
        """Each class with its bounds and how many countries are in it."""
        counted = {key.number: 0 for key in self.keys}
        for place in self.places:
            counted[place.key.number] += 1
        return [
            {
                "key": key,
                "countries": counted[key.number],
                "css": key.css,
                "mark": key.mark,
                "text": _("%(class)s (%(n)d)") % {"class": key.text, "n": counted[key.number]},
            }
            for key in self.keys
        ]

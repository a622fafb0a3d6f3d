"""What one language brings along for the reading of questions."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from capabilities.phrases import cldr

Phrases = Mapping[str, tuple[str, ...]]


def _nobody(_name: str) -> tuple[str, ...]:
    return ()


@dataclass(frozen=True, eq=False)
class Book:
    """The phrases of a language, by what they mean.

    Each list begins with the words in which a chip is said again: reading those gives the same
    chip. Names of countries, languages and months that the CLDR has are not repeated here.
    """

    code: str
    closed: Mapping[str, Phrases]  # values of closed lists, by the filter
    areas: Phrases  # beside the names of areas; those that a directory lacks are passed over
    countries: Phrases  # beside their names
    demonyms: Phrases  # of a country, said of its people
    languages: Phrases  # beside their names
    in_language: str  # how a language is asked for, such as "in {name}"
    by: str  # what a month stands after, as a chip says it
    before: frozenset[str]  # all that it can stand after
    leading: frozenset[str]  # what may stand between, and between month and year
    filling: frozenset[str]  # what holds a question together and asks for nothing by itself
    endings: tuple[tuple[str, str], ...]  # of words, with what stands there in the singular
    people: Callable[[str], tuple[str, ...]] = _nobody  # demonyms that follow from a name
    territories: tuple[str, ...] = ()  # that have months of their own
    headings: Phrases = field(default_factory=dict)  # of frameworks, around the `{code}` of one

    def names_of_languages(self) -> Mapping[str, str]:
        return cldr.languages(self.code)

    def names_of_countries(self) -> Mapping[str, str]:
        return cldr.countries(self.code)

    def names_of_months(self) -> Mapping[str, int]:
        return cldr.months(self.code, self.territories)

"""What resources are filtered and counted by; each value is a token that triggers write of a row.

A token is a letter, a colon and a code: `k:training`. Pure: no database, no clock. What a resource
is open to is written as it was said: `r:*` to all, `r:KEN` to a country, `g:COMMONWEALTH` to a
group, `x:KEN` not to this one. Counted, and asked for, is what follows from that: `R:KEN`.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import chain
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from capabilities.lookup import Names
from capabilities.models import Kind, Mode, Provider, Resource
from portal.models import Verification

OPEN, NEUTRAL, NOT_STATED = "r:*", "neutral", "not_stated"
FIRST_YEAR, YEARS_AHEAD = 1990, 30
MONTHS_AHEAD = 12  # a day of evidence beyond them is a slip of the pen, and so no evidence

SECTORS = {
    "public": _("Public"),
    "private": _("Private"),
    "civil_society": _("Civil society"),
    "academia": _("Academia"),
    "publisher": _("Publisher"),
}
TYPES_OF_SECTOR = {
    "public": (Provider.Type.IGO, Provider.Type.GOVERNMENT),
    "private": (Provider.Type.COMPANY, Provider.Type.SOFTWARE),
    "civil_society": (Provider.Type.NGO, Provider.Type.NETWORK),
    "academia": (Provider.Type.UNIVERSITY,),
    "publisher": (Provider.Type.TOOLKIT,),
}
# How many months ago there was last evidence, at most.
AGES = {"6": 6, "12": 12, "24": 24}
FRESHNESS = {
    "6": _("Within 6 months"),
    "12": _("6 to 12 months ago"),
    "24": _("1 to 2 years ago"),
    "older": _("Longer ago"),
    "never": _("Never confirmed"),
}


def month_number(month: str) -> int:
    """`2027-06` as months since the year 0."""
    return int(month[:4]) * 12 + int(month[5:7]) - 1


def _months(first: int, last: int) -> list[str]:
    return [f"{number // 12:04d}-{number % 12 + 1:02d}" for number in range(first, last + 1)]


def _age_of(month: str, today: date) -> str:
    """The value of freshness that a month of evidence falls under."""
    if month == "never":
        return month
    months = today.year * 12 + today.month - 1 - month_number(month)
    if months < -MONTHS_AHEAD:
        return "never"
    return next((value for value, most in AGES.items() if months <= most), "older")


@lru_cache(maxsize=64)  # of a day there are only so many combinations
def _evidence_months(ages: frozenset[str], today: date) -> tuple[str, ...]:
    """All months that fall under one of some values of freshness, in their order."""
    now = today.year * 12 + today.month - 1
    every = [*_months(FIRST_YEAR * 12, now + YEARS_AHEAD * 12), "never"]
    return tuple(month for month in every if _age_of(month, today) in ages)


@dataclass(frozen=True)
class Facet:
    """One thing to filter and count by: its name in addresses, and the letter of its tokens."""

    name: str
    letter: str
    label: Any

    @property
    def is_by_month(self) -> bool:
        return self.name == "fresh"

    def tokens(self, values: Iterable[str], today: date) -> list[str]:
        """The tokens one of which a row has to have, to be found by one of the values."""
        return _TOKENS.get(self.name, _plain)(self.letter, list(values), today)

    def figures(
        self, counted: Mapping[str, int], today: date, chosen: Iterable[str] = ()
    ) -> dict[str, int]:
        """How many rows each value finds, from the counts of tokens; those chosen in any case."""
        own = {value: 0 for value in chosen if self.name == "language"}
        own |= {token[2:]: n for token, n in counted.items() if token[0] == self.letter and n}
        return _FIGURES.get(self.name, _as_they_are)(own, today)


def _plain(letter: str, values: list[str], today: date) -> list[str]:
    return [f"{letter}:{value}" for value in values]


def _languages(letter: str, values: list[str], today: date) -> list[str]:
    """What needs no language serves in each."""
    any_named = set(values) - {NEUTRAL, NOT_STATED}
    return _plain(letter, sorted({*values, NEUTRAL} if any_named else set(values)), today)


def _types(letter: str, values: list[str], today: date) -> list[str]:
    return [f"{letter}:{kind}" for value in values for kind in TYPES_OF_SECTOR.get(value, ())]


def _evidence(letter: str, values: list[str], today: date) -> list[str]:
    return [f"{letter}:{month}" for month in _evidence_months(frozenset(values), today)]


def _as_they_are(own: dict[str, int], today: date) -> dict[str, int]:
    return own


def _in_languages(own: dict[str, int], today: date) -> dict[str, int]:
    apart = {NEUTRAL, NOT_STATED}
    return {value: n + (0 if value in apart else own.get(NEUTRAL, 0)) for value, n in own.items()}


def _by_sector(own: dict[str, int], today: date) -> dict[str, int]:
    sums = {s: sum(own.get(kind, 0) for kind in kinds) for s, kinds in TYPES_OF_SECTOR.items()}
    return {sector: n for sector, n in sums.items() if n}


def _by_age(own: dict[str, int], today: date) -> dict[str, int]:
    sums: Counter[str] = Counter()
    for month, n in own.items():
        sums[_age_of(month, today)] += n
    return {value: sums[value] for value in FRESHNESS if sums[value]}


_TOKENS: dict[str, Callable[[str, list[str], date], list[str]]] = {
    "language": _languages,
    "sector": _types,
    "fresh": _evidence,
}
_FIGURES: dict[str, Callable[[dict[str, int], date], dict[str, int]]] = {
    "language": _in_languages,
    "sector": _by_sector,
    "fresh": _by_age,
}
COUNTRY = Facet("country", "R", _("Country served"))
FACETS = (
    COUNTRY,
    Facet("area", "a", _("Capability area")),
    Facet("kind", "k", _("Kind of help")),
    Facet("mode", "m", _("Way of delivery")),
    Facet("language", "l", _("Language")),
    Facet("provider_type", "p", _("Type of provider")),
    Facet("sector", "p", _("Sector of the provider")),
    Facet("cost", "c", _("Cost")),
    Facet("fresh", "h", _("Last confirmed")),
    Facet("verification", "v", _("Verification")),
    Facet("framework", "w", _("Heading of a framework")),
)
BY_NAME = {facet.name: facet for facet in FACETS}
# Closed lists, in the order in which they are shown.
CHOICES: dict[str, dict[str, Any]] = {
    "kind": dict(Kind.choices),
    "mode": {**dict(Mode.choices), NOT_STATED: _("Not stated")},
    "provider_type": dict(Provider.Type.choices),
    "sector": SECTORS,
    "cost": dict(Resource.Cost.choices),
    "fresh": FRESHNESS,
    "verification": dict(Verification.choices),
}


@dataclass(frozen=True)
class Criteria:
    """What somebody asks for: words, values by the name of their facet, and by when."""

    q: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    by: str = ""  # a month, such as 2027-06

    @property
    def facets(self) -> list[Facet]:
        return [facet for facet in FACETS if self.chosen.get(facet.name)]

    @property
    def is_narrowed(self) -> bool:
        return bool(self.by or self.facets)


def too_late(by: str, today: date) -> list[str]:
    """The tokens of what starts after a month, or is over before this one."""
    if not by:
        return []
    now, last = today.year * 12 + today.month - 1, month_number(by)
    starts = _months(last + 1, max(last, now) + YEARS_AHEAD * 12)
    return [f"b:{month}" for month in starts] + [
        f"e:{month}" for month in _months(FIRST_YEAR * 12, now - 1)
    ]


def reaches(tokens: frozenset[str], country: str, names: Names) -> bool:
    """Whether a row says that it is open to a country."""
    return f"x:{country}" not in tokens and bool(
        OPEN in tokens
        or f"r:{country}" in tokens
        or any(f"g:{group}" in tokens for group in names.groups_of.get(country, ()))
    )


def reach(tokens: frozenset[str]) -> frozenset[str]:
    """Those tokens that say whom a row is open to."""
    return frozenset([token for token in tokens if token[0] in "rgx"])


class Sieve:
    """Criteria, ready to be held against rows one by one."""

    def __init__(self, criteria: Criteria, names: Names, today: date) -> None:
        self.names = names
        self.countries = criteria.chosen.get(COUNTRY.name, ())
        self.late = frozenset(too_late(criteria.by, today))
        self.wanted = {
            facet.name: frozenset(facet.tokens(criteria.chosen[facet.name], today))
            for facet in criteria.facets
            if facet is not COUNTRY
        }

    def failing(self, tokens: frozenset[str]) -> list[str] | None:
        """The facets by which a row is left out; None where it comes too late."""
        if self.late and not self.late.isdisjoint(tokens):
            return None
        failed = [name for name, wanted in self.wanted.items() if wanted.isdisjoint(tokens)]
        if self.countries and not any(reaches(tokens, c, self.names) for c in self.countries):
            failed.append(COUNTRY.name)
        return failed


class Tally:
    """Counts of tokens, of rows given one by one and of counts made elsewhere.

    Rows that are given to the tally `beside` it count in both.
    """

    def __init__(self, names: Names, beside: "Tally | None" = None) -> None:
        self._names, self._beside = names, beside
        self._counted: Counter[str] = Counter()
        self._rows: list[frozenset[str]] = []
        self._reaches: Counter[frozenset[str]] = Counter()

    def add(self, tokens: frozenset[str], to: frozenset[str]) -> None:
        """`to`: its `reach`, which many rows have in common."""
        self._rows.append(tokens)
        self._reaches[to] += 1

    def add_counts(self, token: str, number: int) -> None:
        self._counted[token] += number

    @cached_property
    def totals(self) -> Counter[str]:
        """Once all is counted: every facet asks for it."""
        beside = self._beside.of_rows if self._beside else Counter[str]()
        return self._counted + self.of_rows + beside

    @cached_property
    def of_rows(self) -> Counter[str]:
        total = Counter(chain.from_iterable(self._rows))
        for to, number in self._reaches.items():
            for country in self._countries(to):
                total[f"R:{country}"] += number
        return total

    def _countries(self, to: frozenset[str]) -> set[str]:
        if OPEN in to:
            places = set(self._names.countries)
        else:
            places = {token[2:] for token in to if token[0] == "r"}
            places.update(*(self._names.members.get(t[2:], ()) for t in to if t[0] == "g"))
        return places - {token[2:] for token in to if token[0] == "x"}

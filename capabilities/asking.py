"""A plain question as filters: “who can help Malawi with mobile forensics in English by June”.

Pure and deterministic: words, the directory's public names and a day in, filters out. The grammar:
a question is a row of words, accents and case folded. From the left, the longest phrase that names
a month, a country, an area, a heading of a framework, a language or a value of a closed list is
taken and becomes a filter; a month counts after *by*, *before* or *until*. What only holds the
question together is passed over, and whatever is left is searched for as words.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from capabilities import phrases
from capabilities.facets import BY_NAME, Criteria, month_number
from capabilities.lookup import Names

LONGEST = 300  # characters of a question that are read
MOST_WORDS = 8  # of a phrase
APART = ";"  # no phrase goes beyond it
BY = frozenset({"by", "before", "until", "till"})
_WORD = re.compile(r"[^\W_]+")
_ENDINGS = (("ies", "y"), ("ics", "ic"), ("es", ""), ("s", ""))

Meaning = tuple[str, str]  # the name of a filter and a value of it


def folded(text: str) -> str:
    """Lower case without accents."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def words(text: str) -> list[str]:
    return _WORD.findall(folded(text))


def stem(word: str) -> str:
    """A word without a plural ending."""
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: len(word) - len(ending)] + instead
    return word


@dataclass
class Lexicon:
    """What each phrase means; of an area, also which words its name has."""

    phrases: dict[tuple[str, ...], Meaning] = field(default_factory=dict)
    spoken: dict[Meaning, str] = field(default_factory=dict)
    words_of_areas: dict[str, frozenset[str]] = field(default_factory=dict)

    def learn(self, meaning: Meaning, said: Iterable[str]) -> None:
        """The first of some phrases that is not taken yet is the one to say it by."""
        for text in said:
            phrase = tuple(words(text))
            if not phrase or len(phrase) > MOST_WORDS or set(phrase) <= phrases.FILLING:
                continue
            if self.phrases.setdefault(phrase, meaning) == meaning:
                self.spoken.setdefault(meaning, text)


def lexicon(names: Names, languages: Mapping[str, str]) -> Lexicon:
    """What is said by whom first is whose: closed lists before languages, those before names."""
    known = Lexicon()
    for facet, values in phrases.CLOSED.items():
        for value, said in values.items():
            known.learn((facet, value), said)
    for code, said in phrases.SPECIAL_LANGUAGES.items():
        known.learn(("language", code), said)
    for code, name in languages.items():
        known.learn(("language", code), [f"in {name}", name])
    _learn_places(known, names)
    _learn_areas(known, names)
    return known


def _learn_places(known: Lexicon, names: Names) -> None:
    for code, called in names.country_names.items():
        known.learn(("country", code), [*called, *phrases.COUNTRIES.get(code, ())])
    for code, called in names.country_names.items():
        people = [f"{called[0]}{_of_people(called[0])}"] if _of_people(called[0]) else []
        known.learn(("country", code), [*phrases.DEMONYMS.get(code, ()), *people])


def _of_people(name: str) -> str:
    return {"a": "n", "i": "an"}.get(name[-1:], "")


def _learn_areas(known: Lexicon, names: Names) -> None:
    for code, name in names.areas.items():
        english = names.english.get(code, name)
        known.learn(("area", code), [english, name, code, *phrases.AREAS.get(code, ())])
        content = {stem(word) for word in words(english)} - phrases.FILLING
        known.words_of_areas[code] = frozenset(content)
    for code, title in names.headings.items():
        framework, _bar, number = code.partition("|")
        known.learn(("framework", code), [f"{framework} {number}", f"{framework} {title}"])


# ------------------------------------------------------------------ reading


def read(question: str, known: Lexicon, *, today: date) -> Criteria:
    """The filters that a question names, and the words that are left. Never raises.

    What is left is read again until it says nothing more: so the words of a chip never hide one.
    """
    chosen: dict[str, set[str]] = {}
    by, left = "", question[:LONGEST]
    while True:
        rest: list[str] = []
        for meaning in _all_meanings(left, known, today):
            if isinstance(meaning, str):
                rest.append(meaning)
            elif meaning[0] == "by":
                by = meaning[1]
            else:
                chosen.setdefault(meaning[0], set()).add(meaning[1])
        if " ".join(rest) == left:
            break
        left = " ".join(rest)
    ordered = {name: tuple(sorted(chosen[name])) for name in BY_NAME if name in chosen}
    return Criteria(left, ordered, by)


def _all_meanings(question: str, known: Lexicon, today: date) -> Iterator[Meaning | str]:
    for part in question.split(APART):
        yield from _meanings(words(part), known, today)


def _meanings(said: list[str], known: Lexicon, today: date) -> Iterator[Meaning | str]:
    """From the left: filters, and words that are none."""
    at = 0
    while at < len(said):
        meaning, length = _month(said, at, today) or _longest(said, at, known) or ("", 1)
        if meaning:
            yield meaning
        elif said[at] not in phrases.FILLING:
            yield said[at]
        at += length


def _longest(said: list[str], at: int, known: Lexicon) -> tuple[Meaning, int] | None:
    for length in range(min(MOST_WORDS, len(said) - at), 0, -1):
        phrase = tuple(said[at : at + length])
        if meaning := known.phrases.get(phrase) or _area_of(phrase, known):
            return meaning, length
    return None


def _area_of(phrase: tuple[str, ...], known: Lexicon) -> Meaning | None:
    """The one area whose name has all of two or more words, and the fewest beside them."""
    wanted = {stem(word) for word in phrase}
    if len(wanted) < 2 or phrase[0] in phrases.FILLING or phrase[-1] in phrases.FILLING:
        return None
    wanted -= phrases.FILLING
    fitting = [(len(own), code) for code, own in known.words_of_areas.items() if wanted <= own]
    fewest = min(fitting, default=(0, ""))[0]
    best = [code for size, code in fitting if size == fewest]
    return ("area", best[0]) if len(best) == 1 and len(wanted) >= 2 else None


def _month(said: list[str], at: int, today: date) -> tuple[Meaning, int] | None:
    """*By June*, *before the end of June 2027*, *by 2027 06*, *by 2027*."""
    if said[at] not in BY:
        return None
    start = at + 1
    while start < len(said) and said[start] in ("the", "end", "of"):
        start += 1
    rest = said[start : start + 2]
    if found := _written_month(rest, today):
        month, length = found
        return ("by", month), start - at + length
    return None


def _written_month(rest: list[str], today: date) -> tuple[str, int] | None:
    first, second = (*rest, "", "")[:2]
    number = next((k for k, called in enumerate(phrases.MONTHS, 1) if first in called), 0)
    if number:
        year = _year(second)
        return f"{year or _next_year(number, today):04d}-{number:02d}", 2 if year else 1
    if year := _year(first):
        if second.isascii() and second.isdigit() and len(second) <= 2 and 1 <= int(second) <= 12:
            return f"{year:04d}-{int(second):02d}", 2
        return f"{year:04d}-12", 1
    return None


def _year(word: str) -> int:
    return int(word) if re.fullmatch(r"20[0-9]{2}", word) else 0


def _next_year(month: int, today: date) -> int:
    return today.year if month >= today.month else today.year + 1


# ------------------------------------------------------------------ saying


def said(criteria: Criteria, known: Lexicon) -> str:
    """The criteria as a question, which `read` reads as the same criteria."""
    parts = [criteria.q]
    for name, values in criteria.chosen.items():
        parts += [known.spoken[(name, value)] for value in values if (name, value) in known.spoken]
    if criteria.by:
        number = month_number(criteria.by)
        parts.append(f"by {number // 12:04d}-{number % 12 + 1:02d}")
    return f"{APART} ".join(filter(None, parts))

"""A plain question as filters: “who can help Malawi with mobile forensics in English by June”.

Pure and deterministic: words, the directory's public names and a day in, filters out. The grammar:
a question is a row of words, accents and case folded. From the left, the longest phrase that names
a month, a country, an area, a heading of a framework, a language or a value of a closed list is
taken and becomes a filter; a month counts after *by*, *before* or *until*. What only holds the
question together is passed over, and whatever is left is searched for as words.

What phrases there are, the books of `capabilities.phrases` say, one a language. A question is read
by several at once: a phrase of two meanings has that of the first book.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from capabilities.facets import BY_NAME, Criteria, month_number
from capabilities.lookup import Names
from capabilities.phrases.book import Book
from capabilities.phrases.writing import form, forms, words

LONGEST = 300  # characters of a question that are read
MOST_WORDS = 12  # of a phrase
APART = ";"  # no phrase goes beyond it
LONGEST_MONTH = 2  # words of the name of a month

Meaning = tuple[str, str]  # the name of a filter and a value of it
Phrase = tuple[str, ...]


@lru_cache(maxsize=2**15)  # what the books say is the same for every question
def phrase_of(text: str) -> Phrase:
    return tuple(form(word) for word in words(text))


@dataclass(frozen=True)
class AreaWords:
    """The words of an area's name in one language, without their endings."""

    code: str
    number: int
    stems: frozenset[str]


@dataclass
class Lexicon:
    """What each phrase means; of an area, also which words its name has."""

    books: Sequence[Book]
    phrases: dict[Phrase, Meaning] = field(default_factory=dict)
    spoken: dict[Meaning, str] = field(default_factory=dict)
    areas: dict[str, list[AreaWords]] = field(default_factory=dict)  # by the code of a book
    months: dict[Phrase, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.filling = frozenset[str]().union(*(book.filling for book in self.books))
        self.before = frozenset[str]().union(*(book.before for book in self.books))
        self.leading = frozenset[str]().union(*(book.leading for book in self.books))

    def learn(self, meaning: Meaning, said: Iterable[str]) -> None:
        """The first of some phrases that is not taken yet is the one to say it by."""
        for text in said:
            phrase = phrase_of(text)
            if not phrase or len(phrase) > MOST_WORDS or set(phrase) <= self.filling:
                continue
            if self.phrases.setdefault(phrase, meaning) == meaning:
                self.spoken.setdefault(meaning, text)

    def is_filling(self, word: str) -> bool:
        return any(way in self.filling for way in forms(word))


@lru_cache(maxsize=16)
def lexicon(names: Names, books: tuple[Book, ...]) -> Lexicon:
    """What is said by what first is whose: Tuvalu is a country before it is a language, and French
    a language before it is said of people."""
    known = Lexicon(books)
    for book in books:
        for facet, values in book.closed.items():
            for value, said in values.items():
                known.learn((facet, value), said)
        _learn_countries(known, book, names)
        _learn_languages(known, book)
        _learn_peoples(known, book, names)
        _learn_areas(known, book, names)
        for month, place in book.names_of_months().items():
            known.months.setdefault(phrase_of(month), place)
    for code, title in names.headings.items():
        framework, _bar, number = code.partition("|")
        ways = [way for book in books for way in book.headings.get(framework, ())]
        called = [f"{framework} {number}", *(way.format(code=number) for way in ways)]
        known.learn(("framework", code), [*called, f"{framework} {title}"])
    return known


def _learn_countries(known: Lexicon, book: Book, names: Names) -> None:
    short = book.names_of_countries()
    for code, called in names.country_names.items():
        named = [*called, short.get(code, ""), *book.countries.get(code, ())]
        known.learn(("country", code), named)


def _learn_languages(known: Lexicon, book: Book) -> None:
    for code, said in book.languages.items():
        known.learn(("language", code), said)
    for code, name in book.names_of_languages().items():
        if phrase_of(name) not in known.phrases:
            known.learn(("language", code), [book.in_language.format(name=name), name])


def _learn_peoples(known: Lexicon, book: Book, names: Names) -> None:
    short = book.names_of_countries()
    for code, called in names.country_names.items():
        people = book.people(short.get(code, called[0]))
        known.learn(("country", code), [*book.demonyms.get(code, ()), *people])


def _learn_areas(known: Lexicon, book: Book, names: Names) -> None:
    called = names.english if book.code == "en" else names.areas
    for code, name in called.items():
        known.learn(("area", code), [name, code, *book.areas.get(code, ())])
        known.areas.setdefault(book.code, []).append(_area_words(code, name, book))


def _area_words(code: str, name: str, book: Book) -> AreaWords:
    content = [word for word in words(name) if form(word) not in book.filling]
    stems = (stem(way, book.endings) for word in content for way in forms(word))
    number = len({stem(form(word), book.endings) for word in content})
    return AreaWords(code, number, frozenset(stems))


def stem(word: str, endings: Iterable[tuple[str, str]]) -> str:
    """A word without the ending of its plural."""
    for ending, instead in endings:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: len(word) - len(ending)] + instead
    return word


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
        meaning, length = _month(said, at, known, today) or _longest(said, at, known) or ("", 1)
        if meaning:
            yield meaning
        elif not known.is_filling(said[at]):
            yield said[at]
        at += length


def _longest(said: list[str], at: int, known: Lexicon) -> tuple[Meaning, int] | None:
    for length in range(min(MOST_WORDS, len(said) - at), 0, -1):
        first, *others = said[at : at + length]
        for way in forms(first):
            phrase = (way, *map(form, others))
            if meaning := known.phrases.get(phrase) or _area_of(phrase, known):
                return meaning, length
    return None


def _area_of(phrase: Phrase, known: Lexicon) -> Meaning | None:
    """The one area whose name has all of two or more words, and the fewest beside them."""
    if len(phrase) < 2 or phrase[0] in known.filling or phrase[-1] in known.filling:
        return None
    for book in known.books:
        wanted = {stem(word, book.endings) for word in phrase if word not in known.filling}
        fitting = [area for area in known.areas.get(book.code, ()) if wanted <= area.stems]
        fewest = min((area.number for area in fitting), default=0)
        best = [area.code for area in fitting if area.number == fewest]
        if len(wanted) >= 2 and len(best) == 1:
            return ("area", best[0])
    return None


def _month(said: list[str], at: int, known: Lexicon, today: date) -> tuple[Meaning, int] | None:
    """*By June*, *before the end of June 2027*, *by 2027 06*, *by 2027*."""
    if not any(way in known.before for way in forms(said[at])):
        return None
    start = _past_leading(said, at + 1, known)
    if found := _written_month(said, start, known, today):
        month, end = found
        return ("by", month), end - at
    return None


def _past_leading(said: list[str], at: int, known: Lexicon) -> int:
    while at < len(said) and form(said[at]) in known.leading:
        at += 1
    return at


def _written_month(said: list[str], at: int, known: Lexicon, today: date) -> tuple[str, int] | None:
    """The month that stands at a place, and where it ends."""
    for length in range(LONGEST_MONTH, 0, -1):
        if number := known.months.get(tuple(map(form, said[at : at + length])), 0):
            end = _past_leading(said, at + length, known)
            if year := _year(said, end):
                return f"{year:04d}-{number:02d}", end + 1
            return f"{_next_year(number, today):04d}-{number:02d}", at + length
    if year := _year(said, at):
        number = _number(said, at + 1)
        return f"{year:04d}-{number or 12:02d}", at + (2 if number else 1)
    return None


def _year(said: list[str], at: int) -> int:
    return int(said[at]) if at < len(said) and re.fullmatch(r"20[0-9]{2}", said[at]) else 0


def _number(said: list[str], at: int) -> int:
    """The number of a month, written in one or two digits."""
    is_one = at < len(said) and re.fullmatch(r"0?[1-9]|1[0-2]", said[at])
    return int(said[at]) if is_one else 0


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
        parts.append(f"{known.books[0].by} {number // 12:04d}-{number % 12 + 1:02d}")
    return f"{APART} ".join(filter(None, parts))

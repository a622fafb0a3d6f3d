"""How words are compared: case, accents, and what Arabic writes as one with a word, set aside."""

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+")
_ARABIC = re.compile("[\u0621-\u064a]")
_HAMZA = "\u0653\u0654\u0655"  # marks that make another letter, unlike those of vowels
_DIGITS = {ord(sign): str(unicodedata.digit(sign)) for sign in "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹"}
# Letters that are written now so, now so; and what stretches a word.
_LETTERS = str.maketrans("أإآؤئىة", "اااويي\u0647", "ـ")
ARTICLE = "ال"
CONJUNCTIONS = ("و", "ف")
PREPOSITIONS = ("ب", "ل", "ك")
SHORTEST = 3  # letters that are left of a word


def plain(text: str) -> str:
    """Lower case without accents, digits as 0 to 9."""
    lowered = unicodedata.normalize("NFKD", text).casefold()
    parts = unicodedata.normalize("NFKD", lowered)
    kept = (part for part in parts if part in _HAMZA or not unicodedata.combining(part))
    return unicodedata.normalize("NFC", "".join(kept)).translate(_DIGITS)


def folded(text: str) -> str:
    """As `plain`, and letters alike that Arabic writes now so, now so: for comparing."""
    return plain(text).translate(_LETTERS)


def alike(text: str) -> str:
    """As `folded`, with one kind of apostrophe and of space: for headings and cells of tables."""
    return " ".join(folded(text).replace("’", "'").split())


def words(text: str) -> list[str]:
    return _WORD.findall(plain(text))


def form(word: str) -> str:
    """A plain word as it is looked up: of Arabic, without the article."""
    if not _ARABIC.match(word):
        return word
    letters = word.translate(_LETTERS)
    has_article = letters.startswith(ARTICLE) and len(letters) - len(ARTICLE) >= SHORTEST
    return letters.removeprefix(ARTICLE) if has_article else letters


def forms(word: str) -> tuple[str, ...]:
    """A word as it is looked up, then without the particles that Arabic writes as one with it."""
    if not _ARABIC.match(word):
        return (word,)
    parts = [word, *(word[1:] for sign in CONJUNCTIONS if word.startswith(sign))]
    for part in tuple(parts):
        if part.startswith("لل"):  # the preposition swallows a letter of the article
            parts.append(part[2:])
        parts += [part[1:] for sign in PREPOSITIONS if part.startswith(sign)]
    long_enough = (part for part in parts[1:] if len(part) >= SHORTEST)
    return tuple(dict.fromkeys(form(part) for part in (word, *long_enough)))


def vocabulary(text: str) -> frozenset[str]:
    """The words of a text as they are looked up."""
    return frozenset(form(word) for word in words(text))

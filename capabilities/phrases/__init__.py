"""Words that people use for what the directory filters by, a book for each language."""

from capabilities.phrases import arabic, english, french, spanish
from capabilities.phrases.book import Book

BOOKS = {book.code: book for book in (english.BOOK, french.BOOK, spanish.BOOK, arabic.BOOK)}


def books(language: str) -> tuple[Book, ...]:
    """Those that a question is read by: of the reader's language, then English."""
    return tuple(dict.fromkeys([BOOKS.get(language, english.BOOK), english.BOOK]))

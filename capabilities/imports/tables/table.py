"""What a filled-in table is once it has been read, and how large one may be."""

from dataclasses import dataclass

from portal.packages import Limits as PackageLimits


class TableRefused(Exception):
    """A file that is not read as a table; the text says why, and what to do."""


@dataclass(frozen=True)
class Limits:
    """How large a table may be. Bytes are counted before anything reads them."""

    file_bytes: int = 5_000_000
    unpacked_bytes: int = 30_000_000
    parts: int = 300
    rows: int = 500  # with something in them, below the headings
    lowest_row: int = 5_000  # of the sheet, counted with the empty ones
    columns: int = 60
    cells: int = 100_000  # also those that hold nothing but their format

    @property
    def package(self) -> PackageLimits:
        return PackageLimits(parts=self.parts, unpacked=self.unpacked_bytes)


LIMITS = Limits()


@dataclass(frozen=True)
class Row:
    """One row with something in it; `number` is the one that the spreadsheet shows beside it."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """Headings and rows, every cell as text: days as 2026-03-27, numbers as 12 or 12.5.

    `formulas` holds row number and column, from 0, of cells that are worked out and not written.
    """

    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    formulas: frozenset[tuple[int, int]] = frozenset()


def column_letters(column: int) -> str:
    """The name of a column, counted from 0, as spreadsheets show it: A, B, …, Z, AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters

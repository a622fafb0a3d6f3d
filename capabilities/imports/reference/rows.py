"""Reading the rows of a file, and saying of each what is wrong with it and how to mend it.

A row never raises: it notes the problem and gives an empty value, so that one reading finds every
problem of a file.
"""

import csv
import io
import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from capabilities.imports.reference.records import Record

SEPARATOR = ";"
LANGUAGE = re.compile(r"[a-z]{2,3}")
PARTIAL_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
SHOWN_CHOICES = 8


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a file: where, and what to do about it."""

    file: str
    message: str
    row: int | None = None
    field: str = ""

    def __str__(self) -> str:
        row = f", row {self.row}" if self.row is not None else ""
        column = f", field {self.field}" if self.field else ""
        return f"{self.file}{row}{column}: {self.message}"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a CSV file or one item of a JSON list, under its number as a person counts it."""

    file: str
    number: int
    cells: Mapping[str, Any]
    problems: list[Problem]

    def reject(self, column: str, message: str) -> None:
        self.problems.append(Problem(self.file, message, self.number, column))

    def text(self, column: str, *, longest: int | None = None, required: bool = False) -> str:
        value = self.cells.get(column)
        value = "" if value is None else value
        if not isinstance(value, str):
            self.reject(column, f"{value!r} is not text. Put it in quotation marks.")
            return ""
        value = value.strip()
        if required and not value:
            self.reject(column, "This is empty. Fill it in.")
        if longest and len(value) > longest:
            self.reject(column, f"This has {len(value)} characters. Shorten it to {longest}.")
        return value

    def code(self, column: str, known: Collection[str], of: str, *, required: bool = True) -> str:
        """A code out of a closed list; `of` says which list, and where to add to it."""
        value = self.text(column, required=required)
        if value and value not in known:
            self.reject(column, _unknown(value, known, of))
        return value

    def texts(self, column: str, *, longest: int | None = None) -> list[str]:
        value = self.cells.get(column) or []
        items = value.split(SEPARATOR) if isinstance(value, str) else value
        if not isinstance(items, Sequence) or not all(isinstance(i, str) for i in items):
            self.reject(column, f"{value!r} is not a list of texts. Write it as one.")
            return []
        items = [item.strip() for item in items if item.strip()]
        if too_long := [item for item in items if longest and len(item) > longest]:
            self.reject(column, f"“{too_long[0]}” is too long. Shorten it to {longest}.")
        return items

    def codes(self, column: str, known: Collection[str], of: str) -> list[str]:
        """Codes out of a closed list, each at most once."""
        items = self.texts(column)
        for item in sorted({item for item in items if item not in known}):
            self.reject(column, _unknown(item, known, of))
        if len(set(items)) < len(items):
            self.reject(column, "This names something twice. Name it once.")
        return items

    def languages(self, column: str) -> list[str]:
        items = self.texts(column)
        for item in items:
            if not LANGUAGE.fullmatch(item):
                self.reject(column, f"“{item}” is not a language code. Write it like fr or tet.")
        return items

    def day(self, column: str) -> date | None:
        value = self.text(column)
        if value and not _is_date(value):
            self.reject(column, f"“{value}” is not a date. Write it like 2026-11-23.")
            return None
        return date.fromisoformat(value) if value else None

    def span(self, start: str, end: str) -> tuple[date | None, date | None]:
        first, last = self.day(start), self.day(end)
        if first and last and last < first:
            self.reject(end, f"{last} lies before {first} in {start}. Correct one of them.")
        return first, last

    def partial_date(self, column: str) -> str:
        """A year, a month or a day, kept as precise as it was written."""
        value = self.text(column)
        padded = "-".join([*value.split("-"), "01", "01"][:3])
        if value and not (PARTIAL_DATE.fullmatch(value) and _is_date(padded)):
            self.reject(column, f"“{value}” is no date. Write it like 2026, 2026-11 or 2026-11-23.")
        return value

    def integer(self, column: str, lowest: int, highest: int) -> int:
        value = self.text(column, required=True)
        if value.isdecimal() and lowest <= int(value) <= highest:
            return int(value)
        if value:
            self.reject(column, f"“{value}” is not a whole number from {lowest} to {highest}.")
        return lowest

    def real(self, column: str, lowest: float, highest: float) -> float | None:
        value = self.text(column)
        try:
            number = float(value) if value else None
        except ValueError:
            number = highest + 1
        if number is not None and not lowest <= number <= highest:
            self.reject(column, f"“{value}” is not a number from {lowest:g} to {highest:g}.")
            return None
        return number

    def flag(self, column: str, *, yes: str, no: str) -> bool:
        value = self.text(column)
        if value not in {yes, no}:
            self.reject(column, f"“{value}” is neither “{yes}” nor “{no}”.")
        return value == yes

    def url(self, column: str) -> str:
        value = self.text(column, longest=500)
        try:
            if value:
                URLValidator(schemes=["http", "https"])(value)
        except ValidationError:
            self.reject(column, f"“{value}” is not a web address. Begin it with https://.")
        return value


def _reject_repeats(rows: Iterable[tuple[Row, object]], column: str) -> None:
    first_at: dict[object, Row] = {}
    for row, value in rows:
        first = first_at.setdefault(value, row)
        if first is not row:
            row.reject(column, f"This repeats row {first.number}. Remove one, or tell them apart.")


def _is_date(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _unknown(value: str, known: Collection[str], of: str) -> str:
    choices = f" ({', '.join(sorted(known))})" if len(known) <= SHOWN_CHOICES else ""
    return f"“{value}” is not {of}{choices}. Correct it, or add it there first."


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of files in a folder, and the problems found in them."""

    folder: Path
    problems: list[Problem] = field(default_factory=list)

    def csv(self, name: str, *columns: str, key: Sequence[str] = ()) -> list[Row]:
        """The rows of a CSV file that has these columns; no two of them with the same key."""
        header, *lines = self._table(name) or [[]]
        missing = [column for column in columns if column not in header]
        if missing:
            self.reject(name, f"The header lacks {', '.join(missing)}. Add what is missing.", 1)
            return []
        rows = [
            Row(name, number, dict(zip(header, line, strict=False)), self.problems)
            for number, line in enumerate(lines, start=2)
            if self._has_width(name, number, line, len(header))
        ]
        self.check_unique(rows, key)
        return rows

    def json(self, name: str) -> dict[str, Any]:
        """The object in a JSON file."""
        try:
            content = json.loads(self._text(name) or "{}")
        except json.JSONDecodeError as error:
            self.reject(name, f"Not JSON: {error}. Correct it there.")
            return {}
        if isinstance(content, dict):
            return content
        self.reject(name, "The file does not hold one JSON object. Write { … } around it.")
        return {}

    def items(self, name: str, list_name: str, *, key: str) -> list[Row]:
        """The objects of one list in a JSON file, numbered from 1."""
        items = self.json(name).get(list_name)
        if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
            self.reject(name, f"The list “{list_name}” of objects is missing. Add it.")
            return []
        rows = [Row(name, n, item, self.problems) for n, item in enumerate(items, start=1)]
        self.check_unique(rows, [key])
        return rows

    def check_unique(self, rows: Sequence[Row], key: Sequence[str]) -> None:
        """Reject every row whose cells under `key` an earlier row has already."""
        values = [tuple(str(row.cells.get(column) or "") for column in key) for row in rows]
        given = [(row, value) for row, value in zip(rows, values, strict=True) if any(value)]
        _reject_repeats(given, key[-1] if key else "")

    def check_import_keys(self, rows: Sequence[Row], records: Sequence[Record], field: str) -> None:
        """Reject every row that would be known again by the key of an earlier one."""
        keys = [record.values["import_key"] for record in records]
        _reject_repeats(zip(rows, keys, strict=True), field)

    def reject(self, name: str, message: str, row: int | None = None) -> None:
        self.problems.append(Problem(name, message, row))

    def _text(self, name: str) -> str:
        try:
            text = (self.folder / name).read_text(encoding="utf-8-sig")
        except OSError:
            self.reject(name, f"The file cannot be read. Put it into {self.folder}.")
        except UnicodeDecodeError:
            self.reject(name, "The file is not UTF-8. Save it with that encoding.")
        else:
            if "\0" not in text:
                return text
            self.reject(name, "The file holds a NUL character. Save it as plain text.")
        return ""

    def _table(self, name: str) -> list[list[str]]:
        try:
            return list(csv.reader(io.StringIO(self._text(name), newline=""), strict=True))
        except csv.Error as error:
            self.reject(name, f"Not CSV: {error}. Check the quotation marks.")
            return []

    def _has_width(self, name: str, number: int, line: list[str], width: int) -> bool:
        if len(line) != width:
            problem = f"There are {len(line)} cells under {width} headings. Quote commas in a text."
            self.reject(name, problem, number)
        return len(line) == width

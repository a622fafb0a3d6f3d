"""What the check of one row gives, whatever the table is about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Protocol

from django.utils.translation import gettext as _

from capabilities.bulk.columns import CellRefused, Column, meant
from capabilities.imports.tables.table import Row, Table, column_letters
from capabilities.models import Agency, Provider, Resource, Upload, UploadRow
from portal.access import TLP
from portal.models import User

SHOWN = 200  # characters of a cell beside its error
WRONG, DOUBTFUL, RIGHT = 0, 1, 2
SUBMIT = "submit-upload"  # the promise that what was confirmed is taken in
TAKE_BACK = "take-upload-back"  # and that all of it is taken back


@dataclass
class Checked:
    """A row on its way to being understood: its answers, and what is wrong by column."""

    row: Row
    places: Mapping[str, int]  # of the columns that the table has
    titles: Mapping[str, Any]
    answers: dict[str, Any] = field(default_factory=dict)
    agency: Agency | None = None
    resource: Resource | None = None
    provider: Provider | None = None
    label: TLP | None = None
    changes: list[list[str]] = field(default_factory=list)  # what, before, after
    errors: dict[str, list[str]] = field(default_factory=dict)
    doubts: list[dict[str, str]] = field(default_factory=list)

    def cell(self, name: str) -> str:
        place = self.places.get(name, len(self.row.cells))
        return self.row.cells[place] if place < len(self.row.cells) else ""

    def understand(
        self, column: Column, vocabulary: Mapping[str, str], formulas: frozenset[tuple[int, int]]
    ) -> None:
        """Take in one cell: what it means, or why it means nothing."""
        cell = self.cell(column.name)
        if (self.row.number, self.places.get(column.name, -1)) in formulas:
            self.wrong(column.name, _("Formulas are not worked out here. Put its value there."))
        elif cell:
            try:
                self.answers[column.name] = meant(column, cell, vocabulary)
            except CellRefused as refusal:
                self.wrong(column.name, str(refusal))

    def wrong(self, column: str, *said: str) -> None:
        self.errors.setdefault(column, []).extend(said)

    def doubtful(self, said: str, need: str = "") -> None:
        self.doubts.append({"said": said, "need": need})

    def kept(self, upload: Upload) -> UploadRow:
        turn = WRONG if self.errors else DOUBTFUL if self.doubts else RIGHT
        return UploadRow(
            upload=upload,
            number=self.row.number,
            cells=list(self.row.cells),
            answers=self.answers,
            agency=self.agency,
            resource=self.resource,
            provider=self.provider,
            changes=self.changes,
            errors=[self._error(name, " ".join(said)) for name, said in self.errors.items()],
            doubts=self.doubts,
            turn=turn,
        )

    def _error(self, name: str, said: str) -> dict[str, Any]:
        place = self.places.get(name)
        return {
            "at": place,
            "place": f"{column_letters(place)}{self.row.number}" if place is not None else "",
            "column": str(self.titles.get(name, "")),
            "found": self.cell(name)[:SHOWN],
            "said": said,
        }


def used_columns(table: Table) -> set[int]:
    """The columns, from 0, in which some row has something."""
    return {place for row in table.rows for place, cell in enumerate(row.cells) if cell}


def label_of(checked: Sequence[Checked]) -> TLP:
    """The highest label among rows: as given, else of what they are about, else AMBER."""
    return max((_label_of(one) for one in checked), default=TLP.AMBER)


def _label_of(one: Checked) -> TLP:
    given = _label(one.answers.get("tlp")) if one.label is None or "tlp" in one.answers else None
    return max(label for label in (one.label, given) if label is not None)


def _label(code: Any) -> TLP:
    try:
        return TLP.from_code(str(code))
    except ValueError:
        return TLP.AMBER


class Judge(Protocol):
    """What a purpose of uploads brings along: its columns, and who judges the rows of a table."""

    columns: ClassVar[Sequence[Column]]
    sheet: ClassVar[Any]  # the name of the sheet that is read

    def __init__(self, table: Table, places: Mapping[str, int], by: User) -> None: ...
    def is_example(self, row: Row) -> bool: ...
    def check(self, row: Row) -> Checked: ...

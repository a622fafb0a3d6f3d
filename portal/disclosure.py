"""Figures over records that their readers may not see, released on purpose: how little they tell.

A cell of such a table is shown only where at least three organisations stand behind it and none of
them makes up more than 70 % of it, and then rounded to five. A total is the sum of what is shown,
so taking figures from one another gives nothing that is not shown: a cell left out is in no total.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

AT_LEAST = 3  # organisations behind a figure
AT_MOST = 70  # per cent of it from one of them
ROUNDED_TO = 5

Cell = TypeVar("Cell", bound=Hashable)


@dataclass(frozen=True)
class Release(Generic[Cell]):
    """The figures of a table by cell; None is one left out, be it small, lopsided or nought."""

    figures: Mapping[Cell, int | None]

    def total(self, cells: Iterable[Cell] | None = None) -> int | None:
        """The sum of the figures shown of some cells, or of all; None where none is shown."""
        wanted = self.figures if cells is None else cells
        shown = [figure for cell in wanted if (figure := self.figures.get(cell)) is not None]
        return sum(shown) if shown else None

    @property
    def left_out(self) -> int:
        return sum(figure is None for figure in self.figures.values())


def release(cells: Mapping[Cell, Mapping[Hashable, int]]) -> Release[Cell]:
    """What may be shown of a table, given for each cell what each organisation adds to it.

    Each figure follows from its own cell alone, whatever the other cells hold.
    """
    return Release({cell: figure(counts.values()) for cell, counts in cells.items()})


def figure(counts: Iterable[int]) -> int | None:
    """What may be shown of one cell, given what each organisation adds to it."""
    parts = [count for count in counts if count]
    if any(count < 0 for count in parts):
        raise ValueError("A count below nought cannot be released.")
    whole = sum(parts)
    if len(parts) < AT_LEAST or 100 * max(parts) > AT_MOST * whole:
        return None
    return ROUNDED_TO * ((2 * whole + ROUNDED_TO) // (2 * ROUNDED_TO))

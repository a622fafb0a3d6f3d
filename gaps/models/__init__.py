"""The top floor's tables, one room a subject."""

from gaps.models.found import Cell, Finding, Found, FoundQuerySet, GapClass
from gaps.models.runs import Run

__all__ = ["Cell", "Finding", "Found", "FoundQuerySet", "GapClass", "Run"]

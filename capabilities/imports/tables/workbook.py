"""XLSX as a table. Sizes are known to be within their limits before anything interprets it."""

import io
import json
import subprocess
import sys
from collections.abc import Collection
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from capabilities.imports.tables import shape
from capabilities.imports.tables.table import Limits, TableRefused
from capabilities.phrases.writing import alike
from portal import packages

MEMORY = 1_000_000_000  # bytes of address space; the largest table that is allowed takes far less
SECONDS = 20
READER = str(Path(__file__).with_name("read_workbook.py"))
# Other formats in the same wrapping, which the reader would take as well.
OTHERS = {"xl/workbook.bin", "content.xml"}

Cells = list[list[str]]


def read(
    content: bytes, limits: Limits, sheets: Collection[str]
) -> tuple[Cells, set[tuple[int, int]]]:
    """The rows of one sheet, and its formulas; raises TableRefused.

    It is the first that has one of these names, folded, or else the first of all.
    """
    file = io.BytesIO(content)
    try:
        names = packages.parts(file, limits.package)
    except packages.PackageRefused as refusal:
        raise TableRefused(str(refusal)) from refusal
    _require_workbook(names)
    shape.formulas(file, names, "", limits)  # before the reader sees anything
    listed = _ask_reader(content, "")
    if not listed:
        raise TableRefused(_("The workbook has no sheet. Start from the template."))
    chosen = next((name for name in listed if alike(name) in sheets), listed[0])
    return _ask_reader(content, chosen), shape.formulas(file, names, chosen, limits)


def _require_workbook(names: Collection[str]) -> None:
    known = {name.lower() for name in names}
    if any("vbaproject" in name or "/macrosheets/" in name for name in known):
        raise TableRefused(_("The workbook holds macros. Save it as XLSX, which has none."))
    if shape.WORKBOOK not in names or shape.RELATIONS not in names or known & OTHERS:
        raise TableRefused(_("This is no XLSX workbook. Save it as XLSX or as CSV UTF-8."))


def _ask_reader(content: bytes, sheet: str) -> Any:
    """What the reader says, in its own process; of the whole workbook where no sheet is named."""
    command = [sys.executable, "-I", READER, str(MEMORY), str(SECONDS), sheet]
    try:
        done = subprocess.run(
            command, input=content, capture_output=True, timeout=2 * SECONDS, check=False
        )
        return json.loads(done.stdout) if done.returncode == 0 else _not_read()
    except (subprocess.TimeoutExpired, ValueError):
        return _not_read()


def _not_read() -> Any:
    raise TableRefused(
        _("The workbook cannot be read. Copy your rows into a new template, and save that as XLSX.")
    )

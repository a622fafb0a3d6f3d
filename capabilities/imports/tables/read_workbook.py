"""Read one sheet of a workbook, in a process of its own that has little memory and little time.

XLSX on standard input, JSON on standard output: the names of the sheets, or the rows of one. It
is run as a file by `capabilities.imports.tables.workbook` and imports nothing of the portal.
Whatever a workbook may do to a reader, it ends with this process.
"""

import datetime
import io
import json
import resource
import sys
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

REFUSED = 3


def main(memory: int, seconds: int, sheet: str) -> int:
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
        found: Any = _rows(workbook, sheet) if sheet else _names(workbook)
    except (CalamineError, MemoryError, ValueError, OSError):
        return REFUSED
    json.dump(found, sys.stdout)
    return 0


def _names(workbook: CalamineWorkbook) -> list[str]:
    visible = SheetVisibleEnum.Visible
    shown = [sheet.name for sheet in workbook.sheets_metadata if sheet.visible == visible]
    return shown or workbook.sheet_names


def _rows(workbook: CalamineWorkbook, sheet: str) -> list[list[str]]:
    rows = workbook.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    return [[_text(cell) for cell in row] for row in rows]


def _text(cell: Any) -> str:
    """A cell as it would be written into a CSV file."""
    if isinstance(cell, datetime.datetime):
        is_day = cell.time() == datetime.time.min
        return (cell.date() if is_day else cell).isoformat()
    if isinstance(cell, datetime.date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]))

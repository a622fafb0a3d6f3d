"""From the bytes of an uploaded file to a table, whatever its name says that it is."""

import re
from collections.abc import Collection

import puremagic
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from capabilities.imports.tables import text, workbook
from capabilities.imports.tables.table import LIMITS, Limits, Row, Table, TableRefused
from portal.packages import OLD_CONTAINER

UNKEPT = "\ufffd"  # stands for a character that no record can hold
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def read(
    content: bytes, *, known: Collection[str], sheets: Collection[str], limits: Limits = LIMITS
) -> Table:
    """An uploaded file as a table; raises TableRefused.

    `known`: headings that are looked for, folded; `sheets`: names of the sheet that is meant.
    """
    if len(content) > limits.file_bytes:
        raise TableRefused(
            _("The file is larger than %(limit)s.") % {"limit": filesizeformat(limits.file_bytes)}
        )
    formulas: set[tuple[int, int]] = set()
    if content.startswith((b"PK", OLD_CONTAINER)):
        rows, formulas = workbook.read(content, limits, sheets)
    else:
        _require_text(content)
        rows = text.read(content, limits, known)
    return _table(rows, formulas, limits)


def _require_text(content: bytes) -> None:
    """Refuse what is known to be something else: pictures, PDF, programs."""
    if not content.strip():
        raise TableRefused(_("The file is empty. Start from the template."))
    try:
        kinds = {match.mime_type for match in puremagic.magic_string(content)}
    except (puremagic.PureError, ValueError):
        return  # plain text has no mark
    if kinds and not any(kind == "" or kind.startswith("text/") for kind in kinds):
        raise TableRefused(_("This is neither XLSX nor CSV. Save your table as one of them."))


def _table(rows: list[list[str]], formulas: set[tuple[int, int]], limits: Limits) -> Table:
    filled = [
        Row(number, tuple(map(_cleaned, cells)))
        for number, cells in enumerate(rows, start=1)
        if any(cell.strip() for cell in cells)
    ]
    if not filled:
        raise TableRefused(_("The file is empty. Start from the template."))
    headings, *body = filled[1:] if _is_label(filled[0]) and len(filled) > 1 else filled
    if len(body) > limits.rows:
        raise TableRefused(
            _("The file has %(found)d rows; at most %(n)d can be sent at once. Split it.")
            % {"found": len(body), "n": limits.rows}
        )
    return Table(headings.cells, tuple(body), frozenset(formulas))


def _is_label(row: Row) -> bool:
    """Whether a row says nothing but the label of the file, as files of ours do at their top."""
    said = [cell for cell in row.cells if cell]
    return len(said) == 1 and said[0].startswith("TLP:")


def _cleaned(cell: str) -> str:
    cell = cell.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL.sub(UNKEPT, cell).strip()

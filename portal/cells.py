"""Text in cells of files that spreadsheets open: what they would take for a formula stays text.

A cell of a CSV file that begins like a formula gets an apostrophe before it, and one that already
looks so gets another: so what was written can be told from what was there, and read back.
"""

import re

_LIKE_A_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_MADE_HARMLESS = re.compile(r"'+[=+\-@\t\r]")


def harmless(text: str) -> str:
    """The text of a cell for a CSV file, never taken for a formula."""
    return f"'{text}" if _LIKE_A_FORMULA.match(text) else text


def restored(text: str) -> str:
    """What `harmless` was given."""
    return text[1:] if _MADE_HARMLESS.match(text) else text

"""What has changed in a report since it was returned, line by line."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import chain

from gaps.models import Report, ReportChoice, ReportText
from gaps.workflow import ReportStatus


@dataclass(frozen=True)
class Line:
    """One line of either text: kept, added or removed."""

    text: str
    sign: str  # "+", "-", or empty for what both say

    @property
    def is_added(self) -> bool:
        return self.sign == "+"

    @property
    def is_removed(self) -> bool:
        return self.sign == "-"


@dataclass(frozen=True)
class Differences:
    """Against the text that was returned; `choices` are those made since."""

    lines: list[Line]
    choices: list[ReportChoice]

    @property
    def any(self) -> bool:
        return bool(self.choices) or any(line.sign for line in self.lines)


def lines(before: str, after: str) -> list[Line]:
    """Both texts in one, in order; what both say stands once."""
    old, new = before.splitlines(), after.splitlines()
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return list(chain.from_iterable(_step(op, old[a:b], new[c:d]) for op, a, b, c, d in steps))


def _step(op: str, old: list[str], new: list[str]) -> Iterator[Line]:
    if op == "equal":
        yield from (Line(text, "") for text in old)
        return
    yield from (Line(text, "-") for text in old)
    yield from (Line(text, "+") for text in new)


def since_returned(report: Report) -> Differences | None:
    """None where it has never been returned."""
    returned = report.moves.filter(new=ReportStatus.RETURNED).last()
    if returned is None:
        return None
    before = _text_at(report, returned.revision)
    choices = report.choices.filter(revision__gt=returned.revision)
    return Differences(
        lines(before, f"{report.title}\n\n{report.text}"),
        list(choices.select_related("need__country", "need__area", "by")),
    )


def _text_at(report: Report, revision: int) -> str:
    text: ReportText | None = report.texts.filter(revision__lte=revision).first()
    return f"{text.title}\n\n{text.text}" if text else ""

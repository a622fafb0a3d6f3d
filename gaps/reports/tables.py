"""The tables of a report, in the order in which they are read: the same in every file of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypeAlias

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gaps.reports.document import AreaRow, ClassRow, CountryRow, Document, FindingRow

Kind: TypeAlias = Literal["text", "number"]
Value: TypeAlias = str | int


@dataclass(frozen=True)
class Column:
    """`kind` says whether its values are texts, or whole numbers and decimal strings."""

    name: str
    kind: Kind = "text"


@dataclass(frozen=True)
class Table:
    """`name` is short enough for the tab of a spreadsheet."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]


def facts(document: Document, label: str) -> tuple[tuple[str, str], ...]:
    """What every part of a report is known by; `label` is the one that it has now."""
    run = document.run
    return (
        (_("Label"), label),
        (_("Report"), document.id),
        (_("Version"), str(document.version)),
        (_("About"), document.scope.name),
        (_("For"), document.audience.name),
        (_("Published"), moment(document.published)),
        (_("Figures as of"), day(run.as_of)),
        (_("Run"), run.id),
        (_("Version of the method"), run.method),
        (_("Fingerprint of the run"), run.fingerprint),
    )


def tables(document: Document) -> tuple[Table, ...]:
    """Every table of the report, whole."""
    return (
        figures(document),
        by_class(document),
        _places(document, _("Countries"), _("Country"), document.by_country),
        _places(document, _("Capability areas"), _("Area"), document.by_area),
        trend(document),
        findings(document.findings),
        comments(document),
        notes(document),
    )


def figures(document: Document) -> Table:
    columns = (Column(_("Figure")), Column(_("Value"), "number"))
    rows = tuple((figure.label, figure.value) for figure in document.figures)
    return Table(_("Key figures"), columns, rows)


def by_class(document: Document) -> Table:
    columns = (
        Column(_("Class")),
        Column(_("Is it a gap?")),
        Column(_("Findings"), "number"),
        Column(_("Weighted gap"), "number"),
    )
    rows = ((row.name, _yes_or_no(row), row.count, row.weight) for row in document.by_class)
    return Table(_("Classes"), columns, tuple(rows))


def _yes_or_no(row: ClassRow) -> str:
    return _("Yes") if row.is_gap else _("No")


def _places(
    document: Document, name: str, what: str, rows: Iterable[CountryRow | AreaRow]
) -> Table:
    classes = {row.key: row.name for row in document.by_class}
    columns = (
        Column(_("Code")),
        Column(what),
        Column(_("Findings"), "number"),
        Column(_("Gaps"), "number"),
        Column(_("Weighted gap"), "number"),
        Column(_("Mostly")),
        *(Column(called, "number") for called in classes.values()),
    )
    return Table(name, columns, tuple(_place(row, classes) for row in rows))


def _place(row: CountryRow | AreaRow, classes: dict[str, str]) -> tuple[Value, ...]:
    mostly = classes.get(row.main_class, "")
    counts = (row.counts.get(key, 0) for key in classes)
    return (row.code, row.name, row.needs, row.gaps, row.weighted_gap, mostly, *counts)


def trend(document: Document) -> Table:
    columns = (
        Column(_("As of")),
        Column(_("Run")),
        Column(_("Open gaps"), "number"),
        Column(_("Weighted gap"), "number"),
    )
    rows = ((point.as_of, point.run, point.open, point.weighted) for point in document.trend)
    return Table(_("Trend"), columns, tuple(rows))


def findings(listed: Iterable[FindingRow]) -> Table:
    columns = (
        Column(_("Need")),
        Column(_("From level"), "number"),
        Column(_("Country code")),
        Column(_("Country")),
        Column(_("Area code")),
        Column(_("Area")),
        Column(_("Class")),
        Column(_("Why")),
        Column(_("Smallest fix")),
        Column(_("Places asked for"), "number"),
        Column(_("Places missing"), "number"),
        Column(_("Weighted gap"), "number"),
        Column(_("Grade of the evidence")),
        Column(_("Evidence of")),
        Column(_("Label of the finding")),
        Column(_("Recommended action")),
    )
    return Table(_("Findings"), columns, tuple(_finding(row) for row in listed))


def _finding(row: FindingRow) -> tuple[Value, ...]:
    return (
        row.need,
        row.step,
        row.country,
        row.country_name,
        row.area,
        row.area_name,
        row.class_name,
        row.sentence,
        row.fix,
        row.slots,
        row.missing,
        row.weighted_gap,
        row.grade,
        row.evidence,
        row.label,
        row.action_name,
    )


def comments(document: Document) -> Table:
    columns = tuple(
        Column(name)
        for name in (
            _("Country code"),
            _("Country"),
            pgettext("author of a comment", "From"),
            pgettext("day of a comment", "On"),
            _("Comment"),
        )
    )
    rows = (
        (said.country, said.country_name, said.organisation, said.at, said.text)
        for said in document.comments
    )
    return Table(_("Comments of countries"), columns, tuple(rows))


def notes(document: Document) -> Table:
    said = (*document.notes, document.source, document.licence, document.borders)
    return Table(_("Notes"), (Column(_("Note")),), tuple((text,) for text in said if text))


# ------------------------------------------------------------------ days in words


def day(text: str) -> str:
    """`2026-11-01` as `1 November 2026`."""
    return date_format(date.fromisoformat(text))


def moment(text: str) -> str:
    """`2026-11-20T09:30:00Z` as `20 November 2026, 09:30 UTC`."""
    when = datetime.fromisoformat(text)
    return f"{date_format(when, 'DATETIME_FORMAT')} {date_format(when, 'e')}"

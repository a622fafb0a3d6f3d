"""A report in the order in which it is read on paper, as parts that `report.typ` knows to draw."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeAlias, TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gaps.reports import drawings, tables
from gaps.reports.document import (
    AreaRow,
    ClassRow,
    CountryComment,
    CountryRow,
    Document,
    FindingRow,
    file_name,
    fingerprint,
)
from gaps.reports.tables import day, moment
from portal.shares import of_a_hundred

Part: TypeAlias = dict[str, Any]
OfCountry = TypeVar("OfCountry", FindingRow, CountryComment)
PRINTED = 300  # findings told one by one; a book of thousands is read by nobody
OWN_PAGES = 30  # a report on more countries does not begin a page for each


def parts(document: Document, *, label: str, address: str) -> list[Part]:
    """`label` is the one that the report has now, `address` that of the page to verify it at."""
    return [
        *_front(document, label),
        *_written(document),
        *_where(document),
        *_what(document),
        *_when(document),
        *_areas(document),
        *_countries(document),
        *_notes(document),
        *_check(document, label, address),
    ]


# ------------------------------------------------------------------ how parts are written


def _heading(text: str, level: int = 1) -> Part:
    return {"kind": "heading", "level": level, "text": text}


def _paragraph(text: str) -> Part:
    return {"kind": "paragraph", "text": text}


def _quiet(text: str) -> Part:
    return {"kind": "quiet", "text": text}


def _table(
    caption: str,
    header: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    widths: Sequence[float],
    numeric: Sequence[int] = (),
) -> Part:
    """`widths` are shares, or 0 for as wide as needed; `numeric` are the columns of numbers."""
    return {
        "kind": "table",
        "caption": caption,
        "header": list(header),
        "rows": [[cell if isinstance(cell, dict) else str(cell) for cell in row] for row in rows],
        "widths": list(widths),
        "numeric": [place in numeric for place in range(len(header))],
    }


def _keyed(key: str, text: str) -> dict[str, str]:
    """A text beside the colour of a class."""
    return {"text": text, "colour": drawings.colour(key)}


def _with_more(text: str, *quiet: str) -> dict[str, Any]:
    return {"text": text, "quiet": [line for line in quiet if line]}


def short(number: str) -> str:
    """A decimal as people read it: no more than one place behind the point."""
    return f"{float(number):,.1f}".removesuffix(".0")


# ------------------------------------------------------------------ parts of the report


def _front(document: Document, label: str) -> Iterator[Part]:
    yield _table(
        _("This report"), (_("What"), _("Which")), tables.facts(document, label), widths=(1, 3)
    )
    yield _table(
        _("Key figures"),
        (_("Figure"), _("Value")),
        ((figure.label, short(figure.value)) for figure in document.figures),
        widths=(3, 1),
        numeric=(1,),
    )
    is_long = len(document.by_country) > OWN_PAGES
    yield {"kind": "contents", "title": _("Contents"), "columns": 3 if is_long else 1}
    yield {"kind": "page"}


def _written(document: Document) -> Iterator[Part]:
    for section in document.sections:
        yield _heading(section.heading)
        yield from (_paragraph(text) for text in section.paragraphs)


def _where(document: Document) -> Iterator[Part]:
    if not document.by_country:
        return
    yield _heading(_("Where the gaps are"))
    yield {
        "kind": "picture",
        "caption": _("Countries by the class with most weighted gap"),
        "svg": drawings.world_map(
            {row.code: row.main_class for row in document.by_country},
            zoomed=document.scope.kind not in ("world", "area"),
        ),
        "alt": _map_in_words(document),
    }
    yield {"kind": "legend", "items": _legend(document)}
    yield _quiet(
        _("A dot stands for a country or territory too small to draw. %(borders)s")
        % {"borders": document.borders}
    )
    yield _places(_("Countries, most weighted gap first"), _("Country"), document.by_country)


def _legend(document: Document) -> list[dict[str, str]]:
    mains = {row.main_class for row in document.by_country}
    keys = [_keyed(row.key, row.name) for row in document.by_class if row.key in mains]
    return [*keys, _keyed("", _("Not in this report"))]


def _map_in_words(document: Document) -> str:
    names = {row.key: row.name for row in document.by_class}
    numbers = [
        f"{name}: {number}"
        for key, name in names.items()
        if (number := sum(row.main_class == key for row in document.by_country))
    ]
    text = ngettext(
        "Map of %(n)d country, coloured by the class with most weighted gap (%(numbers)s). "
        "The table after it gives the same.",
        "Map of %(n)d countries, coloured by the class with most weighted gap (%(numbers)s). "
        "The table after it gives the same.",
        len(document.by_country),
    )
    return text % {"n": len(document.by_country), "numbers": "; ".join(numbers)}


def _places(caption: str, what: str, rows: Iterable[CountryRow | AreaRow]) -> Part:
    listed = list(rows)
    return _table(
        caption,
        (what, _("Code"), _("Findings"), _("Gaps"), _("Weighted gap")),
        (
            (
                _keyed(row.main_class, row.name),
                row.code,
                row.needs,
                row.gaps,
                short(row.weighted_gap),
            )
            for row in listed
        ),
        widths=(4, 1, 1, 1, 1.4),
        numeric=(2, 3, 4),
    )


def _what(document: Document) -> Iterator[Part]:
    if not document.by_class:
        return
    yield _heading(_("What stands in the way"))
    yield {
        "kind": "picture",
        "caption": None,
        "svg": drawings.class_bar([(row.key, row.count) for row in document.by_class]),
        "alt": _("Bar of findings by class: %(parts)s.")
        % {"parts": "; ".join(f"{row.name}: {row.count}" for row in document.by_class)},
    }
    yield _table(
        _("Findings by class"),
        (_("Class"), _("Is it a gap?"), _("Findings"), _("Share"), _("Weighted gap")),
        _class_rows(document.by_class),
        widths=(4, 1.4, 1.2, 1, 1.4),
        numeric=(2, 3, 4),
    )


def _class_rows(rows: Sequence[ClassRow]) -> Iterator[Sequence[Any]]:
    whole = sum(row.count for row in rows)
    for row in rows:
        share = of_a_hundred(row.count, whole)
        is_gap = _("Yes") if row.is_gap else _("No")
        yield _keyed(row.key, row.name), is_gap, row.count, share, short(row.weight)


def _when(document: Document) -> Iterator[Part]:
    if len(document.trend) < 2:
        return
    first, last = document.trend[0], document.trend[-1]
    highest = max(point.open for point in document.trend)
    yield _heading(_("How it has changed"))
    words = {
        "first": first.open,
        "since": day(first.as_of),
        "last": last.open,
        "until": day(last.as_of),
        "highest": highest,
    }
    yield {
        "kind": "picture",
        "caption": _("Open gaps, from %(since)s to %(until)s (top line: %(highest)d)") % words,
        "svg": drawings.trend_line([point.open for point in document.trend]),
        "alt": _(
            "Line of open gaps: %(first)d on %(since)s, %(last)d on %(until)s, %(highest)d at most."
        )
        % words,
    }
    yield _table(
        _("Open gaps of everything that the report is about"),
        (_("As of"), _("Run"), _("Open gaps"), _("Weighted gap")),
        ((day(p.as_of), p.run, p.open, short(p.weighted)) for p in document.trend),
        widths=(2, 2, 1, 1.4),
        numeric=(2, 3),
    )


def _areas(document: Document) -> Iterator[Part]:
    if document.by_area:
        yield _heading(_("Capability areas"))
        yield _places(_("Capability areas, most weighted gap first"), _("Area"), document.by_area)


# ------------------------------------------------------------------ countries


def _countries(document: Document) -> Iterator[Part]:
    told = _by_country(document.findings[:PRINTED])
    said = _by_country(document.comments)
    rows = [row for row in document.by_country if row.code in told or row.code in said]
    if not rows:
        return
    rows.sort(key=lambda row: row.name)
    yield _heading(_("Country by country"))
    if len(document.findings) > PRINTED:
        text = _(
            "The %(printed)d findings with most weighted gap are printed here. All %(all)d are in "
            "the workbook, the CSV and the JSON of this report."
        )
        yield _paragraph(text % {"printed": PRINTED, "all": len(document.findings)})
    for number, row in enumerate(rows):
        if number and len(rows) <= OWN_PAGES:
            yield {"kind": "page"}
        yield from _country(document, row, told.get(row.code, []), said.get(row.code, []))


def _by_country(rows: Iterable[OfCountry]) -> dict[str, list[OfCountry]]:
    found: dict[str, list[OfCountry]] = {}
    for row in rows:
        found.setdefault(row.country, []).append(row)
    return found


def _country(
    document: Document, row: CountryRow, told: list[FindingRow], said: list[CountryComment]
) -> Iterator[Part]:
    yield _heading(row.name, level=2)
    yield _paragraph(_country_in_words(document, row))
    if told:
        yield _findings(row, told)
    for comment in said:
        source = _("%(organisation)s, %(at)s") % {
            "organisation": comment.organisation,
            "at": moment(comment.at),
        }
        yield _heading(_("What the country says"), level=3)
        yield {"kind": "quote", "paragraphs": comment.text.split("\n"), "source": source}


def _country_in_words(document: Document, row: CountryRow) -> str:
    text = ngettext(
        "%(n)d finding, gaps: %(gaps)d, weighted gap: %(weight)s. By class: %(classes)s.",
        "%(n)d findings, gaps: %(gaps)d, weighted gap: %(weight)s. By class: %(classes)s.",
        row.needs,
    )
    classes = (
        f"{found.name}: {row.counts[found.key]}"
        for found in document.by_class
        if row.counts.get(found.key)
    )
    weight = short(row.weighted_gap)
    return text % {
        "n": row.needs,
        "gaps": row.gaps,
        "weight": weight,
        "classes": "; ".join(classes),
    }


def _findings(row: CountryRow, told: list[FindingRow]) -> Part:
    return _table(
        _("Findings in %(country)s") % {"country": row.name},
        (
            _("Area"),
            _("Class"),
            _("Why, and the smallest fix"),
            _("Places missing"),
            _("Weighted gap"),
            _("Evidence and label"),
        ),
        (_finding(found) for found in told),
        widths=(2.2, 1.7, 4, 1.1, 1.2, 1.7),
        numeric=(3, 4),
    )


def _finding(row: FindingRow) -> Sequence[Any]:
    fix = _("Fix: %(fix)s") % {"fix": row.fix} if row.fix else ""
    action = _("Recommended: %(action)s") % {"action": row.action_name} if row.action else ""
    seen = day(row.evidence) if row.evidence else _("no date")
    return (
        _with_more(row.area_name, f"{row.need}-{row.step}"),
        _keyed(row.gap_class, row.class_name),
        _with_more(row.sentence, fix, action),
        _("%(missing)s of %(asked)d") % {"missing": short(row.missing), "asked": row.slots},
        short(row.weighted_gap),
        _with_more(row.grade, seen, row.label),
    )


# ------------------------------------------------------------------ the end


def _notes(document: Document) -> Iterator[Part]:
    yield _heading(_("Notes"))
    if document.notes:
        yield {"kind": "items", "items": list(document.notes)}
    for text in (document.source, document.licence, document.borders):
        if text:
            yield _paragraph(text)


def _json_name(document: Document, label: str) -> str:
    return file_name(document.id, document.version, label, "json")


def _check(document: Document, label: str, address: str) -> Iterator[Part]:
    yield _heading(_("How to check this report"))
    yield _paragraph(
        _(
            "The report is also there as a JSON file, whose SHA-256 is the fingerprint of the "
            "report: whoever has the file can tell from it that nothing in it was changed. "
            "This is the fingerprint:"
        )
    )
    yield {"kind": "code", "text": fingerprint(document)}
    yield _paragraph(_("Give it, or the file, to this page to learn which report it is:"))
    yield {"kind": "code", "text": address}
    yield _paragraph(_("Without the network, compare it with what this command prints:"))
    yield {"kind": "code", "text": f"sha256sum {_json_name(document, label)}"}

"""What a search finds as a file: CSV, a workbook or JSON, with what it was asked and its label."""

import csv
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO, StringIO

import xlsxwriter
from django.utils.translation import gettext as _

from capabilities import hits, paging, wording
from capabilities.hits import Hit
from capabilities.models import Kind, Mode, Resource
from capabilities.search import Search
from portal.access import TLP
from portal.cells import harmless
from portal.labels import label_of_page

MOST = 10_000  # resources in a file
MOST_ON_PAPER = 1_000
AT_ONCE = 500
LONGEST_CELL = 32_767


@dataclass(frozen=True)
class File:
    """A search, written out."""

    facts: Mapping[str, str]  # what every row carries: day, filters, label, licence
    names: list[str]
    rows: list[list[str]]

    @property
    def label(self) -> str:
        return self.facts[_("Label of this file")]


def file_of(search: Search) -> File:
    """All that is found, up to the most that a file holds."""
    found = list(every_hit(search))
    rows = [_row(hit) for hit in found]
    label = TLP(search.counts.label)
    facts = {
        _("Label of this file"): str(label.label),
        _("As of"): search.today.isoformat(),
        _("Filters"): hits.in_words(search),
        _("Licence"): str(wording.LICENCE),
    }
    if search.counts.total > len(found) or search.counts.is_least:
        facts[_("Note")] = _("Only the first %(n)d are in this file.") % {"n": len(found)}
    return File(facts, [name for name, _read in columns()], rows)


def every_hit(search: Search, most: int = MOST) -> Iterator[Hit]:
    """All that is found, up to a number."""
    cursor, left = "", most
    while left:
        page = paging.page(search, min(AT_ONCE, left), cursor)
        yield from hits.hits(search, page.rows)
        left -= len(page.rows)
        cursor = page.next
        if not cursor:
            return


def columns() -> list[tuple[str, Callable[[Hit], str]]]:
    """The columns with how each is read from a hit."""
    return [
        (_("Id"), lambda hit: hit.resource.public_id),
        (_("Name"), lambda hit: hit.resource.name),
        (_("Other names"), lambda hit: "; ".join(hit.resource.aliases)),
        (_("Provider"), lambda hit: hit.resource.provider.name),
        (_("Type of provider"), lambda hit: hit.resource.provider.get_type_display()),
        (_("Kind of help"), lambda hit: _joined(hit.resource.kinds, dict(Kind.choices))),
        (_("Way of delivery"), lambda hit: _joined(hit.resource.modes, dict(Mode.choices))),
        (_("Languages"), lambda hit: _languages(hit.resource)),
        (_("Capability areas"), lambda hit: "; ".join(hit.areas)),
        (_("Open to"), lambda hit: hit.open_to),
        (_("Starts"), lambda hit: _day(hit.resource.starts)),
        (_("Ends"), lambda hit: _day(hit.resource.ends)),
        (_("Cost"), lambda hit: hit.resource.get_cost_display()),
        (_("Verification"), lambda hit: hit.resource.get_verification_display()),
        (_("Evidence last seen"), lambda hit: _day(hit.resource.last_verified)),
        (_("Grade"), lambda hit: hit.resource.grade),
        (_("Label"), lambda hit: str(label_of_page(hit.resource).label)),
        (_("Website"), lambda hit: hit.resource.url),
        (_("Source"), lambda hit: hit.resource.source_url),
        (_("Description"), lambda hit: hit.resource.description),
    ]


def _row(hit: Hit) -> list[str]:
    return [str(read(hit)) for _name, read in columns()]


def _joined(codes: list[str], named: Mapping[str, object]) -> str:
    return "; ".join(str(named.get(code, code)) for code in codes)


def _languages(resource: Resource) -> str:
    """One by one, as all that is more than one in a cell; or that there are none to name."""
    named = resource.language_rule == Resource.LanguageRule.NAMED
    names = sorted(wording.language(code) for code in resource.languages)
    return "; ".join(names) if named else wording.resource_languages(resource)


def _day(day: object) -> str:
    return "" if day is None else str(day)


def as_csv(file: File) -> bytes:
    """UTF-8 with a mark of it, for spreadsheets that guess; every row says what it is part of."""
    written = StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow([*file.names, *file.facts])
    for row in file.rows:
        writer.writerow([harmless(cell) for cell in (*row, *file.facts.values())])
    return b"\xef\xbb\xbf" + written.getvalue().encode()


def as_json(file: File) -> bytes:
    results = [dict(zip(file.names, row, strict=True)) for row in file.rows]
    return json.dumps({**file.facts, "results": results}, ensure_ascii=False, indent=1).encode()


def as_xlsx(file: File) -> bytes:
    """A sheet with the resources, its label on every printed page; and one that says what it is."""
    made = BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(made, options)
    day = datetime.fromisoformat(file.facts[_("As of")])
    book.set_properties({"title": _("Resources"), "comments": file.label, "created": day})
    bold = book.add_format({"bold": True, "bottom": 1})
    about = book.add_worksheet(_("About this file"))
    for number, (name, value) in enumerate(file.facts.items()):
        about.write_string(number, 0, name, bold)
        about.write_string(number, 1, _cell(value))
    sheet = book.add_worksheet(_("Resources"))
    for one in (about, sheet):
        one.set_header(f"&L{file.label}&R&P/&N")
        one.set_column(0, 18, 24)
    for number, row in enumerate([file.names, *file.rows]):
        for place, text in enumerate(row):
            sheet.write_string(number, place, _cell(text), None if number else bold)
    sheet.freeze_panes(1, 0)
    book.close()
    return made.getvalue()


def _cell(text: str) -> str:
    """As for CSV, without what XML has no sign for."""
    kept = "".join(c for c in text if c in "\t\n\r" or (c >= " " and c not in "\ufffe\uffff"))
    return harmless(kept)[:LONGEST_CELL]


FORMATS: dict[str, tuple[str, Callable[[File], bytes]]] = {
    "csv": ("text/csv; charset=utf-8", as_csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", as_xlsx),
    "json": ("application/json; charset=utf-8", as_json),
}

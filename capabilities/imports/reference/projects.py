"""Projects as their public records state them."""

from decimal import Decimal

from django.utils.text import slugify

from capabilities.imports.reference.actors import IMPORTED
from capabilities.imports.reference.known import Known
from capabilities.imports.reference.places import COUNTRY
from capabilities.imports.reference.records import Record
from capabilities.imports.reference.rows import Reading, Row
from capabilities.models import Project

COLUMNS = (
    "source_id", "title", "source_url", "source_site", "status", "start", "end", "funders",
    "implementers", "partners", "beneficiary_countries", "regions", "themes", "budget_amount",
    "budget_currency", "summary", "missing",
)  # fmt: skip
STATUSES = {
    "": Project.Status.NOT_STATED,
    "Ongoing": Project.Status.ONGOING,
    "Finished": Project.Status.FINISHED,
}


def projects(reading: Reading, known: Known) -> list[list[Record]]:
    rows = reading.csv("cyber_projects.csv", *COLUMNS, key=["title"])
    records = [_project(row, known) for row in rows]
    reading.check_import_keys(rows, records, "title")
    return [records]


def _project(row: Row, known: Known) -> Record:
    title = row.text("title", required=True, longest=300)
    status = row.code("status", STATUSES, "a status", required=False)
    countries = row.codes("beneficiary_countries", known.countries.values(), COUNTRY)
    return Record(
        {
            **IMPORTED,
            "import_key": f"projects:{slugify(title)}"[:120],
            "source_id": row.text("source_id", longest=20),
            "title": title,
            "status": STATUSES.get(status, Project.Status.NOT_STATED),
            "starts": row.partial_date("start"),
            "ends": row.partial_date("end"),
            "funders": row.texts("funders", longest=200),
            "implementers": row.texts("implementers", longest=200),
            "partners": row.texts("partners", longest=200),
            "regions": row.texts("regions", longest=100),
            "themes": row.texts("themes", longest=100),
            "budget_amount": _amount(row),
            "budget_currency": row.text("budget_currency", longest=3),
            "summary": row.text("summary"),
            "missing": row.texts("missing", longest=40),
            "source_url": row.url("source_url"),
            "said_by": row.text("source_site", longest=500),
        },
        {"countries": frozenset(countries)},
    )


def _amount(row: Row) -> Decimal | None:
    value = row.text("budget_amount")
    if value and not (value.isdecimal() and len(value) <= 12):
        row.reject("budget_amount", f"“{value}” is not a whole sum. Write digits only.")
        return None
    return Decimal(value) if value else None

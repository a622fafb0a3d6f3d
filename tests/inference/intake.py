"""What people have of their own: tables and suggestions on their way in, searches they keep."""

from datetime import UTC, datetime
from typing import Any

from capabilities.duplicates import acts, finding
from capabilities.duplicates.facts import FIRST
from capabilities.models import (
    Agency,
    Pairable,
    Provider,
    Resource,
    SavedSearch,
    SearchDebut,
    Suggestion,
    Upload,
)
from portal.models import User

LONG_AGO, LAST_YEAR = (datetime(year, 1, 1, tzinfo=UTC) for year in (2020, 2025))
HIDDEN_UPLOAD = "zzupload2222"


def upload(officer: User, agency: Agency | None = None, **fields: Any) -> None:
    """A table that was uploaded and checked, with one row that is wrong."""
    said = {"at": 0, "place": "A2", "column": "Area", "found": "Hush area", "said": "None such."}
    row = Upload.objects.create(
        **{
            "purpose": "needs",
            "organisation": officer.organisation,
            "by": officer,
            "language": "en-gb",
            "name": "needs.csv",
            "content": b"area",
            "status": Upload.Status.CHECKED,
            "headings": ["area"],
            **fields,
        }
    )
    row.rows.create(number=2, cells=["Hush area"], agency=agency, errors=[said], turn=0)


FORMER = "former22merg"  # the id of an offer that went into another


def suggested(resource: Resource, **fields: Any) -> None:
    Suggestion.objects.create(resource=resource, about="wrong", text="Hush words", **fields)


def tidied(reviewer: User) -> None:
    """Two offers that a reviewer has merged, and a pair that nobody has decided."""
    school = Provider.objects.get(name="School")
    twin = {"provider": school, "kinds": ["training"]}
    rows = [
        Resource.objects.create(name="One course", public_id="2twinstays22", **twin),
        Resource.objects.create(name="One course", public_id=FORMER, **twin),
    ]
    kind: Any = Pairable.RESOURCE
    pair = acts.name_pair(kind=kind, one=rows[0], other=rows[1], by=reviewer)
    seen_as = acts.seen(*Resource.objects.filter(name="One course").order_by("pk"))
    said = {"reason": "One and the same", "seen_as": seen_as, "by": reviewer}
    acts.merge(pair=pair, stays=FIRST, choices={}, **said)
    Resource.objects.create(name="Phone labs", public_id="2twinopen222", **twin)
    suggested(rows[0])
    finding.find()
    upload(reviewer, purpose="offers", name="offers.csv")


def kept_searches(*people: Any) -> None:
    """One that finds everything, and to which everything is new."""
    for person in people:
        SavedSearch.objects.create(user=person, name="All", looked=LONG_AGO, told=LONG_AGO)


def come_into_view() -> None:
    """The database notes by its own clock since when resources are found, which never stands still.

    Only what is there by now: a change of what is hidden that moved one of these would show.
    """
    for column in ("since_0", "since_1", "since_2", "since_3"):
        SearchDebut.objects.exclude(**{column: None}).update(**{column: LAST_YEAR})

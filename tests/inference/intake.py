"""What is on its way in or being tidied: tables of officers, and offers that were one."""

from typing import Any

from capabilities.duplicates import acts, finding
from capabilities.duplicates.facts import FIRST
from capabilities.models import Agency, Pairable, Provider, Resource, Suggestion, Upload
from portal.models import User

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

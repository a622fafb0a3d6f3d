"""Tables that are on their way in: one of the officer's own, and one of strangers."""

from typing import Any

from capabilities.models import Agency, Upload
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

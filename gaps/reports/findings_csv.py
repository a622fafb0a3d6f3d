"""The findings of a report as CSV, each row with what its report is known by."""

import csv
from io import StringIO

from django.utils.translation import gettext as _

from gaps.reports import tables
from gaps.reports.document import Document, fingerprint
from portal.cells import harmless


def findings_csv(document: Document, *, label: str) -> bytes:
    """UTF-8 with a mark of it, for spreadsheets that guess; `label` is the report's of now."""
    table = tables.findings(document.findings)
    known_by = {
        _("Label of the report"): label,
        _("Report"): document.id,
        _("Version"): str(document.version),
        _("Figures as of"): document.run.as_of,
        _("Run"): document.run.id,
        _("Version of the method"): document.run.method,
        _("Fingerprint of the report"): fingerprint(document),
        _("Licence"): document.licence,
    }
    written = StringIO(newline="")
    rows = csv.writer(written)
    rows.writerow([*(column.name for column in table.columns), *known_by])
    for row in table.rows:
        rows.writerow([harmless(str(value)) for value in (*row, *known_by.values())])
    return b"\xef\xbb\xbf" + written.getvalue().encode()

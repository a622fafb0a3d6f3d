"""What is amiss as CSV: a row for each record and each thing to do about it."""

import csv
from io import StringIO
from typing import Any

from django.utils.translation import gettext as _

from capabilities import wording
from capabilities.models import Agency, Need, Provider, Resource
from gaps.quality import reading
from gaps.quality.measures import MEASURES, Aspect, Lens, Measure
from portal.cells import harmless
from portal.labels import label_of_page

MOST = 10_000  # rows in a file
ASPECTS = {
    Aspect.COMPLETENESS: lambda: _("Completeness"),
    Aspect.STALENESS: lambda: _("Staleness"),
    Aspect.CONFLICT: lambda: _("Conflict"),
}
_KEEPER: dict[Any, Any] = {
    Resource: lambda row: row.provider,
    Provider: lambda row: row,
    Agency: lambda row: row,
    Need: lambda row: row.agency or "",
}


def as_csv(lens: Lens, measures: tuple[Measure, ...] = MEASURES) -> bytes:
    """UTF-8 with a mark of it; every row carries its label, and the day and licence of the file."""
    head = [
        *(_("Kind of record"), _("Id"), _("Name"), _("Kept by"), _("Label"), _("About")),
        *(_("What is amiss"), _("What to do"), _("As of"), _("Licence")),
    ]
    written = StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(head)
    left = MOST
    for measure in measures:
        rows = list(reading.records(measure, lens)[:left])
        left -= len(rows)
        for row in rows:
            writer.writerow([harmless(cell) for cell in _cells(measure, row, lens)])
    if not left:
        writer.writerow([_("Only the first %(n)d rows are in this file.") % {"n": MOST}])
    return b"\xef\xbb\xbf" + written.getvalue().encode()


def _cells(measure: Measure, row: Any, lens: Lens) -> list[str]:
    return [
        str(measure.model._meta.verbose_name),
        row.public_id,
        str(row),
        str(_KEEPER[measure.model](row)),
        str(label_of_page(row).label),
        ASPECTS[measure.aspect](),
        str(measure.title),
        str(measure.remedy),
        lens.today.isoformat(),
        str(wording.LICENCE),
    ]

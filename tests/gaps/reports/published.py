"""Published reports with a document of their own, whatever the way there."""

from datetime import datetime

from gaps.reports.document import canonical, fingerprint
from portal.access import TLP, Audience
from tests.factories import ReportFactory
from tests.gaps.reports.documents import a_document


def published(audience=Audience.CLEAR, *, tlp=None, document=None, **fields):
    """A report that holds the small document, or another, under the label of its audience."""
    label = TLP(audience)
    document = document or a_document(label=label.label, **fields.pop("says", {}))
    given = {
        "public_id": document.id,
        "version": document.version,
        "title": document.title,
        "published": datetime.fromisoformat(document.published),
        "audience": audience,
        "tlp": label if tlp is None else tlp,
        "document": canonical(document).decode(),
        "fingerprint": fingerprint(document),
    }
    return ReportFactory(**{**given, **fields})

"""The files of a published report: each made once, kept outside whatever is served, and made anew
from the document where it is missing.

What is kept is named by the fingerprint and by the label that is printed in it: so nothing kept is
ever out of date, and any of it may be lost.
"""

import logging
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from gaps.models import Report
from gaps.reports.document import Document, file_name, from_json
from gaps.reports.findings_csv import findings_csv
from gaps.reports.pdf import pdf
from gaps.reports.workbook import workbook
from portal.access import TLP

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Form:
    """One form in which a report can be had; `make` takes the document and the label of now."""

    suffix: str
    content_type: str
    make: Callable[[Document, str], bytes]


def _pdf(document: Document, label: str) -> bytes:
    return pdf(document, label=label, address=address_to_verify())


def _workbook(document: Document, label: str) -> bytes:
    return workbook(document, label=label, address=address_to_verify())


def _csv(document: Document, label: str) -> bytes:
    return findings_csv(document, label=label)


FORMS: Mapping[str, Form] = {
    form.suffix: form
    for form in (
        Form("pdf", "application/pdf", _pdf),
        Form(
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            _workbook,
        ),
        Form("csv", "text/csv; charset=utf-8", _csv),
    )
}
JSON = "json"  # the document itself, as the report holds it


def address_to_verify() -> str:
    """Where anybody can verify a report, as it is printed in its files."""
    return f"{settings.PORTAL_URL.rstrip('/')}{reverse('gaps:verify')}"


def content(report: Report, suffix: str) -> bytes:
    """A file of a published report, kept or made now."""
    if suffix == JSON:
        return report.document.encode()
    path = _path(report, suffix)
    with suppress(OSError):
        return path.read_bytes()
    document = from_json(report.document)
    with override(document.language):  # whoever fetches it: what is kept is for all of them
        made = FORMS[suffix].make(document, _label(report))
    try:
        _keep(path, made)
    except OSError:  # then it is made again the next time
        logger.exception("A file of report %s cannot be kept", report.public_id)
    return made


def make_all(report_pk: int) -> None:
    """Make what is missing of a report's files, before anybody asks for them."""
    report = Report.objects.out().filter(pk=report_pk).first()
    if report is not None:
        for suffix in FORMS:
            content(report, suffix)


def name(report: Report, suffix: str) -> str:
    """What a file is called on the disk of whoever fetches it."""
    return file_name(report.public_id, report.version, _label(report), suffix)


def etag(report: Report) -> str:
    """The fingerprint, with the label where that is another than on publication."""
    if report.tlp == report.audience:
        return f'"{report.fingerprint}"'
    return f'"{report.fingerprint}-{_slug(_label(report))}"'


def _label(report: Report) -> str:
    return str(TLP(report.tlp).label)


def _slug(label: str) -> str:
    return label.replace(":", "-")


def _path(report: Report, suffix: str) -> Path:
    kept = f"{report.fingerprint}-{_slug(_label(report))}.{suffix}"
    return Path(settings.REPORTS_DIR) / report.fingerprint[:2] / kept


def _keep(path: Path, made: bytes) -> None:
    """Whole or not at all, whoever else makes the same file at the same time."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as file:
        try:
            file.write(made)
            file.close()
            Path(file.name).rename(path)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise

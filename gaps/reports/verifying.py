"""Whether a fingerprint, or a file, is that of a published report, as far as the reader may know.

A report that the reader may not see is answered like one that never was.
"""

import hashlib
import re
from dataclasses import dataclass
from enum import Enum

from django.utils.translation import gettext as _

from gaps.models import Report
from gaps.reports.document import Document, fingerprint, from_json
from portal.access import Reader

LARGEST = 5_000_000  # bytes of a file that is looked at
_FINGERPRINT = re.compile(r"[0-9a-f]{64}")


class Outcome(Enum):
    """What came of it."""

    UNCHANGED = "unchanged"  # the very bytes, or their fingerprint
    REWRITTEN = "rewritten"  # the same content, with other spaces or in another order
    CHANGED = "changed"  # it says that it is a report which says something else
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Verdict:
    """`report` is the one found, or the one that a changed file says it is; `newer` replaces it."""

    outcome: Outcome
    fingerprint: str
    report: Report | None = None
    newer: Report | None = None

    @property
    def is_known(self) -> bool:
        return self.outcome in (Outcome.UNCHANGED, Outcome.REWRITTEN)


class NoFingerprint(ValueError):
    """A text that no fingerprint looks like."""


def read_fingerprint(text: str) -> str:
    """A fingerprint as people copy it: in groups, in capitals, or as sha256sum prints it."""
    words = text.strip().lower().split()
    if len(words) > 1 and _FINGERPRINT.fullmatch(words[0]):
        words = words[:1]  # the name of the file follows
    found = "".join(words)
    if not _FINGERPRINT.fullmatch(found):
        raise NoFingerprint(_("A fingerprint has 64 signs: digits, and letters from a to f."))
    return found


def of_fingerprint(found: str, reader: Reader) -> Verdict:
    report = Report.objects.visible_to(reader).out().filter(fingerprint=found).first()
    if report is None:
        return Verdict(Outcome.UNKNOWN, found)
    return _verdict(Outcome.UNCHANGED, found, report, reader)


def of_file(data: bytes, reader: Reader) -> Verdict:
    """Raises `NotADocument` where it is neither a report's file nor made from one."""
    whole = hashlib.sha256(data).hexdigest()
    verdict = of_fingerprint(whole, reader)
    if verdict.is_known:
        return verdict
    document = from_json(data)
    content = fingerprint(document)
    verdict = of_fingerprint(content, reader)
    if verdict.report is not None:
        return Verdict(Outcome.REWRITTEN, content, verdict.report, verdict.newer)
    return _changed(document, content, reader)


def _changed(document: Document, content: str, reader: Reader) -> Verdict:
    """Whether it names a report that the reader may see, whose content is another."""
    named = Report.objects.visible_to(reader).out().filter(public_id=document.id).first()
    if named is None:
        return Verdict(Outcome.UNKNOWN, content)
    return _verdict(Outcome.CHANGED, content, named, reader)


def _verdict(outcome: Outcome, found: str, report: Report, reader: Reader) -> Verdict:
    newer = Report.objects.visible_to(reader).newer_than(report)
    return Verdict(outcome, found, report, newer)

"""Releasing aggregates of a report that is reviewers' alone to readers who may not see its records.

A cell counts the open gaps of one region and one group of areas. It is released under the rules of
`portal.disclosure`: at least three organisations behind it, none with more than 70 %, rounded to
five. What is left out, and why, is shown to reviewers before anything is released.
"""

from collections import defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gaps.models import Release, Report
from gaps.models.reports import BEFORE_IT_IS_OUT
from gaps.reports.extent import Extent
from portal import audit, disclosure
from portal.access import TLP, Audience, Permission, require
from portal.circumstances import circumstances
from portal.models import User
from portal.trail import Kind

Cell = tuple[str, str]  # region, group of areas
LABELS = (TLP.CLEAR, TLP.GREEN)


class ReleaseRefused(Exception):
    """A release that cannot be; the text says why."""


@dataclass(frozen=True)
class Candidate:
    """A cell as reviewers see it: how many there are, what would be released, or why nothing."""

    count: int
    figure: int | None
    why: str

    @property
    def is_left_out(self) -> bool:
        return self.figure is None


@dataclass(frozen=True)
class Table:
    """Regions by groups of areas; a pair that nobody asked about has no cell."""

    rows: list[str]
    columns: list[str]
    cells: Mapping[Cell, Candidate]

    @property
    def figures(self) -> list[list[int | None]]:
        """What would be released, row by row."""
        return [[self._figure(row, column) for column in self.columns] for row in self.rows]

    def _figure(self, row: str, column: str) -> int | None:
        candidate = self.cells.get((row, column))
        return candidate.figure if candidate else None

    @property
    def lines(self) -> list[tuple[str, list[Candidate | None]]]:
        return [(row, [self.cells.get((row, c)) for c in self.columns]) for row in self.rows]

    @property
    def left_out(self) -> int:
        return sum(candidate.is_left_out for candidate in self.cells.values())


def table(report: Report) -> Table:
    """The cells of a report with what each organisation adds to it."""
    counts = _counts(report)
    shown = disclosure.release(counts)
    cells = {
        cell: Candidate(sum(parts.values()), shown.figures[cell], _why(parts, shown.figures[cell]))
        for cell, parts in counts.items()
    }
    rows, columns = ({cell[side] for cell in cells} for side in (0, 1))
    return Table(sorted(rows), sorted(columns), cells)


def _counts(report: Report) -> dict[Cell, dict[Hashable, int]]:
    """Open gaps by cell and organisation: whoever owns the need, or else the agency itself.

    Indicative needs are nobody's, and public already: they count in no cell.
    """
    rows = Extent(report).findings.gaps().filter(indicative=False).order_by()
    listed = rows.values_list(
        "country__subregion", "area__parent__name", "need__owner_id", "need__agency_id"
    )
    counts: dict[Cell, dict[Hashable, int]] = defaultdict(lambda: defaultdict(int))
    for region, group, owner, agency in listed:
        counts[region, group or ""][("owner", owner) if owner else ("agency", agency)] += 1
    return counts


def _why(parts: Mapping[Hashable, int], figure: int | None) -> str:
    if figure is not None:
        return ""
    if len(parts) < disclosure.AT_LEAST:
        return _("fewer than %(n)d organisations") % {"n": disclosure.AT_LEAST}
    return _("one organisation makes up more than %(p)d %%") % {"p": disclosure.AT_MOST}


@transaction.atomic
def propose(*, report: Report, to_label: TLP, reason: str, by: User) -> Release:
    """Propose to release what the rules let through, as it is shown now."""
    require(by, Permission.REVIEW)
    if not Report.objects.visible_to(by).filter(pk=report.pk).exists():
        raise PermissionDenied(_("You may not release figures of this report."))
    if not report.is_out or report.audience != Audience.AMBER_STRICT:
        raise ReleaseRefused(_("Only figures of a published report for reviewers can be released."))
    if to_label not in LABELS:
        raise ReleaseRefused(_("Figures are released as TLP:CLEAR or TLP:GREEN."))
    if not reason.strip():
        raise ReleaseRefused(_("Give the reason why the figures are released."))
    found = table(report)
    if found.left_out == len(found.cells):
        raise ReleaseRefused(_("Every cell would be left out: there is nothing to release."))
    release: Release = Release.objects.create(
        report=report,
        to_label=to_label,
        as_of=report.run.as_of,
        rows=found.rows,
        columns=found.columns,
        figures=found.figures,
        reason=reason.strip(),
        by=by,
        tlp=BEFORE_IT_IS_OUT,
    )
    return release


@transaction.atomic
def check(*, release: Release, is_released: bool, reason: str, by: User) -> Release:
    """Release what was proposed, or refuse to: by another reviewer than the one who proposed it."""
    require(by, Permission.REVIEW)
    if by.pk == release.by_id:
        raise ReleaseRefused(_("You proposed this release: somebody else has to check it."))
    if not reason.strip():
        raise ReleaseRefused(_("Give the reason."))
    status = Release.Status.RELEASED if is_released else Release.Status.REFUSED
    fields: dict[str, Any] = {"status": status, "checked_by": by, "check_reason": reason.strip()}
    if is_released:
        fields |= {"released": timezone.now(), "tlp": release.to_label}
    with circumstances(user=by.pk, why=reason.strip()):
        waiting = Release.objects.filter(pk=release.pk, status=Release.Status.PROPOSED)
        if not waiting.update(**fields):
            raise ReleaseRefused(_("Somebody else has just decided this release."))
        if is_released:
            audit.note(Kind.EXPORT, by=by, about=release, label=TLP(release.to_label).label)
    release.refresh_from_db()
    return release

"""The rows of a table as its page shows them: what is wrong, what is doubtful, every change."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import F, Q, Value
from django.utils.translation import gettext_lazy

from capabilities.entry_workflow import ChangeStatus
from capabilities.models import (
    CapabilityArea,
    Need,
    Proposal,
    Provider,
    Resource,
    Upload,
    UploadRow,
)
from capabilities.workflow import Status as NeedStatus
from portal.access import Reader
from portal.versions import Difference

Cells = list[tuple[str, str]]


@dataclass(frozen=True)
class NeedRow:
    """One row, the area that it is about, and why it may be a double, with the need it is like."""

    row: UploadRow
    area: CapabilityArea | None
    doubts: list[tuple[str, Need | None]]
    cells: Cells


def need_rows(rows: Iterable[UploadRow], headings: Sequence[str], reader: Reader) -> list[NeedRow]:
    """What a reader may see of some rows: a need that is hidden by now is not named."""
    listed = list(rows)
    codes = {str(row.answers.get("area")) for row in listed}
    areas = CapabilityArea.objects.in_bulk(codes, field_name="code")
    alike = {doubt["need"] for row in listed for doubt in row.doubts if doubt["need"]}
    known = Need.objects.visible_to(reader).filter(public_id__in=alike)
    needs = {need.public_id: need for need in known.for_display()} if alike else {}
    return [
        NeedRow(
            row,
            areas.get(str(row.answers.get("area"))),
            [(doubt["said"], needs.get(doubt["need"])) for doubt in row.doubts],
            _cells(row, headings),
        )
        for row in listed
    ]


@dataclass(frozen=True)
class OfferRow:
    """One row, the entry that it is about, and what would become other, in words."""

    row: UploadRow
    entry: Resource | None
    provider: Provider | None
    changes: list[Difference]
    cells: Cells

    @property
    def is_new(self) -> bool:
        return self.entry is None


def offer_rows(
    rows: Iterable[UploadRow], headings: Sequence[str], reader: Reader
) -> list[OfferRow]:
    """What a reader may see of some rows: of an entry that is hidden by now nothing is said."""
    listed = list(rows)
    offers = Resource.objects.visible_to(reader).filter(pk__in={r.resource_id for r in listed})
    providers = Provider.objects.visible_to(reader).filter(pk__in={r.provider_id for r in listed})
    seen: dict[Any, Resource] = offers.in_bulk()
    houses: dict[Any, Provider] = providers.in_bulk()
    return [_shown(row, headings, seen, houses) for row in listed]


def _shown(
    row: UploadRow, headings: Sequence[str], seen: dict[Any, Resource], houses: dict[Any, Provider]
) -> OfferRow:
    entry, provider = seen.get(row.resource_id), houses.get(row.provider_id)
    is_hidden = (row.resource_id and not entry) or (row.provider_id and not provider)
    changes = [] if is_hidden else [Difference(*one) for one in row.changes]
    return OfferRow(row, entry, provider, changes, _cells(row, headings))


def _cells(row: UploadRow, headings: Sequence[str]) -> Cells:
    return [(name, cell) for name, cell in zip(headings, row.cells, strict=False) if cell]


# ------------------------------------------------------------------ what became of them


class Made(NamedTuple):
    """What was made out of one row; `left`: why it was not taken back with the others."""

    number: int
    record: Any
    left: Any


# The end that a record comes to by being taken back, and why others have not come to it.
TAKEN_BACK = {"need": NeedStatus.WITHDRAWN, "proposal": ChangeStatus.DROPPED}
LEFT = {
    NeedStatus.ACCEPTED: gettext_lazy("left, since it has been taken up"),
    NeedStatus.BEING_MET: gettext_lazy("left, since it has been taken up"),
    NeedStatus.MET: gettext_lazy("left, since it has been met"),
    ChangeStatus.VERIFIED: gettext_lazy("left, since it has been verified"),
    ChangeStatus.DECLINED: gettext_lazy("left, since it has been declined"),
    ChangeStatus.RETURNED: gettext_lazy("left, since a reviewer has asked about it"),
}
CHANGED = gettext_lazy("left, since it has been changed after the upload")


def made_of(upload: Upload) -> Any:
    """The rows that something was made of; when it was taken back, first those that were left."""
    name = "need" if upload.purpose == Upload.Purpose.NEEDS else "proposal"
    is_back = Q(**{f"{name}__status": TAKEN_BACK[name]})
    is_undone = upload.status == Upload.Status.UNDONE
    rows = upload.rows.exclude(**{name: None}).annotate(
        key=F(name), is_back=is_back, why_left=Value(is_undone)
    )
    return rows.order_by(*(["is_back"] if is_undone else []), "number")


def needs_of(rows: Iterable[Any], reader: Reader) -> list[Made]:
    """The needs of some rows, as far as the reader may see them."""
    return _made(rows, Need.objects.visible_to(reader).for_list())


def proposals_of(rows: Iterable[Any], reader: Reader) -> list[Made]:
    """What was proposed out of some rows, as far as the reader may see it."""
    return _made(rows, Proposal.objects.visible_to(reader).for_display())


def _made(rows: Iterable[Any], visible: Any) -> list[Made]:
    listed = list(rows)
    seen = visible.filter(pk__in=[row.key for row in listed]).in_bulk()
    return [
        Made(row.number, seen[row.key], _why(row, seen[row.key]))
        for row in listed
        if row.key in seen
    ]


def _why(row: Any, record: Any) -> Any:
    if row.is_back or not row.why_left:
        return ""
    return LEFT.get(record.status, CHANGED)

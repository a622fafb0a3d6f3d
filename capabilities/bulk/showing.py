"""The rows of a table as its page shows them: what is wrong, what is doubtful, every change."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from capabilities.models import CapabilityArea, Need, Proposal, Provider, Resource, UploadRow
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


def proposals_of(rows: Iterable[tuple[int, int]], reader: Reader) -> list[tuple[int, Proposal]]:
    """What was proposed out of some rows, by their numbers, as far as the reader may see it."""
    listed = list(rows)
    keys = [key for _number, key in listed]
    seen = Proposal.objects.visible_to(reader).for_display().filter(pk__in=keys).in_bulk()
    return [(number, seen[key]) for number, key in listed if key in seen]

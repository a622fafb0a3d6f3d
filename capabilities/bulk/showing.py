"""The rows of a table of offers as their page shows them: what is wrong, and every change."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from capabilities.models import Proposal, Provider, Resource, UploadRow
from portal.access import Reader
from portal.versions import Difference


@dataclass(frozen=True)
class ShownRow:
    """One row, the entry that it is about, and what would become other, in words."""

    row: UploadRow
    entry: Resource | None
    provider: Provider | None
    changes: list[Difference]
    cells: list[tuple[str, str]]

    @property
    def is_new(self) -> bool:
        return self.entry is None


def offer_rows(
    rows: Iterable[UploadRow], headings: Sequence[str], reader: Reader
) -> list[ShownRow]:
    """What a reader may see of some rows: of an entry that is hidden by now nothing is said."""
    listed = list(rows)
    offers = Resource.objects.visible_to(reader).filter(pk__in={r.resource_id for r in listed})
    providers = Provider.objects.visible_to(reader).filter(pk__in={r.provider_id for r in listed})
    seen: dict[Any, Resource] = offers.in_bulk()
    houses: dict[Any, Provider] = providers.in_bulk()
    return [_shown(row, headings, seen, houses) for row in listed]


def _shown(
    row: UploadRow, headings: Sequence[str], seen: dict[Any, Resource], houses: dict[Any, Provider]
) -> ShownRow:
    entry, provider = seen.get(row.resource_id), houses.get(row.provider_id)
    is_hidden = (row.resource_id and not entry) or (row.provider_id and not provider)
    changes = [] if is_hidden else [Difference(*one) for one in row.changes]
    cells = [(name, cell) for name, cell in zip(headings, row.cells, strict=False) if cell]
    return ShownRow(row, entry, provider, changes, cells)


def proposals_of(rows: Iterable[tuple[int, int]], reader: Reader) -> list[tuple[int, Proposal]]:
    """What was proposed out of some rows, by their numbers, as far as the reader may see it."""
    listed = list(rows)
    keys = [key for _number, key in listed]
    seen = Proposal.objects.visible_to(reader).for_display().filter(pk__in=keys).in_bulk()
    return [(number, seen[key]) for number, key in listed if key in seen]

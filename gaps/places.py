"""Countries, areas and groups by position: what every table of the world refers to."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import numpy as np

from capabilities.models import CapabilityArea, Country, Membership
from gaps import copying
from gaps.copying import Array


@dataclass(frozen=True)
class Places:
    """Countries, leaves and groups by position, and the way from primary keys to them."""

    countries: list[str]
    country_pk: Array
    tree: list[tuple[str, int, int | None]]  # code, primary key, that of the parent
    areas: list[str]
    area_pk: Array
    group_masks: dict[int, Array]  # by primary key: countries
    prerequisites: dict[str, frozenset[str]]

    @staticmethod
    def read(as_of: date) -> "Places":
        countries = sorted(Country.objects.order_by().values_list("iso3", "pk"))
        tree = list(CapabilityArea.objects.order_by().values_list("code", "pk", "parent_id"))
        parents = {parent for _code, _pk, parent in tree}
        leaves = sorted((code, pk) for code, pk, _parent in tree if pk not in parents)
        country_pk = np.array([pk for _iso3, pk in countries], np.int64)
        return Places(
            countries=[iso3 for iso3, _pk in countries],
            country_pk=country_pk,
            tree=tree,
            areas=[code for code, _pk in leaves],
            area_pk=np.array([pk for _code, pk in leaves], np.int64),
            group_masks=_group_masks(as_of, country_pk),
            prerequisites=prerequisites(),
        )

    def only(self, codes: Collection[str]) -> "Places":
        """The same places, but of the leaves only some."""
        wanted = set(codes)
        kept = [k for k, code in enumerate(self.areas) if code in wanted]
        return replace(self, areas=[self.areas[k] for k in kept], area_pk=self.area_pk[kept])

    @cached_property
    def leaves_of(self) -> dict[int, list[int]]:
        """By primary key of an area: the positions of the leaves that it stands for."""
        above = {pk: parent for _code, pk, parent in self.tree}
        found: dict[int, list[int]] = {}
        for place, leaf in enumerate(self.area_pk.tolist()):
            node: int | None = leaf
            while node is not None:
                found.setdefault(node, []).append(place)
                node = above[node]
        return found

    def leaves_below(self, codes: Iterable[str]) -> set[str]:
        """Codes of the leaves that some areas stand for."""
        pks = {code: pk for code, pk, _parent in self.tree}
        nodes = (pks[code] for code in codes if code in pks)
        return {self.areas[k] for pk in nodes for k in self.leaves_of[pk]}

    @property
    def words(self) -> int:
        return words_for(len(self.countries))

    @cached_property
    def bits(self) -> Array:
        """The mask of each country by its position."""
        return _bits(len(self.countries))


def words_for(bits: int) -> int:
    return max(1, -(-bits // 64))


def _bits(count: int) -> Array:
    rows = np.zeros((count, words_for(count)), np.uint64)
    places = np.arange(count)
    rows[places, places // 64] = np.uint64(1) << (places % 64).astype(np.uint64)
    return rows


def _group_masks(as_of: date, country_pk: Array) -> dict[int, Array]:
    rows = Membership.objects.on(as_of).order_by().values_list("group_id", "country_id")
    table = copying.read(rows, {"group": ">i8", "country": ">i8"})
    groups, kind = np.unique(table["group"].astype(np.int64), return_inverse=True)
    masks = np.zeros((len(groups), words_for(len(country_pk))), np.uint64)
    np.bitwise_or.at(masks, kind, _bits(len(country_pk))[position(country_pk, table["country"])])
    return dict(zip(groups.tolist(), masks, strict=True))


def prerequisites() -> dict[str, frozenset[str]]:
    """For each area by its code, the areas that it builds on."""
    links = CapabilityArea.prerequisites.through.objects.values_list(
        "from_capabilityarea__code", "to_capabilityarea__code"
    )
    found: dict[str, set[str]] = {}
    for area, before in links:
        found.setdefault(area, set()).add(before)
    return {area: frozenset(before) for area, before in found.items()}


def position(pks: Array, wanted: Array) -> Array:
    """Positions of primary keys in a list of them; all must be there."""
    order = np.argsort(pks)
    return order[np.searchsorted(pks, wanted, sorter=order)].astype(np.int32)

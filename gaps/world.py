"""The world as one audience sees it, in the engine's columns: read by COPY, a table at a time.

The same world as `snapshot.case_for` gives as JSON, and the same fingerprints: ids are the records'
public ids there and here. A test holds the two together.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
from django.db.models import BigIntegerField, BooleanField, Q
from django.db.models.expressions import ExpressionWrapper, RawSQL
from django.db.models.functions import Cast, Coalesce, Greatest

from capabilities.models import CapabilityArea, Country, CountryGroup, Membership, Need, Resource
from capabilities.models.catalogue import ResourceQuerySet
from capabilities.models.needs import NeedQuerySet
from gaps import copying
from gaps.copying import Array
from gaps.engine import Case
from gaps.engine.columns import ANY, UNLIMITED, Columns, NeedColumns, ResourceColumns
from gaps.engine.run import connected
from portal.access import TLP

Through = Resource.areas.through


@dataclass(frozen=True)
class World:
    """Columns for the engine, and beside them what only the database knows, in the same order."""

    columns: Columns
    need_pk: Array
    indicative: Array
    resource_pk: Array
    area_pk: Array  # of columns.areas
    country_pk: Array  # of columns.countries
    label: TLP

    @cached_property
    def offers(self) -> Array:
        """Resources compared in each area, by position."""
        lines = self.columns.resources.line_area
        return np.bincount(lines, minlength=len(self.columns.areas))


def read(
    *,
    audience: int,
    as_of: date,
    options: dict[str, Any],
    areas: Sequence[str] | None = None,
    owned_by: int | None = None,
) -> World:
    """The world of an audience, or the part of it that touches some areas (codes of leaves).

    With `owned_by`, the labelled records of this organisation stand in it, too.
    Call it inside `snapshot.one_moment`, or what is read may stem from different moments.
    """
    places = _Places.read(as_of, areas)
    needs, need_pk, indicative, need_label = _needs(
        Need.objects.for_run(audience, owned_by), places
    )
    resources, resource_pk, label = _resources(
        Resource.objects.for_audience(audience, owned_by), places
    )
    head = {"as_of": as_of.isoformat(), "audience": TLP(audience).code, **options}
    empty: dict[str, Any] = {"areas": {}, "groups": {}, "needs": [], "resources": []}
    columns = Columns(
        settings=Case.from_json({**head, **empty}).settings,
        countries=places.countries,
        areas=places.areas,
        needs=needs,
        resources=resources,
        prerequisites=prerequisites(),
    )
    return World(
        columns=columns,
        need_pk=need_pk,
        indicative=indicative,
        resource_pk=resource_pk,
        area_pk=places.area_pk,
        country_pk=places.country_pk,
        label=TLP(max(need_label, label)),
    )


def prerequisites() -> dict[str, frozenset[str]]:
    """For each area by its code, the areas that it builds on."""
    links = CapabilityArea.prerequisites.through.objects.values_list(
        "from_capabilityarea__code", "to_capabilityarea__code"
    )
    found: dict[str, set[str]] = {}
    for area, before in links:
        found.setdefault(area, set()).add(before)
    return {area: frozenset(before) for area, before in found.items()}


@dataclass(frozen=True)
class _Places:
    """Countries, leaves and groups by position, and the way from primary keys to them."""

    countries: list[str]
    country_pk: Array
    areas: list[str]
    area_pk: Array
    leaves_of: dict[int, list[int]]  # by primary key: positions of leaves
    group_masks: dict[int, Array]  # by primary key: countries
    narrowed: bool

    @staticmethod
    def read(as_of: date, only: Sequence[str] | None) -> "_Places":
        countries = sorted(Country.objects.values_list("iso3", "pk"))
        tree = list(CapabilityArea.objects.values_list("code", "pk", "parent_id"))
        parents = {parent for _code, _pk, parent in tree}
        leaves = sorted(
            (code, pk)
            for code, pk, _parent in tree
            if pk not in parents and (only is None or code in set(only))
        )
        return _Places(
            countries=[iso3 for iso3, _pk in countries],
            country_pk=np.array([pk for _iso3, pk in countries], np.int64),
            areas=[code for code, _pk in leaves],
            area_pk=np.array([pk for _code, pk in leaves], np.int64),
            leaves_of=_leaves_of(tree, {pk: k for k, (_code, pk) in enumerate(leaves)}),
            group_masks=_group_masks(as_of, [pk for _iso3, pk in countries]),
            narrowed=only is not None,
        )

    @property
    def words(self) -> int:
        return max(1, -(-len(self.countries) // 64))


def _leaves_of(tree: list[Any], position: dict[int, int]) -> dict[int, list[int]]:
    above = {pk: parent for _code, pk, parent in tree}
    found: dict[int, list[int]] = {}
    for leaf, place in position.items():
        node: int | None = leaf
        while node is not None:
            found.setdefault(node, []).append(place)
            node = above[node]
    return found


def _group_masks(as_of: date, country_pks: list[int]) -> dict[int, Array]:
    bit = {pk: k for k, pk in enumerate(country_pks)}
    words = max(1, -(-len(bit) // 64))
    masks = {
        pk: np.zeros(words, np.uint64) for pk in CountryGroup.objects.values_list("pk", flat=True)
    }
    for group, country in Membership.objects.on(as_of).values_list("group_id", "country_id"):
        masks[group] |= one_bit(bit[country], words)
    return masks


def one_bit(place: int, words: int) -> Array:
    mask = np.zeros(words, np.uint64)
    mask[place // 64] = np.uint64(1) << np.uint64(place % 64)
    return mask


def _big(expression: Any) -> Cast:
    return Cast(expression, BigIntegerField())


def _day(column: str) -> RawSQL:
    return RawSQL(f"coalesce({column}, '-infinity'::date)", ())  # noqa: S611  names of our own


NEED_FIELDS = {
    "pk": ">i8", "public_id": "S12", "country_id": ">i8", "area_id": ">i8", "current": ">i8",
    "target": ">i8", "slots": ">i8", "urgent": ">i8", "label": ">i8", "starts": ">i4",
    "ends": ">i4", "kinds_mask": "S8", "languages_mask": "S32", "modes_mask": "S8",
    "is_indicative": "?",
}  # fmt: skip


def _needs(rows: NeedQuerySet, places: _Places) -> tuple[NeedColumns, Array, Array, int]:
    rows = rows.order_by()
    if places.narrowed:
        rows = rows.filter(area__in=places.area_pk.tolist())
    rows = rows.annotate(
        current=_big("current_level"),
        target=_big("target_level"),
        slots=_big("quantity"),
        urgent=_big("urgency"),
        label=_big("tlp"),
        is_indicative=ExpressionWrapper(
            Q(basis=Need.Basis.INDICATIVE), output_field=BooleanField()
        ),
    ).values_list(*NEED_FIELDS)
    table = _sorted(copying.read(rows, _kinds(NEED_FIELDS)))
    columns = NeedColumns(
        id=table["public_id"].copy(),
        country=_position(places.country_pk, table["country_id"]),
        area=_position(places.area_pk, table["area_id"]),
        current=table["current"].astype(np.int8),
        target=table["target"].astype(np.int8),
        quantity=table["slots"].astype(np.int64),
        urgency=table["urgent"].astype(np.int8),
        kinds=copying.words(table["kinds_mask"]),
        languages=copying.words(table["languages_mask"]),
        modes=_open(copying.words(table["modes_mask"])),
        start=copying.days(table["starts"]),
        end=copying.days(table["ends"]),
    )
    label = int(table["label"].max(initial=0))
    return columns, table["pk"].astype(np.int64), table["is_indicative"].astype(bool), label


RESOURCE_FIELDS = {
    "pk": ">i8", "public_id": "S12", "provider_id": ">i8", "lifts_from": ">i8", "lifts_to": ">i8",
    "slots": ">i8", "label": ">i8", "from_day": ">i4", "to_day": ">i4", "seen": ">i4",
    "kinds_mask": "S8", "languages_mask": "S32", "modes_mask": "S8", "is_named": "?",
    "is_shared": "?",
}  # fmt: skip


def _resources(rows: ResourceQuerySet, places: _Places) -> tuple[ResourceColumns, Array, int]:
    rows, only = rows.order_by(), None
    if places.narrowed:
        touching = Through.objects.filter(capabilityarea__in=list(places.leaves_of))
        only = touching.values("resource")
        rows = rows.filter(pk__in=only)
    rows = rows.annotate(
        lifts_from=_big(Coalesce("level_from", 1)),
        lifts_to=_big(Coalesce("level_to", 5)),
        slots=_big(Coalesce("capacity", UNLIMITED)),
        label=_big(Greatest("tlp", "provider__tlp")),
        from_day=_day('"capabilities_resource"."starts"'),
        to_day=_day('"capabilities_resource"."ends"'),
        seen=_day('"capabilities_resource"."last_verified"'),
        is_named=_is(eligibility=Resource.Eligibility.NAMED),
        is_shared=_is(pool=Resource.Pool.SHARED),
    ).values_list(*RESOURCE_FIELDS)
    table = _sorted(copying.read(rows, _kinds(RESOURCE_FIELDS)))
    pks = table["pk"].astype(np.int64)
    line_resource, line_area = _lines(pks, places, only)
    columns = ResourceColumns(
        id=table["public_id"].copy(),
        provider=np.unique(table["provider_id"], return_inverse=True)[1].astype(np.int32),
        lifts_from=table["lifts_from"].astype(np.int8),
        lifts_to=table["lifts_to"].astype(np.int8),
        kinds=_open(copying.words(table["kinds_mask"])),
        languages=copying.words(table["languages_mask"]),
        modes=_open(copying.words(table["modes_mask"])),
        eligible=_eligible(pks, table["is_named"], places, only),
        start=copying.days(table["from_day"]),
        end=copying.days(table["to_day"]),
        verified=copying.days(table["seen"]),
        capacity=table["slots"].astype(np.int64),
        shared=table["is_shared"].astype(bool),
        line_resource=line_resource,
        line_area=line_area,
    )
    return columns, pks, int(table["label"].max(initial=0))


def _is(**condition: Any) -> Any:
    return ExpressionWrapper(Q(**condition), output_field=BooleanField())


def _kinds(fields: dict[str, str]) -> dict[str, str]:
    """numpy drops zero bytes at the end of text, so masks travel as raw bytes."""
    return {
        name: f"V{kind[1:]}" if name.endswith("_mask") else kind for name, kind in fields.items()
    }


def _sorted(table: Array) -> Array:
    return table[np.argsort(table["public_id"], kind="stable")]


def _open(masks: Array) -> Array:
    """What nobody stated matches everything."""
    return np.where(masks.any(axis=1, keepdims=True), masks, ANY)


def _position(pks: Array, wanted: Array) -> Array:
    """Positions of primary keys in a list of them; all must be there."""
    order = np.argsort(pks)
    return order[np.searchsorted(pks, wanted, sorter=order)].astype(np.int32)


def _linked(through: Any, target: str, pks: Array, only: Any = None) -> tuple[Array, Array]:
    """The links of the resources read: positions of these, primary keys of what they link to.

    ``only`` is a queryset of resources, where reading all links would take longer.
    """
    rows = through.objects.order_by().values_list("resource_id", target)
    if only is not None:
        rows = rows.filter(resource__in=only)
    table = copying.read(rows, {"resource": ">i8", "target": ">i8"})
    order = np.argsort(pks)
    place = np.searchsorted(pks, table["resource"], sorter=order)
    found = place < len(pks)
    found[found] = pks[order[place[found]]] == table["resource"][found]
    return order[place[found]], table["target"][found].astype(np.int64)


def _lines(pks: Array, places: _Places, only: Any = None) -> tuple[Array, Array]:
    """(resource, leaf) positions, each once, by resource and leaf."""
    resource, node = _linked(Through, "capabilityarea_id", pks, only)
    nodes, kind = np.unique(node, return_inverse=True)
    leaves = [np.array(places.leaves_of.get(int(pk), []), np.int64) for pk in nodes]
    counts = np.array([len(part) for part in leaves], np.int64)
    start = np.cumsum(counts) - counts
    count = counts[kind]
    within = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    area = np.concatenate([np.zeros(0, np.int64), *leaves])[np.repeat(start[kind], count) + within]
    keys = np.sort(np.repeat(resource, count) * max(1, len(places.areas)) + area)
    keys = keys[np.diff(keys, prepend=-1) != 0]
    return (
        (keys // max(1, len(places.areas))).astype(np.int32),
        (keys % max(1, len(places.areas))).astype(np.int32),
    )


def _eligible(pks: Array, named: Array, places: _Places, only: Any) -> Array:
    """Country masks: all, or the countries and groups named; never what is excluded."""
    mask = np.zeros((len(pks), places.words), np.uint64)
    mask[~named.astype(bool)] = ANY
    bits = np.zeros((len(places.countries), places.words), np.uint64)
    for k in range(len(bits)):
        bits[k] = one_bit(k, places.words)
    resource, country = _linked(Resource.eligible_countries.through, "country_id", pks, only)
    np.bitwise_or.at(mask, resource, bits[_position(places.country_pk, country)])
    resource, group = _linked(Resource.eligible_groups.through, "countrygroup_id", pks, only)
    if len(group):
        groups, kind = np.unique(group, return_inverse=True)
        np.bitwise_or.at(
            mask, resource, np.array([places.group_masks[int(pk)] for pk in groups])[kind]
        )
    resource, country = _linked(Resource.excluded_countries.through, "country_id", pks, only)
    np.bitwise_and.at(mask, resource, ~bits[_position(places.country_pk, country)])
    return mask


def leaves_below(codes: Sequence[str]) -> set[str]:
    """Codes of the leaves that some areas stand for."""
    places = _Places.read(date.min, None)
    pks = CapabilityArea.objects.filter(code__in=codes).values_list("pk", flat=True)
    return {places.areas[k] for pk in pks for k in places.leaves_of[pk]}


def markets(audience: int, owned_by: int | None = None) -> list[list[str]]:
    """Codes of leaves in sets that share no pool: what a run may take apart."""
    places = _Places.read(date.min, None)
    rows = Resource.objects.for_audience(audience, owned_by).filter(pool=Resource.Pool.SHARED)
    pks = np.array(sorted(rows.values_list("pk", flat=True)), np.int64)
    resource, area = _lines(pks, places, rows.values("pk"))
    return [
        [places.areas[k] for k in group] for group in connected(resource, area, len(places.areas))
    ]

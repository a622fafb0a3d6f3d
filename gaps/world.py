"""The world as one audience sees it, in the engine's columns: read by COPY, a table at a time.

The same world as `snapshot.case_for` gives as JSON, and the same fingerprints: ids are the records'
public ids there and here. A test holds the two together.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
from django.db.models import (
    BooleanField,
    IntegerField,
    Q,
    QuerySet,
)
from django.db.models.expressions import ExpressionWrapper, RawSQL
from django.db.models.functions import Coalesce, Greatest

from capabilities.models import Need, Resource
from capabilities.models.catalogue import ResourceQuerySet
from capabilities.models.needs import NeedQuerySet
from gaps import copying
from gaps.copying import Array
from gaps.engine import Case
from gaps.engine.columns import ANY, UNLIMITED, Columns, NeedColumns, ResourceColumns
from gaps.engine.records import Settings
from gaps.engine.run import connected
from gaps.places import Places, position
from portal.access import TLP

Through = Resource.areas.through
Links = tuple[Array, Array]  # primary keys: of resources, of what each of them links to


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
    areas: Collection[str] | None = None,
    owned_by: int | None = None,
    places: Places | None = None,
) -> World:
    """The world of an audience, or the part of it that touches some areas (codes of leaves).

    With `owned_by`, the labelled records of this organisation stand in it, too. Call it inside
    `snapshot.one_moment`, or what is read may stem from different moments; `places` are those of
    that moment, where they have been read already.
    """
    places, part = _narrowed(places or Places.read(as_of), areas)
    needs, need_pk, indicative, need_label = _needs(
        part.needs(Need.objects.for_run(audience, owned_by)), places
    )
    resources, resource_pk, label = _resources(
        Resource.objects.for_audience(audience, owned_by), places, part
    )
    columns = Columns(
        settings=_settings(audience, as_of, options),
        countries=places.countries,
        areas=places.areas,
        needs=needs,
        resources=resources,
        prerequisites=places.prerequisites,
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


def _narrowed(places: Places, areas: Collection[str] | None) -> "tuple[Places, _Part]":
    if areas is None or set(areas) == set(places.areas):
        return places, _Part()
    places = places.only(areas)
    return places, _Part(places)


def _settings(audience: int, as_of: date, options: dict[str, Any]) -> Settings:
    """Those of a case that gives these options and is empty otherwise."""
    head = {"as_of": as_of.isoformat(), "audience": TLP(audience).code, **options}
    empty: dict[str, Any] = {"areas": {}, "groups": {}, "needs": [], "resources": []}
    return Case.from_json({**head, **empty}).settings


class _Part:
    """How to read no more than what touches some areas: by key, once their links are known.

    With no places everything is read, and no condition slows that down.
    """

    def __init__(self, places: Places | None = None) -> None:
        self.places = places

    def needs(self, rows: NeedQuerySet) -> NeedQuerySet:
        return rows if self.places is None else rows.filter(area__in=self.places.area_pk.tolist())

    @cached_property
    def areas(self) -> Links:
        """What resources offer, in these areas and those above them."""
        rows = Through.objects.all()
        if self.places is not None:
            rows = rows.filter(capabilityarea__in=list(self.places.leaves_of))
        return _linked(rows, "capabilityarea_id")

    def resources(self, rows: ResourceQuerySet) -> ResourceQuerySet:
        return rows if self.places is None else rows.filter(copying.among("pk", self.areas[0]))

    def links(self, through: Any, target: str) -> Links:
        rows = through.objects.all()
        if self.places is not None:
            rows = rows.filter(copying.among("resource", self.areas[0]))
        return _linked(rows, target)


def _linked(rows: QuerySet[Any], target: str) -> Links:
    wanted = rows.order_by().values_list("resource_id", target)
    table = copying.read(wanted, {"resource": ">i8", "target": ">i8"})
    return table["resource"].astype(np.int64), table["target"].astype(np.int64)


def _day(column: str) -> RawSQL:
    return RawSQL(f"coalesce({column}, '-infinity'::date)", ())  # nosec B611  # noqa: S611  names of our own


NEED_FIELDS = {
    "pk": ">i8", "public_id": "S12", "country_id": ">i8", "area_id": ">i8", "current_level": ">i2",
    "target_level": ">i2", "quantity": ">i4", "urgency": ">i2", "tlp": ">i2", "starts": ">i4",
    "ends": ">i4", "kinds_mask": "S8", "languages_mask": "S32", "modes_mask": "S8",
    "is_indicative": "?",
}  # fmt: skip


def _needs(rows: NeedQuerySet, places: Places) -> tuple[NeedColumns, Array, Array, int]:
    wanted = rows.order_by().annotate(is_indicative=_is(basis=Need.Basis.INDICATIVE))
    table = _sorted(copying.read(wanted.values_list(*NEED_FIELDS), _kinds(NEED_FIELDS)))
    columns = NeedColumns(
        id=table["public_id"].copy(),
        country=position(places.country_pk, table["country_id"]),
        area=position(places.area_pk, table["area_id"]),
        current=table["current_level"].astype(np.int8),
        target=table["target_level"].astype(np.int8),
        quantity=table["quantity"].astype(np.int64),
        urgency=table["urgency"].astype(np.int8),
        kinds=copying.words(table["kinds_mask"]),
        languages=copying.words(table["languages_mask"]),
        modes=_open(copying.words(table["modes_mask"])),
        start=copying.days(table["starts"]),
        end=copying.days(table["ends"]),
    )
    label = int(table["tlp"].max(initial=0))
    return columns, table["pk"].astype(np.int64), table["is_indicative"].astype(bool), label


RESOURCE_FIELDS = {
    "pk": ">i8", "public_id": "S12", "provider_id": ">i8", "lifts_from": ">i4", "lifts_to": ">i4",
    "slots": ">i4", "label": ">i2", "from_day": ">i4", "to_day": ">i4", "seen": ">i4",
    "kinds_mask": "S8", "languages_mask": "S32", "modes_mask": "S8", "is_named": "?",
    "is_shared": "?",
}  # fmt: skip


def _resources(
    rows: ResourceQuerySet, places: Places, part: _Part
) -> tuple[ResourceColumns, Array, int]:
    wanted = part.resources(rows.order_by()).annotate(
        lifts_from=Coalesce("level_from", 1, output_field=IntegerField()),
        lifts_to=Coalesce("level_to", 5, output_field=IntegerField()),
        slots=Coalesce("capacity", UNLIMITED, output_field=IntegerField()),
        label=Greatest("tlp", "provider__tlp"),
        from_day=_day('"capabilities_resource"."starts"'),
        to_day=_day('"capabilities_resource"."ends"'),
        seen=_day('"capabilities_resource"."last_verified"'),
        is_named=_is(eligibility=Resource.Eligibility.NAMED),
        is_shared=_is(pool=Resource.Pool.SHARED),
    )
    table = _sorted(copying.read(wanted.values_list(*RESOURCE_FIELDS), _kinds(RESOURCE_FIELDS)))
    pks = table["pk"].astype(np.int64)
    line_resource, line_area = _lines(pks, part.areas, places)
    columns = ResourceColumns(
        id=table["public_id"].copy(),
        provider=np.unique(table["provider_id"], return_inverse=True)[1].astype(np.int32),
        lifts_from=table["lifts_from"].astype(np.int8),
        lifts_to=table["lifts_to"].astype(np.int8),
        kinds=_open(copying.words(table["kinds_mask"])),
        languages=copying.words(table["languages_mask"]),
        modes=_open(copying.words(table["modes_mask"])),
        eligible=_eligible(pks, table["is_named"], places, part),
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
    """By public id. As numbers, eight letters at a time, they are compared far faster than as text.

    Those that begin alike, which hardly any do, are put right as text.
    """
    heads = np.ascontiguousarray(table["public_id"]).view(np.uint8).reshape(len(table), 12)[:, :8]
    numbers = np.ascontiguousarray(heads).view(">u8").ravel().astype(np.uint64)
    order = np.argsort(numbers)
    if (np.diff(numbers[order]) == 0).any():
        order = np.argsort(table["public_id"], kind="stable")
    return table[order]


def _open(masks: Array) -> Array:
    """What nobody stated matches everything."""
    return np.where(masks.any(axis=1, keepdims=True), masks, ANY)


def _among(pks: Array, links: Links) -> Links:
    """The links of the resources read: positions of these, primary keys of what they link to."""
    resource, target = links
    order = np.argsort(pks)
    place: Array = np.searchsorted(pks, resource, sorter=order)
    found: Array = place < len(pks)
    found[found] = pks[order[place[found]]] == resource[found]
    return order[place[found]], target[found]


def _lines(pks: Array, links: Links, places: Places) -> Links:
    """(resource, leaf) positions, each once, by resource and leaf."""
    resource, node = _among(pks, links)
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


def _eligible(pks: Array, named: Array, places: Places, part: _Part) -> Array:
    """Country masks: all, or the countries and groups named; never what is excluded."""
    mask = np.zeros((len(pks), places.words), np.uint64)
    mask[~named.astype(bool)] = ANY
    resource, country = _among(pks, part.links(Resource.eligible_countries.through, "country_id"))
    _add(mask, resource, country, places)
    resource, group = _among(pks, part.links(Resource.eligible_groups.through, "countrygroup_id"))
    groups, kind = np.unique(group, return_inverse=True)
    nobody = np.zeros(places.words, np.uint64)  # of a group that has no member on that day
    masks = np.array([places.group_masks.get(int(pk), nobody) for pk in groups] or [nobody])
    np.bitwise_or.at(mask, resource, masks[kind])
    resource, country = _among(pks, part.links(Resource.excluded_countries.through, "country_id"))
    np.bitwise_and.at(mask, resource, ~places.bits[position(places.country_pk, country)])
    return mask


def _add(mask: Array, resource: Array, country: Array, places: Places) -> None:
    """Set the bit of each country named; ``at`` over one word is much faster than over rows."""
    place = position(places.country_pk, country)
    np.bitwise_or.at(
        mask.reshape(-1),
        resource.astype(np.int64) * places.words + place // 64,
        np.uint64(1) << (place % 64).astype(np.uint64),
    )


def markets(audience: int, places: Places, owned_by: int | None = None) -> list[list[str]]:
    """Codes of leaves in sets that share no pool: what a run may take apart."""
    rows = Resource.objects.for_audience(audience, owned_by).filter(pool=Resource.Pool.SHARED)
    pks = np.sort(np.array(list(rows.order_by().values_list("pk", flat=True)), np.int64))
    links = _linked(Through.objects.filter(copying.among("resource", pks)), "capabilityarea_id")
    resource, area = _lines(pks, links, places)
    return [
        [places.areas[k] for k in group] for group in connected(resource, area, len(places.areas))
    ]

"""A need that is not stored, put into a world beside those that are."""

from dataclasses import fields, replace
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from capabilities.models import Need
from capabilities.models.masks import mask
from gaps import copying
from gaps.copying import Array
from gaps.engine.columns import ANY, NeedColumns, day
from gaps.world import World
from portal.access import TLP

ASKED_FOR = ("country", "area", "current_level", "target_level", "quantity", "starts", "ends")


class NotComplete(Exception):
    """A need that says too little to be assessed; the text names what is missing."""


def require_complete(need: Need) -> None:
    """Raise NotComplete where the analyser could not tell what is asked for."""
    for field in Need._meta.concrete_fields:
        if field.name in ASKED_FOR and getattr(need, field.attname) is None:
            raise NotComplete(_("Say this first: %(field)s.") % {"field": field.verbose_name})
    if need.target_level <= need.current_level:
        raise NotComplete(_("The level to reach must be higher than the level today."))
    if need.ends < need.starts:
        raise NotComplete(_("The last day must not come before the first."))


def added(world: World, need: Need) -> World:
    """The world with this need in it: in place of its stored version, and of an indicative need."""
    columns, row = world.columns, _row(world, need)
    beside = (columns.needs.country == row["country"]) & (columns.needs.area == row["area"])
    stays = ~(world.indicative & beside) & (world.need_pk != (need.pk or 0))
    kept = columns.keeping(needs=stays)
    place = int(np.searchsorted(kept.needs.id, row["id"]))
    inserted = {
        field.name: np.insert(getattr(kept.needs, field.name), place, row[field.name], axis=0)
        for field in fields(NeedColumns)
    }
    return replace(
        world,
        columns=replace(kept, needs=NeedColumns(**inserted)),
        need_pk=np.insert(world.need_pk[stays], place, need.pk or 0),
        indicative=np.insert(world.indicative[stays], place, False),
        label=TLP(max(world.label, need.tlp)),
    )


def _row(world: World, need: Need) -> dict[str, Any]:
    modes = _words("modes", need.modes, 8)
    return {
        "id": need.public_id.encode(),
        "country": world.columns.countries.index(need.country.iso3),
        "area": world.columns.areas.index(need.area.code),
        "current": need.current_level,
        "target": need.target_level,
        "quantity": need.quantity,
        "urgency": need.urgency,
        "kinds": _words("kinds", need.kinds, 8),
        "languages": _words("languages", need.languages, 32),
        "modes": modes if modes.any() else ANY,
        "start": day(need.starts),
        "end": day(need.ends),
    }


def _words(vocabulary: str, codes: list[str], size: int) -> Array:
    """One row of mask words, as `world.read` takes them off the wire."""
    return copying.words(np.frombuffer(mask(vocabulary, codes, size), f"V{size}"))[0]

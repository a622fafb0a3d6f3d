"""Keeping what a run found: only what changed is written, by COPY, and the past stays readable."""

from collections.abc import Mapping
from functools import reduce

import numpy as np

from gaps import copying
from gaps.copying import Array
from gaps.engine import CaseError, Result
from gaps.models import AreaState, Cell, Finding, Found, Run
from gaps.world import World

BIG = np.iinfo(np.int64).max
FINDING_KEY = {"need_id": ">i8", "step": ">i2"}
CELL_KEY = {"country_id": ">i8", "area_id": ">i8"}


def keep(run: Run, world: World, result: Result) -> int:
    """Write what differs from what holds now in the areas assessed; how many findings that were.

    Nobody sees it before the run is done: readers of an earlier run see the rows that held then.
    """
    areas = world.area_pk[np.array(result.areas, np.int64)]
    changed = _replace(Finding, FINDING_KEY, run, areas, findings(world, result))
    _replace(Cell, CELL_KEY, run, areas, _cells(world, result))
    _keep_states(run, world, result)
    return changed


def undo(run: Run) -> None:
    """Take back what an attempt of this run has written."""
    for model in (Finding, Cell, AreaState):
        model.objects.filter(since=run).delete()
        model.objects.filter(until=run).update(until=None)


def findings(world: World, result: Result, rows: Array = None) -> dict[str, Array]:
    """Need-steps in the columns of `Finding`: those of these rows, or all that were assessed."""
    if rows is None:
        rows = np.flatnonzero(result.assessed[result.need])
    need, needs = result.need[rows], world.columns.needs
    weights = world.columns.settings.urgency_weight
    weight = np.array([0.0, *(float(weights[urgency]) for urgency in range(1, 6))])
    missing = needs.quantity[need] - result.got[rows] / result.per[rows]
    return {
        "country_id": world.country_pk[needs.country[need]],
        "area_id": world.area_pk[needs.area[need]],
        "demand": needs.quantity[need],
        "optimistic": result.reach[rows],
        "allocated_numerator": _fits(result.got[rows]),
        "allocated_denominator": _fits(result.per[rows]),
        "weighted_gap": missing * weight[needs.urgency[need]],
        "gap_class": result.gap_class[rows].astype(np.int16),
        "need_id": world.need_pk[need],
        "step": result.step[rows].astype(np.int16),
        "urgency": needs.urgency[need].astype(np.int16),
        "indicative": world.indicative[need],
        "providers": result.providers[rows].astype(np.int16),
        "served_by": _resource_pks(world, result.served[rows]),
        "fix_resource": _resource_pks(world, result.fix[rows]),
        "fix_failed": result.failed[rows].astype(np.int16),
    }


def _cells(world: World, result: Result) -> dict[str, Array]:
    found, needs = result.cell_columns, world.columns.needs
    width = max(1, len(world.columns.areas))
    submitted = ~world.indicative
    asked = np.unique(needs.country[submitted].astype(np.int64) * width + needs.area[submitted])
    keys = found.country.astype(np.int64) * width + found.area.astype(np.int64)
    return {
        "country_id": world.country_pk[found.country.astype(np.int64)],
        "area_id": world.area_pk[found.area.astype(np.int64)],
        "demand": _fits(found.demand),
        "optimistic": _fits(found.reach),
        "allocated_numerator": _fits(found.got),
        "allocated_denominator": _fits(found.got_per),
        "weighted_gap": (found.gap / np.maximum(found.gap_per, 1)).astype(np.float64),
        "gap_class": found.gap_class.astype(np.int16),
        "indicative": ~np.isin(keys, asked),
    }


def _resource_pks(world: World, positions: Array) -> Array:
    """Primary keys of resources by position; 0 for none."""
    padded = np.append(world.resource_pk, 0)
    return padded[positions.astype(np.int64)]


def _fits(numbers: Array) -> Array:
    if numbers.dtype == object and any(abs(number) > BIG for number in numbers):
        raise CaseError(
            "the division",
            "allocated",
            "give quantities and capacities with smaller common multiples",
        )
    return numbers.astype(np.int64)


def digest(columns: Mapping[str, Array]) -> Array:
    """A 64-bit number per row, equal for equal rows (splitmix64 over the columns in order)."""
    parts = [part for column in columns.values() for part in np.atleast_2d(column.T)]
    start = np.zeros(len(parts[0]), np.uint64)
    return reduce(_mixed, parts, start).view(np.int64)


def _mixed(state: Array, part: Array) -> Array:
    bits = (
        part.view(np.uint64) if part.dtype == np.float64 else part.astype(np.int64).view(np.uint64)
    )
    with np.errstate(over="ignore"):
        state = (state ^ bits) + np.uint64(0x9E3779B97F4A7C15)
        state = (state ^ (state >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        state = (state ^ (state >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return state ^ (state >> np.uint64(31))


def _replace(
    model: type[Found],
    key_fields: Mapping[str, str],
    run: Run,
    areas: Array,
    rows: dict[str, Array],
) -> int:
    """End the rows that no longer hold, add those that newly do; how many keys changed.

    `key_fields` are the two columns that name a row, with their types on the wire.
    """
    rows = {name: np.ascontiguousarray(column) for name, column in rows.items()}
    rows["digest"] = digest(rows)
    first, second = key_fields
    current = model.objects.filter(audience=run.audience, until=None, area__in=areas.tolist())
    held = copying.read(
        current.order_by().values_list("pk", first, second, "digest"),
        {"pk": ">i8", **key_fields, "digest": ">i8"},
    )
    place = _places_of(_keys(rows[first], rows[second]), _keys(held[first], held[second]))
    known = place >= 0
    same = known.copy()
    same[known] = held["digest"][place[known]] == rows["digest"][known]
    stays = np.zeros(len(held), bool)
    stays[place[same]] = True
    _end(model, run, held["pk"][~stays])
    _add(model, run, {name: column[~same] for name, column in rows.items()})
    return int((~stays).sum() + (~known).sum())


def _keys(first: Array, second: Array) -> Array:
    return first.astype(np.int64) * np.int64(2**20) + second.astype(np.int64)


def _places_of(keys: Array, held: Array) -> Array:
    """Where each key stands among those held; -1 for a new one."""
    if not len(held):
        return np.full(len(keys), -1)
    order = np.argsort(held)
    at = order[np.minimum(np.searchsorted(held, keys, sorter=order), len(order) - 1)]
    return np.where(held[at] == keys, at, -1)


def _end(model: type[Found], run: Run, pks: Array) -> None:
    if len(pks):
        model.objects.filter(copying.among("pk", pks)).update(until=run)


def table_of(model: type[Found]) -> str:
    return str(model._meta.db_table)


def _add(model: type[Found], run: Run, rows: dict[str, Array]) -> None:
    count = len(rows["digest"])
    if count:
        head = {
            "audience": np.full(count, run.audience, np.int16),
            "since_id": np.full(count, run.pk, np.int64),
        }
        copying.write(table_of(model), head | rows)


def _keep_states(run: Run, world: World, result: Result) -> None:
    needs = np.bincount(world.columns.needs.area, minlength=len(world.columns.areas))
    pks = dict(zip(world.columns.areas, world.area_pk.tolist(), strict=True))
    place = {code: k for k, code in enumerate(world.columns.areas)}
    current = AreaState.objects.filter(audience=run.audience, until=None, area__in=pks.values())
    held = {state.area_id: state for state in current}
    fresh = []
    for code, fingerprint in result.fingerprints.items():
        counts = int(needs[place[code]]), int(world.offers[place[code]])
        old = held.get(pks[code])
        if old and (old.fingerprint, old.needs, old.offers) == (fingerprint, *counts):
            continue
        if old:
            AreaState.objects.filter(pk=old.pk).update(until=run)
        fresh.append(
            AreaState(
                audience=run.audience,
                area_id=pks[code],
                since=run,
                fingerprint=fingerprint,
                needs=counts[0],
                offers=counts[1],
            )
        )
    AreaState.objects.bulk_create(fresh)


def fingerprints(run: Run) -> dict[str, str]:
    """The fingerprint of every area as stored after a run."""
    states = AreaState.objects.of_run(run).order_by()
    return dict(states.values_list("area__code", "fingerprint"))

"""Columns made ready to be scanned: windows as months, attributes as words, areas in order."""

from __future__ import annotations

from dataclasses import dataclass
from math import lcm
from typing import TYPE_CHECKING, Any

import numpy as np

from gaps.engine import bits, parts
from gaps.engine.bits import FRESH_BIT, NEUTRAL_BIT, STEP_BITS, Offers, Table, Wishes
from gaps.engine.columns import EPOCH, NO_DAY, UNLIMITED, Columns
from gaps.engine.records import STEPS, Constraint
from gaps.engine.scan import Demand, Rules, Supply

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gaps.engine.bits import Ints
    from gaps.engine.records import Settings


@dataclass(frozen=True, slots=True)
class Compiled:
    """What all batches of one run share. ``step_start[n]`` is the first need-step of need n."""

    columns: Columns
    offers: Offers
    wishes: Wishes
    supply: Supply
    rules: Rules
    weight: Ints  # (6,) whole-number weight of a slot by urgency
    step_start: Ints  # (needs + 1,)
    needs: Ints  # by area, country, id
    need_start: Ints  # (areas + 1,)
    lines: Ints  # by area, unlimited first, resource
    line_start: Ints  # (areas + 1,)
    unlimited: Ints  # (areas,)
    weight_scale: int  # weight / weight_scale is the urgency weight

    @staticmethod
    def name(record_id: Any) -> str:
        """The id of a record as text."""
        return record_id.decode() if isinstance(record_id, bytes) else str(record_id)


def compiled(columns: Columns) -> Compiled:
    """Make columns ready; none of them is changed."""
    needs, resources, areas = columns.needs, columns.resources, len(columns.areas)
    countries = max(1, len(columns.countries))
    place = needs.area.astype(np.int64) * countries + needs.country
    order, cells = parts.grouped(place, areas * countries)
    limited = resources.capacity[resources.line_resource] != UNLIMITED
    key = resources.line_area.astype(np.int64) * 2 + limited
    lines, halves = parts.grouped(key, 2 * areas)
    return Compiled(
        columns=columns,
        offers=offers(columns),
        wishes=wishes(columns),
        supply=Supply(resources.capacity, resources.provider, resources.shared),
        rules=rules(columns.settings),
        weight=weights(columns.settings),
        step_start=_cumulated(needs.target.astype(np.int64) - needs.current),
        needs=order,
        need_start=cells[::countries],
        lines=lines,
        line_start=halves[::2],
        unlimited=np.diff(halves)[::2],
        weight_scale=_weight_scale(columns.settings),
    )


def months(start: Any, end: Any, settings: Settings) -> Any:
    """The calendar months that each window touches, as bits counted from the month of ``as_of``.

    A window that ended before ``as_of`` touches none, even within the same month.
    """
    as_of, last = settings.as_of, settings.horizon_months - 1
    this_month = (as_of.year - 1970) * 12 + as_of.month - 1
    first = np.where(start == NO_DAY, 0, np.maximum(0, _month(start) - this_month))
    until = np.where(end == NO_DAY, last, np.minimum(last, _month(end) - this_month))
    over = (end != NO_DAY) & (end < as_of.toordinal() - EPOCH)
    touched = ~over & (first <= until)
    width = np.where(touched, until - first + 1, 0).astype(np.uint64)
    ones = (np.uint64(1) << width) - np.uint64(1)
    return np.where(touched, ones << np.where(touched, first, 0).astype(np.uint64), np.uint64(0))


def _month(days: Any) -> Any:
    """Months since January 1970 of days since 1970-01-01."""
    whole = np.where(days == NO_DAY, 0, days).astype("datetime64[D]")
    return whole.astype("datetime64[M]").astype(np.int64)


def fresh(verified: Any, settings: Settings) -> Any:
    """Verified at all, and no longer ago than the run allows."""
    as_of = settings.as_of.toordinal() - EPOCH
    return (verified != NO_DAY) & (as_of - verified.astype(np.int64) <= settings.max_age_days)


def flags(columns: Columns) -> Any:
    """Per resource one word: the steps that it lifts, whether it is fresh, and language-neutral."""
    rows = columns.resources
    word = np.zeros(len(rows.id), np.uint64)
    for bit, step in enumerate(STEPS):
        lifts = (rows.lifts_from <= step) & (step < rows.lifts_to)
        word |= lifts.astype(np.uint64) << np.uint64(bit)
    word |= fresh(rows.verified, columns.settings).astype(np.uint64) << np.uint64(FRESH_BIT)
    word |= (~rows.languages.any(axis=1)).astype(np.uint64) << np.uint64(NEUTRAL_BIT)
    return word


def offers(columns: Columns) -> Offers:
    rows = columns.resources
    window = months(rows.start, rows.end, columns.settings)
    return Offers(
        eligible=rows.eligible,
        kinds=rows.kinds,
        languages=rows.languages,
        modes=rows.modes,
        months=window[:, None],
        flags=flags(columns)[:, None],
    )


def wishes(columns: Columns) -> Wishes:
    needs = columns.needs
    window = months(needs.start, needs.end, columns.settings)[:, None]
    asked = [needs.kinds, needs.languages, needs.modes, window]
    numbers = [bits.distinct(np.ascontiguousarray(masks)) for masks in asked]
    tables = [masks[first] for masks, (_, first) in zip(asked, numbers, strict=True)]
    return Wishes(needs.country.astype(np.int64), np.stack([n for n, _ in numbers]), *tables)


def weights(settings: Settings) -> Ints:
    """The urgency weights in whole numbers, in the same proportion."""
    row = np.zeros(6, np.int64)
    for urgency, weight in settings.urgency_weight.items():
        row[urgency] = int(weight * _weight_scale(settings))
    return row


def _weight_scale(settings: Settings) -> int:
    return lcm(*(weight.denominator for weight in settings.urgency_weight.values()))


def rules(settings: Settings) -> Rules:
    """All sets of failed constraints by cost, then size; equal ones tie."""
    sets = range(1, 2 ** len(Constraint))
    cost = {int(c): settings.relax_cost[c] for c in Constraint}
    rank = [(sum(cost[c] for c in cost if c & s), s.bit_count()) for s in sets]
    order = sorted(range(len(sets)), key=rank.__getitem__)
    places = {key: k for k, key in enumerate(sorted(set(rank)))}
    ratio = settings.oversupply_ratio
    return Rules(
        order=np.array([sets[k] for k in order], np.int64),
        tie=np.array([places[rank[k]] for k in order], np.int64),
        ratio=np.array([ratio.numerator, ratio.denominator], np.int64),
        providers=settings.oversupply_providers,
    )


def table(world: Compiled, areas: Sequence[int]) -> tuple[Table, Ints, Ints]:
    """The bit rows of some areas; also which lines and needs those are, in the table's order."""
    lines = _slices(world.lines, world.line_start, areas)
    needs = _slices(world.needs, world.need_start, areas)
    line_start = _cumulated(np.diff(world.line_start)[areas])
    need_start = _cumulated(np.diff(world.need_start)[areas])
    words = np.maximum(1, -(-np.diff(line_start) // 64))
    base = _cumulated(64 * np.array([masks.shape[1] for masks in world.offers]))
    sets = [
        bits.sets_per_area(number, needs, need_start, len(masks))
        for number, masks in zip(world.wishes.sets, world.wishes[2:], strict=True)
    ]
    rows = int(base[-1]) + STEP_BITS + 1 + np.sum(sets, axis=0)
    offset = _cumulated(rows * words)
    built = Table(
        rows=np.empty(int(offset[-1]), np.uint64),
        offset=offset[:-1],
        words=words,
        line_start=line_start,
        unlimited=world.unlimited[areas],
        resource=world.columns.resources.line_resource[lines].astype(np.int64),
        term=np.empty((len(world.columns.needs.id), 5), np.int64),
        base=base,
    )
    bits.build(world.offers, world.wishes, needs, need_start, built)
    return built, lines, needs


def demand(world: Compiled, areas: Sequence[int], needs: Ints) -> tuple[Demand, Ints]:
    """The need-steps of these needs (by area, country, id), and their positions in the run.

    In the demand an area is its position among ``areas``.
    """
    rows = world.columns.needs
    local = np.zeros(len(world.columns.areas), np.int64)
    local[areas] = np.arange(len(areas))
    count = (rows.target[needs].astype(np.int64)) - rows.current[needs]
    need = np.repeat(needs, count)
    within = np.arange(len(need)) - np.repeat(_cumulated(count)[:-1], count)
    area, country = local[rows.area[need]], rows.country[need].astype(np.int64)
    changes = np.flatnonzero((np.diff(area) != 0) | (np.diff(country) != 0)) + 1
    ends = [len(need)] if len(need) else []
    return Demand(
        need=need,
        step=rows.current[need] + within,
        area=area,
        country=country,
        quantity=rows.quantity[need],
        weight=world.weight[rows.urgency[need]],
        group=np.concatenate(([0], changes, ends)).astype(np.int64),
    ), world.step_start[need] + within


def _slices(order: Ints, start: Ints, areas: Sequence[int]) -> Ints:
    parts = [order[start[a] : start[a + 1]] for a in areas]
    return np.concatenate(parts) if parts else np.zeros(0, np.int64)


def _cumulated(counts: Any) -> Ints:
    return np.concatenate((np.zeros(1, np.int64), np.cumsum(counts, dtype=np.int64)))

"""One run: match, divide, roll up. Areas that no shared pool joins are independent."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from gaps.engine import allocate, compiled, idle, rollup, scan
from gaps.engine.case import Case
from gaps.engine.columns import Columns
from gaps.engine.explain import BLOCKED_BY, GapClass
from gaps.engine.ledger import ledger
from gaps.engine.records import CaseError, Constraint
from gaps.engine.result import CellColumns, Result

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from gaps.engine.bits import Ints, Table
    from gaps.engine.compiled import Compiled
    from gaps.engine.scan import Demand, Matches

BATCH_PAIRS = 2 * 10**8  # need-lines x lines looked at together: bounds the memory of a batch
BLOCKED_CLASS = np.array(
    [BLOCKED_BY.get(Constraint(failed), GapClass.MULTI_BLOCKED) for failed in range(128)], np.int8
)
BLOCKED_CLASS[0] = GapClass.UNCOVERED


def assess(
    case: Case | Columns,
    *,
    areas: Iterable[str] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Result:
    """Assess every need-step that the audience may see, or those of some areas.

    ``areas`` must be closed under shared pools, as ``affected_areas`` gives them: what is found in
    them is then equal to their part of a full run. ``progress`` is called with (areas done, areas
    in all). Raises CaseError where ``areas`` is not closed or numbers are too large to be exact.
    """
    columns = Columns.of(case) if isinstance(case, Case) else case
    world = compiled.compiled(columns)
    groups = markets(columns)
    chosen = groups if areas is None else _chosen(columns, groups, set(areas))
    result = Result(world, [area for group in chosen for area in group])
    done, total = 0, sum(len(group) for group in chosen)
    for batch in _batches(world, chosen, total if progress else 1):
        _assess(world, batch, result)
        done += sum(len(group) for group in batch)
        if progress:
            progress(done, total)
    return result


def markets(columns: Columns) -> list[list[int]]:
    """Positions of areas in sets that share no pool, ascending: the unit of a shard.

    Any distribution of whole sets over workers gives the same findings and fingerprints.
    """
    rows = columns.resources
    shared = np.flatnonzero(rows.shared[rows.line_resource])
    return connected(rows.line_resource[shared], rows.line_area[shared], len(columns.areas))


def connected(resource: Ints, area: Ints, areas: int) -> list[list[int]]:
    """The numbers below ``areas`` in sets, two in one set where a resource has lines in both.

    Lines are ``resource[k], area[k]``, those of one resource next to each other.
    """
    above = list(range(areas))
    area = area.astype(np.int64)

    def top(area: int) -> int:
        while above[area] != area:
            above[area] = area = above[above[area]]
        return area

    same = resource[1:] == resource[:-1]
    joined = np.unique(area[:-1][same] * areas + area[1:][same])
    for one, other in zip(joined // max(1, areas), joined % max(1, areas), strict=True):
        low, high = sorted((top(int(one)), top(int(other))))
        above[high] = low
    sets: dict[int, list[int]] = {}
    for position in range(areas):
        sets.setdefault(top(position), []).append(position)
    return list(sets.values())


def affected_areas(columns: Columns, changed: Iterable[str]) -> list[str]:
    """The areas whose findings a change in some areas may move: closed under shared pools.

    Ask it of the columns before and after a change, and assess the union.
    """
    wanted = set(changed)
    touched = [g for g in markets(columns) if any(columns.areas[a] in wanted for a in g)]
    return sorted(columns.areas[a] for group in touched for a in group)


def _chosen(columns: Columns, groups: list[list[int]], wanted: set[str]) -> list[list[int]]:
    chosen = [group for group in groups if any(columns.areas[a] in wanted for a in group)]
    found = {columns.areas[a] for group in chosen for a in group}
    if found != wanted:
        odd = min(found ^ wanted)
        raise CaseError(f"area {odd}", "areas", "give a set of areas closed under shared pools")
    return chosen


def _batches(world: Compiled, groups: Sequence[list[int]], parts: int) -> Iterator[list[list[int]]]:
    """Sets of areas in batches small enough for memory, and enough of them to show progress."""
    size = np.diff(world.need_start) * np.diff(world.line_start)
    most = max(1, len(groups) // min(max(1, parts), 20))
    batch: list[list[int]] = []
    load = 0
    for group in groups:
        pairs = int(size[group].sum())
        if batch and (load + pairs > BATCH_PAIRS or (parts > 1 and len(batch) >= most)):
            yield batch
            batch, load = [], 0
        batch.append(group)
        load += pairs
    if batch:
        yield batch


def weighted_gaps(columns: Columns, areas: Sequence[str]) -> dict[str, Fraction]:
    """The weighted gap of those of some areas that have one: a run that finds nothing else."""
    world = compiled.compiled(columns)
    groups = _chosen(columns, markets(columns), set(areas))
    result = Result(world, [area for group in groups for area in group])
    for batch in _batches(world, groups, 1):
        _divide(world, batch, result)
    return gaps_by_area(result)


def gaps_by_area(result: Result) -> dict[str, Fraction]:
    """The weighted gap of each area that has one."""
    gaps: dict[str, Fraction] = defaultdict(Fraction)
    cells, names = result.cell_columns, result.world.columns.areas
    for c in np.flatnonzero(cells.gap != 0):
        gaps[names[cells.area[c]]] += Fraction(int(cells.gap[c]), int(cells.gap_per[c]))
    return gaps


class _Divided(NamedTuple):
    """What was made of a batch on the way."""

    table: Table
    lines: Ints
    demand: Demand
    places: Ints
    found: Matches
    division: allocate.Division


def _assess(world: Compiled, batch: list[list[int]], result: Result) -> None:
    """Assess the areas of a batch together and write what was found into the result."""
    table, lines, demand, places, found, division = _divide(world, batch, result)
    owner = _owners(batch, table.line_start, table.resource)
    states = idle.states(table, demand, world.supply, found, division, owner)
    result.line_state[lines] = states
    areas = np.array([area for group in batch for area in group])
    result.ledgers.append(ledger(division, demand, table, areas, places))


def _divide(world: Compiled, batch: list[list[int]], result: Result) -> _Divided:
    """Match and divide, and write the shares, classes and cells of a batch into the result."""
    areas = [area for group in batch for area in group]
    table, lines, needs = compiled.table(world, areas)
    demand, places = compiled.demand(world, areas, needs)
    found = _no_matches(len(places), len(lines))
    scan.scan(table, demand, world.supply, world.rules, found)
    division = allocate.divide(table, demand, world.supply, found)
    _write(demand, places, found, division, result)
    result.cell_parts.append(_cells(demand, places, np.array(areas), result))
    return _Divided(table, lines, demand, places, found, division)


def _no_matches(steps: int, lines: int) -> Matches:
    return scan.Matches(
        unlimited=np.zeros(steps, np.int64),
        sole=np.zeros(steps, np.int64),
        limited=np.zeros(steps, np.int64),
        providers=np.zeros(steps, np.int64),
        failed=np.zeros(steps, np.int64),
        fix=np.full(steps, -1, np.int64),
        served=np.full((steps, scan.SHOWN), -1, np.int32),
        usable=np.zeros(lines, np.bool_),
        plenty=np.zeros(steps, np.bool_),
    )


def _owners(batch: list[list[int]], line_start: Ints, resource: Ints) -> Ints:
    """A number for each (set of areas, resource): the lines that stand or fall together."""
    owner = np.empty(len(resource), np.int64)
    area, count = 0, 0
    for group in batch:
        first, last = line_start[area], line_start[area + len(group)]
        if len(group) == 1:  # a resource has one line an area
            owner[first:last] = np.arange(count, count + last - first)
            count += last - first
        else:
            names, numbers = np.unique(resource[first:last], return_inverse=True)
            owner[first:last] = numbers + count
            count += len(names)
        area += len(group)
    return owner


def _write(
    demand: Demand, places: Ints, found: Matches, division: allocate.Division, result: Result
) -> None:
    """Shares and classes of a batch's need-steps, by the rules of ``explain``."""
    unlimited = found.unlimited > 0
    got, per = np.where(unlimited, demand.quantity, 0), np.ones(len(places), np.int64)
    common = np.gcd(division.shares.got, division.shares.scale)
    got[division.steps] = division.shares.got // common
    per[division.steps] = division.shares.scale // common
    reach = np.where(unlimited, demand.quantity, found.limited)
    full, reachable = got == demand.quantity * per, reach == demand.quantity
    alone = np.where(found.providers == 1, GapClass.SINGLE_PROVIDER, GapClass.COVERED)
    short = np.where(reachable, GapClass.CAPACITY_CONTENDED, GapClass.CAPACITY_SHORT)
    served = np.where(full, alone, short)
    result.got[places], result.per[places], result.reach[places] = got, per, reach
    result.providers[places], result.plenty[places] = found.providers, found.plenty
    result.failed[places], result.fix[places] = found.failed, found.fix
    result.served[places] = found.served
    result.gap_class[places] = np.where(found.providers > 0, served, BLOCKED_CLASS[found.failed])


def _cells(demand: Demand, places: Ints, areas: Ints, result: Result) -> CellColumns:
    """Roll up each country and area; the few that 64 bits are too few for, in Python integers."""
    first = demand.group[:-1]
    rows = rollup.cells(
        demand.group,
        demand.quantity,
        demand.weight,
        result.reach[places],
        result.got[places],
        result.per[places],
        result.gap_class[places],
    )
    got, got_per, gap, gap_per = rows.got, rows.got_per, rows.gap, rows.gap_per
    scale = result.world.weight_scale
    if scale != 1 or not rows.exact.all():
        got, got_per, gap, gap_per = (part.astype(object) for part in (got, got_per, gap, gap_per))
    if scale != 1:
        reduced = [
            Fraction(a, b * scale) if b else Fraction(0) for a, b in zip(gap, gap_per, strict=True)
        ]
        gap[:] = [f.numerator for f in reduced]
        gap_per[:] = [f.denominator for f in reduced]
    for c in np.flatnonzero(~rows.exact):
        members = slice(demand.group[c], demand.group[c + 1])
        total, short, rows.gap_class[c] = _exact_cell(demand, places, members, result)
        got[c], got_per[c] = total.numerator, total.denominator
        gap[c], gap_per[c] = short.numerator, short.denominator
    return CellColumns(
        country=demand.country[first],
        area=areas[demand.area[first]],
        demand=rows.demand,
        reach=rows.reach,
        got=got,
        got_per=got_per,
        gap=gap,
        gap_per=gap_per,
        gap_class=rows.gap_class,
    )


def _exact_cell(
    demand: Demand, places: Ints, members: slice, result: Result
) -> tuple[Fraction, Fraction, int]:
    """What a cell gets, its weighted gap, and the class that holds most of that."""
    total, short = Fraction(0), dict[int, Fraction]()
    scale = result.world.weight_scale
    for i in range(members.start, members.stop):
        k = places[i]
        got = Fraction(int(result.got[k]), int(result.per[k]))
        missing = (int(demand.quantity[i]) - got) * int(demand.weight[i]) / scale
        total += got
        short[int(result.gap_class[k])] = short.get(int(result.gap_class[k]), Fraction(0)) + missing
    return total, sum(short.values(), Fraction(0)), min(short, key=lambda c: (-short[c], c))

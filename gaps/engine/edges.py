"""Kernels: which limited sources a need-step may draw on, looked up only as far as is needed.

Nearly all edges are never used. A division starts from a few edges a need-step; then the bit rows
are searched for pairs that break the certificate, those edges are added, and the components that
they touch are divided again. When none is left, the division is proved for all edges.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numba import njit

from gaps.engine.bits import ONE, STEP_BITS, Table, lowest
from gaps.engine.fair import is_dearer
from gaps.engine.scan import Demand, Matches, Supply, usable_row

if TYPE_CHECKING:
    from gaps.engine.bits import Ints, Words
    from gaps.engine.fair import Shares

MORE_EDGES = 64


class Sources(NamedTuple):
    """Limited sources, numbered as they are first met.

    A line pool has a key for each (line, step), a shared one a key after all of those.
    """

    number: Any  # (keys,) int32, -1 while not met
    key: Ints  # (keys,) the key of each number
    line: Ints  # (keys,) the line by which each number was first met
    capacity: Ints  # (keys,) slots of each number
    met: Ints  # (1,) how many are met
    shared: Any  # (resources,) int32: place among the shared ones
    lines: int  # how many lines the table has


@njit(cache=True)
def source_key(line: int, step: int, table: Table, supply: Supply, sources: Sources) -> int:
    resource = table.resource[line]
    if supply.shared[resource]:
        return int(STEP_BITS * sources.lines + sources.shared[resource])
    return STEP_BITS * line + step - 1


@njit(cache=True)
def source_number(line: int, step: int, table: Table, supply: Supply, sources: Sources) -> int:
    """The number of a source, given now if it is met for the first time."""
    key = source_key(line, step, table, supply, sources)
    if sources.number[key] < 0:
        number = sources.met[0]
        sources.number[key] = number
        sources.key[number] = key
        sources.line[number] = line
        sources.capacity[number] = supply.capacity[table.resource[line]]
        sources.met[0] = number + 1
    return int(sources.number[key])


@njit(cache=True)
def first_edges(
    steps: Ints, table: Table, demand: Demand, supply: Supply, out: Matches, sources: Sources
) -> Any:
    """The edges that the scan noted, as rows: (start, source)."""
    start = np.zeros(len(steps) + 1, np.int64)
    for k in range(len(steps)):
        start[k + 1] = start[k] + out.edge_count[steps[k]]
    source = np.empty(start[-1], np.int64)
    for k in range(len(steps)):
        for e in range(out.edge_count[steps[k]]):
            line = out.edges[steps[k], e]
            source[start[k] + e] = source_number(
                line, demand.step[steps[k]], table, supply, sources
            )
    return start, source


@njit(cache=True)
def broken_pairs(
    steps: Ints, table: Table, demand: Demand, supply: Supply, sources: Sources, shares: Shares
) -> Any:
    """Pairs whose source is dearer than the need-step that can use it: (row, source) each.

    A source not met yet has slots to spare, so its price is without limit.
    """
    rows = np.empty(MORE_EDGES * len(steps), np.int64)
    found = np.empty(MORE_EDGES * len(steps), np.int64)
    bits = np.zeros(max(1, int(np.max(table.words))), np.uint64)
    count = 0
    for k in range(len(steps)):
        if shares.per[k] == 0:
            continue
        most = count + MORE_EDGES
        i = steps[k]
        words = bits[: table.words[demand.area[i]]]
        usable_row(table, demand.area[i], demand.need[i], demand.step[i], words)
        count = dearer(
            k, i, words, count, most, rows, found, table, demand, supply, sources, shares
        )
    return rows[:count].copy(), found[:count].copy()


@njit(cache=True)
def dearer(
    k: int, i: int, words: Words, count: int, most: int, rows: Ints, found: Ints, table: Table,
    demand: Demand, supply: Supply, sources: Sources, shares: Shares,
) -> int:  # fmt: skip
    """Add the dearer sources of one need-step, up to a number; returns the new count."""
    first, unlimited = table.line_start[demand.area[i]], table.unlimited[demand.area[i]]
    low = unlimited // 64
    length = len(words) - low
    for turn in range(length):
        w = low + (turn + demand.need[i]) % length
        left = words[w]
        while left:
            place = 64 * w + lowest(left)
            left &= left - ONE
            if place < unlimited or supply.capacity[table.resource[first + place]] == 0:
                continue
            j = sources.number[source_key(first + place, demand.step[i], table, supply, sources)]
            if j < 0 or is_dearer(k, j, shares):
                rows[count] = k
                found[count] = source_number(first + place, demand.step[i], table, supply, sources)
                count += 1
                if count == most:
                    return count
    return count


@njit(cache=True)
def merged(start: Ints, source: Ints, flow: Ints, rows: Ints, found: Ints) -> Any:
    """The edges with those of (rows, found) added, rows ascending: (start, source, flow)."""
    more = np.zeros(len(start), np.int64)
    for k in rows:
        more[k + 1] += 1
    for k in range(len(start) - 1):
        more[k + 1] += more[k]
    new_start = start + more
    new_source = np.empty(new_start[-1], np.int64)
    new_flow = np.zeros(new_start[-1], np.int64)
    at = 0
    for k in range(len(start) - 1):
        old, to = start[k + 1] - start[k], new_start[k]
        new_source[to : to + old] = source[start[k] : start[k + 1]]
        new_flow[to : to + old] = flow[start[k] : start[k + 1]]
        for e in range(to + old, new_start[k + 1]):
            new_source[e] = found[at]
            at += 1
    return new_start, new_source, new_flow

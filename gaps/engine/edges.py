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
from gaps.engine.scan import Demand, Supply, usable_row

if TYPE_CHECKING:
    from gaps.engine.bits import Ints, Words
    from gaps.engine.fair import Shares

FIRST_EDGES = 16
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
    shared: Any  # (resources,) int32: place among the shared ones, -1 if it is none
    lines: int  # how many lines the table has


@njit(cache=True)
def source_key(line: int, step: int, table: Table, sources: Sources) -> int:
    pool = sources.shared[table.resource[line]]
    return int(STEP_BITS * line + step - 1 if pool < 0 else STEP_BITS * sources.lines + pool)


@njit(cache=True)
def source_number(line: int, step: int, table: Table, supply: Supply, sources: Sources) -> int:
    """The number of a source, given now if it is met for the first time."""
    key = source_key(line, step, table, sources)
    if sources.number[key] < 0:
        number = sources.met[0]
        sources.number[key] = number
        sources.key[number] = key
        sources.line[number] = line
        sources.capacity[number] = supply.capacity[table.resource[line]]
        sources.met[0] = number + 1
    return int(sources.number[key])


@njit(cache=True)
def first_edges(steps: Ints, table: Table, demand: Demand, supply: Supply, sources: Sources) -> Any:
    """The sources that are least asked for, a few a need-step, as rows: (start, source).

    What a need-step chooses is asked more from then on, and what it leaves less: else all would
    choose the same few.
    """
    asked = pressure(steps, table, demand, supply, sources)
    seen, bits = room(table)
    best = np.empty(FIRST_EDGES, np.int64)
    start = np.zeros(len(steps) + 1, np.int64)
    source = np.empty(FIRST_EDGES * len(steps), np.int64)
    count = 0
    for k in range(len(steps)):
        i = steps[k]
        lines = usable_lines(i, bits, seen, table, demand, supply, sources)
        chosen = least(seen[1, :lines], asked, best)
        pull = demand.quantity[i] * demand.weight[i]
        for e in range(lines):
            slots = supply.capacity[table.resource[seen[0, e]]]
            asked[seen[1, e]] -= pull / lines / slots
        for e in best[:chosen]:
            slots = supply.capacity[table.resource[seen[0, e]]]
            asked[seen[1, e]] += pull / chosen / slots
            source[count] = source_number(seen[0, e], demand.step[i], table, supply, sources)
            count += 1
        start[k + 1] = count
    return start, source[:count].copy()


@njit(cache=True)
def room(table: Table) -> Any:
    """Working memory for the largest area: (lines and their keys, bits)."""
    words = max(1, int(np.max(table.words))) if len(table.words) else 1
    return np.empty((2, 64 * words), np.int64), np.zeros(words, np.uint64)


@njit(cache=True)
def pressure(steps: Ints, table: Table, demand: Demand, supply: Supply, sources: Sources) -> Any:
    """Per key, weighted demand a slot if each need-step asked all its sources alike.

    A guess at prices: it decides how soon a division is found, never which.
    """
    asked = np.zeros(len(sources.number))
    seen, bits = room(table)
    for i in steps:
        lines = usable_lines(i, bits, seen, table, demand, supply, sources)
        share = demand.quantity[i] * demand.weight[i] / max(1, lines)
        for e in range(lines):
            asked[seen[1, e]] += share / supply.capacity[table.resource[seen[0, e]]]
    return asked


@njit(cache=True)
def usable_lines(
    i: int, bits: Words, seen: Ints, table: Table, demand: Demand, supply: Supply, sources: Sources
) -> int:
    """Write down the limited lines that a need-step can use, and their keys; how many they are."""
    area, step = demand.area[i], demand.step[i]
    first, unlimited = table.line_start[area], table.unlimited[area]
    resource, capacity = table.resource, supply.capacity
    words = bits[: table.words[area]]
    usable_row(table, area, demand.need[i], step, words)
    count = 0
    for w in range(unlimited // 64, len(words)):
        left = words[w]
        while left:
            line = first + 64 * w + lowest(left)
            left &= left - ONE
            if line - first < unlimited or capacity[resource[line]] == 0:
                continue
            seen[0, count] = line
            seen[1, count] = source_key(line, step, table, sources)
            count += 1
    return count


@njit(cache=True)
def least(keys: Ints, asked: Any, best: Ints) -> int:
    """Write the places of the keys that are asked least into ``best``; how many they are."""
    count = 0
    for e in range(len(keys)):
        mine = asked[keys[e]]
        if count == len(best) and mine >= asked[keys[best[-1]]]:
            continue
        count = min(count + 1, len(best))
        at = count - 1
        while at > 0 and asked[keys[best[at - 1]]] > mine:
            best[at] = best[at - 1]
            at -= 1
        best[at] = e
    return count


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
            j = sources.number[source_key(first + place, demand.step[i], table, sources)]
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

"""Kernels: which limited sources each need-step may draw on, as one row of bits.

A *block* is one step of one area. Its sources are bit places, those that least is asked of first,
so that the lowest bit of a row is a good first choice. A *board* is a row of all blocks' places.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numba import njit

from gaps.engine.bits import ONE, STEP_BITS, Table, lowest
from gaps.engine.scan import Demand, Supply, usable_row

if TYPE_CHECKING:
    from gaps.engine.bits import Ints, Words


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


class Options(NamedTuple):
    """The usable pairs. Rows are ordered by block.

    Row k is ``row[start[k]:]``, as many words as its block has.
    """

    block: Ints  # (rows,)
    start: Ints  # (rows,)
    row: Words
    first: Ints  # (blocks + 1,) where the words of each block start on a board
    source: Any  # (64 words of a board,) int32, the source at each place; -1 for none
    places: Ints  # the places of source j are places[place_start[j] : place_start[j + 1]]
    place_start: Ints  # (sources + 1,)
    home: Ints  # the block of each place
    row_first: Ints  # (blocks + 1,) the first row of each block


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
def options(steps: Ints, table: Table, demand: Demand, supply: Supply, sources: Sources) -> Options:
    """Look every need-step up; meets all sources that any of them can use."""
    asked = pressure(steps, table, demand, supply)
    first, source, place = seats(asked, table, supply, sources)
    block = STEP_BITS * demand.area[steps] + demand.step[steps] - 1
    words = first[block + 1] - first[block]
    start = np.cumsum(words) - words
    row = np.zeros(words.sum(), np.uint64)
    bits = np.zeros(max(1, int(np.max(table.words))), np.uint64)
    for k in range(len(steps)):
        i = steps[k]
        area = demand.area[i]
        found = bits[: table.words[area]]
        usable_row(table, area, demand.need[i], demand.step[i], found)
        base = table.line_start[area]
        at = start[k]
        for w in range(table.unlimited[area] // 64, len(found)):
            left = found[w]
            while left:
                line = base + 64 * w + lowest(left)
                left &= left - ONE
                p = place[STEP_BITS * line + demand.step[i] - 1]
                if p >= 0:
                    row[at + p // 64] |= ONE << np.uint64(p % 64)
    places, place_start = backwards(source, sources.met[0])
    blocks = len(first) - 1
    row_first = np.searchsorted(block, np.arange(blocks + 1))
    home = np.empty(64 * first[-1], np.int64)
    for b in range(blocks):
        home[64 * first[b] : 64 * first[b + 1]] = b
    return Options(block, start, row, first, source, places, place_start, home, row_first)


@njit(cache=True)
def pressure(steps: Ints, table: Table, demand: Demand, supply: Supply) -> Ints:
    """Per line and step, the weighted demand of all who can use it."""
    asked = np.zeros(STEP_BITS * len(table.resource), np.int64)
    bits = np.zeros(max(1, int(np.max(table.words))), np.uint64)
    for i in steps:
        area, step = demand.area[i], demand.step[i]
        found = bits[: table.words[area]]
        usable_row(table, area, demand.need[i], step, found)
        base = table.line_start[area]
        pull = demand.quantity[i] * demand.weight[i]
        for w in range(table.unlimited[area] // 64, len(found)):
            left = found[w]
            while left:
                asked[STEP_BITS * (base + 64 * w + lowest(left)) + step - 1] += pull
                left &= left - ONE
    return asked


@njit(cache=True)
def seats(asked: Ints, table: Table, supply: Supply, sources: Sources) -> Any:
    """Give the sources of each block their places: (first, source, place of each line and step)."""
    areas = len(table.words)
    place = np.full(len(asked), -1, np.int32)
    first = np.zeros(STEP_BITS * areas + 1, np.int64)
    source = np.full(64 * (len(asked) // 64 + STEP_BITS * areas + 1), -1, np.int32)
    for area in range(areas):
        begin = table.line_start[area] + table.unlimited[area]
        lines = np.arange(begin, table.line_start[area + 1])
        lines = lines[supply.capacity[table.resource[lines]] > 0]
        for s in range(STEP_BITS):
            b = STEP_BITS * area + s
            mine = lines[asked[STEP_BITS * lines + s] > 0]
            load = asked[STEP_BITS * mine + s] / supply.capacity[table.resource[mine]]
            mine = mine[np.argsort(load)]
            for t in range(len(mine)):
                place[STEP_BITS * mine[t] + s] = t
                source[64 * first[b] + t] = source_number(mine[t], s + 1, table, supply, sources)
            first[b + 1] = first[b] + (len(mine) + 63) // 64
    return first, source[: 64 * first[-1]].copy(), place


@njit(cache=True)
def backwards(source: Any, sources: int) -> Any:
    """The places of each source: (places, where each source's start)."""
    start = np.zeros(sources + 1, np.int64)
    for j in source:
        if j >= 0:
            start[j + 1] += 1
    for j in range(sources):
        start[j + 1] += start[j]
    free = start[:-1].copy()
    places = np.empty(start[-1], np.int64)
    for p in range(len(source)):
        if source[p] >= 0:
            places[free[source[p]]] = p
            free[source[p]] += 1
    return places, start

"""Kernels: the resources of an area as bit positions, and each attribute value as a row of words.

A *line* is one resource in one area. Inside an area, lines are bit positions, those without limit
of capacity first, each kind by ascending resource. Bit l of the row of an attribute value says
whether line l has that value; what a need-step can use is then the AND of a few rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numba import njit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Words = NDArray[np.uint64]

ONE, ALL = np.uint64(1), np.uint64(2**64 - 1)
STEP_BITS, FRESH_BIT, NEUTRAL_BIT = 4, 4, 5  # of the word of flags: steps 1..4, then these
DE_BRUIJN = np.uint64(0x03F79D71B4CB0A89)
PLACE = np.zeros(64, np.int64)
for _place in range(64):
    PLACE[((int(DE_BRUIJN) << _place) & (2**64 - 1)) >> 58] = _place


class Offers(NamedTuple):
    """The attributes of all resources, each a table (resources, words) of uint64."""

    eligible: Words
    kinds: Words
    languages: Words
    modes: Words
    months: Words
    flags: Words


class Wishes(NamedTuple):
    """For each need the number of each of its sets, and the distinct sets as masks."""

    country: Ints
    sets: Ints  # (4, needs): kinds, languages, modes, months
    kinds: Words  # (sets, words), and so on
    languages: Words
    modes: Words
    months: Words


class Table(NamedTuple):
    """The rows of several areas. Area a has ``words[a]`` words a row, from ``offset[a]`` on.

    Its rows: one per bit of each attribute of ``Offers``, then one per step of what is fresh and
    lifts that step, then a row of ones, then one per set that its needs ask for. ``term[n]`` holds
    the five rows that need n combines: country, kinds, languages, modes, months.
    """

    rows: Words
    offset: Ints
    words: Ints
    line_start: Ints  # (areas + 1,)
    unlimited: Ints  # (areas,) how many lines come first as unlimited
    resource: Ints  # (lines,)
    term: Ints  # (needs, 5)
    base: Ints  # (7,) first row of each attribute, then the number of attribute rows


@njit(cache=True)
def lowest(word: Any) -> int:
    """The place of the lowest bit that is set."""
    isolated = word & (~word + ONE)
    return int(PLACE[np.int64((isolated * DE_BRUIJN) >> np.uint64(58))])


@njit(cache=True)
def row(table: Table, area: int, number: int) -> Any:
    """One row of an area, as a view."""
    words = table.words[area]
    first = table.offset[area] + number * words
    return table.rows[first : first + words]


@njit(cache=True)
def distinct(masks: Words) -> Any:
    """Number the distinct rows: (number of each row, one row of each number)."""
    count, words = masks.shape
    size = 16
    while size < 2 * count:
        size *= 2
    slot = np.full(size, -1, np.int64)
    number = np.empty(count, np.int64)
    first = np.empty(count, np.int64)
    found = 0
    for i in range(count):
        code = np.uint64(0)
        for w in range(words):
            code = (code ^ masks[i, w]) * DE_BRUIJN
            code ^= code >> np.uint64(29)
        at = np.int64(code & np.uint64(size - 1))
        while slot[at] >= 0 and not (masks[first[slot[at]]] == masks[i]).all():
            at = (at + 1) & (size - 1)
        if slot[at] < 0:
            slot[at] = found
            first[found] = i
            found += 1
        number[i] = slot[at]
    return number, first[:found].copy()


@njit(cache=True)
def transpose(block: Words) -> None:
    """Transpose 64 x 64 bits in place (H. S. Warren, Hacker's Delight, 7-3)."""
    width, mask = 32, np.uint64(0x00000000FFFFFFFF)
    while width:
        shift = np.uint64(width)
        k = 0
        while k < 64:
            swapped = ((block[k] >> shift) ^ block[k + width]) & mask
            block[k + width] ^= swapped
            block[k] ^= swapped << shift
            k = (k + width + 1) & ~width
        width >>= 1
        mask ^= mask << np.uint64(width)


@njit(cache=True)
def spread_attribute(values: Words, first_row: int, table: Table, area: int) -> None:
    """Write the rows of one attribute: a row for each bit of its words."""
    begin, end = table.line_start[area], table.line_start[area + 1]
    words = table.words[area]
    block = np.zeros(64, np.uint64)
    for p in range(values.shape[1]):
        for w in range(words):
            for k in range(64):
                line = begin + 64 * w + k
                block[k] = values[table.resource[line], p] if line < end else np.uint64(0)
            transpose(block)
            at = table.offset[area] + (first_row + 64 * p) * words + w
            for bit in range(64):
                table.rows[at + bit * words] = block[bit]


@njit(cache=True)
def available(table: Table, area: int) -> None:
    """The rows of what is fresh and lifts each step, and the row of ones."""
    after, flags = table.base[6], table.base[5]
    for s in range(STEP_BITS):
        row(table, area, after + s)[:] = row(table, area, flags + s) & row(
            table, area, flags + FRESH_BIT
        )
    row(table, area, after + STEP_BITS)[:] = ALL


@njit(cache=True)
def set_row(mask: Words, first_row: int, table: Table, area: int, number: int) -> None:
    """The row of a set: the lines that have any of its members."""
    target = row(table, area, number)
    target[:] = np.uint64(0)
    for w in range(len(mask)):
        left = mask[w]
        while left:
            target |= row(table, area, first_row + 64 * w + lowest(left))
            left &= left - ONE


@njit(cache=True)
def fill_sets(
    masks: Words, number: Ints, needs: Ints, slot: int, open_if_empty: bool, table: Table,
    area: int, free: int,
) -> int:  # fmt: skip
    """Write the rows of the sets of one attribute and note them as terms; returns the next row."""
    seen = np.full(len(masks), -1, np.int64)
    first_row = table.base[slot]
    for n in needs:
        at = number[n]
        if seen[at] < 0:
            if open_if_empty and not masks[at].any():
                seen[at] = table.base[6] + STEP_BITS
            else:
                set_row(masks[at], first_row, table, area, free)
                seen[at] = free
                free += 1
        table.term[n, slot] = seen[at]
    return free


@njit(cache=True)
def build(offers: Offers, wishes: Wishes, needs: Ints, need_start: Ints, table: Table) -> None:
    """Fill the rows of all areas; those of area a need ``needs[need_start[a]:need_start[a+1]]``."""
    for area in range(len(table.words)):
        mine = needs[need_start[area] : need_start[area + 1]]
        spread_attribute(offers.eligible, table.base[0], table, area)
        spread_attribute(offers.kinds, table.base[1], table, area)
        spread_attribute(offers.languages, table.base[2], table, area)
        spread_attribute(offers.modes, table.base[3], table, area)
        spread_attribute(offers.months, table.base[4], table, area)
        spread_attribute(offers.flags, table.base[5], table, area)
        available(table, area)
        free = table.base[6] + STEP_BITS + 1
        for n in mine:
            table.term[n, 0] = table.base[0] + wishes.country[n]
        free = fill_sets(wishes.kinds, wishes.sets[0], mine, 1, True, table, area, free)
        languages = free
        free = fill_sets(wishes.languages, wishes.sets[1], mine, 2, True, table, area, free)
        neutral = row(table, area, table.base[5] + NEUTRAL_BIT)
        for number in range(languages, free):
            row(table, area, number)[:] |= neutral
        free = fill_sets(wishes.modes, wishes.sets[2], mine, 3, False, table, area, free)
        free = fill_sets(wishes.months, wishes.sets[3], mine, 4, False, table, area, free)


@njit(cache=True)
def sets_per_area(number: Ints, needs: Ints, need_start: Ints, distinct_sets: int) -> Ints:
    """How many distinct sets the needs of each area ask for."""
    counts = np.zeros(len(need_start) - 1, np.int64)
    last = np.full(distinct_sets, -1, np.int64)
    for area in range(len(counts)):
        for n in needs[need_start[area] : need_start[area + 1]]:
            if last[number[n]] != area:
                last[number[n]] = area
                counts[area] += 1
    return counts

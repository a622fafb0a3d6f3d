"""Kernels: maximum flow from sources to need-steps, in whole numbers (Dinic's algorithm).

Y. Dinitz, "Algorithm for solution of a problem of maximum flow in a network with power
estimation", Soviet Math. Dokl. 11, 1970. From a need-step that still wants, a layer leads to each
source that it can use, and from there to the need-steps that the source serves now: the chain of
hand-overs by which a slot can be brought. Who can use what is read off bit rows, a word of 64
sources at a time; who is served by a source is a list of parcels.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numba import njit

from gaps.engine.bits import ONE, lowest
from gaps.engine.options import Options

if TYPE_CHECKING:
    from gaps.engine.bits import Ints

LEVELS = 4  # boards of the search; a level has the one of its number modulo this


class Slots(NamedTuple):
    """What is sent: per need-step still wanted, per source still left and its parcels.

    A source's parcels are a list from ``head`` along ``after``, -1 at its end; parcel n brings
    ``slots[n]`` to need-step ``owner[n]``. Unused ones are a list from ``head[-1]``.
    """

    want: Ints
    left: Ints
    head: Ints
    after: Ints
    owner: Ints
    slots: Ints


class Search(NamedTuple):
    """Working memory: how many hand-overs away slots are, what to try next, the path."""

    level: Ints  # per need-step, -1: out of reach
    level_source: Ints
    boards: Any  # the sources of each level
    word: Ints  # per need-step, the word of its row to look at next
    parcel: Ints  # per source, the parcel to look at next
    rows: Ints  # those without a level yet
    sources: Ints
    path: Ints  # need-steps
    path_source: Ints
    path_parcel: Ints


def slots(rows: int, sources: int, parcels: int) -> Slots:
    """Nothing is sent yet."""
    after = np.append(np.arange(1, parcels), -1)
    head = np.append(np.full(sources, -1), 0)
    none = [np.zeros(size, np.int64) for size in (rows, sources, parcels, parcels)]
    return Slots(none[0], none[1], head, after, none[2], none[3])


def search(options: Options) -> Search:
    rows, sources = len(options.block), len(options.place_start) - 1
    boards = np.zeros((LEVELS, int(options.first[-1])), np.uint64)

    def ints(count: int) -> Ints:
        return np.zeros(count, np.int64)

    return Search(
        ints(rows), ints(sources), boards, ints(rows), ints(sources), ints(rows), ints(sources),
        ints(rows + 1), ints(rows + 1), ints(rows + 1),
    )  # fmt: skip


@njit(cache=True)
def saturate(steps: Ints, sources: Ints, options: Options, slots: Slots, search: Search) -> bool:
    """Send as much as can be sent. False if parcels ran out before."""
    while find_levels(steps, sources, options, slots, search):
        for j in sources:
            search.parcel[j] = slots.head[j]
        for i in steps:
            while slots.want[i] > 0 and search.level[i] >= 0:
                if not pull(i, options, slots, search):
                    return False
    return True


@njit(cache=True)
def find_levels(steps: Ints, sources: Ints, options: Options, slots: Slots, search: Search) -> bool:
    """By how many hand-overs each need-step could be brought a slot.

    False if none that wants one could: the flow is at its maximum.
    """
    rows, others, wanted = len(steps), 0, False
    search.rows[:rows] = steps
    search.level[steps] = -1
    clear(sources, options, search)
    for j in sources:
        if slots.left[j] > 0:
            put(j, 0, options, search)
        else:
            search.level_source[j] = -1
            search.sources[others] = j
            others += 1
    level = 0
    while True:
        before = rows
        rows, wanted = users(level, rows, wanted, options, slots, search)
        if rows == before:
            break
        before = others
        others = servers(level, others, options, slots, search)
        if others == before:
            break
        level += 1
    return bool(wanted)


@njit(cache=True)
def put(j: int, level: int, options: Options, search: Search) -> None:
    search.level_source[j] = level
    for k in range(options.place_start[j], options.place_start[j + 1]):
        p = options.places[k]
        search.boards[level % LEVELS, p // 64] |= ONE << np.uint64(p % 64)


@njit(cache=True)
def clear(sources: Ints, options: Options, search: Search) -> None:
    for j in sources:
        for k in range(options.place_start[j], options.place_start[j + 1]):
            p = options.places[k]
            for b in range(LEVELS):
                search.boards[b, p // 64] = 0


@njit(cache=True)
def users(
    level: int, rows: int, wanted: bool, options: Options, slots: Slots, search: Search
) -> Any:
    """Give the level to all that can use a source of it; (how many are left, does any want)."""
    board, left = search.boards[level % LEVELS], 0
    for k in range(rows):
        i = search.rows[k]
        b = options.block[i]
        first, start = options.first[b], options.start[i]
        words, w = options.first[b + 1] - first, 0
        while w < words and not options.row[start + w] & board[first + w]:
            w += 1
        if w < words:
            search.level[i], search.word[i] = level, w
            wanted = wanted or slots.want[i] > 0
        else:
            search.rows[left] = i
            left += 1
    return left, wanted


@njit(cache=True)
def servers(level: int, others: int, options: Options, slots: Slots, search: Search) -> int:
    """Give the next level to all that serve a need-step of this level; how many are left."""
    left = 0
    for k in range(others):
        j = search.sources[k]
        n = slots.head[j]
        while n >= 0 and search.level[slots.owner[n]] != level:
            n = slots.after[n]
        if n >= 0:
            put(j, level + 1, options, search)
        else:
            search.sources[left] = j
            left += 1
    return left


@njit(cache=True)
def pull(root: int, options: Options, slots: Slots, search: Search) -> bool:
    """Bring some slots to ``root`` along one shortest chain, or give it up; False: no parcels."""
    i, length = root, 0
    while True:
        j = next_source(i, options, search)
        if j < 0:  # a dead end: nobody goes through this need-step again in this phase
            search.level[i] = -1
            if length == 0:
                return True
            length -= 1
            i = search.path[length]
            continue
        search.path[length], search.path_source[length] = i, j
        if search.level[i] == 0:
            if slots.left[j] > 0:
                return send(root, length, slots, search)
            search.level_source[j] = -1
            continue
        n = next_parcel(j, search.level[i] - 1, slots, search)
        if n < 0:
            search.level_source[j] = -1
        else:
            search.path_parcel[length] = n
            length += 1
            i = slots.owner[n]


@njit(cache=True)
def next_source(i: int, options: Options, search: Search) -> int:
    """The first source of need-step i, at its own level, that may still help; -1 if none."""
    b = options.block[i]
    first, start, level = options.first[b], options.start[i], search.level[i]
    words = options.first[b + 1] - first
    board = search.boards[level % LEVELS]
    w = search.word[i]
    while w < words:
        left = options.row[start + w] & board[first + w]
        while left:
            j = options.source[64 * (first + w) + lowest(left)]
            if search.level_source[j] == level:
                search.word[i] = w
                return int(j)
            if search.level_source[j] < 0:
                board[first + w] ^= left & (~left + ONE)
            left &= left - ONE
        w += 1
    search.word[i] = w
    return -1


@njit(cache=True)
def next_parcel(j: int, level: int, slots: Slots, search: Search) -> int:
    """The first untried parcel of source j that goes to a need-step of this level; -1 if none."""
    n = search.parcel[j]
    while n >= 0 and search.level[slots.owner[n]] != level:
        n = slots.after[n]
    search.parcel[j] = n
    return int(n)


@njit(cache=True)
def send(root: int, length: int, slots: Slots, search: Search) -> bool:
    """Move as many slots as the path allows. False if that takes more parcels than there are."""
    last = search.path_source[length]
    most = min(slots.want[root], slots.left[last])
    for k in range(length):
        most = min(most, slots.slots[search.path_parcel[k]])
    for k in range(length):
        n, j = search.path_parcel[k], search.path_source[k]
        if slots.slots[n] == most:
            slots.owner[n] = search.path[k]
            continue
        slots.slots[n] -= most
        if not give(j, search.path[k], most, slots):
            return False
    slots.want[root] -= most
    slots.left[last] -= most
    return give(last, search.path[length], most, slots)


@njit(cache=True)
def give(j: int, i: int, most: int, slots: Slots) -> bool:
    n = slots.head[j]
    if n >= 0 and slots.owner[n] == i:
        slots.slots[n] += most
        return True
    n = slots.head[-1]
    if n < 0:
        return False
    slots.head[-1] = slots.after[n]
    slots.owner[n], slots.slots[n] = i, most
    slots.after[n], slots.head[j] = slots.head[j], n
    return True


@njit(cache=True)
def sent(slots: Slots) -> Any:
    """What flows, by need-step: (start, source, slots). Parcels of one pair are added up."""
    rows, sources = len(slots.want), len(slots.left)
    start, last = np.zeros(rows + 1, np.int64), np.full(rows, -1, np.int64)
    for j in range(sources):
        n = slots.head[j]
        while n >= 0:
            i = slots.owner[n]
            if last[i] != j:
                start[i + 1] += 1
                last[i] = j
            n = slots.after[n]
    start = np.cumsum(start)
    free, last[:] = start[:-1].copy(), -1
    source, carried = np.empty(start[-1], np.int64), np.zeros(start[-1], np.int64)
    for j in range(sources):
        n = slots.head[j]
        while n >= 0:
            i = slots.owner[n]
            if last[i] != j:
                source[free[i]] = j
                free[i] += 1
                last[i] = j
            carried[free[i] - 1] += slots.slots[n]
            n = slots.after[n]
    return start, source, carried

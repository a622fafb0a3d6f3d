"""Kernels: the parts of a division, and which of them are unfair to each other.

A *part* is some need-steps and sources that are divided among themselves. A division starts with a
part for each block; a pool of several blocks goes to the one that seems to have least. If a
need-step could use a source of another part that is dearer than it pays, the division is not the
fair one yet: then pools move to the poorer part, or both parts are divided as one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numba import njit

from gaps.engine.bits import ONE, lowest
from gaps.engine.options import Options

if TYPE_CHECKING:
    from gaps.engine.bits import Ints


class Claims(NamedTuple):
    """What each need-step wants and each source has."""

    quantity: Ints
    weight: Ints
    capacity: Ints


class Shares(NamedTuple):
    """The outcome. A need-step gets ``got / scale`` slots; its parcels are of ``1 / scale`` slots.

    A price is ``price / per``; per = 0 stands for no limit.
    """

    got: Ints
    scale: Ints
    price: Ints
    per: Ints
    price_source: Ints
    per_source: Ints
    part: Ints  # the number of the part that each row was last divided in
    part_source: Ints
    parts: Ints  # (1,) how many numbers are given


@njit(cache=True)
def grouped(number: Ints, count: int) -> Any:
    """Positions ordered by number, and where each number starts."""
    start = np.zeros(count + 1, np.int64)
    for value in number:
        start[value + 1] += 1
    for k in range(count):
        start[k + 1] += start[k]
    free, order = start[:-1].copy(), np.empty(len(number), np.int64)
    for i in range(len(number)):
        order[free[number[i]]] = i
        free[number[i]] += 1
    return order, start


@njit(cache=True)
def root(part: int, above: Ints) -> int:
    while above[part] != part:
        above[part] = above[above[part]]
        part = above[part]
    return part


@njit(cache=True)
def markets(options: Options) -> Any:
    """Number the sets of blocks that sources join: (number of each block, how many)."""
    blocks = len(options.first) - 1
    above = np.arange(blocks)
    for j in range(len(options.place_start) - 1):
        for k in range(options.place_start[j] + 1, options.place_start[j + 1]):
            one, other = options.home[options.places[k]], options.home[options.places[k - 1]]
            above[root(one, above)] = root(other, above)
    return numbered(np.ones(blocks, np.bool_), above)


@njit(cache=True)
def fits(options: Options, claims: Claims) -> bool:
    """Whether the numbers of each market stay within 64 bits, products of prices included."""
    number, count = markets(options)
    demand, pull = np.zeros(count), np.ones(count)
    for k in range(len(options.block)):
        market = number[options.block[k]]
        demand[market] += float(claims.quantity[k])
        pull[market] += float(claims.quantity[k]) * float(claims.weight[k])
    return bool((demand * pull < 2.0**62).all())


@njit(cache=True)
def numbered(chosen: Any, above: Ints) -> Any:
    """Number the sets that ``above`` joins, of those chosen: (number of each or -1, how many)."""
    number, count = np.full(len(above), -1, np.int64), 0
    of_top = number.copy()
    for k in np.flatnonzero(chosen):
        top = root(int(k), above)
        if of_top[top] < 0:
            of_top[top] = count
            count += 1
        number[k] = of_top[top]
    return number, count


@njit(cache=True)
def first_parts(options: Options, claims: Claims, shares: Shares) -> None:
    """A part for each block. A guess: it decides how soon a division is found, never which."""
    blocks = len(options.first) - 1
    pull, slots = np.zeros(blocks), np.zeros(blocks)
    for k in range(len(options.block)):
        pull[options.block[k]] += claims.quantity[k] * claims.weight[k]
    pool = np.diff(options.place_start) > 1
    for several in (False, True):
        for j in np.flatnonzero(pool == several):
            mine = options.places[options.place_start[j] : options.place_start[j + 1]]
            best = options.home[mine[0]]
            for p in mine[1:]:
                b = options.home[p]
                if slots[b] * pull[best] < slots[best] * pull[b]:
                    best = b
            shares.part_source[j] = best
            slots[best] += claims.capacity[j]
    shares.part[:] = options.block
    shares.parts[0] = blocks


@njit(cache=True)
def is_dearer(price: int, per: int, than: int, than_per: int) -> bool:
    """Whether price / per is more; a denominator of 0 stands for no limit."""
    if than_per == 0:
        return False
    return bool(per == 0 or price * than_per > than * per)


@njit(cache=True)
def unfair(options: Options, shares: Shares) -> Any:
    """Pairs whose source is dearer than the need-step that can use it: (row, source) each."""
    rows, found = [np.int64(0) for _ in range(0)], [np.int64(0) for _ in range(0)]
    rank = np.full(shares.parts[0], -1, np.int64)
    for b in range(len(options.first) - 1):
        begin, end = options.row_first[b], options.row_first[b + 1]
        first, words = options.first[b], options.first[b + 1] - options.first[b]
        ranked = by_price(begin, end, rank, shares)
        boards = dearer(ranked, first, words, options, shares)
        for k in range(begin, end):
            board = boards[rank[shares.part[k]]]
            for w in range(words):
                left = options.row[options.start[k] + w] & board[w]
                while left:
                    rows.append(np.int64(k))
                    found.append(np.int64(options.source[64 * (first + w) + lowest(left)]))
                    left &= left - ONE
        rank[shares.part[begin:end]] = -1
    return np.array(rows), np.array(found)


@njit(cache=True)
def by_price(begin: int, end: int, rank: Ints, shares: Shares) -> Ints:
    """A row of each part that these rows are in, dearest first; notes the rank of each part."""
    ranked, count = np.empty(end - begin, np.int64), 0
    for k in range(begin, end):
        if rank[shares.part[k]] >= 0:
            continue
        rank[shares.part[k]] = 0
        at = count
        while at > 0 and is_dearer(
            shares.price[k], shares.per[k], shares.price[ranked[at - 1]], shares.per[ranked[at - 1]]
        ):
            ranked[at] = ranked[at - 1]
            at -= 1
        ranked[at] = k
        count += 1
    for at in range(count):
        rank[shares.part[ranked[at]]] = at
    return ranked[:count]


@njit(cache=True)
def dearer(ranked: Ints, first: int, words: int, options: Options, shares: Shares) -> Any:
    """For each of the ranked rows, the places of the block whose sources are dearer."""
    boards = np.zeros((len(ranked) + 1, words), np.uint64)
    for place in range(64 * words):
        j = options.source[64 * first + place]
        if j < 0:
            continue
        low, high = 0, len(ranked)
        while low < high:
            middle = (low + high) // 2
            k = ranked[middle]
            if is_dearer(
                shares.price_source[j], shares.per_source[j], shares.price[k], shares.per[k]
            ):
                high = middle
            else:
                low = middle + 1
        boards[low, place // 64] |= ONE << np.uint64(place % 64)
    for at in range(1, len(ranked)):
        boards[at] |= boards[at - 1]
    return boards


@njit(cache=True)
def joined(rows: Ints, sources: Ints, shares: Shares) -> Any:
    """The parts to divide as one, two each: (group of each part or -1, how many)."""
    above = np.arange(shares.parts[0])
    touched = np.zeros(len(above), np.bool_)
    for e in range(len(rows)):
        one, other = shares.part[rows[e]], shares.part_source[sources[e]]
        if touched[one] or touched[other]:
            continue
        above[other] = one
        touched[one] = touched[other] = True
    return numbered(touched, above)


@njit(cache=True)
def levels(claims: Claims, shares: Shares) -> Any:
    """Per part, its level and the weighted demand that rises with it, as floats."""
    pull, level = np.zeros(shares.parts[0]), np.full(shares.parts[0], np.inf)
    for i in range(len(shares.part)):
        part = shares.part[i]
        if shares.per[i] > 0:
            level[part] = shares.price[i] / shares.per[i]
            if shares.got[i] < claims.quantity[i] * shares.scale[i]:
                pull[part] += claims.quantity[i] * claims.weight[i]
    return level, pull


@njit(cache=True)
def moved(rows: Ints, sources: Ints, claims: Claims, shares: Shares) -> Any:
    """Move sources to the poorer part as long as it seems to stay so: the parts to divide anew."""
    level, pull = levels(claims, shares)
    poorest = np.full(len(shares.part_source), -1, np.int64)
    for e in range(len(rows)):
        part, known = shares.part[rows[e]], poorest[sources[e]]
        if known < 0 or level[part] < level[known]:
            poorest[sources[e]] = part
    touched = np.zeros(shares.parts[0], np.bool_)
    for j in np.flatnonzero(poorest >= 0):
        one, other = poorest[j], shares.part_source[j]
        gain = claims.capacity[j] / pull[one] if pull[one] > 0 else np.inf
        loss = claims.capacity[j] / pull[other] if pull[other] > 0 else 0.0
        if level[one] + gain <= level[other] - loss:
            level[one] += gain
            level[other] -= loss
            shares.part_source[j] = one
            touched[one] = touched[other] = True
    return numbered(touched, np.arange(shares.parts[0]))

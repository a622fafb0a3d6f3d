"""Kernels of the fair division; ``allocate`` states what they compute and why it is right.

One level is tried for all of a part; if it cannot be reached, the minimum cut parts the poorer from
the richer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numba import njit

from gaps.engine.flow import Search, Slots, clear, saturate
from gaps.engine.options import Options
from gaps.engine.parts import Claims, Shares, first_parts, grouped, joined, moved, unfair

if TYPE_CHECKING:
    from gaps.engine.bits import Ints

MOVES = 2  # how often sources may move before parts are joined


@njit(cache=True)
def level(quantity: Ints, weight: Ints, slots: int) -> Any:
    """The level p / d at which sum of min(q, (p / d) q w) = slots, fewer than the sum of q."""
    full, pull = 0, (quantity * weight).sum()
    while True:
        missed = slots - full
        now_full, now_pull = 0, (quantity * weight).sum()
        for i in range(len(quantity)):
            if missed * weight[i] >= pull:
                now_full += quantity[i]
                now_pull -= quantity[i] * weight[i]
        if now_full == full:
            divisor = np.gcd(missed, pull)
            return missed // divisor, pull // divisor
        full, pull = now_full, now_pull


@njit(cache=True)
def divide(options: Options, claims: Claims, slots: Slots, search: Search, shares: Shares) -> bool:
    """Divide anew whatever a pair shows to be unfair, until none does. False if parcels ran out.

    Parts that such pairs join are divided together, as if nothing else existed. That is progress
    each time, since the sorted vector of levels rises; only finitely many are possible.
    """
    first_parts(options, claims, shares)
    group, count = np.arange(shares.parts[0]), shares.parts[0]
    turn = 0
    while count:
        if not divide_groups(group, count, options, claims, slots, search, shares):
            return False
        rows, sources = unfair(options, shares)
        turn, count = turn + 1, 0
        if turn <= MOVES:
            group, count = moved(rows, sources, claims, shares)
        if not count:
            group, count = joined(rows, sources, shares)
    return True


@njit(cache=True)
def divide_groups(
    group: Ints, count: int, options: Options, claims: Claims, slots: Slots, search: Search,
    shares: Shares,
) -> bool:  # fmt: skip
    """Divide each group of parts; ``group`` numbers the group of each part, -1 for none."""
    rows, sources = group[shares.part], group[shares.part_source]
    row, row_start = grouped(rows + 1, count + 1)
    source, source_start = grouped(sources + 1, count + 1)
    for g in range(1, count + 1):
        mine = row[row_start[g] : row_start[g + 1]]
        parts = [(mine, source[source_start[g] : source_start[g + 1]], 0, 0)]
        while parts:
            steps, theirs, price, per = parts.pop()
            if not settle(steps, theirs, price, per, options, claims, slots, search, shares):
                return False
            poorer, others = search.level[steps] < 0, search.level_source[theirs] < 0
            if slots.want[steps].any():
                p, d = shares.price[steps[0]], shares.per[steps[0]]
                parts.append((steps[poorer], theirs[others], p, d))
                parts.append((steps[~poorer], theirs[~others], price, per))
    return True


@njit(cache=True)
def settle(
    steps: Ints, sources: Ints, price: int, per: int, options: Options, claims: Claims,
    slots: Slots, search: Search, shares: Shares,
) -> bool:  # fmt: skip
    """Try one level for a part, and note the outcome. False if parcels ran out."""
    wish, left = claims.quantity[steps], claims.capacity[sources]
    weight = claims.weight[steps]
    demand, total, scale, p, d = wish.sum(), 0, 1, price, per
    for k in range(len(left)):
        left[k] = min(left[k], demand)
        total += left[k]
    if total < demand:
        p, d = level(wish, weight, total)
        scale = d
        for k in range(len(wish)):
            wish[k] *= min(d, p * weight[k])
        left *= d
    slots.want[steps], slots.left[sources] = wish, left
    shares.part[steps], shares.part_source[sources] = shares.parts[0], shares.parts[0]
    shares.parts[0] += 1
    resume(sources, scale, slots, shares)
    shares.got[steps], shares.scale[steps] = wish, scale
    shares.price[steps], shares.per[steps] = p, d
    shares.price_source[sources], shares.per_source[sources] = p, d
    done = saturate(steps, sources, options, slots, search)
    clear(sources, options, search)
    return done


@njit(cache=True)
def resume(sources: Ints, scale: int, slots: Slots, shares: Shares) -> None:
    """Start from what flowed when these were last divided, as far as it still fits.

    Any start leads to a maximum flow; a near one does sooner. So rounding does no harm.
    """
    for j in sources:
        n = slots.head[j]
        slots.head[j] = -1
        while n >= 0:
            after, i = slots.after[n], slots.owner[n]
            change = float(scale) / float(shares.scale[i])
            most = min(np.int64(float(slots.slots[n]) * change), slots.want[i], slots.left[j])
            if most > 0 and shares.part[i] == shares.part_source[j]:
                slots.slots[n] = most
                slots.want[i] -= most
                slots.left[j] -= most
                slots.after[n], slots.head[j] = slots.head[j], n
            else:
                slots.after[n], slots.head[-1] = slots.head[-1], n
            n = after

"""Kernels of the fair division; ``allocate`` states what they compute and why it is right.

A *part* is some need-steps and sources, to be divided among themselves. One level is tried for all;
if it cannot be reached, the minimum cut parts the poorer from the richer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numba import njit

from gaps.engine.flow import Network, Slots, saturate, spread

if TYPE_CHECKING:
    from gaps.engine.bits import Ints


class Shares(NamedTuple):
    """The outcome. A need-step gets ``got / scale`` slots; edge e carries ``flow[e] / scale``.

    A price is ``price / per``; per = 0 stands for no limit.
    """

    got: Ints
    scale: Ints
    price: Ints
    per: Ints
    price_source: Ints
    per_source: Ints
    flow: Ints
    part: Ints  # the number of the part that each row was last divided in
    part_source: Ints  # the same for sources, -1 before any
    parts: Ints  # (1,) how many numbers are given


@njit(cache=True)
def rows_both_ways(start: Ints, source: Ints, sources: int) -> Network:
    """The network of these edges, with the way back from each source to its edges."""
    edges = len(source)
    rev = np.zeros(sources + 1, np.int64)
    for e in range(edges):
        rev[source[e] + 1] += 1
    for j in range(sources):
        rev[j + 1] += rev[j]
    free = rev[:-1].copy()
    edge, step = np.empty(edges, np.int64), np.empty(edges, np.int64)
    for i in range(len(start) - 1):
        for e in range(start[i], start[i + 1]):
            step[e] = i
            edge[free[source[e]]] = e
            free[source[e]] += 1
    return Network(start, source, step, rev, edge)


@njit(cache=True)
def components(net: Network) -> Ints:
    """Number the sets of need-steps that are joined by sources; a number for each need-step."""
    count = np.full(len(net.start) - 1, -1, np.int64)
    seen = np.zeros(len(net.rev) - 1, np.bool_)
    stack = np.empty(len(count) + 1, np.int64)
    found = 0
    for root in range(len(count)):
        if count[root] >= 0:
            continue
        count[root], stack[0], top = found, root, 1
        while top:
            top -= 1
            i = stack[top]
            for e in range(net.start[i], net.start[i + 1]):
                j = net.source[e]
                if seen[j]:
                    continue
                seen[j] = True
                for k in range(net.rev[j], net.rev[j + 1]):
                    other = net.step[net.edge[k]]
                    if count[other] < 0:
                        count[other] = found
                        stack[top] = other
                        top += 1
        found += 1
    return count


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
def fits(net: Network, quantity: Ints, weight: Ints) -> bool:
    """Whether the numbers of each component stay within 64 bits, products of prices included."""
    number = components(net)
    count = number.max() + 1 if len(number) else 0
    demand, pull = np.zeros(count), np.ones(count)
    for i in range(len(number)):
        demand[number[i]] += float(quantity[i])
        pull[number[i]] += float(quantity[i]) * float(weight[i])
    return bool((demand * pull < 2.0**62).all())


@njit(cache=True)
def divide(net: Network, quantity: Ints, weight: Ints, capacity: Ints, shares: Shares) -> None:
    """Divide anew whatever an edge shows to be unfair, until no edge does.

    Parts that such edges join are divided together, as if nothing else existed. That is progress
    each time, since the sorted vector of levels rises; only finitely many are possible.
    """
    place = np.full(len(capacity), -1, np.int64)
    while True:
        rows, sources = unfair_groups(net, shares)
        row_order, row_start = grouped(rows[1], rows[1].max() + 1 if len(rows[1]) else 0)
        order, start = grouped(sources[1], len(row_start) - 1)
        if not len(row_order):
            return
        for g in range(len(row_start) - 1):
            parts = [
                (
                    rows[0][row_order[row_start[g] : row_start[g + 1]]],
                    sources[0][order[start[g] : start[g + 1]]],
                    0,
                    0,
                )
            ]
            while parts:
                steps, theirs, price, per = parts.pop()
                parts.extend(
                    settle(
                        net, steps, theirs, price, per, quantity, weight, capacity, place, shares
                    )
                )


@njit(cache=True)
def is_dearer(k: int, j: int, shares: Shares) -> bool:
    """Whether row k could use source j, but pays less than its price: that is unfair to k."""
    if shares.per[k] == 0:
        return False
    if shares.per_source[j] == 0:
        return True
    return bool(shares.price_source[j] * shares.per[k] > shares.price[k] * shares.per_source[j])


@njit(cache=True)
def unfair_groups(net: Network, shares: Shares) -> Any:
    """The parts that unfair edges join: (rows, group of each), (sources, group of each)."""
    met = len(net.rev) - 1
    above = np.arange(shares.parts[0] + met)
    unfair = np.zeros(len(above), np.bool_)
    for i in range(len(net.start) - 1):
        for e in range(net.start[i], net.start[i + 1]):
            j = net.source[e]
            if is_dearer(i, j, shares):
                if shares.part_source[j] < 0:
                    shares.part_source[j] = shares.parts[0]
                    shares.parts[0] += 1
                top = root(shares.part[i], above)
                above[root(shares.part_source[j], above)] = top
                unfair[shares.part[i]] = True
    group = np.full(len(above), -1, np.int64)
    count = 0
    for part in np.flatnonzero(unfair):
        top = root(int(part), above)
        if group[top] < 0:
            group[top] = count
            count += 1
    return (
        members(shares.part[: len(net.start) - 1], above, group),
        members(shares.part_source[:met], above, group),
    )


@njit(cache=True)
def root(part: int, above: Ints) -> int:
    while above[part] != part:
        above[part] = above[above[part]]
        part = above[part]
    return part


@njit(cache=True)
def members(part: Ints, above: Ints, group: Ints) -> Any:
    """The positions whose part is in a group, and the group of each."""
    places, groups = np.empty(len(part), np.int64), np.empty(len(part), np.int64)
    count = 0
    for i in range(len(part)):
        if part[i] >= 0:
            g = group[root(part[i], above)]
            if g >= 0:
                places[count], groups[count] = i, g
                count += 1
    return places[:count].copy(), groups[:count].copy()


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
def settle(
    net: Network, steps: Ints, sources: Ints, price: int, per: int, quantity: Ints, weight: Ints,
    capacity: Ints, place: Ints, shares: Shares,
) -> Any:  # fmt: skip
    """Give a part one level and note the outcome, or return the two parts that it falls into."""
    wish, left = quantity[steps], capacity[sources]
    demand, slots, scale, p, d = wish.sum(), 0, 1, price, per
    for k in range(len(left)):
        left[k] = min(left[k], demand)
        slots += left[k]
    if slots < demand:
        p, d = level(wish, weight[steps], slots)
        scale = d
        for k in range(len(wish)):
            wish[k] *= min(d, p * weight[steps[k]])
        left *= d
    local, edges = within(net, steps, sources, place)
    sent = Slots(wish.copy(), left, np.zeros(len(edges), np.int64))
    resume(local, sent, steps, edges, scale, shares)
    saturate(local, sent)
    parts = [(steps, sources, p, d)]
    parts.pop()
    if not sent.want.any():
        note(steps, sources, edges, wish, scale, p, d, sent.flow, shares)
        return parts
    shares.flow[edges] = sent.flow
    shares.scale[steps] = scale
    poorer, theirs = sent.want > 0, np.zeros(len(sources), np.bool_)
    spread(local, sent.flow, poorer, theirs)
    parts.append((steps[poorer], sources[theirs], p, d))
    parts.append((steps[~poorer], sources[~theirs], price, per))
    return parts


@njit(cache=True)
def resume(
    local: Network, sent: Slots, steps: Ints, edges: Ints, scale: int, shares: Shares
) -> None:
    """Start from what flowed when these were last divided, as far as it still fits.

    Any start leads to a maximum flow; a near one does sooner. So rounding does no harm.
    """
    for k in range(len(steps)):
        change = float(scale) / float(shares.scale[steps[k]])
        for e in range(local.start[k], local.start[k + 1]):
            j = local.source[e]
            before = np.int64(float(shares.flow[edges[e]]) * change)
            slots = min(before, sent.want[k], sent.left[j])
            sent.flow[e] = slots
            sent.want[k] -= slots
            sent.left[j] -= slots


@njit(cache=True)
def within(net: Network, steps: Ints, sources: Ints, place: Ints) -> Any:
    """The network between these need-steps and sources, and where its edges are in the whole."""
    for k in range(len(sources)):
        place[sources[k]] = k
    edges = np.empty((net.start[steps + 1] - net.start[steps]).sum(), np.int64)
    start = np.zeros(len(steps) + 1, np.int64)
    count = 0
    for k in range(len(steps)):
        for e in range(net.start[steps[k]], net.start[steps[k] + 1]):
            if place[net.source[e]] >= 0:
                edges[count] = e
                count += 1
        start[k + 1] = count
    edges = edges[:count].copy()
    source = place[net.source[edges]]
    place[sources] = -1
    return rows_both_ways(start, source, len(sources)), edges


@njit(cache=True)
def note(
    steps: Ints, sources: Ints, edges: Ints, wish: Ints, scale: int, p: int, d: int, carried: Ints,
    shares: Shares,
) -> None:  # fmt: skip
    """Write down what a part of one level got."""
    shares.got[steps] = wish
    shares.scale[steps] = scale
    shares.price[steps] = p
    shares.per[steps] = d
    shares.price_source[sources] = p
    shares.per_source[sources] = d
    shares.flow[edges] = carried
    shares.part[steps] = shares.parts[0]
    shares.part_source[sources] = shares.parts[0]
    shares.parts[0] += 1

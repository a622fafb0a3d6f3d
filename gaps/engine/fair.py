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
def divide(
    net: Network, quantity: Ints, weight: Ints, capacity: Ints, dirty: Any, shares: Shares
) -> bool:
    """Divide each component that has a dirty need-step; False if numbers outgrow 64 bits."""
    number = components(net)
    count = number.max() + 1 if len(number) else 0
    order, start = grouped(number, count)
    place = np.full(len(capacity), -1, np.int64)
    for c in range(count):
        steps = order[start[c] : start[c + 1]]
        if dirty[steps].any() and not divide_component(
            net, steps, quantity, weight, capacity, place, shares
        ):
            return False
    return True


@njit(cache=True)
def divide_component(
    net: Network, steps: Ints, quantity: Ints, weight: Ints, capacity: Ints, place: Ints,
    shares: Shares,
) -> bool:  # fmt: skip
    """Divide one component, part by part; False if its numbers could outgrow 64 bits."""
    demand, pull = 0.0, 0.0
    for i in steps:
        demand += float(quantity[i])
        pull += float(quantity[i]) * float(weight[i])
    if demand * max(pull, 1.0) > 2.0**62:
        return False
    parts = [(steps, used_sources(net, steps, place), 0, 0)]
    while parts:
        part_steps, sources, price, per = parts.pop()
        parts.extend(
            settle(net, part_steps, sources, price, per, quantity, weight, capacity, place, shares)
        )
    return True


@njit(cache=True)
def used_sources(net: Network, steps: Ints, place: Ints) -> Ints:
    """The sources of these need-steps, each once."""
    found = np.empty((net.start[steps + 1] - net.start[steps]).sum(), np.int64)
    count = 0
    for i in steps:
        for e in range(net.start[i], net.start[i + 1]):
            j = net.source[e]
            if place[j] < 0:
                place[j] = 0
                found[count] = j
                count += 1
    found = found[:count].copy()
    place[found] = -1
    return found


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
    saturate(local, sent)
    parts = [(steps, sources, p, d)]
    parts.pop()
    if not sent.want.any():
        note(steps, sources, edges, wish, scale, p, d, sent.flow, shares)
        return parts
    poorer, theirs = sent.want > 0, np.zeros(len(sources), np.bool_)
    spread(local, sent.flow, poorer, theirs)
    parts.append((steps[poorer], sources[theirs], p, d))
    parts.append((steps[~poorer], sources[~theirs], price, per))
    return parts


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

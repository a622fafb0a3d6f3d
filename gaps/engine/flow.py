"""Kernels: maximum flow from sources to need-steps, in whole numbers (Dinic's algorithm).

Y. Dinitz, "Algorithm for solution of a problem of maximum flow in a network with power
estimation", Soviet Math. Dokl. 11, 1970. From a need-step that still wants, a layer leads to each
source that it can use, and from there to the need-steps that the source serves now: the chain of
hand-overs by which a slot can be brought.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numba import njit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]


class Network(NamedTuple):
    """Who can use what. Five int64 arrays, in compressed rows both ways.

    The edges of need-step i are ``start[i]:start[i + 1]``; edge e comes from ``source[e]`` and goes
    to ``step[e]``; the edges of source j are ``edge[rev[j]:rev[j + 1]]``.
    """

    start: Ints
    source: Ints
    step: Ints
    rev: Ints
    edge: Ints


class Slots(NamedTuple):
    """What is to be sent: per need-step still wanted, per source still left, per edge carried."""

    want: Ints
    left: Ints
    flow: Ints


class Search(NamedTuple):
    """Working memory of one search: depth per node (-1 unseen), next edge to try, the path."""

    depth: Ints
    depth_source: Ints
    arc: Ints
    arc_source: Ints
    path: Ints


@njit(cache=True)
def saturate(net: Network, slots: Slots) -> None:
    """Send as much as can be sent: ``slots`` holds a maximum flow afterwards."""
    steps, sources = len(slots.want), len(slots.left)
    search = Search(
        np.empty(steps, np.int64),
        np.empty(sources, np.int64),
        np.empty(steps, np.int64),
        np.empty(sources, np.int64),
        np.empty(2 * (steps + sources) + 2, np.int64),
    )
    while layer(net, slots, search):
        search.arc[:] = net.start[:-1]
        search.arc_source[:] = net.rev[:-1]
        for i in range(steps):
            while slots.want[i] > 0 and pull(i, net, slots, search):
                pass


@njit(cache=True)
def layer(net: Network, slots: Slots, search: Search) -> bool:
    """Depths from the need-steps that still want, as far as the nearest source with slots left.

    False if no such source is in reach: the flow is at its maximum.
    """
    search.depth[:] = -1
    search.depth_source[:] = -1
    queue = np.empty(len(slots.want), np.int64)
    head, tail, last = 0, 0, -1
    for i in range(len(slots.want)):
        if slots.want[i] > 0:
            search.depth[i] = 0
            queue[tail] = i
            tail += 1
    while head < tail and (last < 0 or search.depth[queue[head]] == last):
        i = queue[head]
        head += 1
        for e in range(net.start[i], net.start[i + 1]):
            j = net.source[e]
            if search.depth_source[j] >= 0:
                continue
            search.depth_source[j] = search.depth[i]
            if slots.left[j] > 0:
                last = search.depth[i]
            if last < 0:
                tail = enqueue_takers(j, net, slots, search, queue, tail)
    return last >= 0


@njit(cache=True)
def enqueue_takers(
    j: int, net: Network, slots: Slots, search: Search, queue: Ints, tail: int
) -> int:
    """Put the need-steps that source j serves, and nobody has seen, one deeper in the queue."""
    for k in range(net.rev[j], net.rev[j + 1]):
        other = net.step[net.edge[k]]
        if slots.flow[net.edge[k]] > 0 and search.depth[other] < 0:
            search.depth[other] = search.depth_source[j] + 1
            queue[tail] = other
            tail += 1
    return tail


@njit(cache=True)
def pull(root: int, net: Network, slots: Slots, search: Search) -> bool:
    """Bring some slots to ``root`` along one shortest chain; False if none is left."""
    i, length = root, 0
    while True:
        e = next_edge(i, net, search)
        if e < 0:  # a dead end: nobody goes through this need-step again in this phase
            search.depth[i] = -1
            if length == 0:
                return False
            length -= 2
            i = net.step[search.path[length]]
            continue
        j = net.source[e]
        search.path[length] = e
        if slots.left[j] > 0:
            send(root, length, net, slots, search)
            return True
        taken = next_taken(j, search.depth[i] + 1, net, slots, search)
        if taken < 0:
            search.arc[i] += 1
        else:
            search.path[length + 1] = taken
            length += 2
            i = net.step[taken]


@njit(cache=True)
def next_edge(i: int, net: Network, search: Search) -> int:
    """The first untried edge of need-step i into a source of its own depth; -1 if there is none."""
    while search.arc[i] < net.start[i + 1]:
        e = search.arc[i]
        if search.depth_source[net.source[e]] == search.depth[i]:
            return int(e)
        search.arc[i] += 1
    return -1


@njit(cache=True)
def next_taken(j: int, depth: int, net: Network, slots: Slots, search: Search) -> int:
    """The first untried edge on which source j serves a need-step of this depth; -1 if none."""
    while search.arc_source[j] < net.rev[j + 1]:
        e = net.edge[search.arc_source[j]]
        if slots.flow[e] > 0 and search.depth[net.step[e]] == depth:
            return int(e)
        search.arc_source[j] += 1
    return -1


@njit(cache=True)
def send(root: int, length: int, net: Network, slots: Slots, search: Search) -> None:
    """Move as many slots as the path allows: its even edges gain, its odd ones hand over."""
    most = min(slots.want[root], slots.left[net.source[search.path[length]]])
    for k in range(1, length, 2):
        most = min(most, slots.flow[search.path[k]])
    for k in range(0, length + 1, 2):
        slots.flow[search.path[k]] += most
    for k in range(1, length, 2):
        slots.flow[search.path[k]] -= most
    slots.left[net.source[search.path[length]]] -= most
    slots.want[root] -= most


@njit(cache=True)
def spread(net: Network, flow: Ints, seen: Any, seen_source: Any) -> None:
    """Mark all that the marked need-steps could draw on, by any chain of hand-overs."""
    queue = np.empty(len(seen), np.int64)
    tail = 0
    for i in range(len(seen)):
        if seen[i]:
            queue[tail] = i
            tail += 1
    head = 0
    while head < tail:
        i = queue[head]
        head += 1
        for e in range(net.start[i], net.start[i + 1]):
            j = net.source[e]
            if seen_source[j]:
                continue
            seen_source[j] = True
            for k in range(net.rev[j], net.rev[j + 1]):
                other = net.step[net.edge[k]]
                if flow[net.edge[k]] > 0 and not seen[other]:
                    seen[other] = True
                    queue[tail] = other
                    tail += 1

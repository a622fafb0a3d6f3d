"""The network of edges between need-steps and sources, in compressed rows both ways."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numba import njit

if TYPE_CHECKING:
    from gaps.engine.bits import Ints


class Network(NamedTuple):
    """Who draws on what. Five int64 arrays.

    The edges of need-step i are ``start[i]:start[i + 1]``; edge e comes from ``source[e]`` and goes
    to ``step[e]``; the edges of source j are ``edge[rev[j]:rev[j + 1]]``.
    """

    start: Ints
    source: Ints
    step: Ints
    rev: Ints
    edge: Ints


@njit(cache=True)
def both_ways(start: Ints, source: Ints, sources: int) -> Network:
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

"""Kernels: which resources could go without anybody losing a slot.

Taking a resource away helps nobody, so if the total stays equal, so does each share. A source of
finite price is exhausted and part of a minimum cut: its slots would be lost. For the others it is
tried to bring what they give from elsewhere, by chains of hand-overs. What worked is kept, since
any division of the same shares is as good. Of all the pairs that are usable, only those that slots
flow on are known at first; more are looked up where they are wanted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numba import njit

from gaps.engine.bits import ONE, Table, lowest
from gaps.engine.options import Sources, source_number
from gaps.engine.scan import Demand, Supply, usable_row

if TYPE_CHECKING:
    from gaps.engine.bits import Ints, Words
    from gaps.engine.network import Network

UNKNOWN, NEEDED, SPARE = 0, 1, 2
MORE = 16


class Trial(NamedTuple):
    """Working memory: what each source has left, marks of the current search, the way back."""

    left: Ints
    flow: Ints
    mark: Ints  # per row, the number of the search that saw it
    mark_source: Ints
    taken: Ints  # per row, the edge on which it hands a slot over
    gained: Ints  # per row, the edge on which that slot arrives where it is wanted
    queue: Ints  # the rows of the current search
    banned: Any  # per source
    clock: Ints  # (2,) number of the current search, and how many rows it saw
    complete: Any  # per row: all its edges are known
    wanted: Any  # per row: more of its edges must be known to decide


@njit(cache=True)
def try_without(
    net: Network, owed_start: Ints, owed: Ints, own_start: Ints, own: Ints, quantity: Ints,
    verdict: Any, trial: Trial,
) -> None:  # fmt: skip
    """Decide what is UNKNOWN, as far as the known edges allow.

    Candidate c owns the sources ``own[own_start[c]:...]``, and owes the rows ``owed[...]`` all
    that they want (they have no other unlimited resource).
    """
    for c in range(len(verdict)):
        if verdict[c] != UNKNOWN:
            continue
        mine = own[own_start[c] : own_start[c + 1]]
        trial.banned[mine] = True
        moved = move_all(net, mine, trial)
        debts = owed[owed_start[c] : owed_start[c + 1]]
        for k in debts:
            if moved > 0:
                moved = bring(net, k, quantity[k], trial)
        for k in debts:
            give_back(net, k, trial)
        trial.banned[mine] = False
        if moved > 0:
            verdict[c] = SPARE
        elif moved < 0:
            verdict[c] = NEEDED


@njit(cache=True)
def move_all(net: Network, mine: Ints, trial: Trial) -> int:
    """Bring from elsewhere all that these sources give: 1 done, -1 impossible, 0 not known yet."""
    for j in mine:
        for k in range(net.rev[j], net.rev[j + 1]):
            e = net.edge[k]
            slots = trial.flow[e]
            if slots == 0:
                continue
            trial.flow[e] = 0
            trial.left[j] += slots
            got = bring_some(net, net.step[e], slots, trial)
            if got < slots:
                trial.flow[e] += slots - got
                trial.left[j] -= slots - got
                return verdict_of_search(net, trial)
    return 1


@njit(cache=True)
def bring(net: Network, row: int, slots: int, trial: Trial) -> int:
    if bring_some(net, row, slots, trial) == slots:
        return 1
    return verdict_of_search(net, trial)


@njit(cache=True)
def verdict_of_search(net: Network, trial: Trial) -> int:
    """After a search that found nothing: -1 if all edges it could take were known, else 0."""
    sure = True
    for i in trial.queue[: trial.clock[1]]:
        if not trial.complete[i]:
            trial.wanted[i] = True
            sure = False
    return -1 if sure else 0


@njit(cache=True)
def give_back(net: Network, row: int, trial: Trial) -> None:
    for e in range(net.start[row], net.start[row + 1]):
        trial.left[net.source[e]] += trial.flow[e]
        trial.flow[e] = 0


@njit(cache=True)
def bring_some(net: Network, row: int, slots: int, trial: Trial) -> int:
    """Bring up to ``slots`` to a row without the banned sources; returns how many."""
    got = 0
    while got < slots:
        last = search(net, row, trial)
        if last < 0:
            return got
        got += carry(net, row, last, slots - got, trial)
    return got


@njit(cache=True)
def search(net: Network, row: int, trial: Trial) -> int:
    """The edge into a source with slots left that ends a shortest chain from the row, or -1."""
    trial.clock[0] += 1
    now = trial.clock[0]
    trial.mark[row], trial.queue[0] = now, row
    head, tail, last = 0, 1, -1
    while head < tail and last < 0:
        i = trial.queue[head]
        head += 1
        for e in range(net.start[i], net.start[i + 1]):
            j = net.source[e]
            if trial.banned[j] or trial.mark_source[j] == now:
                continue
            if trial.left[j] > 0:
                last = e
                break
            trial.mark_source[j] = now
            tail = reach_takers(net, e, tail, trial)
    trial.clock[1] = tail
    return last


@njit(cache=True)
def reach_takers(net: Network, e: int, tail: int, trial: Trial) -> int:
    """Put the rows that edge e's source serves at the end of the queue; returns its new end."""
    j = net.source[e]
    for k in range(net.rev[j], net.rev[j + 1]):
        taken = net.edge[k]
        other = net.step[taken]
        if trial.flow[taken] > 0 and trial.mark[other] != trial.clock[0]:
            trial.mark[other] = trial.clock[0]
            trial.taken[other] = taken
            trial.gained[other] = e
            trial.queue[tail] = other
            tail += 1
    return tail


@njit(cache=True)
def carry(net: Network, row: int, last: int, slots: int, trial: Trial) -> int:
    """Move slots along the chain that the search found; returns how many."""
    most = min(slots, trial.left[net.source[last]])
    i = net.step[last]
    while i != row:
        most = min(most, trial.flow[trial.taken[i]])
        i = net.step[trial.gained[i]]
    trial.left[net.source[last]] -= most
    trial.flow[last] += most
    i = net.step[last]
    while i != row:
        trial.flow[trial.taken[i]] -= most
        trial.flow[trial.gained[i]] += most
        i = net.step[trial.gained[i]]
    return int(most)


@njit(cache=True)
def wider(
    rows: Ints, steps: Ints, start: Ints, source: Ints, table: Table, demand: Demand,
    supply: Supply, sources: Sources, per_source: Ints, trial: Trial,
) -> Any:  # fmt: skip
    """More edges for these rows, (row, source) each: those that have slots left, else all."""
    loaded = np.full(len(sources.key), -1, np.int64)
    bits = np.zeros(max(1, int(np.max(table.words))), np.uint64)
    added_rows, added = [np.int64(0) for _ in range(0)], [np.int64(0) for _ in range(0)]
    for k in rows:
        for e in range(start[k], start[k + 1]):
            loaded[source[e]] = k
        i = steps[k]
        words = bits[: table.words[demand.area[i]]]
        usable_row(table, demand.area[i], demand.need[i], demand.step[i], words)
        before = len(added)
        for everything in (False, True):
            if everything and len(added) > before:
                break
            if everything:
                trial.complete[k] = True
            list_sources(
                k, i, words, everything, loaded, added, table, demand, supply, sources,
                per_source, trial,
            )  # fmt: skip
        added_rows.extend([k for _ in range(before, len(added))])
    return np.array(added_rows), np.array(added)


@njit(cache=True)
def list_sources(
    k: int, i: int, words: Words, everything: bool, loaded: Ints, added: Any, table: Table,
    demand: Demand, supply: Supply, sources: Sources, per_source: Ints, trial: Trial,
) -> None:  # fmt: skip
    """Append sources of unlimited price that row k can use and doesn't know yet."""
    area = demand.area[i]
    first, unlimited, most = table.line_start[area], table.unlimited[area], len(added) + MORE
    low = unlimited // 64
    for turn in range(len(words) - low):
        w = low + (turn + demand.need[i]) % (len(words) - low)  # not the same few for all
        left = words[w]
        while left:
            place = 64 * w + lowest(left)
            left &= left - ONE
            if place < unlimited or supply.capacity[table.resource[first + place]] == 0:
                continue
            met = sources.met[0]
            j = source_number(first + place, demand.step[i], table, supply, sources)
            if j == met:
                trial.left[j] = sources.capacity[j]
            if loaded[j] == k or per_source[j] != 0 or not (everything or trial.left[j] > 0):
                continue
            loaded[j] = k
            added.append(np.int64(j))
            if len(added) == most and not everything:
                return

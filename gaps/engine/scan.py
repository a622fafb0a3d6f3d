"""Kernels: what each need-step can use, how far that reaches, and what lacks least if nothing can.

They follow the rules that ``match`` states readably, a word of 64 resources at a time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numba import njit

from gaps.engine.bits import ALL, FRESH_BIT, ONE, STEP_BITS, Table, lowest, row

if TYPE_CHECKING:
    from gaps.engine.bits import Ints, Words

SHOWN = 3  # usable resources named with a finding


class Demand(NamedTuple):
    """Need-steps in the order of areas, countries, needs, steps. All int64.

    ``group`` starts each run of need-steps of one area and country, and ends with their number.
    """

    need: Ints
    step: Ints
    area: Ints
    country: Ints
    quantity: Ints
    weight: Ints
    group: Ints


class Supply(NamedTuple):
    """Per resource: slots (-1 unlimited), provider, whether it is one pool over all its lines."""

    capacity: Ints
    provider: Ints
    shared: Any


class Rules(NamedTuple):
    """The failures in order of cost, and the thresholds of over-supply."""

    order: Ints  # (127,) sets of failed constraints, cheapest first, then fewest
    tie: Ints  # (127,) equal for sets of equal cost and size
    ratio: Ints  # (2,) numerator, denominator
    providers: int


class Matches(NamedTuple):
    """What the scan finds, per need-step; ``usable`` is per line."""

    unlimited: Ints  # 0, 1 or 2 (two or more)
    sole: Ints  # the line, where exactly one is unlimited
    limited: Ints  # slots of limited sources, at most the quantity
    providers: Ints  # 0, 1 or 2 (two or more)
    failed: Ints  # the cheapest set of constraints to relax, 0 if something is usable or listed
    fix: Ints  # the resource that fails those, the lowest of equals; -1 where nothing is listed
    served: Any  # (need-steps, SHOWN) int32, the first usable resources; -1 for none
    usable: Any  # (lines,) bool
    plenty: Any  # (need-steps,) bool: its country, area and step are over-supplied


@njit(cache=True)
def usable_row(table: Table, area: int, need: int, step: int, found: Words) -> None:
    """The lines that fail nothing, for one need-step."""
    a = row(table, area, table.base[6] + step - 1)
    b = row(table, area, table.term[need, 0])
    c = row(table, area, table.term[need, 1])
    d = row(table, area, table.term[need, 2])
    e = row(table, area, table.term[need, 3])
    f = row(table, area, table.term[need, 4])
    for w in range(len(a)):
        found[w] = a[w] & b[w] & c[w] & d[w] & e[w] & f[w]


@njit(cache=True)
def scan(table: Table, demand: Demand, supply: Supply, rules: Rules, out: Matches) -> None:
    """Read every need-step of the table's areas."""
    most = np.max(table.words) if len(table.words) else 0
    found, union, used = (
        np.zeros(most, np.uint64),
        np.zeros((STEP_BITS, most), np.uint64),
        np.zeros(most, np.uint64),
    )
    for g in range(len(demand.group) - 1):
        first, last = demand.group[g], demand.group[g + 1]
        area = demand.area[first]
        words = table.words[area]
        union[:, :words] = np.uint64(0)
        wanted = np.zeros(STEP_BITS, np.int64)
        for i in range(first, last):
            s = demand.step[i]
            usable_row(table, area, demand.need[i], s, found[:words])
            union[s - 1, :words] |= found[:words]
            wanted[s - 1] += demand.quantity[i]
            read(i, found[:words], table, demand, supply, rules, out)
        for s in range(STEP_BITS):
            used[:words] |= union[s, :words]
            if wanted[s] and plentiful(union[s, :words], area, wanted[s], table, supply, rules):
                for i in range(first, last):
                    out.plenty[i] = out.plenty[i] or demand.step[i] == s + 1
        if g + 2 == len(demand.group) or demand.area[last] != area:
            mark(used[:words], table.line_start[area], out.usable)
            used[:words] = np.uint64(0)


@njit(cache=True)
def mark(bits: Words, first: int, flags: Any) -> None:
    """Turn bits into flags."""
    for w in range(len(bits)):
        left = bits[w]
        while left:
            flags[first + 64 * w + lowest(left)] = True
            left &= left - ONE


@njit(cache=True)
def read(
    i: int, found: Words, table: Table, demand: Demand, supply: Supply, rules: Rules, out: Matches
) -> None:
    """One need-step: unlimited help, slots, providers; or the cheapest failure."""
    if not found.any():
        if table.line_start[demand.area[i]] < table.line_start[demand.area[i] + 1]:
            out.failed[i] = cheapest_failure(i, table, demand, rules, out)
        return
    name_usable(i, found, table, demand, out)
    provider = read_unlimited(i, found, table, demand, supply, out)
    if out.unlimited[i] < 2 or out.providers[i] < 2:
        read_limited(i, found, provider, table, demand, supply, out)


@njit(cache=True)
def name_usable(i: int, found: Words, table: Table, demand: Demand, out: Matches) -> None:
    """Note the first usable resources."""
    first, named = table.line_start[demand.area[i]], 0
    for w in range(len(found)):
        left = found[w]
        while left:
            out.served[i, named] = table.resource[first + 64 * w + lowest(left)]
            left &= left - ONE
            named += 1
            if named == SHOWN:
                return


@njit(cache=True)
def read_unlimited(
    i: int, found: Words, table: Table, demand: Demand, supply: Supply, out: Matches
) -> int:
    """Count unlimited lines and their providers, each up to two; returns one provider, or -1."""
    area, provider = demand.area[i], -1
    first, unlimited = table.line_start[area], table.unlimited[area]
    for w in range((unlimited + 63) // 64):
        left = found[w]
        while left:
            k = 64 * w + lowest(left)
            left &= left - ONE
            if k >= unlimited:
                return provider
            resource = table.resource[first + k]
            out.unlimited[i] = min(2, out.unlimited[i] + 1)
            out.sole[i] = first + k
            provider = count_provider(i, provider, supply.provider[resource], out)
            if out.unlimited[i] == 2 and out.providers[i] == 2:
                return provider
    return provider


@njit(cache=True)
def count_provider(i: int, known: int, provider: int, out: Matches) -> int:
    """Count up to two different providers; returns the first one."""
    if known < 0:
        out.providers[i] = 1
        return provider
    if provider != known:
        out.providers[i] = 2
    return known


@njit(cache=True)
def read_limited(
    i: int, found: Words, provider: int, table: Table, demand: Demand, supply: Supply, out: Matches
) -> None:
    """Sum limited slots up to the quantity, and count their providers up to two."""
    area = demand.area[i]
    lines, unlimited = table.line_start[area], table.unlimited[area]
    for w in range(unlimited // 64, len(found)):
        left = found[w]
        while left:
            place = 64 * w + lowest(left)
            left &= left - ONE
            if place >= unlimited:
                resource = table.resource[lines + place]
                provider = count_provider(i, provider, supply.provider[resource], out)
                slots = out.limited[i] + supply.capacity[resource]
                out.limited[i] = min(demand.quantity[i], slots)
        full = out.limited[i] == demand.quantity[i]
        if out.providers[i] == 2 and (full or out.unlimited[i] == 2):
            return


@njit(cache=True)
def plentiful(
    union: Words, area: int, wanted: int, table: Table, supply: Supply, rules: Rules
) -> bool:
    """Several providers, and either as many unlimited resources or far more slots than wanted."""
    providers = np.full(rules.providers, -1, np.int64)
    different, unlimited, slots = 0, 0, 0
    enough = (rules.ratio[0] * wanted + rules.ratio[1] - 1) // rules.ratio[1]
    for w in range(len(union)):
        left = union[w]
        while left:
            resource = table.resource[table.line_start[area] + 64 * w + lowest(left)]
            left &= left - ONE
            if supply.capacity[resource] < 0:
                unlimited += 1
            else:
                slots = min(enough, slots + supply.capacity[resource])
            if different < rules.providers:
                known = (providers[:different] == supply.provider[resource]).any()
                if not known:
                    providers[different] = supply.provider[resource]
                    different += 1
            if different == rules.providers and (unlimited >= rules.providers or slots >= enough):
                return True
    return False


@njit(cache=True)
def cheapest_failure(i: int, table: Table, demand: Demand, rules: Rules, out: Matches) -> int:
    """The failed constraints of the line that lacks least; ties go to the lowest resource."""
    area = demand.area[i]
    first, last = table.line_start[area], table.line_start[area + 1]
    holds = np.empty(7, np.uint64)
    best, lowest_resource = len(rules.order) - 1, np.int64(2**62)
    for w in range(table.words[area]):
        constraint_words(i, w, table, demand, holds)
        beyond = 64 * (w + 1) - (last - first)
        real = ALL >> np.uint64(beyond) if beyond > 0 else ALL
        for k in range(len(rules.order)):
            if rules.tie[k] > rules.tie[best]:
                break
            lines = only_failing(rules.order[k], holds, real)
            if lines:
                resource = table.resource[first + 64 * w + lowest(lines)]
                if rules.tie[k] < rules.tie[best] or resource < lowest_resource:
                    best, lowest_resource = k, resource
        if best == 0 and rules.tie[1] != rules.tie[0]:
            break
    out.fix[i] = lowest_resource
    return int(rules.order[best])


@njit(cache=True)
def constraint_words(i: int, w: int, table: Table, demand: Demand, holds: Words) -> None:
    """Word w of what holds, per constraint in their fixed order."""
    area, need, flags = demand.area[i], demand.need[i], table.base[5]
    holds[0] = row(table, area, table.term[need, 1])[w]
    holds[1] = row(table, area, flags + demand.step[i] - 1)[w]
    holds[2] = row(table, area, table.term[need, 0])[w]
    holds[3] = row(table, area, table.term[need, 2])[w]
    holds[4] = row(table, area, table.term[need, 3])[w]
    holds[5] = row(table, area, table.term[need, 4])[w]
    holds[6] = row(table, area, flags + FRESH_BIT)[w]


@njit(cache=True)
def only_failing(failed: int, holds: Words, real: Any) -> Any:
    """The lines that fail nothing outside the set."""
    lines = real
    for c in range(7):
        if not (failed >> c) & 1:
            lines &= holds[c]
    return lines

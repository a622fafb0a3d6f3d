"""Kernels: from need-steps to cells and needs, in exact fractions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numba import njit

if TYPE_CHECKING:
    from gaps.engine.bits import Ints

CLASSES = 13


class Cells(NamedTuple):
    """Per cell; numbers of slots are ``…/per``. ``exact`` is False where 64 bits did not do."""

    demand: Ints
    reach: Ints
    got: Ints
    got_per: Ints
    gap: Ints  # sum of weight (q - x), in whole-number weights
    gap_per: Ints
    gap_class: Ints
    exact: Any


@njit(cache=True)
def added(a: int, b: int, c: int, d: int) -> Any:
    """a/b + c/d, reduced; b = 0 stands for "did not fit" and stays so."""
    if b == d:
        return a + c, b
    if b == 0 or d == 0:
        return 0, 0
    common = np.gcd(b, d)
    left, right = d // common, b // common
    if float(b) * float(left) > 2.0**60 or (
        abs(float(a)) * float(left) + abs(float(c)) * float(right) > 2.0**60
    ):
        return 0, 0
    top, bottom = a * left + c * right, b * left
    common = np.gcd(top, bottom)
    return top // common, bottom // common


@njit(cache=True)
def cells(
    group: Ints, quantity: Ints, weight: Ints, reach: Ints, got: Ints, per: Ints, gap_class: Any
) -> Cells:
    """Roll up each run ``group[g]:group[g + 1]`` of need-steps. ``got[i] / per[i]`` slots each."""
    count = max(0, len(group) - 1)
    out = Cells(
        np.zeros(count, np.int64), np.zeros(count, np.int64), np.zeros(count, np.int64),
        np.ones(count, np.int64), np.zeros(count, np.int64), np.ones(count, np.int64),
        np.zeros(count, np.int64), np.ones(count, np.bool_),
    )  # fmt: skip
    short, short_per = np.empty(CLASSES, np.int64), np.empty(CLASSES, np.int64)
    present = np.empty(CLASSES, np.bool_)
    for g in range(count):
        short[:], short_per[:], present[:] = 0, 1, False
        top, bottom = 0, 1
        for i in range(group[g], group[g + 1]):
            kind = gap_class[i]
            present[kind] = True
            out.demand[g] += quantity[i]
            out.reach[g] += reach[i]
            top, bottom = added(top, bottom, got[i], per[i])
            missing = (quantity[i] * per[i] - got[i]) * weight[i]
            short[kind], short_per[kind] = added(short[kind], short_per[kind], missing, per[i])
        out.got[g], out.got_per[g] = top, bottom
        close(g, short, short_per, present, out)
    return out


@njit(cache=True)
def close(g: int, short: Ints, short_per: Ints, present: Any, out: Cells) -> None:
    """The total gap of a cell, and the class that holds most of it; ties go to the worse."""
    best = -1
    top, bottom = 0, 1
    for kind in range(CLASSES):
        if not present[kind]:
            continue
        top, bottom = added(top, bottom, short[kind], short_per[kind])
        if short_per[kind] == 0:
            out.exact[g] = False
        elif best < 0 or is_more(short[kind], short_per[kind], short[best], short_per[best]):
            best = kind
    out.gap[g], out.gap_per[g], out.gap_class[g] = top, bottom, best
    if bottom == 0 or out.got_per[g] == 0:
        out.exact[g] = False


@njit(cache=True)
def is_more(a: int, b: int, c: int, d: int) -> bool:
    """Whether a/b > c/d, without multiplying (by continued fractions)."""
    turned = False
    while True:
        whole, other = a // b, c // d
        if whole != other:
            return (whole > other) != turned
        a, c = a - whole * b, c - other * d
        if a == 0 or c == 0:
            return ((a > 0) and c == 0) != turned if a != c else False
        a, b, c, d = b, a, d, c
        turned = not turned


@njit(cache=True)
def levels(current: Any, step_start: Ints, is_full: Any) -> Ints:
    """The current level of each need plus its leading full steps."""
    out: Ints = current.astype(np.int64)
    for n in range(len(out)):
        k = step_start[n]
        while k < step_start[n + 1] and is_full[k]:
            out[n] += 1
            k += 1
    return out

"""Which resource can serve which need-step, and if it can't, which constraints stand in the way.

These are the rules, one need-step at a time. The kernels of ``scan`` compute the same for all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gaps.engine.bits import FRESH_BIT, NEUTRAL_BIT
from gaps.engine.records import Constraint

if TYPE_CHECKING:
    from gaps.engine.bits import Ints
    from gaps.engine.compiled import Compiled


def pairs(world: Compiled, need: int, step: int) -> tuple[Ints, Any]:
    """Every resource of the need's leaf area, ascending, and what fails (bits of Constraint)."""
    resources = np.sort(_compared(world, need))
    failed = np.zeros(len(resources), np.int64)
    for constraint, holds in _holding(world, need, step, resources).items():
        failed |= np.where(holds, 0, int(constraint))
    return resources, failed


def usable(world: Compiled, need: int, step: int) -> list[int]:
    """The resources of ``pairs`` that fail nothing, ascending: most fall out by two quick rules."""
    left, offers = _compared(world, need), world.offers
    country = int(world.columns.needs.country[need])
    left = left[_bit(offers.flags[left, 0], step - 1)]
    left = left[_bit(offers.eligible[left, country // 64], country % 64)]
    return sorted(left[np.all(list(_holding(world, need, step, left).values()), axis=0)].tolist())


def _compared(world: Compiled, need: int) -> Ints:
    """The resources of the need's leaf area."""
    area = world.columns.needs.area[need]
    lines = world.lines[world.line_start[area] : world.line_start[area + 1]]
    resources: Ints = world.columns.resources.line_resource[lines].astype(np.int64)
    return resources


def _holding(world: Compiled, need: int, step: int, resources: Ints) -> dict[Constraint, Any]:
    """Which resources meet each of the seven constraints."""
    needs, offers, wishes = world.columns.needs, world.offers, world.wishes
    flags = offers.flags[resources, 0]
    country = int(needs.country[need])
    open_to = offers.eligible[resources, country // 64] >> np.uint64(country % 64)
    month = wishes.months[wishes.sets[3, need]]
    return {
        Constraint.KIND: ~needs.kinds[need].any()
        | _common(needs.kinds[need], offers.kinds[resources]),
        Constraint.LEVEL: _bit(flags, step - 1),
        Constraint.ELIGIBILITY: _bit(open_to, 0),
        Constraint.LANGUAGE: ~needs.languages[need].any()
        | _bit(flags, NEUTRAL_BIT)
        | _common(needs.languages[need], offers.languages[resources]),
        Constraint.MODE: _common(needs.modes[need], offers.modes[resources]),
        Constraint.TIME: _common(month, offers.months[resources]),
        Constraint.FRESHNESS: _bit(flags, FRESH_BIT),
    }


def _common(asked: Any, offered: Any) -> Any:
    both = asked[0] & offered[:, 0]
    for word in range(1, offered.shape[1]):
        both = both | (asked[word] & offered[:, word])
    return both != 0


def _bit(words: Any, place: int) -> Any:
    return (words >> np.uint64(place)) & np.uint64(1) == 1

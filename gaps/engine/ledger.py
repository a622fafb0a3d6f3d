"""Who gets which slots from whom, at which price: it explains a shortage and proves a division."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gaps.engine.allocate import Division
    from gaps.engine.bits import Ints, Table
    from gaps.engine.scan import Demand

SHARED = -1  # the area of a shared pool


@dataclass(frozen=True, slots=True)
class Ledger:
    """Rows are the need-steps that draw on limited sources only; ``step`` is their position.

    A price is ``price / per``, without limit where per is 0. Flow f takes ``flow / scale[row]``
    slots from ``flow_source`` to ``flow_row``.
    """

    step: Ints
    price: Ints
    per: Ints
    scale: Ints
    source_resource: Ints
    source_area: Ints  # SHARED for a shared pool
    source_step: Ints  # 0 for a shared pool
    source_capacity: Ints
    source_price: Ints
    source_per: Ints
    flow_row: Ints
    flow_source: Ints
    flow: Ints


def ledger(division: Division, demand: Demand, table: Table, areas: Ints, places: Ints) -> Ledger:
    """The ledger of one division, in positions of the run."""
    sources, shares = division.sources, division.shares
    met = int(sources.met[0])
    line, key = sources.line[:met], sources.key[:met]
    in_line = key < 4 * sources.lines
    area = areas[np.searchsorted(table.line_start, line, side="right") - 1]
    moved = np.flatnonzero(division.flow)
    return Ledger(
        step=places[division.steps],
        price=shares.price,
        per=shares.per,
        scale=shares.scale,
        source_resource=table.resource[line],
        source_area=np.where(in_line, area, SHARED),
        source_step=np.where(in_line, key % 4 + 1, 0),
        source_capacity=sources.capacity[:met],
        source_price=shares.price_source[:met],
        source_per=shares.per_source[:met],
        flow_row=division.net.step[moved],
        flow_source=division.net.source[moved],
        flow=division.flow[moved],
    )


def joined(ledgers: Sequence[Ledger]) -> Ledger:
    """One ledger of several that share no source."""
    if len(ledgers) == 1:
        return ledgers[0]
    rows = np.cumsum([0, *(len(one.step) for one in ledgers)])
    sources = np.cumsum([0, *(len(one.source_price) for one in ledgers)])
    shift = {"flow_row": rows, "flow_source": sources}
    columns = {}
    for name in Ledger.__slots__:
        parts = [getattr(one, name) for one in ledgers]
        if name in shift:
            parts = [part + by for part, by in zip(parts, shift[name][:-1], strict=True)]
        columns[name] = np.concatenate(parts) if parts else np.zeros(0, np.int64)
    return Ledger(**columns)

"""Other ways to the same match, for comparison: a plain loop, pandas, and OR-tools.

The first two only match and sum what is reachable; they divide nothing. OR-tools finds *a* division
of largest weight, which is neither fair nor unique, for pairs that were matched beforehand.
"""

from __future__ import annotations

import time
from typing import Any

import numpy as np

from gaps.engine.columns import UNLIMITED, Columns
from gaps.engine.compiled import Compiled, compiled
from gaps.engine.match import pairs

ENDLESS = 10**6


def loop(columns: Columns) -> tuple[float, str]:
    """CPU seconds and reachable slots, by a loop over all pairs of an area."""
    world = compiled(columns)
    needs, offers = _plain_needs(world), _plain_offers(world)
    begin = time.process_time()
    total = 0
    for area, country, step, quantity, kinds, languages, modes, months in needs:
        slots = 0
        for o in offers[area]:
            if (
                o[0] >> step & 1
                and o[0] >> 4 & 1
                and o[1] >> country & 1
                and (not kinds or kinds & o[2])
                and (not languages or not o[3] or languages & o[3])
                and modes & o[4]
                and months & o[5]
            ):
                slots += o[6]
        total += min(quantity, slots)
    return time.process_time() - begin, f"{total} slots in reach; divides nothing"


def frames(columns: Columns) -> tuple[float, str]:
    """The same with pandas: an area at a time, all pairs in one frame."""
    import pandas as pd  # noqa: PLC0415  only `make bench` installs it

    world = compiled(columns)
    names = ["area", "country", "step", "quantity", "kinds", "languages", "modes", "months"]
    needs = pd.DataFrame(_plain_needs(world), columns=names)
    names = ["word", "countries", "r_kinds", "r_languages", "r_modes", "r_months", "slots"]
    offers = {
        area: pd.DataFrame(rows, columns=names).drop(columns="countries")
        for area, rows in _plain_offers(world).items()
    }
    open_to = {area: _open(rows) for area, rows in _plain_offers(world).items()}
    begin = time.process_time()
    total = 0
    for area, asked in needs.groupby("area"):
        both = asked.reset_index().merge(offers[area].reset_index(names="line"), how="cross")
        fine = (both.word.to_numpy() >> both.step.to_numpy()) & (both.word.to_numpy() >> 4) & 1 == 1
        fine &= open_to[area][both.line.to_numpy(), both.country.to_numpy()]
        fine &= ((both.kinds == 0) | (both.kinds & both.r_kinds != 0)).to_numpy()
        spoken = (both.languages == 0) | (both.r_languages == 0)
        fine &= (spoken | (both.languages & both.r_languages != 0)).to_numpy()
        fine &= (both.modes & both.r_modes != 0).to_numpy()
        fine &= (both.months & both.r_months != 0).to_numpy()
        slots = both[fine].groupby("index").slots.sum()
        total += int(np.minimum(slots, needs.quantity.loc[slots.index]).sum())
    return time.process_time() - begin, f"{total} slots in reach; divides nothing"


def min_cost(columns: Columns) -> tuple[float, str]:
    """OR-tools' min-cost flow, dearest urgency first; slots given. Matching is not counted."""
    from ortools.graph.python import min_cost_flow  # noqa: PLC0415  only `make bench` installs it

    edges, solver = _edges(columns), min_cost_flow.SimpleMinCostFlow()
    begin = time.process_time()
    needs, resources = len(edges["quantity"]), len(edges["capacity"])
    sink, source = needs + resources, needs + resources + 1
    k = np.arange(needs)
    solver.add_arcs_with_capacity_and_unit_cost(
        edges["source"] + needs,
        edges["step"],
        np.full(len(edges["step"]), ENDLESS),
        edges["step"] * 0,
    )
    solver.add_arcs_with_capacity_and_unit_cost(
        np.full(resources, source), needs + np.arange(resources), edges["capacity"],
        np.zeros(resources, np.int64),
    )  # fmt: skip
    solver.add_arcs_with_capacity_and_unit_cost(
        k, np.full(needs, sink), edges["quantity"], -edges["urgency"]
    )
    wanted = int(edges["quantity"].sum())
    solver.add_arc_with_capacity_and_unit_cost(source, sink, wanted, 0)
    solver.set_node_supply(source, wanted)
    solver.set_node_supply(sink, -wanted)
    if solver.solve() != solver.OPTIMAL:
        raise RuntimeError("OR-tools found no optimum")
    given = sum(solver.flow(int(a)) for a in range(len(edges["step"])))
    return time.process_time() - begin, f"{given} slots given; matching not counted"


def _plain_needs(world: Compiled) -> list[tuple[int, ...]]:
    needs = world.columns.needs
    months = world.wishes.months[world.wishes.sets[3]][:, 0].astype(np.int64)
    masks = (needs.kinds, needs.languages, needs.modes)
    words = [column[:, 0].astype(np.int64).tolist() for column in masks]
    rows = zip(
        needs.area.tolist(), needs.country.tolist(), needs.current.tolist(), needs.target.tolist(),
        needs.quantity.tolist(), *words, months.tolist(), strict=True,
    )  # fmt: skip
    return [(a, c, s - 1, q, *rest) for a, c, low, high, q, *rest in rows for s in range(low, high)]


def _plain_offers(world: Compiled) -> dict[int, list[tuple[int, ...]]]:
    rows, offers = world.columns.resources, world.offers
    words = [column[:, 0].astype(np.int64).tolist() for column in (offers.kinds, offers.languages)]
    words += [
        offers.modes[:, 0].astype(np.int64).tolist(),
        offers.months[:, 0].astype(int).tolist(),
    ]
    countries = [int.from_bytes(row.astype("<u8").tobytes(), "little") for row in offers.eligible]
    slots = np.where(rows.capacity == UNLIMITED, ENDLESS, rows.capacity).tolist()
    flags = offers.flags[:, 0].astype(np.int64).tolist()
    every = list(zip(flags, countries, *words, slots, strict=True))
    found: dict[int, list[tuple[int, ...]]] = {area: [] for area in range(len(world.columns.areas))}
    for resource, area in zip(rows.line_resource.tolist(), rows.line_area.tolist(), strict=True):
        found[area].append(every[resource])
    return found


def _open(rows: list[tuple[int, ...]]) -> Any:
    """Whether each offer is open to each country."""
    shifts = range(0, 256, 64)
    words = np.array([[row[1] >> by & (2**64 - 1) for by in shifts] for row in rows], np.uint64)
    bits = np.unpackbits(words.astype("<u8").view(np.uint8), axis=1, bitorder="little")
    return bits.astype(bool)


def _edges(columns: Columns) -> dict[str, Any]:
    """The usable pairs, with sources numbered and unlimited ones given endless slots."""
    world, needs = compiled(columns), columns.needs
    numbers: dict[tuple[int, int, int], int] = {}
    step, source, quantity, urgency, capacity = (list[int]() for _ in range(5))
    for n in range(len(needs.id)):
        for s in range(int(needs.current[n]), int(needs.target[n])):
            resources, failed = pairs(world, n, s)
            for r in resources[failed == 0].tolist():
                shared = bool(columns.resources.shared[r])
                key = (r, -1, 0) if shared else (r, int(needs.area[n]), s)
                if key not in numbers:
                    slots = int(columns.resources.capacity[r])
                    numbers[key] = len(numbers)
                    capacity.append(ENDLESS if slots == UNLIMITED else slots)
                step.append(len(quantity))
                source.append(numbers[key])
            quantity.append(int(needs.quantity[n]))
            urgency.append(int(needs.urgency[n]))
    columns_of = {"step": step, "source": source, "quantity": quantity, "urgency": urgency}
    return {
        name: np.array(row, np.int64) for name, row in (columns_of | {"capacity": capacity}).items()
    }

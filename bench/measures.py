"""The lines of the table, each measured in the process that this is imported in."""

from __future__ import annotations

import resource
import time
from typing import TYPE_CHECKING, Any

from bench import others
from bench.worlds import SIZES, SMALL, world
from gaps.engine import assess
from gaps.engine.interventions import interventions

if TYPE_CHECKING:
    from collections.abc import Callable

    from gaps.engine.columns import Columns

BEST_OF = {"S": 5, "M": 3, "L": 1}
Line = dict[str, Any]


def measure(what: str, size: str, kind: str) -> list[Line]:
    """Lines of the table, for one size and kind of world."""
    if what == "database":
        return _database(size, kind)
    tries, run = BEST_OF[size], MEASURES[what]
    if what in ENGINE:
        run(world(SMALL, kind))  # compiles the kernels
    else:
        tries = 1
    columns = world(SIZES[size], kind)
    cpu, note = min(run(columns) for _ in range(tries))
    return [_line(what, cpu, note)]


def _line(what: str, seconds: float, note: str) -> Line:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {"what": what, "seconds": f"{seconds:.3f}", "memory": peak, "note": note}


def _database(size: str, kind: str) -> list[Line]:
    from bench import database  # noqa: PLC0415  sets Django up, which the engine's lines do without

    assess(world(SMALL, kind))
    found = database.measure(world(SIZES[size], kind))
    return [_line(what, seconds, note) for what, (seconds, note) in found.items()]


def _engine(columns: Columns) -> tuple[float, str]:
    begin = time.process_time()
    result = assess(columns)
    cpu = time.process_time() - begin
    return cpu, f"fingerprint {result.fingerprint[:8]}"


def _interventions(columns: Columns) -> tuple[float, str]:
    result = assess(columns)
    begin = time.process_time()
    plan = interventions(columns, 20, result)
    cpu = time.process_time() - begin
    share = float(1 - plan.after / plan.before) if plan.before else 0.0
    return cpu, f"{len(plan.chosen)} acts close {share:.1%} of the weighted gap"


ENGINE: dict[str, Callable[[Columns], tuple[float, str]]] = {
    "engine": _engine,
    "next best twenty": _interventions,
}
MEASURES = ENGINE | {
    "plain loop": others.loop,
    "pandas": others.frames,
    "OR-tools": others.min_cost,
}

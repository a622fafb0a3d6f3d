"""Measure the engine: ``python -m bench``, ``python -m bench exactness -n 10000``.

Each line is measured in a process of its own, after the kernels have been compiled: the least CPU
time of a few runs, and the peak memory of the process, with the world itself in it. Runs with
PostgreSQL are wall time; they use DATABASE_URL, or a server brought along.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from typing import Any

from bench import exactness
from bench.worlds import SIZES, SMALL, world
from gaps.engine import affected_areas, assess, markets
from gaps.engine.fingerprint import run_fingerprint
from gaps.engine.interventions import interventions

TARGETS = {
    ("engine", "S", "usual"): "0.02 s", ("engine", "M", "usual"): "0.15 s",
    ("engine", "L", "usual"): "2.5 s", ("engine", "M", "shared"): "1 s",
    ("engine", "M", "scarce"): "1 s", ("engine", "L", "shared"): "10 s",
    ("engine", "L", "scarce"): "10 s", ("shards", "M", "usual"): "equal",
    ("interventions", "M", "usual"): "0.5 s",
    ("full run, first", "S", "usual"): "0.1 s", ("full run, first", "M", "usual"): "0.5 s",
    ("full run, first", "L", "usual"): "5 s", ("after one change", "M", "usual"): "0.1 s",
    ("after one change", "L", "usual"): "0.5 s", ("first run ÷ COPY", "M", "usual"): "1.5",
    ("first run ÷ COPY", "L", "usual"): "1.5",
}  # fmt: skip
PLAN = [
    *[("engine", size, kind) for kind in ("usual", "shared", "scarce") for size in SIZES],
    ("shards", "M", "usual"),
    ("one market", "M", "usual"),
    ("one market", "L", "usual"),
    ("interventions", "M", "usual"),
    ("plain loop", "S", "usual"),
    ("plain loop", "M", "usual"),
    ("pandas", "S", "usual"),
    ("pandas", "M", "usual"),
    ("OR-tools", "S", "usual"),
    ("OR-tools", "S", "scarce"),
    *[("database", size, "usual") for size in SIZES],
]
SECONDS_EACH = 600
Measured = dict[str, Any]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("what", nargs="?", default="all", choices=["all", "one", "exactness"])
    parser.add_argument("line", nargs="*", help="for one: what, size and kind of world")
    parser.add_argument("-n", type=int, default=1_000, help="cases for exactness")
    parser.add_argument("--sizes", default="SM", help="letters of the sizes; L takes long")
    options = parser.parse_args()
    if options.what == "one":
        print(json.dumps(measure(*options.line)))
        return 0
    if options.what == "exactness":
        return min(1, exactness.run(options.n))
    table(options.sizes)
    return min(1, exactness.run(options.n))


def table(sizes: str) -> None:
    """Print a line for each measurement as soon as it is there."""
    print(
        "| what | size | world | seconds | peak MB | target | |\n|---|---|---|---:|---:|---|---|",
        flush=True,
    )
    for what, size, kind in PLAN:
        if size in sizes:
            for found in _apart(what, size, kind):
                name = found.get("what", what)
                target = TARGETS.get((name, size, kind), "")
                cells = [name, size, kind, found["cpu"], found["memory"], target, found["note"]]
                print("| " + " | ".join(map(str, cells)) + " |", flush=True)


def _apart(what: str, size: str, kind: str) -> list[Measured]:
    """One measurement, or several that belong together, in a process of its own."""
    command = [sys.executable, "-m", "bench", "one", what, size, kind]
    try:
        done = subprocess.run(command, capture_output=True, timeout=SECONDS_EACH, check=True)
    except subprocess.TimeoutExpired:
        return [{"cpu": f"> {SECONDS_EACH}", "memory": "", "note": "did not finish"}]
    except subprocess.CalledProcessError as problem:
        last = problem.stderr.decode().strip().splitlines()[-1:]
        return [{"cpu": "", "memory": "", "note": "failed: " + "".join(last)}]
    found: list[Measured] = json.loads(done.stdout)
    return found


def measure(what: str, size: str, kind: str) -> list[Measured]:
    """CPU seconds, peak memory in MB and a note for each line of the table."""
    if what == "database":
        return _database(size, kind)
    warm = world(SMALL, kind)
    MEASURES[what](warm)
    columns = warm if SIZES[size] is SMALL else world(SIZES[size], kind)
    tries = [MEASURES[what](columns) for _ in range(1 if size == "L" or kind == "scarce" else 3)]
    cpu, note = min(tries)
    return [{"cpu": round(cpu, 4), "memory": _peak(), "note": note}]


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _database(size: str, kind: str) -> list[Measured]:
    from bench import database  # noqa: PLC0415  the engine's own lines need no Django

    found = database.measure(size, kind)
    head = {"memory": _peak(), "note": "wall, with PostgreSQL"}
    return [{"what": what, "cpu": round(value, 3), **head} for what, value in found.items()]


def _engine(columns: Any) -> tuple[float, str]:
    begin = time.process_time()
    fingerprint = assess(columns).fingerprint
    return time.process_time() - begin, f"fingerprint {fingerprint[:8]}"


def _shards(columns: Any) -> tuple[float, str]:
    """The same findings from 1, 2, 8 and 80 shards."""
    begin = time.process_time()
    groups = [[columns.areas[a] for a in group] for group in markets(columns)]
    prints = set()
    for count in (1, 2, 8, 80):
        hands = [[a for group in groups[k::count] for a in group] for k in range(count)]
        found = [assess(columns, areas=hand).fingerprints for hand in hands if hand]
        prints.add(run_fingerprint({k: v for part in found for k, v in part.items()}))
    equal = "equal" if len(prints) == 1 else "DIFFERENT"
    return time.process_time() - begin, f"1, 2, 8 and 80 shards: {equal}"


def _market(columns: Any) -> tuple[float, str]:
    """After a change in one area: its market alone, from its own records."""
    areas = affected_areas(columns, columns.areas[:1])
    begin = time.process_time()
    assess(columns.only(areas), areas=areas).fingerprints  # noqa: B018
    return time.process_time() - begin, f"{len(areas)} of {len(columns.areas)} areas"


def _interventions(columns: Any) -> tuple[float, str]:
    result = assess(columns)
    begin = time.process_time()
    plan = interventions(columns, 20, result)
    cpu = time.process_time() - begin
    return cpu, f"{len(plan.chosen)} acts close {float(plan.before - plan.after):.0f}"


def _other(name: str) -> Any:
    def run(columns: Any) -> tuple[float, str]:
        from bench import others  # noqa: PLC0415  the engine's own lines need none of it

        cpu, slots = getattr(others, name)(columns)
        return cpu, f"{slots} slots"

    return run


MEASURES = {
    "engine": _engine,
    "shards": _shards,
    "one market": _market,
    "interventions": _interventions,
    "plain loop": _other("loop"),
    "pandas": _other("frames"),
    "OR-tools": _other("min_cost"),
}

if __name__ == "__main__":
    sys.exit(main())

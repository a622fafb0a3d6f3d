"""Measure the analyser: `make bench`, or `python -m bench`. Prints one table.

Each line of the table is measured in a process of its own, after the kernels were compiled. Engine
lines are CPU seconds, the least of a few runs; lines with PostgreSQL are seconds on the clock, from
the start of a run to its commit; memory is the peak of the process, the made-up world included.
`python -m bench exactness -n 10000` asks instead: is it right? `python -m bench hidden -n 5000`:
can one tell by the clock that there are hidden rows? `python -m bench search -n 100000`: how long
finding resources takes.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

from bench import exactness
from bench.worlds import SIZES
from portal.embedded import Servers, ensure

TARGETS = {
    ("engine", "S", "usual"): "0.02",
    ("engine", "M", "usual"): "0.15",
    ("engine", "M", "shared"): "1",
    ("engine", "M", "scarce"): "1",
    ("engine", "L", "usual"): "2.5; 1 500 MB",
    ("engine", "L", "shared"): "10",
    ("engine", "L", "scarce"): "10",
    ("next best twenty", "M", "usual"): "0.5",
    ("full run, first", "S", "usual"): "0.1",
    ("full run, first", "M", "usual"): "0.5",
    ("full run, first", "L", "usual"): "5",
    ("first run ÷ COPY", "M", "usual"): "1.5",
    ("first run ÷ COPY", "L", "usual"): "1.5",
    ("one changed need", "M", "usual"): "0.1",
    ("one changed need", "L", "usual"): "0.5",
}
KINDS = ("usual", "shared", "scarce")
OTHERS = (
    ("plain loop", "usual"),
    ("pandas", "usual"),
    ("OR-tools", "usual"),
    ("OR-tools", "scarce"),
)
HEAD = ("what", "size", "world", "seconds", "peak MB", "target", "note")
ROW = "| {:<17} | {:<4} | {:<6} | {:>8} | {:>7} | {:<13} | {}"
Line = dict[str, object]


def main() -> int:
    options = _options()
    if options.what == "one":
        from bench import measures  # noqa: PLC0415  only the process that measures needs it

        print(json.dumps(measures.measure(*options.line)))
        return 0
    if options.what == "exactness":
        return min(1, exactness.run(options.n))
    if options.what in WITH_SERVERS:
        with _servers():
            return WITH_SERVERS[options.what](options.n)
    sizes = options.sizes.split(",")
    if unknown := set(sizes) - set(SIZES):
        print(f"There is no size {min(unknown)}. Give some of S,M,L.", file=sys.stderr)
        return 2
    with _servers():
        table(sizes, options.cap)
    return 0


def _api(number: int) -> int:
    from bench import api  # noqa: PLC0415  sets Django up, once the servers are there

    return api.run(number)


def _hidden(number: int) -> int:
    from bench import hidden  # noqa: PLC0415  as above

    return hidden.measure(number)


def _search(number: int) -> int:
    from bench import search  # noqa: PLC0415  as above

    return search.measure(number)


WITH_SERVERS = {"api": _api, "hidden": _hidden, "search": _search}


def _options() -> argparse.Namespace:
    form = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser("python -m bench", description=__doc__, formatter_class=form)
    parser.add_argument(
        "what", nargs="?", default="table",
        choices=["table", "exactness", *WITH_SERVERS, "one"],
        help="the table; a comparison with the brute-force checker; what signing in adds to a "
        "request to the API; whether hidden rows show in how long answers take; how long finding "
        "resources takes; one line as JSON",
    )  # fmt: skip
    parser.add_argument("line", nargs="*", help="for one: what, size and world")
    parser.add_argument(
        "-n", type=int, default=1_000, help="random cases, requests for api, or hidden rows"
    )
    parser.add_argument(
        "--sizes", default="S,M",
        help="of S, M, L (default S,M, a few minutes; L takes a quarter of an hour and 4 GB)",
    )  # fmt: skip
    parser.add_argument(
        "--cap", type=int, default=120, help="seconds given to each of the other ways (default 120)"
    )
    return parser.parse_args()


def _servers() -> Servers:
    """The servers that the environment names, or embedded ones while the table is made."""
    return ensure(Path(os.environ.get("VAR_DIR", "var-test/bench")))


def plan(sizes: list[str]) -> list[tuple[str, str, str]]:
    """What to measure, in the order of the table."""
    return [
        *(("engine", size, kind) for size in sizes for kind in KINDS),
        *(("next best twenty", size, "usual") for size in sizes),
        *(("database", size, "usual") for size in sizes),
        *((what, size, kind) for what, kind in OTHERS for size in sizes),
    ]


def table(sizes: list[str], cap: int) -> None:
    """Print the lines as soon as they are there."""
    print(ROW.format(*HEAD))
    print("|---" * len(HEAD))
    for what, size, kind in plan(sizes):
        is_other = (what, kind) in OTHERS
        for line in _apart(what, size, kind, cap if is_other else 3600):
            target = TARGETS.get((str(line["what"]), size, kind), "")
            cells = line["what"], size, kind, line["seconds"], line["memory"], target, line["note"]
            print(ROW.format(*cells), flush=True)


def _apart(what: str, size: str, kind: str, limit: int) -> list[Line]:
    """The lines of one measurement, in a process of its own."""
    command = [sys.executable, "-m", "bench", "one", what, size, kind]
    empty = {"what": what, "seconds": "", "memory": ""}
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=limit, check=True)
    except subprocess.TimeoutExpired:
        return [{**empty, "seconds": f"> {limit}", "note": "stopped"}]
    except subprocess.CalledProcessError as problem:
        last = problem.stderr.strip().splitlines()[-1:]
        return [{**empty, "note": "failed: " + "".join(last)}]
    lines: list[Line] = json.loads(done.stdout.splitlines()[-1])
    return lines


if __name__ == "__main__":
    sys.exit(main())

"""`python -m bench`: what the engine costs; `python -m bench exactness -n 10000`: is it right?"""

import argparse
import resource
import sys
import time

from bench import exactness
from bench.worlds import SIZES, world
from gaps.engine import assess

KINDS = ("usual", "shared", "scarce")
ROW = "{:<4} {:<8} {:>12} {:>12} {:>14} {:>12}"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("what", nargs="?", choices=["engine", "exactness"], default="engine")
    parser.add_argument("-n", type=int, default=1000, help="cases for exactness")
    parser.add_argument("--sizes", default="S,M", help="of S, M, L; the worlds of worlds.py")
    options = parser.parse_args()
    if options.what == "exactness":
        return exactness.run(options.n)
    return engine(options.sizes.split(","))


def engine(sizes: list[str]) -> int:
    """A table of what one assessment costs, kernels compiled, the best of three."""
    assess(world(SIZES["S"]))
    print(ROW.format("size", "world", "needs", "resources", "CPU seconds", "memory MB"))
    for size in (SIZES[name] for name in sizes):
        for kind in KINDS:
            columns = world(size, kind)
            seconds = min(_cpu_seconds(columns) for _ in range(3))
            print(
                ROW.format(
                    size.name, kind, size.needs, size.resources, f"{seconds:.3f}", _peak_memory()
                ),
                flush=True,
            )
    return 0


def _cpu_seconds(columns: object) -> float:
    before = time.process_time()
    assess(columns)  # type: ignore[arg-type]
    return time.process_time() - before


def _peak_memory() -> int:
    """Megabytes at most so far, the made-up world included."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    sys.exit(main())

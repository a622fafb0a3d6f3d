"""Reference files to change in a test, and the load of a folder of them."""

import csv
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from capabilities.imports.reference.loading import Outcome, load

TODAY = date(2026, 11, 23)
COUNTRIES = {"BEL", "KEN", "MNE", "NAM", "NLD", "NOR", "SEN", "XKX"}
ORGANISATIONS = {"ecteg", "envr-dakar", "gpen", "wb3c"}
NOTHING_NEW = (0, 0)

Rows = list[dict[str, Any]]


def read(folder: Path, file: str) -> Rows:
    with (folder / file).open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def write(folder: Path, file: str, rows: Rows) -> None:
    with (folder / file).open("w", encoding="utf-8", newline="") as text:
        writer = csv.DictWriter(text, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def change(folder: Path, file: str, do: Callable[[Rows], Any]) -> None:
    """Rewrite one file after `do` has changed its rows; of a JSON file, its main list."""
    if file.endswith(".csv"):
        rows = read(folder, file)
        do(rows)
        write(folder, file, rows)
        return
    content = json.loads((folder / file).read_text(encoding="utf-8"))
    do(content["areas" if "areas" in content else "rows"])
    (folder / file).write_text(json.dumps(content), encoding="utf-8")


def keep(folder: Path, file: str, belongs: Callable[[dict[str, Any]], bool]) -> None:
    def drop_others(rows: Rows) -> None:
        rows[:] = [row for row in rows if belongs(row)]

    change(folder, file, drop_others)


def run(folder: Path, **options: Any) -> dict[str, Outcome]:
    return {outcome.file: outcome for outcome in load(folder, today=TODAY, **options)}


def counts(outcomes: dict[str, Outcome]) -> dict[str, tuple[int, int]]:
    """Added and changed, summed over the tables of each file."""
    return {
        file: (sum(t.added for t in outcome.tallies), sum(t.changed for t in outcome.tallies))
        for file, outcome in outcomes.items()
    }


def problems(outcome: Outcome) -> list[str]:
    return [str(problem) for problem in outcome.problems]

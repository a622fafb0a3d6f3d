"""The order of the files, and the load itself: a file is saved whole, or not at all."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.db import DataError, IntegrityError, transaction

from capabilities.imports.reference import (
    actors,
    catalogue,
    needs,
    offers,
    places,
    projects,
    tables,
)
from capabilities.imports.reference.known import Known
from capabilities.imports.reference.records import Record
from capabilities.imports.reference.rows import Problem, Reading
from capabilities.imports.reference.saving import Tally, save
from capabilities.imports.reference.tables import Table

SHIPPED = Path(__file__).resolve().parents[2] / "reference"


@dataclass(frozen=True, slots=True)
class Step:
    """One file (with its companions), what it fills, and which files it leans on."""

    file: str
    parse: Callable[[Reading, Known], list[list[Record]]]
    tables: Sequence[Table]
    after: Sequence[str] = ()


STEPS = (
    Step("countries.csv", places.countries, tables.COUNTRIES),
    Step("country_groups.csv", places.groups, tables.GROUPS, ["countries.csv"]),
    Step("treaty_status.csv", places.treaties, tables.TREATIES, ["countries.csv"]),
    Step("national_csirts.csv", actors.csirts, tables.CSIRTS, ["countries.csv"]),
    Step(
        "gci_2020_pillar_levels.csv",
        places.pillar_levels,
        tables.PILLAR_LEVELS,
        ["countries.csv"],
    ),
    Step("gci_2024_tiers.csv", places.tiers, tables.TIERS, ["countries.csv"]),
    Step(catalogue.FILE, catalogue.areas, tables.AREAS),
    Step("cyber_projects.csv", projects.projects, tables.PROJECTS, ["countries.csv"]),
    Step(
        actors.ORGANISATIONS,
        actors.providers,
        tables.PROVIDERS,
        ["countries.csv", catalogue.FILE],
    ),
    Step(
        offers.OFFERS,
        offers.resources,
        tables.RESOURCES,
        [actors.ORGANISATIONS, "country_groups.csv", "treaty_status.csv"],
    ),
    Step(needs.FILE, needs.needs, tables.NEEDS, ["gci_2020_pillar_levels.csv", catalogue.FILE]),
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: saved with its tallies, or not, and why."""

    file: str
    tallies: Sequence[Tally] = ()
    problems: Sequence[Problem] = field(default_factory=list)
    waits_for: str = ""

    @property
    def is_loaded(self) -> bool:
        return not self.problems and not self.waits_for


def load(folder: Path, *, today: date, as_of: date | None = None) -> Iterator[Outcome]:
    """Load every file of the folder, each in its own transaction, and tell of each as it ends.

    A file with a problem is not loaded at all, nor is what leans on it. `as_of` is the first day of
    the window of indicative needs; without it the window that stands is kept, and at the very first
    load it begins `today`.
    """
    failed: set[str] = set()
    for step in STEPS:
        waits_for = next((file for file in step.after if file in failed), "")
        known = Known.now(today=today, as_of=as_of)
        outcome = (
            Outcome(step.file, waits_for=waits_for) if waits_for else _run(step, folder, known)
        )
        if not outcome.is_loaded:
            failed.add(step.file)
        yield outcome


def _run(step: Step, folder: Path, known: Known) -> Outcome:
    reading = Reading(folder)
    batches = step.parse(reading, known)
    if reading.problems:
        return Outcome(step.file, problems=reading.problems)
    try:
        with transaction.atomic():
            tallies = [
                save(table, records) for table, records in zip(step.tables, batches, strict=True)
            ]
    except (DataError, IntegrityError) as refusal:
        reason = str(refusal).strip().splitlines()[0]
        problem = Problem(step.file, f"The database refuses a row: {reason}. Correct that row.")
        return Outcome(step.file, problems=[problem])
    return Outcome(step.file, tallies)

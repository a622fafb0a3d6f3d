"""Load the reference data, again and again without harm."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from capabilities.imports.reference.loading import SHIPPED, Outcome, load
from capabilities.imports.reference.rows import Problem

HEADINGS = ("file", "what", "added", "changed", "left alone", "kept (edited)", "not in file")
LINE = "{:<28}{:<18}{:>7}{:>9}{:>12}{:>15}{:>13}"
SHOWN_PROBLEMS = 25
SHOWN_NAMES = 5


class Command(BaseCommand):
    """Print what a load added, changed and left alone; exit with 1 if a file was refused."""

    help = "Loads countries, groups, capability areas, providers, resources and indicative needs."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--as-of",
            type=date.fromisoformat,
            metavar="DATE",
            help="First day of the indicative needs' 24 months; without it, it stays as it is.",
        )
        parser.add_argument(
            "--dir", type=Path, default=SHIPPED, help="Folder of the files, if not the shipped one."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(LINE.format(*HEADINGS))
        outcomes = []
        for outcome in load(options["dir"], today=timezone.localdate(), as_of=options["as_of"]):
            self._show(outcome)
            outcomes.append(outcome)
        if refused := [outcome.file for outcome in outcomes if not outcome.is_loaded]:
            raise CommandError(
                f"Not loaded: {', '.join(refused)}. Nothing of them was saved. "
                "Correct what is named above and run this again."
            )

    def _show(self, outcome: Outcome) -> None:
        for tally in outcome.tallies:
            counts = (tally.added, tally.changed, tally.left, len(tally.kept), len(tally.missing))
            self.stdout.write(LINE.format(outcome.file, tally.what, *counts))
            self._name("kept as people edited them", tally.kept)
            self._name("stored but not in the file, left as they are", tally.missing)
        if outcome.waits_for:
            self.stderr.write(f"{outcome.file}: not loaded, because {outcome.waits_for} was not.")
        self._complain(outcome.problems)

    def _name(self, what: str, names: Sequence[str]) -> None:
        if names:
            more = f" and {len(names) - SHOWN_NAMES} more" if len(names) > SHOWN_NAMES else ""
            self.stdout.write(f"    {what}: {'; '.join(names[:SHOWN_NAMES])}{more}")

    def _complain(self, problems: Sequence[Problem]) -> None:
        for problem in problems[:SHOWN_PROBLEMS]:
            self.stderr.write(str(problem))
        if len(problems) > SHOWN_PROBLEMS:
            self.stderr.write(f"… and {len(problems) - SHOWN_PROBLEMS} more problems.")

"""Run the analyser: here and now, or through the queue."""

import time
from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from gaps import actions, analysis, outlook, snapshot
from gaps.engine import Case, assess
from gaps.engine.writing import written
from gaps.models import Run
from portal.access import TLP, Audience

POLL = 0.3  # seconds
BAR = 30  # characters


class Command(BaseCommand):
    help = "Compare needs with resources and keep what was found."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--audience", default=None, help="CLEAR, GREEN or AMBER+STRICT; all three unless given"
        )
        parser.add_argument("--as-of", type=_day, default=None, help="YYYY-MM-DD")
        parser.add_argument(
            "--export-case", metavar="FILE", help="write the exact case it read, as JSON"
        )
        parser.add_argument(
            "--result", metavar="FILE", help="write the whole result of that case, as JSON"
        )
        parser.add_argument("--queue", action="store_true", help="hand it to a Celery worker")
        parser.add_argument("--wait", action="store_true", help="with --queue: follow to the end")
        parser.add_argument(
            "--timeout", type=float, default=300, help="with --wait: give up after these seconds"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        exports = options["export_case"], options["result"]
        if any(exports) and options["audience"] is None:
            raise CommandError("Give one --audience: a file holds the case of one.")
        for audience in _audiences(options["audience"]):
            begin = actions.queue_run if options["queue"] else actions.create_run
            run = begin(audience=audience, as_of=options["as_of"])
            if not options["queue"]:
                analysis.execute(run.pk, watch=self._watch)
                outlook.work_out(run.pk)
            elif options["wait"]:
                self._follow(run, options["timeout"])
            else:
                continue
            self._report(run)
            if any(exports):
                _export(run, *exports)

    def _watch(self, done: int, total: int) -> None:
        """A bar that fills on one line, where somebody looks on."""
        if self.stderr.isatty():
            end = "\n" if done == total else "\r"
            self.stderr.write(f"  {_bar(done, total)} {done} of {total} areas", ending=end)

    def _follow(self, run: Run, timeout: float) -> None:
        gives_up, shown = time.monotonic() + timeout, ""
        while not run.is_finished:
            if time.monotonic() > gives_up:
                raise CommandError(
                    f"Run {run} has not ended after {timeout:.0f} seconds. Is a Celery worker up?"
                )
            time.sleep(POLL)
            run.refresh_from_db()
            done = f"{_bar(run.percent, 100)} {run.get_status_display()}"
            line = f"  {Audience(run.audience).name:<13} {done}"
            if line != shown:
                shown = line
                self.stdout.write(line)

    def _report(self, run: Run) -> None:
        run.refresh_from_db()
        if run.status != Run.Status.DONE:
            raise CommandError(f"Run {run}: {run.get_status_display()}. {run.error}")
        self.stdout.write(
            f"  {Audience(run.audience).name:<13} run {run}: {run.needs_read} needs, "
            f"{run.resources_read} resources, {run.findings_changed} findings changed, "
            f"{run.seconds:.1f} s, fingerprint {run.fingerprint[:16]}"
        )


def _audiences(code: str | None) -> list[Audience]:
    if code is None:
        return list(Audience)
    try:
        return [Audience(TLP.from_code(code).value)]
    except ValueError:
        raise CommandError(
            f"“{code}” is not an audience. Give CLEAR, GREEN or AMBER+STRICT."
        ) from None


def _export(run: Run, case_file: str | None, result_file: str | None) -> None:
    case = snapshot.case_of(run)
    if case_file:
        _write(case_file, case)
    if result_file:
        _write(result_file, assess(Case.from_json(case)).to_json())


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"“{text}” is not a date. Give YYYY-MM-DD.") from None


def _write(name: str, data: dict[str, Any]) -> None:
    try:
        Path(name).write_text(written(data))
    except OSError as problem:
        raise CommandError(
            f"{name}: {problem.strerror}. Give a file that can be written."
        ) from None


def _bar(done: int, total: int) -> str:
    filled = BAR * done // max(1, total)
    return f"[{'#' * filled}{'.' * (BAR - filled)}] {100 * done // max(1, total):3d} %"

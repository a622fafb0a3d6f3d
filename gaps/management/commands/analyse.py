"""Run the analyser: here and now, or through the queue."""

import time
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from gaps import actions, analysis, outlook
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
        parser.add_argument("--as-of", type=date.fromisoformat, default=None, help="YYYY-MM-DD")
        parser.add_argument("--queue", action="store_true", help="hand it to a Celery worker")
        parser.add_argument("--wait", action="store_true", help="with --queue: follow to the end")
        parser.add_argument(
            "--timeout", type=float, default=300, help="with --wait: give up after these seconds"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        for audience in _audiences(options["audience"]):
            begin = actions.queue_run if options["queue"] else actions.create_run
            run = begin(audience=audience, as_of=options["as_of"])
            if not options["queue"]:
                analysis.execute(run.pk)
                outlook.work_out(run.pk)
            elif options["wait"]:
                self._follow(run, options["timeout"])
            else:
                continue
            self._report(run)

    def _follow(self, run: Run, timeout: float) -> None:
        gives_up, shown = time.monotonic() + timeout, ""
        while not run.is_finished:
            if time.monotonic() > gives_up:
                raise CommandError(
                    f"Run {run} has not ended after {timeout:.0f} seconds. Is a Celery worker up?"
                )
            time.sleep(POLL)
            run.refresh_from_db()
            line = f"  {Audience(run.audience).name:<13} {_bar(run)}"
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


def _bar(run: Run) -> str:
    filled = BAR * run.percent // 100
    return f"[{'#' * filled}{'.' * (BAR - filled)}] {run.percent:3d} % {run.get_status_display()}"

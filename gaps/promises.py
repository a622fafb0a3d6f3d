"""What this floor does when the directory has changed, as soon as that is committed."""

from functools import partial

from django.db import transaction

from gaps import changes, tasks
from portal import outbox
from portal.models import OutboxEntry

DIRECTORY_CHANGED = "directory-changed"  # promised by the floor below


@outbox.fulfils(DIRECTORY_CHANGED)
def look_at_once(entry: OutboxEntry) -> None:
    """Start the runs that are due, without waiting for further changes: somebody looks on.

    Where a run waits already that will see the change, there is nothing to start.
    """
    started = changes.runs_to_start(at_once=True)
    for run_pk in started:
        transaction.on_commit(partial(tasks.ring, run_pk))

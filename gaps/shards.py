"""A run in parts: planned by market, taken by whoever is free, each stored in one transaction.

The process that leads a run holds one snapshot of the database open. By its name, which is what
`pg_export_snapshot` gives, all shards read the same moment. The leader takes shards like everybody
else, so a run ends with any number of workers, also one. A lock on a shard dies with the connection
of whoever took it.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import DatabaseError, connection, transaction

from gaps import proof, snapshot, store, world
from gaps.engine import Result, assess
from gaps.models import Run, Shard
from portal.access import TLP
from portal.locks import sole

LOCK_SHARD = 0x4753
POLL = 0.05  # seconds between looks at shards that others have taken


@dataclass(frozen=True)
class Summary:
    """What a run has to say of itself at its end."""

    needs: int
    resources: int
    changed: int
    proof_checked: int
    label: TLP


def plan(run: Run, groups: Sequence[Sequence[str]]) -> list[list[str]]:
    """The areas of each shard: whole markets, spread evenly, as many shards as the run asks for."""
    parts: list[list[str]] = [[] for _ in range(max(1, min(run.shard_count, len(groups))))]
    for group in sorted(groups, key=lambda group: (-len(group), group)):
        min(parts, key=len).extend(group)
    return [sorted(part) for part in parts]


def lead(
    run: Run,
    parts: Sequence[Sequence[str]],
    call_help: Callable[[int, int], None],
    goes_on: Callable[[int], None],
) -> None:
    """Hold the snapshot, call helpers, and work until every shard is done."""
    holder = connection.copy()
    try:
        holder.set_autocommit(False)
        with holder.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SELECT pg_export_snapshot(), pg_current_snapshot()")
            name, run.moment = cursor.fetchone()
        rows = [Shard(run=run, attempt=run.attempts, areas=part, snapshot=name) for part in parts]
        Shard.objects.filter(run=run).delete()
        Shard.objects.bulk_create(rows)
        call_help(run.pk, len(rows) - 1)
        while left := _open(run):
            if not take_all(left):
                time.sleep(POLL)
            done = Shard.objects.filter(run=run, done=True).values_list("areas", flat=True)
            goes_on(sum(len(areas) for areas in done))
    finally:
        holder.close()


def help_with(run_pk: int) -> None:
    """Take shards of a run that somebody else leads until none is left to take."""
    run = Run.objects.filter(pk=run_pk, status=Run.Status.RUNNING).first()
    while run and take_all(_open(run)):
        run = Run.objects.filter(pk=run_pk, status=Run.Status.RUNNING).first()


def _open(run: Run) -> list[Shard]:
    return list(Shard.objects.filter(run=run, attempt=run.attempts, done=False))


def take_all(shards: Sequence[Shard]) -> int:
    """Do whichever of these nobody else has taken; how many that were."""
    return sum(take(shard) for shard in shards)


def take(shard: Shard) -> bool:
    """Do a shard unless it is done or taken; whether we did it.

    A snapshot that is gone means that the leader is: then the shard is not ours to do any more.
    """
    with sole(LOCK_SHARD, shard.pk % 2**31) as is_ours:
        if not is_ours or not Shard.objects.filter(pk=shard.pk, done=False).exists():
            return False
        try:
            with snapshot.moment_of(shard.snapshot):
                part = _read(shard)
        except DatabaseError:
            return False
        _keep(shard, part, assess(part.columns))
    return True


def _read(shard: Shard) -> world.World:
    run = shard.run
    return world.read(
        audience=run.audience, as_of=run.as_of, options=run.case_options, areas=shard.areas
    )


@transaction.atomic
def _keep(shard: Shard, part: world.World, result: Result) -> None:
    """Store what was found, unless the run has gone on without us."""
    current = Shard.objects.select_for_update().filter(pk=shard.pk, done=False).first()
    if current is None:
        return
    shard.proof_checked = proof.checked(result)
    shard.changed = store.keep(shard.run, part, result)
    shard.needs, shard.offers = len(part.need_pk), part.resource_pk.tolist()
    shard.label, shard.done = part.label, True
    shard.save()


def summary(run: Run) -> Summary:
    rows = list(Shard.objects.filter(run=run, attempt=run.attempts))
    return Summary(
        needs=sum(row.needs for row in rows),
        resources=len({pk for row in rows for pk in row.offers}),
        changed=sum(row.changed for row in rows),
        proof_checked=sum(row.proof_checked for row in rows),
        label=TLP(max(row.label for row in rows)),
    )

"""What rows were at an earlier moment: recorded by triggers, read back as if it were now.

`recorded` keeps every version of a table's rows, by whatever way they are written. `at` lets all
queries inside see those tables as one snapshot of the database saw them, so that whatever reads
the present reads the past with the same code. `audited` keeps versions of what no run reads: who
may see what is decided by the accounts of today, also where the records are those of the past.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, ClassVar, Self, TypeVar

import pghistory
import pghistory.core
import pgtrigger
from django.db import connection, models, transaction
from django.db.models.functions import Now
from pghistory.models import Event, EventQuerySet

Model = TypeVar("Model", bound=type[models.Model])


class TransactionField(models.Field):  # type: ignore[type-arg]  # not subscriptable
    """The id of the transaction that wrote a row, as PostgreSQL counts them (xid8)."""

    def db_type(self, connection: Any) -> str:
        return "xid8"


class VersionQuerySet(EventQuerySet):
    def for_audience(self, audience: int) -> Self:
        """Versions of marked rows that everybody in this audience could see, by their own label."""
        return self.filter(tlp__lte=audience)


class Version(Event):
    """One version of a row. The moment it became visible is its transaction's, not its clock's."""

    pgh_created_at = models.DateTimeField(db_default=Now(), editable=False)
    written_by = TransactionField(
        db_default=models.Func(function="pg_current_xact_id"), editable=False
    )
    read_back: ClassVar[bool] = False
    objects: ClassVar[Any] = VersionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        abstract = True


def recorded(model: Model) -> Model:
    """Keep every version of this model's rows, for good, and read them back in `at`."""
    return _keep_versions(model, read_back=True)


def audited(*, without: tuple[str, ...] = ()) -> Callable[[Model], Model]:
    """Keep every version of this model's rows, for good, `without` what no version may hold."""

    def keep(model: Model) -> Model:
        return _keep_versions(model, exclude=list(without))

    return keep


def _keep_versions(model: Model, *, read_back: bool = False, **options: Any) -> Model:
    track: Callable[[Model], Model] = pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        base_model=Version,
        append_only=True,
        attrs={"read_back": read_back},
        meta={"triggers": [never_emptied(), told_in_the_trail(model)]},
        **options,
    )
    return track(model)


def never_emptied() -> pgtrigger.Trigger:
    """TRUNCATE goes past triggers on rows."""
    return pgtrigger.Trigger(
        name="never_emptied",
        level=pgtrigger.Statement,
        when=pgtrigger.Before,
        operation=pgtrigger.Truncate,
        func="RAISE EXCEPTION 'Table % is append-only: it cannot be emptied', TG_TABLE_NAME;",
    )


def told_in_the_trail(model: type[models.Model]) -> pgtrigger.Trigger:
    """Whatever writes versions of this model is told in the trail, in the same transaction."""
    return pgtrigger.Trigger(
        name="told_in_the_trail",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        referencing=pgtrigger.Referencing(new="new_values"),  # type: ignore[no-untyped-call]
        func=f"PERFORM portal_tell_change('{model._meta.label_lower}', TG_RELID::regclass,"
        " v.pgh_label, array_agg(v.pgh_id ORDER BY v.pgh_id))"
        " FROM new_values v GROUP BY v.pgh_label; RETURN NULL;",
    )


def versions() -> list[type[Version]]:
    """The tables of versions, by name."""
    found = [model for model in pghistory.core.event_models() if issubclass(model, Version)]
    return sorted(found, key=lambda model: model._meta.db_table)


def this_moment() -> str:
    """The snapshot that this transaction reads, to be given to `at` later."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_snapshot()")
        return str(cursor.fetchone()[0])


@contextmanager
def at(moment: str) -> Iterator[None]:
    """Inside, all recorded tables are as the snapshot `moment` saw them. Read only.

    Views of the tables' names in the session's own schema, which PostgreSQL looks into first, hide
    the tables; what is written inside is undone together with them.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            for version in versions():
                if version.read_back:
                    cursor.execute(_past_view(version), [moment])
        yield
        transaction.set_rollback(True)


def _past_view(version: type[Version]) -> str:
    meta = version.pgh_tracked_model._meta  # type: ignore[attr-defined]
    fields = meta.concrete_model._meta.local_concrete_fields
    columns = ", ".join(f'v."{field.column}"' for field in fields)
    return f"""
        CREATE TEMPORARY VIEW "{meta.db_table}" AS SELECT {columns} FROM (
            SELECT DISTINCT ON (pgh_obj_id) * FROM "{version._meta.db_table}"
            WHERE pg_visible_in_snapshot(written_by, %s::pg_snapshot)
            ORDER BY pgh_obj_id, pgh_id DESC
        ) v WHERE v.pgh_label <> 'delete'
    """  # nosec B608  # noqa: S608  names of our own models

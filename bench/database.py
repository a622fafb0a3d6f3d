"""The same worlds in PostgreSQL: full runs, runs after one change, and pure COPY beside them.

The directory's rows are written by COPY with triggers off, masks and all; then nothing but the
portal's own code runs. All figures are wall seconds of one process, committed.
"""

from __future__ import annotations

import csv
import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta
from io import BytesIO, StringIO
from typing import Any

import numpy as np

from bench.worlds import AS_OF, LANGUAGES, SIZES, world
from gaps.engine.columns import ANY, NO_DAY, Columns

UNIX = date(1970, 1, 1)
Lines = dict[str, float]


@contextmanager
def empty_database() -> Iterator[None]:
    """A database of its own, migrated, on the server that DATABASE_URL names."""
    if "DATABASE_URL" not in os.environ:
        raise SystemExit("DATABASE_URL names no server. `make bench` brings one along.")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    os.environ.setdefault("DEMO", "1")
    import django  # noqa: PLC0415  settings read the environment when it is imported

    django.setup()
    from django.db import connection  # noqa: PLC0415

    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield
    finally:
        connection.creation.destroy_test_db("", verbosity=0)


def measure(size: str, kind: str) -> Lines:
    """Wall seconds of each kind of run, by name."""
    with empty_database():
        load(world(SIZES[size], kind))
        from gaps.models import Run  # noqa: PLC0415

        _run()  # compiles what is not compiled yet, and writes all findings for the first time
        _forget()
        first = _seconds(_run)
        again = min(_seconds(_run) for _ in range(2))
        copied = min(_seconds(_copy) for _ in range(2))
        changed = min(_seconds(lambda: _run(kind=Run.Kind.INCREMENTAL)) for _ in range(3))
        return {
            "full run, first": first,
            "full run, nothing new": again,
            "after one change": changed,
            "pure COPY": copied,
            "first run ÷ COPY": first / copied,
        }


def _seconds(act: Callable[[], object]) -> float:
    begin = time.perf_counter()
    act()
    return time.perf_counter() - begin


def _run(**fields: Any) -> None:
    """A run for everyone; an incremental one after a change of one resource."""
    from capabilities.models import Resource  # noqa: PLC0415
    from gaps import actions, analysis  # noqa: PLC0415
    from gaps.models import Run  # noqa: PLC0415
    from portal.access import Audience  # noqa: PLC0415

    run = actions.create_run(audience=Audience.CLEAR, as_of=AS_OF, **fields)
    if fields:
        resource = Resource.objects.prefetch_related("areas").get(pk=1)
        resource.capacity = (resource.capacity or 0) + 1
        resource.capacity_rule = "limited"
        resource.save()
        run.areas = [area.code for area in resource.areas.all()]
        run.save()
    analysis.execute(run.pk)
    run.refresh_from_db()
    if run.status != Run.Status.DONE:
        raise SystemExit(f"A run ended as {run.status}: {run.error}")


def _forget() -> None:
    """Take back what the first run wrote, so that the next one writes it all again."""
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE gaps_finding, gaps_cell, gaps_areastate")
        cursor.execute("VACUUM ANALYZE")


def _copy() -> None:
    """The inputs out and the results in, and nothing else."""
    from django.db import connection, transaction  # noqa: PLC0415

    from capabilities.models import Need, Resource  # noqa: PLC0415
    from gaps import world as reading  # noqa: PLC0415

    links = [field.through._meta.db_table for field in _link_fields(Resource)]
    queries = [
        *(f"SELECT resource_id, {_other(table)} FROM {table}" for table in links),  # noqa: S608
        _columns(Need, reading.NEED_FIELDS),
        _columns(Resource, reading.RESOURCE_FIELDS),
    ]
    with transaction.atomic(), connection.cursor() as cursor:
        for query in queries:
            cursor.copy_expert(f"COPY ({query}) TO STDOUT (FORMAT binary)", BytesIO())
        for table in ("gaps_finding", "gaps_cell"):
            rows = BytesIO()
            cursor.copy_expert(f"COPY {table} TO STDOUT (FORMAT binary)", rows)
            cursor.execute(f"CREATE TEMPORARY TABLE copied (LIKE {table}) ON COMMIT DROP")
            rows.seek(0)
            cursor.copy_expert("COPY copied FROM STDIN (FORMAT binary)", rows)
            cursor.execute("DROP TABLE copied")


def _columns(model: Any, fields: Mapping[str, str]) -> str:
    """The columns of a table that a run reads, without what a query makes of them."""
    there = {field.column for field in model._meta.concrete_fields}
    names = ", ".join(f'"{name}"' for name in fields if name in there)
    extra = "current_level, target_level, quantity, urgency" if model.__name__ == "Need" else (
        "level_from, level_to, capacity, starts, ends, last_verified, eligibility, pool"
    )  # fmt: skip
    return f"SELECT {names}, {extra} FROM {model._meta.db_table}"  # noqa: S608


def _link_fields(model: Any) -> list[Any]:
    return [
        getattr(model, name)
        for name in ("areas", "eligible_countries", "eligible_groups", "excluded_countries")
    ]


def _other(table: str) -> str:
    ends = {"areas": "capabilityarea_id", "groups": "countrygroup_id"}
    return next((column for end, column in ends.items() if table.endswith(end)), "country_id")


# ------------------------------------------------------------------ loading a world


def load(columns: Columns) -> None:
    """Write a world into the empty directory."""
    from django.db import connection, transaction  # noqa: PLC0415

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        _load_places(columns)
        _load_needs(columns)
        _load_resources(columns)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _load_places(columns: Columns) -> None:
    from capabilities import models  # noqa: PLC0415

    count, letters = len(columns.countries), "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    pairs = [letters[k // 26] + letters[k % 26] for k in range(count)]
    _fill(
        models.Country,
        {
            "id": range(1, count + 1), "iso2": pairs, "iso3": [f"A{two}" for two in pairs],
            "name": columns.countries, "sort_key": columns.countries,
        },
    )  # fmt: skip
    areas = len(columns.areas)
    _fill(
        models.CapabilityArea,
        {"id": range(1, areas + 1), "code": columns.areas, "name": columns.areas},
    )
    providers = int(columns.resources.provider.max()) + 1
    names = [f"Provider {k}" for k in range(providers)]
    _fill(
        models.Provider,
        {"id": range(1, providers + 1), "public_id": _ids("p", providers), "name": names},
    )
    _fill(
        models.Agency,
        {"id": [1], "public_id": _ids("a", 1), "country_id": [1], "name": ["Agency"]},
    )
    codes = [("kinds", 5), ("languages", LANGUAGES), ("modes", 3)]
    rows = [(word, f"{word[0]}{k}", k) for word, most in codes for k in range(most)]
    _fill(
        models.Code,
        dict(zip(("vocabulary", "code", "position"), zip(*rows, strict=True), strict=True))
        | {"id": range(1, len(rows) + 1)},
    )


def _load_needs(columns: Columns) -> None:
    from capabilities.models import Need  # noqa: PLC0415

    rows, count = columns.needs, len(columns.needs.id)
    _fill(
        Need,
        {
            "id": range(1, count + 1), "public_id": _ids("n", count),
            "country_id": rows.country + 1, "area_id": rows.area + 1,
            "agency_id": [1] * count, "basis": ["submitted"] * count,
            "status": ["accepted"] * count,
            "current_level": rows.current, "target_level": rows.target,
            "quantity": rows.quantity, "urgency": rows.urgency,
            "starts": _days(rows.start), "ends": _days(rows.end), **_masks(rows),
        },
    )  # fmt: skip


def _load_resources(columns: Columns) -> None:
    from capabilities.models import Resource  # noqa: PLC0415

    rows, count = columns.resources, len(columns.resources.id)
    is_open = (rows.eligible == ANY).all(axis=1)
    limited = rows.capacity >= 0
    # A made-up window may end before it begins, which the directory refuses.
    start = np.where((rows.end != NO_DAY) & (rows.end < rows.start), NO_DAY, rows.start)
    masks = _masks(rows)
    spoken = ["named" if codes else "neutral" for codes in masks["languages"]]
    _fill(
        Resource,
        {
            "id": range(1, count + 1), "public_id": _ids("r", count),
            "provider_id": rows.provider + 1, "name": _ids("r", count),
            "level_from": rows.lifts_from, "level_to": rows.lifts_to,
            "eligibility": np.where(is_open, "all", "named"), "language_rule": spoken,
            "capacity_rule": np.where(limited, "limited", "unlimited"),
            "capacity": [int(c) if c >= 0 else None for c in rows.capacity.tolist()],
            "pool": np.where(rows.shared, "shared", "line"), "starts": _days(start),
            "ends": _days(rows.end), "last_verified": _days(rows.verified), **masks,
        },
    )  # fmt: skip
    _link(Resource.areas.through, rows.line_resource + 1, "capabilityarea_id", rows.line_area + 1)
    _link_countries(Resource, rows.eligible, is_open)


def _link_countries(model: Any, eligible: Any, is_open: Any) -> None:
    """Sets of more than five countries are groups; the rest are named one by one."""
    from capabilities.models import CountryGroup, Membership  # noqa: PLC0415

    bits = (eligible[:, :, None] >> np.arange(64, dtype=np.uint64)) & np.uint64(1)
    members = bits.reshape(len(eligible), -1).astype(bool)
    many = members.sum(axis=1) > 5
    few = np.argwhere(members & ~many[:, None] & ~is_open[:, None])
    _link(model.eligible_countries.through, few[:, 0] + 1, "country_id", few[:, 1] + 1)
    grouped = np.flatnonzero(many & ~is_open)
    groups, which = np.unique(members[grouped], axis=0, return_inverse=True)
    names = [f"G{k}" for k in range(len(groups))]
    _fill(
        CountryGroup,
        {
            "id": range(1, len(groups) + 1),
            "code": names,
            "name": names,
            "kind": ["body"] * len(groups),
        },
    )
    belongs = np.argwhere(groups)
    _fill(
        Membership,
        {
            "id": range(1, len(belongs) + 1),
            "group_id": belongs[:, 0] + 1, "country_id": belongs[:, 1] + 1,
        },
    )  # fmt: skip
    _link(model.eligible_groups.through, grouped + 1, "countrygroup_id", which.ravel() + 1)


def _link(through: Any, resources: Any, column: str, targets: Any) -> None:
    _fill(through, {"id": range(1, len(resources) + 1), "resource_id": resources, column: targets})


def _ids(letter: str, count: int) -> list[str]:
    return [f"{letter}{k:011}" for k in range(count)]


def _days(days: Any) -> list[str | None]:
    known = {
        int(day): str(UNIX + timedelta(days=int(day))) for day in np.unique(days[days != NO_DAY])
    }
    return [known.get(day) for day in days.tolist()]


def _masks(rows: Any) -> dict[str, list[Any]]:
    """Sets of codes as lists and as masks, in agreement with the table of codes."""
    found: dict[str, list[Any]] = {}
    for word, size in (("kinds", 8), ("languages", 32), ("modes", 8)):
        values, which = np.unique(getattr(rows, word)[:, 0], return_inverse=True)
        lists = [
            [f"{word[0]}{k}" for k in range(64) if value != ANY and int(value) >> k & 1]
            for value in values
        ]
        raw = [
            (0 if value == ANY else int(value)).to_bytes(8, "little") + b"\0" * (size - 8)
            for value in values
        ]
        found[word] = [lists[k] for k in which.tolist()]
        found[f"{word}_mask"] = [raw[k] for k in which.tolist()]
    return found


def _fill(model: Any, given: Mapping[str, Any]) -> None:
    """Append rows by COPY; fields not given take their model's default."""
    from django.db import connection  # noqa: PLC0415

    fields = [f for f in model._meta.concrete_fields if not f.generated]
    count = len(given["id"])
    columns = [
        _texts(given[f.column] if f.column in given else [_usual(f)] * count) for f in fields
    ]
    text = StringIO()
    csv.writer(text, lineterminator="\n").writerows(zip(*columns, strict=True))
    text.seek(0)
    names = ", ".join(f'"{f.column}"' for f in fields)
    with connection.cursor() as cursor:
        cursor.copy_expert(
            f"COPY {model._meta.db_table} ({names}) FROM STDIN (FORMAT csv, NULL '\\N')", text
        )


def _usual(field: Any) -> Any:
    value = field.get_default()
    if value is None and not field.null:
        return date(2026, 1, 1) if "Date" in type(field).__name__ else 0
    return value


def _texts(values: Any) -> Iterator[str]:
    return map(_text, values.tolist() if isinstance(values, np.ndarray) else values)


def _text(value: Any) -> str:
    if value is None:
        return "\\N"
    if isinstance(value, bytes):
        return "\\x" + value.hex()
    if isinstance(value, list):
        return "{" + ",".join(value) + "}"
    return str(value)

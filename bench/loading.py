"""A made-up world put into an empty database, by COPY.

Triggers are off while it loads, so nothing counts as a change; only those that keep the masks run.
"""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING, Any

import numpy as np
from django.db import connection
from psycopg2 import sql

from bench.worlds import LANGUAGES
from capabilities import folding
from capabilities.models import (
    Agency,
    CapabilityArea,
    Country,
    CountryGroup,
    Membership,
    Need,
    Provider,
    Resource,
)
from capabilities.models.vocabulary import Kind, Mode
from gaps.engine.columns import ANY, NO_DAY, UNLIMITED, Columns

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.db import models

NULL = "\\N"
LANGUAGE_CODES = tuple(f"l{place:02}" for place in range(LANGUAGES))
MASKED = {"need_masks": Need, "resource_masks": Resource}


def load(columns: Columns, *, languages: Sequence[str] = LANGUAGE_CODES, fill: bool = True) -> None:
    """Fill the empty tables; ids are in the order of the columns. `fill`: what is searched, too."""
    with connection.cursor() as cursor:
        for trigger, model in MASKED.items():
            cursor.execute(f"ALTER TABLE {_table(model)} ENABLE ALWAYS TRIGGER {trigger}")
        cursor.execute("SET session_replication_role = replica")
        groups = _masks_of_groups(columns)
        _places(columns, groups)
        _needs(columns, languages)
        _resources(columns, groups, languages)
        cursor.execute("RESET session_replication_role")
        if fill:
            folding.fill()
        cursor.execute("VACUUM ANALYZE")


def _table(model: type[models.Model]) -> str:
    return str(model._meta.db_table)


def _copy(
    model: type[models.Model], columns: Mapping[str, Any], constant: Mapping[str, Any]
) -> None:
    """COPY these columns as text; all other columns get the model's own defaults."""
    given = {*columns, *constant, "id"}
    fields = [f for f in model._meta.concrete_fields if not f.null and f.column not in given]
    fixed = {f.column: f.get_db_prep_save(f.get_default(), connection) for f in fields}
    fixed.update(constant)
    text = StringIO()
    text.writelines(
        "\t".join(row) + "\n" for row in zip(*map(_text, columns.values()), strict=True)
    )
    text.seek(0)
    table, names = sql.Identifier(_table(model)), map(sql.Identifier, columns)
    with connection.cursor() as cursor:
        for name, value in fixed.items():
            clause = sql.SQL("ALTER TABLE {} ALTER {} SET DEFAULT {}")
            cursor.execute(clause.format(table, sql.Identifier(name), sql.Literal(value)))
        command = sql.SQL("COPY {} ({}) FROM STDIN").format(table, sql.SQL(", ").join(names))
        cursor.copy_expert(command, text)


def _text(column: Any) -> list[str]:
    return column if isinstance(column, list) else list(map(str, column.tolist()))


def _dates(days: Any) -> list[str]:
    known = np.where(days == NO_DAY, 0, days).astype("datetime64[D]").astype(str)
    return np.where(days == NO_DAY, NULL, known).tolist()  # type: ignore[no-any-return]


def _sets(masks: Any, codes: Sequence[str]) -> list[str]:
    """Masks of one word as arrays of codes."""
    words, number = np.unique(masks[:, 0], return_inverse=True)
    texts = [_codes(int(word), codes) for word in words]
    return [texts[k] for k in number.tolist()]


def _codes(word: int, codes: Sequence[str]) -> str:
    return "{" + ",".join(code for place, code in enumerate(codes) if word >> place & 1) + "}"


def _open_to(masks: Any) -> Any:
    """Rows of masks as rows of flags, one a country."""
    flags = np.unpackbits(masks.astype("<u8").view(np.uint8), axis=1, bitorder="little")
    return flags.astype(bool)


def _is_open(columns: Columns) -> Any:
    return (columns.resources.eligible == ANY).all(axis=1)


def _masks_of_groups(columns: Columns) -> Any:
    """Country masks that many resources share, which a directory would keep as groups."""
    masks = columns.resources.eligible[~_is_open(columns)]
    distinct = np.unique(masks, axis=0)
    return distinct[_open_to(distinct).sum(axis=1) > 5]


def _places(columns: Columns, groups: Any) -> None:
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    Country.objects.bulk_create(
        Country(
            pk=k + 1,
            iso3=f"{k:03}",
            iso2=letters[k // 26] + letters[k % 26],
            name=name,
            sort_key=name,
        )
        for k, name in enumerate(columns.countries)
    )
    CapabilityArea.objects.bulk_create(
        CapabilityArea(pk=k + 1, code=code, name=code) for k, code in enumerate(columns.areas)
    )
    CountryGroup.objects.bulk_create(
        CountryGroup(pk=k + 1, code=f"G{k}", name=f"G{k}", kind="body") for k in range(len(groups))
    )
    Membership.objects.bulk_create(
        Membership(group_id=group + 1, country_id=country + 1, basis="")
        for group, country in np.argwhere(_open_to(groups)).tolist()
    )
    Agency.objects.bulk_create(
        Agency(pk=k + 1, name=name, country_id=k + 1) for k, name in enumerate(columns.countries)
    )
    Provider.objects.bulk_create(
        (
            Provider(pk=k + 1, name=f"Provider {k}", type="NGO")
            for k in range(int(columns.resources.provider.max()) + 1)
        ),
        batch_size=5_000,
    )


def _needs(columns: Columns, languages: Sequence[str]) -> None:
    rows = columns.needs
    _copy(
        Need,
        {
            "id": np.arange(1, len(rows.id) + 1),
            "public_id": [f"n{k:011}" for k in range(len(rows.id))],
            "country_id": rows.country + 1,
            "agency_id": rows.country + 1,
            "area_id": rows.area + 1,
            "current_level": rows.current,
            "target_level": rows.target,
            "quantity": rows.quantity,
            "urgency": rows.urgency,
            "kinds": _sets(rows.kinds, Kind.values),
            "languages": _sets(rows.languages, languages),
            "modes": _sets(rows.modes, Mode.values),
            "starts": _dates(rows.start),
            "ends": _dates(rows.end),
        },
        {"status": Need.Status.ACCEPTED},
    )


def _resources(columns: Columns, groups: Any, languages: Sequence[str]) -> None:
    rows = columns.resources
    neutral = ~rows.languages.any(axis=1)
    unlimited = rows.capacity == UNLIMITED
    # What has ended before it starts is over in any case; the database takes no such window.
    start = np.where(rows.end == NO_DAY, rows.start, np.minimum(rows.start, rows.end))
    _copy(
        Resource,
        {
            "id": np.arange(1, len(rows.id) + 1),
            "public_id": [f"r{k:011}" for k in range(len(rows.id))],
            "provider_id": rows.provider.astype(np.int64) + 1,
            "level_from": rows.lifts_from,
            "level_to": rows.lifts_to,
            "kinds": _sets(rows.kinds, Kind.values),
            "language_rule": np.where(neutral, "neutral", "named"),
            "languages": _sets(rows.languages, languages),
            "modes": _sets(rows.modes, Mode.values),
            "eligibility": np.where(_is_open(columns), "all", "named"),
            "starts": _dates(start),
            "ends": _dates(rows.end),
            "last_verified": _dates(rows.verified),
            "capacity_rule": np.where(unlimited, "unlimited", "limited"),
            "capacity": np.where(unlimited, NULL, rows.capacity.astype(str)),
            "pool": np.where(rows.shared, "shared", "line"),
        },
        {"name": "A resource"},
    )
    _link(Resource.areas.through, rows.line_resource, "capabilityarea_id", rows.line_area)
    _links_to_countries(columns, groups)


def _links_to_countries(columns: Columns, groups: Any) -> None:
    """To a group where the countries are those of one, else to each country."""
    named = np.flatnonzero(~_is_open(columns))
    masks = columns.resources.eligible[named]
    number = {group.tobytes(): k for k, group in enumerate(groups)}
    group = np.array([number.get(mask.tobytes(), -1) for mask in masks], np.int64)
    _link(Resource.eligible_groups.through, named[group >= 0], "countrygroup_id", group[group >= 0])
    few = named[group < 0]
    place, country = np.nonzero(_open_to(columns.resources.eligible[few]))
    _link(Resource.eligible_countries.through, few[place], "country_id", country)


def _link(through: Any, resource: Any, target: str, place: Any) -> None:
    ids = {"resource_id": resource.astype(np.int64) + 1, target: place.astype(np.int64) + 1}
    _copy(through, ids, {})

"""Binary COPY: rows of fixed width between PostgreSQL and numpy, at the speed of the wire.

The format is that of PostgreSQL's manual, "COPY, Binary Format": a header of 19 bytes; per row a
count of fields and, before each field, its length; a trailer of 2 bytes. With no NULL and no field
of varying length, a table is one structured array.
"""

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

import numpy as np
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BooleanField, F, Func, QuerySet, TextField, Value

Array = Any  # numpy array

HEADER = b"PGCOPY\n\xff\r\n\0" + b"\0" * 8
TRAILER = b"\xff\xff"
BIGINT_OID = 20
DATE_EPOCH = 10_957  # days from 1970-01-01 to 2000-01-01, where PostgreSQL counts from
MINUS_INFINITY = np.iinfo(np.int32).min  # the date that stands for "none"


def read(rows: QuerySet[Any, Any], fields: Mapping[str, str]) -> Array:
    """The rows of a `values_list` queryset as a structured array, with big-endian numbers.

    `fields` gives each column's numpy type in order, such as `>i8`, `>i4` (dates), `?`, `S12`.
    A value of another width, or a NULL, raises ValueError.
    """
    wire = np.dtype([("count", ">i2"), *_wire(fields)])
    try:
        sql, params = rows.query.sql_with_params()
    except EmptyResultSet:  # a condition that nothing can meet
        return np.zeros(0, wire)
    with connection.cursor() as cursor:
        query = cursor.mogrify(sql, params).decode()
    data = copied_out(query).getbuffer()[len(HEADER) : -len(TRAILER)]
    table = np.frombuffer(data, wire)
    for name, kind in fields.items():
        if len(table) and (table[f"{name} length"] != np.dtype(kind).itemsize).any():
            raise ValueError(f"{name} is not of {np.dtype(kind).itemsize} bytes in every row.")
    return table


def among(field: str, pks: Array) -> Func:
    """That a field is one of these keys: a condition with one constant, not a thousand of them."""
    keys = ",".join(map(str, np.unique(pks).tolist()))
    return Func(
        F(field),
        Value(f"{{{keys}}}", output_field=TextField()),
        template="(%(expressions)s::bigint[]))",
        arg_joiner=" = ANY(",
        output_field=BooleanField(),
    )


def write(table: str, columns: Mapping[str, Array]) -> None:
    """Append rows; a column is integer, float or bool, or two-dimensional for a bigint array."""
    parts = {name: _sent(values) for name, values in columns.items()}
    fields = {name: values.dtype for name, values in parts.items()}
    rows = np.zeros(len(next(iter(parts.values()))), np.dtype([("count", ">i2"), *_wire(fields)]))
    rows["count"] = len(parts)
    for name, values in parts.items():
        rows[name] = values
        rows[f"{name} length"] = values.dtype.itemsize
    copy_in(table, list(columns), HEADER + rows.tobytes() + TRAILER)


def copied_out(query: str) -> BytesIO:
    """What a query answers, as it comes off the wire."""
    buffer = BytesIO()
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY ({query}) TO STDOUT (FORMAT binary)", buffer)
    return buffer


def copy_in(table: str, columns: Sequence[str], data: bytes) -> None:
    """Append rows that are in the format of the wire already."""
    names = ", ".join(f'"{name}"' for name in columns)
    with connection.cursor() as cursor:
        cursor.copy_expert(f'COPY "{table}" ({names}) FROM STDIN (FORMAT binary)', BytesIO(data))


def _wire(fields: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return [
        pair for name, kind in fields.items() for pair in ((f"{name} length", ">i4"), (name, kind))
    ]


def _sent(values: Array) -> Array:
    if values.ndim == 1:
        return values.astype(values.dtype.newbyteorder(">"))
    width = values.shape[1]
    shape: Sequence[tuple[str, Any]] = [
        ("head", ">i4", 5),  # type: ignore[list-item]
        ("items", [("length", ">i4"), ("item", ">i8")], width),  # type: ignore[list-item]
    ]
    rows = np.zeros(len(values), np.dtype(list(shape)))
    rows["head"] = (1, 0, BIGINT_OID, width, 1)
    rows["items"]["length"] = 8
    rows["items"]["item"] = values
    return rows


def days(dates: Array) -> Array:
    """Dates off the wire as days from 1970-01-01; "none" stays what it is."""
    counted = dates.astype(np.int64)
    return np.where(counted == MINUS_INFINITY, MINUS_INFINITY, counted + DATE_EPOCH).astype(
        np.int32
    )


def words(masks: Array) -> Array:
    """Masks of n × 8 bytes as rows of n words."""
    width = masks.dtype.itemsize // 8
    return np.ascontiguousarray(masks).view("<u8").reshape(len(masks), width).astype(np.uint64)

"""Fingerprints: equal findings give equal ones, whatever the shards, the batches or the order.

They are taken over the bytes of columns, with ids and codes where positions would depend on what
else was read. Little-endian 64-bit numbers throughout.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import numpy as np

from gaps.engine.idle import UNUSABLE
from gaps.engine.parts import grouped
from gaps.engine.records import METHOD_VERSION

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gaps.engine.result import Result


def fingerprints(result: Result) -> dict[str, str]:
    """Area to sha256 of its need-steps and of the state of its resources, both by id."""
    columns = result.world.columns
    count = len(columns.areas)
    steps, step_start = grouped(columns.needs.area[result.need].astype(np.int64), count)
    lines, line_start = grouped(columns.resources.line_area.astype(np.int64), count)
    countries = np.array([code.encode() for code in columns.countries] or [b""])
    digests = {}
    for area in result.areas:
        mine = steps[step_start[area] : step_start[area + 1]]
        offered = lines[line_start[area] : line_start[area + 1]]
        digest = hashlib.sha256()
        for part in _of_steps(result, mine, countries):
            digest.update(part)
        for part in _of_lines(result, offered):
            digest.update(part)
        digests[columns.areas[area]] = digest.hexdigest()
    return dict(sorted(digests.items()))


def run_fingerprint(areas: Mapping[str, str]) -> str:
    """The sha256 of a run, from the fingerprints of all its areas."""
    lines = [METHOD_VERSION, *(f"{area}\0{digest}" for area, digest in sorted(areas.items()))]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _of_steps(result: Result, steps: Any, countries: Any) -> list[bytes]:
    needs = result.world.columns.needs
    need = result.need[steps]
    numbers = (
        result.step[steps],
        needs.quantity[need],
        result.reach[steps],
        result.got[steps],
        result.per[steps],
        result.gap_class[steps],
        result.providers[steps],
        result.plenty[steps],
    )
    table = np.stack([column.astype("<i8") for column in numbers], axis=1)
    return [_names(needs.id[need]), _names(countries[needs.country[need]]), table.tobytes()]


def _of_lines(result: Result, lines: Any) -> list[bytes]:
    """Only resources that something can use: others, above all hidden ones, leave no trace."""
    state = result.line_state[lines]
    used = lines[state != UNUSABLE]
    resources = result.world.columns.resources
    names = _names(resources.id[resources.line_resource[used]])
    return [names, result.line_state[used].astype("<i8").tobytes()]


def _names(ids: Any) -> bytes:
    """Ids as bytes: numbers little-endian, texts padded to the longest of them."""
    if ids.dtype.kind != "S":
        return bytes(ids.astype("<i8").tobytes())
    if not len(ids):
        return b""
    longest = max(1, int(np.char.str_len(ids).max()))
    return longest.to_bytes(8, "little") + bytes(ids.astype(f"S{longest}").tobytes())

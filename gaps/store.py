"""Keeping what a run found: only what changed is written, and a result's address stays the same."""

import hashlib
import json
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from capabilities.models import CapabilityArea, Country, Need
from gaps.engine import Result
from gaps.models import Cell, Finding, Found, GapClass, Run

Key = tuple[Any, ...]
BATCH = 2_000


@dataclass
class Rows:
    """What a run found, by natural key: (need id, step) for findings, (country, area) for cells."""

    findings: dict[Key, dict[str, Any]] = field(default_factory=dict)
    cells: dict[Key, dict[str, Any]] = field(default_factory=dict)


def rows(result: Result, case: dict[str, Any]) -> Rows:
    """Turn a result into column values, with foreign keys looked up."""
    found, data = Rows(), result.to_json()
    countries = dict(Country.objects.values_list("iso3", "pk"))
    areas = dict(CapabilityArea.objects.values_list("code", "pk"))
    public_ids = [need["id"] for need in case["needs"]]
    needs = {
        need.public_id: need
        for need in Need.objects.filter(public_id__in=public_ids).only(
            "public_id", "urgency", "basis"
        )
    }
    for step in data["need_steps"].values():
        need = needs[step["need"]]
        values = {
            **_common(step, countries[step["country"]], areas[step["area"]]),
            "need_id": need.pk,
            "step": step["step"],
            "urgency": need.urgency,
            "indicative": need.is_indicative,
            "demand": step["quantity"],
            "explanation": step["explanation"],
        }
        missing = step["quantity"] - Fraction(step["allocated"])
        values["weighted_gap"] = float(missing * need.urgency)
        found.findings[need.pk, step["step"]] = values
    _add_cells(found, data["cells"], countries, areas)
    return found


def _add_cells(
    found: Rows, cells: dict[str, Any], countries: dict[str, int], areas: dict[str, int]
) -> None:
    submitted = {
        (row["country_id"], row["area_id"])
        for row in found.findings.values()
        if not row["indicative"]
    }
    for name, cell in cells.items():
        country, area = name.split("|")
        key = countries[country], areas[area]
        found.cells[key] = {
            **_common(cell, *key),
            "demand": cell["demand"],
            "weighted_gap": float(Fraction(cell["weighted_gap"])),
            "indicative": key not in submitted,
        }


def _common(result: dict[str, Any], country: int, area: int) -> dict[str, Any]:
    allocated = Fraction(result["allocated"])
    text = json.dumps(result, sort_keys=True, separators=(",", ":"))
    return {
        "country_id": country,
        "area_id": area,
        "optimistic": result["optimistic"],
        "allocated_numerator": allocated.numerator,
        "allocated_denominator": allocated.denominator,
        "gap_class": GapClass[result["class"]].value,
        "digest": hashlib.sha256(text.encode()).hexdigest(),
    }


def keep(run: Run, found: Rows) -> int:
    """Write what differs from what holds now, and return how many findings that were."""
    changed = _replace(Finding, ("need_id", "step"), run, found.findings)
    _replace(Cell, ("country_id", "area_id"), run, found.cells)
    return changed


def _replace(
    model: type[Found], key_fields: tuple[str, ...], run: Run, found: dict[Key, dict[str, Any]]
) -> int:
    current = model.objects.filter(audience=run.audience, until=None)
    held = {
        tuple(key): (pk, public_id, digest)
        for pk, public_id, digest, *key in current.values_list(
            "pk", "public_id", "digest", *key_fields
        )
    }
    unchanged = {key for key, row in found.items() if key in held and held[key][2] == row["digest"]}
    ended = [pk for key, (pk, *_rest) in held.items() if key not in unchanged]
    model.objects.filter(pk__in=ended).update(until=run)
    fresh = [
        model(audience=run.audience, since=run, **_public_id(held.get(key)), **row)
        for key, row in found.items()
        if key not in unchanged
    ]
    model.objects.bulk_create(fresh, batch_size=BATCH)
    return len(ended) + len({*found} - {*held})


def _public_id(held: tuple[int, str, str] | None) -> dict[str, str]:
    return {"public_id": held[1]} if held else {}

"""The JSON form of a case, as ``reading`` takes it, and the text of any JSON for a file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date
    from fractions import Fraction

    from gaps.engine.records import Eligibility, Need, Resource, Settings


def exact(value: Fraction | int) -> int | str:
    """An exact number for JSON: an integer where it is one, else "p/q"."""
    return int(value) if value.denominator == 1 else str(value)


def written(value: dict[str, Any]) -> str:
    """The text of a case or a result: the same bytes for the same value, whoever writes it."""
    return json.dumps(value, indent=1, sort_keys=True) + "\n"


def settings(run: Settings) -> dict[str, Any]:
    return {
        "as_of": run.as_of.isoformat(),
        "horizon_months": run.horizon_months,
        "max_age_days": run.max_age_days,
        "audience": str(run.audience),
        "urgency_weight": {str(u): exact(w) for u, w in run.urgency_weight.items()},
        "relax_cost": {str(c.name): cost for c, cost in run.relax_cost.items()},
        "oversupply_ratio": exact(run.oversupply_ratio),
        "oversupply_providers": run.oversupply_providers,
    }


def need(record: Need) -> dict[str, Any]:
    return {
        "id": record.id,
        "country": record.country,
        "area": record.area,
        "current": record.current,
        "target": record.target,
        "quantity": record.quantity,
        "urgency": record.urgency,
        "kinds": sorted(record.kinds),
        "languages": sorted(record.languages),
        "modes": _names(record.modes),
        "start": _day(record.start),
        "end": _day(record.end),
        "tlp": str(record.tlp),
    }


def resource(record: Resource) -> dict[str, Any]:
    row: dict[str, Any] = {
        "id": record.id,
        "provider": record.provider,
        "areas": list(record.areas),
        "from": record.lifts_from,
        "to": record.lifts_to,
        "eligible": _eligibility_json(record.eligible),
        "kinds": _names(record.kinds),
        "languages": sorted(record.languages),
        "modes": _names(record.modes),
        "start": _day(record.start),
        "end": _day(record.end),
        "capacity": record.capacity,
        "pool": "shared" if record.shared else "line",
        "verified": _day(record.verified),
        "tlp": str(record.tlp),
    }
    return row | ({"unstated": sorted(record.unstated)} if record.unstated else {})


def _eligibility_json(terms: Eligibility | None) -> dict[str, Any] | None:
    if terms is None:
        return None
    return {
        "all": terms.everyone,
        "countries": sorted(terms.countries),
        "groups": sorted(terms.groups),
        "exclude": sorted(terms.exclude),
    }


def _names(names: frozenset[str] | None) -> list[str] | None:
    return None if names is None else sorted(names)


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def need_changes(was: Need, now: Need) -> str:
    """What differs between two states of a need, field by field."""
    return _changes(need(was), need(now))


def resource_changes(was: Resource, now: Resource) -> str:
    """What differs between two states of a resource, field by field."""
    return _changes(resource(was), resource(now))


def _changes(was: dict[str, Any], now: dict[str, Any]) -> str:
    fields = [name for name in {**was, **now} if was.get(name) != now.get(name)]
    return "; ".join(f"{name} {_shown(was.get(name))} → {_shown(now.get(name))}" for name in fields)


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "none"
    if isinstance(value, dict):
        return "; ".join(f"{k} {_shown(v)}" for k, v in value.items() if v) or "nobody"
    return "not stated" if value is None else str(value)

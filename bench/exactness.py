"""Random small cases, the engine against the brute-force checker. ``python -m bench exactness``."""

from __future__ import annotations

import json
import random
from datetime import date, timedelta
from typing import Any

from bench.brute import Brute
from gaps.engine import Case, Result, assess
from gaps.engine.certificate import check

AS_OF = date(2026, 7, 1)
AREAS = {"root": None, "IR": "root", "FOR": "root", "FOR.mob": "FOR", "FOR.net": "FOR"}
LEAVES = ["IR", "FOR.mob", "FOR.net"]
GROUPS = {"G1": ["AA", "BB"], "G2": ["BB", "CC", "DD"]}
COUNTRIES, MODES = ["AA", "BB", "CC", "DD"], ["in_person", "remote", "self_paced"]
KINDS, LANGUAGES = ["training", "equipment", "advisory"], ["en", "fr", "es"]
LABELS = ["CLEAR", "CLEAR", "CLEAR", "GREEN", "AMBER", "RED"]


def case(chance: random.Random) -> dict[str, Any]:
    """A case with up to six needs and eight resources; a third are crowded into one area."""
    leaves = LEAVES[:1] if chance.random() < 0.35 else LEAVES
    return {
        "as_of": AS_OF.isoformat(),
        "areas": AREAS,
        "groups": GROUPS,
        "needs": [_need(chance, k, leaves) for k in range(chance.randint(1, 6))],
        "resources": [_resource(chance, k, leaves) for k in range(chance.randint(0, 8))],
    }


def _some(chance: random.Random, names: list[str], least: int = 1) -> list[str]:
    return sorted(chance.sample(names, chance.randint(least, len(names))))


def _day(chance: random.Random, low: int, high: int) -> str:
    return (AS_OF + timedelta(days=chance.randint(low, high))).isoformat()


def _need(chance: random.Random, k: int, leaves: list[str]) -> dict[str, Any]:
    current = chance.randint(1, 4)
    return {
        "id": f"n{k}",
        "country": chance.choice(COUNTRIES),
        "area": chance.choice(leaves),
        "current": current,
        "target": min(5, current + chance.randint(1, 2)),
        "quantity": chance.randint(1, 12),
        "urgency": chance.randint(1, 5),
        "kinds": chance.choice([[], [], _some(chance, KINDS)]),
        "languages": chance.choice([[], _some(chance, LANGUAGES)]),
        "modes": chance.choice([None, _some(chance, MODES), MODES]),
        "start": chance.choice([None, _day(chance, -90, 700)]),
        "end": chance.choice([None, _day(chance, 700, 2000), _day(chance, 700, 2000)]),
        "tlp": chance.choice(LABELS),
    }


def _resource(chance: random.Random, k: int, leaves: list[str]) -> dict[str, Any]:
    lifts_from = chance.randint(1, 4)
    named = {"countries": _some(chance, COUNTRIES, 0), "groups": _some(chance, list(GROUPS), 0)}
    return {
        "id": f"r{k}",
        "provider": f"p{chance.randrange(4)}",
        "areas": _some(chance, chance.choice([leaves, ["FOR"], ["root"], leaves])),
        "from": chance.choice([None, lifts_from, 1]),
        "to": chance.choice([None, chance.randint(lifts_from + 1, 5), 5]),
        "eligible": chance.choice(
            [None, {"all": True}, {"all": True, "exclude": ["AA"]}, named, named]
        ),
        "kinds": chance.choice([None, _some(chance, KINDS), KINDS]),
        "languages": chance.choice([[], _some(chance, LANGUAGES)]),
        "modes": chance.choice([None, _some(chance, MODES), MODES]),
        "start": chance.choice([None, _day(chance, -900, 400)]),
        "end": chance.choice([None, None, _day(chance, 401, 1500)]),
        "capacity": chance.choice([None, chance.randint(0, 4), chance.randint(1, 15), 3]),
        "pool": chance.choice(["line", "line", "shared"]),
        "verified": chance.choice([None, _day(chance, -1000, 0), AS_OF.isoformat()]),
        "tlp": chance.choice(LABELS),
    }


def disagreement(world: dict[str, Any]) -> str:
    """Where the engine and the checker differ on one case, or the certificate fails; else ''."""
    result = assess(Case.from_json(world))
    found = {name: part for name, part in result.to_json().items() if not name.startswith("_")}
    expected = Brute(world).result()
    for part, value in expected.items():
        if found[part] != value:
            return f"{part}: {_first(found[part], value)}"
    return _uncertain(result)


def _uncertain(result: Result) -> str:
    return "; ".join(check(result))


def _first(found: Any, expected: Any) -> str:
    if isinstance(found, dict):
        for key in {**found, **expected}:
            if found.get(key) != expected.get(key):
                return f"{key}: {found.get(key)} instead of {expected.get(key)}"
    return f"{found} instead of {expected}"


def run(count: int, seed: int = 20260701) -> int:
    """Compare on ``count`` cases; prints each disagreement and returns how many there were."""
    wrong = 0
    for number in range(count):
        world = case(random.Random(f"{seed}/{number}"))
        problem = disagreement(world)
        if problem:
            wrong += 1
            print(f"case {number}: {problem}\n{json.dumps(world)}")
    print(f"exactness: {count - wrong} of {count} cases equal to the brute-force checker")
    return wrong

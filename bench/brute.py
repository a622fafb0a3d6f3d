"""A slow and simple second opinion: the whole result of a small case, by enumeration.

It shares no code with the engine. Fair shares come from Hall's theorem: shares are possible if and
only if no set of need-steps gets more than all its sources have together. Every set is looked at.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from fractions import Fraction
from itertools import chain, combinations
from typing import Any

ORDER = ["KIND", "LEVEL", "ELIGIBILITY", "LANGUAGE", "MODE", "TIME", "FRESHNESS"]
COST = {
    "FRESHNESS": 1,
    "TIME": 2,
    "LANGUAGE": 3,
    "MODE": 4,
    "ELIGIBILITY": 5,
    "LEVEL": 6,
    "KIND": 7,
}
SEVERITY = [
    "UNCOVERED", "MULTI_BLOCKED", "KIND_MISMATCH", "UNDER_LEVELLED", "INELIGIBLE",
    "LANGUAGE_BLOCKED", "MODE_BLOCKED", "OUT_OF_WINDOW", "STALE", "CAPACITY_SHORT",
    "CAPACITY_CONTENDED", "SINGLE_PROVIDER", "COVERED",
]  # fmt: skip
BLOCKED = {
    ("KIND",): "KIND_MISMATCH", ("LEVEL",): "UNDER_LEVELLED", ("ELIGIBILITY",): "INELIGIBLE",
    ("LANGUAGE",): "LANGUAGE_BLOCKED", ("MODE",): "MODE_BLOCKED", ("TIME",): "OUT_OF_WINDOW",
    ("TIME", "FRESHNESS"): "OUT_OF_WINDOW", ("FRESHNESS",): "STALE",
}  # fmt: skip
TLP = ["CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED"]

Record = dict[str, Any]
Shares = dict[str, Fraction]


class Brute:
    """One case, worked out the long way."""

    def __init__(self, case: Record) -> None:
        self.case = case
        self.as_of = date.fromisoformat(case["as_of"])
        ceiling = TLP.index(case.get("audience", "AMBER+STRICT"))
        self.needs = [n for n in case["needs"] if TLP.index(n["tlp"]) <= ceiling]
        self.resources = [r for r in case["resources"] if TLP.index(r["tlp"]) <= ceiling]
        self.steps = {
            f"{n['id']}#{s}": (n, s) for n in self.needs for s in range(n["current"], n["target"])
        }
        self.fails = {
            k: {r["id"]: self.failing(n, s, r) for r in self.resources if self.covers(r, n["area"])}
            for k, (n, s) in self.steps.items()
        }
        self.by_id = {r["id"]: r for r in self.resources}

    def covers(self, resource: Record, area: str) -> bool:
        node: str | None = area
        while node is not None:
            if node in resource["areas"]:
                return True
            node = self.case["areas"][node]
        return False

    def months(self, record: Record) -> set[tuple[int, int]]:
        end = date.fromisoformat(record["end"]) if record["end"] else date.max
        start = date.fromisoformat(record["start"]) if record["start"] else date.min
        if end < self.as_of:
            return set()
        every = [divmod(self.as_of.year * 12 + self.as_of.month - 1 + k, 12) for k in range(48)]
        first, last = (start.year, start.month - 1), (end.year, end.month - 1)
        return {(year, month) for year, month in every if first <= (year, month) <= last}

    def failing(self, need: Record, step: int, resource: Record) -> tuple[str, ...]:
        verified = resource["verified"]
        kinds, modes, asked = resource["kinds"], resource["modes"], need["modes"]
        fine = {
            "KIND": not need["kinds"] or kinds is None or set(need["kinds"]) & set(kinds),
            "LEVEL": (resource["from"] or 1) <= step < (resource["to"] or 5),
            "ELIGIBILITY": self.is_open(resource["eligible"], need["country"]),
            "LANGUAGE": not need["languages"]
            or not resource["languages"]
            or set(need["languages"]) & set(resource["languages"]),
            "MODE": asked is None or modes is None or set(asked) & set(modes),
            "TIME": self.months(need) & self.months(resource),
            "FRESHNESS": verified and (self.as_of - date.fromisoformat(verified)).days <= 730,
        }
        return tuple(name for name in ORDER if not fine[name])

    def is_open(self, terms: Record | None, country: str) -> bool:
        if terms is None:
            return True
        open_to = set(terms.get("countries", []))
        for group in terms.get("groups", []):
            open_to |= set(self.case["groups"][group])
        return (bool(terms.get("all")) or country in open_to) and country not in terms.get(
            "exclude", []
        )

    def source(self, name: str, k: str) -> str:
        need, step = self.steps[k]
        is_shared = self.by_id[name]["pool"] == "shared"
        return name if is_shared else f"{name}|{need['area']}|{step}"

    def usable(self, k: str, without: str | None = None) -> list[str]:
        return sorted(r for r, failed in self.fails[k].items() if not failed and r != without)

    def capacity(self, source: str) -> int | None:
        slots: int | None = self.by_id[source.split("|", maxsplit=1)[0]]["capacity"]
        return slots

    # -- shares ------------------------------------------------------------------------------------

    def shares(self, without: str | None = None) -> Shares:
        got: Shares = {}
        uses: dict[str, set[str]] = {}
        for k in self.steps:
            sources = {self.source(r, k) for r in self.usable(k, without)}
            if any(self.capacity(s) is None for s in sources):
                got[k] = Fraction(self.steps[k][0]["quantity"])
            else:
                uses[k] = sources
        for group in joined(uses):
            got |= self.divide({k: uses[k] for k in group})
        return got

    def divide(self, uses: dict[str, set[str]]) -> Shares:
        """Raise all together; those in a set that has come to its limit stop."""
        sets = [
            (chosen, sum(self.capacity(s) or 0 for s in set().union(*(uses[k] for k in chosen))))
            for chosen in subsets(list(uses))
        ]
        fixed: Shares = {}
        while len(fixed) < len(uses):
            level = min(
                (found for chosen, slots in sets if (found := self.level(chosen, slots, fixed))[0]),
                default=(True, Fraction(10**9)),
            )[1]
            now = {k: fixed.get(k, self.at(k, level)) for k in uses}
            for chosen, slots in sets:
                if sum(now[k] for k in chosen) == slots:
                    fixed |= {k: now[k] for k in chosen}
            fixed |= {k: x for k, x in now.items() if x == self.steps[k][0]["quantity"]}
        return fixed

    def at(self, k: str, level: Fraction) -> Fraction:
        need = self.steps[k][0]
        quantity, urgency = int(need["quantity"]), int(need["urgency"])
        return min(Fraction(quantity), level * quantity * urgency)

    def level(self, chosen: tuple[str, ...], slots: int, fixed: Shares) -> tuple[bool, Fraction]:
        """The level at which these rise to all their slots; False where they never do."""
        rising = sorted(
            (self.steps[k][0] for k in chosen if k not in fixed), key=lambda n: -n["urgency"]
        )
        left = slots - sum(fixed[k] for k in chosen if k in fixed)
        if not rising or left >= sum(n["quantity"] for n in rising):
            return False, Fraction(0)
        for place, need in enumerate(rising):
            pull = sum(n["quantity"] * n["urgency"] for n in rising[place:])
            found = Fraction(left) / pull
            if found * need["urgency"] <= 1:
                return True, found
            left -= need["quantity"]
        raise AssertionError

    # -- the result ------------------------------------------------------------------------------

    def result(self) -> Record:
        got = self.shares()
        steps = {k: self.step(k, got) for k in self.steps}
        used = {r for k in self.steps for r in self.usable(k)}
        return {
            "need_steps": steps,
            "needs": {n["id"]: self.levels(n, steps) for n in self.needs},
            "cells": self.cells(steps, got),
            "oversupplied": sorted(self.oversupplied()),
            "idle": sorted(set(self.by_id) - used),
            "duplicate": sorted(r for r in used if self.shares(without=r) == got),
        }

    def step(self, k: str, got: Shares) -> Record:
        need, step = self.steps[k]
        usable, quantity = self.usable(k), need["quantity"]
        slots = [self.capacity(self.source(r, k)) for r in usable]
        reach = quantity if None in slots else min(quantity, sum(s or 0 for s in slots))
        ranked = sorted(
            (sum(COST[c] for c in failed), len(failed), r, failed)
            for r, failed in self.fails[k].items()
            if failed
        )
        why: Record = {
            "usable": usable,
            "providers": len({self.by_id[r]["provider"] for r in usable}),
            "nearest": [
                {"resource": r, "cost": c, "constraints": list(failed)}
                for c, _, r, failed in ranked[:3]
            ],
            "histogram": dict(Counter("+".join(f) or "USABLE" for f in self.fails[k].values())),
        }
        if not usable and ranked:
            why["min_relaxation"] = why["nearest"][0]
        if usable and got[k] < quantity:
            why |= {"missing_slots": number(quantity - got[k]), "bottleneck": self.tight(k, got)}
        return {
            "need": need["id"], "step": step, "country": need["country"], "area": need["area"],
            "quantity": quantity, "optimistic": reach, "allocated": number(got[k]),
            "class": self.classify(why, got[k], quantity, reach), "explanation": why,
        }  # fmt: skip

    def classify(self, why: Record, got: Fraction, quantity: int, reach: int) -> str:
        if why["usable"]:
            if got == quantity:
                return "SINGLE_PROVIDER" if why["providers"] == 1 else "COVERED"
            return "CAPACITY_SHORT" if reach < quantity else "CAPACITY_CONTENDED"
        if not why["nearest"]:
            return "UNCOVERED"
        return BLOCKED.get(tuple(why["nearest"][0]["constraints"]), "MULTI_BLOCKED")

    def tight(self, k: str, got: Shares) -> Record:
        """The smallest set around k that has come to its limit, among those of its market."""
        every = {i: {self.source(r, i) for r in self.usable(i)} for i in self.steps}
        uses = {
            i: sources
            for i, sources in every.items()
            if sources and all(self.capacity(source) is not None for source in sources)
        }
        market = next(group for group in joined(uses) if k in group)
        sets = [chosen for chosen in subsets(sorted(market)) if k in chosen]
        for chosen in sets:  # smallest first
            sources = set().union(*(uses[i] for i in chosen))
            slots = sum(self.capacity(s) or 0 for s in sources)
            if sum(got[i] for i in chosen) == slots:
                demand = sum(self.steps[i][0]["quantity"] for i in chosen)
                return {
                    "need_steps": sorted(chosen), "sources": sorted(sources), "capacity": slots,
                    "demand": demand,
                }  # fmt: skip
        raise AssertionError

    def levels(self, need: Record, steps: Record) -> Record:
        attained = reach = need["current"]
        for s in range(need["current"], need["target"]):
            found = steps[f"{need['id']}#{s}"]
            attained += attained == s and found["allocated"] == found["quantity"]
            reach += reach == s and found["optimistic"] == found["quantity"]
        return {"attained": attained, "reach": reach}

    def cells(self, steps: Record, got: Shares) -> Record:
        groups = defaultdict(list)
        for k, found in steps.items():
            groups[f"{found['country']}|{found['area']}"].append(k)
        cells = {}
        for name, members in groups.items():
            short: dict[str, Fraction] = defaultdict(Fraction)
            for k in members:
                need = self.steps[k][0]
                short[steps[k]["class"]] += need["urgency"] * (need["quantity"] - got[k])
            cells[name] = {
                "demand": sum(steps[k]["quantity"] for k in members),
                "optimistic": sum(steps[k]["optimistic"] for k in members),
                "allocated": number(sum((got[k] for k in members), Fraction(0))),
                "weighted_gap": number(sum(short.values(), Fraction(0))),
                "class": min(short, key=lambda c: (-short[c], SEVERITY.index(c))),
            }
        return cells

    def oversupplied(self) -> list[str]:
        triples = defaultdict(list)
        for k, (need, step) in self.steps.items():
            triples[f"{need['country']}|{need['area']}|{step}"].append(k)
        found = []
        for name, members in triples.items():
            usable = {r for k in members for r in self.usable(k)}
            slots = [self.by_id[r]["capacity"] for r in usable]
            demand = sum(self.steps[k][0]["quantity"] for k in members)
            plenty = slots.count(None) >= 3 or sum(s or 0 for s in slots) >= 2 * demand
            if len({self.by_id[r]["provider"] for r in usable}) >= 3 and plenty:
                found.append(name)
        return found


def number(value: Fraction) -> int | str:
    return int(value) if value.denominator == 1 else str(value)


def subsets(names: list[str]) -> list[tuple[str, ...]]:
    sizes = range(1, len(names) + 1)
    return list(chain.from_iterable(combinations(names, size) for size in sizes))


def joined(uses: dict[str, set[str]]) -> list[set[str]]:
    """Need-steps in sets that share no source; one that uses none is alone."""
    groups: list[tuple[set[str], set[str]]] = []
    for k, sources in uses.items():
        touched = [group for group in groups if group[1] & sources]
        groups = [group for group in groups if not group[1] & sources]
        groups.append(
            ({k}.union(*(group[0] for group in touched)), sources.union(*(g[1] for g in touched)))
        )
    return [group[0] for group in groups]

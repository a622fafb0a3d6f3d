"""What must hold in every world, however the records fall."""

from copy import deepcopy
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gaps.engine import Case, allocate, assess, fair, parts
from gaps.engine.certificate import check
from tests.engine.worlds import resources, worlds


def run(world):
    return assess(Case.from_json(world))


def shares(world):
    return {step.id: step.allocated for step in run(world).steps}


def weights(world):
    return {need["id"]: need["quantity"] * need["urgency"] for need in world["needs"]}


def sorted_levels(world, got):
    return sorted(got[f] / weights(world)[f.split("#")[0]] for f in got)


@given(worlds(), resources("new"))
def test_adding_a_resource_lowers_nobody(world, added):
    before, after = shares(world), shares({**world, "resources": [*world["resources"], added]})

    assert all(after[step] >= got for step, got in before.items())


@given(worlds(), st.integers(1, 9))
def test_adding_capacity_lowers_nobody(world, more):
    richer = deepcopy(world)
    for resource in richer["resources"][:1]:
        resource["capacity"] = resource["capacity"] and resource["capacity"] + more

    before, after = shares(world), shares(richer)

    assert all(after[step] >= got for step, got in before.items())


@given(worlds(), st.data())
def test_adding_a_need_raises_nobody_else(world, data):
    after = shares(world)
    gone = data.draw(st.sampled_from(world["needs"]))["id"]
    before = shares({**world, "needs": [n for n in world["needs"] if n["id"] != gone]})

    assert all(after[step] <= got for step, got in before.items())


@given(worlds(), st.data())
def test_opening_a_resource_never_lowers_the_total_or_the_worst_served(world, data):
    assume(world["resources"])
    opened = deepcopy(world)
    resource = data.draw(st.sampled_from(opened["resources"]))
    resource |= {"eligible": {"all": True}, "languages": [], "kinds": None, "modes": None}

    before, after = shares(world), shares(opened)

    assert sum(after.values()) >= sum(before.values())
    assert sorted_levels(world, after) >= sorted_levels(world, before)


@given(worlds())
def test_nobody_gets_more_than_could_reach_them(world):
    for step in run(world).steps:
        assert 0 <= step.allocated <= step.optimistic <= step.quantity


@given(worlds(), st.randoms(use_true_random=False))
def test_the_order_of_the_input_changes_nothing(world, chance):
    shuffled = deepcopy(world)
    for rows in (shuffled["needs"], shuffled["resources"]):
        chance.shuffle(rows)

    assert run(shuffled).to_json() == run(world).to_json()


@given(worlds(), st.integers(2, 10**6))
def test_multiplying_all_slots_multiplies_all_shares(world, factor):
    larger = deepcopy(world)
    for need in larger["needs"]:
        need["quantity"] *= factor
    for resource in larger["resources"]:
        resource["capacity"] = resource["capacity"] and resource["capacity"] * factor

    assert shares(larger) == {step: got * factor for step, got in shares(world).items()}


@given(worlds(), st.sampled_from(["CLEAR", "GREEN", "AMBER+STRICT"]))
def test_a_record_above_the_audience_changes_nothing(world, audience):
    order = ["CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED"]
    seen = {
        kind: [r for r in world[kind] if order.index(r["tlp"]) <= order.index(audience)]
        for kind in ("needs", "resources")
    }

    told = run({**world, "audience": audience})

    assert told.to_json() == run({**world, **seen, "audience": audience}).to_json()


def granted(world, step, fix):
    """The world in which the fix has been granted to this resource, for this step."""
    world = deepcopy(world)
    need = next(n for n in world["needs"] if n["id"] == step.need)
    resource = next(r for r in world["resources"] if r["id"] == fix["resource"])
    terms = {
        "KIND": {"kinds": None},
        "LEVEL": {"from": None, "to": None},
        "ELIGIBILITY": {"eligible": {"all": True}},
        "LANGUAGE": {"languages": []},
        "MODE": {"modes": None},
        "TIME": {"start": None, "end": None},
        "FRESHNESS": {"verified": world["as_of"]},
    }
    for constraint in fix["constraints"]:
        resource |= terms[constraint]
        if constraint == "TIME":  # the need's own window may lie outside the horizon
            need |= {"start": None, "end": None}
    return world


@given(worlds())
def test_the_smallest_fix_makes_the_resource_usable_and_nothing_is_cheaper(world):
    for step in run(world).steps:
        fix = step.explanation.get("min_relaxation")
        if not fix:
            continue
        after = {s.id: s for s in run(granted(world, step, fix)).steps}
        assert fix["resource"] in after[step.id].explanation["usable"]
        assert all(fix["cost"] <= miss["cost"] for miss in step.explanation["nearest"])


@given(worlds())
def test_taking_a_duplicate_away_takes_no_slot_from_anybody(world):
    before, found = shares(world), set(run(world).duplicate)

    for resource in list(world["resources"]):
        kept = [r for r in world["resources"] if r is not resource]
        unchanged = shares({**world, "resources": kept}) == before
        idle = resource["id"] in run(world).idle or resource["tlp"] == "RED"
        assert (resource["id"] in found) == (unchanged and not idle)


@given(worlds())
def test_shares_are_exact_numbers(world):
    assert all(isinstance(step.allocated, Fraction) for step in run(world).steps)


def crowded(chance):
    """Many needs for a few pools, each of which reaches some countries and areas."""
    areas, countries = ["A", "B", "C"], [f"C{k}" for k in range(8)]
    return {
        "as_of": "2026-07-01",
        "areas": dict.fromkeys(areas),
        "groups": {},
        "needs": [
            {
                "id": f"n{k}", "country": str(chance.choice(countries)),
                "area": str(chance.choice(areas)), "current": 1,
                "target": int(chance.integers(2, 4)), "quantity": int(chance.integers(1, 40)),
                "urgency": int(chance.integers(1, 6)), "kinds": [], "languages": [], "modes": None,
                "start": None, "end": None, "tlp": "CLEAR",
            }
            for k in range(60)
        ],
        "resources": [
            {
                "id": f"r{k}", "provider": f"p{k}",
                "areas": sorted(set(chance.choice(areas, 2).tolist())), "from": 1, "to": 4,
                "eligible": {"countries": sorted(set(chance.choice(countries, 3).tolist()))},
                "kinds": None, "languages": [], "modes": None, "start": None, "end": None,
                "capacity": int(chance.integers(1, 12)),
                "pool": str(chance.choice(["line", "shared"])),
                "verified": "2026-06-01", "tlp": "CLEAR",
            }
            for k in range(40)
        ],
    }  # fmt: skip


@pytest.mark.parametrize("seed", range(5))
def test_pools_across_areas_and_steps_are_divided_fairly(seed):
    result = run(crowded(np.random.default_rng(seed)))

    assert len(set(zip(result.ledger.price, result.ledger.per, strict=True))) > 2
    assert check(result) == []


def test_the_first_guess_does_not_decide(monkeypatch):
    world = crowded(np.random.default_rng(7))
    before = run(world).fingerprint
    first_parts = parts.first_parts.py_func

    def the_other_way_round(options, claims, shares):
        """Every pool goes to the last of its blocks instead."""
        first_parts(options, claims, shares)
        shares.part_source[:] = options.home[options.places[options.place_start[1:] - 1]]

    monkeypatch.setattr(fair, "first_parts", the_other_way_round)
    monkeypatch.setattr(fair, "divide", fair.divide.py_func)

    assert run(world).fingerprint == before


def test_a_division_that_runs_out_of_room_is_made_with_more(monkeypatch):
    world = crowded(np.random.default_rng(8))
    before = run(world)
    monkeypatch.setattr(allocate, "PARCELS", 0)
    after = run(world)

    assert after.fingerprint == before.fingerprint
    assert check(after) == []

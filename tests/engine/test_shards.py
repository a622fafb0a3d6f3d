"""However a run is split, and whatever part of it is run again, the findings are the same."""

from collections import Counter
from copy import deepcopy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.worlds import Size, world
from gaps.engine import Case, CaseError, Columns, affected_areas, assess, markets
from gaps.engine.fingerprint import run_fingerprint
from tests.engine.worlds import resources, worlds


def columns_of(world):
    return Columns.of(Case.from_json(world))


def findings(result):
    return {step.id: step.to_json() for step in result.steps}


def shards(columns, count):
    """The markets dealt out to so many workers."""
    groups = [[columns.areas[a] for a in group] for group in markets(columns)]
    hands = [[area for group in groups[k::count] for area in group] for k in range(count)]
    return [hand for hand in hands if hand]


@given(worlds(), st.sampled_from([1, 2, 8, 80]))
def test_the_number_of_shards_changes_nothing(world, count):
    columns = columns_of(world)
    whole = assess(columns)

    parts = [assess(columns, areas=areas) for areas in shards(columns, count)]

    together = {area: print_ for part in parts for area, print_ in part.fingerprints.items()}
    assert run_fingerprint(together) == whole.fingerprint
    assert {k: v for part in parts for k, v in findings(part).items()} == findings(whole)


@pytest.mark.parametrize("kind", ["usual", "shared", "scarce"])
def test_a_larger_world_has_one_fingerprint_for_any_number_of_shards(kind):
    columns = world(Size("test", 1_500, 800), kind)
    whole = assess(columns)

    for count in (2, 8, 80):
        parts = [assess(columns, areas=areas) for areas in shards(columns, count)]
        together = {area: print_ for part in parts for area, print_ in part.fingerprints.items()}
        assert run_fingerprint(together) == whole.fingerprint


@given(worlds())
def test_a_shard_reads_only_the_records_of_its_areas(world):
    columns = columns_of(world)

    for areas in shards(columns, 80):
        alone = assess(columns.only(areas), areas=areas)
        assert alone.fingerprints == assess(columns, areas=areas).fingerprints


@settings(max_examples=60)
@given(worlds(), resources("r0"), st.booleans())
def test_an_incremental_run_equals_a_full_one(world, changed, removed):
    before = deepcopy(world)
    rest = [r for r in world["resources"] if r["id"] != "r0"]
    after = {**world, "resources": rest if removed else [*rest, changed]}
    old, new = columns_of(before), columns_of(after)
    leaves = {"root": old.areas, "FOR": ["FOR.mob", "FOR.net"]}
    named = [r for one in (before, after) for r in one["resources"] if r["id"] == "r0"]
    touched = {leaf for r in named for area in r["areas"] for leaf in leaves.get(area, [area])}
    areas = set(affected_areas(old, touched)) | set(affected_areas(new, touched))

    again = assess(new, areas=affected_areas(new, areas))

    updated = assess(old).fingerprints | again.fingerprints
    assert updated == assess(new).fingerprints


def test_a_set_of_areas_that_a_pool_leaves_is_refused():
    columns = columns_of(
        {
            "as_of": "2026-07-01",
            "areas": {"A": None, "B": None},
            "groups": {},
            "needs": [],
            "resources": [{"id": "r", "provider": "p", "areas": ["A", "B"], "pool": "shared"}],
        }
    )

    assert affected_areas(columns, ["A"]) == ["A", "B"]
    with pytest.raises(CaseError, match="closed under shared pools"):
        assess(columns, areas=["A"])


def test_progress_is_told_in_areas():
    told = []

    assess(world(Size("test", 300, 100)), progress=lambda done, total: told.append((done, total)))

    assert told[-1] == (80, 80)
    assert told == sorted(told)
    assert len(told) > 5


def test_numbers_too_large_to_be_exact_are_refused():
    giant = {
        "id": "n0", "country": "AA", "area": "IR", "current": 1, "target": 2,
        "quantity": 10**12, "urgency": 5,
    }  # fmt: skip
    case = {
        "as_of": "2026-07-01",
        "areas": {"IR": None},
        "groups": {},
        "needs": [giant | {"id": f"n{k}"} for k in range(3)],
        "resources": [
            {"id": "r", "provider": "p", "areas": ["IR"], "capacity": 7, "verified": "2026-06-01"}
        ],
    }

    with pytest.raises(CaseError, match="too many to divide exactly"):
        assess(Case.from_json(case))


def test_a_gap_is_annotated_with_prerequisites_that_are_gaps_too():
    need = {"country": "SN", "current": 1, "target": 2, "quantity": 1, "urgency": 1}
    case = {
        "as_of": "2026-07-01",
        "areas": {"LAW": None, "LAB": None, "NET": None},
        "groups": {},
        "prerequisites": {"LAB": ["LAW", "NET"]},
        "needs": [need | {"id": area, "area": area} for area in ("LAW", "LAB")],
        "resources": [],
    }

    assert assess(Case.from_json(case)).blocked_by == {"SN|LAB": ("LAW",)}


@given(worlds())
def test_the_classes_of_all_need_steps_are_told_once(world):
    result = assess(columns_of(world))

    counts = Counter(step.id for step in result.steps)
    assert set(counts.values()) <= {1}
    assert len(counts) == int(result.assessed[result.need].sum())

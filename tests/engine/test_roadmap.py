"""A country's gaps in the order of what builds on what."""

from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from gaps.engine.roadmap import AreaGap, roadmap


def gap(area, weight=1, severity=0):
    return AreaGap(area, Fraction(weight), severity)


def stages(items):
    found = {}
    for item in items:
        found.setdefault(item.stage, []).append(item.area)
    return list(found.values())


def test_what_others_build_on_comes_first_and_the_worst_first_within_a_stage():
    before = {"lab": frozenset({"law"}), "court": frozenset({"law", "lab"})}

    items = roadmap([gap("court", 9), gap("lab"), gap("law"), gap("press", 5)], before)

    assert stages(items) == [["press", "law"], ["lab"], ["court"]]
    assert [(item.blocked_by, item.unblocks) for item in items if item.area == "lab"] == [
        (("law",), ("court",))
    ]


def test_a_prerequisite_that_is_no_gap_blocks_nothing():
    (item,) = roadmap([gap("lab")], {"lab": frozenset({"law"})})

    assert (item.stage, item.blocked_by) == (1, ())


def test_a_circle_is_broken_at_its_worst_gap_and_says_so():
    circle = {"a": frozenset({"b"}), "b": frozenset({"a"}), "c": frozenset({"a"})}

    items = roadmap([gap("a", 1), gap("b", 2), gap("c", 9)], circle)

    assert stages(items) == [["b"], ["a"], ["c"]]
    assert [item.breaks_circle for item in items] == [True, False, False]


def test_nothing_missing_needs_no_roadmap():
    assert roadmap([], {"a": frozenset({"b"})}) == []


AREAS = "abcdef"
gaps = st.lists(
    st.builds(gap, st.sampled_from(AREAS), st.integers(1, 4), st.integers(0, 3)),
    unique_by=lambda one: one.area,
)
tables = st.dictionaries(st.sampled_from(AREAS), st.frozensets(st.sampled_from(AREAS)))


def without_circles(table):
    return {area: frozenset(b for b in before if b < area) for area, before in table.items()}


@given(gaps, tables)
def test_every_gap_has_one_place_and_says_truly_what_it_waits_for(found, table):
    items = roadmap(found, table)

    areas = {one.area for one in found}
    assert sorted(item.area for item in items) == sorted(areas)
    for item in items:
        assert set(item.blocked_by) == (table.get(item.area, set()) & areas) - {item.area}
        assert all(item.area in other.blocked_by for other in items if other.area in item.unblocks)
    assert sum(len(i.blocked_by) for i in items) == sum(len(i.unblocks) for i in items)


@given(gaps, tables)
def test_only_a_circle_puts_a_gap_before_what_it_builds_on(found, table):
    stage = {item.area: item for item in roadmap(found, table)}

    for item in stage.values():
        for first in item.blocked_by:
            assert (
                stage[first].stage < item.stage
                or item.breaks_circle
                or first_waits(stage, first, item.area)
            )


def first_waits(stage, area, for_area):
    """Whether `area` waits for `for_area` along some chain: the two are in one circle."""
    seen, todo = set(), [area]
    while todo:
        for before in set(stage[todo.pop()].blocked_by) - seen:
            seen.add(before)
            todo.append(before)
    return for_area in seen


@given(gaps, tables)
def test_without_circles_a_gap_stands_in_the_first_stage_it_can(found, table):
    items = {item.area: item for item in roadmap(found, without_circles(table))}

    for item in items.values():
        latest = max((items[first].stage for first in item.blocked_by), default=0)
        assert item.stage == latest + 1
        assert not item.breaks_circle


@given(gaps, tables, st.randoms())
def test_the_order_of_the_input_changes_nothing(found, table, chance):
    items = roadmap(found, table)

    assert roadmap(chance.sample(found, len(found)), dict(sorted(table.items()))) == items
    for one, other in pairwise(items):
        assert one.stage <= other.stage

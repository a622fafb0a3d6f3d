"""What if: some records added, changed or removed, and what that would change, exactly."""

from copy import deepcopy

import pytest
from hypothesis import given

from gaps.engine import Case, CaseError, assess
from gaps.engine.records import Constraint
from gaps.engine.scenario import changed, grant, what_if
from tests.engine.worlds import needs, resources, worlds

NEED = {
    "id": "n", "country": "SN", "area": "IR", "current": 1, "target": 2, "quantity": 10,
    "urgency": 3,
}  # fmt: skip
COURSE = {"id": "course", "provider": "p", "areas": ["IR"], "verified": "2026-06-01", "capacity": 4}
CASE = {
    "as_of": "2026-07-01", "areas": {"IR": None}, "groups": {}, "needs": [NEED],
    "resources": [COURSE],
}  # fmt: skip


def test_more_places_are_worth_what_they_fill():
    more = {"change": {"resources": [{"id": "course", "capacity": 9}]}}

    outcome = what_if(CASE, more)

    assert (outcome.before.allocated, outcome.after.allocated, outcome.gain) == (4, 9, 15)
    assert [str(change.turn) for change in outcome.changes] == ["improved"]
    assert outcome.changes[0].moved_by[0].what == "capacity 4 → 9"


def test_an_offer_taken_away_opens_the_gap_it_filled():
    outcome = what_if(CASE, {"remove": {"resources": ["course"]}})

    assert outcome.gain == -12
    assert outcome.changes[0].new_class == "UNCOVERED"


def test_the_case_itself_is_left_alone():
    case = deepcopy(CASE)

    what_if(case, {"change": {"needs": [{"id": "n", "urgency": 5}]}, "remove": {"resources": []}})

    assert case == CASE


@given(worlds(most=4))
def test_no_change_changes_nothing(world):
    outcome = what_if(world, {})

    assert (outcome.gain, outcome.changes, outcome.before) == (0, (), outcome.after)


@given(worlds(most=4), resources("new"))
def test_a_new_offer_never_makes_the_gap_larger_and_taking_it_away_undoes_it(world, offer):
    there = what_if(world, {"add": {"resources": [offer]}})
    back = what_if(
        changed(world, {"add": {"resources": [offer]}}), {"remove": {"resources": ["new"]}}
    )

    assert there.gain >= 0
    assert back.gain == -there.gain
    assert (back.before, back.after) == (there.after, there.before)


@given(worlds(most=4), needs("new"))
def test_a_new_need_raises_the_gap_by_what_it_lacks_or_takes(world, need):
    assert what_if(world, {"add": {"needs": [need]}}).gain <= 0


@given(worlds(most=4))
def test_a_granted_fix_makes_the_resource_usable(world):
    case = Case.from_json(world)
    needs, offers = {n.id: n for n in case.needs}, {r.id: r for r in case.resources}
    for found in assess(case).steps:
        fix = found.explanation.get("min_relaxation")
        if not fix or "TIME" in fix["constraints"]:
            continue  # the need itself may lie outside the horizon, which no offer can mend
        failed = Constraint(sum(Constraint[name] for name in fix["constraints"]))
        need, offer = needs[found.need], offers[fix["resource"]]

        after = changed(world, grant(need, offer, found.step, failed, world["as_of"]))

        now = {step.id: step for step in assess(Case.from_json(after)).steps}[found.id]
        assert offer.id in now.explanation["usable"]


def test_an_offer_at_the_wrong_time_is_granted_the_whole_horizon():
    past = {**COURSE, "start": "2025-01-01", "end": "2025-02-01"}
    case = Case.from_json({**CASE, "resources": [past]})

    fix = grant(case.needs[0], case.resources[0], 1, Constraint.TIME, "2026-07-01")

    assert fix == {"change": {"resources": [{"id": "course", "start": None, "end": None}]}}
    assert what_if({**CASE, "resources": [past]}, fix).gain == 12


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ([], "changes: whole: give one JSON object"),
        ({"drop": {}}, "changes: drop: give add, change or remove"),
        ({"add": []}, "changes: add: give an object with needs or resources"),
        ({"add": {"agencies": []}}, "changes: add.agencies: give needs or resources"),
        ({"add": {"needs": {}}}, "changes: needs: give a list of records"),
        ({"add": {"needs": [{}]}}, "need number 1: id: give an object with an id"),
        ({"add": {"needs": [NEED]}}, "need n: id: is taken; give a new record a new id"),
        ({"remove": {"needs": ["x"]}}, "need x: id: is not a need of this run"),
        ({"remove": {"needs": "n"}}, "changes: remove.needs: give a list of ids of needs"),
        ({"change": {"needs": [{"id": "x"}]}}, "need x: id: is not a need of this run"),
        (
            {"change": {"needs": [{"id": "n", "target": 1}]}},
            "need n: target: give a level above the current one, 1",
        ),
    ],
    ids=str,
)
def test_a_change_that_cannot_be_made_is_named(changes, message):
    with pytest.raises(CaseError) as refusal:
        what_if(CASE, changes)

    assert str(refusal.value) == message


def test_what_was_asked_can_be_run_as_a_case_of_its_own():
    more = {"change": {"resources": [{"id": "course", "capacity": 9}]}}

    result = assess(Case.from_json(changed(CASE, more)))

    assert sum(cell.weighted_gap for cell in result.cells) == what_if(CASE, more).after.weighted_gap

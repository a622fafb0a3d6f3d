"""Two runs compared: which cells turned, and which record turned them."""

from copy import deepcopy
from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from gaps.engine import Case, assess
from gaps.engine.compare import Turn, compare, summary
from tests.engine.worlds import resources, worlds

NEED = {
    "id": "n", "country": "SN", "area": "IR", "current": 1, "target": 2, "quantity": 10,
    "urgency": 3,
}  # fmt: skip
COURSE = {"id": "course", "provider": "p", "areas": ["IR"], "verified": "2026-06-01"}


def case(*, as_of="2026-07-01", needs=(NEED,), resources=(COURSE,)):
    return Case.from_json(
        {
            "as_of": as_of,
            "areas": {"IR": None, "NET": None},
            "groups": {},
            "needs": list(needs),
            "resources": list(resources),
        }
    )


def only_change(old, new):
    (change,) = compare(old, new)
    return change


def test_nothing_changed_is_no_change():
    assert compare(case(), case()) == []


def test_a_gap_opens_because_the_offer_was_removed():
    change = only_change(case(), case(resources=()))

    assert (change.turn, change.old_class, change.new_class) == (
        Turn.OPENED, "SINGLE_PROVIDER", "UNCOVERED"
    )  # fmt: skip
    assert (change.old_gap, change.new_gap) == (0, 30)
    assert [(move.id, move.what) for move in change.moved_by] == [("course", "removed")]


def test_a_gap_opens_because_the_offer_lapsed_on_a_day():
    change = only_change(case(), case(as_of="2028-07-01"))

    assert change.turn is Turn.OPENED
    (move,) = change.moved_by
    assert (move.id, move.what, move.on) == ("course", "lapsed", date(2028, 6, 1))


def test_a_gap_opens_because_the_offer_ended():
    ending = COURSE | {"end": "2026-12-31"}

    change = only_change(case(resources=[ending]), case(as_of="2027-02-01", resources=[ending]))

    (move,) = change.moved_by
    assert (move.what, move.on) == ("ended", date(2026, 12, 31))


def test_a_gap_closes_because_the_offer_was_confirmed():
    stale = COURSE | {"verified": "2020-01-01"}

    change = only_change(case(resources=[stale]), case())

    assert change.turn is Turn.CLOSED
    assert change.moved_by[0].what == "verified 2020-01-01 → 2026-06-01"


def test_what_changed_elsewhere_is_not_named():
    other = COURSE | {"id": "other", "areas": ["NET"]}

    change = only_change(case(resources=[COURSE, other]), case(resources=[]))

    assert [move.id for move in change.moved_by] == ["course"]


def test_records_that_only_together_open_a_gap_are_named_together():
    second = COURSE | {"id": "second"}

    change = only_change(case(resources=[COURSE, second]), case(resources=[]))

    assert {move.id for move in change.moved_by} == {"course", "second"}


def test_a_gap_improves_and_worsens_by_exact_fractions():
    few, more = COURSE | {"capacity": 1}, COURSE | {"capacity": 4}

    better = only_change(case(resources=[few]), case(resources=[more]))
    worse = only_change(case(resources=[more]), case(resources=[few]))

    assert (better.turn, better.old_gap, better.new_gap) == (Turn.IMPROVED, 27, 18)
    assert worse.turn is Turn.WORSENED


def test_an_equal_gap_of_another_class_is_reclassified():
    stale, foreign = COURSE | {"verified": None}, COURSE | {"eligible": {"countries": ["ML"]}}

    change = only_change(case(resources=[stale]), case(resources=[foreign]))

    assert (change.turn, change.old_class, change.new_class) == (
        Turn.RECLASSIFIED, "STALE", "INELIGIBLE"
    )  # fmt: skip


def test_a_withdrawn_need_leaves_no_known_need():
    change = only_change(case(resources=()), case(needs=(), resources=()))

    assert (change.turn, change.new_class) == (Turn.CLOSED, None)


@given(worlds(most=4), resources("new"))
def test_an_added_resource_only_closes_and_improves(world, added):
    richer = deepcopy(world) | {"resources": [*world["resources"], added]}

    changes = compare(Case.from_json(world), Case.from_json(richer))

    assert {c.turn for c in changes} <= {Turn.CLOSED, Turn.IMPROVED, Turn.RECLASSIFIED}
    assert all([move.id for move in c.moved_by] == ["new"] for c in changes)


@given(worlds(most=4), st.data())
def test_the_changes_add_up_to_the_difference_of_the_two_runs(world, data):
    smaller = deepcopy(world)
    smaller["needs"].pop(data.draw(st.integers(0, len(world["needs"]) - 1)))
    old, new = Case.from_json(world), Case.from_json(smaller)

    changes = compare(old, new)

    def total(one):
        return sum((cell.weighted_gap for cell in assess(one).cells), Fraction(0))

    assert sum(c.new_gap - c.old_gap for c in changes) == total(new) - total(old)
    assert sum(summary(changes).values()) == len(changes)


def test_a_gap_closes_because_a_country_joined_a_group():
    member = COURSE | {"eligible": {"groups": ["ECOWAS"]}}

    def world(members):
        plain = case(resources=()).to_json()
        return Case.from_json(plain | {"groups": {"ECOWAS": members}, "resources": [member]})

    change = only_change(world(["GH"]), world(["GH", "SN"]))

    assert change.turn is Turn.CLOSED
    assert [(move.kind, move.id, move.what) for move in change.moved_by] == [
        ("group", "ECOWAS", "joined: SN")
    ]


def test_too_many_changes_in_one_market_are_named_together(monkeypatch):
    monkeypatch.setattr("gaps.engine.compare.MOST_CANDIDATES", 1)
    other = COURSE | {"id": "other", "verified": None}

    change = only_change(case(), case(resources=[other]))

    assert {(move.id, move.alone) for move in change.moved_by} == {
        ("course", False),
        ("other", False),
    }

"""What to do next: single acts, and the exact gain of each."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from gaps.engine import Case, Columns, assess
from gaps.engine.interventions import interventions
from tests.engine.worlds import worlds


def total(columns):
    return sum((cell.weighted_gap for cell in assess(columns).cells), Fraction(0))


def columns(resources, **need):
    wish = {
        "id": "n", "country": "SN", "area": "IR", "current": 1, "target": 2, "quantity": 10,
        "urgency": 3, "languages": ["fr"],
    }  # fmt: skip
    return Columns.of(
        Case.from_json(
            {
                "as_of": "2026-07-01",
                "areas": {"IR": None},
                "groups": {"ECOWAS": ["GH", "SN"], "SADC": ["ZA"]},
                "needs": [wish | need],
                "resources": [
                    {"id": "r", "provider": "p", "areas": ["IR"], "verified": "2026-06-01"} | one
                    for one in resources
                ],
            }
        )
    )


def acts(world, count=1):
    return interventions(world, count).to_json()["interventions"]


def texts(world, count=50):
    return {act["text"] for act in acts(world, count)}


def test_a_stale_offer_is_to_be_confirmed():
    act = acts(columns([{"verified": "2020-01-01"}]))[0]

    assert (act["constraint"], act["text"]) == ("FRESHNESS", "Confirm that r still runs.")
    assert act["gain"] == 30


def test_an_offer_in_another_language_is_to_be_given_in_this_one():
    assert acts(columns([{"languages": ["en"]}]))[0]["text"] == "Offer r in fr."


def test_an_offer_for_others_is_to_be_opened_to_the_country_or_its_group():
    act = acts(columns([{"eligible": {"countries": ["GH"]}}]))[0]

    assert act["value"] in {"SN", "ECOWAS"}


def test_an_exhausted_offer_is_to_get_more_slots():
    act = acts(columns([{"capacity": 3}]))[0]

    assert (act["act"], act["gain"]) in {("extend", 21), ("add", 21)}


def test_where_nothing_is_near_an_offer_is_to_be_added():
    act = acts(columns([]))[0]

    assert act["text"] == "Add an offer for IR in fr, 20 slots a step, open to all."
    assert act["gain"] == 30


def test_nothing_is_to_be_done_where_nothing_is_short():
    assert acts(columns([{}]), 5) == []


def test_a_need_outside_the_horizon_is_beyond_help():
    assert acts(columns([{}], start="2040-01-01"), 5) == []


@settings(max_examples=40)
@given(worlds(most=5), st.integers(1, 6))
def test_the_gains_are_exact(world, count):
    before = Columns.of(Case.from_json(world))

    plan = interventions(before, count)

    assert (plan.before, plan.after) == (total(before), total(plan.columns))
    assert plan.before - plan.after == sum(one.gain for one in plan.chosen)
    assert len(plan.chosen) <= count


@settings(max_examples=40)
@given(worlds(most=5))
def test_an_addition_never_makes_the_gap_larger(world):
    plan = interventions(Columns.of(Case.from_json(world)), 4)

    assert all(one.gain >= 0 for one in plan.chosen if one.act.kind != "relax")

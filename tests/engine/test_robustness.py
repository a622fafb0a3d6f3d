"""Robustness: the share of re-runs, at other maximum ages, that keep a finding's class."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaps.engine import Case, assess
from gaps.engine.explain import GapClass
from gaps.engine.robustness import MAXIMUM_AGES, robustness
from tests.engine.worlds import worlds

AS_OF = date(2026, 7, 1)


@given(worlds(), st.integers(100, 900))
def test_it_is_the_share_of_whole_runs_that_keep_the_class(world, max_age):
    world = {**world, "max_age_days": max_age}
    result = assess(Case.from_json(world))
    again = {
        days: assess(Case.from_json({**world, "max_age_days": days}))
        for days in MAXIMUM_AGES.values()
    }

    for k in range(len(result.need)):
        found = robustness(result, k)

        assert [rerun.gap_class for rerun in found.reruns] == [
            run.gap_class[k] for run in again.values()
        ]
        assert found.kept == sum(run.gap_class[k] == result.gap_class[k] for run in again.values())
        assert found.of == 4


@given(worlds())
def test_at_the_usual_maximum_age_a_finding_agrees_with_itself(world):
    result = assess(Case.from_json(world))

    assert all(robustness(result, k).kept >= 1 for k in range(len(result.need)))


@pytest.mark.parametrize(
    ("days", "kept"), [(0, 4), (183, 4), (184, 3), (366, 2), (549, 1), (730, 1), (731, 4)]
)
def test_an_offer_confirmed_that_many_days_ago_holds_in_as_many_re_runs(days, kept):
    verified = AS_OF - timedelta(days=days)
    world = {
        "as_of": AS_OF.isoformat(),
        "areas": {"IR": None},
        "groups": {},
        "needs": [
            {"id": "n", "country": "AA", "area": "IR", "current": 1, "target": 2, "quantity": 1,
             "urgency": 3},
        ],
        "resources": [
            {"id": "r", "provider": "p", "areas": ["IR"], "eligible": {"all": True},
             "verified": verified.isoformat()},
        ],
    }  # fmt: skip

    found = robustness(assess(Case.from_json(world)), 0)

    assert found.kept == kept
    assert found.gap_class in (GapClass.SINGLE_PROVIDER, GapClass.STALE)

"""Confidence in a finding: better evidence never lowers it, and every answer can be explained."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gaps.engine.confidence import (
    ATTRIBUTES,
    Doubt,
    DoubtKind,
    Evidence,
    Level,
    Offer,
    confidence,
    independent,
)

AS_OF = date(2026, 7, 1)


def ago(days):
    return AS_OF - timedelta(days=days)


some_days = st.none() | st.integers(-60, 1500).map(ago)
offers = st.builds(Offer, some_days, st.frozensets(st.sampled_from(ATTRIBUTES)))
evidence = st.builds(
    Evidence,
    as_of=st.just(AS_OF),
    submitters=st.integers(0, 4),
    assessed=some_days,
    offers=st.lists(offers, max_size=3).map(tuple),
)
SOUND = Evidence(AS_OF, submitters=2, assessed=AS_OF, offers=(Offer(AS_OF), Offer(AS_OF)))


def level(of):
    return confidence(of).level


def with_offer(of, place, **changes):
    changed = list(of.offers)
    changed[place] = replace(changed[place], **changes)
    return replace(of, offers=tuple(changed))


@given(evidence, st.data())
def test_stating_an_attribute_never_lowers_it(of, data):
    assume(of.offers)
    place = data.draw(st.integers(0, len(of.offers) - 1))
    stated = data.draw(st.sampled_from(ATTRIBUTES))

    better = with_offer(of, place, unstated=of.offers[place].unstated - {stated})

    assert level(better) >= level(of)


@given(evidence, st.integers(1, 3))
def test_more_submitters_never_lower_it(of, more):
    assert level(replace(of, submitters=of.submitters + more)) >= level(of)


@given(evidence, st.data())
def test_fresher_evidence_never_lowers_it(of, data):
    def fresher(day):
        return data.draw(st.integers(0, 1500).map(ago).filter(lambda d: day is None or d >= day))

    assert level(replace(of, assessed=fresher(of.assessed))) >= level(of)
    for place, offer in enumerate(of.offers):
        assert level(with_offer(of, place, verified=fresher(offer.verified))) >= level(of)


@given(evidence)
def test_the_order_of_offers_changes_nothing(of):
    assert confidence(replace(of, offers=of.offers[::-1])) == confidence(of)


@given(evidence)
def test_whatever_is_not_high_says_why(of):
    found = confidence(of)

    assert found.level == Level.HIGH or found.doubts
    assert len(set(found.doubts)) == len(found.doubts)


@given(evidence)
def test_without_a_doubt_it_is_high(of):
    found = confidence(of)

    assert found.doubts or found.level == Level.HIGH


@pytest.mark.parametrize(
    ("changes", "expected", "doubts"),
    [
        ({}, Level.HIGH, []),
        ({"submitters": 1}, Level.HIGH, [Doubt(DoubtKind.ONE_SUBMITTER)]),
        ({"submitters": 0}, Level.MEDIUM, [Doubt(DoubtKind.NOT_SUBMITTED)]),
        ({"assessed": ago(365)}, Level.HIGH, []),
        ({"assessed": ago(366)}, Level.HIGH, [Doubt(DoubtKind.NEED_OLD, 12)]),
        ({"assessed": ago(731)}, Level.MEDIUM, [Doubt(DoubtKind.NEED_OLD, 24)]),
        ({"assessed": None}, Level.MEDIUM, [Doubt(DoubtKind.NEED_UNDATED)]),
        ({"offers": ()}, Level.HIGH, [Doubt(DoubtKind.NO_OFFER)]),
        (
            {"submitters": 1, "assessed": ago(400)},
            Level.MEDIUM,
            [Doubt(DoubtKind.ONE_SUBMITTER), Doubt(DoubtKind.NEED_OLD, 13)],
        ),
        (
            {"submitters": 0, "assessed": None},
            Level.LOW,
            [Doubt(DoubtKind.NOT_SUBMITTED), Doubt(DoubtKind.NEED_UNDATED)],
        ),
        (
            {"offers": (Offer(ago(610), frozenset({"capacity"})), Offer(AS_OF))},
            Level.MEDIUM,
            [
                Doubt(DoubtKind.CONFIRMED_LONG_AGO, 20),
                Doubt(DoubtKind.NOT_STATED, 1, 2, "capacity"),
            ],
        ),
        (
            {"offers": (Offer(None, frozenset({"level", "capacity", "mode"})),)},
            Level.LOW,
            [
                Doubt(DoubtKind.NEVER_CONFIRMED, 1, 1),
                Doubt(DoubtKind.NOT_STATED, 1, 1, "level"),
                Doubt(DoubtKind.NOT_STATED, 1, 1, "capacity"),
                Doubt(DoubtKind.NOT_STATED, 1, 1, "mode"),
            ],
        ),
    ],
)
def test_each_doubt_is_named_and_counts_as_the_method_says(changes, expected, doubts):
    found = confidence(replace(SOUND, **changes))

    assert (found.level, list(found.doubts)) == (expected, doubts)


@given(st.lists(st.tuples(st.integers(1, 3), st.none() | st.integers(1, 3))), st.data())
def test_submitters_are_counted_once_and_one_more_never_makes_fewer(pairs, data):
    more = data.draw(st.tuples(st.integers(1, 3), st.none() | st.integers(1, 3)))

    assert independent(pairs) == independent([*pairs, *pairs[:1]])
    assert independent(pairs) <= independent([*pairs, more]) <= independent(pairs) + 1


@pytest.mark.parametrize(
    ("pairs", "number"),
    [
        ([], 0),
        ([(1, None), (1, None)], 1),
        ([(1, None), (2, None)], 2),
        ([(1, 7), (2, 7)], 1),  # one body speaks for two agencies
        ([(1, 7), (1, 8)], 1),  # two bodies entered the needs of one agency
        ([(1, 7), (2, 8)], 2),
    ],
)
def test_only_independent_submitters_count(pairs, number):
    assert independent(pairs) == number

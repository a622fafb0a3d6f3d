"""The certificate proves a division, and finds every kind of fault in one."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given

from gaps.engine import Case, assess
from gaps.engine.certificate import check, sample
from gaps.engine.match import pairs, usable
from tests.engine.worlds import worlds

CASES = Path(__file__).parent.parent / "cases"


def crowded():
    """A case with several need-steps, sources and prices."""
    return assess(Case.from_json(json.loads((CASES / "20_random_20x20.json").read_text())))


@given(worlds())
def test_every_division_is_proved(world):
    assert check(assess(Case.from_json(world))) == []


@given(worlds())
def test_what_is_usable_is_what_fails_nothing(world):
    result = assess(Case.from_json(world))

    for n, s in zip(result.need.tolist(), result.step.tolist(), strict=True):
        resources, failed = pairs(result.world, n, s)
        assert usable(result.world, n, s) == resources[failed == 0].tolist()


def test_the_worked_case_is_proved():
    assert check(crowded()) == []


def contended(result):
    return int(np.flatnonzero(result.ledger.per)[0])


def test_a_share_that_its_price_does_not_explain_is_found():
    result = crowded()
    k = result.ledger.step[contended(result)]
    result.got[k] += result.per[k]

    assert any("its price says" in line for line in check(result))


def test_a_source_that_gives_more_than_it_has_is_found():
    result = crowded()
    result.ledger.flow[0] *= 100

    assert any("slots" in line for line in check(result))


def test_an_exhausted_source_with_slots_left_is_found():
    result = crowded()
    row = contended(result)
    result.ledger.flow[result.ledger.flow_row == row] = 0

    assert any("finite price but gives" in line for line in check(result))


@pytest.mark.parametrize("factor", [0, 1000])
def test_a_wrong_price_is_found(factor):
    result = crowded()
    result.ledger.price[contended(result)] *= factor

    assert check(result) != []


def test_a_dearer_source_left_unused_is_found():
    result = crowded()
    book = result.ledger
    source = int(book.flow_source[book.flow_row == contended(result)][0])
    book.source_price[source] *= 1000

    assert any("dearer" in line for line in check(result))


def test_a_sample_looks_at_those_need_steps_only():
    result = crowded()
    first, *rest = result.ledger.step[np.flatnonzero(result.ledger.per)].tolist()
    result.got[first] += result.per[first]

    assert check(result, sample=rest) == []
    assert check(result, sample=[first]) != []


def test_a_sample_takes_those_that_compete_first_and_is_repeatable():
    result = crowded()
    competing = set(result.ledger.step.tolist())

    chosen = sample(result, 3)

    assert len(chosen) == 3
    assert set(chosen) <= competing
    assert sample(result, 3) == chosen
    assert len(sample(result, 10**6)) == int(result.assessed[result.need].sum())


def test_a_source_that_gives_too_much_is_found_from_any_need_step_that_can_use_it():
    result = crowded()
    source = result.ledger.flow_source[0]
    takers = result.ledger.flow_row[result.ledger.flow_source == source]
    result.ledger.flow[0] *= 100

    for k in result.ledger.step[takers].tolist():
        assert any("slots" in line for line in check(result, sample=[k]))

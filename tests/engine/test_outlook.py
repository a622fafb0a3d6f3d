"""The months ahead: each is the run that would be made on its day, had nobody changed anything."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from gaps.engine import Case, Columns, assess
from gaps.engine.compare import differences
from gaps.engine.outlook import days, forecast, total
from tests.engine.test_compare import COURSE, NEED, case
from tests.engine.worlds import worlds


def months(world, horizon=12):
    return list(forecast(Columns.of(world).with_settings(horizon_months=horizon)))


def run_of(world, day):
    """The run of a day, made from scratch without the needs that have ended."""
    needs = tuple(need for need in world.needs if need.end is None or need.end >= day)
    return assess(replace(world, settings=replace(world.settings, as_of=day), needs=needs))


def test_a_forecast_has_today_and_the_first_of_each_later_month_of_the_horizon():
    assert days(date(2026, 11, 23), 3) == [
        date(2026, 11, 23), date(2026, 12, 1), date(2027, 1, 1)
    ]  # fmt: skip


def test_an_offer_that_nobody_confirms_ages_and_opens_what_it_served():
    world = case()  # confirmed on 1 June 2026, good for 730 days

    turn = next(month for month in months(world, 48) if month.opened)

    assert turn.day == date(2028, 6, 1)
    assert (turn.gaps, turn.allocated, turn.weighted_gap) == (1, 0, 30)
    assert [(c.country, c.old_class, c.new_class) for c in turn.opened] == [
        ("SN", "SINGLE_PROVIDER", "STALE")
    ]
    assert (list(turn.aged), list(turn.ended)) == ([0], [])


def test_an_offer_that_ends_is_not_said_to_have_aged():
    course = {**COURSE, "end": "2026-09-15"}

    turn = next(month for month in months(case(resources=(course,))) if month.opened)

    assert turn.day == date(2026, 10, 1)
    assert (list(turn.ended), list(turn.aged)) == ([0], [])


def test_a_need_whose_window_has_ended_is_waited_for_by_nobody():
    need = {**NEED, "end": "2026-08-31"}

    found = months(case(needs=(need,)))

    assert [month.demand for month in found[:4]] == [10, 10, 0, 0]
    assert list(found[2].needs_ended) == [0]
    assert not found[2].opened


def test_what_serves_somebody_is_named_before_what_serves_nobody():
    idle = {**COURSE, "id": "a", "eligible": {"countries": ["XX"]}, "end": "2026-08-10"}
    serving = {**COURSE, "end": "2026-08-20"}
    columns = Columns.of(case(resources=(idle, serving)))

    turn = next(month for month in forecast(columns) if len(month.ended))

    assert [columns.resources.id[place] for place in turn.ended] == [b"course", b"a"]


@settings(max_examples=25)
@given(worlds(most=5), st.integers(2, 40))
def test_every_month_is_the_run_of_its_day(data, horizon):
    world = Case.from_json({**data, "horizon_months": horizon})

    found = list(forecast(Columns.of(world)))

    assert [month.day for month in found] == days(world.settings.as_of, horizon)
    before = None
    for month in found:
        run = run_of(world, month.day)
        cells = {(c.country, c.area): (c.weighted_gap, c.gap_class.name) for c in run.cells}
        assert (month.demand, month.allocated, month.weighted_gap, month.cells, month.gaps) == (
            sum(cell.demand for cell in run.cells),
            sum(cell.allocated for cell in run.cells),
            sum(cell.weighted_gap for cell in run.cells),
            len(cells),
            sum(1 for gap, _ in cells.values() if gap),
        )
        if before is not None:
            assert list(month.changes) == differences(before, cells)
        before = cells


@given(worlds())
def test_time_alone_opens_no_gap_where_nothing_lapses(data):
    for resource in data["resources"]:
        resource |= {"end": None, "start": None, "verified": "2030-07-01"}
    for need in data["needs"]:
        need |= {"start": None, "end": None}

    found = months(Case.from_json(data), 24)

    assert not any(month.changes for month in found)


@given(st.lists(st.fractions(max_denominator=50)))
def test_a_total_is_the_sum_in_any_order(values):
    assert total(values) == total(reversed(values)) == sum(values, Fraction(0))

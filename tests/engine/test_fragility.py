"""If a provider stopped: what would open, and that nobody who matters is passed over."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from gaps.engine import Case, Columns, assess
from gaps.engine.compare import Turn, cells, differences
from gaps.engine.fragility import by_area, fragility, risks, stop
from tests.engine.test_compare import COURSE, case
from tests.engine.worlds import worlds


def names(world):
    """Provider numbers of the columns to names, which are sorted there."""
    return sorted({resource.provider for resource in world.for_audience().resources})


def by_name(world):
    called = names(world)
    return {called[one.provider]: one for one in fragility(Columns.of(world))}


def without(world, provider):
    rest = tuple(r for r in world.resources if r.provider != provider)
    return replace(world, resources=rest)


def test_the_only_provider_opens_all_that_it_serves():
    found = by_name(case())

    (change,) = found["p"].changes
    assert (change.turn, change.new_class, found["p"].opens) == (Turn.OPENED, "UNCOVERED", 30)


def test_a_provider_that_another_stands_in_for_opens_nothing():
    assert by_name(case(resources=(COURSE, {**COURSE, "id": "other", "provider": "q"}))) == {}


def test_two_spare_courses_of_one_provider_go_together():
    """Each alone is a duplicate, so a rule that looks at single resources would pass it over."""
    world = case(resources=(COURSE, {**COURSE, "id": "second"}))

    assert assess(world).duplicate == ("course", "second")
    assert by_name(world)["p"].opens == 30


def test_two_spare_rosters_of_one_provider_go_together():
    roster = {**COURSE, "capacity": 10, "pool": "shared"}
    world = case(resources=(roster, {**roster, "id": "second"}))

    assert assess(world).duplicate == ("course", "second")
    assert by_name(world)["p"].opens == 30


def test_providers_come_in_the_order_of_what_they_open():
    few = {**COURSE, "capacity": 4}
    more = {**COURSE, "id": "more", "provider": "a", "capacity": 5}

    found = fragility(Columns.of(case(resources=(few, more))))

    assert [one.opens for one in found] == [15, 12]


@given(worlds())
def test_what_opens_is_the_difference_to_a_run_without_the_provider(data):
    world = Case.from_json(data)
    before, found = cells(assess(world)), by_name(world)

    for provider in names(world):
        after = cells(assess(without(world, provider)))
        changed = [c for c in differences(before, after) if c.new_gap != c.old_gap]
        assert (list(found[provider].changes) if provider in found else []) == changed


@given(worlds())
def test_a_provider_that_stops_helps_nobody(data):
    turns = {c.turn for one in by_name(Case.from_json(data)).values() for c in one.changes}

    assert turns <= {Turn.OPENED, Turn.WORSENED}


@given(worlds())
def test_no_provider_opens_more_than_its_bound(data):
    columns = Columns.of(Case.from_json(data))
    found = assess(columns)
    before = by_area(found)

    for risk in risks(columns, found):
        assert stop(columns, before, risk).opens <= risk.bound


@given(worlds(), st.randoms())
def test_the_order_of_the_records_changes_nothing(data, chance):
    shuffled = {**data, "resources": chance.sample(data["resources"], len(data["resources"]))}

    first, second = (by_name(Case.from_json(world)) for world in (data, shuffled))

    assert first == second

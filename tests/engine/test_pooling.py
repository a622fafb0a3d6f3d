"""Candidates for one shared offer: who lacks the same, shares a language and a body."""

from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from gaps.engine.pooling import Shortfall, pools

ECOWAS = {"BEN", "SEN", "TGO", "GHA"}
AFRICA = ECOWAS | {"KEN", "MLI"}


def lacks(country, *, step=1, languages=("fr",), missing=10, area="FOR"):
    missing = Fraction(missing)
    return Shortfall(country, area, step, frozenset(languages), missing, 3 * missing)


def shown(found):
    return [(pool.body, "/".join(pool.countries), "/".join(pool.languages)) for pool in found]


def test_three_countries_of_one_body_and_language_are_a_candidate():
    rows = [lacks(country) for country in ("BEN", "SEN", "TGO")]

    (pool,) = pools(rows, {"ECOWAS": ECOWAS})

    assert (pool.countries, pool.languages, pool.body) == (("BEN", "SEN", "TGO"), ("fr",), "ECOWAS")
    assert (pool.area, pool.first_step, pool.lifts_to, pool.slots) == ("FOR", 1, 2, 30)
    assert pool.weighted_gap == 90


def test_two_countries_are_too_few():
    assert pools([lacks("BEN"), lacks("SEN")], {"ECOWAS": ECOWAS}) == []


def test_a_country_that_takes_any_language_joins_every_group():
    rows = [lacks("BEN"), lacks("SEN"), lacks("TGO", languages=())]

    assert shown(pools(rows, {"ECOWAS": ECOWAS})) == [("ECOWAS", "BEN/SEN/TGO", "fr")]


def test_where_all_take_any_language_none_is_named():
    rows = [lacks(country, languages=()) for country in ("BEN", "SEN", "TGO")]

    assert shown(pools(rows, {"ECOWAS": ECOWAS})) == [("ECOWAS", "BEN/SEN/TGO", "")]


def test_a_country_with_another_need_in_another_language_is_left_out():
    rows = [*map(lacks, ("BEN", "SEN", "TGO", "GHA")), lacks("GHA", languages=("en",))]

    assert shown(pools(rows, {"ECOWAS": ECOWAS})) == [("ECOWAS", "BEN/SEN/TGO", "fr")]


def test_of_bodies_with_the_same_countries_the_smaller_is_the_reason():
    rows = [lacks(country) for country in ("BEN", "SEN", "TGO")]

    assert shown(pools(rows, {"AFRICA": AFRICA, "ECOWAS": ECOWAS})) == [
        ("ECOWAS", "BEN/SEN/TGO", "fr")
    ]


def test_a_smaller_group_is_listed_beside_a_larger_one_where_its_body_is_smaller():
    rows = [lacks(country) for country in ("BEN", "SEN", "TGO", "MLI")]

    assert shown(pools(rows, {"AFRICA": AFRICA, "ECOWAS": ECOWAS})) == [
        ("AFRICA", "BEN/MLI/SEN/TGO", "fr"),
        ("ECOWAS", "BEN/SEN/TGO", "fr"),
    ]


def test_a_larger_body_with_fewer_of_the_countries_is_no_reason():
    rows = [lacks(country) for country in ("BEN", "SEN", "TGO", "GHA")]
    world = {"BEN", "SEN", "TGO", "FRA", "CAN", "CHE"}

    assert shown(pools(rows, {"ECOWAS": ECOWAS, "OIF": world})) == [
        ("ECOWAS", "BEN/GHA/SEN/TGO", "fr")
    ]


def test_the_same_countries_at_two_steps_in_a_row_are_one_offer():
    rows = [lacks(country, step=step) for country in ("BEN", "SEN", "TGO") for step in (1, 2, 4)]

    found = pools(rows, {"ECOWAS": ECOWAS})

    assert [(p.first_step, p.lifts_to, p.slots) for p in found] == [(1, 3, 60), (4, 5, 30)]


def test_a_part_of_a_slot_asks_for_a_whole_one():
    rows = [lacks(country, missing="1/2") for country in ("BEN", "SEN", "TGO")]

    assert pools(rows, {"ECOWAS": ECOWAS})[0].slots == 2


countries = st.sampled_from(sorted(AFRICA))
shortfalls = st.lists(
    st.builds(
        lacks,
        countries,
        step=st.integers(1, 3),
        languages=st.sets(st.sampled_from(["en", "fr"])),
        missing=st.integers(1, 9),
        area=st.sampled_from(["FOR", "IR"]),
    ),
    max_size=25,
)
bodies = st.dictionaries(st.sampled_from("abcd"), st.sets(countries, min_size=3), min_size=1)


@given(shortfalls, bodies)
def test_one_offer_as_described_would_serve_every_country_of_a_candidate(rows, members):
    for pool in pools(rows, members):
        assert len(pool.countries) >= 3
        assert set(pool.countries) <= members[pool.body]
        for step in range(pool.first_step, pool.lifts_to):
            here = [
                row
                for row in rows
                if (row.area, row.step) == (pool.area, step) and row.country in pool.countries
            ]
            assert {row.country for row in here} == set(pool.countries)
            for language in pool.languages:
                assert all(not row.languages or language in row.languages for row in here)
            assert pool.languages or not any(row.languages for row in here)


@given(shortfalls, bodies)
def test_no_candidate_is_within_another_of_the_same_language_and_no_larger_body(rows, members):
    found = pools(rows, members)

    for pool in found:
        for other in found:
            same = (pool.area, pool.languages) == (other.area, other.languages)
            steps = other.first_step <= pool.first_step and pool.last_step <= other.last_step
            if pool is not other and same and steps and set(pool.countries) <= set(other.countries):
                assert len(members[pool.body]) < len(members[other.body])


@given(shortfalls, bodies)
def test_every_group_of_a_body_and_a_language_is_within_some_candidate(rows, members):
    found = pools(rows, members)

    for area, step in {(row.area, row.step) for row in rows}:
        here = [row for row in rows if (row.area, row.step) == (area, step)]
        for language in ("en", "fr"):
            deaf = {row.country for row in here if row.languages and language not in row.languages}
            for body in members.values():
                group = {row.country for row in here if row.country in body} - deaf
                assert len(group) < 3 or any(
                    pool.area == area
                    and pool.first_step <= step <= pool.last_step
                    and (language in pool.languages or not pool.languages)
                    and group <= set(pool.countries)
                    for pool in found
                )


@given(shortfalls, bodies, st.randoms())
def test_candidates_come_worst_first_whatever_the_order_of_the_rows(rows, members, chance):
    found = pools(rows, members)

    assert found == pools(chance.sample(rows, len(rows)), dict(sorted(members.items())[::-1]))
    assert all(a.weighted_gap >= b.weighted_gap for a, b in pairwise(found))

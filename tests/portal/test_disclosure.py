"""What released figures tell of the records behind them, whatever those are."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from portal.disclosure import figure, release

counts = st.dictionaries(st.sampled_from("abcdefg"), st.integers(0, 40))
places = st.tuples(st.sampled_from(["Africa", "Asia"]), st.sampled_from(["forensics", "law"]))
tables = st.dictionaries(places, counts)
too_few = st.dictionaries(st.sampled_from("abcdefg"), st.integers(0, 40), max_size=2)
lopsided = counts.map(lambda given_by: given_by | {"h": 3 * sum(given_by.values()) + 1})
left_out = too_few | lopsided


@given(counts)
def test_a_figure_has_three_organisations_behind_it_none_of_them_dominant(given_by):
    shown = figure(given_by.values())

    behind = [count for count in given_by.values() if count]
    safe = len(behind) >= 3 and max(behind) <= 0.7 * sum(behind)
    assert (shown is not None) == safe


@given(counts)
def test_a_figure_is_a_multiple_of_five_no_more_than_two_off_and_never_nought(given_by):
    shown = figure(given_by.values())

    assume(shown is not None)
    assert shown % 5 == 0
    assert shown > 0
    assert abs(shown - sum(given_by.values())) <= 2


@given(tables, places, counts)
def test_no_figure_tells_of_another_cell(table, place, other):
    before, after = release(table), release(table | {place: other})

    assert {p: f for p, f in before.figures.items() if p != place} == {
        p: f for p, f in after.figures.items() if p != place
    }


@given(tables, places, left_out, left_out)
def test_no_total_tells_what_a_cell_left_out_holds(table, place, one, other):
    first, second = release(table | {place: one}), release(table | {place: other})

    assert first.figures[place] is None
    assert first == second
    for cells in (None, [(place[0], area) for area in ("forensics", "law")]):
        assert first.total(cells) == second.total(cells)


@given(tables)
def test_a_total_is_the_sum_of_what_is_shown(table):
    shown = release(table)

    known = [shown for shown in shown.figures.values() if shown is not None]
    assert shown.total() == (sum(known) or None)
    assert shown.left_out + len(known) == len(table)


@given(counts)
def test_it_does_not_matter_who_the_organisations_are(given_by):
    assert figure(given_by.values()) == figure(sorted(given_by.values()))


@pytest.mark.parametrize(
    ("behind", "shown"),
    [
        ([], None),
        ([5, 5], None),
        ([1, 1, 1], 5),
        ([7, 2, 1], 10),
        ([8, 1, 1], None),
        ([0, 0, 0, 9, 9], None),
        ([4, 4, 4], 10),
        ([5, 4, 4], 15),
    ],
)
def test_examples(behind, shown):
    assert figure(behind) == shown


def test_a_count_below_nought_is_refused():
    with pytest.raises(ValueError, match="below nought"):
        figure([3, 3, -1])

"""Nobody learns what they may not: two worlds that differ by hidden rows answer alike."""

from collections.abc import Iterator
from itertools import chain, islice

import pytest

from portal.access import TLP
from portal.models import marked_models
from tests.inference import naming, worlds
from tests.inference.addresses import addresses
from tests.inference.answers import Answer, Leak, Request, answers, difference, leaks
from tests.inference.plans import ASK_MORE, Plan
from tests.inference.worlds import HIDDEN, LOWER, REVIEWER, UNVERIFIED, VISITOR

pytestmark = pytest.mark.django_db(transaction=True)

MOST_SHOWN = 8
# What is hidden from whom.
HIDDEN_FROM = {
    TLP.GREEN: (VISITOR, UNVERIFIED),
    TLP.AMBER_STRICT: LOWER,
    TLP.RED: (REVIEWER,),
}


# What is told on purpose, and why.
ON_PURPOSE = {
    ("administrator", "/administration/trail"): "it tells that a record of some kind has changed, "
    "never what it says: who looks after the portal must see every act",
}


@pytest.fixture
def _django_db_helper():
    """Worlds are committed, as in the portal, and shared by these tests: whoever makes one clears
    it away, and nobody does between two tests."""


@pytest.fixture(scope="module")
def plan(django_db_setup, django_db_blocker) -> Iterator[Plan]:
    """All requests of all readers, with the answers of the world without hidden rows."""
    with django_db_blocker.unblock():
        plan = Plan(worlds.make())
        plan.work_out()
        yield plan
        worlds.clear()


def test_every_marked_model_has_rows_to_hide():
    assert set(marked_models()) == set(HIDDEN), (
        "Say in HIDDEN, in tests/inference/worlds.py, how a row of each marked model is hidden."
    )


def test_every_parameter_of_an_address_has_values_to_try():
    assert addresses()


def test_every_read_of_rows_with_a_label_is_narrowed_to_its_reader(plan):
    """Whoever reads them, a view or whatever it calls; `visible_to` and its kin narrow."""
    said = [f"{request}: {read}" for read, request in sorted(plan.unnarrowed.items())]

    assert not said, "Not narrowed to the reader:\n" + "\n".join(said)


def test_the_same_world_answers_alike_when_it_is_asked_again(plan):
    """So whatever differs between two worlds is due to what they hold: not to chance or time."""
    again = answers(plan.world, REVIEWER, plan.answers[REVIEWER])

    for request, first in plan.answers[REVIEWER].items():
        assert again[request] == first, difference(first, again[request])


def test_no_request_ends_in_an_error_of_the_portal(plan):
    broken = [
        f"{reader}: {request} {answer.status}"
        for reader, found in plan.answers.items()
        for request, answer in found.items()
        if answer.status >= 500
    ]

    assert not broken


def test_every_address_is_asked_for_by_every_reader(plan):
    assert len(plan.places) > 40
    for found in plan.answers.values():
        assert {r.path for r in found} >= {*plan.places, *plan.hidden_places}


@pytest.mark.parametrize("reader", ["officer", REVIEWER])
def test_no_page_calls_a_place_or_an_area_by_its_english_name_in_another_language(plan, reader):
    assert naming.untranslated() == []

    found = naming.english_names(plan, reader)

    assert {path: names for path, names in found.items() if names} == {}
    assert len(found) > 50


@pytest.mark.parametrize("label", HIDDEN_FROM, ids=lambda label: label.name.lower())
def test_what_is_hidden_changes_no_answer_when_it_comes_changes_and_goes(plan, label):
    readers = HIDDEN_FROM[label]
    world = worlds.make(label)
    _compare("Rows that exist", world, {reader: plan.answers[reader] for reader in readers})

    worlds.change_hidden(world, label)
    some = {reader: plan.core(reader) for reader in readers if reader in ASK_MORE}
    _compare("Rows that have changed", world, some)

    worlds.delete_hidden(world)
    _compare("Rows that have gone", world, some)


def _compare(what: str, world: worlds.World, expected: dict[str, dict[Request, Answer]]) -> None:
    each = (leaks(world, reader, wanted) for reader, wanted in expected.items())
    told = (leak for leak in chain.from_iterable(each) if not _is_on_purpose(leak))
    found = [str(leak) for leak in islice(told, MOST_SHOWN)]
    assert not found, f"{what} tell on themselves:\n\n" + "\n\n".join(found)


def _is_on_purpose(leak: Leak) -> bool:
    return any(
        leak.reader == reader and leak.request.path.startswith(address)
        for reader, address in ON_PURPOSE
    )

"""The paired worlds find a leak whichever single filter is taken away."""

import pytest

from portal.access import TLP
from tests.inference import worlds
from tests.inference.answers import answers, leaks
from tests.inference.mutations import MUTATIONS, without

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def _django_db_helper():
    """Worlds are committed, as in the portal: whoever makes one clears it away."""


@pytest.fixture(scope="module")
def found(django_db_setup, django_db_blocker):
    """For each mutation the first answer that tells on a hidden row."""
    with django_db_blocker.unblock():
        world = worlds.make()
        plain = []
        for mutation in MUTATIONS:
            with without(mutation):
                plain.append(answers(world, mutation.reader, mutation.asked))
        world, said = worlds.make(TLP.AMBER_STRICT), {}
        for mutation, expected in zip(MUTATIONS, plain, strict=True):
            with without(mutation):
                said[mutation.said] = next(leaks(world, mutation.reader, expected), None)
            as_it_is = answers(world, mutation.reader, mutation.asked)
            assert all(answer.status < 500 for answer in as_it_is.values())
        worlds.clear()
        return said


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.said)
def test_a_filter_that_is_missing_is_found(found, mutation):
    assert found[mutation.said], "Nothing shows that this filter is missing."

"""The cast: one person a role, and a run at hand."""

import os

import hypothesis
import pgtrigger
import pytest
from django.test import TransactionTestCase

from gaps import actions, analysis
from portal.access import Audience, Role
from tests.factories import UserFactory

# Enough to find a slip on every run; HYPOTHESIS_EXAMPLES=1000 looks harder.
hypothesis.settings.register_profile(
    "suite", max_examples=int(os.environ.get("HYPOTHESIS_EXAMPLES", "40")), deadline=None
)
hypothesis.settings.load_profile("suite")


@pytest.fixture
def analyst(db):
    return UserFactory(role=Role.ANALYST)


@pytest.fixture
def officer(db):
    return UserFactory(role=Role.OFFICER)


@pytest.fixture
def partner(db):
    return UserFactory(role=Role.PARTNER)


@pytest.fixture
def reviewer(db):
    return UserFactory(role=Role.REVIEWER)


@pytest.fixture
def administrator(db):
    return UserFactory(role=Role.ADMINISTRATOR)


@pytest.fixture
def outsider(db):
    """Somebody with an account whose organisation nobody has verified."""
    return UserFactory(organisation__verified=False)


@pytest.fixture
def analysed(db):
    """Make a run, for one audience or for all, and return the last one."""

    def make(*audiences, **fields):
        for audience in audiences or Audience:
            run = actions.create_run(audience=audience, **fields)
            analysis.execute(run.pk)
        run.refresh_from_db()
        return run

    return make


@pytest.fixture(scope="session", autouse=True)
def tables_may_be_emptied_between_tests():
    """After a test that commits, Django empties all tables, which append-only ones refuse."""
    empty = TransactionTestCase._fixture_teardown

    def teardown(self):
        with pgtrigger.ignore():
            empty(self)

    TransactionTestCase._fixture_teardown = teardown
    yield
    TransactionTestCase._fixture_teardown = empty

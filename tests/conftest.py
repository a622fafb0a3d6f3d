"""The cast: one person a role, and a run at hand."""

import functools
import os

import hypothesis
import pytest
from django.db import connection, transaction
from django.test import TransactionTestCase

from gaps import actions, analysis
from portal.access import Audience, Role
from tests.factories import UserFactory

# What takes longest begins first, so that no worker is left with it at the end.
LONG = ("tests/inference/", "tests/e2e/")
# What migrating makes and no test changes.
MADE_ONCE = {"django_content_type", "auth_permission"}

# Enough to find a slip on every run; HYPOTHESIS_EXAMPLES=1000 looks harder.
hypothesis.settings.register_profile(
    "suite", max_examples=int(os.environ.get("HYPOTHESIS_EXAMPLES", "40")), deadline=None
)
hypothesis.settings.load_profile("suite")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: [not item.nodeid.startswith(folder) for folder in LONG])


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
def tables_are_emptied_fast():
    """After a test that commits, Django truncates every table and makes all permissions anew.

    Most tables are empty, and deleting few rows takes a hundredth of that. No trigger runs: nothing
    is noted, and what is append-only can be emptied.
    """
    former = TransactionTestCase._fixture_teardown
    TransactionTestCase._fixture_teardown = lambda self: empty_tables()
    yield
    TransactionTestCase._fixture_teardown = former


def empty_tables():
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica; " + deletions())


@functools.cache
def deletions():
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    return "; ".join(f'DELETE FROM "{table}"' for table in sorted({*tables} - MADE_ONCE))

"""Worlds are committed, as in the portal, and shared by the tests of a module."""

import pytest


@pytest.fixture
def _django_db_helper():
    """Leave the database alone between two tests: whoever makes a world clears it away."""

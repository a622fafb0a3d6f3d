"""An organisation with an administrator of its own."""

import pytest

from portal.access import OrganisationKind, Role
from tests.factories import OrganisationFactory, UserFactory


@pytest.fixture
def police(db):
    return OrganisationFactory(name="Police", kind=OrganisationKind.LAW_ENFORCEMENT)


@pytest.fixture
def manager(police):
    """The administrator of an organisation of law enforcement."""
    return UserFactory(role=Role.OFFICER, organisation=police, manages_organisation=True)

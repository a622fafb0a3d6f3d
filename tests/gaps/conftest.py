"""A small world that several rooms' tests share."""

import pytest

from tests.factories import TODAY, AreaFactory, CountryFactory, NeedFactory, ResourceFactory


@pytest.fixture
def course():
    """Senegal asks for ten places in one area; one course has four."""
    area = AreaFactory(code="FOR-02", name="Mobile forensics")
    senegal = CountryFactory(iso3="SEN", iso2="SN", name="Senegal")
    NeedFactory(agency__country=senegal, area=area, quantity=10, urgency=3)
    return ResourceFactory(
        areas=[area], name="Lab course", capacity_rule="limited", capacity=4, last_verified=TODAY
    )

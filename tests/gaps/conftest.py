"""A small world that several rooms' tests share."""

import pytest

from gaps.models import Finding
from portal.access import Audience
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


@pytest.fixture
def finding(course, analysed):
    """Six of ten places are missing in Senegal."""
    analysed()
    return Finding.objects.get(audience=Audience.AMBER_STRICT)

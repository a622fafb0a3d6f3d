"""A small world that several rooms' tests share."""

import pytest

from capabilities.models import CountryGroup, Membership
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
def west_africa():
    """Three French-speaking members of one body, and others of none, lack the same."""
    body = CountryGroup.objects.create(code="ECOWAS", name="ECOWAS", kind="body")
    area = AreaFactory(code="FOR-03")
    for iso3 in ("BEN", "TGO", "SEN", "FRA", "CHE", "CAN", "BEL"):
        country = CountryFactory(iso3=iso3, iso2=iso3[:2] if iso3 != "BEL" else "BQ")
        NeedFactory(agency__country=country, area=area, languages=["fr"], quantity=5)
    for iso3 in ("BEN", "TGO", "SEN"):
        Membership.objects.create(group=body, country=CountryFactory(iso3=iso3), basis="test")
    return body

"""The dashboard of each role in a real browser: accessible, and no wider than the screen."""

from datetime import timedelta

import pytest
from django.utils import timezone

from capabilities.models import Exposure
from capabilities.workflow import Status
from gaps import actions, studies
from gaps.models import Run, Study
from portal.access import TLP, Audience
from tests.factories import (
    AgencyFactory,
    AreaFactory,
    CountryFactory,
    DeskFactory,
    NeedFactory,
    OrganisationFactory,
    ProviderFactory,
    ResourceFactory,
    SubmittedNeedFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)
PLACES = (
    ("SEN", "SN", "Senegal", "Western Africa"),
    ("KEN", "KE", "Kenya", "Eastern Africa"),
    ("FJI", "FJ", "Fiji", "Melanesia"),
)
AREAS = ("Mobile device forensics", "Tracing payments in virtual assets", "Public-private hotlines")


@pytest.fixture
def world(officer, partner, reviewer, analysed):
    school = ProviderFactory(name="School of forensics", owner=partner.organisation)
    areas = [AreaFactory(code=f"FOR-{n:02}", name=name) for n, name in enumerate(AREAS, 2)]
    for number, (iso3, iso2, name, region) in enumerate(PLACES, 1):
        country = CountryFactory(iso3=iso3, iso2=iso2, name=name, subregion=region)
        for area in areas[:number]:
            agency = AgencyFactory(country=country)
            NeedFactory(agency=agency, area=area, languages=["fr"], quantity=9 * number)
    ResourceFactory(areas=areas[:1], provider=school, language_rule="named", languages=["en"])
    ResourceFactory(areas=areas[1:2], provider=school, last_verified=None)
    own = AgencyFactory(name="Cybercrime division", owner=officer.organisation)
    desk = DeskFactory(name="FCO desk", organisation=reviewer.organisation)
    soon = timezone.now() + timedelta(days=2)
    for status in (Status.SUBMITTED, Status.ACCEPTED, Status.MET):
        SubmittedNeedFactory(
            by=officer,
            agency=own,
            area=areas[0],
            status=status,
            tlp=TLP.AMBER,
            submission__desk=desk,
            submission__due=soon,
        )
    analysed()
    for audience in Audience:  # a line needs two days
        run = Run.objects.latest_for(audience)
        Run.objects.filter(pk=run.pk).update(finished=timezone.now() - timedelta(days=1))
    ResourceFactory(areas=areas[2:], level_from=1, level_to=5)
    analysed()
    actions.plan_next_steps(run=Run.objects.shown_to(reviewer), number=20, by=reviewer)
    for key in Study.objects.unfinished().values_list("pk", flat=True):
        studies.answer(key)
    for house in OrganisationFactory.create_batch(4):
        day = timezone.localdate() - timedelta(days=9)
        Exposure.objects.create(organisation=house, provider=school, day=day, visits=7)


def test_each_role_has_a_dashboard_that_fits(world, at_browser, officer, partner, reviewer):
    for person in (reviewer, officer, partner):
        with at_browser(person) as reader:
            reader.page.goto("/dashboard")
            reader.look()

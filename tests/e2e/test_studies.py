"""Studies and checks in a real browser: reachable for everybody, worked out while one looks on."""

import pytest
from playwright.sync_api import expect

from gaps import actions, studies
from gaps.models import Study
from tests.e2e.looking import wrong_at
from tests.factories import (
    AreaFactory,
    CountryFactory,
    IndicativeNeedFactory,
    NeedFactory,
    ResourceFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def asked(analysed, reviewer):
    """One study of each kind, worked out, and the run they rest on."""
    senegal = CountryFactory(iso3="SEN", iso2="SN", name="Senegal")
    area = AreaFactory(code="FOR-02", name="Mobile device forensics")
    NeedFactory(agency__country=senegal, area=area, quantity=5)
    IndicativeNeedFactory(country=senegal, area=AreaFactory(code="FOR-03"))
    first = analysed()
    course = ResourceFactory(areas=[area], name="Lab course")
    run = analysed()
    changes = {"remove": {"resources": [course.public_id]}}
    scenario = actions.draft_scenario(run=run, name="Without it", changes=changes, by=reviewer)
    actions.ask_scenario(study=scenario, by=reviewer)
    actions.compare_runs(earlier=first, later=run, by=reviewer)
    actions.plan_next_steps(run=run, number=20, by=reviewer)
    for study in Study.objects.all():
        studies.answer(study.pk)
    return run


def test_every_study_is_accessible_and_fits_the_screen(asked, page, sign_in, reviewer):
    sign_in(reviewer)
    actions.draft_scenario(run=asked, name="Draft", by=reviewer)
    addresses = [study.get_absolute_url() for study in Study.objects.all()]
    addresses += ["/studies", f"/runs/{asked}", f"/runs/{asked}/check"]

    assert wrong_at(page, addresses, unfolded=True) == {}


def test_a_scenario_is_built_by_keyboard_and_its_answer_appears_by_itself(
    asked, page, sign_in, reviewer
):
    sign_in(reviewer)
    page.goto("/studies")
    page.get_by_label("Name of the scenario").fill("Without the course")
    page.keyboard.press("Enter")
    page.locator("summary", has_text="An offer that stops").press("Enter")
    page.locator("#id_remove-offer-resource").fill("Lab course")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Work it out").click()
    expect(page.get_by_text("Waiting")).to_be_visible()

    studies.answer(Study.objects.get(name="Without the course").pk)

    expect(page.get_by_text("It would open the gap by this much:")).to_be_visible()
    expect(page.get_by_text("Lab course was removed")).to_be_visible()

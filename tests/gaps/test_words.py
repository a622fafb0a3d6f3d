"""Every class of gap says in words why it is one and what would fix it."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from gaps.models import Finding, GapClass
from gaps.reading import detail, explained
from portal.access import Audience
from tests.factories import TODAY, AreaFactory, CountryFactory, NeedFactory, ResourceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def senegal():
    return CountryFactory(iso3="SEN", iso2="SN", name="Senegal", sort_key="senegal")


@pytest.fixture
def area():
    return AreaFactory(code="FOR-02", name="Mobile device forensics")


@pytest.fixture
def why(analysed, reviewer, senegal, area):
    """The class, the sentence and the smallest fix of Senegal's one need."""

    def explain(need=None, *offers):
        NeedFactory(agency__country=senegal, area=area, **(need or {}))
        for offer in offers:
            ResourceFactory(areas=[area], name="Lab course", **offer)
        analysed(Audience.AMBER_STRICT)
        [entry] = explained(Finding.objects.visible_to(reviewer).for_display(), reviewer)
        return entry.finding.gap.name, entry.reason.sentence, entry.reason.fix

    return explain


def test_nothing_offered(why):
    assert why() == (
        "UNCOVERED",
        "Nobody in the directory offers help with “Mobile device forensics”.",
        "Find or commission an offer in “Mobile device forensics”.",
    )


LEAD = "The only offer in “Mobile device forensics” does not serve Senegal: it"


@pytest.mark.parametrize(
    ("need", "offer", "gap_class", "because", "fix"),
    [
        (
            {"kinds": ["equipment", "funding"]},
            {"kinds": ["training"]},
            "KIND_MISMATCH",
            "gives no equipment or funding, as was asked for.",
            "Lab course: add equipment or funding to it.",
        ),
        (
            {},
            {"level_from": 3, "level_to": 4},
            "UNDER_LEVELLED",
            "does not help from level 2 to 3.",
            "Lab course: extend it so that it helps from level 2 to 3.",
        ),
        (
            {},
            {"eligibility": "named"},
            "INELIGIBLE",
            "is not open to that country.",
            "Lab course: open it to Senegal.",
        ),
        (
            {"languages": ["fr", "wo"]},
            {"language_rule": "named", "languages": ["en"]},
            "LANGUAGE_BLOCKED",
            "is not given in French or Wolof.",
            "Lab course: offer it in French or Wolof.",
        ),
        (
            {"modes": ["remote"]},
            {"modes": ["in_person"]},
            "MODE_BLOCKED",
            "is not delivered remote, with people.",
            "Lab course: deliver it remote, with people.",
        ),
        (
            {},
            {"ends": date(2020, 12, 31)},
            "OUT_OF_WINDOW",
            "does not run when it is needed.",
            "Lab course: run it again (its last day was set for 31 December 2020).",
        ),
        (
            {},
            {"last_verified": None},
            "STALE",
            "would fit, but nobody has confirmed lately that it still runs.",
            "Lab course: confirm that it runs (never confirmed so far).",
        ),
        (
            {},
            {"last_verified": date(2020, 5, 1)},
            "STALE",
            "would fit, but nobody has confirmed lately that it still runs.",
            "Lab course: confirm that it still runs (last seen 1 May 2020).",
        ),
        (
            {"languages": ["fr"]},
            {"eligibility": "named", "language_rule": "named", "languages": ["en"]},
            "MULTI_BLOCKED",
            "fails on who may use it and language.",
            "Lab course: open it to Senegal and offer it in French.",
        ),
    ],
)
def test_an_offer_that_does_not_fit_says_what_would_have_to_change(
    why, need, offer, gap_class, because, fix
):
    assert why(need, offer) == (gap_class, f"{LEAD} {because}", fix)


def test_with_several_offers_only_of_the_nearest_is_it_said_what_fails(why):
    _, sentence, fix = why(
        {"kinds": ["funding"]}, {"eligibility": "named"}, {"kinds": ["training"]}
    )

    assert sentence == (
        "None of the 2 offers in “Mobile device forensics” serves Senegal: the nearest gives no "
        "funding, as was asked for."
    )
    assert fix == "Lab course: add funding to it."


def test_too_few_places(why):
    assert why({"quantity": 10}, {"capacity_rule": "limited", "capacity": 4}) == (
        "CAPACITY_SHORT",
        (
            "Offers in “Mobile device forensics” could give Senegal at most 4 of the 10 slots "
            "asked for; 6 remain open."
        ),
        "Add 6 slots to an offer that serves it.",
    )


def test_places_taken_by_others(analysed, reviewer, senegal, area):
    NeedFactory(agency__country=senegal, area=area, quantity=10)
    NeedFactory(area=area, quantity=10)
    ResourceFactory(areas=[area], capacity_rule="limited", capacity=15)
    run = analysed(Audience.AMBER_STRICT)

    findings = Finding.objects.visible_to(reviewer).filter(country=senegal).for_display()
    [entry] = explained(findings, reviewer)

    assert entry.finding.gap == GapClass.CAPACITY_CONTENDED
    assert entry.reason.sentence == (
        "There is enough in “Mobile device forensics” for Senegal alone, but others need it too: "
        "about 2.5 of 10 slots remain open."
    )
    said = detail(entry.finding, run, reviewer)
    assert said.competition == "15 slots for 20 asked, shared with 1 other need."


def test_one_provider_and_several(why, area):
    assert why({}, {})[0] == "SINGLE_PROVIDER"


def test_several_providers_serve(why):
    assert why({}, {}, {}) == (
        "COVERED",
        "Several providers serve Senegal in “Mobile device forensics”.",
        "",
    )


def test_a_reason_names_no_resource_that_its_reader_may_not_see(analysed, reviewer, area):
    NeedFactory(area=area)
    hidden = ResourceFactory(areas=[area], eligibility="named", name="Hidden course")
    analysed(Audience.CLEAR)
    hidden.tlp = 3
    hidden.save(update_fields=["tlp"])

    [entry] = explained(Finding.objects.for_display(), AnonymousUser())

    assert entry.finding.fix_resource == hidden.pk
    assert "Hidden course" not in f"{entry.reason}"


def test_a_need_that_ends_before_an_offer_begins_says_when_it_should_run(why):
    later = TODAY + timedelta(days=700)
    fix = why({}, {"starts": later})[2]

    assert fix.startswith("Lab course: run it between ")

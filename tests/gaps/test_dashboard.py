"""One page for each role, every figure with the way to the list that explains it."""

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pgtrigger
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.formats import date_format

from capabilities.models import NeedDraft, Resource
from capabilities.workflow import Status
from gaps import actions, decisions, studies
from gaps.models import Cell, Decision, Finding, Question, Review, Run, Study
from gaps.workflow import Handling
from portal.access import TLP, Audience, Role
from tests.factories import (
    AgencyFactory,
    AreaFactory,
    CountryFactory,
    DeskFactory,
    NeedFactory,
    ProviderFactory,
    ReportFactory,
    ResourceFactory,
    SubmittedNeedFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def seen_by(client, person):
    client.force_login(person)
    response = client.get("/dashboard")
    assert response.status_code == 200
    return response


def links(response, words):
    """Where the links with these words, or this label, lead."""
    found = re.findall(r'<a class="govuk-link" href="([^"]+)"[^>]*>', response.content.decode())
    return [href.replace("&amp;", "&") for href in found if words in href]


def test_a_visitor_is_asked_to_sign_in(client):
    assert client.get("/dashboard").url == "/sign-in?next=/dashboard"
    assert "Dashboard" not in text(client.get("/"))


@pytest.mark.parametrize("role", Role)
def test_with_nothing_there_each_role_is_told_so(client, role):
    page = text(seen_by(client, UserFactory(role=role)))

    assert "Open gaps" in page
    assert ("What waits for a decision" in page) == (role == Role.REVIEWER)
    assert ("The needs of your organisation" in page) == (role == Role.OFFICER)
    assert ("How often others looked" in page) == (role == Role.PARTNER)


# ------------------------------------------------------------------ open gaps


@pytest.fixture
def regions(analysed):
    east, west = (
        CountryFactory(iso3="KEN", iso2="KE", subregion="Eastern Africa"),
        CountryFactory(iso3="TGO", iso2="TG", subregion="Western Africa"),
    )
    for country, number in ((east, 3), (west, 1)):
        for n in range(number):
            agency = AgencyFactory(country=country)
            NeedFactory(agency=agency, area=AreaFactory(code=f"FOR-1{n}"), quantity=2)
    analysed()


def test_open_gaps_stand_by_region_and_class_and_each_number_lists_itself(client, regions, analyst):
    response = seen_by(client, analyst)

    rows = response.context["regions"]
    assert [(row.name, row.total) for row in rows] == [("Eastern Africa", 3), ("Western Africa", 1)]
    assert response.context["whole"].gaps == 4
    for row in rows:
        for part in row.parts:
            query = {name: value[0] for name, value in parse_qs(urlsplit(part.url).query).items()}
            listed = client.get("/api/v1/cells", query).json()["results"]
            assert len(listed) == part.value
        assert row.url in links(response, "/gaps?region")


def test_the_trend_tells_what_each_run_found_then(client, regions, analyst, analysed):
    first = Run.objects.shown_to(analyst)
    Run.objects.filter(pk=first.pk).update(finished=NOW - timedelta(days=1))
    ResourceFactory(areas=[AreaFactory(code="FOR-10")], level_from=1, level_to=5)
    second = analysed(Audience.GREEN)

    response = seen_by(client, analyst)

    points = response.context["points"]
    assert [point.run for point in points] == [first, second]
    for point in points:
        cells = Cell.objects.of_run(point.run).gaps()
        assert point.gaps == cells.count()
        assert point.weight == pytest.approx(sum(cell.weighted_gap for cell in cells))
        assert point.run.get_absolute_url() in response.content.decode()
    assert points[0].gaps == 4 > points[1].gaps


def test_a_label_that_rises_leaves_no_trace_in_the_trend(client, regions, analyst, reviewer):
    from portal.labels import relabel

    Run.objects.filter(audience=Audience.GREEN).update(finished=NOW - timedelta(days=1))
    need = Finding.objects.visible_to(analyst).filter(country__iso3="TGO").get().need
    relabel(row=need, to=TLP.AMBER_STRICT, by=reviewer, reason="At risk")

    response = seen_by(client, analyst)

    # Its area awaits a run, today and in the past alike.
    assert [point.gaps for point in response.context["points"]] == [2]
    assert response.context["whole"].gaps == 2


# ------------------------------------------------------------------ the office


def test_reviewers_see_what_waits_as_many_as_the_queues_list(client, regions, reviewer):
    findings = list(Finding.objects.visible_to(reviewer).gaps())
    decisions.assign(finding=findings[0], to=reviewer, due=timezone.localdate(), by=reviewer)

    response = seen_by(client, reviewer)

    waiting = response.context["staff"]["waiting"]
    for queue in ("undecided", "new", "worse", "mine", "overdue"):
        listed = client.get("/review", {"queue": queue})
        assert waiting[queue] == listed.context["paginator"].count
    assert (waiting["undecided"], waiting["mine"]) == (4, 1)
    assert waiting["oldest"] == min(finding.since.finished for finding in findings)


def test_the_time_to_decision_is_the_median_of_first_decisions(client, regions, reviewer):
    found = Run.objects.latest_for(Audience.AMBER_STRICT)
    Run.objects.filter(pk=found.pk).update(finished=NOW - timedelta(days=100))
    findings = Finding.objects.visible_to(reviewer).gaps()
    for finding, days in zip(findings, (99, 10, 2, 1), strict=True):
        review = Review.objects.create(need=finding.need, step=finding.step)
        made = {"new": Handling.ACCEPTED, "reason": "x", "by": reviewer, "run": found}
        decision = Decision.objects.create(
            review=review, old=Handling.UNDECIDED, gap_class=0, weighted_gap=1, **made
        )
        with pgtrigger.ignore():  # a decision is never changed
            Decision.objects.filter(pk=decision.pk).update(at=NOW - timedelta(days=days))

    pace = seen_by(client, reviewer).context["staff"]["pace"]

    assert pace.decisions == 3, "one is older than twelve weeks"
    assert pace.days == pytest.approx(98, abs=0.01)


def test_needs_about_to_go_on_are_named_with_their_label(client, officer, reviewer):
    desk = DeskFactory(organisation=reviewer.organisation)
    soon, later = (
        SubmittedNeedFactory(
            by=officer,
            tlp=TLP.AMBER,
            submission__desk=desk,
            submission__due=NOW + timedelta(days=days),
        )
        for days in (2, 9)
    )

    response = seen_by(client, reviewer)

    assert response.context["staff"]["timers"] == [soon]
    assert response.context["staff"]["needs"]["number"] == 2
    assert later.get_absolute_url() not in response.content.decode()
    assert "TLP:AMBER" in text(response)
    assert response.context["page_tlp"] == TLP.AMBER


def test_reports_that_wait_for_approval_are_counted_under_their_label(client, reviewer, analysed):
    nothing = {"run": analysed(), "published": None, "document": "", "fingerprint": ""}
    for status in ("in_review", "draft"):
        ReportFactory(status=status, tlp=TLP.AMBER_STRICT, **nothing)

    response = seen_by(client, reviewer)

    assert response.context["staff"]["reports"]["number"] == 1
    assert response.context["page_tlp"] == TLP.AMBER_STRICT
    assert "/reports/desk" in response.content.decode()


@pytest.mark.django_db(transaction=True)  # a plan reads the records of a moment that is past
def test_the_next_best_steps_come_from_the_latest_plan(client, reviewer, analysed):
    NeedFactory(area=AreaFactory(code="FOR-02"), languages=["fr"], quantity=3)
    ResourceFactory(areas=[AreaFactory(code="FOR-02")], language_rule="named", languages=["en"])
    analysed()
    assert "Nobody has asked yet" in text(seen_by(client, reviewer))
    run = Run.objects.shown_to(reviewer)
    actions.plan_next_steps(run=run, number=20, by=reviewer)
    studies.answer(Study.objects.get().pk)

    response = seen_by(client, reviewer)

    plan = response.context["staff"]["plan"]
    assert plan.steps[0].gain == max(step.gain for step in plan.steps) > 0
    assert len(plan.steps) <= 5
    assert plan.study.get_absolute_url() in response.content.decode()


# ------------------------------------------------------------------ an agency


def test_officers_see_their_needs_who_has_them_and_what_exists(client, officer):
    country = CountryFactory(iso3="SEN", iso2="SN")
    agency = AgencyFactory(owner=officer.organisation, country=country)
    area = AreaFactory(code="FOR-02")
    desk = DeskFactory(name="Regional desk")
    need = SubmittedNeedFactory(
        by=officer, agency=agency, area=area, tlp=TLP.AMBER, submission__desk=desk
    )
    need.submission.due = NOW + timedelta(days=4)
    need.submission.save()
    ended = SubmittedNeedFactory(by=officer, agency=agency, status=Status.MET)
    NeedDraft.objects.create(agency=agency, by=officer)
    SubmittedNeedFactory()  # of somebody else
    fitting = ResourceFactory.create_batch(2, areas=[area])
    ResourceFactory(areas=[area]).excluded_countries.set([country])
    ResourceFactory(areas=[area], tlp=TLP.AMBER_STRICT)

    response = seen_by(client, officer)

    mine = response.context["agency"]
    assert {(each.status, each.number) for each in mine["by_status"]} == {
        (Status.SUBMITTED, 1),
        (Status.MET, 1),
    }
    for each in mine["by_status"]:
        assert len(client.get(each.url).context["object_list"]) == each.number
    [row] = mine["followed"]
    assert (row.need, row.offers) == (need, 2)
    listed = client.get(row.offers_url).content.decode()
    assert {each.pk for each in Resource.objects.all() if each.get_absolute_url() in listed} == {
        each.pk for each in fitting
    }
    assert "Regional desk" in text(response)
    assert mine["without_outcome"] == [ended]
    assert f"/needs/{ended.public_id}/outcome" in response.content.decode()
    assert mine["drafts"] == 1
    assert response.context["page_tlp"] == TLP.AMBER


# ------------------------------------------------------------------ a provider


def test_partners_see_where_their_offers_come_nearest_and_what_wants_care(
    client, partner, reviewer, analysed
):
    area = AreaFactory(code="FOR-02")
    school = ProviderFactory(owner=partner.organisation)
    need = NeedFactory(area=area, languages=["fr"], quantity=7)
    course = ResourceFactory(
        provider=school,
        areas=[area],
        name="Lab course",
        language_rule="named",
        languages=["en"],
        ends=timezone.localdate() + timedelta(days=30),
        level_from=1,
        level_to=5,
    )
    ResourceFactory(name="Another's", areas=[area], level_from=4, level_to=5)
    old = ResourceFactory(provider=school, name="Old course", last_verified=None)
    analysed()
    review = Review.objects.create(need=need, step=2)
    Question.objects.create(
        review=review, organisation=partner.organisation, text="Still there?", asked_by=reviewer
    )

    response = seen_by(client, partner)

    mine = response.context["provider"]
    [opening] = mine["openings"]
    assert (opening.country, opening.area) == (need.country.name, area.name)
    assert opening.lacks == "language"
    listed = client.get(opening.url).context["object_list"]
    assert opening.weight == pytest.approx(sum(finding.weighted_gap for finding in listed))
    assert [row.resource for row in mine["ageing"]] == [old, course]
    assert (mine["number"], mine["questions"]) == (2, 1)
    assert "was never confirmed" in text(response)
    assert "None or few in each of the last 12 whole weeks." in text(response)


def test_an_offer_that_lapsed_is_not_said_to_count_until_a_day_that_is_over(client, partner):
    two_years, today = timedelta(days=730), timezone.localdate()
    for days in (-5, 5):
        ResourceFactory(
            provider__owner=partner.organisation, last_verified=today - two_years + timedelta(days)
        )

    shown = text(seen_by(client, partner))

    before, after = (date_format(today + timedelta(days)) for days in (-5, 5))
    assert f"has not counted since {before}, because nobody confirmed it" in shown
    assert f"counts only until {after} unless it is confirmed" in shown


# ------------------------------------------------------------------ cost and label


@pytest.mark.django_db(transaction=True)  # a plan reads the records of a moment that is past
@pytest.mark.parametrize("role", [Role.REVIEWER, Role.OFFICER, Role.PARTNER])
def test_it_takes_as_many_statements_for_much_as_for_little(client, role, analysed):
    person = UserFactory(role=role)
    school = ProviderFactory(owner=person.organisation)
    agency = AgencyFactory(owner=person.organisation, country=CountryFactory(iso3="SEN"))
    officer = UserFactory(role=Role.OFFICER, organisation=person.organisation)
    counts = []
    for more in (1, 8):
        for n in range(more):
            area = AreaFactory()
            ResourceFactory(provider=school, areas=[area], languages=["en"], language_rule="named")
            NeedFactory(area=area, languages=["fr"])
            for status in (Status.SUBMITTED, Status.MET):
                SubmittedNeedFactory(
                    by=officer,
                    agency=agency,
                    area=area,
                    status=status,
                    submission__due=NOW + timedelta(hours=n),
                )
        analysed()
        run = Run.objects.shown_to(person)
        actions.plan_next_steps(run=run, number=5, by=UserFactory(role=Role.REVIEWER))
        for key in Study.objects.unfinished().values_list("pk", flat=True):
            studies.answer(key)
        client.force_login(person)
        with CaptureQueriesContext(connection) as queries:
            response = client.get("/dashboard")
        assert role != Role.REVIEWER or response.context["staff"]["plan"].steps
        counts.append(sum(not is_of_session(query["sql"]) for query in queries))

    assert counts[0] == counts[1] <= 14


def is_of_session(sql):
    return "django_session" in sql or ('FROM "portal_user"' in sql and "JOIN" not in sql)

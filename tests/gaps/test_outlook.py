"""What lies ahead: worked out after a full run, and shown to those who may see it alone."""

from datetime import timedelta
from fractions import Fraction

import pytest
from django.core.management import call_command

from capabilities.models import Need
from gaps import outlook, tasks
from gaps.engine import CaseError
from gaps.models import ForecastMonth, Fragility, Outlook, Run
from portal.access import TLP, Audience
from tests.factories import (
    TODAY,
    AreaFactory,
    CountryFactory,
    NeedFactory,
    ProviderFactory,
    ResourceFactory,
)
from tests.gaps.test_pages import MOST_QUERIES, body_and_headers, text

pytestmark = pytest.mark.django_db(transaction=True)

PAGES = ["/outlook", "/fragility", "/pooling", "/countries/SEN/roadmap"]
API = [
    "/api/v1/forecast",
    "/api/v1/fragility",
    "/api/v1/pooling",
    "/api/v1/countries/SEN/roadmap",
]


@pytest.fixture
def worked_out(analysed):
    """Make runs, and work out what follows from each."""

    def make(*audiences, **fields):
        for audience in audiences or Audience:
            run = analysed(audience, **fields)
            outlook.work_out(run.pk)
        return run

    return make


@pytest.fixture
def world():
    """Senegal asks for four years; one offer serves it and ends in four months."""
    senegal = CountryFactory(iso3="SEN", iso2="SN", name="Senegal", sort_key="senegal")
    mobile = AreaFactory(code="FOR-02", name="Mobile device forensics")
    NeedFactory(agency__country=senegal, area=mobile, ends=TODAY + timedelta(days=1400))
    provider = ProviderFactory(name="Lonely school")
    ends = TODAY + timedelta(days=120)
    return ResourceFactory(areas=[mobile], name="Lab course", provider=provider, ends=ends)


def months(audience=Audience.CLEAR):
    return ForecastMonth.objects.filter(outlook__audience=audience)


# ------------------------------------------------------------------ working it out


def test_what_follows_from_a_run_is_kept_exactly(world, worked_out):
    run = worked_out(Audience.CLEAR)

    found = Outlook.objects.get()
    assert (found.run, found.error, found.months.count()) == (run, "", 48)
    turn = months().get(opened=1)
    assert (turn.day - timedelta(days=31)) <= world.ends < turn.day
    assert (turn.allocated, turn.weighted_gap, turn.gaps) == (Fraction(0), Fraction(3), 1)
    assert turn.lapses == [[world.pk, "ended"]]
    stop = Fragility.objects.get()
    assert (stop.provider, stop.opens, stop.opened) == (world.provider, Fraction(3), 1)
    assert stop.cells == [["SEN", "FOR-02", "SINGLE_PROVIDER", "UNCOVERED", 3]]


def test_fractions_are_kept_as_such(worked_out):
    area = AreaFactory()
    for _ in range(3):
        NeedFactory(area=area, quantity=10, urgency=1)
    ResourceFactory(areas=[area], capacity_rule="limited", capacity=10)
    worked_out(Audience.CLEAR)

    cells = Fragility.objects.get().cells

    assert {cell[4] for cell in cells} == {"10/3"}


def test_doing_it_twice_changes_nothing(world, worked_out):
    run = worked_out(Audience.CLEAR)
    before = list(Outlook.objects.values()), list(months().values())

    assert not outlook.work_out(run.pk)
    assert (list(Outlook.objects.values()), list(months().values())) == before


def test_only_the_latest_run_of_each_audience_keeps_its_outlook(world, worked_out):
    first = worked_out()
    latest = worked_out(Audience.AMBER_STRICT)

    assert Outlook.objects.count() == len(Audience)
    assert not Outlook.objects.filter(run=first).exists()
    assert Outlook.objects.get(audience=Audience.AMBER_STRICT).run == latest


def test_an_older_run_does_not_replace_what_follows_from_a_newer_one(world, analysed):
    older, newer = analysed(Audience.CLEAR), analysed(Audience.CLEAR)

    assert outlook.work_out(newer.pk)
    assert not outlook.work_out(older.pk)
    assert Outlook.objects.get().run == newer


def test_nothing_follows_from_a_run_that_is_not_full_or_has_not_ended(world, analysed):
    run = analysed(Audience.CLEAR)

    for fields in ({"kind": Run.Kind.CHECK}, {"status": Run.Status.RUNNING}):
        Run.objects.filter(pk=run.pk).update(kind=Run.Kind.FULL, status=Run.Status.DONE)
        Run.objects.filter(pk=run.pk).update(**fields)
        assert not outlook.work_out(run.pk)


def test_a_failure_is_kept_and_shown_and_the_next_run_tries_again(
    client, world, analysed, monkeypatch
):
    def fails(columns):
        raise CaseError("need n1", "quantity", "is too large")

    run = analysed(Audience.CLEAR)
    monkeypatch.setattr(outlook, "forecast", fails)
    outlook.work_out(run.pk)

    assert "need n1: quantity: is too large" in text(client.get("/outlook"))
    assert outlook.missing() == []

    monkeypatch.undo()
    outlook.work_out(analysed(Audience.CLEAR).pk)
    assert Outlook.objects.get().error == ""


def test_the_worker_is_rung_for_each_full_run_without_an_outlook(world, analysed, monkeypatch):
    rung = []
    monkeypatch.setattr(tasks.work_out, "delay", rung.append)
    analysed(Audience.CLEAR)
    clear, green = analysed(Audience.CLEAR), analysed(Audience.GREEN)

    tasks.requeue_stuck_runs()
    assert sorted(rung) == [clear.pk, green.pk]

    tasks.work_out(clear.pk)
    rung.clear()
    tasks.requeue_stuck_runs()
    assert rung == [green.pk]


def test_the_command_works_it_out_at_once(world, capsys):
    call_command("analyse", audience="CLEAR")

    assert Outlook.objects.get().months.count() == 48


def test_providers_beyond_the_most_are_counted_with_a_bound(client, world, worked_out, monkeypatch):
    monkeypatch.setattr(outlook, "MOST_PROVIDERS", 0)
    worked_out(Audience.CLEAR)

    found = Outlook.objects.get()
    assert found.providers_left == 1
    assert found.left_bound >= 3
    assert "Nothing beyond this weighted gap" in text(client.get(stop_page(world)))


def stop_page(resource):
    return f"/fragility/{resource.provider.public_id}"


# ------------------------------------------------------------------ pages and endpoints


@pytest.mark.parametrize("path", PAGES)
def test_every_page_and_endpoint_works_before_a_run_before_an_outlook_and_after(
    client, world, analysed, path
):
    endpoint = API[PAGES.index(path)]

    assert "No analysis has been made yet" in text(client.get(path))
    assert client.get(endpoint).status_code == 200
    run = analysed(Audience.CLEAR)
    assert client.get(path).status_code == client.get(endpoint).status_code == 200
    outlook.work_out(run.pk)
    assert client.get(path).status_code == client.get(endpoint).status_code == 200


@pytest.mark.parametrize("path", ["/outlook", "/fragility"])
def test_a_page_says_that_it_has_not_been_worked_out_yet(client, world, analysed, path):
    analysed(Audience.CLEAR)

    assert "Not worked out yet" in text(client.get(path))


def test_the_forecast_says_what_lapses_and_what_opens(client, world, worked_out):
    worked_out(Audience.CLEAR)

    page = text(client.get("/outlook"))
    rows = client.get("/api/v1/forecast").json()["results"]

    assert "offers that lapse 1, needs that end 0, gaps that open 1" in page
    assert f'href="{world.get_absolute_url()}">Lab course</a>' in page
    assert "<svg" in page
    (turn,) = [row for row in rows if row["opened"]]
    assert turn["lapses"] == [{"resource": world.public_id, "has_ended": True}]
    assert turn["opened_cells"] == [
        {"country": "SEN", "area": "FOR-02", "gap_class": "OUT_OF_WINDOW", "weighted_gap": "3"}
    ]


def test_months_in_which_nobody_has_said_what_is_needed_are_not_shown_as_free_of_gaps(
    client, world, worked_out
):
    Need.objects.update(ends=TODAY + timedelta(days=100))
    worked_out()

    page = client.get("/outlook").content.decode()

    assert "No need that is known today lasts beyond" in page
    assert page.count('class="govuk-table__header table__day"') < 10


def test_a_provider_page_leads_to_what_would_open_if_it_stopped(client, world, worked_out):
    worked_out(Audience.CLEAR)

    assert stop_page(world) in text(client.get(world.provider.get_absolute_url()))
    page = text(client.get(stop_page(world)))
    assert "If Lonely school stopped" in page
    assert "Senegal" in page
    assert "Lonely school" in text(client.get("/fragility"))
    row = client.get(f"/api/v1{stop_page(world)}").json()
    assert (row["opens"], [cell["country"] for cell in row["cells"]]) == ("3", ["SEN"])


def test_of_a_provider_that_opens_nothing_its_page_says_so(client, world, worked_out):
    other = ProviderFactory()
    worked_out(Audience.CLEAR)

    assert "No gap that is known would open" in text(client.get(f"/fragility/{other.public_id}"))
    assert client.get(f"/api/v1/fragility/{other.public_id}").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/fragility/nothing",
        "/fragility?page=9",
        "/pooling?page=9",
        "/pooling?page=x",
        "/countries/XXX/roadmap",
        "/api/v1/fragility/nothing",
        "/api/v1/pooling?page=9",
        "/api/v1/countries/XXX/roadmap",
    ],
)
def test_what_does_not_exist_is_not_found(client, world, worked_out, path):
    worked_out(Audience.CLEAR)

    assert client.get(path).status_code == 404


# ------------------------------------------------------------------ who sees what


@pytest.fixture
def hidden(world):
    """A provider that only reviewers may see, the only one in its area."""
    label = {"tlp": TLP.AMBER}
    area = AreaFactory(code="FOR-09")
    NeedFactory(agency__country=world.areas.get().needs.get().country, area=area, **label)
    provider = ProviderFactory(name="Hidden provider", **label)
    return ResourceFactory(areas=[area], provider=provider, name="Hidden course", **label)


@pytest.mark.parametrize("reader", ["visitor", "outsider", "analyst", "officer", "partner"])
def test_a_hidden_row_changes_no_answer_to_those_who_may_not_see_it(
    client, world, worked_out, reader, request
):
    if reader != "visitor":
        client.force_login(request.getfixturevalue(reader))
    AreaFactory(code="FOR-09")
    worked_out()
    paths = [*PAGES, *API, stop_page(world)]
    before = {path: body_and_headers(client.get(path)) for path in paths}

    hidden = request.getfixturevalue("hidden")
    worked_out(Audience.AMBER_STRICT)

    assert {path: body_and_headers(client.get(path)) for path in paths} == before
    assert client.get(stop_page(hidden)).status_code == 404


def test_a_reviewer_sees_it_and_the_label_of_the_run(client, reviewer, hidden, worked_out):
    worked_out()
    client.force_login(reviewer)

    for path in ("/fragility", stop_page(hidden)):
        assert "Hidden provider" in text(client.get(path))
    for path in PAGES:
        assert "This page draws on records with this label" in text(client.get(path))


def test_what_was_hidden_after_the_run_is_named_nowhere(client, world, worked_out):
    worked_out(Audience.CLEAR)
    world.provider.tlp = TLP.AMBER
    world.provider.save(update_fields=["tlp"])

    for path in ("/outlook", "/fragility", "/api/v1/forecast", "/api/v1/fragility"):
        page = text(client.get(path))
        assert "Lab course" not in page
        assert "Lonely school" not in page
        assert world.public_id not in page
        assert world.provider.public_id not in page
    assert "And 1 offer that is not named here." in text(client.get("/outlook"))


@pytest.mark.parametrize("path", [*PAGES, *API])
def test_a_list_costs_no_more_queries_with_more_rows(
    client, world, worked_out, path, django_assert_max_num_queries
):
    for number in range(6):
        need = NeedFactory(area=AreaFactory(code=f"INV-{number:02d}", parent__code="INV"))
        ResourceFactory(areas=[need.area], ends=TODAY + timedelta(days=40 * number))
    worked_out(Audience.CLEAR)

    with django_assert_max_num_queries(MOST_QUERIES):
        assert client.get(path).status_code == 200

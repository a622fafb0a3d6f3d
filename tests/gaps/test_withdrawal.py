"""A raised label: what rested on the record goes from every page of lower readers at the commit."""

import re

import pytest
from django.urls import get_resolver

from gaps import analysis
from gaps.models import Cell, Change, Finding, Run
from portal import labels
from portal.access import TLP, Audience
from tests.factories import (
    TODAY,
    AreaFactory,
    CountryFactory,
    GroupFactory,
    NeedFactory,
    ResourceFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(analysed):
    """Senegal and Kenya need mobile forensics, which one course gives; Kenya one thing more."""
    mobile, disks = AreaFactory(code="FOR-02", name="Mobiles"), AreaFactory(code="FOR-03")
    senegal = CountryFactory(iso3="SEN", iso2="SN", name="Senegal", sort_key="senegal")
    need = NeedFactory(agency__country=senegal, area=mobile)
    NeedFactory(agency__country=CountryFactory(iso3="KEN", iso2="KE"), area=mobile)
    NeedFactory(agency__country=CountryFactory(iso3="KEN"), area=disks)
    ResourceFactory(areas=[mobile], name="Lab course")
    analysed()
    Change.objects.all().delete()  # what made the world is in the runs
    return need


def codes(model, audience):
    """Areas of which the pages of an audience still show something."""
    run = Run.objects.done().filter(audience=audience).first()
    return set(model.objects.shown_of(run).values_list("area__code", flat=True))


def shown():
    assert all(codes(Finding, audience) == codes(Cell, audience) for audience in Audience)
    return {audience: codes(Finding, audience) for audience in Audience}


ALL = {"FOR-02", "FOR-03"}


@pytest.mark.parametrize("what", ["need", "agency", "resource", "provider"])
@pytest.mark.parametrize(
    ("to", "left"),
    [
        (TLP.GREEN, {Audience.CLEAR}),
        (TLP.AMBER, {Audience.CLEAR, Audience.GREEN}),
        (TLP.AMBER_STRICT, {Audience.CLEAR, Audience.GREEN}),
        (TLP.RED, set(Audience)),
    ],
)
def test_a_raised_label_withholds_what_rests_on_the_record_from_whoever_lost_it(
    world, reviewer, what, to, left
):
    resource = ResourceFactory._meta.model.objects.get()
    rows = {"need": world, "agency": world.agency, "resource": resource}
    row = rows.get(what) or resource.provider

    labels.relabel(row=row, to=to, by=reviewer, reason="A source is at risk")

    assert shown() == {a: ALL - {"FOR-02"} if a in left else ALL for a in Audience}


def test_a_group_of_areas_stands_for_all_below_it(world, analysed, reviewer):
    offer = ResourceFactory(areas=[GroupFactory()])
    analysed()

    labels.relabel(row=offer, to=TLP.GREEN, by=reviewer, reason="Not for everybody")

    assert shown()[Audience.CLEAR] == set()
    assert shown()[Audience.GREEN] == ALL


def test_a_lowered_label_withholds_nothing_and_brings_a_new_run(world, analysed, reviewer):
    world = labels.relabel(row=world, to=TLP.AMBER, by=reviewer, reason="At risk")
    analysed()
    Change.objects.all().delete()

    labels.relabel(row=world, to=TLP.CLEAR, by=reviewer, reason="Over")

    assert shown()[Audience.CLEAR] == ALL
    noted = Change.objects.filter(area__code="FOR-02").values_list("audience", "withdraws")
    assert set(noted) == {(audience, False) for audience in Audience}


@pytest.mark.parametrize("what", ["need", "agency"])
def test_what_happens_above_an_audience_is_not_noted_for_it(world, analysed, reviewer, what):
    row = world if what == "need" else world.agency
    row = labels.relabel(row=row, to=TLP.AMBER, by=reviewer, reason="At risk")
    analysed()
    Change.objects.all().delete()

    labels.relabel(row=row, to=TLP.AMBER_STRICT, by=reviewer, reason="More so")
    type(world).objects.filter(pk=world.pk).update(quantity=7)

    assert set(Change.objects.values_list("audience", flat=True)) == {Audience.AMBER_STRICT}
    assert shown() == dict.fromkeys(Audience, ALL)


def test_a_need_in_no_run_is_not_noted_and_one_that_ends_withholds_nothing(world, reviewer):
    draft = NeedFactory(area=world.area, status="draft")
    labels.relabel(row=draft, to=TLP.AMBER, by=reviewer, reason="At risk")
    assert not Change.objects.exists()

    type(world).objects.filter(pk=world.pk).update(status="met")

    assert set(Change.objects.values_list("withdraws", flat=True)) == {False}
    assert shown() == dict.fromkeys(Audience, ALL)


def test_a_removed_need_is_withheld_until_the_next_run(world):
    world.delete()

    assert shown() == {key: {"FOR-03"} for key in Audience}


def test_the_next_run_brings_the_area_back_without_the_record(world, reviewer):
    labels.relabel(row=world, to=TLP.AMBER, by=reviewer, reason="At risk")
    run = Run.objects.create(
        audience=Audience.CLEAR, as_of=TODAY, kind=Run.Kind.INCREMENTAL, areas=["FOR-02"]
    )
    analysis.execute(run.pk)

    assert shown()[Audience.CLEAR] == ALL
    now = Finding.objects.shown_of(run).filter(area__code="FOR-02")
    assert {finding.country.iso3 for finding in now} == {"KEN"}


def pages():
    """Every page and list without an argument, and those of what the record was about."""
    plain = {
        "/" + pattern
        for pattern in routes(get_resolver().url_patterns)
        if not re.search(r"[<(]", pattern)
        and not re.match("administration|sign|runs/start", pattern)
    }
    return sorted(plain | {"/countries/SEN", "/countries/SEN/roadmap", "/areas/FOR-02"})


def routes(patterns, before=""):
    for pattern in patterns:
        route = before + str(pattern.pattern).lstrip("^").rstrip("$")
        if hasattr(pattern, "url_patterns"):
            yield from routes(pattern.url_patterns, route)
        else:
            yield route.replace(r"\Z", "")


def test_no_page_shows_a_visitor_the_finding_after_the_commit(client, world, reviewer):
    finding = Finding.objects.get(need=world, audience=Audience.CLEAR)
    address, name = finding.get_absolute_url(), finding.key
    seen = [path for path in pages() if name.encode() in client.get(path).content]
    assert {"/gaps", "/api/v1/findings"} & set(seen) or client.get(address).status_code == 200

    labels.relabel(row=world, to=TLP.AMBER, by=reviewer, reason="At risk")

    assert client.get(address).status_code == 404
    assert client.get(f"/api/v1/findings/{name}").status_code == 404
    assert client.get(f"/api/v1/needs/{world.public_id}").status_code == 404
    left = [path for path in pages() if world.public_id.encode() in client.get(path).content]
    assert left == []
    assert "Some areas are left out for the moment" in client.get("/gaps").content.decode()

    client.force_login(reviewer)
    assert client.get(address).status_code == 200
    assert "Some areas are left out" not in client.get("/gaps").content.decode()

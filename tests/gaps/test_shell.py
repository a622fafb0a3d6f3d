"""The shell around the engine: columns, shards, increments, checks, and what starts a run."""

from datetime import timedelta
from fractions import Fraction
from threading import Thread

import pytest
from django.db import connection
from django.utils import timezone

from capabilities.models import CountryGroup, Membership, Resource
from gaps import actions, analysis, changes, shards, snapshot, store, tasks, world
from gaps.engine import Case, assess
from gaps.models import Cell, Change, Finding, Run, Shard
from gaps.places import Places
from portal.access import TLP, Audience
from tests.factories import (
    TODAY,
    AreaFactory,
    CountryFactory,
    GroupFactory,
    IndicativeNeedFactory,
    NeedFactory,
    ProviderFactory,
    ResourceFactory,
)


def everything_once():
    """Needs and resources that differ in every attribute the analyser reads."""
    kenya, ghana, fiji = (
        CountryFactory(iso3=code, iso2=code[:2]) for code in ("KEN", "GHA", "FJI")
    )
    group = CountryGroup.objects.create(code="AU", name="African Union", kind="body")
    Membership.objects.create(group=group, country=kenya, basis="")
    Membership.objects.create(group=group, country=ghana, basis="", end=TODAY - timedelta(days=9))
    areas = [AreaFactory(code=f"FOR-{number:02d}") for number in range(6)]
    for number, area in enumerate(areas):
        country = (kenya, ghana, fiji)[number % 3]
        NeedFactory(
            agency__country=country,
            area=area,
            quantity=number + 3,
            urgency=number % 5 + 1,
            target_level=3 + number % 3,
            languages=["fr", "en"][: number % 3],
            kinds=["training", "funding"][: number % 3],
            modes=["remote"][: number % 2],
        )
    IndicativeNeedFactory(country=fiji, area=areas[0])
    IndicativeNeedFactory(country=kenya, area=areas[0])
    ResourceFactory(areas=areas[:2], capacity_rule="limited", capacity=2, level_to=3)
    ResourceFactory(areas=areas[1:4], capacity_rule="limited", capacity=5, pool="shared")
    ResourceFactory(areas=[GroupFactory()], language_rule="named", languages=["fr"])
    named = ResourceFactory(areas=areas[3:], eligibility="named", eligible_countries=[fiji])
    named.eligible_groups.add(group)
    ResourceFactory(areas=areas[4:], ends=TODAY - timedelta(days=1))
    ResourceFactory(areas=areas, last_verified=None, modes=[]).excluded_countries.add(kenya)
    ResourceFactory(areas=areas[:1], kinds=["equipment"], provider=ProviderFactory(), level_from=2)
    return areas


@pytest.mark.django_db
@pytest.mark.parametrize("options", [{}, {"max_age_days": 10_000}, {"horizon_months": 6}], ids=str)
def test_the_columns_and_the_exported_case_are_the_same_world(options):
    everything_once()
    arguments = {"audience": Audience.GREEN, "as_of": TODAY, "options": options}

    from_json = assess(Case.from_json(snapshot.case_for(**arguments)))
    from_columns = assess(world.read(**arguments).columns)

    assert from_columns.to_json()["need_steps"] == from_json.to_json()["need_steps"]
    assert from_columns.fingerprint == from_json.fingerprint


@pytest.mark.django_db
def test_a_part_of_the_world_is_read_as_it_stands_in_the_whole(analysed):
    everything_once()
    arguments = {"audience": Audience.CLEAR, "as_of": TODAY, "options": {}}
    whole = assess(world.read(**arguments).columns).fingerprints

    for group in world.markets(Audience.CLEAR, Places.read(TODAY)):
        part = assess(world.read(**arguments, areas=group).columns).fingerprints
        assert part == {code: whole[code] for code in group}


@pytest.mark.django_db
def test_what_is_stored_is_what_the_engine_found(analysed):
    everything_once()

    run = analysed(Audience.CLEAR)

    case = snapshot.case_for(audience=Audience.CLEAR, as_of=TODAY, options={})
    found = assess(Case.from_json(case)).to_json()
    stored = {
        finding.key.replace("-", "#"): (finding.gap.name, finding.allocated, finding.optimistic)
        for finding in Finding.objects.of_run(run).select_related("need")
    }
    assert stored == {
        name: (step["class"], Fraction(step["allocated"]), step["optimistic"])
        for name, step in found["need_steps"].items()
    }
    cells = Cell.objects.of_run(run).select_related("country", "area")
    assert {f"{cell.country.iso3}|{cell.area.code}": cell.gap.name for cell in cells} == {
        name: cell["class"] for name, cell in found["cells"].items()
    }


# ------------------------------------------------------------------ shards


@pytest.mark.django_db(transaction=True)
def test_any_number_of_shards_gives_the_same_findings(analysed):
    everything_once()
    prints = set()
    for count in (1, 2, 8, 80):
        run = analysed(Audience.CLEAR, options={"shards": count})
        assert run.status == Run.Status.DONE
        assert (run.needs_read, run.resources_read) == (7, 7)
        prints.add(run.fingerprint)

    assert len(prints) == 1
    assert run.findings_changed == 0


@pytest.mark.django_db(transaction=True)
def test_helpers_that_come_twice_late_and_in_any_order_change_nothing(monkeypatch):
    everything_once()
    whole = actions.create_run(audience=Audience.CLEAR)
    analysis.execute(whole.pk)
    run = actions.create_run(audience=Audience.CLEAR, options={"shards": 3})
    helpers = []

    def call_help(run_pk, count):
        for _ in range(2 * count):
            helpers.append(Thread(target=_help, args=[run_pk]))
            helpers[-1].start()

    analysis.execute(run.pk, call_help)
    for helper in helpers:
        helper.join()
    _help(run.pk)

    whole.refresh_from_db()
    run.refresh_from_db()
    assert run.status == Run.Status.DONE
    assert run.fingerprint == whole.fingerprint


def _help(run_pk):
    try:
        shards.help_with(run_pk)
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_a_shard_whose_taker_died_is_done_by_another(monkeypatch):
    everything_once()
    run = actions.create_run(audience=Audience.CLEAR, options={"shards": 3})
    keep, deaths = shards._keep, []

    def die_once(shard, *found):
        if not deaths:
            deaths.append(shard.pk)
            raise ConnectionError
        keep(shard, *found)

    monkeypatch.setattr(shards, "_keep", die_once)
    with pytest.raises(ConnectionError):
        analysis.execute(run.pk)
    assert Run.objects.get(pk=run.pk).status == Run.Status.RUNNING

    analysis.execute(run.pk)

    run.refresh_from_db()
    assert (run.status, run.attempts) == (Run.Status.DONE, 2)
    assert run.fingerprint
    assert Finding.objects.filter(until=None).count() == Finding.objects.of_run(run).count()
    assert not Shard.objects.filter(run=run, done=False).exists()


@pytest.mark.django_db(transaction=True)
def test_nobody_sees_a_half_stored_run(client, monkeypatch, analysed):
    everything_once()
    analysed(Audience.CLEAR)
    before = client.get("/api/v1/findings?show=all").json()
    Resource.objects.update(ends=TODAY - timedelta(days=1))
    run = actions.create_run(audience=Audience.CLEAR, options={"shards": 3})
    seen, take = [], shards.take

    def look(shard):
        done = take(shard)
        seen.append(client.get("/api/v1/findings?show=all").json())
        return done

    monkeypatch.setattr(shards, "take", look)
    analysis.execute(run.pk)

    assert seen
    assert all(answer == before for answer in seen)
    assert client.get("/api/v1/findings?show=all").json() != before


@pytest.mark.django_db(transaction=True)
def test_a_run_overtaken_while_it_works_stops_and_takes_back_what_it_wrote(analysed):
    everything_once()
    before = analysed(Audience.CLEAR)
    Resource.objects.update(last_verified=None)
    older = actions.create_run(audience=Audience.CLEAR, options={"shards": 3})

    analysis.execute(older.pk, lambda *_: actions.create_run(audience=Audience.CLEAR))

    older.refresh_from_db()
    assert older.status == Run.Status.SUPERSEDED
    assert not Finding.objects.filter(since=older).exists()
    assert Finding.objects.filter(until=None).count() == Finding.objects.of_run(before).count()


# ------------------------------------------------------------------ increments


def incremental(audience=Audience.CLEAR):
    """Let what has changed settle, and make the run that is due."""
    Change.objects.update(at=timezone.now() - 2 * changes.SETTLED)
    made = changes.runs_to_start()
    for run_pk in made:
        analysis.execute(run_pk)
    runs = Run.objects.filter(pk__in=made, audience=audience)
    return runs.first()


@pytest.mark.django_db
def test_a_changed_need_or_resource_starts_a_run_of_its_areas_equal_to_a_full_one(analysed):
    areas = everything_once()
    analysed(Audience.CLEAR)
    resource = Resource.objects.get(pool="shared")
    for change in (
        lambda: Resource.objects.filter(pk=resource.pk).update(capacity=1),
        lambda: NeedFactory(area=areas[5]),
        lambda: resource.areas.remove(areas[2]),
        lambda: resource.excluded_countries.add(CountryFactory(iso3="KEN")),
        lambda: NeedFactory._meta.model.objects.filter(area=areas[4]).delete(),
        resource.delete,
    ):
        change()
        part = incremental()
        check = Run.objects.create(audience=Audience.CLEAR, kind=Run.Kind.CHECK, as_of=TODAY)
        analysis.execute(check.pk)

        check.refresh_from_db()
        assert part.kind == Run.Kind.INCREMENTAL
        assert (check.status, check.error) == (Run.Status.DONE, "")
        part.refresh_from_db()
        assert check.fingerprint == part.fingerprint
        assert not Change.objects.filter(audience=Audience.CLEAR).exists()


@pytest.mark.django_db
def test_a_change_of_membership_starts_a_full_run(analysed):
    everything_once()
    analysed(Audience.CLEAR)
    Membership.objects.update(end=TODAY - timedelta(days=1))

    assert incremental().kind == Run.Kind.FULL


@pytest.mark.django_db
@pytest.mark.parametrize("label", TLP)
def test_a_secret_change_starts_no_run_that_others_could_notice(analysed, label):
    analysed()
    Change.objects.all().delete()

    ResourceFactory(areas=[AreaFactory()], tlp=label)
    NeedFactory(tlp=label)

    noticed = set(Change.objects.values_list("audience", flat=True))
    assert noticed == {audience.value for audience in Audience if label <= audience.value}


@pytest.mark.django_db
def test_a_burst_of_changes_becomes_one_run_once_it_has_settled(analysed):
    analysed(Audience.CLEAR)
    for _ in range(5):
        NeedFactory()

    Change.objects.update(at=timezone.now())
    assert changes.runs_to_start() == []

    Change.objects.update(at=timezone.now() - 2 * changes.SETTLED)
    [run_pk] = changes.runs_to_start()
    assert len(Run.objects.get(pk=run_pk).areas) == 5
    assert changes.runs_to_start() == []


@pytest.mark.django_db
def test_a_check_says_loudly_where_the_stored_findings_are_wrong(analysed):
    areas = everything_once()
    analysed(Audience.CLEAR)
    store.AreaState.objects.filter(area=areas[3]).update(fingerprint="0" * 64)
    check = Run.objects.create(audience=Audience.CLEAR, kind=Run.Kind.CHECK, as_of=TODAY)

    analysis.execute(check.pk)

    check.refresh_from_db()
    assert check.status == Run.Status.FAILED
    assert "FOR-03" in check.error


@pytest.mark.django_db
def test_every_night_what_is_stored_is_checked_before_a_full_run(analysed, monkeypatch):
    everything_once()
    analysed(Audience.CLEAR)
    rung = []
    monkeypatch.setattr(tasks.analyse, "delay", rung.append)

    tasks.nightly()

    made = Run.objects.filter(pk__in=rung).order_by("pk")
    assert [run.kind for run in made] == [Run.Kind.CHECK, Run.Kind.FULL]


@pytest.mark.django_db(transaction=True)
def test_the_exact_case_of_a_run_comes_back_whatever_has_changed_since(analysed):
    everything_once()
    run = analysed(Audience.GREEN)
    before = snapshot.case_for(audience=Audience.GREEN, as_of=run.as_of, options={})
    Resource.objects.first().delete()
    Resource.objects.update(capacity_rule="unlimited", capacity=None)

    case = snapshot.case_of(run)

    assert case == before
    assert assess(Case.from_json(case)).fingerprint == run.fingerprint


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("shard_count", [1, 3])
def test_a_run_can_be_checked_long_after_the_records_have_changed(analysed, shard_count):
    everything_once()
    run = analysed(Audience.GREEN, options={"shards": shard_count})
    Resource.objects.update(last_verified=None)

    check = actions.create_run(audience=Audience.GREEN, kind=Run.Kind.CHECK, checks=run)
    analysis.execute(check.pk)

    check.refresh_from_db()
    assert (check.status, check.error) == (Run.Status.DONE, "")
    assert check.fingerprint == run.fingerprint
    assert check.proof_checked == Finding.objects.of_run(run).count()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("shard_count", [1, 3])
def test_every_run_checks_the_proof_of_a_sample_before_it_keeps_anything(analysed, shard_count):
    everything_once()

    run = analysed(Audience.GREEN, options={"shards": shard_count})

    assert run.proof_checked == Finding.objects.of_run(run).count() <= 200


@pytest.mark.django_db
def test_a_run_whose_proof_fails_keeps_nothing_and_says_so(monkeypatch):
    everything_once()
    monkeypatch.setattr("gaps.proof.check", lambda *_: ["need-step 7 gets 1, but its price says 2"])
    run = actions.create_run(audience=Audience.CLEAR)

    analysis.execute(run.pk)

    run.refresh_from_db()
    assert run.status == Run.Status.FAILED
    assert "need-step 7" in run.error
    assert not Finding.objects.exists()

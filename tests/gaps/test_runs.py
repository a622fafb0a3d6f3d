"""A run: what it takes in, what it keeps, and that it ends once whatever happens to its worker."""

import json
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from capabilities.models import Need
from gaps import actions, analysis, store, tasks
from gaps.engine.__main__ import main
from gaps.models import Cell, Change, Finding, GapClass, Run
from portal.access import TLP, Audience
from tests.factories import AreaFactory, IndicativeNeedFactory, NeedFactory, ResourceFactory

pytestmark = pytest.mark.django_db


def classes(run):
    found = Finding.objects.of_run(run).order_by("need__pk", "step")
    return [finding.gap.name for finding in found]


def test_a_need_that_nobody_serves_is_found_uncovered(analysed):
    need = NeedFactory(quantity=3, urgency=5)

    run = analysed(Audience.CLEAR)

    finding = Finding.objects.of_run(run).get()
    assert (finding.need, finding.step, finding.gap) == (need, 2, GapClass.UNCOVERED)
    assert (finding.demand, finding.allocated, finding.weighted_gap) == (3, 0, 15.0)
    assert run.status == Run.Status.DONE
    assert (run.needs_read, run.resources_read, run.findings_changed) == (1, 0, 1)


def test_limited_places_are_divided_fairly_and_kept_exactly(analysed):
    area = AreaFactory()
    for _ in range(3):
        NeedFactory(area=area, quantity=10)
    ResourceFactory(areas=[area], capacity_rule="limited", capacity=10)

    run = analysed(Audience.CLEAR)

    assert {str(found.allocated) for found in Finding.objects.of_run(run)} == {"10/3"}


def test_the_same_world_twice_gives_the_same_fingerprint_and_writes_nothing(analysed):
    NeedFactory()
    first = analysed(Audience.CLEAR)
    written = list(Finding.objects.values("pk", "since", "until"))

    second = analysed(Audience.CLEAR)

    assert second.fingerprint == first.fingerprint
    assert second.findings_changed == 0
    assert list(Finding.objects.values("pk", "since", "until")) == written


def test_a_run_writes_only_what_changed_and_the_past_stays_readable(analysed):
    changed, same = NeedFactory(), NeedFactory()
    before = analysed(Audience.CLEAR)
    ResourceFactory(areas=[changed.area])

    after = analysed(Audience.CLEAR)

    assert after.findings_changed == 1
    assert classes(before) == ["UNCOVERED", "UNCOVERED"]
    assert classes(after) == ["SINGLE_PROVIDER", "UNCOVERED"]
    assert Finding.objects.filter(need=same).count() == 1


def test_a_finding_keeps_its_address_when_it_changes(analysed):
    need = NeedFactory()
    before = analysed(Audience.CLEAR)
    address = Finding.objects.of_run(before).get().get_absolute_url()
    ResourceFactory(areas=[need.area])

    after = analysed(Audience.CLEAR)

    assert Finding.objects.of_run(after).get().get_absolute_url() == address


def test_the_finding_of_a_need_that_ended_ends_too(analysed):
    need = NeedFactory()
    before = analysed(Audience.CLEAR)
    Need.objects.filter(pk=need.pk).update(status=Need.Status.MET)

    after = analysed(Audience.CLEAR)

    assert classes(before) == ["UNCOVERED"]
    assert classes(after) == []
    assert not Cell.objects.of_run(after).exists()


def test_a_submitted_need_replaces_the_indicative_one_beside_it(analysed):
    indicative = IndicativeNeedFactory()
    submitted = NeedFactory(agency__country=indicative.country, area=indicative.area)

    run = analysed(Audience.CLEAR)

    assert Finding.objects.of_run(run).get().need == submitted


def test_a_secret_need_does_not_push_the_indicative_one_out_of_a_public_run(analysed):
    indicative = IndicativeNeedFactory()
    NeedFactory(agency__country=indicative.country, area=indicative.area, tlp=TLP.AMBER)

    run = analysed(Audience.CLEAR)

    assert Finding.objects.of_run(run).get().need == indicative


@pytest.mark.parametrize("label", TLP)
def test_a_run_takes_in_nothing_above_its_audience(analysed, label):
    NeedFactory(tlp=label)

    taken = {audience: analysed(audience).needs_read for audience in Audience}

    assert taken == {audience: int(label <= audience.value) for audience in Audience}


@pytest.mark.parametrize("hidden", ["resource", "provider"])
def test_a_secret_resource_shifts_no_public_figure(analysed, hidden):
    need = NeedFactory()
    bare = analysed(Audience.CLEAR).fingerprint
    label = {"tlp": TLP.GREEN} if hidden == "resource" else {"provider__tlp": TLP.GREEN}
    ResourceFactory(areas=[need.area], **label)

    assert analysed(Audience.CLEAR).fingerprint == bare
    assert analysed(Audience.GREEN).fingerprint != bare


def test_a_run_carries_the_highest_label_it_drew_on(analysed):
    NeedFactory(tlp=TLP.CLEAR)
    assert analysed(Audience.AMBER_STRICT).tlp == TLP.CLEAR

    NeedFactory(tlp=TLP.AMBER)
    assert analysed(Audience.AMBER_STRICT).tlp == TLP.AMBER


def test_only_a_reviewer_starts_a_run(reviewer, analyst):
    assert actions.start_run(audience=Audience.CLEAR, by=reviewer).requested_by == reviewer
    with pytest.raises(PermissionDenied):
        actions.start_run(audience=Audience.CLEAR, by=analyst)


def test_a_run_that_ended_is_not_made_again(analysed):
    run = analysed(Audience.CLEAR)
    NeedFactory()

    analysis.execute(run.pk)

    run.refresh_from_db()
    assert (run.attempts, run.needs_read) == (1, 0)


def test_a_worker_that_died_half_way_leaves_nothing_and_the_next_one_finishes(
    analysed, monkeypatch
):
    NeedFactory()
    run = actions.create_run(audience=Audience.CLEAR)
    with monkeypatch.context() as dying:
        dying.setattr(analysis, "_end", lambda *args, **fields: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            analysis.execute(run.pk)
    assert not Finding.objects.exists()

    analysis.execute(run.pk)

    run.refresh_from_db()
    assert (run.status, run.attempts) == (Run.Status.DONE, 2)
    assert classes(run) == ["UNCOVERED"]


def test_a_run_that_keeps_dying_ends_as_failed_and_says_so():
    run = actions.create_run(audience=Audience.CLEAR)
    Run.objects.filter(pk=run.pk).update(attempts=analysis.MAX_ATTEMPTS)

    analysis.execute(run.pk)

    run.refresh_from_db()
    assert run.status == Run.Status.FAILED
    assert "5 times" in run.error


def test_a_run_overtaken_by_a_newer_one_ends_as_superseded_and_stores_nothing(analysed):
    NeedFactory()
    older = actions.create_run(audience=Audience.CLEAR)
    newer = analysed(Audience.CLEAR)

    analysis.execute(older.pk)

    older.refresh_from_db()
    assert older.status == Run.Status.SUPERSEDED
    assert Finding.objects.get().since == newer


def test_a_silent_run_that_nobody_works_on_is_rung_for_again(monkeypatch):
    rung = []
    monkeypatch.setattr(tasks.analyse, "delay", rung.append)
    silent, lively = (actions.create_run(audience=Audience.CLEAR) for _ in range(2))
    long_ago = timezone.now() - 2 * analysis.SILENCE
    Run.objects.filter(pk=silent.pk).update(created=long_ago, heartbeat=long_ago)
    Run.objects.filter(pk=lively.pk).update(created=long_ago, heartbeat=timezone.now())

    tasks.requeue_stuck_runs()

    assert rung == [silent.pk]


def test_with_the_queue_down_a_run_waits_instead_of_being_lost(
    monkeypatch, reviewer, django_capture_on_commit_callbacks
):
    def unreachable(run_pk):
        raise tasks.QueueUnreachable

    monkeypatch.setattr(tasks.analyse, "delay", unreachable)
    with django_capture_on_commit_callbacks(execute=True):
        run = actions.start_run(audience=Audience.CLEAR, by=reviewer)

    assert Run.objects.get(pk=run.pk).status == Run.Status.QUEUED


def test_progress_is_told_while_it_runs(monkeypatch):
    need = NeedFactory()
    ResourceFactory(areas=[need.area], capacity_rule="limited", capacity=1)
    told = []
    run = actions.create_run(audience=Audience.CLEAR)
    keep = store.keep

    def look(run, *found):
        told.append(Run.objects.get(pk=run.pk))
        return keep(run, *found)

    monkeypatch.setattr(store, "keep", look)
    analysis.execute(run.pk)

    [seen] = told
    assert seen.status == Run.Status.RUNNING
    assert seen.progress_done == seen.progress_total > 0


def test_the_command_refuses_an_audience_that_does_not_exist():
    with pytest.raises(CommandError, match="“RED” is not an audience"):
        call_command("analyse", audience="RED")


def test_the_command_makes_a_run_as_of_a_day(capsys):
    NeedFactory()
    day = timezone.localdate() - timedelta(days=3)

    call_command("analyse", audience="CLEAR", as_of=day)

    assert Run.objects.get().as_of == day
    assert "1 needs, 0 resources" in capsys.readouterr().out


@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_committed_after_a_run_has_read_is_left_for_the_next(
    analysed, monkeypatch
):
    area, keep, late = NeedFactory().area, store.keep, connection.copy()
    with late.cursor() as cursor:
        insert = "BEGIN; INSERT INTO gaps_change (audience, area_id) VALUES (0, %s)"
        cursor.execute(insert, [area.pk])
        Change.objects.create(audience=Audience.CLEAR, area=area)  # later, and committed sooner
        monkeypatch.setattr(store, "keep", lambda *a: (cursor.execute("COMMIT"), keep(*a))[1])
        analysed(Audience.CLEAR)
    late.close()

    assert Change.objects.filter(audience=Audience.CLEAR).count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_engine_alone_gives_the_same_bytes_from_the_case_that_the_command_writes(tmp_path):
    ResourceFactory(areas=[NeedFactory(quantity=3).area])
    case, inside, outside = (tmp_path / name for name in ("case", "inside", "outside"))

    call_command("analyse", audience="CLEAR", export_case=str(case), result=str(inside))

    assert main([str(case), "-o", str(outside)]) == 0
    assert inside.read_bytes() == outside.read_bytes()
    assert json.loads(outside.read_text())["_fingerprint"] == Run.objects.get().fingerprint


def test_a_day_that_is_none_is_refused_in_plain_words():
    with pytest.raises(CommandError, match="“tomorrow” is not a date"):
        call_command("analyse", "--as-of", "tomorrow")

"""What is hidden from an audience starts no run of theirs, for they would see its time."""

import pytest
from django.db import IntegrityError

from capabilities.models import Agency, Need
from gaps import actions, analysis
from gaps.models import Change
from portal.access import TLP, Audience
from portal.models import MarkedQuerySet
from tests.factories import AgencyFactory, NeedFactory

pytestmark = pytest.mark.django_db


def noted():
    found = set(Change.objects.values_list("audience", flat=True))
    Change.objects.all().delete()
    return found


def test_a_need_of_a_hidden_agency_is_a_change_for_those_alone_who_may_know_the_agency():
    agency = AgencyFactory(tlp=TLP.AMBER_STRICT)

    need = NeedFactory(agency=agency, tlp=TLP.CLEAR)
    assert noted() == {Audience.AMBER_STRICT}

    Need.objects.update(quantity=9)
    assert noted() == {Audience.AMBER_STRICT}

    need.delete()
    assert noted() == {Audience.AMBER_STRICT}


def test_a_draft_is_a_change_for_nobody_until_it_is_accepted():
    need = NeedFactory(status=Need.Status.DRAFT)
    assert noted() == set()

    Need.objects.filter(pk=need.pk).update(status=Need.Status.ACCEPTED)
    assert noted() == set(Audience)


def test_an_agency_that_gets_another_label_moves_the_runs_of_those_who_lose_or_gain_its_needs():
    agency = AgencyFactory()
    NeedFactory(agency=agency, tlp=TLP.GREEN)
    noted()

    Agency.objects.update(tlp=TLP.RED)
    assert noted() == {Audience.GREEN, Audience.AMBER_STRICT}

    Agency.objects.update(name="Another name")
    assert noted() == set()


def test_a_run_that_took_in_more_than_its_audience_may_see_could_not_be_kept(monkeypatch):
    NeedFactory(tlp=TLP.AMBER)
    run = actions.create_run(audience=Audience.CLEAR)
    monkeypatch.setattr(MarkedQuerySet, "for_audience", lambda rows, *_whose: rows.all())

    with pytest.raises(IntegrityError, match="run_within_audience"):
        analysis.execute(run.pk)

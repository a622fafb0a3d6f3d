"""The demonstration shows needs in every state, all of them marked as made up."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from capabilities.management.commands.demo_needs import STORIES
from capabilities.models import Agency, Need, NeedDraft, Proposal, Resource
from portal.access import TLP
from tests.factories import AreaFactory, CountryFactory


@pytest.fixture
def started(db):
    CountryFactory(iso3="SEN", subregion="Western Africa", official_languages=["fr"])
    for story in STORIES:
        AreaFactory(code=story.area)
    call_command("demo_accounts", stdout=StringIO())
    call_command("demo_needs")


def test_the_demonstration_has_a_need_in_every_state_and_a_draft(started):
    assert set(Need.objects.values_list("status", flat=True)) == {story.to for story in STORIES}
    assert NeedDraft.objects.open().count() == 1
    waiting = Need.objects.get(status="submitted")
    assert waiting.holder == "West Africa desk (demonstration)"


def test_everything_made_up_says_so_and_enters_no_public_figure(started):
    assert "demonstration" in Agency.objects.get().name
    for need in Need.objects.all():
        assert need.reason.startswith("Demonstration")
        assert need.tlp >= TLP.AMBER
        assert all(not move.reason or "Demonstration" in move.reason for move in need.moves.all())


def test_a_second_start_adds_nothing(started):
    call_command("demo_needs")

    assert Need.objects.count() == len(STORIES)


@pytest.mark.django_db
def test_it_is_refused_outside_the_demonstration(settings):
    settings.DEMO = False

    with pytest.raises(CommandError):
        call_command("demo_needs")


def test_its_partner_keeps_entries_with_a_change_that_waits_and_one_in_writing(started):
    call_command("demo_entries")

    assert set(Proposal.objects.values_list("status", flat=True)) == {"draft", "submitted"}
    assert all("demonstration" in str(offer) for offer in Resource.objects.all())
    assert set(Resource.objects.values_list("tlp", flat=True)) == {TLP.AMBER}

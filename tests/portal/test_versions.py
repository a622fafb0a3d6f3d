"""The history of a record: what each reader may know of it, and the way back."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from capabilities.models import Provider
from portal import versions
from portal.access import TLP
from portal.circumstances import circumstances
from portal.models import Verification
from portal.trail import Entry, Kind
from tests.factories import (
    AgencyFactory,
    NeedFactory,
    OrganisationFactory,
    ProviderFactory,
    ResourceFactory,
)

pytestmark = pytest.mark.django_db


def change(row, by=None, why="", **values):
    facts = {"user": by.pk if by else None, "why": why or None}
    with circumstances(**{name: fact for name, fact in facts.items() if fact}):
        type(row).objects.filter(pk=row.pk).update(**values)


def history_of(client, row):
    return client.get(reverse("portal:history", args=[row._meta.model_name, row.public_id]))


def told(row, reader):
    """What the page shows, newest first, without the times."""
    return [
        (step.who, step.why, [(d.field, d.before, d.after) for d in step.differences])
        for step in versions.steps(row, reader)
    ]


def test_a_version_is_told_by_its_differences_in_words(client, analyst):
    provider = ProviderFactory(name="Old name", type=Provider.Type.NGO)
    change(provider, name="New name", type=Provider.Type.IGO)
    client.force_login(analyst)

    page = history_of(client, provider).content.decode()

    assert "<del>Old name</del>" in page
    assert "<ins>New name</ins>" in page
    assert "<ins>Intergovernmental organisation</ins>" in page


def test_what_is_hidden_has_no_history(client):
    hidden = ProviderFactory(tlp=TLP.AMBER)

    assert history_of(client, hidden).status_code == 404
    absent = client.get(reverse("portal:history", args=["provider", "absent"]))
    assert absent.content == history_of(client, hidden).content


def test_only_marked_records_have_such_a_page(client):
    assert client.get("/records/user/1/history").status_code == 404


def test_a_version_keeps_the_label_that_it_had(analyst, reviewer):
    provider = ProviderFactory(name="First", tlp=TLP.GREEN)
    change(provider, name="Secret", tlp=TLP.AMBER)
    change(provider, name="Third", tlp=TLP.GREEN)

    assert [step[2] for step in told(provider, analyst)] == [[("Name", "First", "Third")], []]
    assert len(told(provider, reviewer)) == 3


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_hidden_version_leaves_no_trace(analyst, place):
    """The same history with and without it, wherever it stood."""
    pair = []
    for with_secret in (False, True):
        row, name = ProviderFactory(name="Zero", tlp=TLP.GREEN), "Zero"
        for here in range(3):
            if with_secret and here == place:
                change(row, name="Secret", tlp=TLP.AMBER)
                change(row, name=name, tlp=TLP.GREEN)
            name = f"Name {here}"
            change(row, name=name)
        pair.append(told(row, analyst))

    assert pair[0] == pair[1]
    assert len(pair[0]) == 4


def test_what_was_hidden_at_first_begins_when_it_was_opened(analyst):
    row = ProviderFactory(name="Secret", tlp=TLP.AMBER)
    change(row, name="Open", tlp=TLP.GREEN)

    assert told(row, analyst) == [("the portal itself", "", [])]


def test_a_version_that_named_a_hidden_provider_is_hidden(analyst, reviewer):
    secret, public = ProviderFactory(tlp=TLP.AMBER), ProviderFactory(name="Public")
    resource = ResourceFactory(provider=secret, name="Course")
    change(resource, provider=public)

    assert [step[2] for step in told(resource, analyst)] == [[]]
    assert len(told(resource, reviewer)) == 2


@pytest.mark.django_db(transaction=True)
def test_a_version_is_hidden_while_its_provider_was(analyst):
    provider = ProviderFactory(tlp=TLP.AMBER)
    resource = ResourceFactory(provider=provider, name="Course")
    change(provider, tlp=TLP.GREEN)
    change(resource, name="Open course")

    assert [step[2] for step in told(resource, analyst)] == [[]]


def test_who_did_it_is_told_as_far_as_the_reader_may_know(client, analyst, partner, reviewer):
    provider = ProviderFactory(owner=partner.organisation)
    change(provider, by=partner, why="Asked for by its board", name="Renamed")

    assert told(provider, reviewer)[0][:2] == (str(partner), "Asked for by its board")
    assert told(provider, partner)[0][:2] == (str(partner), "Asked for by its board")
    assert told(provider, analyst)[0][:2] == (str(partner.organisation), "")
    page = history_of(client, provider).content.decode()
    assert str(partner) not in page
    assert str(partner.organisation) not in page
    assert "Asked for" not in page


def test_keys_of_readers_are_not_told(reviewer):
    provider = ProviderFactory(tlp=TLP.AMBER)
    change(provider, shared_with=[OrganisationFactory().pk])

    assert len(told(provider, reviewer)) == 1


# ------------------------------------------------------------------ the way back


@pytest.fixture
def renamed(officer):
    """An agency that its owner renamed and a reviewer verified."""
    agency = AgencyFactory(
        owner=officer.organisation, name="Right", verification=Verification.VERIFIED
    )
    change(agency, name="Wrong", tlp=TLP.GREEN)
    return agency


def revert(client, row, key, reason="It was a slip"):
    address = reverse("portal:revert", args=[row._meta.model_name, row.public_id])
    return client.post(address, {"version": key, "reason": reason})


def first_key(row, reader):
    return versions.steps(row, reader)[-1].key


def test_an_owner_goes_back_to_an_earlier_version(client, officer, renamed):
    client.force_login(officer)

    revert(client, renamed, first_key(renamed, officer))

    renamed.refresh_from_db()
    assert renamed.name == "Right"
    assert (renamed.tlp, renamed.owner) == (TLP.GREEN, officer.organisation)
    assert renamed.verification == Verification.STATED
    newest = told(renamed, officer)[0]
    assert newest[:2] == (str(officer), "It was a slip")
    assert Entry.objects.filter(kind=Kind.CHANGED, user=officer, why="It was a slip").exists()


def test_nobody_else_goes_back(client, analyst, renamed):
    client.force_login(analyst)

    assert revert(client, renamed, first_key(renamed, analyst)).status_code == 403
    renamed.refresh_from_db()
    assert renamed.name == "Wrong"


def test_an_entry_goes_back_by_a_reviewer_or_by_a_change_that_one_verifies(
    client, partner, reviewer
):
    provider = ProviderFactory(owner=partner.organisation, name="Right")
    change(provider, name="Wrong")
    client.force_login(partner)

    assert revert(client, provider, first_key(provider, partner)).status_code == 403
    client.force_login(reviewer)
    revert(client, provider, first_key(provider, reviewer))

    provider.refresh_from_db()
    assert provider.name == "Right"


@pytest.mark.parametrize("reason", ["", "  "])
def test_the_way_back_needs_a_reason(client, officer, renamed, reason):
    client.force_login(officer)

    revert(client, renamed, first_key(renamed, officer), reason)

    renamed.refresh_from_db()
    assert renamed.name == "Wrong"


@pytest.mark.parametrize("key", ["", "2026-01-01T00:00:00+00:00", "x"])
def test_a_version_that_there_is_not_changes_nothing(client, officer, renamed, key):
    client.force_login(officer)

    revert(client, renamed, key)

    renamed.refresh_from_db()
    assert renamed.name == "Wrong"


def test_a_need_has_no_way_back(client, reviewer):
    need = NeedFactory()

    with pytest.raises(PermissionDenied):
        versions.revert(row=need, key=first_key(need, reviewer), by=reviewer, reason="x")

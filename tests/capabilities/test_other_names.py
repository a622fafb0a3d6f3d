"""Whatever an offer is or was called, it is found by: said so, uploaded, or kept by a merge."""

import pytest

from capabilities.bulk.offer_columns import current_for
from capabilities.duplicates import acts, finding
from capabilities.entries import acts as entries
from capabilities.entry_workflow import ChangeStatus
from capabilities.models import Duplicate, Pairable, Proposal, Resource
from portal.access import TLP
from tests.capabilities.entry_stories import bring, offer_of
from tests.capabilities.test_bulk_offers import checked, table, taken_in
from tests.capabilities.test_merges import merged, text
from tests.factories import AreaFactory, ProviderFactory, ResourceFactory

pytestmark = pytest.mark.django_db


def found(client, q):
    answer = client.get("/api/v1/resources", {"q": q})
    return [row["name"] for row in answer.json()["results"]]


def suggested(client, begun):
    return client.get("/resources/suggestions", {"ask": begun}).content.decode()


def twins(**more):
    school = ProviderFactory()
    names = ("Handset seizure", "Phone course")
    return [ResourceFactory(name=n, provider=school, areas=[AreaFactory()], **more) for n in names]


def test_a_merged_offer_is_found_by_the_name_of_the_one_that_went(client, reviewer):
    stays, goes = twins()
    goes.aliases = ["Old telephone class"]
    goes.save()

    merged(stays, goes, reviewer, aliases=True)

    for name in ("phone course", "old telephone class"):
        assert found(client, name) == ["Handset seizure"]
        assert "Handset seizure" in text(client.get("/resources", {"q": name}))
    assert "Phone course" in suggested(client, "phone c")
    assert "Old telephone class" in suggested(client, "OLD tel")
    page = text(client.get(stays.get_absolute_url()))
    assert "formerly listed, as Old telephone class, Phone course" in page


def test_the_name_that_it_had_itself_is_kept_where_it_takes_that_of_the_other(client, reviewer):
    stays, goes = twins()

    merged(stays, goes, reviewer, name=True)

    stays.refresh_from_db()
    assert (stays.name, stays.aliases) == ("Phone course", ["Handset seizure"])
    assert found(client, "handset") == ["Phone course"]


def test_undoing_the_merge_takes_the_name_back(client, reviewer):
    stays, goes = twins()
    done = merged(stays, goes, reviewer)

    acts.undo(merge=done, by=reviewer, reason="Two after all")

    assert found(client, "phone course") == ["Phone course"]
    assert "formerly listed" not in text(client.get(stays.get_absolute_url()))


def test_names_that_came_since_stay_when_a_merge_is_undone(reviewer):
    stays, goes = twins()
    third = ResourceFactory(name="Third", provider=stays.provider)
    first = merged(stays, goes, reviewer)
    merged(stays, third, reviewer)

    acts.undo(merge=first, by=reviewer, reason="Two after all")

    stays.refresh_from_db()
    assert stays.aliases == ["Third"]


def test_other_names_of_a_hidden_offer_are_suggested_to_nobody_who_may_not_see_it(
    client, reviewer, analyst
):
    ResourceFactory(name="Desk", aliases=["Quiet desk"], tlp=TLP.AMBER)
    client.force_login(analyst)

    assert "Quiet desk" not in suggested(client, "quiet")
    client.force_login(reviewer)
    assert "Quiet desk" in suggested(client, "quiet")


@pytest.mark.parametrize("begun", ["100", "100%", "10_"])
def test_signs_in_what_somebody_writes_are_signs(client, begun):
    ResourceFactory(name="Desk", aliases=["100% online"])

    assert ("100% online" in suggested(client, begun)) == (begun != "10_")


def test_whoever_keeps_an_offer_says_what_else_it_is_called(client, partner, reviewer):
    offer = offer_of(partner)

    change = entries.propose(entry=offer, given={"aliases": "SMD\n SMD \nSeizing"}, by=partner)
    bring(change, ChangeStatus.VERIFIED, reviewer)

    assert Resource.objects.get(pk=offer.pk).aliases == ["SMD", "Seizing"]
    assert found(client, "SMD") == [offer.name]


def test_an_equal_other_name_makes_two_offers_a_pair(reviewer):
    ResourceFactory(name="Handset seizure")
    ResourceFactory(name="Phone course", aliases=["Handset Seizure"])

    finding.find()

    assert Duplicate.objects.filter(kind=Pairable.RESOURCE).count() == 1


def test_a_table_names_several_between_semicolons_and_shows_those_that_there_are(partner):
    offer = offer_of(partner, aliases=["SMD", "Seizing"])
    names = [column.name for column in current_for(partner).columns]
    row = dict(zip(names, current_for(partner).example, strict=True))
    assert row["aliases"] == "SMD; Seizing"

    upload = checked(partner, {"id": offer.public_id, "aliases": "SMD; Handsets ;"})
    taken_in(upload, partner)

    assert Proposal.objects.get().sent["aliases"] == "SMD\nHandsets"
    assert not checked(partner, content=table(row, names=names)).rows.exclude(changes=[]).exists()

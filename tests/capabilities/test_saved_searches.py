"""Searches that people keep: what is new to them, and who may know of it."""

import pytest
from django.utils import timezone

from capabilities import news, saving
from capabilities.models import Resource, SavedSearch
from capabilities.models.searching import SearchDebut
from portal import labels
from portal.access import TLP
from tests.capabilities.searches import DAY, kept, long_ago
from tests.factories import CountryFactory, ResourceFactory

pytestmark = pytest.mark.django_db


def new_to(client, saved):
    response = client.get(saved.get_absolute_url())
    assert response.status_code == 200
    return [hit.resource.name for hit in response.context["hits"]]


def test_a_search_is_kept_from_the_page_of_its_results_and_run_again(client, analyst):
    malawi = CountryFactory(iso3="MWI", name="Malawi")
    ResourceFactory(name="Phone lab", eligibility="named", eligible_countries=[malawi])
    client.force_login(analyst)
    page = client.get("/resources", {"country": "MWI", "ask": "phone"}).content.decode()
    assert 'href="/searches/new?q=phone&amp;country=MWI"' in page

    form = client.get("/searches/new?q=phone&country=MWI").context["query"]
    client.post("/searches", {"name": "Phones for Malawi", "query": form})

    saved = SavedSearch.objects.get()
    assert (saved.user, saved.asked) == (analyst, "q=phone&country=MWI")
    listed = client.get("/searches").content.decode()
    assert "Phones for Malawi" in listed
    assert "Country served: Malawi" in listed
    assert client.get(saved.results).context["hits"][0].resource.name == "Phone lab"


def test_new_is_what_came_into_view_since_until_it_is_marked_as_seen(client, analyst):
    long_ago(ResourceFactory(name="Old lab"))
    long_ago(ResourceFactory(name="New lab"), days=1)
    long_ago(ResourceFactory(name="New desk"), days=1)
    saved = kept(analyst, "q=lab")
    client.force_login(analyst)
    assert new_to(client, saved) == ["New lab"]
    assert "1 new" in client.get("/searches").content.decode()

    until = client.get(saved.get_absolute_url()).context["seen"]
    client.post(f"/searches/{saved.public_id}/seen", {"until": until})

    assert new_to(client, saved) == []
    assert "1 new" not in client.get("/searches").content.decode()


def test_what_begins_to_match_is_new_and_what_is_only_confirmed_again_is_not(client, analyst):
    malawi = CountryFactory(iso3="MWI")
    opened, confirmed = (ResourceFactory(name=n, eligibility="named") for n in ("Opened", "Same"))
    confirmed.eligible_countries.add(malawi)
    long_ago(opened, confirmed)
    saved = kept(analyst, "country=MWI")
    client.force_login(analyst)
    assert new_to(client, saved) == []

    opened.eligible_countries.add(malawi)
    Resource.objects.filter(pk=confirmed.pk).update(last_verified=timezone.localdate() - 90 * DAY)

    assert new_to(client, saved) == ["Opened"]


def test_a_record_is_new_from_the_day_of_its_lower_label_and_tells_of_no_day_before(
    client, analyst, reviewer
):
    hidden = ResourceFactory(name="Hush lab", tlp=TLP.AMBER_STRICT)
    saved = kept(analyst)
    client.force_login(analyst)
    Resource.objects.filter(pk=hidden.pk).update(kinds=["advisory"])
    assert new_to(client, saved) == []
    long_ago(hidden)

    labels.relabel(row=hidden, to=TLP.GREEN, by=reviewer, reason="It is known by now.")

    assert new_to(client, saved) == ["Hush lab"]
    debut = SearchDebut.objects.get(resource=hidden)
    assert debut.since_0 is None
    assert debut.since_3 < timezone.now() - DAY, "to reviewers it is not new"


def test_searches_are_their_owners_alone(client, analyst, partner, administrator):
    saved = kept(analyst)
    client.force_login(partner)

    for path in ("", "/delete", "/seen", "/feed", "/no-feed"):
        address = f"/searches/{saved.public_id}{path}"
        assert client.get(address).status_code in (404, 405)
        assert client.post(address, {"name": "Theirs", "digest": "none"}).status_code == 404
    assert SavedSearch.objects.get().name == "Mine"
    client.force_login(administrator)
    assert client.get("/searches").status_code == 403


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"name": " ", "query": ""}, "Give the search a name."),
        ({"name": "Again", "query": "kind=training"}, "You keep this search already, as “Mine”."),
        ({"name": "x" * 101, "query": ""}, "at most 100 characters"),
    ],
)
def test_what_cannot_be_kept_says_why(client, analyst, fields, told):
    kept(analyst, "kind=training")
    client.force_login(analyst)

    response = client.post("/searches", fields)

    assert response.status_code == 422
    assert told in response.content.decode()
    assert SavedSearch.objects.count() == 1


def test_nobody_keeps_more_than_thirty_nor_a_filter_that_there_is_not(client, analyst):
    client.force_login(analyst)
    for number in range(saving.MOST):
        client.post("/searches", {"name": f"No. {number}", "query": f"q=lab{number}"})

    response = client.post("/searches", {"name": "One more", "query": "q=more"})

    assert "You keep 30 searches, which is the most." in response.content.decode()
    client.post("/searches", {"name": "Nowhere", "query": "country=ZZZ"})
    assert SavedSearch.objects.count() == saving.MOST


def test_one_is_renamed_and_deleted_once_that_is_confirmed(client, analyst):
    saved = kept(analyst)
    client.force_login(analyst)

    client.post(saved.get_absolute_url(), {"name": "Ours", "digest": "weekly"})

    saved.refresh_from_db()
    assert (saved.name, saved.digest) == ("Ours", "weekly")
    assert saved.told > timezone.now() - DAY, "letters tell of what comes from now on"
    client.get(f"{saved.get_absolute_url()}/delete")
    assert SavedSearch.objects.exists()
    client.post(f"{saved.get_absolute_url()}/delete")
    assert not SavedSearch.objects.exists()


def test_the_list_asks_as_much_for_thirty_as_for_one(
    client, analyst, django_assert_max_num_queries
):
    client.force_login(analyst)
    for number in range(saving.MOST):
        saving.save(name="Mine", query=f"q=lab{number}", by=analyst)

    with django_assert_max_num_queries(8):
        client.get("/searches")


def test_a_filter_that_has_gone_makes_a_search_say_so_rather_than_find_more(client, analyst):
    country = CountryFactory(iso3="MWI")
    saved = kept(analyst, "country=MWI")
    country.delete()
    ResourceFactory()
    client.force_login(analyst)

    assert new_to(client, saved) == []
    assert "works no longer" in client.get(saved.get_absolute_url()).content.decode()
    assert news.search_of(saved, analyst) is None

"""Two records become one: nothing is lost, nobody sees more or less, and it can be taken apart."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory

from capabilities.duplicates import acts
from capabilities.duplicates.facts import FIRST, SECOND
from capabilities.entries import acts as entries
from capabilities.models import (
    Confirmation,
    Duplicate,
    Exposure,
    Merge,
    Pairable,
    Provider,
    Resource,
)
from gaps.models import Question, Review
from portal import walls
from portal.access import TLP, Role
from portal.middleware import WallMiddleware
from tests.at_once import at_once
from tests.capabilities.entry_stories import offer_of
from tests.capabilities.reference_files import problems, run
from tests.factories import (
    TODAY,
    AreaFactory,
    CountryFactory,
    NeedFactory,
    OrganisationFactory,
    ProviderFactory,
    ResourceFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def pair_of(one, other, by):
    kind = Pairable(one._meta.model_name)
    return acts.name_pair(kind=kind, one=one, other=other, by=by)


def merged(stays, goes, by, **choices):
    """Merge two records; choices by fact: True takes what the one that goes says."""
    pair = pair_of(stays, goes, by)
    sides = {pair.first: FIRST, pair.second: SECOND}
    here, there = sides[stays.public_id], sides[goes.public_id]
    rows = {stays.public_id: stays, goes.public_id: goes}
    for row in rows.values():
        row.refresh_from_db()
    return acts.merge(
        pair=pair,
        stays=here,
        choices={name: there if theirs else here for name, theirs in choices.items()},
        by=by,
        reason="The same course",
        seen_as=acts.seen(rows[pair.first], rows[pair.second]),
    )


def test_a_reviewer_merges_two_offers_on_the_page_fact_by_fact(client, reviewer):
    near, far = AreaFactory(), AreaFactory()
    school = ProviderFactory()
    one = ResourceFactory(name="Course", provider=school, areas=[near], description="", cost="free")
    other = ResourceFactory(name="The course", provider=school, areas=[far], description="Long")
    pair = pair_of(one, other, reviewer)
    client.force_login(reviewer)
    page = client.get(pair.get_absolute_url())
    side = {pair.first: "first", pair.second: "second"}
    form = page.context["merge_form"]
    given = {name: form[name].value() for name in form.fields if form[name].value()}

    answer = client.post(
        f"{pair.get_absolute_url()}/merge",
        {
            **given,
            "stays": side[one.public_id],
            "keep-name": side[one.public_id],
            "keep-description": side[other.public_id],
            "keep-cost": side[one.public_id],
            "reason": "Seen on their page",
        },
    )

    assert answer.status_code == 302
    left = Resource.objects.get()
    assert (left.pk, left.name, left.description, left.cost) == (one.pk, "Course", "Long", "free")
    assert set(left.areas.all()) == {near, far}
    page = text(client.get(answer.url))
    assert "Seen on their page" in page
    assert "Description" in page


def test_the_former_address_leads_to_the_one_that_stays_on_the_page_and_in_the_api(
    client, reviewer
):
    one, two, three = ResourceFactory.create_batch(3, provider=ProviderFactory())
    house, other = ProviderFactory(), ProviderFactory()
    merged(two, one, reviewer)
    merged(three, two, reviewer)  # a chain
    merged(house, other, reviewer)

    page = client.get(f"/resources/{one.public_id}")
    assert (page.status_code, page.url) == (301, f"/resources/{three.public_id}")
    answer = client.get(f"/api/v1/resources/{one.public_id}")
    assert (answer.status_code, answer.url) == (301, f"/api/v1/resources/{three.public_id}")
    assert client.get(f"/providers/{other.public_id}").url == f"/providers/{house.public_id}"
    answer = client.get(f"/api/v1/providers/{other.public_id}")
    assert answer.url == f"/api/v1/providers/{house.public_id}"


def test_it_leads_nowhere_for_whoever_may_not_see_where_it_leads(client, reviewer, analyst):
    one, other = ResourceFactory.create_batch(2, provider=ProviderFactory())
    merged(one, other, reviewer)
    Resource.objects.filter(pk=one.pk).update(tlp=TLP.AMBER)
    client.force_login(analyst)

    for path in ("/resources/", "/api/v1/resources/"):
        gone, never = client.get(path + other.public_id), client.get(path + "2222neverwas")
        assert gone.status_code == never.status_code == 404
        assert text(gone) == text(never)


def test_whatever_named_the_one_that_goes_names_the_one_that_stays(reviewer, partner):
    stays, goes = ProviderFactory(name="United Academy"), ProviderFactory(name="U. Academy")
    course = ResourceFactory(provider=goes)
    hidden = ResourceFactory(provider=goes, tlp=TLP.RED)
    asked = Question.objects.create(
        review=Review.objects.create(need=NeedFactory(), step=2),
        organisation=partner.organisation,
        resource=course,
        text="Is it still open?",
        asked_by=reviewer,
    )
    house = OrganisationFactory()
    for provider, n in ((stays, 2), (goes, 3)):
        Exposure.objects.create(organisation=house, provider=provider, day=TODAY, visits=n)

    merged(stays, goes, reviewer)

    stays.refresh_from_db()
    assert stays.aliases == ["U. Academy"]
    assert set(Resource.objects.filter(provider=stays)) == {course, hidden}
    assert Exposure.objects.get().visits == 5
    twin = ResourceFactory(provider=stays)
    merged(twin, course, reviewer)
    asked.refresh_from_db()
    assert asked.resource == twin


def label(**fields):
    return {"tlp": TLP.AMBER, **fields}


def test_a_merge_never_changes_who_may_see_what(reviewer):
    house, other = OrganisationFactory(), OrganisationFactory()
    open_one, quiet = ProviderFactory(), ProviderFactory(tlp=TLP.AMBER, owner=house)
    pairs = [
        (ResourceFactory(provider=open_one), ResourceFactory(provider=open_one, tlp=TLP.GREEN)),
        (ResourceFactory(provider=open_one), ResourceFactory(provider=quiet)),
        (
            ResourceFactory(provider=open_one, **label(owner=house)),
            ResourceFactory(provider=open_one, **label(owner=other)),
        ),
        (
            ResourceFactory(provider=open_one, **label(owner=house, shared_with=[other.pk])),
            ResourceFactory(provider=open_one, **label(owner=house)),
        ),
        (open_one, quiet),
    ]
    for one, second in pairs:
        for stays, goes in ((one, second), (second, one)):
            with pytest.raises(acts.MergeRefused, match="Not the same readers"):
                merged(stays, goes, reviewer)

    assert Resource.objects.count() == 8
    assert not Merge.objects.exists()


def test_nobody_loses_an_entry_that_they_keep(reviewer):
    kept = ResourceFactory(owner=OrganisationFactory())
    loose = ResourceFactory(provider=kept.provider)

    with pytest.raises(acts.MergeRefused, match="kept by an organisation"):
        merged(loose, kept, reviewer)
    merged(kept, loose, reviewer)

    assert Resource.objects.get() == kept


def test_a_change_since_the_page_was_opened_is_noticed(reviewer):
    one, other = ResourceFactory.create_batch(2, provider=ProviderFactory())
    pair = pair_of(one, other, reviewer)
    rows = sorted((one, other), key=lambda row: row.public_id)
    seen_as = acts.seen(*rows)
    Resource.objects.filter(pk=other.pk).update(name="Changed")

    with pytest.raises(acts.MergeRefused, match="has changed meanwhile"):
        acts.merge(pair=pair, stays=FIRST, choices={}, by=reviewer, reason="x", seen_as=seen_as)
    assert Resource.objects.count() == 2


def state():
    """All that the directory and what names it say, but for versions."""
    with connection.cursor() as cursor:
        rows = {}
        for table in ("resource", "provider", "resource_areas", "resource_eligible_countries"):
            columns = "t::text" if table in ("resource", "provider") else "resource_id, t::text"
            if "_" in table:
                other = "capabilityarea_id" if "areas" in table else "country_id"
                columns = f"resource_id, {other}"
            cursor.execute(f"SELECT {columns} FROM capabilities_{table} t ORDER BY 1")
            rows[table] = cursor.fetchall()
        return rows


def test_undoing_a_merge_brings_everything_back_as_it_was(client, reviewer):
    kenya = CountryFactory()
    stays, goes = (
        ProviderFactory(name="Academy"),
        ProviderFactory(name="The Academy", aliases=["A"]),
    )
    areas = [AreaFactory(), AreaFactory()]
    ResourceFactory(provider=goes, areas=areas, eligibility="named", eligible_countries=[kenya])
    one = ResourceFactory(provider=stays, areas=areas[:1], languages=["fr"], language_rule="named")
    other = ResourceFactory(provider=stays, areas=areas[1:], ends=TODAY + timedelta(days=9))
    before = state()

    first = merged(stays, goes, reviewer, aliases=True, name=True)
    second = merged(one, other, reviewer, areas=True, when=True, languages=True)
    assert Resource.objects.get(pk=one.pk).ends == other.ends
    client.force_login(reviewer)
    for done in (second, first):
        answer = client.post(f"/merges/{done.public_id}/undo", {"reason": "Two after all"})
        assert answer.status_code == 302

    assert state() == before
    assert client.get(other.get_absolute_url()).status_code == 200
    assert set(Duplicate.objects.values_list("status", flat=True)) == {"open"}
    with pytest.raises(acts.MergeRefused, match="undone already"):
        acts.undo(merge=first, by=reviewer, reason="Again")


def test_what_was_changed_since_stays_as_it_is(reviewer):
    one = ResourceFactory(description="", cost="free")
    other = ResourceFactory(description="Long", cost="paid", provider=one.provider)
    done = merged(one, other, reviewer, description=True, cost=True)
    Resource.objects.filter(pk=one.pk).update(description="Written anew")

    assert acts.undo(merge=done, by=reviewer, reason="Two after all") == 1

    one.refresh_from_db()
    assert (one.description, one.cost) == ("Written anew", "free")


def test_a_record_does_not_come_back_under_a_label_that_its_twin_has_outgrown(reviewer):
    one, other = ResourceFactory.create_batch(2, provider=ProviderFactory())
    done = merged(one, other, reviewer)
    Resource.objects.filter(pk=one.pk).update(tlp=TLP.AMBER)

    with pytest.raises(acts.MergeRefused, match="Other people may see"):
        acts.undo(merge=done, by=reviewer, reason="Two after all")

    assert not Resource.objects.filter(pk=other.pk).exists()


def test_the_history_says_who_merged_and_why(reviewer):
    one, other = ResourceFactory.create_batch(2, provider=ProviderFactory())
    merged(one, other, reviewer, name=True)

    versions = Resource.pgh_event_model.objects.filter(pgh_obj_id__in=(one.pk, other.pk))
    last = {v.pgh_label: v.pgh_context.metadata for v in versions.exclude(pgh_label="insert")}
    assert {(told["user"], told["why"]) for told in last.values()} == {
        (reviewer.pk, "The same course")
    }
    assert "delete" in last


def test_every_decision_needs_a_reason(reviewer):
    pair = pair_of(*ResourceFactory.create_batch(2), reviewer)

    with pytest.raises(acts.MergeRefused, match="Give a reason"):
        acts.tell_apart(pair=pair, by=reviewer, reason=" ")


@pytest.mark.django_db(transaction=True)
def test_of_two_who_merge_at_once_exactly_one_does(reviewer):
    """One keeps the first, one the second, and one says that they are not the same."""
    one, other = ResourceFactory.create_batch(2, provider=ProviderFactory())
    pair = pair_of(one, other, reviewer)
    seen_as = acts.seen(*sorted((one, other), key=lambda row: row.public_id))

    def merge(stays):
        mine = Duplicate.objects.get(pk=pair.pk)
        given = {"choices": {}, "by": reviewer, "reason": "The same", "seen_as": seen_as}
        return acts.merge(pair=mine, stays=stays, **given)

    def tell_apart():
        acts.tell_apart(pair=Duplicate.objects.get(pk=pair.pk), by=reviewer, reason="Two")
        return True

    told = at_once([lambda: merge(FIRST), lambda: merge(SECOND), tell_apart], acts.MergeRefused)

    assert len([one for one in told if isinstance(one, str)]) == 2, told
    assert Resource.objects.count() == (1 if Merge.objects.exists() else 2)


@pytest.mark.parametrize("role", ["visitor", *Role])
def test_a_forgotten_filter_on_pairs_and_merges_shows_them_to_reviewers_alone(role, reviewer):
    pair_of(*ResourceFactory.create_batch(2), reviewer)
    merged(*ResourceFactory.create_batch(2, provider=ProviderFactory()), reviewer)
    seen = []

    def view(request):
        if role != "visitor":
            request.user = reader
        seen.append([m.objects.count() for m in (Duplicate, Merge)])
        return HttpResponse()

    reader = None if role == "visitor" else UserFactory(role=role)
    WallMiddleware(view)(RequestFactory().get("/"))
    walls.leave(connection.connection)

    assert seen == [[2, 1] if role == Role.REVIEWER else [0, 0]]


def test_reference_data_that_is_loaded_again_does_not_bring_the_one_that_went_back(
    reviewer, folder
):
    run(folder)
    stays, goes = Provider.objects.order_by("name")[:2]
    offers = set(Resource.objects.filter(provider__in=(stays, goes)))
    merged(stays, goes, reviewer)

    again = run(folder)

    assert [problem for outcome in again.values() for problem in problems(outcome)] == []
    assert not Provider.objects.filter(import_key=goes.import_key).exists()
    assert set(Resource.objects.filter(provider=stays)) == offers


def twin_of(offer):
    head = {"provider": offer.provider, "owner": offer.owner, "areas": [AreaFactory()]}
    return ResourceFactory(**head, description="Five days.")


def test_confirmations_and_changes_that_wait_go_along_and_come_back(reviewer, partner):
    """What is said once and for all, which nothing else may change, among them."""
    offer = offer_of(partner)
    twin = twin_of(offer)
    said = Confirmation.objects.create(resource=twin, day=TODAY, by=partner)
    change = entries.propose(entry=twin, given={"called": "Better"}, by=partner)

    done = merged(offer, twin, reviewer)

    said.refresh_from_db()
    change.refresh_from_db()
    assert (said.resource, change.resource) == (offer, offer)
    acts.undo(merge=done, by=reviewer, reason="Two after all")
    said.refresh_from_db()
    change.refresh_from_db()
    assert (said.resource, change.resource) == (twin, twin)


def test_two_with_changes_that_wait_are_not_merged_before_one_is_settled(reviewer, partner):
    offer = offer_of(partner)
    twin = twin_of(offer)
    for one in (offer, twin):
        entries.propose(entry=one, given={"called": "Better"}, by=partner)

    with pytest.raises(acts.MergeRefused, match="Settle that first"):
        merged(offer, twin, reviewer)

    assert Resource.objects.count() == 2

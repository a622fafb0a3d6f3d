"""Records that may be one: what makes two alike, who is shown them, and what is remembered."""

import re

import pytest

from capabilities.duplicates import finding
from capabilities.models import Duplicate
from portal.access import TLP, Role
from tests.factories import CountryFactory, ProviderFactory, ResourceFactory, UserFactory

pytestmark = pytest.mark.django_db


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def found():
    """Pairs by the names of their records, each with what they share."""
    finding.find()
    pairs = {}
    for pair in Duplicate.objects.all():
        rows = pair.model.objects.filter(public_id__in=(pair.first, pair.second))
        pairs[frozenset(row.name for row in rows)] = set(pair.reasons)
    return pairs


def test_providers_are_alike_by_name_alias_link_and_spelling():
    ProviderFactory(name="Cyber Académie")
    ProviderFactory(name="CYBER ACADEMIE!")
    ProviderFactory(name="World Office of Police", aliases=["WOP"])
    ProviderFactory(name="wop")
    ProviderFactory(name="National Crime Training Agency")
    ProviderFactory(name="National Crime Training Agencies")
    ProviderFactory(name="Alpha", url="https://www.same.example/", based_in=CountryFactory())
    ProviderFactory(name="Beta", url="http://same.example", based_in=CountryFactory())
    ProviderFactory(name="Something else", url="https://other.example")

    pairs = found()

    assert pairs[frozenset({"Cyber Académie", "CYBER ACADEMIE!"})] == {"name"}
    assert pairs[frozenset({"World Office of Police", "wop"})] == {"alias"}
    assert pairs[frozenset({"National Crime Training Agency", "National Crime Training Agencies"})]
    assert len(pairs) == 3  # a link alone is not enough, and nothing else is alike


def test_offers_are_alike_by_name_and_link_and_more_so_within_one_provider():
    school, other = ProviderFactory(), ProviderFactory()
    ResourceFactory(name="Mobile phone forensics", provider=school)
    ResourceFactory(name="Mobile phone forensics", provider=other)
    ResourceFactory(name="Mobile-phone Forensics", provider=school)
    ResourceFactory(name="Course", provider=school)

    finding.find()

    points = sorted(pair.score for pair in Duplicate.objects.all())
    assert points == [60, 60, 75]


def test_a_link_that_many_share_says_nothing():
    for n in range(4):
        ResourceFactory(name=f"Offer number {n} of a kind", url="https://home.example")
        ProviderFactory(name=f"House {n} of many", url="https://shared.example")

    assert not any("link" in reasons for reasons in found().values())


def test_looking_again_changes_nothing_takes_what_is_no_longer_so_and_keeps_what_was_decided(
    client, reviewer
):
    ResourceFactory.create_batch(2, name="Twin course")
    one, _other = ResourceFactory.create_batch(2, name="Second pair")
    finding.find()
    client.force_login(reviewer)
    pair = Duplicate.objects.exclude(first=one.public_id).exclude(second=one.public_id).get()
    first = {(p.first, p.second, p.score) for p in Duplicate.objects.all()}
    answer = client.post(f"/duplicates/{pair.public_id}/different", {"reason": "Two cities"})
    assert answer.status_code == 302

    finding.find()
    assert {(p.first, p.second, p.score) for p in Duplicate.objects.all()} == first
    one.name = "Of another name"
    one.save()
    finding.find()

    left = Duplicate.objects.get()
    assert (left.pk, left.status, left.reason, left.by) == (
        pair.pk,
        "different",
        "Two cities",
        reviewer,
    )


def test_a_record_for_named_persons_is_never_compared():
    ProviderFactory(name="Quiet house", tlp=TLP.RED)
    ProviderFactory(name="Quiet house")
    for label in (TLP.RED, TLP.CLEAR):
        ResourceFactory(name="Quiet course", provider__name=f"House {label}", tlp=label)

    assert found() == {}


def test_a_pair_is_gone_for_whoever_may_not_see_one_of_the_two_any_more(client, reviewer):
    one, _other = ResourceFactory.create_batch(2, name="Twin course")
    finding.find()
    pair = Duplicate.objects.get()
    client.force_login(reviewer)
    assert "Twin course" in text(client.get("/duplicates"))

    type(one).objects.filter(pk=one.pk).update(tlp=TLP.RED)

    assert "Twin course" not in text(client.get("/duplicates"))
    assert client.get(pair.get_absolute_url()).status_code == 404
    assert client.post(f"{pair.get_absolute_url()}/different", {"reason": "x"}).status_code == 404


@pytest.mark.parametrize("role", [role for role in Role if role != Role.REVIEWER])
def test_only_reviewers_see_pairs_and_merges(client, role):
    ResourceFactory.create_batch(2, name="Twin course")
    finding.find()
    pair = Duplicate.objects.get()
    paths = ["/duplicates", "/merges", pair.get_absolute_url()]
    assert all(client.get(path).status_code == 302 for path in paths)  # to sign in
    client.force_login(UserFactory(role=role))

    assert all(client.get(path).status_code == 403 for path in paths)
    for path in ("/duplicates/find", "/duplicates/name", f"{paths[2]}/merge"):
        assert client.post(path).status_code == 403


def test_a_reviewer_names_two_records_that_nothing_has_found(client, reviewer):
    one, other, hidden = ResourceFactory(), ResourceFactory(), ResourceFactory(tlp=TLP.RED)
    client.force_login(reviewer)

    def name(second):
        given = {"kind": "resource", "one": f"http://x{one.get_absolute_url()}", "other": second}
        return client.post("/duplicates/name", given)

    assert "There is no such record" in text(name(hidden.public_id))
    assert "There is no such record" in text(name("nothing"))
    assert "named twice" in text(name(one.public_id))
    answer = name(other.public_id)
    finding.find()  # it stays, though it has no points

    pair = Duplicate.objects.get()
    assert answer.url == pair.get_absolute_url()
    assert "named by a reviewer" in text(client.get(answer.url))

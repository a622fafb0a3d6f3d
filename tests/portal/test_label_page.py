"""The page “Label and sharing”, and the one list of records that name a person."""

import re

import pytest

from capabilities.models import Provider, Resource
from portal.access import TLP, Role
from tests.factories import OrganisationFactory, ProviderFactory, ResourceFactory, UserFactory

TOKEN = re.compile('name="csrfmiddlewaretoken" value="[^"]+"')
pytestmark = pytest.mark.django_db


@pytest.fixture
def amber(partner):
    return ProviderFactory(name="Quiet Lab", owner=partner.organisation, tlp=TLP.AMBER)


def page_of(row):
    return f"/records/{row._meta.model_name}/{row.public_id}/label"


def readers_of(row, act):
    return f"/records/{row._meta.model_name}/{row.public_id}/readers/{act}"


def text(response):
    return response.content.decode()


def test_an_owner_changes_the_label_with_a_reason(client, partner, amber):
    client.force_login(partner)

    response = client.post(page_of(amber), {"to": "1", "reason": "Published"}, follow=True)

    assert "Every signed-in member of a verified organisation" in text(response)
    assert Provider.objects.get(pk=amber.pk).tlp == TLP.GREEN


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Choose another label"),
        ({"to": "9", "reason": "x"}, "Choose one of the labels offered"),
        ({"to": "2", "reason": "x"}, "Choose one of the labels offered"),
        ({"to": "1", "reason": " "}, "Say why the label changes"),
    ],
)
def test_a_wrong_change_is_said_in_words_and_changes_nothing(client, partner, amber, sent, said):
    client.force_login(partner)

    response = client.post(page_of(amber), sent)

    assert response.status_code == 422
    assert said in text(response)
    assert Provider.objects.get(pk=amber.pk).tlp == TLP.AMBER


def test_an_owner_shares_and_takes_back(client, partner, amber):
    friends = OrganisationFactory(name="Friends of Labs")
    client.force_login(partner)
    assert '<option value="Friends of Labs">' in text(client.get(page_of(amber)))

    added = client.post(readers_of(amber, "add"), {"organisation": "friends of labs"}, follow=True)
    assert "The members of Friends of Labs, with which it is shared" in text(added)

    client.post(readers_of(amber, "drop"), {"reader": friends.pk})
    assert Provider.objects.get(pk=amber.pk).shared_with == []


@pytest.mark.parametrize("name", ["Unverified", "Nobody at all", ""])
def test_an_unverified_organisation_is_answered_like_one_that_does_not_exist(
    client, partner, amber, name
):
    OrganisationFactory(name="Unverified", verified=False)
    client.force_login(partner)

    response = client.post(readers_of(amber, "add"), {"organisation": name})

    assert response.status_code == 422
    said = "Give the name" if not name else "no other verified organisation of this name"
    assert said in text(response)
    assert "Unverified" not in text(response).replace('value="Unverified"', "")


def test_a_stranger_is_answered_like_an_address_without_account(client, partner):
    row = ProviderFactory(tlp=TLP.RED, owner=partner.organisation, named_persons=[partner.pk])
    client.force_login(partner)

    for address in (UserFactory().email, "nobody@example.org"):
        response = client.post(readers_of(row, "add"), {"person": address})
        assert "You can name nobody with this address" in text(response)


def test_a_red_record_is_found_by_those_it_names_and_only_there(client, partner, reviewer):
    row = ProviderFactory(name="Quiet Lab", tlp=TLP.RED, named_persons=[reviewer.pk])
    ResourceFactory(name="Quiet course", provider=row, tlp=TLP.RED, named_persons=[reviewer.pk])
    client.force_login(reviewer)

    assert "Quiet Lab" in text(client.get("/records/named"))
    assert "Quiet course" in text(client.get("/records/named"))
    assert client.get(row.get_absolute_url()).status_code == 200
    assert client.get(f"/api/v1/providers/{row.public_id}").status_code == 404
    for address in (
        "/",
        "/resources",
        "/resources?q=Quiet",
        "/api/v1/providers",
        "/api/v1/resources",
    ):
        page = text(client.get(address))  # which says again what was searched for
        assert "Quiet Lab" not in page
        assert "Quiet course" not in page

    client.force_login(partner)
    assert "No record names you" in text(client.get("/records/named"))
    assert client.get(row.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_page_of_a_hidden_record_is_not_found_like_that_of_none(client, officer, method):
    hidden = ProviderFactory(tlp=TLP.AMBER)
    absent = Provider(public_id="absent222222")
    client.force_login(officer)

    answers = {
        (answer.status_code, TOKEN.sub("", text(answer)), tuple(sorted(answer.headers.items())))
        for row in (hidden, absent)
        for answer in [getattr(client, method)(page_of(row))]
    }

    assert [status for status, *_rest in answers] == [404]


@pytest.mark.parametrize("role", [Role.ANALYST, Role.OFFICER, Role.ADMINISTRATOR, "friend"])
def test_whoever_sees_a_record_without_owning_it_may_not_open_its_page(client, amber, role):
    person = UserFactory(role=Role.PARTNER if role == "friend" else role)
    Provider.objects.filter(pk=amber.pk).update(shared_with=[person.organisation_id])
    client.force_login(person)

    assert client.get(amber.get_absolute_url()).status_code == 200
    assert "Label and sharing" not in text(client.get(amber.get_absolute_url()))
    assert client.get(page_of(amber)).status_code == 403
    assert client.post(readers_of(amber, "add"), {"organisation": "x"}).status_code == 403


def test_the_page_says_where_a_restricted_parent_keeps_the_record_from_readers(client, reviewer):
    row = ResourceFactory(provider=ProviderFactory(name="Quiet Lab", tlp=TLP.AMBER))
    client.force_login(reviewer)

    assert "It names Quiet Lab, which is TLP:AMBER" in text(client.get(page_of(row)))
    assert Resource.objects.count() == 1


def test_strict_offers_nobody_to_share_with(client, reviewer):
    row = ProviderFactory(tlp=TLP.AMBER_STRICT)
    client.force_login(reviewer)

    assert "cannot be shared further" in text(client.get(page_of(row)))
    assert client.post(readers_of(row, "add"), {"organisation": "x"}).status_code == 404


def test_another_kind_of_record_is_not_found(client, reviewer):
    client.force_login(reviewer)

    assert client.get("/records/user/222222222222/label").status_code == 404

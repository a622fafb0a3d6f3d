"""The pages on which an organisation makes, renews and revokes its clients of the API."""

import re

import pytest

from portal import actions
from portal.access import TLP, Role
from portal.clients import ApiClient
from tests.factories import ProviderFactory, UserFactory
from tests.portal.html import words
from tests.portal.machines import PAGES, ask, fetch, issue, labels_shown, token_of

pytestmark = pytest.mark.django_db


def made_through_the_page(client, **more):
    asked = {"name": "Nightly import", "scopes": ["read"], "expires": ""}
    return client.post(f"{PAGES}/new", asked | more)


def test_a_partner_makes_a_client_reads_with_it_and_revokes_it(client, partner):
    client.force_login(partner)
    ProviderFactory(tlp=TLP.GREEN)

    page = made_through_the_page(client).content.decode()
    secret = re.search(r"Secret</dt><dd[^>]*><code>([^<]+)</code>", page)[1]
    made = ApiClient.objects.get()
    client.logout()
    token = token_of(client, actions.Issued(made, secret))
    assert labels_shown(ask(client, token)) == {TLP.GREEN}

    client.force_login(partner)
    listed = client.get(PAGES).content.decode()
    assert "Nightly import" in listed
    assert secret not in listed
    revoked = client.post(f"{PAGES}/{made.client_id}/revoke", follow=True)
    assert "“Nightly import” is revoked." in revoked.content.decode()
    assert ask(client, token).status_code == 401
    assert fetch(client, actions.Issued(made, secret)).status_code == 401


def test_the_page_with_the_secret_is_kept_by_no_cache(client, partner):
    client.force_login(partner)

    assert "no-store" in made_through_the_page(client).headers["Cache-Control"]


def test_a_new_secret_ends_the_old_one(client, partner):
    issued = issue(partner)
    client.force_login(partner)

    page = client.post(f"{PAGES}/{issued.client.client_id}/secret").content.decode()
    secret = re.search(r"Secret</dt><dd[^>]*><code>([^<]+)</code>", page)[1]

    assert fetch(client, issued).status_code == 401
    assert fetch(client, issued, secret=secret).status_code == 200


def test_an_organisation_without_clients_is_told_how_to_begin(client, partner):
    client.force_login(partner)

    page = words(client.get(PAGES).content.decode())

    assert "Your organisation has no client yet" in page
    assert "/api/v1/resources?page_size=5" in page


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"name": ""}, "This field is required."),
        ({"scopes": []}, "Choose at least one thing that the client may do."),
        ({"scopes": ["needs:submit"]}, "Select a valid choice."),
        ({"expires": "2020-01-01"}, "The last day must not have passed already."),
        ({"expires": "tomorrow"}, "Enter a valid date."),
    ],
)
def test_what_is_wrong_with_a_client_is_said_beside_its_field(client, partner, fields, message):
    client.force_login(partner)

    response = made_through_the_page(client, **fields)

    assert response.status_code == 422
    assert message in words(response.content.decode())
    assert not ApiClient.objects.exists()


def test_an_organisation_that_is_not_verified_makes_no_client(client, outsider):
    UserFactory._meta.model.objects.filter(pk=outsider.pk).update(role=Role.PARTNER)
    client.force_login(outsider)

    assert "once an administrator has verified" in client.get(PAGES).content.decode()
    assert client.get(f"{PAGES}/new").status_code == 302
    assert made_through_the_page(client).status_code == 302
    assert not ApiClient.objects.exists()


@pytest.mark.parametrize("page", ["", "/new", "/{id}/secret", "/{id}/revoke"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_who_may_not_manage_clients_is_refused_and_a_visitor_asked_to_sign_in(
    client, partner, page, method
):
    issued = issue(partner)
    path = PAGES + page.format(id=issued.client.client_id)

    visitor = getattr(client, method)(path)
    assert visitor.status_code == 302
    assert visitor.headers["Location"].startswith("/sign-in?")
    for role in (Role.ANALYST, Role.ADMINISTRATOR):
        person = UserFactory(role=role, organisation=partner.organisation)
        client.force_login(person)
        assert getattr(client, method)(path).status_code in {403, 405}
    assert ApiClient.objects.get().is_usable


@pytest.mark.parametrize("page", ["secret", "revoke"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_client_of_another_organisation_is_not_found(client, partner, page, method):
    theirs = issue(UserFactory(role=Role.PARTNER))
    client.force_login(partner)

    foreign = getattr(client, method)(f"{PAGES}/{theirs.client.client_id}/{page}")
    absent = getattr(client, method)(f"{PAGES}/absent/{page}")

    assert (foreign.status_code, absent.status_code) == (404, 404)
    assert "Nightly import" not in client.get(PAGES).content.decode()
    assert fetch(client, theirs).status_code == 200


@pytest.mark.parametrize("page", ["secret", "revoke"])
def test_a_revoked_client_stays_revoked(client, partner, page):
    issued = issue(partner)
    actions.revoke_api_client(client=issued.client, by=partner)
    client.force_login(partner)

    response = client.post(f"{PAGES}/{issued.client.client_id}/{page}", follow=True)

    assert "Somebody has revoked this client already." in response.content.decode()
    assert fetch(client, issued).status_code == 401

"""“API clients” in a real browser."""

import re

import pytest
from playwright.sync_api import expect

from portal import actions
from portal.access import Scope
from portal.clients import ApiClient
from tests.e2e.looking import look

pytestmark = pytest.mark.django_db(transaction=True)
PAGES = "/api-clients"


def test_the_pages_about_clients_are_accessible_and_fit_the_screen(partner, sign_in, page):
    sign_in(partner)
    page.goto(PAGES)
    assert look(page) == {}
    page.get_by_role("link", name="Make a client").click()
    assert look(page) == {}
    page.get_by_label("Name").fill("Nightly import of a rather long name, Dakar")
    page.get_by_role("button", name="Make it and show its secret").click()
    expect(page.get_by_text("Copy the secret now.")).to_be_visible()
    assert look(page) == {}
    old = actions.make_api_client(name="Old import", scopes=[Scope.READ], by=partner)
    actions.revoke_api_client(client=old.client, by=partner)
    page.get_by_role("link", name="back to the clients").click()
    assert look(page) == {}
    for link in ("New secret", "Revoke"):
        page.get_by_role("link", name=link).click()
        assert look(page) == {}
        page.goto(PAGES)


def test_a_partner_finds_the_clients_and_revokes_one(partner, sign_in, page):
    actions.make_api_client(name="Nightly import", scopes=[Scope.READ], by=partner)
    sign_in(partner)
    page.goto("/account")
    page.get_by_role("link", name=re.compile("Show.*API clients")).click()
    page.get_by_role("link", name="Revoke").click()
    page.get_by_role("button", name="Revoke this client").click()

    expect(page.get_by_text("“Nightly import” is revoked.")).to_be_visible()
    expect(page.get_by_role("cell", name="Revoked on")).to_be_visible()
    assert ApiClient.objects.get().is_revoked

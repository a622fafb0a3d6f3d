"""Accounts in a real browser: a security key, an invitation, the pages of administration."""

import re

import pytest
from playwright.sync_api import expect

from portal import outbox, people
from portal.access import OrganisationKind, Role
from tests.e2e.looking import wrong_at
from tests.factories import PASSWORD, OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)

PAGES = [
    "/account",
    "/account/name",
    "/account/password",
    "/account/e-mail",
    "/account/sessions",
    "/account/second-factor",
    "/account/second-factor/app",
    "/account/second-factor/keys",
    "/account/second-factor/keys/add",
    "/administration/people",
    "/administration/people?q=nobody",
    "/administration/invitations",
    "/administration/invitations/new",
    "/administration/organisations",
    "/administration/organisations/new",
]


@pytest.fixture
def key(page):
    """A security key, plugged into the browser, that is touched at once."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def sign_in(page, user):
    user.set_password(PASSWORD)
    user.save()
    page.goto("/sign-in")
    page.get_by_label("E-mail address").fill(user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()


def sign_out(page):
    page.get_by_role("button", name="Sign out", exact=True).click()


def test_a_reviewer_adds_a_key_and_signs_in_with_it(page, key):
    reviewer = UserFactory(email="ada@office.example", role=Role.REVIEWER)
    sign_in(page, reviewer)
    expect(page.get_by_text("Set one up now")).to_be_visible()

    page.get_by_role("link", name="Add a key").click()
    page.get_by_label("Name of the key").fill("On my desk")
    page.get_by_label("Also let me sign in with this key alone").check()
    page.get_by_role("button", name="Add the key").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    sign_out(page)

    sign_in(page, reviewer)
    page.get_by_role("button", name="Use a security key instead").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    page.goto("/account/second-factor/keys")
    expect(page.get_by_role("rowheader", name="On my desk")).to_be_visible()
    sign_out(page)

    page.goto("/sign-in")
    expect(page.get_by_text("The key did not answer")).to_be_hidden()
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def test_without_scripts_nothing_is_offered_that_needs_them(chromium, live_server):
    with chromium.new_context(base_url=live_server.url, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto("/sign-in")

        expect(page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
        expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_hidden()


def test_an_invitation_leads_to_an_account(page, administrator, mailoutbox):
    OrganisationFactory(name="Police", kind=OrganisationKind.LAW_ENFORCEMENT)
    sign_in(page, administrator)
    page.get_by_role("link", name="Administration").click()
    page.get_by_role("button", name="Invite somebody").click()
    page.get_by_label("E-mail address").fill("new@police.example")
    page.get_by_label("Organisation", exact=True).select_option(label="Police")
    page.get_by_label("Analyst").check()
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_text("the mail is waiting to be sent")).to_be_visible()
    outbox.sweep()
    sign_out(page)

    page.goto(re.search(r"/invitation/\S+", mailoutbox[0].body)[0])
    expect(page.get_by_text("Role: Analyst")).to_be_visible()
    page.get_by_label("Name").fill("Niko New")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Make the account").click()
    page.get_by_label("E-mail address").fill("new@police.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()

    expect(page.get_by_role("link", name="Niko New")).to_be_visible()


def test_every_page_of_accounts_is_accessible_and_fits_the_screen(page, administrator):
    organisation = OrganisationFactory(verified=False)
    person = UserFactory(email="somebody.with.a.long.address@organisation.example")
    for number in range(3):
        people.invite(
            email=f"invited{number}@organisation.example",
            role=Role.ANALYST,
            organisation=organisation,
            by=administrator,
        )
    sign_in(page, administrator)
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    addresses = (
        *PAGES,
        f"/administration/people/{person.public_id}",
        f"/administration/organisations/{organisation.public_id}",
    )

    assert wrong_at(page, addresses) == {}

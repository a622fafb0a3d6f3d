"""A single sign-on: named by the environment alone, opens accounts that exist, makes none."""

import os
import subprocess
import sys

import pytest
from allauth.account.middleware import AccountMiddleware
from allauth.account.models import EmailAddress
from allauth.socialaccount.internal.flows.login import complete_login
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin
from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.test import RequestFactory

from portal.access import Role
from portal.account_settings import _single_sign_on
from portal.models import User
from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def named(settings, monkeypatch):
    """An environment that names a provider."""
    monkeypatch.setenv("SSO_NAME", "the national sign-on")
    monkeypatch.setenv("SSO_CLIENT_ID", "portal")
    monkeypatch.setenv("SSO_CLIENT_SECRET", "secret")
    settings.SOCIALACCOUNT_PROVIDERS = _single_sign_on("https://id.example")


@pytest.fixture
def person():
    user = UserFactory(email="ada@office.example", role=Role.ANALYST)
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def come_back(email, *, verified=True, process="login"):
    """What happens when the provider has answered: who is signed in, and the page."""
    request = RequestFactory().get("/sign-in/with/sso/back")

    def finish(request):
        account = SocialAccount(provider="sso", uid="4711", extra_data={})
        addresses = [EmailAddress(email=email, verified=verified, primary=True)]
        login = SocialLogin(user=User(email=email), account=account, email_addresses=addresses)
        login.provider = "openid_connect"
        login.state = {"process": process}
        return complete_login(request, login)

    for middleware in (
        AccountMiddleware,
        MessageMiddleware,
        AuthenticationMiddleware,
        SessionMiddleware,
    ):
        finish = middleware(finish)
    response = finish(request)
    return request, response


def test_without_a_provider_there_is_no_button_and_no_address(client):
    assert "Sign in with the" not in client.get("/sign-in").content.decode()
    assert client.get("/sign-in/with/sso").status_code == 404


def test_a_provider_of_the_environment_has_a_button_with_its_name(client, named):
    page = client.get("/sign-in").content.decode()

    assert "Sign in with the national sign-on" in page
    assert 'href="/sign-in/with/sso"' in page


def test_a_provider_in_a_table_counts_for_nothing(client):
    SocialApp.objects.create(
        provider="openid_connect", provider_id="x", name="Foreign", client_id="x"
    )

    assert "Foreign" not in client.get("/sign-in").content.decode()


def test_a_confirmed_address_opens_the_account_with_that_address(named, person):
    request, _response = come_back("ada@office.example")

    assert request.user == person
    person.refresh_from_db()
    assert person.check_password(PASSWORD)
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize(
    ("email", "verified"), [("ada@office.example", False), ("nobody@office.example", True)]
)
def test_anything_else_opens_nothing_and_makes_no_account(named, person, email, verified):
    request, response = come_back(email, verified=verified)

    assert not request.user.is_authenticated
    assert "Accounts come by invitation" in response.content.decode()
    assert User.objects.count() == 1


def test_an_address_that_the_account_has_not_confirmed_opens_nothing(named, person):
    EmailAddress.objects.update(verified=False)

    request, _response = come_back("ada@office.example")

    assert not request.user.is_authenticated


def test_a_closed_account_stays_closed(named, person):
    User.objects.update(is_active=False)

    request, _response = come_back("ada@office.example")

    assert not request.user.is_authenticated


def test_nothing_is_ever_connected_to_an_account(named, person):
    come_back("ada@office.example", process="connect")

    assert not SocialAccount.objects.exists()


def test_a_provider_without_its_secret_stops_the_start():
    environment = os.environ | {"SSO_ISSUER": "https://id.example"}
    command = [sys.executable, "-c", "import portal.account_settings"]

    ended = subprocess.run(
        command,
        check=False,
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
    )

    assert ended.returncode != 0
    assert "SSO_CLIENT_ID" in ended.stderr

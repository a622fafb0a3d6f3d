"""Second factors: who needs one, and that nothing goes on without it."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.test import Client

from portal.access import Role, needs_second_factor
from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

NEED_ONE = {Role.OFFICER, Role.REVIEWER, Role.ADMINISTRATOR}
SETTING_UP = "/account/second-factor"
# Pages, endpoints and the admin site, those that exist and one that does not.
EVERYWHERE = ["/", "/account", "/runs", "/nothing-here", "/admin-site/", "/account/sessions"]


def account(role, **fields):
    user = UserFactory(email=f"{role}@office.example", role=role, **fields)
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(client, user):
    return client.post("/sign-in", {"login": user.email, "password": PASSWORD})


def code_of(secret, ahead=0):
    """What an authenticator app shows; `ahead` steps from now, for a code that is not used up."""
    counter = next(iter(yield_hotp_counters_from_time())) + ahead
    return format_hotp_value(hotp_value(secret, counter))


def set_up_app(client):
    page = client.get("/account/second-factor/app").content.decode()
    secret = re.search(r'<code class="secret">(\w+)</code>', page)[1]
    return secret, client.post("/account/second-factor/app", {"code": code_of(secret)})


@pytest.fixture
def reviewer_outside():
    """A reviewer who is no account of the demonstration."""
    return account(Role.REVIEWER)


# ------------------------------------------------------------------ who


@pytest.mark.parametrize("role", Role)
def test_officers_reviewers_and_administrators_need_a_second_factor(role):
    assert needs_second_factor(account(role)) == (role in NEED_ONE)


def test_whoever_may_enter_the_admin_site_needs_one_and_a_visitor_does_not():
    assert needs_second_factor(account(Role.ANALYST, is_staff=True))
    assert not needs_second_factor(AnonymousUser())


def test_an_account_of_the_demonstration_does_without_only_in_the_demonstration(settings):
    printed = UserFactory(role=Role.REVIEWER, email="reviewer@demo.example")

    assert not needs_second_factor(printed)
    settings.DEMO = False
    assert needs_second_factor(printed)


def test_the_demonstration_says_so_where_one_signs_in(client):
    assert "They need no second factor" in client.get("/sign-in").content.decode()


# ------------------------------------------------------------------ nothing without it


@pytest.mark.parametrize("address", EVERYWHERE)
def test_without_a_second_factor_every_page_leads_to_setting_one_up(client, address):
    sign_in(client, account(Role.ADMINISTRATOR, is_staff=True, is_superuser=True))

    answer = client.get(address)

    assert (answer.status_code, answer.url) == (302, SETTING_UP)
    assert "Set one up now" in client.get(SETTING_UP).content.decode()


@pytest.mark.parametrize("address", ["/api/v1/findings", "/api/v1/schema", "/api/v1/nothing"])
@pytest.mark.parametrize("method", ["get", "post", "delete"])
def test_without_a_second_factor_the_api_refuses_everything_alike(
    client, reviewer_outside, address, method
):
    sign_in(client, reviewer_outside)

    answer = getattr(client, method)(address)

    assert answer.status_code == 403
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["title"] == "Second factor needed"


def test_without_a_second_factor_nothing_is_written(client, reviewer_outside):
    sign_in(client, reviewer_outside)

    answer = client.post("/runs/start", {"audience": 0})

    assert answer.url == SETTING_UP


def test_one_can_sign_out_without_a_second_factor(client, reviewer_outside):
    sign_in(client, reviewer_outside)
    client.post("/sign-out")

    assert client.get("/").status_code == 200


def test_the_admin_site_has_no_sign_in_of_its_own(client):
    answer = client.get("/admin-site/login/")

    assert answer.status_code == 302
    assert answer.url.startswith("/sign-in")


# ------------------------------------------------------------------ an authenticator app


def test_setting_up_an_app_opens_the_portal_and_gives_recovery_codes(client, reviewer_outside):
    sign_in(client, reviewer_outside)

    _secret, answer = set_up_app(client)

    assert answer.url == "/account/second-factor/codes"
    assert len(re.findall(r"<li><code>\d{8}</code>", client.get(answer.url).content.decode())) == 10
    assert client.get("/").status_code == 200


def test_a_wrong_code_sets_nothing_up(client, reviewer_outside):
    sign_in(client, reviewer_outside)
    client.get("/account/second-factor/app")

    answer = client.post("/account/second-factor/app", {"code": "000000"})

    assert "not right" in answer.content.decode()
    assert client.get("/").status_code == 302


def test_the_next_sign_in_asks_for_a_code_and_lets_nobody_in_before(client, reviewer_outside):
    sign_in(client, reviewer_outside)
    secret, _answer = set_up_app(client)
    later = Client()

    assert sign_in(later, reviewer_outside).url == "/sign-in/code"
    assert later.get("/account").url.startswith("/sign-in")
    later.post("/sign-in/code", {"code": code_of(secret, ahead=1)})

    assert later.get("/account").status_code == 200


def test_a_recovery_code_works_once(client, reviewer_outside):
    sign_in(client, reviewer_outside)
    _secret, answer = set_up_app(client)
    code = re.search(r"<li><code>(\d{8})</code>", client.get(answer.url).content.decode())[1]

    opened = []
    for _time in range(2):
        later = Client()
        sign_in(later, reviewer_outside)
        later.post("/sign-in/code", {"code": code})
        opened.append(later.get("/account").status_code == 200)

    assert opened == [True, False]


def test_codes_can_not_be_tried_for_ever(client, reviewer_outside):
    sign_in(client, reviewer_outside)
    secret, _answer = set_up_app(client)
    guesser = Client()
    sign_in(guesser, reviewer_outside)
    for _attempt in range(5):
        guesser.post("/sign-in/code", {"code": "000000"})

    answer = guesser.post("/sign-in/code", {"code": code_of(secret, ahead=1)})

    assert "too many attempts" in answer.content.decode()


def test_setting_up_a_factor_ends_the_sessions_elsewhere(client, reviewer_outside):
    before = Client()
    sign_in(before, reviewer_outside)
    sign_in(client, reviewer_outside)
    set_up_app(client)

    assert before.get("/account").url.startswith("/sign-in")


@pytest.fixture
def left_over(client, reviewer_outside):
    """A session from before the factor that somehow goes on, and the secret of the factor."""
    before = Client()
    sign_in(before, reviewer_outside)
    UserSession.objects.all().delete()
    sign_in(client, reviewer_outside)
    secret, _answer = set_up_app(client)
    return before, secret


def test_a_session_that_has_not_shown_the_factor_must_show_it(left_over):
    before, secret = left_over

    assert before.get("/").url == SETTING_UP
    assert "has not shown it yet" in before.get(SETTING_UP).content.decode()
    before.post("/account/second-factor/confirm", {"code": code_of(secret, ahead=1)})

    assert before.get("/").status_code == 200


@pytest.mark.parametrize("way", ["keys/add", "app"])
def test_a_session_that_has_not_shown_the_factor_can_not_add_another_instead(left_over, way):
    before, _secret = left_over

    assert before.get(f"/account/second-factor/{way}").url == SETTING_UP


def test_whoever_needs_a_factor_can_not_remove_the_last_one(client, reviewer_outside):
    sign_in(client, reviewer_outside)
    set_up_app(client)

    answer = client.post("/account/second-factor/app/remove")

    assert "Add another one" in answer.content.decode()
    assert Authenticator.objects.filter(type="totp").exists()


def test_whoever_needs_none_may_have_one_and_remove_it(client):
    sign_in(client, account(Role.ANALYST))
    set_up_app(client)
    client.post("/account/second-factor/app/remove")

    assert not Authenticator.objects.exists()
    assert mail.outbox[-1].subject == "Your authenticator app is removed"


def test_what_protects_an_account_is_asked_for_again_after_five_minutes(
    client, reviewer_outside, monkeypatch
):
    sign_in(client, reviewer_outside)
    later = time.time() + 301
    monkeypatch.setattr(time, "time", lambda: later)

    answer = client.get("/account/second-factor/app")

    assert answer.url.startswith("/account/confirm")


# ------------------------------------------------------------------ how it is kept


def test_secrets_are_kept_encrypted_and_outlive_a_change_of_key(client, reviewer_outside, settings):
    sign_in(client, reviewer_outside)
    secret, _answer = set_up_app(client)
    kept = Authenticator.objects.get(type="totp")

    assert secret not in str(kept.data)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key, as long as it has to be to be taken for one"
    assert kept.wrap().validate_code(code_of(secret, ahead=1))


def test_a_factor_whose_key_is_lost_opens_nothing(client, reviewer_outside, settings):
    sign_in(client, reviewer_outside)
    secret, _answer = set_up_app(client)
    settings.SECRET_KEY = "another key, as long as it has to be to be taken for one"

    kept = Authenticator.objects.get(type="totp")

    assert not kept.wrap().validate_code(code_of(secret, ahead=1))

"""Signing in and out, passwords, sessions: what works, and what no answer tells."""

import re
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import mail
from django.template.loader import get_template
from django.test import Client
from django.urls import get_resolver, reverse

from portal.access import Role
from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    user = UserFactory(email="ada@office.example", role=Role.ANALYST)
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def sign_in(client, email="ada@office.example", password=PASSWORD, **extra):
    return client.post("/sign-in", {"login": email, "password": password}, **extra)


def is_signed_in(client):
    return client.get("/account").status_code == 200


def without_what_was_typed(response):
    """The body, less the address that the form shows again and the token of the form."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())
    return re.sub(r'value="[^"@]*@[^"]*"', "", text)


# ------------------------------------------------------------------ in and out


def test_a_person_signs_in_with_address_and_password_and_out_again(client, person):
    assert sign_in(client).status_code == 302
    assert is_signed_in(client)

    asked = client.get("/sign-out")
    assert 'method="post"' in asked.content.decode()
    assert is_signed_in(client)

    assert client.post("/sign-out").status_code == 302
    assert not is_signed_in(client)


def test_the_letters_case_of_an_address_does_not_matter(client, person):
    sign_in(client, "ADA@Office.Example")

    assert is_signed_in(client)


def test_sign_in_leads_to_the_page_that_asked_for_it_but_never_to_another_site(person):
    inside = Client().post("/sign-in?next=/runs", {"login": person.email, "password": PASSWORD})
    outside = Client().post(
        "/sign-in?next=//evil.example/", {"login": person.email, "password": PASSWORD}
    )

    assert inside.url == "/runs"
    assert outside.url == "/"


def test_nobody_can_sign_up(client):
    page = client.get("/sign-up")
    client.post("/sign-up", {"email": "new@office.example", "password1": PASSWORD})

    assert "Accounts come by invitation" in page.content.decode()
    assert not EmailAddress.objects.filter(email="new@office.example").exists()


def test_a_failed_sign_in_reads_the_same_whether_the_account_exists_is_deactivated_or_not(person):
    gone = UserFactory(email="gone@office.example", is_active=False)
    gone.set_password(PASSWORD)
    gone.save()

    wrong = sign_in(Client(), password="not the password at all")
    absent = sign_in(Client(), "nobody@office.example")
    inactive = sign_in(Client(), gone.email)

    assert wrong.status_code == absent.status_code == inactive.status_code == 200
    assert "is not right" in wrong.content.decode()
    assert len({without_what_was_typed(r) for r in (wrong, absent, inactive)}) == 1


def test_five_failures_close_an_address_for_a_while_whether_or_not_it_has_an_account(person):
    answers = []
    for email in (person.email, "nobody@office.example"):
        client = Client()
        for _attempt in range(5):
            sign_in(client, email, "not the password at all", REMOTE_ADDR="192.0.2.1")
        answers.append(sign_in(client, email, REMOTE_ADDR="192.0.2.1"))

    assert "too many attempts" in answers[0].content.decode()
    assert without_what_was_typed(answers[0]) == without_what_was_typed(answers[1])
    assert not is_signed_in(client)


def test_one_network_address_can_not_try_for_ever():
    statuses = [
        sign_in(Client(), f"a{number}@office.example", REMOTE_ADDR="192.0.2.7").status_code
        for number in range(31)
    ]

    assert statuses[0] == 200
    assert statuses[30] == 429


def test_a_deactivated_person_is_out_with_the_next_request(client, person):
    sign_in(client)
    person.is_active = False
    person.save()

    assert not is_signed_in(client)


# ------------------------------------------------------------------ passwords


def test_a_forgotten_password_is_replaced_by_way_of_a_mail(client, person):
    client.post("/password/forgotten", {"email": person.email})
    link = re.search(r"http://testserver(/password/new/\S+)", mail.outbox[0].body)[1]
    form = client.get(link, follow=True)
    new = "quite another long password"
    client.post(form.redirect_chain[-1][0], {"password1": new, "password2": new})

    sign_in(client, password=new)

    assert is_signed_in(client)
    assert mail.outbox[1].subject == "Your password is changed"
    assert "can’t be used" in Client().get(link, follow=True).content.decode()


def test_asking_for_a_new_password_never_tells_who_has_an_account(person):
    known = Client().post("/password/forgotten", {"email": person.email}, follow=True)
    unknown = Client().post("/password/forgotten", {"email": "nobody@office.example"}, follow=True)

    assert known.status_code == unknown.status_code
    assert without_what_was_typed(known) == without_what_was_typed(unknown)
    assert [message.to for message in mail.outbox] == [[person.email], ["nobody@office.example"]]


def test_a_mail_server_that_fails_tells_nothing_either(person, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    answer = Client().post("/password/forgotten", {"email": person.email}, follow=True)

    assert answer.status_code == 200


@pytest.mark.parametrize("weak", ["short", "password1234", "123456789012", "ada@office.example"])
def test_a_weak_password_is_refused(client, person, weak):
    sign_in(client)

    client.post(
        "/account/password", {"oldpassword": PASSWORD, "password1": weak, "password2": weak}
    )

    person.refresh_from_db()
    assert person.check_password(PASSWORD)


def test_passwords_are_kept_as_argon2():
    assert settings.PASSWORD_HASHERS  # the tests' own are fast
    source = (settings.BASE_DIR / "portal/settings.py").read_text()

    assert re.search(r"PASSWORD_HASHERS = \[\s*\"[\w.]*Argon2PasswordHasher\"", source)


def test_a_changed_password_ends_the_sessions_elsewhere(client, person):
    elsewhere = Client()
    sign_in(elsewhere)
    sign_in(client)
    new = "quite another long password"

    client.post("/account/password", {"oldpassword": PASSWORD, "password1": new, "password2": new})

    assert is_signed_in(client)
    assert not is_signed_in(elsewhere)


# ------------------------------------------------------------------ sessions and address


def test_a_person_sees_the_sessions_and_signs_out_elsewhere(client, person):
    elsewhere = Client(HTTP_USER_AGENT="An old telephone")
    sign_in(elsewhere)
    sign_in(client)

    assert "An old telephone" in client.get("/account/sessions").content.decode()
    client.post("/account/sessions")

    assert is_signed_in(client)
    assert not is_signed_in(elsewhere)


def test_an_address_changes_only_when_the_new_one_is_confirmed(client, person):
    sign_in(client)
    client.post("/account/e-mail", {"email": "ada@elsewhere.example", "action_add": ""})
    person.refresh_from_db()
    assert person.email == "ada@office.example"

    link = re.search(r"http://testserver(/account/e-mail/\S+)", mail.outbox[0].body)[1]
    assert mail.outbox[0].to == ["ada@elsewhere.example"]
    client.post(link)

    person.refresh_from_db()
    assert person.email == "ada@elsewhere.example"
    assert mail.outbox[-1].to == ["ada@office.example"]


def test_asking_for_an_address_that_somebody_else_has_reads_like_any_other(client, person):
    UserFactory(email="taken@office.example")
    sign_in(client)

    pages = []
    for email in ("taken@office.example", "free@office.example"):
        asked = client.post("/account/e-mail", {"email": email, "action_add": ""}, follow=True)
        pages.append(without_what_was_typed(asked).replace(email, ""))

    assert pages[0] == pages[1]


# ------------------------------------------------------------------ the pages


def names():
    """Every page of accounts by its name."""
    patterns = get_resolver().reverse_dict
    prefixes = ("account_", "mfa_", "socialaccount_", "usersessions_")
    return [name for name in patterns if isinstance(name, str) and name.startswith(prefixes)]


def templates_of_accounts():
    found = set()
    for name in names():
        for pattern in get_resolver("portal.account_urls").url_patterns:
            view = getattr(pattern.callback, "view_class", None)
            if pattern.name == name and getattr(view, "template_name", None):
                found.add(view.template_name)
    return sorted(found)


def test_every_page_of_accounts_is_the_portals_own():
    ours = Path(settings.BASE_DIR) / "templates"
    shown = set(templates_of_accounts()) - {"account/signup.html", "account/logout.html"}
    assert len(shown) > 15

    for name in shown:
        template = get_template(name).template
        assert Path(template.origin.name).is_relative_to(ours), name
        assert "{% element" not in template.source, name


def test_sign_in_keeps_its_address():
    assert reverse("portal:sign_in") == reverse("account_login") == "/sign-in"
    assert reverse("portal:sign_out") == reverse("account_logout") == "/sign-out"

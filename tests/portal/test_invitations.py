"""Invitations: one way to one account, which tells nobody who has one."""

import re
import runpy
from datetime import timedelta
from types import SimpleNamespace

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import mail
from django.test import Client
from django.utils import timezone
from gunicorn.config import Config

from portal import people
from portal.access import Role
from portal.invitations import Invitation
from portal.models import OutboxEntry, User
from tests.factories import OrganisationFactory, UserFactory

GOOD = "quite a long password indeed"


def link_in(letter):
    return re.search(r"http://127\.0\.0\.1:8000(/invitation/\S+)", letter.body)[1]


@pytest.fixture
def invited(administrator, police, send_letters):
    """An open invitation and the link in its mail."""
    invitation = people.invite(
        email="New@Police.example", role=Role.OFFICER, organisation=police, by=administrator
    )
    send_letters()
    return invitation, link_in(mail.outbox[-1])


@pytest.fixture
def send_letters(db, settings):
    """Fulfil what was promised, as a worker does."""
    settings.PORTAL_URL = "http://127.0.0.1:8000"

    def send():
        for entry in OutboxEntry.objects.waiting().order_by("pk"):
            people.send_invitation(entry)
            OutboxEntry.objects.filter(pk=entry.pk).update(status=OutboxEntry.Status.DONE)

    return send


def accept(client, link, name="Niko New", password=GOOD):
    client.get(link)
    return client.post("/invitation", {"name": name, "password": password})


def test_an_invited_person_chooses_name_and_password_and_signs_in(invited, client):
    _invitation, link = invited

    page = client.get(link, follow=True)
    assert "new@police.example" in page.content.decode()
    accept(client, link)
    client.post("/sign-in", {"login": "new@police.example", "password": GOOD})

    person = User.objects.get(email="new@police.example")
    assert (person.name, person.role, person.organisation.name) == ("Niko New", "officer", "Police")
    assert EmailAddress.objects.get(user=person).verified
    assert client.get("/account").url == "/account/second-factor"


def test_only_the_mail_holds_the_token(invited):
    invitation, link = invited
    token = link.rpartition("/")[2]
    invitation.refresh_from_db()

    assert len(token) > 40
    assert token not in str(invitation.__dict__)
    assert not OutboxEntry.objects.filter(payload__contains={"token": token}).exists()
    assert set(OutboxEntry.objects.get().payload) == {"invitation"}


def test_an_invitation_works_once(invited):
    _invitation, link = invited
    accept(Client(), link)

    again = accept(Client(), link, name="Somebody Else")

    assert again.status_code == 404
    assert User.objects.get(email="new@police.example").name == "Niko New"


def test_every_link_that_can_not_be_used_reads_the_same(
    invited, administrator, police, send_letters
):
    _used, used_link = invited
    accept(Client(), used_link)
    links = [used_link, "/invitation/never-was-one"]
    for email in ("revoked@x.example", "late@x.example", "has@x.example"):
        row = people.invite(email=email, role=Role.ANALYST, organisation=police, by=administrator)
        send_letters()
        links.append(link_in(mail.outbox[-1]))
        if email.startswith("revoked"):
            people.revoke_invitation(invitation=row, by=administrator)
        if email.startswith("late"):
            Invitation.objects.filter(pk=row.pk).update(expires_at=timezone.now())
    UserFactory(email="has@x.example")

    answers = [accept(Client(), link) for link in links]

    assert {answer.status_code for answer in answers} == {404}
    assert len({re.sub(r'value="\w{64}"', "", a.content.decode()) for a in answers}) == 1


def test_an_invitation_ends_after_a_week(invited, client):
    _invitation, link = invited

    with time_machine.travel(timezone.now() + timedelta(days=7, minutes=1)):
        assert accept(client, link).status_code == 404


def test_sending_an_invitation_again_ends_the_earlier_link(invited, administrator, send_letters):
    invitation, first = invited

    people.resend_invitation(invitation=invitation, by=administrator)
    send_letters()

    assert accept(Client(), first).status_code == 404
    assert accept(Client(), link_in(mail.outbox[-1])).status_code == 302


def test_inviting_the_same_address_again_leaves_one_open_invitation(invited, administrator, police):
    people.invite(
        email="new@police.example", role=Role.ANALYST, organisation=police, by=administrator
    )

    assert Invitation.objects.open(at=timezone.now()).count() == 1


def test_a_weak_password_makes_no_account(invited, client):
    _invitation, link = invited

    answer = accept(client, link, password="password1234")

    assert answer.status_code == 422
    assert "too common" in answer.content.decode()
    assert not User.objects.filter(email="new@police.example").exists()


def test_an_administrator_is_told_of_an_account_that_exists(client, administrator, police):
    UserFactory(email="has@x.example")
    client.force_login(administrator)

    answer = client.post(
        "/administration/invitations/new",
        {"email": "Has@X.example", "role": "analyst", "organisation": police.public_id},
    )

    assert "has@x.example has an account already" in answer.content.decode()


def test_an_organisations_administrator_does_not_learn_who_has_an_account(
    client, manager, police, send_letters
):
    UserFactory(email="has@x.example")
    client.force_login(manager)

    pages = []
    for email in ("has@x.example", "new@x.example"):
        form = {"email": email, "role": "analyst", "organisation": police.public_id}
        client.post("/administration/invitations/new", form)
        send_letters()
        page = client.get(f"/administration/invitations?q={email}").content.decode()
        page = re.sub(r'value="\w{64}"|[0-9a-f-]{36}', "", page.replace(email, ""))
        pages.append(page)

    assert pages[0] == pages[1]
    assert [letter.subject.partition("] ")[2] for letter in mail.outbox] == [
        "You have an account already",
        "You are invited to the Cyber Capability Portal",
    ]


def test_invitations_can_not_be_tried_for_ever(db):
    statuses = [Client().get("/invitation").status_code for _ in range(3)]
    posted = [Client().post("/invitation").status_code for _ in range(21)]

    assert set(statuses) == {404}
    assert posted[-1] == 429


def test_a_manager_sees_and_touches_the_invitations_of_the_own_organisation_alone(
    client, manager, administrator
):
    foreign = people.invite(
        email="far@x.example",
        role=Role.ANALYST,
        organisation=OrganisationFactory(),
        by=administrator,
    )
    client.force_login(manager)

    assert "far@x.example" not in client.get("/administration/invitations").content.decode()
    for act in ("resend", "revoke"):
        address = f"/administration/invitations/{foreign.public_id}/{act}"
        absent = f"/administration/invitations/{manager.public_id}/{act}"
        assert client.post(address).status_code == client.post(absent).status_code == 404
    foreign.refresh_from_db()
    assert foreign.revoked_at is None


@pytest.mark.parametrize(
    "address",
    [
        "/invitation/s3cret",
        "/password/new/1-s3cret",
        "/account/e-mail/s3cret",
        "/sign-in/with/sso/back?code=s3cret",
    ],
)
def test_no_log_holds_the_secret_of_a_link(address):
    configuration = runpy.run_path(str(settings.BASE_DIR / "gunicorn.conf.py"))
    log = configuration["logger_class"](Config())
    request = {"REQUEST_METHOD": "GET", "RAW_URI": address, "SERVER_PROTOCOL": "HTTP/1.1"}
    answer = SimpleNamespace(status="302 Found", sent=0, headers=[])

    line = log.atoms(answer, SimpleNamespace(headers=[]), request, timedelta())["r"]

    assert "s3cret" not in line
    assert line.startswith(f"GET {address.partition('s3cret')[0].partition('1-')[0][:12]}")

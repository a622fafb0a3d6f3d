"""Whoever finds a weakness finds out where to report it."""

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from portal.settings import _contact

TEXT = "/.well-known/security.txt"


def test_the_page_gives_the_address_that_the_operator_has_set(client, db, settings):
    settings.SECURITY_CONTACT = "mailto:security@portal.example"

    page = client.get("/security").content.decode()

    assert '<a class="govuk-link" href="mailto:security@portal.example">security@' in page


def test_without_an_address_the_page_says_whom_to_ask_and_no_file_claims_one(client, db, settings):
    settings.SECURITY_CONTACT = ""

    assert "has not named an address" in client.get("/security").content.decode()
    assert client.get(TEXT).status_code == 404


def test_the_file_for_programs_is_a_valid_one(client, db, settings):
    settings.SECURITY_CONTACT = "https://portal.example/report"
    settings.PORTAL_URL = "https://portal.example"

    response = client.get(TEXT)

    fields = dict(line.split(": ", 1) for line in response.content.decode().splitlines())
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert fields["Contact"] == "https://portal.example/report"
    assert fields["Canonical"] == f"https://portal.example{TEXT}"
    assert fields["Policy"] == "https://portal.example/security"
    ends = datetime.fromisoformat(fields["Expires"])
    assert timezone.now() < ends < timezone.now() + timedelta(days=365)


def test_every_page_leads_there(client, db):
    assert 'href="/security"' in client.get("/sign-in").content.decode()


def test_an_e_mail_address_becomes_the_uri_that_the_standard_asks_for():
    assert _contact(" security@portal.example ") == "mailto:security@portal.example"
    assert _contact("tel:+221-33-123") == "tel:+221-33-123"
    assert _contact("") == ""


@pytest.mark.parametrize("written", ["javascript:alert(1)", "somebody", "mailto:a@b\nExpires: x"])
def test_a_contact_of_another_kind_stops_the_start(written):
    with pytest.raises(ImproperlyConfigured, match="SECURITY_CONTACT"):
        _contact(written)

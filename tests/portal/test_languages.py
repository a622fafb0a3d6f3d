"""Pages and letters in the reader's language; machines are answered in one."""

import re
from datetime import UTC, date, datetime

import pytest
from babel.messages.catalog import Message
from django.conf import settings
from django.core import mail
from django.template.loader import render_to_string
from django.test import Client
from django.utils import formats, translation

from checks import catalogues
from portal import people
from portal.access import Role
from portal.models import OutboxEntry, User
from tests.factories import AreaFactory, CountryFactory, OrganisationFactory, UserFactory
from tests.portal.html import Elements

pytestmark = pytest.mark.django_db
TEMPLATES = settings.BASE_DIR / "templates"


@pytest.fixture(autouse=True)
def nobody_else_s_language():
    """A request leaves its language behind for whoever comes next in this thread."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


def root(response):
    """The language and the direction of a page."""
    page = Elements(response.content.decode()).named("html")[0]
    return page["lang"], page["dir"]


def choose(client, language, page="http://testserver/method"):
    return client.post("/language", {"language": language}, headers={"Referer": page})


# ------------------------------------------------------------------ which language


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ("fr-CA,fr;q=0.9", ("fr", "ltr")),
        ("es", ("es", "ltr")),
        ("ar-EG", ("ar", "rtl")),
        ("en-US", ("en-gb", "ltr")),
        ("de,es;q=0.5", ("es", "ltr")),
        ("de", ("en-gb", "ltr")),
        ("", ("en-gb", "ltr")),
    ],
)
def test_a_page_comes_in_the_first_language_that_browser_and_portal_share(client, asked, answered):
    response = client.get("/method", headers={"Accept-Language": asked})

    assert root(response) == answered
    assert response["Content-Language"] == answered[0]
    assert {"Accept-Language", "Cookie"} <= set(response["Vary"].split(", "))


def test_the_language_chosen_on_a_page_stays_whatever_the_browser_asks_for(client):
    back = choose(client, "ar")

    assert back.status_code == 302
    assert back["Location"] == "http://testserver/method"
    assert root(client.get("/method", headers={"Accept-Language": "fr"})) == ("ar", "rtl")


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Referer": "https://elsewhere.example/"},
        {},
    ],
)
def test_no_other_site_chooses_for_somebody(client, analyst, headers):
    client.force_login(analyst)

    response = client.post("/language", {"language": "fr"}, headers=headers)

    assert response.status_code == 403
    assert settings.LANGUAGE_COOKIE_NAME not in response.cookies
    assert User.objects.get(pk=analyst.pk).language == ""


def test_the_choice_leads_to_no_other_site(client):
    elsewhere = {"language": "fr", "next": "https://elsewhere.example/"}

    back = client.post("/language", elsewhere, headers={"Origin": "http://testserver"})

    assert back["Location"] == "/"


def test_what_the_portal_does_not_speak_cannot_be_chosen(client, analyst):
    client.force_login(analyst)

    assert choose(client, "de").status_code == 400
    assert User.objects.get(pk=analyst.pk).language == ""


def test_the_language_of_an_account_goes_with_the_person_to_every_device(client, analyst):
    client.force_login(analyst)
    choose(client, "es")
    elsewhere = Client(headers={"Accept-Language": "fr"})
    assert root(elsewhere.get("/method")) == ("fr", "ltr")

    elsewhere.force_login(analyst)

    assert root(elsewhere.get("/method")) == ("es", "ltr")
    assert elsewhere.get("/method")["Content-Language"] == "es"


def test_a_page_that_answers_a_form_offers_no_language_for_what_was_typed_would_be_lost(client):
    asked = client.get("/sign-in").content.decode()
    answered = client.post("/sign-in", {"login": "nobody@x.example", "password": "x"})

    assert 'action="/language"' in asked
    assert 'action="/language"' not in answered.content.decode()


def test_whoever_accepts_an_invitation_is_answered_in_the_language_they_read_it_in(administrator):
    said = {}
    for language in ("fr", "ar"):
        with translation.override(language):
            invitation = people.invite(
                email=f"{language}@office.example",
                role=Role.ANALYST,
                organisation=OrganisationFactory(),
                by=administrator,
            )
            token = f"token-{language}"
            type(invitation).objects.filter(pk=invitation.pk).update(token=people.digest(token))
            account = people.accept_invitation(token=token, name="New", password="x")
        said[language] = account.language

    assert said == {"fr": "fr", "ar": "ar"}


def test_machines_are_answered_in_one_language_whatever_they_ask_for(client, analyst):
    people.choose_language(language="fr", by=analyst)
    client.force_login(analyst)
    wanted = Client().get("/api/v1/nothing-here").content

    for language in ("fr", "ar"):
        response = client.get("/api/v1/nothing-here", headers={"Accept-Language": language})
        assert response.content == wanted
        assert response["Content-Language"] == "en-gb"


# ------------------------------------------------------------------ letters


@pytest.mark.parametrize(
    ("language", "subject"), [("", "You are invited"), ("fr", "Vous êtes invité"), ("ar", "دعوة")]
)
def test_an_invitation_is_written_in_the_language_of_whoever_invites(language, subject):
    host = UserFactory(role=Role.ADMINISTRATOR, language=language)
    people.invite(
        email="new@office.example",
        role=Role.ANALYST,
        organisation=OrganisationFactory(),
        by=host,
    )

    with translation.override("es"):  # of whoever the worker wrote to before
        people.send_invitation(OutboxEntry.objects.get())

    assert mail.outbox[-1].subject.startswith(f"[TLP:CLEAR] {subject}")


def test_a_password_letter_comes_in_the_language_of_the_account(client):
    person = UserFactory(language="ar")

    client.post("/password/forgotten", {"email": person.email}, headers={"Accept-Language": "fr"})

    with translation.override("ar"):
        assert translation.gettext("Cyber Capability Portal") in mail.outbox[-1].body


# Of those about changes to an account, each says when it was made.
NOTICES = sorted(
    str(path.relative_to(TEMPLATES))
    for path in TEMPLATES.rglob("email/*_message.txt")
    if "letter_when" in path.read_text()
)


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en-gb", "3 March 2026, 09:05 (UTC)"),
        ("fr", "3 mars 2026 à 09:05 (UTC)"),
        ("es", "3 de marzo de 2026, 09:05 (UTC)"),
        ("ar", "3 مارس 2026، 09:05 (UTC)"),
    ],
)
def test_a_letter_about_an_account_says_when_as_its_language_does(language, written):
    said = {"timestamp": datetime(2026, 3, 3, 9, 5, tzinfo=UTC), "ip": "192.0.2.1"}
    assert len(NOTICES) == 9
    with translation.override(language):
        for notice in NOTICES:
            assert written in render_to_string(notice, said), notice


# ------------------------------------------------------------------ how things are written


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en-gb", "3 March 2026"),
        ("fr", "3 mars 2026"),
        ("es", "3 de marzo de 2026"),
        ("ar", "3 مارس 2026"),
    ],
)
def test_a_day_is_written_as_the_language_writes_it(language, written):
    with translation.override(language):
        assert formats.date_format(date(2026, 3, 3)) == written


def test_countries_are_called_and_ordered_as_the_reader_s_language_does(client):
    for iso3, iso2, english, french in (
        ("DEU", "DE", "Germany", "Allemagne"),
        ("AUT", "AT", "Austria", "Autriche"),
        ("ZMB", "ZM", "Zambia", ""),
    ):
        names = {"en": english, "fr": french}
        CountryFactory(iso3=iso3, iso2=iso2, name=english, sort_key=english.lower(), names=names)

    def listed(language):
        said = {"Accept-Language": language}
        text = client.get("/gaps", headers=said).content.decode()
        return re.findall(r'<option value="(?:DEU|AUT|ZMB)">(.*?)</option>', text)

    assert listed("en") == ["Austria", "Germany", "Zambia"]
    assert listed("fr") == ["Allemagne", "Autriche", "Zambia"]


def test_an_area_is_called_as_the_catalogue_says_and_one_of_an_installation_as_it_is(client):
    with translation.override("fr"):
        assert str(AreaFactory.build(name="Covered")) == "Couvert"
        assert str(AreaFactory.build(name="Our own area")) == "Our own area"


# ------------------------------------------------------------------ the catalogues


@pytest.mark.parametrize(
    ("text", "translated"),
    [
        ("Figures as of %(day)s.", "Chiffres."),
        ("Figures as of %(day)s.", "Chiffres au %(jour)s."),
        ("Key {number}", "Clé {numéro}"),
        ('Read <a href="%(url)s">this</a>.', "Lisez <b>ceci</b> : %(url)s."),
        (("%(n)s need", "%(n)s needs"), ("%(n)s besoin", "")),
        (("%(n)s need", "%(n)s needs"), ("%(n)s besoin", "%(m)s besoins")),
    ],
)
def test_a_translation_that_does_not_fit_its_original_is_found(text, translated):
    assert list(catalogues.flaws(Message(text, translated)))


@pytest.mark.parametrize(
    ("text", "translated"),
    [
        ("Figures as of %(day)s.", "Chiffres au %(day)s."),
        ("%(a)s in %(b)s", "%(b)s : %(a)s"),
        ("Figures", ""),
        (("%(n)s need", "%(n)s needs"), ("Un besoin", "%(n)s besoins")),
    ],
)
def test_a_translation_that_fits_is_left_alone(text, translated):
    assert not list(catalogues.flaws(Message(text, translated)))

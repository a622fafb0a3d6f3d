"""What the public suggests: anybody may, nobody sees it, and it comes to those who can mend."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone

from capabilities.models import Suggestion
from capabilities.suggestions import acts
from portal import outbox, walls
from portal.access import TLP, Role
from portal.limits import Limiter, OwnBuckets
from portal.middleware import WallMiddleware
from tests.at_once import at_once
from tests.factories import CountryFactory, ProviderFactory, ResourceFactory, UserFactory

pytestmark = pytest.mark.django_db
GIVEN = {"about": "wrong", "text": "The course ended in May."}


@pytest.fixture(autouse=True)
def fresh_limits(settings, monkeypatch):
    """Each test counts from nothing."""
    settings.SUGGESTION_LIMITS = {"visitor": "3/day", "person": "3/day"}
    fresh = Limiter(OwnBuckets())
    monkeypatch.setattr("portal.sparing.limiter", lambda: fresh)


@pytest.fixture
def visitor():
    return Client(REMOTE_ADDR="198.51.100.1")


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def suggested(subject, **given):
    about = {subject._meta.model_name: subject}
    fields = {"about": "wrong", "text": "It ended.", **given}
    return Suggestion.objects.create(**about, **fields)


@pytest.mark.parametrize("kind", ["resource", "provider", "country"])
def test_anybody_suggests_a_change_from_the_page_of_a_record(visitor, kind):
    subject = {"resource": ResourceFactory, "provider": ProviderFactory, "country": CountryFactory}[
        kind
    ]()
    name = subject.iso3 if kind == "country" else subject.public_id
    page = visitor.get(subject.get_absolute_url())
    assert f"/suggest/{kind}/{name}" in page.content.decode()

    answer = visitor.post(f"/suggest/{kind}/{name}", {**GIVEN, "email": "ada@example.org"})

    made = Suggestion.objects.get()
    assert answer.url == f"/suggestions/thanks/{made.public_id}"
    assert made.public_id in text(visitor.get(answer.url))
    assert (made.subject, made.status, made.by) == (subject, "new", None)
    assert made.email == "ada@example.org"


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("text", "", "Say what you suggest."),
        ("text", "See <a href='x'>here</a>", "without HTML"),
        ("text", "x" * 2001, "at most 2000"),
        ("source_url", "javascript:alert(1)", "valid URL"),
        ("source_url", "ftp://files.example", "address of a web page"),
        ("email", "nobody", "valid email"),
        ("about", "nonsense", "Select a valid choice"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_kept(visitor, field, value, said):
    course = ResourceFactory()

    answer = visitor.post(f"/suggest/resource/{course.public_id}", {**GIVEN, field: value})

    assert answer.status_code == 422
    assert said in text(answer)
    assert not Suggestion.objects.exists()


def test_less_than_and_more_than_may_be_written(visitor):
    course = ResourceFactory()

    visitor.post(f"/suggest/resource/{course.public_id}", {**GIVEN, "text": "2 < 3 > 1, a<3"})

    assert Suggestion.objects.get().text == "2 < 3 > 1, a<3"


def test_a_machine_that_fills_in_everything_is_thanked_and_nothing_is_kept(visitor):
    course = ResourceFactory()

    answer = visitor.post(f"/suggest/resource/{course.public_id}", {**GIVEN, "reply_by": "x"})

    assert answer.status_code == 302
    assert answer.url.startswith("/suggestions/thanks/")
    assert not Suggestion.objects.exists()


def test_a_form_of_another_site_is_refused():
    course = ResourceFactory()

    answer = Client(enforce_csrf_checks=True).post(f"/suggest/resource/{course.public_id}", GIVEN)

    assert answer.status_code == 403
    assert not Suggestion.objects.exists()


def test_whoever_sends_too_many_is_asked_to_wait(visitor):
    course = ResourceFactory()
    path = f"/suggest/resource/{course.public_id}"

    answers = [visitor.post(path, GIVEN).status_code for _ in range(5)]

    assert answers == [302, 302, 302, 429, 429]
    assert Suggestion.objects.count() == 3
    other = Client(REMOTE_ADDR="198.51.100.2")
    assert other.post(path, GIVEN).status_code == 302


def test_what_one_may_not_see_one_cannot_suggest_about(client, visitor, analyst, reviewer):
    hidden = ResourceFactory(tlp=TLP.AMBER)
    path = f"/suggest/resource/{hidden.public_id}"
    client.force_login(analyst)

    for each in (client, visitor):
        assert each.get(path).status_code == 404
        assert each.post(path, GIVEN).status_code == 404
    assert visitor.get("/suggest/need/whatever").status_code == 404


# ------------------------------------------------------------------ moderation


@pytest.mark.parametrize("role", [Role.ANALYST, Role.OFFICER, Role.ADMINISTRATOR])
def test_nobody_but_reviewers_and_keepers_sees_any(client, role):
    one = suggested(ResourceFactory())
    client.force_login(UserFactory(role=role))

    assert client.get("/suggestions").status_code == 403
    assert client.get(one.get_absolute_url()).status_code == 404
    assert client.post(f"{one.get_absolute_url()}/decide", {"to": "spam"}).status_code == 404


def test_a_reviewer_accepts_and_the_keepers_of_the_entry_learn_of_it_and_deal_with_it(
    client, reviewer, partner
):
    course = ResourceFactory(name="Phone course", owner=partner.organisation)
    one = suggested(course, text="It ended in May.", email="ada@example.org")
    client.force_login(partner)
    assert "It ended in May" not in text(client.get("/suggestions"))
    assert client.get(one.get_absolute_url()).status_code == 404
    client.force_login(reviewer)
    assert "It ended in May" in text(client.get("/suggestions"))

    given = {"to": "accepted", "reason": "Seen on the page"}
    assert client.post(f"{one.get_absolute_url()}/decide", given).status_code == 302
    outbox.sweep()

    to = {letter.to[0]: letter for letter in mail.outbox}
    assert set(to) == {"ada@example.org", partner.email}
    assert "It ended" not in to[partner.email].body
    assert "Seen on the page" in to["ada@example.org"].body
    one.refresh_from_db()
    assert one.email == ""
    client.force_login(partner)
    assert "It ended in May" in text(client.get("/suggestions"))
    done = client.post(f"{one.get_absolute_url()}/finish", {"note": "Dates changed"})
    assert done.status_code == 302
    one.refresh_from_db()
    assert (one.status, one.done_by, one.done_note) == ("done", partner, "Dates changed")


def test_a_letter_about_a_record_with_a_label_says_no_more_than_the_verdict(reviewer):
    one = suggested(ResourceFactory(provider__tlp=TLP.AMBER), email="ada@example.org")

    acts.decide(suggestion=one, to=Suggestion.Status.DECLINED, by=reviewer, reason="Hush reason")
    outbox.sweep()

    assert "Hush" not in mail.outbox[0].body


def test_partners_see_nothing_of_the_entries_of_others(client, partner):
    one = suggested(ResourceFactory(owner=UserFactory().organisation))
    Suggestion.objects.update(status="accepted", decided_by=partner, decided_at=timezone.now())
    client.force_login(partner)

    assert client.get(one.get_absolute_url()).status_code == 404
    assert client.post(f"{one.get_absolute_url()}/finish", {"note": "x"}).status_code == 404


@pytest.mark.parametrize(("verdict", "reason"), [("declined", "It is as it says"), ("spam", "")])
def test_what_is_not_taken_up_goes_no_further(client, reviewer, partner, verdict, reason):
    one = suggested(ResourceFactory(owner=partner.organisation), email="ada@example.org")
    client.force_login(reviewer)

    client.post(f"{one.get_absolute_url()}/decide", {"to": verdict, "reason": reason})
    outbox.sweep()

    assert len(mail.outbox) == (1 if verdict == "declined" else 0)
    one.refresh_from_db()
    assert (one.status, one.email) == (verdict, "")
    client.force_login(partner)
    assert client.get(one.get_absolute_url()).status_code == 404


def test_a_verdict_needs_a_reason_and_is_given_once(client, reviewer):
    one = suggested(ResourceFactory())
    client.force_login(reviewer)

    assert "Give a reason" in text(
        client.post(f"{one.get_absolute_url()}/decide", {"to": "declined"})
    )
    acts.decide(suggestion=one, to=Suggestion.Status.ACCEPTED, by=reviewer, reason="Yes")
    again = client.post(f"{one.get_absolute_url()}/decide", {"to": "declined", "reason": "No"})
    assert again.status_code == 422
    one.refresh_from_db()
    assert one.status == "accepted"


@pytest.mark.django_db(transaction=True)
def test_of_two_reviewers_at_once_one_decides(reviewer):
    one = suggested(ResourceFactory())

    def decide(to):
        mine = Suggestion.objects.get(pk=one.pk)
        acts.decide(suggestion=mine, to=to, by=reviewer, reason="x")
        return "done"

    verdict = Suggestion.Status
    told = at_once(
        [lambda: decide(verdict.ACCEPTED), lambda: decide(verdict.DECLINED)], acts.SuggestionRefused
    )

    assert sorted(told) == ["Somebody else has just dealt with this.", "done"]


def test_it_hides_with_the_record_that_it_is_about(client, reviewer):
    course = ResourceFactory()
    one = suggested(course, text="Hush")
    type(course).objects.update(tlp=TLP.RED)
    client.force_login(reviewer)

    assert "Hush" not in text(client.get("/suggestions"))
    assert client.get(one.get_absolute_url()).status_code == 404


def test_addresses_that_nobody_answers_and_spam_are_forgotten(reviewer):
    old = timezone.now() - timedelta(days=91)
    waiting = suggested(ResourceFactory(), email="ada@example.org")
    recent = suggested(ResourceFactory(), email="bob@example.org")
    junk = suggested(ResourceFactory())
    Suggestion.objects.exclude(pk=recent.pk).update(at=old)
    Suggestion.objects.filter(pk=junk.pk).update(status="spam", decided_by=reviewer, decided_at=old)

    acts.tidy()

    kept = dict(Suggestion.objects.values_list("pk", "email"))
    assert kept == {waiting.pk: "", recent.pk: "bob@example.org"}


def test_no_version_keeps_an_address_or_the_text():
    names = {field.name for field in Suggestion.pgh_event_model._meta.get_fields()}

    assert not names & {"email", "text", "source_url"}
    assert "status" in names


@pytest.mark.parametrize("role", ["visitor", *Role])
def test_a_forgotten_filter_shows_them_to_reviewers_and_keepers_alone(role):
    reader = UserFactory(role=Role.ANALYST if role == "visitor" else role)
    suggested(ResourceFactory(owner=reader.organisation))
    suggested(CountryFactory())
    seen = []

    def view(request):
        if role != "visitor":
            request.user = reader
        seen.append(Suggestion.objects.count())
        return HttpResponse()

    WallMiddleware(view)(RequestFactory().get("/"))
    walls.leave(connection.connection)

    assert seen == [{"visitor": 0, Role.REVIEWER: 2}.get(role, 1)]

"""Letters about what is new: once each, nothing left out, and no more than labels allow."""

from datetime import datetime

import pytest
from django.utils import timezone

from capabilities import digests, saving
from capabilities.models import SavedSearch
from portal import outbox
from portal.access import TLP
from portal.models import OutboxEntry
from tests.at_once import at_once
from tests.capabilities.searches import DAY, kept, long_ago
from tests.factories import ResourceFactory

pytestmark = pytest.mark.django_db


def daily(person, query=""):
    return kept(person, query, digest="daily")


def letters(mailoutbox):
    """All that is promised and due is sent."""
    digests.promise_due(timezone.now())
    mailoutbox.clear()
    for entry in OutboxEntry.objects.waiting():
        assert outbox.deliver(entry.pk)
    return list(mailoutbox)


def test_a_letter_names_what_is_clear_and_says_of_the_rest_only_that_it_is_there(
    analyst, mailoutbox
):
    daily(analyst, "q=lab")
    long_ago(ResourceFactory(name="Open lab"), days=1)
    long_ago(ResourceFactory(name="Members' lab", tlp=TLP.GREEN), days=1)
    long_ago(ResourceFactory(name="Hush lab", tlp=TLP.AMBER_STRICT), days=1)

    [letter] = letters(mailoutbox)

    assert letter.to == [analyst.email]
    assert "Open lab" in letter.body
    assert "Members" not in letter.body
    assert "Hush" not in letter.body
    assert "There is something new that no letter may name. Sign in to see it." in letter.body
    assert "TLP:GREEN" in letter.subject


def test_how_many_there_are_beyond_does_not_show(analyst, mailoutbox, monkeypatch):
    monkeypatch.setattr("django.core.signing.TimestampSigner.timestamp", lambda self: "noon")
    daily(analyst)
    bodies = []
    for _more in range(2):
        long_ago(ResourceFactory(tlp=TLP.GREEN), ResourceFactory(tlp=TLP.GREEN), days=1)
        bodies.append(letters(mailoutbox)[0].body)
        SavedSearch.objects.update(told=timezone.now() - 2 * DAY)

    assert bodies[0] == bodies[1]


def test_a_hidden_record_brings_no_letter_and_changes_none(analyst, mailoutbox):
    daily(analyst)
    long_ago(ResourceFactory(tlp=TLP.AMBER_STRICT), days=1)
    assert letters(mailoutbox) == []

    SavedSearch.objects.update(told=timezone.now() - 2 * DAY)
    long_ago(ResourceFactory(name="Open lab"), days=1)
    with_hidden = letters(mailoutbox)[0]

    assert "Open lab" in with_hidden.body
    assert "no letter may name" not in with_hidden.body
    assert "TLP:CLEAR" in with_hidden.subject


def test_nothing_is_told_twice_nor_in_two_searches_of_one_letter(analyst, mailoutbox):
    daily(analyst)
    daily(analyst, "q=lab")
    long_ago(ResourceFactory(name="Open lab"), days=1)

    [letter] = letters(mailoutbox)

    assert letter.body.count("Open lab") == 1
    assert letters(mailoutbox) == []
    SavedSearch.objects.update(told=timezone.now() - DAY)  # as on the next morning
    assert letters(mailoutbox) == []


def test_what_is_promised_is_told_though_the_worker_dies_before_it_is_written(
    analyst, mailoutbox, monkeypatch
):
    daily(analyst)
    long_ago(ResourceFactory(name="Open lab"), days=1)
    digests.promise_due(timezone.now())
    entry = OutboxEntry.objects.get()

    def die(*_args, **_more):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("portal.mail.send", die)
        with pytest.raises(KeyboardInterrupt):
            outbox.deliver(entry.pk)
    OutboxEntry.objects.update(due=timezone.now())

    assert outbox.deliver(entry.pk)
    assert "Open lab" in mailoutbox[0].body


@pytest.mark.django_db(transaction=True)
def test_however_many_look_who_is_due_at_once_one_letter_is_promised(analyst, monkeypatch):
    monkeypatch.setattr(outbox, "ring", lambda pk: None)
    daily(analyst)

    at_once([lambda: digests.promise_due(timezone.now())] * 4)

    assert OutboxEntry.objects.filter(kind=digests.KIND).count() == 1


@pytest.mark.parametrize(
    ("digest", "told", "now", "is_due"),
    [
        ("daily", "2026-11-29 06:30", "2026-11-30 05:50", False),
        ("daily", "2026-11-29 06:30", "2026-11-30 06:10", True),
        ("weekly", "2026-11-30 05:00", "2026-11-30 06:10", True),  # a Monday
        ("weekly", "2026-11-30 06:20", "2026-12-05 06:10", False),
        ("none", "2026-01-01 06:20", "2026-12-05 06:10", False),
    ],
)
def test_letters_come_in_the_morning_each_day_or_on_mondays(
    analyst,
    digest,
    told,
    now,
    is_due,
):
    def moment(text):
        return timezone.make_aware(datetime.fromisoformat(text))

    kept(analyst, digest=digest, told=moment(told))

    assert digests.due(moment(now)).exists() == is_due


def test_one_click_stops_all_letters_and_a_mere_look_stops_none(client, analyst, mailoutbox):
    daily(analyst)
    long_ago(ResourceFactory(), days=1)
    [letter] = letters(mailoutbox)
    link = letter.extra_headers["List-Unsubscribe"].strip("<>")
    path = link[link.index("/searches/") :]
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"

    assert "Stop all letters" in client.get(path).content.decode()
    assert SavedSearch.objects.get().digest == "daily"
    client.post(path, {"List-Unsubscribe": "One-Click"})

    assert SavedSearch.objects.get().digest == "none"
    assert client.post("/searches/stop/forged").status_code == 404
    assert saving.person_of(path.rpartition("/")[2]) == analyst

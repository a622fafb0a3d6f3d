"""Letters about what is new to saved searches: promised in the outbox, written by a worker.

A letter tells of the time between two moments, which stand in its promise. The promise and the
search's own moment, from which the next letter begins, are one transaction: so nothing is told
twice, and nothing is left out, whoever dies in between.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from capabilities import lookup, news, saving
from capabilities.models import Resource, SavedSearch
from capabilities.news import New
from portal import mail, outbox
from portal.access import TLP, Permission, may, roles_that_may
from portal.languages import language_of
from portal.models import OutboxEntry, User

KIND = "search-digest"
HOUR = time(6)  # letters are there when people come to work
MOST = 20  # entries of one search in a letter
Digest = SavedSearch.Digest


def promise_due(now: datetime) -> int:
    """Promise a letter to everybody whose time has come; returns to how many."""
    people = due(now).order_by().values_list("user", flat=True).distinct()
    return sum(_promise(person, now) for person in list(people))


def due(now: datetime) -> "QuerySet[SavedSearch]":
    """Those of which letters have told only up to before this morning, or Monday morning."""
    here = timezone.localtime(now)
    morning = here.replace(hour=HOUR.hour, minute=0, second=0, microsecond=0)
    if here < morning:
        morning -= timedelta(days=1)
    monday = morning - timedelta(days=morning.weekday())
    is_time = Q(digest=Digest.DAILY, told__lt=morning) | Q(digest=Digest.WEEKLY, told__lt=monday)
    able = {"user__is_active": True, "user__role__in": roles_that_may(Permission.SAVE_SEARCHES)}
    return SavedSearch.objects.filter(is_time, **able)


@transaction.atomic
def _promise(person: int, now: datetime) -> bool:
    rows = due(now).filter(user=person).select_for_update(of=("self",), skip_locked=True)
    until = news.settled()
    asked = [[row.pk, row.told.isoformat()] for row in rows if row.told < until]
    if not asked:
        return False
    outbox.promise(
        KIND,
        key=f"{person}:{until.isoformat()}",
        to=person,
        until=until.isoformat(),
        searches=json.dumps(asked),
    )
    SavedSearch.objects.filter(pk__in=[pk for pk, _since in asked]).update(told=until)
    return True


@dataclass(frozen=True)
class Told:
    """What one search has found anew."""

    saved: SavedSearch
    found: list[New]


@outbox.fulfils(KIND)
def write(entry: OutboxEntry) -> None:
    """Write to one person what is new to their searches, as far as they may see it by then."""
    person = User.objects.filter(pk=entry.payload["to"], is_active=True).first()
    if person is None or not may(person, Permission.SAVE_SEARCHES):
        return
    told = list(_told(entry, person))
    labels = [new.row.label for one in told for new in one.found]
    if labels:
        with language_of(person):
            _send(entry, person, told, TLP(max(labels)))


def _send(entry: OutboxEntry, person: User, told: list[Told], label: TLP) -> None:
    parts = [part for one in told if (part := _part(one, person))]
    if label > TLP.CLEAR:
        parts.append(_("There is something new that no letter may name. Sign in to see it."))
    stop = settings.PORTAL_URL + reverse(
        "capabilities:saved_stop", args=[saving.letters_token(person)]
    )
    parts += [
        settings.PORTAL_URL + reverse("capabilities:saved_list"),
        _("To get no more of these letters: %(address)s") % {"address": stop},
    ]
    mail.send(
        entry,
        to=person,
        subject=_("New in your saved searches"),
        body="\n\n".join(parts),
        label=label,
        headers={
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )


def _told(entry: OutboxEntry, person: User) -> Iterator[Told]:
    """What each search has found between the two moments, each record told once."""
    until = datetime.fromisoformat(entry.payload["until"])
    since = {pk: datetime.fromisoformat(at) for pk, at in json.loads(entry.payload["searches"])}
    kept = SavedSearch.objects.visible_to(person).filter(pk__in=since).exclude(digest=Digest.NONE)
    names, known = lookup.names(on=timezone.localdate()), set[int]()
    for saved in kept:
        search = news.search_of(saved, person, names)
        if search is None:
            continue
        found = news.newest(search, MOST + 1, since=since[saved.pk], until=until)
        fresh = [new for new in found if new.row.resource not in known]
        known |= {new.row.resource for new in fresh}
        yield Told(saved, fresh)


def _part(told: Told, person: User) -> str:
    """The TLP:CLEAR ones by name; empty where there is none."""
    keys = [new.row.resource for new in told.found if new.row.label == TLP.CLEAR]
    rows = Resource.objects.visible_to(person).select_related("provider").in_bulk(keys)
    lines = [
        f"* {rows[key]} ({rows[key].provider})\n"
        f"  {settings.PORTAL_URL}{rows[key].get_absolute_url()}"
        for key in keys[:MOST]
        if key in rows
    ]
    if not lines:
        return ""
    if len(keys) > MOST:
        lines.append(_("And more: sign in to see them all."))
    heading = _("New to your search “%(name)s”:") % {"name": told.saved}
    return "\n".join([heading, *lines])

"""How old the confirmation of an entry is, and who is reminded of it before it lapses."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from capabilities.entries import letters
from capabilities.entries.saying import Entry
from capabilities.models import Reminder, Resource
from portal.models import Organisation

KEEPS = timedelta(days=730)  # as the analyser has it, whose own setting a test compares


def remind_before() -> timedelta:
    return timedelta(days=settings.ENTRY_REMINDER_DAYS)


class Freshness(models.TextChoices):
    """What a confirmation is worth today."""

    FRESH = "fresh", _("Confirmed")
    AGEING = "ageing", _("To be confirmed soon")
    LAPSED = "lapsed", _("Confirmation has lapsed")
    NEVER = "never", _("Never confirmed")
    ENDED = "ended", _("Ended")


@dataclass(frozen=True)
class Age:
    """The state of an entry's confirmation, and the day from which it counts no longer."""

    state: Freshness
    lapses: date | None = None

    @property
    def wants_care(self) -> bool:
        return self.state not in (Freshness.FRESH, Freshness.ENDED)


def age(entry: Entry, *, today: date) -> Age:
    ends = entry.ends if isinstance(entry, Resource) else None
    if ends and ends < today:
        return Age(Freshness.ENDED)
    if entry.last_verified is None:
        return Age(Freshness.NEVER)
    lapses = entry.last_verified + KEEPS
    if lapses < today:
        return Age(Freshness.LAPSED, lapses)
    soon = lapses <= today + remind_before()
    return Age(Freshness.AGEING if soon else Freshness.FRESH, lapses)


# ------------------------------------------------------------------ reminders


def lapsing(*, today: date) -> models.QuerySet[Any]:
    """Offers whose confirmation lapses soon, has lapsed or never was, and that somebody keeps."""
    by_then = today + remind_before() - KEEPS
    unconfirmed = Q(last_verified=None) | Q(last_verified__lte=by_then)
    kept = Q(owner__isnull=False) | Q(provider__owner__isnull=False)
    still = Q(ends=None) | Q(ends__gte=today)
    house = Coalesce("owner", "provider__owner")
    offers: models.QuerySet[Any] = Resource.objects.filter(unconfirmed, kept, still).annotate(
        kept_by_house=house
    )
    return offers


def remind(*, today: date) -> int:
    """Promise each organisation one letter on what lapses, once a lapse; how many are written to.

    Any number may do so at a time.
    """
    reminded = Reminder.objects.filter(
        resource=models.OuterRef("pk"),
        organisation=models.OuterRef("kept_by_house"),
    ).filter(
        Q(confirmed=models.OuterRef("last_verified"))
        | Q(confirmed=None, resource__last_verified=None)
    )
    due = lapsing(today=today).exclude(models.Exists(reminded)).order_by("kept_by_house", "pk")
    by_house: dict[int, list[Resource]] = {}
    for offer in due:
        by_house.setdefault(offer.kept_by_house, []).append(offer)
    return sum(_remind(house, offers) for house, offers in by_house.items())


@transaction.atomic
def _remind(house: int, offers: list[Resource]) -> bool:
    """Whether a letter was promised: of two at once, the second finds nothing to remind of."""
    organisation = Organisation.objects.select_for_update().get(pk=house)
    known = set(
        Reminder.objects.filter(organisation=organisation, resource__in=offers)
        .filter(Q(confirmed=F("resource__last_verified")) | Q(confirmed=None))
        .values_list("resource", "confirmed")
    )
    due = [offer for offer in offers if (offer.pk, offer.last_verified) not in known]
    people = letters.keepers(organisation)
    if not due or not people or not organisation.verified:
        return False
    made = Reminder.objects.bulk_create(
        Reminder(organisation=organisation, resource=offer, confirmed=offer.last_verified)
        for offer in due
    )
    letters.remind([row.pk for row in made], people)
    return True

"""What a provider's people look after: where their offers would help, and what wants care."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Max, Q

from capabilities.models import Resource
from gaps.engine.case import Settings
from gaps.models import Run
from gaps.openings import Opening, near_to
from gaps.openings import openings as nearest
from portal.access import TLP
from portal.models import User

SHOWN = 10
AHEAD = timedelta(days=60)


def _mine(user: User) -> Any:
    return Resource.objects.kept_by(user)


def entries(user: User) -> tuple[int, TLP]:
    """How many offers there are, and the highest label among them."""
    told = _mine(user).order_by().aggregate(number=Count("pk"), label=Max("tlp"))
    return told["number"], TLP(told["label"] or TLP.CLEAR)


def openings(user: User, run: Run) -> list[Opening]:
    """Gaps of a run whose nearest miss is an offer of the reader's organisation, largest first."""
    return nearest(near_to(_mine(user), run))


@dataclass(frozen=True)
class Ageing:
    """An offer that counts no longer, or soon will not, unless somebody confirms or extends it."""

    resource: Resource
    ends: date | None  # the day, where it runs out
    lapses: date | None  # the day from which it counts as unconfirmed; None: never confirmed
    has_lapsed: bool = False


def ageing(user: User, *, today: date) -> list[Ageing]:
    """Offers that end or count as unconfirmed within two months, or do already; the first first."""
    kept = timedelta(days=Settings(as_of=today).max_age_days)
    runs_out = Q(ends__gte=today, ends__lte=today + AHEAD)
    not_over = Q(ends=None) | Q(ends__gte=today)
    lapses = not_over & (Q(last_verified=None) | Q(last_verified__lte=today + AHEAD - kept))
    soon = _mine(user).filter(runs_out | lapses).select_related("provider")
    shown = soon.order_by(F("last_verified").asc(nulls_first=True), "ends", "pk")[:SHOWN]
    return [_ageing(resource, kept, today) for resource in shown]


def _ageing(resource: Resource, kept: timedelta, today: date) -> Ageing:
    seen, ends = resource.last_verified, resource.ends
    lapses = seen + kept if seen else None
    return Ageing(
        resource,
        ends=ends if ends and ends <= today + AHEAD else None,
        lapses=lapses,
        has_lapsed=lapses is not None and lapses <= today,
    )

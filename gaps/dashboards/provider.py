"""What a provider's people look after: where their offers would help, and what wants care."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib.postgres.aggregates import BitOr
from django.db.models import Count, F, Max, Q, Sum

from capabilities.models import Resource
from gaps import pictures, words
from gaps.engine.case import Settings
from gaps.models import Finding, Run
from portal.access import TLP
from portal.models import User

SHOWN = 10
AHEAD = timedelta(days=60)


def _mine(user: User) -> Any:
    """The offers of the own organisation: its own rows, and those of providers that it keeps."""
    own = Q(owner=user.organisation_id) | Q(provider__owner=user.organisation_id)
    return Resource.objects.visible_to(user).filter(own)


def entries(user: User) -> tuple[int, TLP]:
    """How many offers there are, and the highest label among them."""
    told = _mine(user).order_by().aggregate(number=Count("pk"), label=Max("tlp"))
    return told["number"], TLP(told["label"] or TLP.CLEAR)


@dataclass(frozen=True)
class Opening:
    """A country and an area where offers of one's own come nearest to what is missing."""

    country: str
    area: str
    weight: float
    steps: int
    lacks: str  # what they fail on
    url: str


def openings(user: User, run: Run) -> list[Opening]:
    """Gaps of a run whose nearest miss is an offer of the reader's organisation, largest first."""
    near = Finding.objects.shown_of(run).gaps().filter(fix_resource__in=_mine(user).values("pk"))
    rows = (
        near.order_by()
        .values("country__iso3", "country__name", "area__code", "area__name")
        .annotate(weight=Sum("weighted_gap"), steps=Count("pk"), failed=BitOr("fix_failed"))
        .order_by("-weight", "country__name", "area__code")[:SHOWN]
    )
    return [_opening(row) for row in rows]


def _opening(row: dict[str, Any]) -> Opening:
    where = {"country": row["country__iso3"], "area": row["area__code"]}
    return Opening(
        country=row["country__name"],
        area=row["area__name"],
        weight=row["weight"],
        steps=row["steps"],
        lacks=words.failing_on(row["failed"]),
        url=pictures.findings_address(**where),
    )


@dataclass(frozen=True)
class Ageing:
    """An offer that counts no longer, or soon will not, unless somebody confirms or extends it."""

    resource: Resource
    ends: date | None  # the day, where it runs out
    lapses: date | None  # the day from which it counts as unconfirmed; None: never confirmed


def ageing(user: User, *, today: date) -> list[Ageing]:
    """Offers that end or count as unconfirmed within two months, or do already; the first first."""
    kept = timedelta(days=Settings(as_of=today).max_age_days)
    runs_out = Q(ends__gte=today, ends__lte=today + AHEAD)
    not_over = Q(ends=None) | Q(ends__gte=today)
    lapses = not_over & (Q(last_verified=None) | Q(last_verified__lte=today + AHEAD - kept))
    soon = _mine(user).filter(runs_out | lapses).select_related("provider")
    shown = soon.order_by(F("last_verified").asc(nulls_first=True), "ends", "pk")[:SHOWN]
    return [
        Ageing(
            resource,
            resource.ends if resource.ends and resource.ends <= today + AHEAD else None,
            resource.last_verified + kept if resource.last_verified else None,
        )
        for resource in shown
    ]

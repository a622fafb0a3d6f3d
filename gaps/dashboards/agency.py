"""What an agency's officers follow: their needs, who has them, and what exists for them now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, F, Max
from django.urls import reverse
from django.utils import timezone

from capabilities import workflow
from capabilities.models import Need, NeedDraft, Resource
from capabilities.workflow import Status
from portal.access import TLP
from portal.models import User

SHOWN = 15


@dataclass(frozen=True)
class ByStatus:
    """How many needs stand there; the address lists them."""

    status: Status
    number: int
    url: str


@dataclass(frozen=True)
class Followed:
    """One need on its way: who has it, since when, when it goes on, and how many offers there are
    in its area that are open to its country."""

    need: Need
    offers: int
    offers_url: str

    @property
    def since(self) -> datetime | None:
        way = getattr(self.need, "submission", None)
        return way.since if way else None

    @property
    def due(self) -> datetime | None:
        way = getattr(self.need, "submission", None)
        return way.due if way and self.need.status == Status.SUBMITTED else None


def _mine(user: User) -> Any:
    return Need.objects.visible_to(user).followed_by(user).filter(owner=user.organisation_id)


def by_status(user: User) -> tuple[list[ByStatus], TLP]:
    """The needs of the own organisation by where they stand, and the highest label among them."""
    rows = _mine(user).order_by().values_list("status").annotate(Count("pk"), Max("tlp"))
    found = {Status(status): (number, label) for status, number, label in rows}
    address = reverse("capabilities:need_list")
    counted = [
        ByStatus(status, found[status][0], f"{address}?{urlencode({'status': status.value})}")
        for status in Status
        if status in found
    ]
    return counted, TLP(max((label for _n, label in found.values()), default=TLP.CLEAR))


def followed(user: User) -> list[Followed]:
    """Those that have not ended, the longest untouched first."""
    needs = _mine(user).exclude(status__in=workflow.ENDED).for_list()
    shown = list(needs.order_by(F("submission__since").asc(nulls_last=True), "pk")[:SHOWN])
    offers = _offers(user, shown)
    address = reverse("capabilities:resource_list")
    return [
        Followed(
            need,
            offers.get((need.country.iso3, need.area.code), 0),
            f"{address}?{urlencode({'area': need.area.code, 'country': need.country.iso3})}",
        )
        for need in shown
    ]


def _offers(user: User, needs: Iterable[Need]) -> dict[tuple[str, str], int]:
    """Offers by country and area; one query a country, and an agency is of one."""
    found: dict[tuple[str, str], int] = {}
    areas: dict[Any, set[str]] = {}
    for need in needs:
        areas.setdefault(need.country, set()).add(need.area.code)
    for country, codes in areas.items():
        open_to_it = Resource.objects.visible_to(user).serving(country, on=timezone.localdate())
        of_areas = open_to_it.filter(areas__code__in=codes).order_by()
        for code, number in of_areas.values_list("areas__code").annotate(
            Count("pk", distinct=True)
        ):
            found[country.iso3, code] = number
    return found


def without_outcome(user: User) -> list[Need]:
    """Those that ended and of which nobody has said whether help came."""
    ended = _mine(user).filter(status__in=(Status.MET, Status.WITHDRAWN), outcome=None)
    return list(ended.for_list().order_by("-pk")[:SHOWN])


def drafts(user: User) -> int:
    number: int = NeedDraft.objects.visible_to(user).open().count()
    return number

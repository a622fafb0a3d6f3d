"""What was looked at: counted by organisation and day when a page is shown, told by the week."""

from collections.abc import Hashable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Sum
from django.db.models.functions import TruncWeek
from django.utils import timezone

from capabilities.models import Exposure, Impression, Provider, Resource
from portal import disclosure
from portal.access import Machine, OrganisationKind, Reader, is_member
from portal.models import Organisation

WEEKS = 12
KEPT = timedelta(days=400)  # the twelve months that visibility is worked out from, and some more
COUNT = """
    INSERT INTO capabilities_exposure (day, provider_id, resource_id, organisation_id, visits)
    VALUES (%s, %s, %s, %s, 1)
    ON CONFLICT (provider_id, day, resource_id, organisation_id)
    DO UPDATE SET visits = capabilities_exposure.visits + 1
"""


def visited(reader: Reader, provider: Provider, resource: Resource | None = None) -> None:
    """Count a visit to a page that `reader` may see: one statement, and no person in it.

    Counted are members of other organisations. The portal's own office looks at everything because
    it has to, and what an organisation does for itself says nothing of how known it is.
    """
    if (organisation := counts_for(reader, provider, resource)) is None:
        return
    offer = resource.pk if resource else None
    row: list[Any] = [timezone.localdate(), provider.pk, offer, organisation.pk]
    # It may have gone into another just now: who still reads it is answered all the same.
    with suppress(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(COUNT, row)


def counts_for(
    reader: Reader, provider: Provider, resource: Resource | None = None
) -> Organisation | None:
    """The organisation whose look at an entry counts; None where it does not."""
    organisation = reader.organisation if is_member(reader) else None  # type: ignore[union-attr]
    if organisation is None or isinstance(reader, Machine):
        return None
    is_own = organisation.pk in {provider.owner_id, resource.owner_id if resource else None}
    return None if is_own or organisation.kind == OrganisationKind.OFFICE else organisation


@dataclass(frozen=True)
class Week:
    """Visits of one whole week; None where they may not be told, or there were none."""

    first: date
    visits: int | None


def weeks(reader: Reader, *, today: date) -> list[Week]:
    """How often others looked at the entries of the reader's organisation, the last week first.

    Whole weeks alone: a count that grows while one looks would tell who has just been there.
    """
    this_monday = today - timedelta(days=today.weekday())
    first = this_monday - timedelta(weeks=WEEKS)
    rows = (
        Exposure.objects.visible_to(reader)
        .filter(day__gte=first, day__lt=this_monday)
        .annotate(week=TruncWeek("day"))
        .values_list("week", "organisation")
        .annotate(Sum("visits"))
        .order_by()
    )
    counts: dict[date, dict[Hashable, int]] = {}
    for week, organisation, visits in rows:
        counts.setdefault(week, {})[organisation] = visits
    shown = disclosure.release(counts).figures
    mondays = [this_monday - timedelta(weeks=back) for back in range(1, WEEKS + 1)]
    return [Week(monday, shown.get(monday)) for monday in mondays]


def tidy() -> None:
    """Forget what was looked at long ago."""
    first = timezone.localdate() - KEPT
    Exposure.objects.filter(day__lt=first).delete()
    Impression.objects.filter(day__lt=first).delete()

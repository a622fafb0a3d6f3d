"""The world as one audience sees it at one moment, as a case for the engine."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from capabilities.models import (
    CapabilityArea,
    CountryGroup,
    Membership,
    Need,
    Resource,
)
from gaps.models import Run
from portal import history
from portal.access import TLP, Audience

Record = dict[str, Any]


@contextmanager
def one_moment() -> Iterator[None]:
    """Everything read inside is as it stood at one moment, whatever others write meanwhile.

    Inside somebody else's transaction the reads are simply part of that.
    """
    begins_here = not connection.in_atomic_block
    with transaction.atomic():
        if begins_here:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


@contextmanager
def moment_of(name: str) -> Iterator[None]:
    """Everything read inside is as it stood at the moment that another process has exported."""
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SET TRANSACTION SNAPSHOT %s", [name])
        yield


def case_for(*, audience: int, as_of: date, options: Record) -> Record:
    """The case (JSON form of `gaps.engine`) of one audience; ids are the records' public ids."""
    with one_moment():
        return {
            "as_of": as_of.isoformat(),
            "audience": TLP(audience).code,
            **options,
            "areas": _areas(),
            "prerequisites": _prerequisites(),
            "groups": _groups(as_of),
            "needs": list(_needs(audience)),
            "resources": list(_resources(audience)),
        }


class CaseNotKept(Exception):
    """The records that a run read cannot be brought back."""


def case_of(run: Run) -> Record:
    """The exact case that a run read, from the history of the records."""
    if not run.moment:
        raise CaseNotKept(_("Run %(run)s did not note the moment it read.") % {"run": run})
    with history.at(run.moment):
        return case_for(audience=run.audience, as_of=run.as_of, options=run.case_options)


def _areas() -> dict[str, str | None]:
    return dict(CapabilityArea.objects.values_list("code", "parent__code").order_by("code"))


def _prerequisites() -> dict[str, list[str]]:
    links = CapabilityArea.prerequisites.through.objects.values_list(
        "from_capabilityarea__code", "to_capabilityarea__code"
    )
    return _collect(links)


def _groups(as_of: date) -> dict[str, list[str]]:
    members = Membership.objects.on(as_of).values_list("group__code", "country__iso3")
    everyone: dict[str, list[str]] = {
        code: [] for code in CountryGroup.objects.values_list("code", flat=True)
    }
    return everyone | _collect(members.distinct())


def _collect(pairs: Iterable[tuple[Any, str]]) -> dict[Any, list[str]]:
    collected: dict[Any, list[str]] = {}
    for key, value in sorted(pairs):
        collected.setdefault(key, []).append(value)
    return collected


def _needs(audience: int) -> Iterator[Record]:
    needs = Need.objects.for_run(audience).order_by("public_id")
    for need in needs.select_related("country", "area").iterator():
        yield {
            "id": need.public_id,
            "country": need.country.iso3,
            "area": need.area.code,
            "current": need.current_level,
            "target": need.target_level,
            "quantity": need.quantity,
            "urgency": need.urgency,
            "kinds": sorted(need.kinds),
            "languages": sorted(need.languages),
            "modes": sorted(need.modes) or None,
            "start": need.starts.isoformat(),
            "end": need.ends.isoformat(),
            "tlp": TLP(need.tlp).code,
        }


def _resources(audience: int) -> Iterator[Record]:
    """What nobody stated is null, which the engine matches as open."""
    resources = Resource.objects.for_audience(audience).select_related("provider")
    areas = _linked(Resource.areas.through, "capabilityarea__code")
    countries = _linked(Resource.eligible_countries.through, "country__iso3")
    groups = _linked(Resource.eligible_groups.through, "countrygroup__code")
    excluded = _linked(Resource.excluded_countries.through, "country__iso3")
    for resource in resources.order_by("public_id").iterator():
        named = resource.eligibility == Resource.Eligibility.NAMED
        eligible = {
            "all": not named,
            "countries": countries.get(resource.pk, []) if named else [],
            "groups": groups.get(resource.pk, []) if named else [],
            "exclude": excluded.get(resource.pk, []),
        }
        yield {
            "id": resource.public_id,
            "provider": resource.provider.public_id,
            "areas": areas.get(resource.pk, []),
            "from": resource.level_from,
            "to": resource.level_to,
            "eligible": eligible,
            "kinds": sorted(resource.kinds) or None,
            "languages": sorted(resource.languages),
            "modes": sorted(resource.modes) or None,
            "start": resource.starts and resource.starts.isoformat(),
            "end": resource.ends and resource.ends.isoformat(),
            "capacity": resource.capacity,
            "pool": resource.pool,
            "verified": resource.last_verified and resource.last_verified.isoformat(),
            "tlp": TLP(max(resource.tlp, resource.provider.tlp)).code,
        }


def _linked(through: Any, field: str) -> dict[int, list[str]]:
    return _collect(through.objects.values_list("resource_id", field))


def label_of(case: Record) -> TLP:
    """The highest label among the records of a case: the label of whatever is derived from it."""
    codes = {record["tlp"] for record in (*case["needs"], *case["resources"])}
    return max((TLP.from_code(code) for code in codes), default=TLP(Audience.CLEAR.value))

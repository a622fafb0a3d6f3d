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
from capabilities.models.catalogue import ResourceQuerySet
from capabilities.models.needs import NeedQuerySet
from gaps.engine import case as engine
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
            **frame(as_of),
            "audience": TLP(audience).code,
            **options,
            "needs": list(_needs(Need.objects.for_run(audience))),
            "resources": list(_resources(Resource.objects.for_audience(audience))),
        }


def pair_of(run: Run, need_pk: int, resource_pk: int) -> tuple[engine.Need, engine.Resource]:
    """One need and one resource as a run read them, in the engine's form."""
    with history.at(run.moment):
        needs = Need.objects.for_run(run.audience).filter(pk=need_pk)
        resources = Resource.objects.for_audience(run.audience).filter(pk=resource_pk)
        records = {"needs": list(_needs(needs)), "resources": list(_resources(resources))}
        case = engine.Case.from_json({**frame(run.as_of), **records})
    if not case.needs or not case.resources:
        raise CaseNotKept(_("The run read no such records."))
    return case.needs[0], case.resources[0]


def frame(as_of: date) -> Record:
    """What a case holds besides settings and records: areas, their order, and groups."""
    return {
        "as_of": as_of.isoformat(),
        "areas": _areas(),
        "prerequisites": _prerequisites(),
        "groups": _groups(as_of),
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


def _needs(needs: NeedQuerySet) -> Iterator[Record]:
    rows = needs.order_by("public_id").select_related("country", "area")
    for need in rows.iterator():
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


def _resources(resources: ResourceQuerySet) -> Iterator[Record]:
    """What nobody stated is null, which the engine matches as open."""
    areas = _linked(Resource.areas.through, "capabilityarea__code")
    countries = _linked(Resource.eligible_countries.through, "country__iso3")
    groups = _linked(Resource.eligible_groups.through, "countrygroup__code")
    excluded = _linked(Resource.excluded_countries.through, "country__iso3")
    for resource in resources.select_related("provider").order_by("public_id").iterator():
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

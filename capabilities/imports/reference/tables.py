"""Which stored rows each file speaks for, and how a row is known again at the next load."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, Q

from capabilities.imports.reference.places import RESERVED
from capabilities.models import (
    Agency,
    CapabilityArea,
    Country,
    CountryGroup,
    FrameworkReference,
    MaturityRating,
    Membership,
    Need,
    Project,
    Provider,
    Resource,
    TreatyStatus,
)

# The field by which records name a row of each table.
CODE_FIELDS: dict[type[Model], str] = {
    Country: "iso3",
    CountryGroup: "code",
    CapabilityArea: "code",
    Provider: "import_key",
}


def _never(row: Any) -> bool:
    return False


def _edited(row: Any) -> bool:
    """A person has taken the entry over, or confirmed it; a load must not overwrite that."""
    return not row.is_imported


def _settled(row: Any) -> bool:
    """A reviewer has settled the mapping, which arrives as a draft."""
    return not row.draft


@dataclass(frozen=True, slots=True)
class Table:
    """One table as one file fills it."""

    model: Any
    what: str
    key: tuple[str, ...]
    scope: Q = field(default_factory=Q)
    refers: Mapping[str, type[Model]] = field(default_factory=dict)  # foreign keys, named by code
    links: Mapping[str, type[Model]] = field(default_factory=dict)  # many-to-many, named by code
    is_kept: Callable[[Any], bool] = _never


def _sourced(model: type[Model], what: str, prefix: str, **more: Any) -> Table:
    scope = Q(import_key__startswith=f"{prefix}:")
    return Table(model, what, ("import_key",), scope, is_kept=_edited, **more)


_FOLLOWS = Q(code__regex="^(REGION|SUBREGION|INCOME|DAC)-") | Q(code__in=RESERVED)
_TREATY = Q(code__startswith="TREATY-")


def _groups(scope: Q) -> Table:
    return Table(CountryGroup, "groups", ("code",), scope)


def _memberships(scope: Q) -> Table:
    return Table(
        Membership,
        "memberships",
        ("group_id", "country_id", "start"),
        Q(group__in=CountryGroup.objects.filter(scope)),
        refers={"group": CountryGroup, "country": Country},
    )


def _ratings(edition: str) -> Table:
    return Table(
        MaturityRating,
        "ratings",
        ("country_id", "index", "edition", "pillar"),
        Q(index="GCI", edition=edition),
        refers={"country": Country},
    )


def _areas(what: str, *, leaves: bool, **more: Any) -> Table:
    return Table(CapabilityArea, what, ("code",), Q(parent__isnull=not leaves), **more)


COUNTRIES = (
    Table(Country, "countries", ("iso3",)),
    _groups(_FOLLOWS),
    _memberships(_FOLLOWS),
)
GROUPS = (_groups(~_FOLLOWS & ~_TREATY), _memberships(~_FOLLOWS & ~_TREATY))
TREATIES = (
    Table(TreatyStatus, "statuses", ("treaty", "country_id"), refers={"country": Country}),
    _groups(_TREATY),
    _memberships(_TREATY),
)
PILLAR_LEVELS = (_ratings("2020"),)
TIERS = (_ratings("2024"),)
CSIRTS = (_sourced(Agency, "agencies", "csirts", refers={"country": Country}),)
AREAS = (
    _areas("area groups", leaves=False),
    _areas(
        "areas",
        leaves=True,
        refers={"parent": CapabilityArea},
        links={"prerequisites": CapabilityArea},
    ),
    Table(
        FrameworkReference,
        "crosswalk",
        ("area_id", "framework", "code"),
        refers={"area": CapabilityArea},
        is_kept=_settled,
    ),
)
PROJECTS = (_sourced(Project, "projects", "projects", links={"countries": Country}),)
PROVIDERS = (_sourced(Provider, "providers", "organisations", refers={"based_in": Country}),)
RESOURCES = (
    _sourced(
        Resource,
        "resources",
        "resources",
        refers={"provider": Provider},
        links={
            "areas": CapabilityArea,
            "eligible_countries": Country,
            "eligible_groups": CountryGroup,
            "excluded_countries": Country,
        },
    ),
)
NEEDS = (
    _sourced(
        Need, "indicative needs", "needs", refers={"country": Country, "area": CapabilityArea}
    ),
)

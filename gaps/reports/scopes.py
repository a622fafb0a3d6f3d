"""What reports are about: the places that can be named, and the findings of each."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from capabilities.models import CapabilityArea, Country, CountryGroup, Membership
from gaps.models import Report, Run
from gaps.models.reports import Scope
from gaps.reports import document
from portal.languages import shipped


class NoSuchPlace(Exception):
    """A code that names nothing of the kind that a report is about; the text says so."""


def offered(scope: Scope) -> list[tuple[str, str]]:
    """The places that a report of this kind can be about, by code, with their names."""
    if scope == Scope.REGION:
        rows = Country.objects.exclude(region="").order_by("region", "subregion")
        pairs = rows.values_list("region", "subregion").distinct()
        names = dict.fromkeys(name for pair in pairs for name in pair if name)
        return [(name, shipped(name)) for name in names]
    sources: dict[Scope, tuple[Any, str]] = {
        Scope.GROUP: (CountryGroup.objects.order_by("name"), "code"),
        Scope.COUNTRY: (Country.objects.by_name(), "iso3"),
        Scope.AREA: (CapabilityArea.objects.order_by("code"), "code"),
    }
    if scope not in sources:
        return []
    rows, key = sources[scope]
    return [(getattr(row, key), str(row)) for row in rows]


def name(scope: Scope, place: str) -> str:
    """What people call it; raises NoSuchPlace."""
    if scope == Scope.WORLD and not place:
        return _("The world")
    found = dict(offered(scope)).get(place)
    if found is None:
        said = {"kind": Scope(scope).label, "place": place or "–"}
        raise NoSuchPlace(_("%(kind)s: there is no “%(place)s”. Choose one of the list.") % said)
    return found


def of(report: Report) -> document.Scope:
    scope = Scope(report.scope)
    return document.Scope(str(scope), report.place, name(scope, report.place))


def narrowed(rows: Any, report: Report, run: Run) -> Any:
    """Of findings or cells, those that the report is about, as its groups stood on that day."""
    place = report.place
    if report.scope == Scope.REGION:
        return rows.filter(Q(country__region=place) | Q(country__subregion=place))
    if report.scope == Scope.GROUP:
        members = Membership.objects.on(run.as_of).filter(group__code=place).order_by()
        return rows.filter(country__in=members.values("country"))
    if report.scope == Scope.COUNTRY:
        return rows.filter(country__iso3=place)
    if report.scope == Scope.AREA:
        return rows.filter(Q(area__code=place) | Q(area__parent__code=place))
    return rows

"""Records that a study speaks of, named for one reader: as they are now, or were when they went."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Q
from django.utils.translation import gettext as _

from capabilities.models import Agency, Country, CountryGroup, Need, Provider, Resource
from portal.access import Reader, clearance


@dataclass(frozen=True)
class Name:
    """What to call a record, and where it stands, if it still does."""

    text: str
    url: str = ""


class Names:
    """The names of some records by (kind, id); whatever the reader may not see has none."""

    def __init__(self, reader: Reader, records: Iterable[tuple[str, str]]) -> None:
        wanted: dict[str, set[str]] = {"resource": set(), "need": set(), "group": set()}
        for kind, name in records:
            wanted[kind].add(name)
        self._found = {
            "resource": _resources(reader, wanted["resource"]),
            "need": _needs(reader, wanted["need"]),
            "group": _groups(wanted["group"]),
        }

    def of(self, kind: str, name: str) -> Name:
        unknown = _("a resource") if kind == "resource" else _("a need")
        return self._found[kind].get(name) or Name(unknown)


def _resources(reader: Reader, ids: set[str]) -> dict[str, Name]:
    visible = Resource.objects.visible_to(reader).filter(public_id__in=ids)
    names = {row.public_id: Name(row.name, row.get_absolute_url()) for row in visible}
    providers = Provider.objects.visible_to(reader).values("pk")
    gone = _gone(Resource, ids, reader).filter(provider__in=providers)
    return {row.public_id: Name(row.name) for row in gone} | names


def _needs(reader: Reader, ids: set[str]) -> dict[str, Name]:
    visible = Need.objects.visible_to(reader).filter(public_id__in=ids)
    agencies = Agency.objects.visible_to(reader).values("pk")
    gone = _gone(Need, ids, reader).filter(Q(agency=None) | Q(agency__in=agencies))
    rows = [*gone.select_related("country", "area"), *visible.select_related("country", "area")]
    return {
        row.public_id: Name(
            _("the need of %(country)s in %(area)s") % {"country": row.country, "area": row.area}
        )
        for row in rows
    }


def _gone(model: Any, ids: set[str], reader: Reader) -> Any:
    """The last versions of rows that have been removed, under the label they had then."""
    versions: Any = apps.get_model("capabilities", f"{model.__name__}Version")
    still_there = model.objects.unnarrowed().filter(public_id__in=ids).values("public_id")
    last = versions.objects.for_audience(clearance(reader)).filter(pgh_label="delete")
    return last.filter(public_id__in=ids).exclude(public_id__in=still_there)


def _groups(codes: set[str]) -> dict[str, Name]:
    groups = CountryGroup.objects.filter(code__in=codes)
    return {group.code: Name(str(group)) for group in groups}


def restricted(case: dict[str, Any], reader: Reader) -> bool:
    """Whether a case holds a record that this reader may not see, or not any more."""
    return any(
        _hidden(model, {record["id"] for record in case[table]}, reader)
        for model, table in ((Need, "needs"), (Resource, "resources"))
    )


def _hidden(model: Any, ids: set[str], reader: Reader) -> bool:
    seen = set(model.objects.visible_to(reader).values_list("public_id", flat=True))
    gone = set(_gone(model, ids - seen, reader).values_list("public_id", flat=True))
    return bool(ids - seen - gone)


def countries(codes: Iterable[str]) -> dict[str, Country]:
    return {country.iso3: country for country in Country.objects.filter(iso3__in=set(codes))}

"""What names a record, so that it names the one that stays when two are merged.

Whatever has a foreign key to the record moves, of whichever app: this floor need not know it. What
stays behind is listed, with why.
"""

from collections.abc import Iterator
from contextlib import nullcontext
from typing import Any

import pgtrigger
from django.apps import apps
from django.db import connection, models
from pghistory.models import Event

from capabilities.models import Exposure, Resource
from portal.models import Marked

# What does not move, and why.
LEFT = {
    "capabilities.searchrow": "kept by triggers",
    "capabilities.searchplace": "kept by triggers",
    "capabilities.searchdebut": "kept by triggers",
    "capabilities.standing": "worked out anew every night",
    "capabilities.impression": "what was shown under a name that is gone goes with it",
    "capabilities.exposure": "added up below, since there may be one of the same day",
    "gaps.fragility": "worked out from a run, and anew after the next",
}
VISITS = """
INSERT INTO capabilities_exposure (day, provider_id, resource_id, organisation_id, visits)
SELECT day, %(provider)s, {resource}, organisation_id, sum(visits)
FROM capabilities_exposure WHERE {column} = %(gone)s GROUP BY 1, 2, 3, 4
ON CONFLICT (provider_id, day, resource_id, organisation_id)
DO UPDATE SET visits = capabilities_exposure.visits + EXCLUDED.visits
"""


def _all_of(model: type[models.Model]) -> Any:
    return models.QuerySet(model)


Moved = list[tuple[str, str, list[int]]]


def _columns(model: type[Marked]) -> Iterator[tuple[Any, str]]:
    """The tables and columns that name a record of this model."""
    for relation in model._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ForeignObjectRel) or relation.many_to_many:
            continue
        named_by: Any = relation.related_model
        if issubclass(named_by, Event) or named_by._meta.auto_created:
            continue  # versions stay as they were; links are facts of the record itself
        if named_by._meta.label_lower not in LEFT and not named_by._meta.proxy:
            yield named_by, relation.field.name


def move(gone: Marked, kept: Marked) -> Moved:
    """Let everything that names one record name the other; returns what did."""
    moved: Moved = []
    for model, column in _columns(type(gone)):
        rows = _all_of(model).filter(**{column: gone.pk})
        if keys := list(rows.order_by("pk").values_list("pk", flat=True)):
            moved.append((model._meta.label_lower, column, keys))
            _point(rows, column, kept)
    _add_up_visits(gone, kept)
    return moved


def _point(rows: Any, column: str, at: Marked) -> None:
    """What is said once and for all may still be of the record under its other name."""
    label = rows.model._meta.label
    named = (trigger.name for trigger in getattr(rows.model._meta, "triggers", []))
    fixed = [f"{label}:{name}" for name in named if name == "append_only"]
    with pgtrigger.ignore(*fixed) if fixed else nullcontext():
        rows.update(**{column: at.pk})


def _add_up_visits(gone: Marked, kept: Marked) -> None:
    is_resource = isinstance(kept, Resource)
    provider = kept.provider_id if isinstance(kept, Resource) else kept.pk
    sql = VISITS.format(
        resource="%(resource)s" if is_resource else "resource_id",
        column="resource_id" if is_resource else "provider_id",
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, {"provider": provider, "resource": kept.pk, "gone": gone.pk})
    which = {"resource": gone.pk} if is_resource else {"provider": gone.pk}
    Exposure.objects.filter(**which).delete()


def move_back(moved: Moved, back: Marked, kept: Marked) -> None:
    """What still names the one that stayed names the one that is back."""
    for label, column, keys in moved:
        rows = _all_of(apps.get_model(label)).filter(pk__in=keys, **{column: kept.pk})
        _point(rows, column, back)


def offers_moved(moved: Moved) -> list[int]:
    """The keys of the offers that came to another provider."""
    offers = (keys for label, _column, keys in moved if label == Resource._meta.label_lower)
    return next(offers, [])

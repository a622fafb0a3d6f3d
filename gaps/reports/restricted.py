"""Whether a run's figures may still be told to its audience: labels may have been raised since."""

from typing import Any

from django.db.models import BooleanField, Func, Value

from capabilities.models import Agency, Need, Provider, Resource
from gaps.models import Run

MARKED = (Agency, Need, Provider, Resource)


def restricted_since(run: Run) -> bool:
    """Whether a record that this run could read has been put beyond its audience by now.

    A run whose moment was not kept tells nothing of what it read: then anything may have been.
    """
    if not run.moment:
        return True
    return any(_restricted(model, run) for model in MARKED)


def _restricted(model: Any, run: Run) -> bool:
    """Of the records that the audience cannot see today: whether it could at the run's moment."""
    hidden = model.objects.unnarrowed().filter(tlp__gt=run.audience).order_by()
    seen_then = Func(
        "written_by",
        Value(run.moment),
        function="pg_visible_in_snapshot",
        template="%(function)s(%(expressions)s::pg_snapshot)",
        output_field=BooleanField(),
    )
    versions = model.pgh_event_model.objects.filter(pgh_obj_id__in=hidden.values("pk"))
    then = versions.alias(seen=seen_then).filter(seen=True)
    last = then.order_by("pgh_obj_id", "-pgh_id").distinct("pgh_obj_id")
    labels = last.values_list("tlp", "pgh_label")
    return any(tlp <= run.audience and label != "delete" for tlp, label in labels)

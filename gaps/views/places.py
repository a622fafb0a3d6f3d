"""Countries and capability areas, with what the latest run found there."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.generic import ListView

from capabilities.models import CapabilityArea
from gaps import area_pages, pictures
from gaps.models import Cell
from gaps.views.shared import ShowsRun, run_context


class AreaList(ShowsRun, ListView):
    queryset = CapabilityArea.objects.filter(parent=None).order_by("code")
    template_name = "gaps/area_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        cells = Cell.objects.visible_to(self.request.user)
        counted, nothing = pictures.tallies(cells, "area__code"), pictures.Tally()
        rows: dict[int, list[dict[str, Any]]] = {}
        for area in CapabilityArea.objects.exclude(parent=None).order_by("code"):
            tally = counted.get(area.code, nothing)
            rows.setdefault(area.parent_id, []).append(
                {"area": area, "tally": tally, "summary": pictures.summary_of_area(tally)}
            )
        groups = [{"group": group, "rows": rows.get(group.pk, [])} for group in self.queryset.all()]
        return super().get_context_data(groups=groups, **kwargs)


def area_detail(request: HttpRequest, code: str) -> HttpResponse:
    """A capability area, or a group of them: where it is missing, and who offers it."""
    area = get_object_or_404(CapabilityArea.objects.select_related("parent"), code=code)
    leaves = area_pages.leaves_of(area)
    is_group = leaves != [area]
    cells = Cell.objects.visible_to(request.user).filter(area__in=leaves)
    with_run = run_context(request)
    context = {
        **with_run,
        "area": area,
        "is_group": is_group,
        "below": area_pages.below(leaves, cells, request.user) if is_group else [],
        "before": [] if is_group else area_pages.prerequisites(area, cells, request.user),
        "unlocks": area.unlocks.order_by("code"),
        **area_pages.facts(area),
        **area_pages.missing(cells, area),
        **area_pages.trend_of(leaves, request.user, with_run["run"]),
        "entries": area_pages.worst(leaves, request.user, with_run["run"]),
        **area_pages.offers([area, *leaves] if is_group else _above(area), request.user),
    }
    return render(request, "gaps/area_detail.html", context)


def _above(area: CapabilityArea) -> list[CapabilityArea]:
    """The area with its group: an offer that names the group helps in all of it."""
    return [area, *([area.parent] if area.parent else [])]

"""The map of the world by one measure: its page, its pictures and its table as a file."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gaps.maps import files, picture
from gaps.maps.forms import MapForm, sort_of
from gaps.maps.making import in_order, sheet
from gaps.maps.measures import Measure
from gaps.maps.sheet import Sheet
from portal import audit
from portal.sparing import sparing
from portal.templatetags.charts import View, world_drawing
from portal.trail import Kind
from portal.views import no_file

FORMATS = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "csv": "text/csv; charset=utf-8",
}


@require_safe
def world_map(request: HttpRequest) -> HttpResponse:
    form = MapForm(request.GET, reader=request.user)
    asked = form.asked()
    drawn = sheet(asked)
    sort = sort_of(request.GET)
    needs_run = asked.measure not in (Measure.RESOURCES, Measure.MATURITY)
    run = asked.run if needs_run else None
    context = {
        "form": form,
        "measure": asked.measure,
        "sheet": drawn,
        "rows": in_order(drawn.places, sort),
        "sort": sort,
        "query": _query(request.GET),
        "formats": list(FORMATS),
        "lacks_run": needs_run and run is None,
        "run": run,
        "page_tlp": drawn.found.tlp or None,
        "view": view_of(drawn),
    }
    return render(request, "gaps/map.html", context)


def view_of(drawn: Sheet) -> View:
    """The part of the world that the map of a page shows, with the numbers of classes."""
    scale = drawn.box[2] / world_drawing().width
    return View(
        box=" ".join(f"{number:.0f}" for number in drawn.box),
        scale=scale,
        marks=list(picture.marks(drawn.places, scale)),
        mark_size=picture.MARK * scale,
    )


def _query(given: QueryDict) -> str:
    """What the map was asked for, without the order of its table."""
    kept = given.copy()
    kept.pop("sort", None)
    return kept.urlencode()


@require_safe
@sparing
def map_file(request: HttpRequest, suffix: str) -> HttpResponse:
    """The same query as on the page, as a file; that somebody took it is told in the trail."""
    form = MapForm(request.GET, reader=request.user)
    asked = form.asked()
    if form.errors:
        return no_file(request, form, url="gaps:map", page=_("The map of the world"))
    drawn = sheet(asked)
    given = sorted(name for name in form.fields if request.GET.get(name))
    audit.note(Kind.EXPORT, by=request.user, what="map", format=suffix, filters=given)
    name = f"map-{asked.measure}-{timezone.localdate().isoformat()}.{suffix}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    body = written(drawn, suffix, sort=sort_of(request.GET))
    return HttpResponse(body, content_type=FORMATS[suffix], headers=headers)


def written(drawn: Sheet, suffix: str, *, sort: str) -> bytes:
    if suffix == "csv":
        return files.as_csv(drawn, sort)
    svg = picture.svg(drawn)
    return picture.png(svg) if suffix == "png" else svg.encode()

"""How far the directory can be relied on: its figures, and the records behind each of them."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from capabilities.models import Agency, Country, Need, Provider, Resource
from gaps.engine.confidence import OLD_DAYS, RECENT_DAYS
from gaps.quality import files, reading
from gaps.quality.measures import BY_KEY, MEASURES, Lens
from portal import audit
from portal.access import Permission, may
from portal.shares import of_a_hundred
from portal.sparing import sparing
from portal.trail import Kind

PAGE = 25
CSV = "text/csv; charset=utf-8"


def _lens(request: HttpRequest, **about: Any) -> Lens:
    return Lens(reader=request.user, today=timezone.localdate(), **about)


def _asked(request: HttpRequest) -> Lens:
    """At whose records one looks, from the address: one provider, one country, or all."""
    if named := request.GET.get("provider"):
        seen = Provider.objects.visible_to(request.user)
        return _lens(request, provider=get_object_or_404(seen, public_id=named))
    if named := request.GET.get("country"):
        country = get_object_or_404(Country, iso3=named)
        return _lens(request, country=country)
    return _lens(request)


def _page(request: HttpRequest, template: str, lens: Lens, **context: Any) -> HttpResponse:
    found = reading.quality(lens)
    shown = {
        "lens": lens,
        "parts": [part for part in found.parts if part.number],
        "page_tlp": max(found.label, context.pop("label", 0)) or None,
        "file_query": reading.query_of(lens),
        "is_review": may(request.user, Permission.REVIEW),
        "recent_days": RECENT_DAYS,
        "old_days": OLD_DAYS,
    }
    return render(request, template, {**shown, **context})


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    return _page(request, "gaps/quality.html", _lens(request))


@require_safe
def provider(request: HttpRequest, public_id: str) -> HttpResponse:
    shown = get_object_or_404(Provider.objects.visible_to(request.user), public_id=public_id)
    lens = _lens(request, provider=shown)
    return _page(request, "gaps/quality_one.html", lens, about=shown, label=shown.tlp)


@require_safe
def country(request: HttpRequest, iso3: str) -> HttpResponse:
    shown = get_object_or_404(Country, iso3=iso3)
    lens = _lens(request, country=shown)
    return _page(request, "gaps/quality_one.html", lens, about=shown, facts=reading.facts(shown))


@require_safe
def providers(request: HttpRequest) -> HttpResponse:
    lens = _lens(request)
    page = Paginator(reading.providers(lens), PAGE).get_page(request.GET.get("page"))
    rows = [_provider_row(row) for row in page]
    label = reading.label_of(lens.rows(Resource)) or None
    context = {"page_obj": page, "rows": rows, "page_tlp": label}
    return render(request, "gaps/quality_providers.html", context)


def _provider_row(row: dict[str, Any]) -> tuple[str, str, list[Any]]:
    url = reverse("gaps:quality_provider", args=[row["provider__public_id"]])
    stated = of_a_hundred(row["stated"], row["asked"])
    return row["provider__name"], url, [row["number"], stated, row["stale"], row["conflicts"]]


@require_safe
def countries(request: HttpRequest) -> HttpResponse:
    lens = _lens(request)
    rows = [
        (
            row.country,
            reverse("gaps:quality_country", args=[row.country.iso3]),
            [row.agencies, row.needs, row.stale, row.conflicts],
        )
        for row in reading.countries(lens)
        if row.agencies or row.needs
    ]
    label = max(reading.label_of(lens.rows(model)) for model in (Agency, Need))
    context = {"rows": rows, "page_tlp": label or None}
    return render(request, "gaps/quality_countries.html", context)


@require_safe
def records(request: HttpRequest, measure: str) -> HttpResponse:
    """The records behind one figure, and what to do about each."""
    if measure not in BY_KEY:
        raise Http404
    lens, shown = _asked(request), BY_KEY[measure]
    found = reading.records(shown, lens)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "measure": shown,
        "kind": shown.model._meta.model_name,
        "lens": lens,
        "page_obj": page,
        "page_tlp": reading.label_of(found) or None,
        "file_query": reading.query_of(lens),
    }
    return render(request, "gaps/quality_records.html", context)


@require_safe
@sparing
def quality_file(request: HttpRequest) -> HttpResponse:
    """All that is amiss, or what one measure finds, as CSV; that it was taken is in the trail."""
    lens, measures = _asked(request), MEASURES
    if name := request.GET.get("measure"):
        if name not in BY_KEY:
            raise Http404
        measures = (BY_KEY[name],)
    content = files.as_csv(lens, measures)
    audit.note(Kind.EXPORT, by=request.user, what="data-quality", format="csv")
    headers = {"Content-Disposition": f'attachment; filename="data-quality-{lens.today}.csv"'}
    return HttpResponse(content, content_type=CSV, headers=headers)

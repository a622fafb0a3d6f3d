"""The list of resources: searched, filtered, counted."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from capabilities import (
    exports,
    hits,
    impressions,
    less_known,
    paging,
    suggesting,
    ways_out,
    wording,
)
from capabilities.resource_filters import LONGEST_QUERY, ResourceFilter
from capabilities.search import Search
from portal import audit
from portal.access import Permission, may
from portal.sparing import sparing
from portal.trail import Kind
from portal.views import no_file

PAGE = 25
BEFORE = 7  # so many come first, and up to three that few know of take the places up to the tenth


@require_safe
def resource_list(request: HttpRequest) -> HttpResponse:
    asked = ResourceFilter(request.GET, request=request)
    as_asked = asked.filter_queryset(None)
    put_right = suggesting.put_right(as_asked)
    search = put_right or as_asked
    page = _page(search, request.GET.get("cursor", ""))
    ways = ways_out.ways_out(search)
    label = max(search.counts.label, ways.label)
    question = asked.form.cleaned_data.get("ask") or ""
    context = {
        "form": asked.form,
        "mistyped": as_asked.criteria.q if put_right else "",
        "question": question if question != as_asked.criteria.q else "",
        "search": search,
        **_shown(request, search, page),
        "facets": hits.shown_facets(search),
        "chips": hits.chips(search),
        "in_words": hits.in_words(search),
        "query": hits.query_of(search),
        "as_of": asked.today,
        "licence": wording.LICENCE,
        "label": label,
        "asked": hits.address(search) if hits.query_of(search) else "",
        "may_save": request.user.is_authenticated and may(request.user, Permission.SAVE_SEARCHES),
        "files": [(name, hits.address(search)) for name in exports.FORMATS],
        "ways": ways,
        "page_tlp": label,
        "previous": _address(search, page.previous),
        "next": _address(search, page.next),
    }
    return render(request, "capabilities/resource_list.html", context)


def _shown(request: HttpRequest, search: Search, page: paging.Page) -> dict[str, Any]:
    """What is found, on the first page with what few know of apart; and that it was shown."""
    is_off = request.GET.get("less_known") == "no"
    is_first = not (is_off or page.previous)
    pairs = less_known.matches(search, page.rows) if is_first else []
    standings = {row.resource: standing for row, standing in pairs}
    every = hits.hits(search, [*page.rows, *(row for row, _standing in pairs)])
    found = [hit for hit in every if hit.resource.pk not in standings]
    apart = [hit for hit in every if hit.resource.pk in standings]
    impressions.note(request.user, [*found[:BEFORE], *apart, *found[BEFORE:]])
    return {
        "hits": found,
        "first_hits": found[:BEFORE] if apart else found,
        "less_known": [(hit, less_known.reason(standings[hit.resource.pk])) for hit in apart],
        "other_hits": found[BEFORE:] if apart else [],
        "without_less_known": hits.address(search, less_known="no"),
        "is_less_known_off": is_off,
    }


@require_safe
@sparing
def resource_file(request: HttpRequest, format: str) -> HttpResponse:  # noqa: A002  as in the address
    """All that the same query finds, as a file; that somebody took it is told in the trail."""
    asked = ResourceFilter(request.GET, request=request)
    if format not in exports.FORMATS:
        raise Http404
    if not asked.form.is_valid():
        return _no_file(request, asked)
    search = asked.filter_queryset(None)
    file = exports.file_of(search)
    _note_taken(request, search, format)
    content_type, written = exports.FORMATS[format]
    name = f"resources-{asked.today.isoformat()}.{format}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(written(file), content_type=content_type, headers=headers)


@require_safe
def resource_print(request: HttpRequest) -> HttpResponse:
    """All that the same query finds, to be printed: the list itself shows it page by page."""
    asked = ResourceFilter(request.GET, request=request)
    if not asked.form.is_valid():
        return _no_file(request, asked)
    search = asked.filter_queryset(None)
    counts = search.counts
    found = list(exports.every_hit(search, exports.MOST_ON_PAPER))
    _note_taken(request, search, "print")
    context = {
        "hits": found,
        "total": counts.total,
        "is_cut": counts.is_least or counts.total > len(found),
        "in_words": hits.in_words(search),
        "as_of": asked.today,
        "licence": wording.LICENCE,
        "label": counts.label,
        "page_tlp": counts.label or None,
        "asked": hits.address(search) if hits.query_of(search) else "",
    }
    return render(request, "capabilities/resource_print.html", context)


def _no_file(request: HttpRequest, asked: ResourceFilter) -> HttpResponse:
    url, page = "capabilities:resource_list", _("All resources")
    return no_file(request, asked.form, url=url, page=page)


def _note_taken(request: HttpRequest, search: Search, kind: str) -> None:
    given = sorted({name for name, _value in hits.query_of(search)})
    audit.note(Kind.EXPORT, by=request.user, what="resources", format=kind, filters=given)


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """What may be meant by what somebody has begun to write."""
    begun = request.GET.get("ask", "").replace("\0", "")[:LONGEST_QUERY]
    offered = suggesting.suggestions(request.user, begun, today=timezone.localdate())
    return render(request, "capabilities/suggestions.html", {"offered": offered})


def _page(search: Search, cursor: str) -> paging.Page:
    """The counts are asked for first: how many are found says how to find them."""
    _counts = search.counts
    try:
        return paging.page(search, PAGE, cursor)
    except paging.NoSuchPage:
        raise Http404(_("There is no such page.")) from None


def _address(search: Search, cursor: str) -> Any:
    return hits.address(search, cursor=cursor) if cursor else ""

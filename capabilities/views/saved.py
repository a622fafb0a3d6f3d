"""Searches that people keep, what is new to each, and their feeds."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from capabilities import feeds, hits, lookup, news, saving
from capabilities.models import SavedSearch
from capabilities.resource_filters import ResourceFilter
from capabilities.saved_forms import ChangeForm, SaveForm
from capabilities.search import Search
from portal import walls
from portal.access import Permission, require
from portal.views import no_file

SHOWN = 50
COUNTED = 100


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def saved_list(request: HttpRequest) -> HttpResponse:
    """The reader's searches; sent to, it keeps one more."""
    require(request.user, Permission.SAVE_SEARCHES)
    if request.method == "POST":
        return _save(request)
    rows = list(SavedSearch.objects.visible_to(request.user))
    names = lookup.names(on=timezone.localdate())
    searches = {row.public_id: news.search_of(row, request.user, names) for row in rows}
    asked = {
        row.public_id: (search, row.looked)
        for row in rows
        if (search := searches[row.public_id]) is not None
    }
    counts = news.counts(asked, COUNTED)
    shown = [
        (row, search and hits.in_words(search), counts.get(row.public_id, 0))
        for row, search in zip(rows, searches.values(), strict=True)
    ]
    return render(request, "capabilities/saved_list.html", {"saved": shown, "most": COUNTED})


def _save(request: HttpRequest) -> HttpResponse:
    query = request.POST.get("query", "")
    form = SaveForm(request.POST)
    if form.is_valid():
        try:
            saved = saving.save(name=form.cleaned_data["name"], query=query, by=request.user)  # type: ignore[arg-type]
        except saving.NotSaved as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, _("Your search is saved."))
            return redirect(saved)
    return _ask_for_name(request, form, query)


@login_required
@require_safe
def saved_new(request: HttpRequest) -> HttpResponse:
    """Under which name to keep what the address of this page asks."""
    require(request.user, Permission.SAVE_SEARCHES)
    query = request.GET.urlencode()
    return _ask_for_name(request, SaveForm(), query)


def _ask_for_name(request: HttpRequest, form: SaveForm, query: str) -> HttpResponse:
    try:
        asked = saving.asked_of(query, request.user)  # type: ignore[arg-type]
    except saving.NotSaved as refusal:
        messages.error(request, str(refusal))
        return redirect("capabilities:resource_list")
    search = news.search_of(SavedSearch(asked=asked), request.user)
    context = {"form": form, "query": asked, "in_words": search and hits.in_words(search)}
    status = 422 if form.errors else 200
    return render(request, "capabilities/saved_new.html", context, status=status)


def _own(request: HttpRequest, public_id: str) -> SavedSearch:
    rows = SavedSearch.objects.visible_to(request.user)
    saved: SavedSearch = get_object_or_404(rows, public_id=public_id)
    return saved


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def saved_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """What is new to a search, its name, its letters and its feed."""
    saved = _own(request, public_id)
    form = ChangeForm(request.POST or None, initial={"name": saved.name, "digest": saved.digest})
    if form.is_valid():
        saving.change(saved=saved, by=request.user, **form.cleaned_data)  # type: ignore[arg-type]
        messages.success(request, _("Your changes are saved."))
        return redirect(saved)
    search = news.search_of(saved, request.user)
    found = news.newest(search, SHOWN, since=saved.looked) if search else []
    context = {
        "saved": saved,
        "form": form,
        "search": search,
        "in_words": search and hits.in_words(search),
        "hits": hits.hits(search, [new.row for new in found]) if search else [],
        "is_cut": len(found) == SHOWN,
        "seen": min([new.at for new in found[:1]] + [news.settled()]).isoformat(),
        "page_tlp": max((new.row.label for new in found), default=0) or None,
        "feed": _feed_address(request, saved),
    }
    status = 422 if form.errors else 200
    return render(request, "capabilities/saved_detail.html", context, status=status)


def _feed_address(request: HttpRequest, saved: SavedSearch) -> str:
    if not saved.has_feed:
        return ""
    path = f"{saved.get_absolute_url()}/feed/{saving.feed_token(saved)}"
    return request.build_absolute_uri(path)


@login_required
@require_POST
def saved_act(request: HttpRequest, public_id: str, act: str) -> HttpResponse:
    """Mark as seen; open, renew or close the feed."""
    saved, by = _own(request, public_id), request.user
    if act == "seen":
        saving.look(saved=saved, until=_moment(request), by=by)  # type: ignore[arg-type]
        messages.success(request, _("Marked as seen."))
    elif act == "feed":
        saving.open_feed(saved=saved, by=by)  # type: ignore[arg-type]
        messages.success(request, _("The feed has a new secret address."))
    elif act == "no-feed":
        saving.close_feed(saved=saved, by=by)  # type: ignore[arg-type]
        messages.success(request, _("The feed is closed."))
    else:
        raise Http404
    return redirect(saved)


def _moment(request: HttpRequest) -> datetime:
    """When the page was made whose entries somebody has seen."""
    try:
        moment = parse_datetime(request.POST.get("until", ""))
    except ValueError:
        moment = None
    return moment if moment and moment.tzinfo else news.settled()


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def saved_delete(request: HttpRequest, public_id: str) -> HttpResponse:
    """Asks, then deletes."""
    saved = _own(request, public_id)
    if request.method != "POST":
        return render(request, "capabilities/saved_delete.html", {"saved": saved})
    saving.delete(saved=saved, by=request.user)  # type: ignore[arg-type]
    messages.success(request, _("“%(name)s” is deleted.") % {"name": saved.name})
    return redirect("capabilities:saved_list")


@csrf_exempt  # a mail program sends it, with nothing but the link that its letter holds
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def saved_stop(request: HttpRequest, token: str) -> HttpResponse:
    """No more letters, for whoever holds a letter's link. Looking at it changes nothing."""
    with walls.lifted():  # whoever follows the link need not be signed in
        is_known = saving.person_of(token) is not None
        if is_known and request.method == "POST":
            saving.stop_letters(token)
    context: dict[str, Any] = {"is_known": is_known, "is_done": request.method == "POST"}
    status = 200 if is_known else 404
    return render(request, "capabilities/saved_stop.html", context, status=status)


# ------------------------------------------------------------------ feeds


@require_safe
def resource_feed(request: HttpRequest) -> HttpResponse:
    """What is new of any search, as everybody may see it, whoever asks."""
    asked = ResourceFilter(request.GET)
    if not asked.form.is_valid():
        url, page = "capabilities:resource_list", _("All resources")
        return no_file(request, asked.form, url=url, page=page)
    search = _as_visitor(asked)
    own = f"{request.path}{hits.address(search)}"
    return _atom(search, _("New resources"), own)


def _as_visitor(asked: ResourceFilter) -> Search:
    return Search(AnonymousUser(), asked.criteria(), asked.names, today=asked.today)


@never_cache
@require_safe
def saved_feed(request: HttpRequest, public_id: str, token: str) -> HttpResponse:
    """What is new to a search that somebody keeps, for whoever holds its secret address."""
    with walls.lifted():  # its owner is not who asks
        saved = saving.of_feed(public_id, token)
        if saved is None:
            raise Http404
        search = news.search_of(saved, saved.user, most=feeds.MOST_LABEL)
        if search is None:
            raise Http404
        return _atom(search, saved.name, request.path)


def _atom(search: Search, title: str, own: str) -> HttpResponse:
    query = hits.address(search)
    address = reverse("capabilities:resource_list") + (query if query != "?" else "")
    made = feeds.feed(search, title=title, address=address, own=own)
    return HttpResponse(made, content_type=feeds.CONTENT_TYPE)

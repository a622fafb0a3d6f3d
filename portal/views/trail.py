"""The trail, for administrators: what was changed and done, newest first."""

import csv
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal import audit
from portal.access import Permission, require
from portal.cells import harmless
from portal.trail import Entry, EntryQuerySet, Kind
from portal.trail_forms import TrailFilterForm
from portal.trail_reading import Line, lines

PAGE = 50
IN_A_FILE = 100_000
AT_ONCE = 2_000


@login_required
@require_safe
def trail(request: HttpRequest) -> HttpResponse:
    require(request.user, Permission.ADMINISTER)
    form = TrailFilterForm(request.GET)
    found: list[Entry] = []
    if form.is_valid():
        entries = form.narrow(Entry.objects.newest_first().select_related("user"))
        found = list(_after(entries, request.GET.get("after", ""))[: PAGE + 1])
    context = {
        "form": form,
        "lines": lines(found[:PAGE], request.user),
        "older": _address(request.GET, found[PAGE - 1]) if len(found) > PAGE else "",
        "newest": _without_key(request.GET) if "after" in request.GET else "",
        "file_query": request.GET.urlencode(),
    }
    return render(request, "portal/trail.html", context, status=200 if form.is_valid() else 422)


def _after(entries: EntryQuerySet, key: str) -> EntryQuerySet:
    """The page after an entry, whose time and number the key names; a key of no sense is none."""
    time, _separator, number = key.partition("_")
    try:
        return entries.before(datetime.fromisoformat(time), int(number)) if key else entries
    except ValueError:
        return entries.none()


def _address(query: QueryDict, last: Entry) -> str:
    query = query.copy()
    query["after"] = f"{last.at.isoformat()}_{last.pk}"
    return f"?{query.urlencode()}"


def _without_key(query: QueryDict) -> str:
    query = query.copy()
    del query["after"]
    return f"?{query.urlencode()}"


@login_required
@require_safe
def trail_file(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """The same entries as CSV, the newest hundred thousand; taking them away is told as well."""
    require(request.user, Permission.ADMINISTER)
    form = TrailFilterForm(request.GET)
    if not form.is_valid():
        return render(request, "portal/trail.html", {"form": form, "lines": []}, status=422)
    audit.note(Kind.EXPORT, by=request.user, what="trail", filters=sorted(form.changed_data))
    entries = form.narrow(Entry.objects.newest_first().select_related("user"))
    name = f"trail-{timezone.localtime():%Y-%m-%d-%H%M}.csv"
    return StreamingHttpResponse(
        _rows(entries, request),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


class _Echo:
    def write(self, text: str) -> str:
        return text


def _rows(entries: EntryQuerySet, request: HttpRequest) -> Iterator[str]:
    writer: Any = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(
        [
            *(_("Time"), _("What was done"), _("Who"), _("Network address"), _("Route or command")),
            *(_("Record"), _("Fields"), _("Reason"), _("More")),
        ]
    )
    for line in _lines(entries, request):
        cells = (line.at.isoformat(), line.kind, line.who, line.address, line.act)
        more = (line.record, line.fields, line.why, line.more)
        yield writer.writerow([harmless(cell) for cell in (*cells, *more)])


def _lines(entries: EntryQuerySet, request: HttpRequest) -> Iterator[Line]:
    """Page by page, by key, so that a long file takes no more memory than a short one."""
    rest = entries
    for _turn in range(IN_A_FILE // AT_ONCE):
        found = list(rest[:AT_ONCE])
        yield from lines(found, request.user)
        if len(found) < AT_ONCE:
            return
        rest = entries.before(found[-1].at, found[-1].pk)

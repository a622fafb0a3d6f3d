"""Who works with whom, and where: drawn, and as a table."""

import csv
from io import StringIO
from typing import Any

from django.core.paginator import InvalidPage, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from capabilities import wording
from capabilities.network import Network, providers
from capabilities.network_drawing import drawing
from capabilities.network_forms import NetworkForm
from portal import audit
from portal.access import TLP
from portal.cells import harmless
from portal.languages import shipped
from portal.trail import Kind
from portal.views import no_file

PAGE = 25
MOST_COUNTRIES = 18  # that are drawn one by one; more are drawn as regions
VIEWS = ("pairs", "projects")


@require_safe
def network_page(request: HttpRequest) -> HttpResponse:
    form = NetworkForm(request.GET, reader=request.user)
    found = form.narrowed()
    view = request.GET.get("view", "")
    view = view if view in VIEWS else VIEWS[0]
    by_country = len({code for work in found.works for code in work.countries}) <= MOST_COUNTRIES
    rows = found.pairs() if view == "pairs" else found.works
    query = request.GET.copy()
    for name in ("view", "page"):
        query.pop(name, None)
    entries = providers(request.user, found.projects_of())
    label = max([form.everything.label, *(entry.tlp for entry in entries.values())])
    context = {
        "form": form,
        "network": found,
        "drawing": drawing(found, by_country=by_country),
        "places": "country" if by_country else "region",
        "view": view,
        "page_obj": _page(rows, request.GET.get("page", "1")),
        "entries": entries,
        "query": query.urlencode(),
        "page_tlp": label or None,
        "licence": wording.LICENCE,
    }
    return render(request, "capabilities/network.html", context)


def _page(rows: Any, number: str) -> Any:
    try:
        return Paginator(rows, PAGE).page(number)
    except InvalidPage:
        raise Http404(_("There is no such page.")) from None


@require_safe
def network_file(request: HttpRequest) -> HttpResponse:
    """A line for each project and body: what pages draw, for tools that draw it otherwise."""
    form = NetworkForm(request.GET, reader=request.user)
    found = form.narrowed()
    if form.errors:
        return no_file(request, form, url="capabilities:network", page=_("Who works with whom"))
    facts = {
        _("As of"): timezone.localdate().isoformat(),
        _("Label of this file"): str(TLP(found.label).label),
        _("Licence"): str(wording.LICENCE),
    }
    written = StringIO(newline="")
    writer = csv.writer(written)
    names = [_("Project"), _("Organisation"), _("Roles"), _("Countries"), _("Regions")]
    writer.writerow([*names, _("Status"), _("Source"), *facts])
    for row in _lines(found):
        writer.writerow([harmless(cell) for cell in (*row, *facts.values())])
    given = sorted(name for name in form.fields if request.GET.get(name))
    audit.note(Kind.EXPORT, by=request.user, what="network", format="csv", filters=given)
    name = f"network-{timezone.localdate().isoformat()}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    body = b"\xef\xbb\xbf" + written.getvalue().encode()
    return HttpResponse(body, content_type="text/csv; charset=utf-8", headers=headers)


def _lines(found: Network) -> list[list[str]]:
    return [
        [
            work.project.title,
            name,
            "; ".join(str(role.label) for role in sorted(roles)),
            "; ".join(work.countries.values()),
            "; ".join(map(shipped, work.project.regions)),
            work.project.get_status_display(),
            work.project.source_url,
        ]
        for work in found.works
        for name, roles in work.bodies.items()
    ]

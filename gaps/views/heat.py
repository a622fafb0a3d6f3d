"""The heat map: its page and its places as a file."""

import csv
from io import StringIO

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from capabilities import wording
from gaps.maps.forms import HeatForm
from gaps.maps.heat import flat, heat
from portal import audit
from portal.access import TLP
from portal.cells import harmless
from portal.trail import Kind
from portal.views import no_file


@require_safe
def heat_map(request: HttpRequest) -> HttpResponse:
    """Regions or countries against groups of capability areas, or the areas of one group."""
    form = HeatForm(request.GET, reader=request.user)
    asked = form.asked()
    run = asked.run
    context = {
        "form": form,
        "asked": asked,
        "heat": heat(asked),
        "run": run,
        "query": request.GET.urlencode(),
        "page_tlp": run.tlp or None if run else None,
        "data_as_of": run.as_of if run else None,
    }
    return render(request, "gaps/heat_map.html", context)


@require_safe
def heat_file(request: HttpRequest) -> HttpResponse:
    """One line for each place that has a need; every line says what it is part of."""
    form = HeatForm(request.GET, reader=request.user)
    asked = form.asked()
    if form.errors:
        return no_file(request, form, url="gaps:heat_map", page=_("Heat map"))
    run = asked.run
    facts = {
        _("As of"): run.as_of.isoformat() if run else "",
        _("Label"): str(TLP(run.tlp if run else 0).label),
        _("Source"): _("Cyber Capability Portal, run %(run)s") % {"run": run or "–"},
        _("Licence"): str(wording.LICENCE),
    }
    written = StringIO(newline="")
    writer = csv.writer(written)
    names = [_("Code"), str(asked.by.label), _("Area code"), _("Area"), _("Gaps")]
    names += [_("Areas of need"), _("Weighted gap"), _("Mostly")]
    writer.writerow([*names, *facts])
    for place in flat(heat(asked)):
        writer.writerow([harmless(str(cell)) for cell in (*place.values(), *facts.values())])
    given = sorted(name for name in form.fields if request.GET.get(name))
    audit.note(Kind.EXPORT, by=request.user, what="heat-map", format="csv", filters=given)
    name = f"heat-map-{timezone.localdate().isoformat()}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    body = b"\xef\xbb\xbf" + written.getvalue().encode()
    return HttpResponse(body, content_type="text/csv; charset=utf-8", headers=headers)

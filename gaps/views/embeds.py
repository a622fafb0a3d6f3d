"""Maps and lists in frames of other sites, and the page that gives the code for one.

Frames are read as a visitor (`portal.embedding`): what they show is public.
"""

from typing import Any
from urllib.parse import urlencode

from csp.constants import SELF
from csp.decorators import csp_update
from django import forms
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from capabilities import hits, paging, wording
from capabilities.models import Country
from capabilities.resource_filters import ResourceFilter
from gaps.filters import FoundFilter
from gaps.maps import picture
from gaps.maps.forms import MapForm
from gaps.maps.making import WORST_FIRST, in_order, sheet
from gaps.models import Cell, Run
from portal.access import TLP
from portal.embedding import embeddable

LISTED = 20
HEIGHTS = {"map": 720, "gaps": 640, "resources": 640}


def _framed(template: str, **context: Any) -> HttpResponse:
    """Made without the request, which would bring along who asks."""
    context |= {"portal": settings.PORTAL_URL, "label": str(TLP.CLEAR.label)}
    return HttpResponse(render_to_string(f"embed/{template}.html", context))


@embeddable
def embed_map(request: HttpRequest) -> HttpResponse:
    form = MapForm(request.GET, reader=AnonymousUser())
    drawn = sheet(form.asked())
    if form.errors:
        return _wrong(form)
    query = request.GET.urlencode()
    return _framed(
        "map",
        title=drawn.title,
        sheet=drawn,
        words=picture.in_words(drawn),
        rows=in_order(drawn.places, WORST_FIRST),
        facts=drawn.facts,
        picture=f"{reverse('gaps:embed_map_svg')}?{query}",
        more=f"{reverse('gaps:map')}?{query}",
    )


@embeddable
def embed_map_svg(request: HttpRequest) -> HttpResponse:
    form = MapForm(request.GET, reader=AnonymousUser())
    drawn = sheet(form.asked())
    if form.errors:
        return _wrong(form)
    return HttpResponse(picture.svg(drawn), content_type="image/svg+xml")


@embeddable
def embed_gaps(request: HttpRequest) -> HttpResponse:
    """The worst gaps, country by area, as everybody may see them."""
    visitor = AnonymousUser()
    cells = Cell.objects.visible_to(visitor).worst_first().select_related("country", "area")
    asked = FoundFilter(request.GET, queryset=cells)
    if not asked.form.is_valid():
        return _wrong(asked.form)
    run = Run.objects.shown_to(visitor)
    found = list(asked.qs[: LISTED + 1])
    return _framed(
        "gaps",
        title=_("Where help against cybercrime is missing most"),
        cells=found[:LISTED],
        has_more=len(found) > LISTED,
        facts=_facts(date_format(run.as_of) if run else ""),
        more=f"{reverse('gaps:finding_list')}?{request.GET.urlencode()}",
    )


@embeddable
def embed_resources(request: HttpRequest) -> HttpResponse:
    """What the same query finds in the directory, as everybody may see it."""
    asked = ResourceFilter(request.GET, request=request)
    if not asked.form.is_valid():
        return _wrong(asked.form)
    search = asked.filter_queryset(None)
    total = search.counts.total
    page = paging.page(search, LISTED, "")
    return _framed(
        "resources",
        title=_("Help against cybercrime"),
        filters=hits.in_words(search) if hits.chips(search) else "",
        total=total,
        hits=hits.hits(search, page.rows),
        has_more=total > LISTED,
        facts=_facts(date_format(asked.today)),
        more=f"{reverse('capabilities:resource_list')}{hits.address(search)}",
    )


def _facts(day: str) -> dict[str, str]:
    return {
        _("As of"): day,
        _("Label"): str(TLP.CLEAR.label),
        _("Source"): _("Cyber Capability Portal"),
        _("Licence"): str(wording.LICENCE),
    }


def _wrong(form: Any) -> HttpResponse:
    response = _framed("wrong", title=_("A filter makes no sense"), form=form)
    response.status_code = 422
    return response


# ------------------------------------------------------------------ the code for a frame


class EmbedForm(MapForm):
    """What the frame is to show; of a map everything that its page offers."""

    WHAT = (
        ("map", gettext_lazy("A map")),
        ("gaps", gettext_lazy("The list of the worst gaps")),
        ("resources", gettext_lazy("The list of resources")),
    )
    # The names under which each takes what is chosen here.
    TAKES = {
        "map": ("measure", "area", "region", "edition"),
        "gaps": ("area", "region", "country"),
        "resources": ("area", "country"),
    }

    what = forms.ChoiceField(label=gettext_lazy("Show"), choices=WHAT, required=False)
    country = forms.ModelChoiceField(
        Country.objects.by_name(),
        label=gettext_lazy("Country, for lists"),
        to_field_name="iso3",
        required=False,
        empty_label=gettext_lazy("All countries"),
    )
    field_order = ("what", *MapForm.field_order)  # type: ignore[assignment]

    @property
    def shown(self) -> str:
        self.is_valid()
        return self.cleaned_data.get("what") or "map"

    def query(self) -> str:
        """As far as it makes sense, without what that kind of frame does not take."""
        shown = self.shown
        given = {name: self.data.get(name, "") for name in self.TAKES[shown]}
        known = {name: value for name, value in given.items() if value and name not in self.errors}
        return urlencode(known)


@csp_update({"frame-src": [SELF]})
@require_safe
def embeds(request: HttpRequest) -> HttpResponse:
    """The code to put into one's own page, with a look at what it gives."""
    form = EmbedForm(request.GET, reader=AnonymousUser())
    shown, query = form.shown, form.query()
    path = reverse(f"gaps:embed_{shown}") + (f"?{query}" if query else "")
    title = dict(form.WHAT)[shown]
    code = render_to_string(
        "embed/code.html",
        {"address": f"{settings.PORTAL_URL}{path}", "title": title, "height": HEIGHTS[shown]},
    )
    context = {
        "form": form,
        "path": path,
        "title": title,
        "height": HEIGHTS[shown],
        "code": code.strip(),
        "today": timezone.localdate(),
    }
    return render(request, "gaps/embeds.html", context)

"""What lies ahead: the forecast, what hangs on one provider, shared offers, and roadmaps."""

from typing import Any

from django.core.paginator import InvalidPage, Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.generic import DetailView, ListView

from capabilities.models import Country, Provider
from gaps import planning, prospects
from gaps.forms import PoolingForm
from gaps.models import ForecastMonth, Fragility, Outlook
from gaps.views.shared import run_context
from portal.access import VisibleToRequester

PAGE = 25


def outlook_context(request: HttpRequest) -> dict[str, Any]:
    """The run that the outlook of this reader rests on, which may be older than the latest."""
    latest = run_context(request)
    outlook = Outlook.objects.shown_to(request.user)
    if outlook is None:
        return {**latest, "outlook": None}
    run = outlook.run
    return {
        "run": latest["run"],
        "outlook": outlook,
        "page_tlp": run.tlp or None,
        "data_as_of": run.as_of,
    }


class ShowsOutlook:
    """A page that rests on an outlook says of which run it is, with its label."""

    request: HttpRequest

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**outlook_context(self.request), **kwargs)  # type: ignore[misc, no-any-return]


def forecast(request: HttpRequest) -> HttpResponse:
    months = list(ForecastMonth.objects.visible_to(request.user))
    listed = prospects.until_no_need(months)
    context = {
        **outlook_context(request),
        "months": months,
        "listed": listed,
        "unknown_from": listed[-1].day if len(listed) < len(months) else None,
        "turns": prospects.turns(months, request.user),
        "series": _series(months),
        "ticks": [date_format(month.day, "M Y") for month in months],
    }
    return render(request, "gaps/outlook.html", context)


def _series(months: list[ForecastMonth]) -> list[dict[str, Any]]:
    return [
        {
            "css": "series--asked",
            "text": _("Places asked for"),
            "values": [month.demand for month in months],
        },
        {
            "css": "series--served",
            "text": _("Places served"),
            "values": [float(month.allocated) for month in months],
        },
    ]


class FragilityList(ShowsOutlook, VisibleToRequester, ListView):
    queryset = Fragility.objects.worst_first().select_related("provider")
    template_name = "gaps/fragility_list.html"
    paginate_by = PAGE

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        rows = [
            (
                row.provider,
                row.get_absolute_url(),
                [row.opened, row.worsened, row.countries, row.opens],
            )
            for row in context["object_list"]
        ]
        return context | {"rows": rows}


class FragilityDetail(ShowsOutlook, VisibleToRequester, DetailView):
    """If one provider stopped; of one that opens nothing, it says that."""

    queryset = Provider.objects.all()
    slug_field = slug_url_kwarg = "public_id"
    template_name = "gaps/fragility_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = Fragility.objects.visible_to(self.request.user).select_related("provider")
        found = prospects.stopped(rows.filter(provider=self.object))
        return super().get_context_data(stopped=found[0] if found else None, **kwargs)


def pooling(request: HttpRequest) -> HttpResponse:
    context = run_context(request)
    form = PoolingForm(request.GET)
    found = []
    if context["run"] and form.is_valid():
        found = planning.candidates(context["run"], form.narrowed)
    context |= {"form": form, "page_obj": _page(found, request.GET.get("page", "1"))}
    return render(request, "gaps/pooling.html", context)


def _page(found: list[planning.Candidate], number: str) -> Page[planning.Candidate]:
    try:
        return Paginator(found, PAGE).page(number)
    except InvalidPage:
        raise Http404 from None


def roadmap(request: HttpRequest, iso3: str) -> HttpResponse:
    country = get_object_or_404(Country, iso3=iso3)
    stages = planning.stages(planning.way(request.user, country))
    context = {**run_context(request), "country": country, "stages": stages}
    return render(request, "gaps/roadmap.html", context)

"""Countries: all, one, several side by side; with what the latest run found there."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from django_filters.views import FilterView

from capabilities.models import Country
from gaps import pictures, trend
from gaps.countries import comparing, files, listing
from gaps.countries.profile import Profile, profile
from gaps.filters import CountryListFilter
from gaps.models import Run
from gaps.views.shared import ShowsRun, run_context
from portal import audit
from portal.trail import Kind


class CountryList(ShowsRun, FilterView):
    """All countries, under their letters or regions, each with what it lacks."""

    queryset = Country.objects.by_name()
    filterset_class = CountryListFilter
    template_name = "gaps/country_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        asked = context["filter"].form.cleaned_data
        order = asked.get("order") or "name"
        rows = listing.rows(context["object_list"], self.request.user, asked.get("having", ""))
        return context | {
            "number": len(rows),
            "sections": listing.sections(rows, order),
            "by_region": order == "region",
            "most": comparing.MOST,
        }


@require_safe
def country_detail(request: HttpRequest, iso3: str) -> HttpResponse:
    with_run = run_context(request)
    told = _profile(request, iso3, with_run["run"])
    context = {
        **with_run,
        **trend.shown(told.points),
        "profile": told,
        "country": told.country,
        "tally": told.tally,
        "parts": pictures.class_parts(told.tally, country=told.country.iso3),
        "page_tlp": told.label or None,
    }
    return render(request, "gaps/country_detail.html", context)


@require_safe
def country_file(request: HttpRequest, iso3: str, format: str) -> HttpResponse:  # noqa: A002  as in the address
    """The same as a file; that somebody took it is told in the trail."""
    if format not in files.FORMATS:
        raise Http404
    told = _profile(request, iso3, run_context(request)["run"])
    audit.note(Kind.EXPORT, by=request.user, what="country", format=format, filters=["country"])
    return as_file(files.written(told, format), f"country-{told.country.iso3}", format)


def _profile(request: HttpRequest, iso3: str, run: Run | None) -> Profile:
    country = get_object_or_404(Country, iso3=iso3)
    return profile(country, request.user, run, today=timezone.localdate())


def as_file(content: bytes, name: str, form: str) -> HttpResponse:
    named = f"{name}-{timezone.localdate().isoformat()}.{form}"
    headers: dict[str, Any] = {"Content-Disposition": f'attachment; filename="{named}"'}
    return HttpResponse(content, content_type=files.FORMATS[form], headers=headers)


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Up to four countries side by side; `differences=1` shows only what differs."""
    asked = comparing.chosen(request.GET.getlist("country"))
    with_run = run_context(request)
    told = _comparison(request, asked.countries, with_run["run"])
    only = bool(request.GET.get("differences"))
    codes = [country.iso3 for country in asked.countries]
    context = {
        **with_run,
        "asked": asked,
        "told": told,
        "sections": comparing.narrowed(told.sections, only_differences=only) if codes else [],
        "differences_only": only,
        "chips": [(country, _without(codes, country.iso3, only)) for country in asked.countries],
        "choices": Country.objects.exclude(iso3__in=codes).by_name(),
        "most": comparing.MOST,
        "query": _query(codes),
        "formats": files.FORMATS,
        "page_tlp": told.label or None,
    }
    return render(request, "gaps/country_compare.html", context)


@require_safe
def compare_file(request: HttpRequest, format: str) -> HttpResponse:  # noqa: A002  as in the address
    """The same as a file; a code that is no country's is an error, not a column less."""
    if format not in files.FORMATS:
        raise Http404
    asked = comparing.chosen(request.GET.getlist("country"))
    if asked.unknown or asked.too_many or not asked.countries:
        return redirect(f"{reverse('gaps:country_compare')}?{request.GET.urlencode()}")
    told = _comparison(request, asked.countries, run_context(request)["run"])
    audit.note(Kind.EXPORT, by=request.user, what="countries", format=format, filters=["country"])
    return as_file(files.compared(told, format), "countries", format)


def _comparison(
    request: HttpRequest, countries: list[Country], run: Run | None
) -> comparing.Comparison:
    return comparing.comparison(countries, request.user, run, today=timezone.localdate())


def _query(codes: list[str]) -> str:
    return urlencode([("country", code) for code in codes])


def _without(codes: list[str], code: str, differences_only: bool) -> str:
    """The address of the comparison without one of its countries."""
    pairs = [("country", each) for each in codes if each != code]
    pairs += [("differences", "1")] if differences_only else []
    return f"{reverse('gaps:country_compare')}?{urlencode(pairs)}"

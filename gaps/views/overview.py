"""The world at a glance: home, and the method."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from capabilities import wording
from capabilities.models import Country
from gaps import doubts, pictures, words
from gaps.classes import MEANINGS
from gaps.engine import METHOD_VERSION
from gaps.engine.case import Settings
from gaps.engine.confidence import OLD_DAYS, RECENT_DAYS
from gaps.engine.robustness import MAXIMUM_AGES
from gaps.models import Cell, FoundQuerySet, GapClass
from gaps.views.shared import run_context

WORST = 10


def home(request: HttpRequest) -> HttpResponse:
    cells = Cell.objects.visible_to(request.user)
    by_country = pictures.tallies(cells, "country__iso3")
    countries = Country.objects.only("iso3", "name", "names", "sort_key")
    whole = pictures.total(by_country.values())
    context = {
        **run_context(request),
        "patches": pictures.map_patches(by_country, countries),
        "legend": pictures.legend(by_country.values()),
        "whole": whole,
        "parts": pictures.class_parts(whole),
        "countries_with_gaps": sum(1 for tally in by_country.values() if tally.gaps),
        "worst": _worst_cells(cells, by_country),
        "worst_areas": pictures.worst_areas(cells, WORST),
    }
    return render(request, "gaps/home.html", context)


def _worst_cells(cells: FoundQuerySet, by_country: Mapping[str, pictures.Tally]) -> list[Cell]:
    """The worst cell of each country that lacks most, so that no country fills the list."""
    lacking = sorted(by_country, key=lambda iso3: (-by_country[iso3].weighted_gap, iso3))
    worst = cells.gaps().filter(country__iso3__in=lacking[:WORST]).select_related("country", "area")
    firsts: dict[str, Cell] = {}
    for cell in worst.worst_first():
        firsts.setdefault(cell.country.iso3, cell)
    return [firsts[iso3] for iso3 in lacking[:WORST] if iso3 in firsts]


def method(request: HttpRequest) -> HttpResponse:
    """How a gap is decided, with the weights in use."""
    settings = Settings(as_of=timezone.localdate())
    context = {
        **run_context(request),
        "version": METHOD_VERSION,
        "horizon": settings.horizon_months,
        "max_age": settings.max_age_days,
        "weights": sorted(settings.urgency_weight.items()),
        "costs": [
            (words.CONSTRAINTS[str(constraint.name)], cost)
            for constraint, cost in sorted(settings.relax_cost.items(), key=lambda item: item[1])
        ],
        "classes": [(gap_class, MEANINGS[gap_class]) for gap_class in GapClass],
        "attributes": wording.listing(doubts.ATTRIBUTES.values()),
        "recent": RECENT_DAYS,
        "old": OLD_DAYS,
        "ages": wording.listing(
            _("%(months)d months (%(days)d days)") % {"months": months, "days": days}
            for months, days in MAXIMUM_AGES.items()
        ),
    }
    return render(request, "gaps/method.html", context)

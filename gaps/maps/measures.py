"""What a map can show of each country, and how each measure is read and put into classes.

Whatever is read here starts from what the reader may see; a class has bounds that follow from the
figures shown and from nothing else.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from urllib.parse import urlencode

from django.db import models
from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from capabilities import lookup, maturity, wording
from capabilities.facets import COUNTRY, Criteria
from capabilities.models import CapabilityArea, Country
from capabilities.search import Search
from gaps import pictures
from gaps.maps import breaks, colours
from gaps.maps.sheet import Figure, Found, Key
from gaps.models import Cell, GapClass, Run
from gaps.pictures import Tally
from portal.access import Reader

SHARES = (20.0, 40.0, 60.0, 80.0, 100.0)  # upper bounds, in per cent


class Measure(models.TextChoices):
    """What a map shows."""

    GAP_CLASS = "class", gettext_lazy("What most of the gap is due to")
    WEIGHT = "weight", gettext_lazy("Weighted gap")
    COVERAGE = "coverage", gettext_lazy("Coverage")
    RESOURCES = "resources", gettext_lazy("Number of resources")
    MATURITY = "maturity", gettext_lazy("Maturity, as published")


@dataclass(frozen=True)
class Asked:
    """Which map somebody wants, and on whose behalf it is read."""

    reader: Reader
    today: date
    measure: Measure = Measure.GAP_CLASS
    area: CapabilityArea | None = None
    region: str = ""
    edition: maturity.Edition | None = None

    @cached_property
    def run(self) -> Run | None:
        """The one whose findings this reader's pages show, asked for once."""
        return Run.objects.shown_to(self.reader)

    @cached_property
    def countries(self) -> list[Country]:
        """Those that the map is about, by name."""
        rows = Country.objects.only("iso3", "name", "names", "subregion", "sort_key")
        return list(rows.filter(subregion=self.region) if self.region else rows)

    @property
    def query(self) -> dict[str, str]:
        return {"area": self.area.code} if self.area else {}


def read(asked: Asked) -> Found:
    """The figures of the measure that is asked for."""
    return _READERS[asked.measure](asked)


# ------------------------------------------------------------------ what the analyser found


def _counted(asked: Asked) -> dict[str, Tally]:
    cells = Cell.objects.shown_of(asked.run)
    if asked.region:
        cells = cells.filter(country__subregion=asked.region)
    if asked.area:
        is_it = models.Q(area=asked.area) | models.Q(area__parent=asked.area)
        cells = cells.filter(is_it)
    return pictures.tallies(cells, "country__iso3")


def _analysed(
    asked: Asked, figures: Mapping[str, Figure], keys: Sequence[Key], *notes: str
) -> Found:
    run = asked.run
    return Found(
        figures=figures,
        keys=keys,
        unknown=_unknown(str(pictures.NO_KNOWN_NEED)),
        source=_source(run),
        as_of=date_format(run.as_of) if run else "",
        notes=[
            *notes,
            *_withheld(run),
            _(
                "Where no agency has submitted a need, an indicative one stands in for it, worked "
                "out from public evidence (ITU Global Cybersecurity Index 2020)."
            ),
        ],
        tlp=run.tlp if run else 0,
        licence=str(wording.LICENCE),
    )


def _withheld(run: Run | None) -> list[str]:
    if not getattr(run, "withholds", False):
        return []
    return [_("Some areas are left out for the moment, because the label of a record changed.")]


def _source(run: Run | None) -> str:
    if run is None:
        return _("Cyber Capability Portal; no analysis has been made yet")
    said = {"run": run.public_id, "method": run.method_version}
    return _("Cyber Capability Portal, run %(run)s, method %(method)s") % said


def _findings(asked: Asked, iso3: str) -> str:
    return pictures.findings_address(country=iso3, show="all", **asked.query)


def _by_class(asked: Asked) -> Found:
    counted = _counted(asked)
    shown = sorted({tally.main_class for tally in counted.values() if tally.main_class is not None})
    numbers = {gap_class: number for number, gap_class in enumerate(shown, 1)}
    figures = {
        iso3: Figure(
            value=-float(tally.main_class),
            text=str(tally.main_class.label),
            number=numbers[tally.main_class],
            detail=_gaps_of(tally),
            url=_findings(asked, iso3),
            code=GapClass(tally.main_class).name,
        )
        for iso3, tally in counted.items()
        if tally.main_class is not None
    }
    keys = [
        Key(
            number,
            pictures.css(gap_class),
            colours.GAP_CLASSES[gap_class],
            str(GapClass(gap_class).label),
        )
        for gap_class, number in numbers.items()
    ]
    note = _("Shown is the class with the largest part of a country’s weighted gap.")
    return _analysed(asked, figures, keys, note)


def _gaps_of(tally: Tally) -> str:
    said = {"gaps": tally.gaps, "areas": tally.total}
    return _("Gaps in %(gaps)d of %(areas)d areas of need") % said


def _by_weight(asked: Asked) -> Found:
    counted = _counted(asked)
    # Sums of floats differ in their last digits by the order in which rows are read.
    weights = {iso3: round(tally.weighted_gap, 6) for iso3, tally in counted.items()}
    bounds = breaks.upper_bounds(weights.values())
    figures = {
        iso3: Figure(
            value=weights[iso3],
            text=decimal(weights[iso3]),
            number=breaks.number_of(weights[iso3], bounds),
            detail=_gaps_of(tally),
            url=_findings(asked, iso3),
        )
        for iso3, tally in counted.items()
    }
    none = Key(0, "share share--0", colours.NO_GAP, _("No gap"))
    note = _("The weighted gap is the number of missing places × urgency, over all areas of need.")
    return _analysed(asked, figures, _with(none, figures, _worse(bounds)), note)


def _by_coverage(asked: Asked) -> Found:
    shares = {
        iso3: (100 * tally.covered / tally.total, tally)
        for iso3, tally in _counted(asked).items()
        if tally.total
    }
    figures = {
        iso3: Figure(
            value=share,
            text=_("%(share)s %%") % {"share": decimal(share)},
            number=breaks.number_of(share, SHARES),
            detail=_covered_of(tally),
            url=_findings(asked, iso3),
        )
        for iso3, (share, tally) in shares.items()
    }
    none = Key(0, "share share--5", colours.WORSE[-1], _("No area of need is covered"))
    texts = [
        _("Up to %(to)d %% of areas of need") % {"to": to}
        if number == 0
        else _("More than %(from)d %%, up to %(to)d %%") % {"from": SHARES[number - 1], "to": to}
        for number, to in enumerate(SHARES)
    ]
    note = _("Covered is an area of need in which all that is asked for can be served.")
    return _analysed(asked, figures, _with(none, figures, _better(texts)), note)


def _covered_of(tally: Tally) -> str:
    said = {"covered": tally.covered, "areas": tally.total}
    return _("%(covered)d of %(areas)d areas of need are covered") % said


# ------------------------------------------------------------------ the directory


def _by_resources(asked: Asked) -> Found:
    chosen = {"area": (asked.area.code,)} if asked.area else {}
    names = lookup.names(on=asked.today)
    search = Search(asked.reader, Criteria(chosen=chosen), names, today=asked.today)
    open_to = search.counts.of(COUNTRY, asked.today)
    counted = {country.iso3: open_to.get(country.iso3, 0) for country in asked.countries}
    bounds = breaks.upper_bounds(counted.values())
    figures = {
        iso3: Figure(
            value=number,
            text=number_format(number, force_grouping=True),
            number=breaks.number_of(number, bounds),
            url=_resources(asked, iso3),
        )
        for iso3, number in counted.items()
    }
    texts = _counts_in_words([int(bound) for bound in bounds])
    none = Key(0, "share share--5", colours.WORSE[-1], _("None"))
    return Found(
        figures=figures,
        keys=_with(none, figures, _better(texts)),
        unknown=_unknown(_("Not counted")),
        source=_("Cyber Capability Portal, directory of resources"),
        as_of=date_format(asked.today),
        notes=[
            _(
                "Counted are all resources that are open to a country: to all countries, to it by "
                "name or as one of a group; and those for which nobody has stated to whom."
            )
        ],
        tlp=search.counts.label,
        licence=str(wording.LICENCE),
    )


def _resources(asked: Asked, iso3: str) -> str:
    query = urlencode({"country": iso3, **asked.query})
    return f"{reverse('capabilities:resource_list')}?{query}"


def _counts_in_words(bounds: Sequence[int]) -> list[str]:
    firsts = [1, *(bound + 1 for bound in bounds)]
    return [
        _("%(from)d to %(to)d") % {"from": first, "to": last}
        if first < last
        else number_format(last)
        for first, last in zip(firsts, bounds, strict=False)
    ]


# ------------------------------------------------------------------ what others have published


def _by_maturity(asked: Asked) -> Found:
    edition = asked.edition
    standings = maturity.standings(edition) if edition else {}
    figures = {
        iso3: Figure(value=stands.step, text=stands.text, number=stands.step)
        for iso3, stands in standings.items()
    }
    sources = sorted({stands.source for stands in standings.values()})
    return Found(
        figures=figures,
        keys=_as_published(standings.values()),
        unknown=_unknown(_("Not rated")),
        source="; ".join(sources),
        as_of=str(edition) if edition else "",
        notes=[
            _("One edition says nothing about another: their questions and scales differ."),
            _("No gap is worked out from this map; it is shown for comparison."),
        ],
        licence=_("The ratings are those of the source named, whose own terms hold for them."),
    )


def _as_published(standings: Collection[maturity.Standing]) -> list[Key]:
    """The steps of an edition; a tier keeps its own number, of which the first is the best."""
    keys = _better(maturity.scale(standings))
    if not any(stands.is_tier for stands in standings):
        return keys
    return [replace(key, sign=str(len(keys) - place)) for place, key in enumerate(keys)]


# ------------------------------------------------------------------ classes


def _unknown(text: str) -> Key:
    return Key(None, "share share--none", colours.UNKNOWN, text)


def _with(none: Key, figures: Mapping[str, Figure], keys: list[Key]) -> list[Key]:
    """The classes, with that of nought before them where a country is in it."""
    return [none, *keys] if any(not each.number for each in figures.values()) else keys


def _worse(bounds: Sequence[float]) -> list[Key]:
    """Classes by their upper bounds, worse by worse."""
    steps = colours.spread(colours.WORSE, len(bounds)) if bounds else []
    lower = [0.0, *bounds]
    return [
        Key(
            number=place,
            css=f"share share--{step + 1}",
            fill=colours.WORSE[step],
            text=_("More than %(from)s, up to %(to)s")
            % {"from": decimal(lower[place - 1]), "to": decimal(bound)},
        )
        for place, (step, bound) in enumerate(zip(steps, bounds, strict=True), 1)
    ]


def _better(texts: Iterable[str]) -> list[Key]:
    texts = list(texts)
    steps = colours.spread(colours.BETTER, len(texts)) if texts else []
    return [
        Key(number, f"good good--{step + 1}", colours.BETTER[step], text)
        for number, (step, text) in enumerate(zip(steps, texts, strict=True), 1)
    ]


def decimal(value: float) -> str:
    places = 0 if value == int(value) else 1
    return number_format(round(value, 1), decimal_pos=places, force_grouping=True)


_READERS: Mapping[str, Callable[[Asked], Found]] = {
    Measure.GAP_CLASS: _by_class,
    Measure.WEIGHT: _by_weight,
    Measure.COVERAGE: _by_coverage,
    Measure.RESOURCES: _by_resources,
    Measure.MATURITY: _by_maturity,
}

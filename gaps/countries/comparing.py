"""A few countries side by side, fact by fact, with what differs and what they have in common."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Count, Max
from django.utils.translation import gettext as _

from capabilities import lookup, maturity, wording
from capabilities.models import Agency, CapabilityArea, Country, CountryGroup, Membership
from gaps import pictures, trend
from gaps.countries import context
from gaps.countries.neighbours import part_of_the_world
from gaps.countries.profile import Offers, offers_open_to
from gaps.models import Cell, GapClass, Run
from portal.access import Reader
from portal.languages import shipped

MOST = 4
GENERAL = ("UN", "INTERPOL")  # nearly all countries belong there: that joins nobody in particular


@dataclass(frozen=True)
class Chosen:
    """The countries asked for, in that order; what cannot be shown is named."""

    countries: list[Country]
    unknown: list[str] = field(default_factory=list)
    too_many: bool = False


def chosen(codes: Iterable[str]) -> Chosen:
    """Countries by their codes, at most four of them, each once."""
    asked = dict.fromkeys(code.strip().upper() for code in codes)
    wanted = [code for code in asked if code]
    plain = [code for code in wanted if code.isascii() and code.isalnum()]
    rows: Any = Country.objects.filter(iso3__in=plain).prefetch_related(
        "treaty_statuses", "maturity_ratings"
    )
    known = {row.iso3: row for row in rows}
    found = [known[code] for code in wanted if code in known]
    unknown = [code for code in wanted if code not in known]
    return Chosen(found[:MOST], unknown, len(found) > MOST)


@dataclass(frozen=True)
class Value:
    """What one country has in one line."""

    text: str
    gap: GapClass | None = None
    is_gap_class: bool = False
    url: str = ""
    level: int | None = None
    points: tuple[float, ...] = ()


@dataclass(frozen=True)
class Line:
    """One fact of all the countries."""

    name: str
    values: list[Value]
    url: str = ""

    @property
    def differs(self) -> bool:
        return len({value.text for value in self.values}) > 1


@dataclass(frozen=True)
class Section:
    """Facts of one kind, and what they rest on."""

    name: str
    lines: list[Line]
    note: str = ""


@dataclass(frozen=True)
class InCommon:
    """What all of the countries share: what one offer for them all would build on."""

    areas: list[CapabilityArea]
    language_codes: list[str]
    bodies: list[CountryGroup]

    @property
    def languages(self) -> str:
        return wording.languages(self.language_codes)


@dataclass(frozen=True)
class Comparison:
    """Some countries as one reader may know them; a fixed number of queries."""

    countries: list[Country]
    run: Run | None
    cells: dict[tuple[str, str], Cell]  # by country and area
    offers: dict[str, Offers]
    agencies: dict[str, tuple[int, int]]  # how many, and their highest label
    memberships: list[Membership]
    points: dict[str, list[trend.Point]]

    @property
    def label(self) -> int:
        own = self.run.tlp if self.run else 0
        past = [point.run.tlp for points in self.points.values() for point in points]
        offers = [row.label for row in self.offers.values()]
        return max([own, *past, *offers, *(label for _n, label in self.agencies.values())])

    @cached_property
    def areas(self) -> list[CapabilityArea]:
        """The areas in which some of them need help, by code."""
        found = {cell.area.code: cell.area for cell in self.cells.values()}
        return [found[code] for code in sorted(found)]

    @cached_property
    def tallies(self) -> dict[str, pictures.Tally]:
        found = {country.iso3: pictures.Tally() for country in self.countries}
        for (iso3, _area), cell in self.cells.items():
            found[iso3].add(cell.gap, 1, cell.weighted_gap)
        return found

    def line(self, name: str, value: Callable[[Country], Value], url: str = "") -> Line:
        return Line(name, [value(country) for country in self.countries], url)

    @property
    def in_common(self) -> InCommon:
        iso3s = [country.iso3 for country in self.countries]
        spoken = [set(country.official_languages) for country in self.countries]
        members: dict[str, set[int]] = {}
        groups: dict[str, CountryGroup] = {}
        for row in self.memberships:
            if row.group.kind == CountryGroup.Kind.BODY and row.group.code not in GENERAL:
                groups[row.group.code] = row.group
                members.setdefault(row.group.code, set()).add(row.country_id)
        return InCommon(
            areas=[area for area in self.areas if all(self._is_gap(i, area) for i in iso3s)],
            language_codes=sorted(set.intersection(*spoken)) if spoken else [],
            bodies=[groups[code] for code in groups if len(members[code]) == len(iso3s)],
        )

    def _is_gap(self, iso3: str, area: CapabilityArea) -> bool:
        cell = self.cells.get((iso3, area.code))
        return cell is not None and cell.gap.is_gap

    @property
    def sections(self) -> list[Section]:
        return [
            Section(_("Needs and gaps"), _figures(self)),
            *_by_area(self),
            *_ratings(self),
            Section(_("Treaties"), _treaties(self), _("“Not known” is not the same as no party.")),
            Section(_("Memberships"), _memberships(self)),
            Section(_("The countries"), _about(self)),
        ]


def comparison(
    countries: list[Country], reader: Reader, run: Run | None, *, today: date
) -> Comparison:
    cells = Cell.objects.visible_to(reader).filter(country__in=countries)
    agencies = Agency.objects.visible_to(reader).filter(country__in=countries).order_by()
    counted = agencies.values_list("country__iso3").annotate(Count("pk"), Max("tlp"))
    members: Any = Membership.objects.on(today).filter(country__in=countries)
    names = lookup.names(on=today)
    return Comparison(
        countries=countries,
        run=run,
        cells={
            (cell.country.iso3, cell.area.code): cell
            for cell in cells.select_related("country", "area__parent")
        },
        offers={c.iso3: offers_open_to(c, reader, names, on=today) for c in countries},
        agencies={iso3: (number, label) for iso3, number, label in counted},
        memberships=list(members.select_related("group")),
        points=_trends(countries, reader, run),
    )


def narrowed(sections: list[Section], *, only_differences: bool) -> list[Section]:
    """All of it, or only the lines in which the countries differ."""
    if not only_differences:
        return sections
    kept = [replace(one, lines=[line for line in one.lines if line.differs]) for one in sections]
    return [section for section in kept if section.lines]


def _trends(
    countries: list[Country], reader: Reader, run: Run | None
) -> dict[str, list[trend.Point]]:
    if run is None:
        return {}
    return trend.trends(reader, run, "country__iso3", country__in=countries)


def _figures(told: Comparison) -> list[Line]:
    tallies = told.tallies
    return [
        told.line(_("Areas of need"), lambda c: Value(str(tallies[c.iso3].total))),
        told.line(
            _("Areas with a gap"),
            lambda c: Value(
                str(tallies[c.iso3].gaps), url=pictures.findings_address(country=c.iso3)
            ),
        ),
        told.line(
            _("Weighted gap: missing places × urgency"),
            lambda c: Value(f"{tallies[c.iso3].weighted_gap:.0f}"),
        ),
        told.line(_("Mostly"), lambda c: _class(tallies[c.iso3].main_class)),
        told.line(_("Offers open to it"), lambda c: Value(str(told.offers[c.iso3].number))),
        told.line(_("Agencies known"), lambda c: Value(str(told.agencies.get(c.iso3, (0, 0))[0]))),
        told.line(_("Gaps, run by run"), lambda c: _over_time(told.points.get(c.iso3, []))),
    ]


def _over_time(points: list[trend.Point]) -> Value:
    if len(points) < 2:
        return Value(_("One run so far"))
    text = _("from %(first)d to %(last)d") % {"first": points[0].gaps, "last": points[-1].gaps}
    return Value(text, points=tuple(float(point.gaps) for point in points))


def _class(gap: GapClass | None) -> Value:
    text = str(pictures.NO_KNOWN_NEED) if gap is None else str(gap.label)
    return Value(text, gap=gap, is_gap_class=True)


def _by_area(told: Comparison) -> list[Section]:
    """The class of each area in each country, a section for each group."""
    groups: dict[str, list[Line]] = {}
    for area in told.areas:
        values = [_cell(told, country, area) for country in told.countries]
        name = str(area.parent or area)
        groups.setdefault(name, []).append(Line(str(area), values, area.get_absolute_url()))
    return [Section(name, lines) for name, lines in groups.items()]


def _cell(told: Comparison, country: Country, area: CapabilityArea) -> Value:
    cell = told.cells.get((country.iso3, area.code))
    if cell is None:
        return _class(None)
    url = pictures.findings_address(country=country.iso3, area=area.code, show="all")
    return Value(str(cell.gap.label), gap=cell.gap, is_gap_class=True, url=url)


def _ratings(told: Comparison) -> list[Section]:
    """A section for each edition of an index, for editions are not comparable with each other."""
    by_country = {c.iso3: maturity.ratings_of(c) for c in told.countries}
    every = {(one.index, one.year): one for found in by_country.values() for one in found}
    return [
        _edition(told, every[key], {c: _find(key, found) for c, found in by_country.items()})
        for key in sorted(every, reverse=True)
    ]


def _find(key: tuple[str, str], found: list[maturity.Ratings]) -> maturity.Ratings | None:
    return next((one for one in found if (one.index, one.year) == key), None)


def _edition(
    told: Comparison, edition: maturity.Ratings, of: dict[str, maturity.Ratings | None]
) -> Section:
    pillars = dict.fromkeys(row.pillar for found in of.values() if found for row in found.pillars)
    lines = [
        Line(pillar or _("Overall"), [_rating(of[c.iso3], pillar) for c in told.countries])
        for pillar in pillars
    ]
    sources = {source for found in of.values() if found for source in found.sources}
    name = _("Maturity: %(index)s, %(edition)s") % {"index": edition.name, "edition": edition.year}
    return Section(name, lines, _("Source: %(sources)s") % {"sources": "; ".join(sorted(sources))})


def _rating(edition: maturity.Ratings | None, pillar: str) -> Value:
    rows = edition.pillars if edition else []
    row = next((row for row in rows if row.pillar == pillar), None)
    if row is None:
        return Value(_("Not rated"))
    if row.level is None:
        return Value(row.tier)
    return Value(_("%(level)d of 5") % {"level": row.level}, level=row.level)


def _treaties(told: Comparison) -> list[Line]:
    by_country = [context.standings(country) for country in told.countries]
    return [
        Line(str(rows[0].treaty.label), [_standing(row) for row in rows])
        for rows in zip(*by_country, strict=True)
    ]


def _standing(row: context.Standing) -> Value:
    return Value(str(row.status.get_status_display()) if row.status else _("Not known"))


def _memberships(told: Comparison) -> list[Line]:
    """Bodies and lists that some of them belong to; regions and income stand elsewhere."""
    kinds = (CountryGroup.Kind.BODY, CountryGroup.Kind.LIST)
    members: dict[str, set[int]] = {}
    for row in told.memberships:
        if row.group.kind in kinds:
            members.setdefault(str(row.group), set()).add(row.country_id)
    return [
        Line(name, [Value(_("Member") if c.pk in pks else "–") for c in told.countries])
        for name, pks in sorted(members.items())
    ]


def _about(told: Comparison) -> list[Line]:
    return [
        told.line(_("Region"), lambda c: Value(shipped(part_of_the_world(c)) or "–")),
        told.line(_("Income group"), lambda c: Value(c.income or _("Not stated"))),
        told.line(
            _("Official languages"),
            lambda c: Value(wording.languages(c.official_languages) or _("Not stated")),
        ),
    ]

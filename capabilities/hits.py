"""What is shown of found resources: words, why each is found, and the filters beside them."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib.postgres.search import SearchHeadline, SearchQuery
from django.db.models import F
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from capabilities import wording
from capabilities.facets import (
    BY_NAME,
    CHOICES,
    COUNTRY,
    FACETS,
    NEUTRAL,
    NOT_STATED,
    Criteria,
    Facet,
)
from capabilities.frameworks import FRAMEWORKS
from capabilities.lookup import Names
from capabilities.models import Resource
from capabilities.search import Row, Search
from portal.languages import semicolon

BEGIN, END = "\x02", "\x03"  # around a matched word, until the text around it is made safe


@dataclass(frozen=True)
class Hit:
    """A found resource with what is said of it."""

    resource: Resource
    name: SafeString
    snippet: SafeString
    open_to: str
    areas: list[str]
    reasons: list[str]


def hits(search: Search, rows: Iterable[Row]) -> list[Hit]:
    """The resources of some rows, in their order, as their reader sees them: one query."""
    by_key = {row.resource: row for row in rows}
    found = Resource.objects.visible_to(search.reader).filter(pk__in=by_key)
    found = found.select_related("provider", "provider__based_in")
    if search.criteria.q:
        found = found.annotate(
            **{f"marked_{field}": _marked(field, search.criteria.q) for field in MARKED}
        )
    resources = {resource.pk: resource for resource in found}
    return [_hit(search, row, resources[key]) for key, row in by_key.items() if key in resources]


MARKED: dict[str, dict[str, Any]] = {
    "name": {"highlight_all": True},
    "description": {"max_words": 40, "min_words": 20, "max_fragments": 2},
}


def _marked(field: str, q: str) -> SearchHeadline:
    query = SearchQuery(q, config="portal", search_type="websearch")
    return SearchHeadline(
        F(field), query, config="portal", start_sel=BEGIN, stop_sel=END, **MARKED[field]
    )


def _hit(search: Search, row: Row, resource: Resource) -> Hit:
    names = search.names
    members = [*_named(row, "g", names.groups), *_named(row, "r", names.countries)]
    excluded = _named(row, "x", names.countries)
    areas = [names.areas[code] for code in row.codes("d") if code in names.areas]
    name = getattr(resource, "marked_name", resource.name)
    snippet = getattr(resource, "marked_description", _short(resource.description))
    otherwise = _by_other_words(search, resource, name + snippet)
    return Hit(
        resource=resource,
        name=_safe(name),
        snippet=_safe(snippet),
        open_to=capfirst(wording.open_to(resource, members, excluded)),
        areas=areas,
        reasons=[*_reach(search, row, resource), *otherwise],
    )


def _named(row: Row, letter: str, by_code: Mapping[str, str]) -> list[str]:
    """Names of the row's codes, in the order of the names."""
    codes = set(row.codes(letter))
    return [name for code, name in by_code.items() if code in codes] if codes else []


def _short(text: str, most: int = 240) -> str:
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + " …"


def _safe(text: str) -> SafeString:
    marked = escape(text).replace(BEGIN, "<mark>").replace(END, "</mark>")
    return mark_safe(marked)  # nosec B308 B703  # noqa: S308  escaped, but for the marks


def _reach(search: Search, row: Row, resource: Resource) -> list[str]:
    """How it reaches each of the countries asked for."""
    return [
        reason
        for country in search.criteria.chosen.get(COUNTRY.name, ())
        if (reason := _reaches(country, search.names, row, resource))
    ]


def _reaches(country: str, names: Names, row: Row, resource: Resource) -> str:
    words = {"country": names.countries[country]}
    if f"x:{country}" in row.tokens:
        return ""
    if resource.eligibility == Resource.Eligibility.NOT_STATED:
        return _("Nobody has stated whom it serves; taken as open to %(country)s") % words
    if resource.eligibility == Resource.Eligibility.ALL:
        return _("Serves %(country)s, as it is open to all countries") % words
    if f"r:{country}" in row.tokens:
        return _("Serves %(country)s, which it names") % words
    through = names.groups_of.get(country, frozenset()) & set(row.codes("g"))
    groups = wording.listing(sorted(names.groups[group] for group in through))
    return groups and _("Serves %(country)s as a member of: %(groups)s") % {
        **words,
        "groups": groups,
    }


def _by_other_words(search: Search, resource: Resource, shown: str) -> list[str]:
    if not search.criteria.q or BEGIN in shown:
        return []
    if resource.aliases:
        said = _("Found by another name (%(names)s), its provider or its capability areas")
        return [said % {"names": wording.listing(resource.aliases)}]
    return [_("Found by its provider, its capability areas or the frameworks these map to")]


# ------------------------------------------------------------------ filters in words


@dataclass(frozen=True)
class Option:
    """A value of a facet: its words, how many it would find, and whether it is chosen."""

    value: str
    words: str
    number: int
    is_chosen: bool


@dataclass(frozen=True)
class Group:
    """Options under a heading of their own: the areas of a group, the headings of a framework."""

    words: str
    options: list[Option]


@dataclass(frozen=True)
class Shown:
    """A facet as it stands beside the results."""

    name: str
    label: str
    is_list: bool  # many values: chosen from a list, one more at a time
    groups: list[Group]
    chosen: list[Option] = field(default_factory=list)
    is_least: bool = False  # each value may find more than its number

    @property
    def options(self) -> list[Option]:
        return [option for group in self.groups for option in group.options]


@dataclass(frozen=True)
class Chip:
    """One thing that was asked for, by the name of its field, and the address without it."""

    name: str
    label: str
    words: str
    without: str


LISTS = frozenset({"country", "area", "framework"})


def words_of(facet: Facet, value: str, names: Names) -> str:
    """A value as people call it."""
    if facet.name in CHOICES:
        return str(CHOICES[facet.name].get(value, value))
    if facet.name == "language":
        special = {NEUTRAL: _("Language does not matter"), NOT_STATED: _("Not stated")}
        return special.get(value) or wording.language(value)
    if facet.name == "framework":
        return f"{value.partition('|')[2]} {names.headings.get(value, '')}".strip()
    return (names.countries if facet is COUNTRY else names.areas).get(value, value)


def _in_order(code: str) -> str:
    """A code to sort by: article 2 before article 10."""
    return re.sub("[0-9]+", lambda number: number[0].zfill(6), code)


def _framework(value: str) -> str:
    code = value.partition("|")[0]
    return str(FRAMEWORKS.get(code, code))


def chip_words(facet: Facet, value: str, names: Names) -> str:
    """A value as it is called where nothing around it says of which framework it is."""
    words = words_of(facet, value, names)
    return f"{_framework(value)} – {words}" if facet.name == "framework" else words


def shown_facets(search: Search) -> list[Shown]:
    """Every facet with its values and counts: the chosen ones, and those that find something."""
    return [_shown(search, facet) for facet in FACETS]


def _shown(search: Search, facet: Facet) -> Shown:
    figures = search.counts.of(facet, search.today)
    chosen = search.criteria.chosen.get(facet.name, ())
    options = [
        Option(value, words_of(facet, value, search.names), figures.get(value, 0), value in chosen)
        for value in {**dict.fromkeys(figures), **dict.fromkeys(chosen)}
    ]
    groups = _grouped(facet, options, search.names)
    picked = [option for option in options if option.is_chosen]
    is_list, is_least = facet.name in LISTS, search.counts.is_least_of(facet)
    return Shown(facet.name, str(facet.label), is_list, groups, picked, is_least)


def _grouped(facet: Facet, options: list[Option], names: Names) -> list[Group]:
    if facet.name == "area":
        return _as_tree(options, names)
    if facet.name == "framework":
        return _by(lambda option: _framework(option.value), options)
    if facet.name in CHOICES:
        place = {value: number for number, value in enumerate(CHOICES[facet.name])}
        return [Group("", sorted(options, key=lambda option: place.get(option.value, 99)))]
    return [Group("", sorted(options, key=lambda option: option.words))]


def _as_tree(options: list[Option], names: Names) -> list[Group]:
    """Each group of areas with itself first, then its areas."""
    groups = _by(lambda option: names.parents.get(option.value, option.value), options)
    return [Group(names.areas.get(group.words, group.words), group.options) for group in groups]


def _by(heading: Callable[[Option], str], options: list[Option]) -> list[Group]:
    found: dict[str, list[Option]] = {}
    for option in sorted(options, key=lambda option: _in_order(option.value)):
        found.setdefault(heading(option), []).append(option)
    return [Group(words, found[words]) for words in sorted(found)]


def chips(search: Search, path: str = "") -> list[Chip]:
    """All that was asked for, each with the address that leaves it out."""
    criteria, made = search.criteria, []
    if criteria.q:
        made.append(Chip("q", _("Words"), criteria.q, _without(search, "q", criteria.q, path)))
    for facet in criteria.facets:
        for value in criteria.chosen[facet.name]:
            words = chip_words(facet, value, search.names)
            label, without = str(facet.label), _without(search, facet.name, value, path)
            made.append(Chip(facet.name, label, words, without))
    if criteria.by:
        month = date_format(date.fromisoformat(f"{criteria.by}-01"), "YEAR_MONTH_FORMAT")
        without = _without(search, "by", criteria.by, path)
        made.append(Chip("by", _("Can start by the end of"), month, without))
    return made


def query_of(search: Search) -> list[tuple[str, str]]:
    """What was asked for, as it stands in an address, in one fixed order."""
    return _pairs(search.criteria)


def _pairs(criteria: Criteria) -> list[tuple[str, str]]:
    pairs = [("q", criteria.q), ("by", criteria.by)]
    for name in BY_NAME:
        pairs += [(name, value) for value in criteria.chosen.get(name, ())]
    return [(name, value) for name, value in pairs if value]


def _without(search: Search, name: str, value: str, path: str) -> str:
    rest = [pair for pair in query_of(search) if pair != (name, value)]
    return f"{path}?{urlencode(rest)}" if rest else path or "?"


def in_words(search: Search) -> str:
    """The filters as one phrase, for files and print."""
    every = [said(chip.label, chip.words) for chip in chips(search)]
    return semicolon().join(every) or _("none")


def said(label: str, words: str) -> str:
    """A filter and what was chosen of it."""
    return _("%(label)s: %(words)s") % {"label": label, "words": words}


def address(search: Search, **more: str) -> str:
    """The query string of a search, with more to it."""
    return f"?{urlencode([*query_of(search), *more.items()])}"


def address_of(criteria: Criteria) -> str:
    """The query string that asks for something else."""
    return f"?{urlencode(_pairs(criteria))}"

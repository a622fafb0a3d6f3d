"""Two records side by side, fact by fact: what each says, and what one record would keep.

Columns that only mean something together are one fact: a language rule and its languages, a number
of slots and how they are shared. So no merge can put together what nobody has said.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from capabilities import wording
from capabilities.models import Kind, Mode, Pairable, Provider, Resource

FIRST, SECOND, BOTH = "first", "second", "both"


@dataclass(frozen=True)
class Fact:
    """Columns and links that are kept or given up together."""

    name: str
    title: Any
    columns: tuple[str, ...]
    words: Callable[[Any], str]
    is_said: Callable[[Any], bool]
    links: tuple[str, ...] = ()
    joins: bool = False  # a list: both records' can be kept


def _text(name: str, title: Any) -> Fact:
    return Fact(name, title, (name,), lambda row: str(getattr(row, name)), _has(name))


def _has(name: str) -> Callable[[Any], bool]:
    return lambda row: bool(getattr(row, name))


def _listed(name: str, title: Any, labels: Mapping[Any, Any]) -> Fact:
    def words(row: Any) -> str:
        return "; ".join(str(labels.get(code, code)) for code in getattr(row, name))

    return Fact(name, title, (name,), words, _has(name), joins=True)


def _when(row: Resource) -> str:
    days = [date_format(day) if day else "…" for day in (row.starts, row.ends)]
    return " – ".join(days) if row.starts or row.ends else ""


def _evidence(row: Any) -> str:
    seen = date_format(row.last_verified) if row.last_verified else _("never confirmed")
    said = [row.get_verification_display(), seen, row.grade, row.said_by, row.source_url]
    return "; ".join(str(part) for part in said if part)


EVIDENCE = Fact(
    "evidence",
    gettext_lazy("Evidence"),
    ("verification", "source_url", "said_by", "reliability", "credibility", "last_verified"),
    _evidence,
    lambda row: bool(row.last_verified),
)
_RESOURCE: tuple[Fact, ...] = (
    _text("name", gettext_lazy("Name")),
    _listed("aliases", gettext_lazy("Other names"), {}),
    _text("description", gettext_lazy("Description")),
    _text("url", gettext_lazy("Website")),
    Fact(
        "areas",
        gettext_lazy("Capability areas"),
        (),
        lambda row: "; ".join(str(area) for area in row.areas.all()),
        lambda row: bool(row.areas.all()),
        links=("areas",),
        joins=True,
    ),
    _listed("kinds", gettext_lazy("Kind of help"), dict(Kind.choices)),
    Fact(
        "levels",
        gettext_lazy("Levels"),
        ("level_from", "level_to"),
        wording.levels,
        lambda row: row.level_from is not None,
    ),
    Fact(
        "eligibility",
        gettext_lazy("Open to"),
        ("eligibility", "eligibility_basis"),
        wording.eligibility,
        lambda row: row.eligibility != Resource.Eligibility.NOT_STATED,
        links=("eligible_countries", "eligible_groups", "excluded_countries"),
    ),
    Fact(
        "languages",
        gettext_lazy("Languages"),
        ("language_rule", "languages"),
        wording.resource_languages,
        lambda row: row.language_rule != Resource.LanguageRule.NOT_STATED,
    ),
    _listed("modes", gettext_lazy("Way of delivery"), dict(Mode.choices)),
    Fact("when", gettext_lazy("When"), ("starts", "ends"), _when, lambda row: bool(_when(row))),
    Fact(
        "capacity",
        gettext_lazy("Capacity"),
        ("capacity_rule", "capacity", "pool"),
        wording.capacity,
        lambda row: row.capacity_rule != Resource.CapacityRule.NOT_STATED,
    ),
    Fact(
        "cost",
        gettext_lazy("Cost"),
        ("cost",),
        lambda row: str(row.get_cost_display()),
        lambda row: row.cost != Resource.Cost.NOT_STATED,
    ),
    EVIDENCE,
)
_PROVIDER: tuple[Fact, ...] = (
    _text("name", gettext_lazy("Name")),
    _listed("aliases", gettext_lazy("Other names"), {}),
    Fact(
        "type",
        gettext_lazy("Type"),
        ("type",),
        lambda row: str(row.get_type_display()),
        lambda row: True,
    ),
    Fact(
        "based_in",
        gettext_lazy("Based in"),
        ("based_in_id",),
        lambda row: str(row.based_in or ""),
        lambda row: row.based_in_id is not None,
    ),
    _text("url", gettext_lazy("Website")),
    _text("description", gettext_lazy("Description")),
    EVIDENCE,
)
FACTS: Mapping[Any, tuple[Fact, ...]] = {Resource: _RESOURCE, Provider: _PROVIDER}


@dataclass(frozen=True)
class Compared:
    """One fact of two records that differ in it."""

    fact: Fact
    first: str
    second: str
    kept: str  # what is proposed: that of the one that stays, unless only the other says anything


def differences(first: Any, second: Any, stays: str) -> list[Compared]:
    """The facts in which two records differ; `stays` is FIRST or SECOND."""
    found = []
    for fact in FACTS[type(first)]:
        if _values(first, fact) == _values(second, fact):
            continue
        found.append(
            Compared(
                fact, fact.words(first), fact.words(second), _proposed(fact, first, second, stays)
            )
        )
    return found


def _proposed(fact: Fact, first: Any, second: Any, stays: str) -> str:
    if fact.joins:
        return BOTH
    rows = {FIRST: first, SECOND: second}
    other = SECOND if stays == FIRST else FIRST
    return other if fact.is_said(rows[other]) and not fact.is_said(rows[stays]) else stays


def _values(row: Any, fact: Fact) -> tuple[Any, ...]:
    linked = (frozenset(one.pk for one in getattr(row, name).all()) for name in fact.links)
    return (*(getattr(row, name) for name in fact.columns), *linked)


def for_comparison(kind: Pairable, rows: Any) -> Any:
    return rows.for_display() if kind == Pairable.RESOURCE else rows.select_related("based_in")


def taken(row: Any, other: Any, fact: Fact, is_both: bool) -> tuple[dict[str, Any], dict[str, Any]]:
    """The columns and links that a record takes over from another for one fact."""
    columns = {name: getattr(other, name) for name in fact.columns}
    links = {name: list(getattr(other, name).all()) for name in fact.links}
    if is_both:
        columns = {
            name: list(dict.fromkeys([*getattr(row, name), *columns[name]])) for name in columns
        }
        links = {name: [*getattr(row, name).all(), *links[name]] for name in links}
    return columns, links

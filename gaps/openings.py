"""Where offers would help most: the gaps that they come nearest to, and what would have to change.

Every function takes resources that are already narrowed to what the reader may see.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib.postgres.aggregates import BitOr
from django.db.models import Count, F, Func, Q, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from capabilities import wording
from capabilities.models import Resource
from gaps import pictures, words
from gaps.engine.case import Settings
from gaps.models import Finding, GapClass, Run
from portal.languages import by_language, shipped

SHOWN = 10
# What would have to change in an offer, whomever it is changed for.
CHANGES: Mapping[str, str | Promise] = {
    "KIND": gettext_lazy("give the kind of help that is asked for"),
    "LEVEL": gettext_lazy("help at the level that is asked for"),
    "ELIGIBILITY": gettext_lazy("open it to these countries"),
    "LANGUAGE": gettext_lazy("offer it in a language of these countries"),
    "MODE": gettext_lazy("deliver it in the way that is asked for"),
    "TIME": gettext_lazy("run it when it is needed"),
    "FRESHNESS": gettext_lazy("confirm that it still runs"),
}


@dataclass(frozen=True)
class Opening:
    """A country and an area where some offers come nearest to what is missing."""

    country: str
    area: str
    weight: float
    steps: int
    lacks: str  # what they fail on
    url: str


@dataclass(frozen=True)
class Change:
    """One change of one offer, and the gaps that it would bring it to serve."""

    resource: Resource
    changes: str
    gaps: int  # countries × areas
    countries: int
    weight: float
    languages: tuple[tuple[str, int], ...]  # asked for where it fails on language, with needs
    url: str


@dataclass(frozen=True)
class Serving:
    """Where some offers are among the first that serve a need."""

    cells: int
    countries: int
    alone: int  # cells whose only provider they are


@dataclass(frozen=True)
class Help:
    """What a run says of some offers."""

    serving: Serving
    changes: list[Change]
    openings: list[Opening]


def help_of(resources: Any, run: Run) -> Help:
    """All that the page of a provider or of a resource says of them: a fixed number of queries."""
    rows = {row.pk: row for row in resources.select_related("provider")}
    near = _near(rows, run)
    return Help(_serving(rows, run), _changes(near, rows), openings(near))


def confirmed_until(resource: Resource) -> date | None:
    """The first day on which its last confirmation is too old to count; None: never confirmed."""
    if resource.last_verified is None:
        return None
    kept = timedelta(days=Settings(as_of=resource.last_verified).max_age_days)
    return resource.last_verified + kept


def near_to(resources: Any, run: Run) -> Any:
    """The gaps of a run that these offers come nearest to."""
    return _near(resources.values("pk"), run)


def _near(keys: Any, run: Run) -> Any:
    return Finding.objects.shown_of(run).gaps().filter(fix_resource__in=keys).order_by()


def openings(near: Any, most: int = SHOWN) -> list[Opening]:
    """Countries and areas of these gaps, the largest first."""
    rows = (
        near.values("country__iso3", "country__name", "country__names", "area__code", "area__name")
        .annotate(weight=Sum("weighted_gap"), steps=Count("pk"), failed=BitOr("fix_failed"))
        .order_by("-weight", "country__name", "area__code")[:most]
    )
    return [_opening(row) for row in rows]


def _opening(row: dict[str, Any]) -> Opening:
    where = {"country": row["country__iso3"], "area": row["area__code"]}
    return Opening(
        country=by_language(row["country__names"], row["country__name"]),
        area=shipped(row["area__name"]),
        weight=row["weight"],
        steps=row["steps"],
        lacks=words.failing_on(row["failed"]),
        url=pictures.findings_address(**where),
    )


def _changes(near: Any, rows: Mapping[int, Resource]) -> list[Change]:
    """One change at a time, the one that would serve most first."""
    counted = (
        near.values("fix_resource", "fix_failed")
        .annotate(
            cells=Count(Func("country", "area", function="ROW"), distinct=True),
            countries=Count("country", distinct=True),
            weight=Sum("weighted_gap"),
        )
        .order_by("-weight", "fix_resource", "fix_failed")[:SHOWN]
    )
    spoken = _languages(near)
    return [_change(row, rows[row["fix_resource"]], spoken) for row in counted]


def _change(
    row: dict[str, Any], resource: Resource, spoken: Mapping[tuple[int, int], list[tuple[str, int]]]
) -> Change:
    names = words.constraints_of(row["fix_failed"])
    key = (row["fix_resource"], row["fix_failed"])
    return Change(
        resource=resource,
        changes=wording.listing(CHANGES[name] for name in names),
        gaps=row["cells"],
        countries=row["countries"],
        weight=row["weight"],
        languages=tuple(spoken.get(key, ())) if "LANGUAGE" in names else (),
        url=pictures.findings_address(nearest=resource.public_id),
    )


def _languages(near: Any) -> dict[tuple[int, int], list[tuple[str, int]]]:
    """By offer and what it fails on: the languages that those needs ask for, most needs first."""
    rows = (
        near.annotate(language=Func(F("need__languages"), function="unnest"))
        .values_list("fix_resource", "fix_failed", "language")
        .annotate(number=Count("pk"))
        .order_by("-number", "language")
    )
    found: dict[tuple[int, int], list[tuple[str, int]]] = {}
    for resource, failed, language, number in rows:
        found.setdefault((resource, failed), []).append((wording.language(language), number))
    return found


def _serving(keys: Iterable[int], run: Run) -> Serving:
    served = Finding.objects.shown_of(run).filter(served_by__overlap=list(keys)).order_by()
    cell = Func("country", "area", function="ROW")
    told = served.aggregate(
        cells=Count(cell, distinct=True),
        countries=Count("country", distinct=True),
        alone=Count(cell, distinct=True, filter=Q(gap_class=GapClass.SINGLE_PROVIDER)),
    )
    return Serving(**told)

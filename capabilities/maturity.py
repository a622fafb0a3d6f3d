"""What published indices say of how mature countries are: one edition at a time, with its source.

Editions are never mixed and never compared: their questions and their scales differ. Of a tier the
first is the best, of a level the fifth; a `step` is the best at five in both.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from capabilities.models import Country, MaturityRating

HIGHEST = 5
# As the Global Cybersecurity Index 2024 names them, the best first.
TIERS: Mapping[str, Any] = {
    "T1": gettext_lazy("Tier 1: role-modelling"),
    "T2": gettext_lazy("Tier 2: advancing"),
    "T3": gettext_lazy("Tier 3: establishing"),
    "T4": gettext_lazy("Tier 4: evolving"),
    "T5": gettext_lazy("Tier 5: building"),
}
PILLARS: Mapping[str, Any] = {
    "legal": gettext_lazy("legal measures"),
    "technical": gettext_lazy("technical measures"),
    "organisational": gettext_lazy("organisational measures"),
    "capacity-development": gettext_lazy("capacity development"),
    "cooperation": gettext_lazy("cooperation"),
}
INDICES: Mapping[str, Any] = {"GCI": gettext_lazy("Global Cybersecurity Index")}


@dataclass(frozen=True, order=True)
class Edition:
    """One edition of an index, or of one of its pillars where it rates each by itself."""

    index: str
    year: str
    pillar: str = ""

    @property
    def key(self) -> str:
        """Its name in addresses: `GCI-2020-legal`."""
        return "-".join(filter(None, (self.index, self.year, self.pillar)))

    def __str__(self) -> str:
        words = {"index": INDICES.get(self.index, self.index), "year": self.year}
        if not self.pillar:
            return _("%(index)s %(year)s") % words
        words["pillar"] = PILLARS.get(self.pillar, self.pillar)
        return _("%(index)s %(year)s, %(pillar)s") % words


@dataclass(frozen=True)
class Standing:
    """What one edition says of one country."""

    step: int  # 1 to 5, the best at five
    text: str
    source: str
    is_tier: bool = False


@dataclass(frozen=True)
class Rated:
    """What one edition says of one pillar, or of the whole."""

    pillar: str
    level: int | None
    tier: str


@dataclass(frozen=True)
class Ratings:
    """What one edition says of one country, pillar by pillar."""

    index: str
    year: str
    name: str
    pillars: list[Rated]
    sources: list[str]


def editions() -> list[Edition]:
    """All that anything is known of, the newest of each index first."""
    known = MaturityRating.objects.order_by("index", "-edition", "pillar")
    rows = known.values_list("index", "edition", "pillar").distinct()
    return [Edition(*row) for row in rows]


def standings(edition: Edition) -> dict[str, Standing]:
    """By ISO code, what an edition says of each country that it rates."""
    rated = MaturityRating.objects.filter(
        index=edition.index, edition=edition.year, pillar=edition.pillar
    )
    rows = rated.order_by("country").select_related("country")
    found = ((row.country.iso3, standing(row)) for row in rows)
    return {iso3: stands for iso3, stands in found if stands is not None}


def standing(rating: MaturityRating) -> Standing | None:
    """A rating in words; None where it says neither level nor tier."""
    if rating.level is not None:
        return Standing(rating.level, level_text(rating.level), rating.source)
    if rating.tier in TIERS:
        step = HIGHEST + 1 - int(rating.tier.removeprefix("T"))
        return Standing(step, str(TIERS[rating.tier]), rating.source, is_tier=True)
    return None


def level_text(level: int) -> str:
    """A level of an index, which is no level of the portal's own and so without its names."""
    return _("Level %(n)d of %(all)d") % {"n": level, "all": HIGHEST}


def scale(found: Iterable[Standing]) -> list[str]:
    """The words of each step, the lowest first, as the edition counts in tiers or in levels."""
    steps = range(1, HIGHEST + 1)
    if any(stands.is_tier for stands in found):
        return [str(TIERS[f"T{HIGHEST + 1 - step}"]) for step in steps]
    return [level_text(step) for step in steps]


def ratings_of(country: Country) -> list[Ratings]:
    """The ratings of a country, edition by edition, latest first."""
    found: dict[tuple[str, str], list[MaturityRating]] = {}
    for rating in country.maturity_ratings.all():
        found.setdefault((rating.index, rating.edition), []).append(rating)
    return [_ratings(*edition, found[edition]) for edition in sorted(found, reverse=True)]


def _ratings(index: str, year: str, rows: list[MaturityRating]) -> Ratings:
    place = {pillar: number for number, pillar in enumerate(PILLARS)}
    rows = sorted(rows, key=lambda row: (place.get(row.pillar, len(place)), row.pillar))
    return Ratings(
        index=index,
        year=year,
        name=str(INDICES.get(index, index)),
        pillars=[
            Rated(
                pillar=capfirst(str(PILLARS.get(row.pillar, row.pillar))),
                level=row.level,
                tier=str(TIERS.get(row.tier, row.tier)),
            )
            for row in rows
        ],
        sources=sorted({row.source for row in rows}),
    )

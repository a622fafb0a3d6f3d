"""Who works with whom, and where: read from the projects that a reader may see.

A project names those who pay for it, who carry it out and who take part, and the countries that it
is for. Two bodies work together where one project names both.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import combinations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q, TextField
from django.db.models.functions import Cast, Lower
from django.utils.translation import gettext_lazy as _

from capabilities.models import Project, Provider
from portal.access import Reader
from portal.languages import shipped
from portal.models import MarkedQuerySet

MOST = 2_000  # projects that are read at once


class Role(models.TextChoices):
    """What a body does in a project."""

    FUNDER = "funder", _("Pays for it")
    IMPLEMENTER = "implementer", _("Carries it out")
    PARTNER = "partner", _("Takes part")


@dataclass(frozen=True)
class Work:
    """A project with the names that it brings together."""

    project: Project
    bodies: Mapping[str, frozenset[Role]]
    countries: Mapping[str, str]  # names by ISO code
    regions: frozenset[str]

    @property
    def places(self) -> list[str]:
        return list(self.countries.values()) or [shipped(name) for name in self.project.regions]


@dataclass
class Pair:
    """Two bodies, by name, with the projects that name both."""

    one: str
    other: str
    works: list[Work] = field(default_factory=list)

    @property
    def countries(self) -> dict[str, str]:
        """Where they work together, by name."""
        found = {code: name for work in self.works for code, name in work.countries.items()}
        return dict(sorted(found.items(), key=lambda item: item[1]))


@dataclass(frozen=True)
class Network:
    """Projects with the names that they bring together."""

    works: list[Work]
    is_cut: bool

    @property
    def bodies(self) -> list[str]:
        """All names, from A to Z."""
        return sorted({name for work in self.works for name in work.bodies})

    def narrowed(
        self, *, country: str = "", region: str = "", body: str = "", status: str = ""
    ) -> "Network":
        """By place, by who takes part, by status."""
        kept = [
            work
            for work in self.works
            if country in {*work.countries, ""}
            and region in {*work.regions, ""}
            and body in {*work.bodies, ""}
            and status in {work.project.status, ""}
        ]
        return Network(kept, self.is_cut)

    @property
    def label(self) -> int:
        """The highest of what it draws on."""
        return max((work.project.tlp for work in self.works), default=0)

    def pairs(self) -> list[Pair]:
        """Those with most projects together first."""
        found: dict[tuple[str, str], Pair] = {}
        for work in self.works:
            for one, other in combinations(sorted(work.bodies), 2):
                found.setdefault((one, other), Pair(one, other)).works.append(work)
        return sorted(found.values(), key=lambda pair: (-len(pair.works), pair.one, pair.other))

    def projects_of(self) -> Counter[str]:
        """How many projects name each body."""
        return Counter(name for work in self.works for name in work.bodies)


def network(reader: Reader) -> Network:
    """All projects that the reader may see."""
    visible = Project.objects.visible_to(reader).order_by("title", "public_id")
    rows = list(visible.prefetch_related("countries")[: MOST + 1])
    works = [_work(project) for project in rows[:MOST]]
    return Network(works, is_cut=len(rows) > MOST)


def _work(project: Project) -> Work:
    roles: dict[str, set[Role]] = {}
    for role, names in (
        (Role.FUNDER, project.funders),
        (Role.IMPLEMENTER, project.implementers),
        (Role.PARTNER, project.partners),
    ):
        for name in names:
            roles.setdefault(" ".join(name.split()), set()).add(role)
    countries = list(project.countries.all())
    return Work(
        project,
        {name: frozenset(found) for name, found in sorted(roles.items()) if name},
        {country.iso3: str(country) for country in countries},
        frozenset(country.subregion for country in countries if country.subregion),
    )


def providers(reader: Reader, names: Iterable[str]) -> dict[str, Provider]:
    """The entries of the directory for these names, as far as the reader may see them."""
    wanted = {name.casefold(): name for name in names}
    if not wanted:
        return {}
    found: dict[str, Provider] = {}
    for provider in _called(Provider.objects.visible_to(reader), wanted.values()):
        for known in (provider.name, *provider.aliases):
            name = wanted.get(known.casefold())
            if name is not None:
                found.setdefault(name, provider)
    return found


def _called(providers: MarkedQuerySet, names: Iterable[str]) -> MarkedQuerySet:
    """Those with one of these names in any case: of many providers, few are in a project."""
    small = [name.lower() for name in names]
    others = Cast(Lower(Cast("aliases", TextField())), ArrayField(TextField()))
    called: MarkedQuerySet = (
        providers.alias(own=Lower("name"), others=others)
        .filter(Q(own__in=small) | Q(others__overlap=small))
        .only("public_id", "name", "aliases", "tlp")
    )
    return called

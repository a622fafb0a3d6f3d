"""Which countries a resource reaches, and why: for its page, which answers for one country."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from capabilities import wording
from capabilities.models import Country, Membership, Resource
from portal.languages import shipped


class Answer(Enum):
    """What can be said to a question of one country."""

    YES = "yes"
    NO = "no"
    OPEN = "open"  # nobody has stated it, so it is taken as yes


@dataclass(frozen=True)
class Said:
    """One condition of a resource set against a country, in words."""

    answer: Answer
    sentence: str


@dataclass(frozen=True)
class Reached:
    """A country that may use a resource, and through what: groups by name, or its own."""

    country: Country
    through: tuple[str, ...]


def reached(resource: Resource, *, on: date) -> list[Reached]:
    """The countries that a resource names itself or through a group; one query.

    Nothing where it is open to all, or where nobody has stated to whom.
    """
    groups = resource.eligible_groups.all()
    members = Membership.objects.on(on).filter(group__in=groups).select_related("country", "group")
    found = _named(resource, members)
    rows = [Reached(country, tuple(sorted(names))) for country, names in found.items()]
    return sorted(rows, key=lambda row: row.country.sort_key)


def _named(resource: Resource, members: Iterable[Membership]) -> dict[Country, set[str]]:
    """The countries that a resource names, through which of its groups; `members` may hold more."""
    if resource.eligibility != Resource.Eligibility.NAMED:
        return {}
    groups = {group.pk for group in resource.eligible_groups.all()}
    through: dict[Country, set[str]] = {}
    for member in members:
        if member.group_id in groups:
            through.setdefault(member.country, set()).add(str(member.group))
    for country in resource.eligible_countries.all():
        through.setdefault(country, set())
    for country in resource.excluded_countries.all():
        through.pop(country, None)
    return through


@dataclass(frozen=True)
class Clientele:
    """For whom some offers are, taken together."""

    open_to_all: int
    not_stated: int
    countries: list[Country]  # that any of them names

    @property
    def by_region(self) -> list[tuple[str, list[Country]]]:
        """The countries named, by sub-region."""
        found: dict[tuple[str, str], list[Country]] = {}
        for country in self.countries:
            found.setdefault((country.region, country.subregion), []).append(country)
        return [(shipped(place[1]), found[place]) for place in sorted(found)]


def clientele(resources: Iterable[Resource], *, on: date) -> Clientele:
    """The same of several resources, as `for_display` gives them: one query for all of them."""
    listed = list(resources)
    groups = {group.pk for resource in listed for group in resource.eligible_groups.all()}
    rows = Membership.objects.on(on).filter(group__in=groups).select_related("country", "group")
    members = list(rows)
    named = {country for resource in listed for country in _named(resource, members)}
    rule = Resource.Eligibility
    return Clientele(
        open_to_all=sum(1 for resource in listed if resource.eligibility == rule.ALL),
        not_stated=sum(1 for resource in listed if resource.eligibility == rule.NOT_STATED),
        countries=sorted(named, key=lambda country: country.sort_key),
    )


def answers(
    resource: Resource, country: Country, reaches: Iterable[Reached], *, on: date
) -> list[Said]:
    """Whether a country could use a resource: each condition by itself."""
    return [
        _open_to(resource, country, reaches),
        *_in_its_language(resource, country),
        *_in_time(resource, on),
    ]


def _open_to(resource: Resource, country: Country, reaches: Iterable[Reached]) -> Said:
    words = {"country": country}
    if country in resource.excluded_countries.all():
        return Said(Answer.NO, _("It is expressly not open to %(country)s.") % words)
    if resource.eligibility == Resource.Eligibility.ALL:
        return Said(Answer.YES, _("It is open to all countries.") % words)
    if resource.eligibility == Resource.Eligibility.NOT_STATED:
        sentence = _("Nobody has stated whom it serves; it is taken as open to %(country)s.")
        return Said(Answer.OPEN, sentence % words)
    row = next((row for row in reaches if row.country == country), None)
    if row is None:
        return Said(Answer.NO, _("It is not open to %(country)s.") % words)
    if not row.through:
        return Said(Answer.YES, _("It names %(country)s among those it is open to.") % words)
    groups = wording.listing(row.through)
    sentence = _("It is open to %(country)s as a member of: %(groups)s.")
    return Said(Answer.YES, sentence % {**words, "groups": groups})


def _in_its_language(resource: Resource, country: Country) -> Iterator[Said]:
    if resource.language_rule == Resource.LanguageRule.NOT_STATED:
        yield Said(Answer.OPEN, _("Nobody has stated in which languages it is given."))
    if resource.language_rule != Resource.LanguageRule.NAMED or not country.official_languages:
        return
    shared = set(resource.languages) & set(country.official_languages)
    words = {
        "country": country,
        "given": wording.languages(resource.languages),
        "spoken": wording.languages(country.official_languages),
        "shared": wording.languages(shared),
    }
    if shared:
        sentence = _("It is given in an official language of %(country)s: %(shared)s.")
        yield Said(Answer.YES, sentence % words)
    else:
        sentence = _(
            "It is given in %(given)s; the official languages of %(country)s are: %(spoken)s."
        )
        yield Said(Answer.NO, sentence % words)


def _in_time(resource: Resource, on: date) -> Iterator[Said]:
    if resource.ends and resource.ends < on:
        ended = date_format(resource.ends)
        yield Said(Answer.NO, _("It ended on %(day)s.") % {"day": ended})
    elif resource.starts and resource.starts > on:
        begins = date_format(resource.starts)
        yield Said(Answer.OPEN, _("It does not begin before %(day)s.") % {"day": begins})

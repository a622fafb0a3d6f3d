"""What can be amiss with a record, as conditions that the database counts and lists by alike.

Each measure is one condition on the rows of one table, with what to do about it. A figure on a page
and the list behind it are the same condition, so they cannot disagree. Conditions that look at
other rows look only at those that the reader may see.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import CharField, Count, Exists, F, Func, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from capabilities.models import Agency, Need, Provider, Resource
from capabilities.models.catalogue import links
from gaps.engine.confidence import OLD_DAYS, RECENT_DAYS
from portal.access import Reader
from portal.models import MarkedQuerySet, Verification


class Aspect(StrEnum):
    """What a measure is about."""

    COMPLETENESS = "completeness"
    STALENESS = "staleness"
    CONFLICT = "conflict"


@dataclass(frozen=True)
class Lens:
    """Who looks, on which day, and at whose records: all, those of a provider or of a country."""

    reader: Reader
    today: date
    provider: Any = None
    country: Any = None

    def rows(self, model: Any) -> MarkedQuerySet:
        """The rows of one table that the reader may see, of those this page is about."""
        seen: MarkedQuerySet = model.objects.visible_to(self.reader).order_by()
        if model is Need:
            # An indicative need is nobody's statement: nobody could confirm it.
            seen = seen.filter(status__in=Need.LIVE, basis=Need.Basis.SUBMITTED)
        if self.provider is not None:
            return seen.filter(_OF_PROVIDER[model](self.provider))
        if self.country is not None:
            return seen.filter(_OF_COUNTRY[model](self.country))
        return seen


NOTHING = Q(pk__in=[])
_OF_PROVIDER: Mapping[Any, Callable[[Any], Q]] = {
    Resource: lambda provider: Q(provider=provider),
    Provider: lambda provider: Q(pk=provider.pk),
    Agency: lambda provider: NOTHING,
    Need: lambda provider: NOTHING,
}
_OF_COUNTRY: Mapping[Any, Callable[[Any], Q]] = {
    Resource: lambda country: Q(eligible_countries=country),
    Provider: lambda country: Q(based_in=country),
    Agency: lambda country: Q(country=country),
    Need: lambda country: Q(country=country),
}


@dataclass(frozen=True)
class Measure:
    """One thing that can be amiss: its condition, in words, and what mends it."""

    key: str
    model: Any
    aspect: Aspect
    title: Any
    remedy: Any
    condition: Callable[[Lens], Q]


def link_key(column: str = "url") -> Any:
    """An address without what makes no difference: protocol, `www.`, the slash at its end."""
    return Func(
        F(column),
        template=r"lower(regexp_replace(regexp_replace(%(expressions)s, "
        r"'^https?://(www\.)?', '', 'i'), '[/#?]+$', ''))",
        output_field=CharField(),
    )


def _same_link(model: Any) -> Callable[[Lens], Q]:
    """A link that another row of the same table has as well, of those that the reader may see."""

    def condition(lens: Lens) -> Q:
        shared = (
            model.objects.visible_to(lens.reader)
            .order_by()
            .exclude(url="")
            .annotate(link=link_key())
            .values("link")
            .annotate(number=Count("pk"))
            .filter(number__gt=1)
            .values("link")
        )
        return Q(link__in=shared)

    return condition


def _older(least: int, most: int | None = None) -> Callable[[Lens], Q]:
    """Evidence of more than so many days ago, and of no more than so many."""

    def condition(lens: Lens) -> Q:
        old = Q(last_verified__lt=lens.today - timedelta(days=least))
        if most is not None:
            old &= Q(last_verified__gte=lens.today - timedelta(days=most))
        return old

    return condition


def _always(condition: Q) -> Callable[[Lens], Q]:
    return lambda lens: condition


def _no_names(lens: Lens) -> Q:
    named = Q(Exists(links("eligible_countries"))) | Q(Exists(links("eligible_groups")))
    return Q(eligibility=Resource.Eligibility.NAMED) & ~named


def _names_beside(lens: Lens) -> Q:
    named = Q(Exists(links("eligible_countries"))) | Q(Exists(links("eligible_groups")))
    return ~Q(eligibility=Resource.Eligibility.NAMED) & named


def _named_and_excluded(lens: Lens) -> Q:
    both = links("excluded_countries").filter(
        country__in=links("eligible_countries", of="resource").values("country")
    )
    return Q(Exists(both))


def _levels_differ(lens: Lens) -> Q:
    """Another need of the country and area, as the reader sees them, says another level of now."""
    other = (
        Need.objects.visible_to(lens.reader)
        .live()
        .filter(country=OuterRef("country"), area=OuterRef("area"), basis=OuterRef("basis"))
        .exclude(current_level=OuterRef("current_level"))
    )
    return Q(Exists(other))


def _confirmed_without(lens: Lens) -> Q:
    old = Q(last_verified=None) | _older(OLD_DAYS)(lens)
    return Q(verification=Verification.VERIFIED) & old


def _offers_nothing(lens: Lens) -> Q:
    offers = Resource.objects.visible_to(lens.reader).filter(provider=OuterRef("pk"))
    return ~Q(Exists(offers))


# ------------------------------------------------------------------ of resources

_STATE = _("Ask the provider, and state it. Until then the analysis takes it as open.")
_CONFIRM = _("Ask whoever keeps it whether it still holds, and enter the day of the evidence.")
_MANY = Resource.Eligibility

STATED: tuple[Measure, ...] = tuple(
    Measure(f"resource-no-{key}", Resource, Aspect.COMPLETENESS, title, remedy, _always(condition))
    for key, title, remedy, condition in (
        ("level", _("Level not stated"), _STATE, Q(level_from=None)),
        ("capacity", _("Capacity not stated"), _STATE, Q(capacity_rule="not_stated")),
        ("language", _("Language not stated"), _STATE, Q(language_rule="not_stated")),
        ("kind", _("Kind of help not stated"), _STATE, Q(kinds=[])),
        ("mode", _("Way of delivery not stated"), _STATE, Q(modes=[])),
        ("eligibility", _("Who may use it not stated"), _STATE, Q(eligibility=_MANY.NOT_STATED)),
        ("cost", _("Cost not stated"), _("Ask the provider, and state it."), Q(cost="not_stated")),
        (
            "description",
            _("No description"),
            _("Say in two sentences what it is."),
            Q(description=""),
        ),
        ("link", _("No website"), _("Enter the page that describes it."), Q(url="")),
    )
)


def _aged(model: Any, name: str) -> tuple[Measure, ...]:
    """How old the evidence of a record is, by the same days as confidence in findings."""
    bands: tuple[tuple[str, Any, Callable[[Lens], Q]], ...] = (
        ("never", _("Never confirmed"), _always(Q(last_verified=None))),
        ("old", _("Confirmed more than two years ago"), _older(OLD_DAYS)),
        ("ageing", _("Confirmed one to two years ago"), _older(RECENT_DAYS, OLD_DAYS)),
    )
    return tuple(
        Measure(f"{name}-{band}", model, Aspect.STALENESS, title, _CONFIRM, condition)
        for band, title, condition in bands
    )


def _conflict(key: str, model: Any, title: Any, remedy: Any, condition: Any) -> Measure:
    found = condition if callable(condition) else _always(condition)
    return Measure(key, model, Aspect.CONFLICT, title, remedy, found)


_SAME = _("Give each a page of its own. If they are one and the same, have them merged.")
CONFLICTS: tuple[Measure, ...] = (
    _conflict(
        "resource-ended",
        Resource,
        _("Has ended, and is still listed"),
        _("State the new dates if it goes on; otherwise have the entry taken out."),
        lambda lens: Q(ends__lt=lens.today),
    ),
    _conflict(
        "resource-future",
        Resource,
        _("Evidence of a day that is still to come"),
        _("Correct the day of the evidence."),
        lambda lens: Q(last_verified__gt=lens.today),
    ),
    _conflict(
        "resource-nobody",
        Resource,
        _("Open to those named, and nobody is named"),
        _("Name the countries or groups, or state that it is open to all."),
        _no_names,
    ),
    _conflict(
        "resource-names-beside",
        Resource,
        _("Names countries, but does not say that it is for those named"),
        _("State that it is for those named, or take the names away."),
        _names_beside,
    ),
    _conflict(
        "resource-in-and-out",
        Resource,
        _("The same country is named and excluded"),
        _("Take the country out of one of the two."),
        _named_and_excluded,
    ),
    _conflict(
        "resource-no-slots",
        Resource,
        _("Limited to no slots at all"),
        _("State how many slots there are, or that it is unlimited."),
        Q(capacity=0),
    ),
    _conflict(
        "resource-verified-old",
        Resource,
        _("Verified by a reviewer, on evidence that is out of date"),
        _CONFIRM,
        _confirmed_without,
    ),
    _conflict(
        "resource-same-link",
        Resource,
        _("Another offer has the same link"),
        _SAME,
        _same_link(Resource),
    ),
    _conflict(
        "provider-same-link",
        Provider,
        _("Another provider has the same link"),
        _SAME,
        _same_link(Provider),
    ),
    _conflict(
        "agency-same-link", Agency, _("Another agency has the same link"), _SAME, _same_link(Agency)
    ),
    _conflict(
        "need-levels-differ",
        Need,
        _("Another need of the same country and area states another level of today"),
        _("Ask the agencies which level holds, and have one of them say so."),
        _levels_differ,
    ),
    _conflict(
        "need-ended",
        Need,
        _("Its time has ended, and it still waits for help"),
        _("Ask the agency for a new time, or close the need."),
        lambda lens: Q(ends__lt=lens.today),
    ),
)

# ------------------------------------------------------------------ of the others

_OTHERS: tuple[Measure, ...] = tuple(
    Measure(key, model, Aspect.COMPLETENESS, title, remedy, condition)
    for key, model, title, remedy, condition in (
        (
            "provider-no-link",
            Provider,
            _("No website"),
            _("Enter the provider’s own page."),
            _always(Q(url="")),
        ),
        (
            "provider-no-description",
            Provider,
            _("No description"),
            _("Say in two sentences who they are."),
            _always(Q(description="")),
        ),
        (
            "provider-no-country",
            Provider,
            _("Country not stated"),
            _("State where it is based."),
            _always(Q(based_in=None)),
        ),
        (
            "provider-no-offer",
            Provider,
            _("Nothing that it offers is listed"),
            _("Ask what it offers, or have the entry taken out."),
            _offers_nothing,
        ),
        (
            "agency-no-link",
            Agency,
            _("No website"),
            _("Enter the agency’s own page."),
            _always(Q(url="")),
        ),
        (
            "agency-no-language",
            Agency,
            _("Languages not stated"),
            _("Ask in which languages it works."),
            _always(Q(languages=[])),
        ),
        (
            "need-no-language",
            Need,
            _("Languages not stated"),
            _("Ask the agency. Until then any language is taken to do."),
            _always(Q(languages=[])),
        ),
        (
            "need-no-reason",
            Need,
            _("No reason given for its urgency"),
            _("Ask the agency why it is that urgent."),
            _always(Q(reason="")),
        ),
    )
)

MEASURES: tuple[Measure, ...] = (
    *STATED,
    *_OTHERS,
    *_aged(Resource, "resource"),
    *_aged(Provider, "provider"),
    *_aged(Agency, "agency"),
    *_aged(Need, "need"),
    *CONFLICTS,
)
BY_KEY: Mapping[str, Measure] = {measure.key: measure for measure in MEASURES}
MODELS: Mapping[Any, Any] = {
    Resource: _("Resources"),
    Provider: _("Providers"),
    Agency: _("Agencies"),
    Need: _("Submitted needs"),
}


def of(model: Any, aspect: Aspect | None = None) -> list[Measure]:
    return [m for m in MEASURES if m.model is model and aspect in (None, m.aspect)]


def with_links(rows: Any) -> Any:
    """Rows by whose links conditions can ask; a need has none."""
    return rows if rows.model is Need else rows.annotate(link=link_key())

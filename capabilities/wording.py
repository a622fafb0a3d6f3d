"""Codes and rules of the directory in words."""

from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Literal

from babel import Locale, UnknownLocaleError
from babel.lists import format_list
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from portal.access import TLP

if TYPE_CHECKING:
    from capabilities.models import Resource


# What the levels of capability mean, the same for every country and area.
LEVELS = {
    1: gettext_lazy(
        "Nothing is in place yet, or only plans. Whoever is there handles cases as they come."
    ),
    2: gettext_lazy(
        "First people, tools or rules exist, but they hang on single persons and are not used "
        "throughout."
    ),
    3: gettext_lazy(
        "Trained people, tools and rules are in daily use and paid for. Ordinary cases are handled "
        "reliably."
    ),
    4: gettext_lazy(
        "Priorities follow from cases and figures. Hard cases are handled, and results measured."
    ),
    5: gettext_lazy(
        "Practice changes with the threat at short notice, and others are helped to get there."
    ),
}
LABELS = {
    TLP.CLEAR: gettext_lazy("Everyone may see it, also without an account."),
    TLP.GREEN: gettext_lazy("Every signed-in member of a verified organisation may see it."),
    TLP.AMBER: gettext_lazy(
        "Your organisation and reviewers may see it, and organisations that you or a reviewer name."
    ),
    TLP.AMBER_STRICT: gettext_lazy("Only your organisation and reviewers may see it."),
}

LICENCE = gettext_lazy(
    "These facts may be used freely if you name the portal and the source that each entry names."
)

# Languages that the CLDR has no name for in one of ours.
LANGUAGES = {
    "hif": gettext_lazy("Fiji Hindi"),
    "wni": gettext_lazy("Comorian of Anjouan"),
    "zdj": gettext_lazy("Comorian of Grande Comore"),
}

Joined = Literal["standard", "or"]


def _locale() -> Locale:
    return _locale_of(get_language() or "en")


@cache
def _locale_of(language: str) -> Locale:
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en")


def language(code: str) -> str:
    """The name of a language in the reader's own; a code nobody knows stays as it is."""
    return str(_locale().languages.get(code.replace("-", "_")) or LANGUAGES.get(code, code))


def known_languages() -> list[str]:
    """The codes of all languages that have a name."""
    known = [str(code).replace("_", "-") for code in Locale("en").languages]
    return list(dict.fromkeys([*known, *LANGUAGES]))


def day_as_far_as_known(text: str) -> str:
    """A year, a month or a day as a source gives it, written as all others are: `30 May 2018`."""
    try:
        known = [int(part) for part in text.split("-")]
        first = date(*[*known, 1, 1][:3])
    except ValueError:
        return text
    formats = {1: "Y", 2: "YEAR_MONTH_FORMAT"}
    return date_format(first, formats.get(len(known), "DATE_FORMAT"))


def listing(parts: Iterable[object], *, joined_by: Joined = "standard") -> str:
    """`a, b and c` in the reader's language; `joined_by="or"` gives `a, b or c`."""
    return format_list([str(part) for part in parts], style=joined_by, locale=_locale())


def languages(codes: Iterable[str], *, joined_by: Joined = "standard") -> str:
    return listing(sorted(language(code) for code in codes), joined_by=joined_by)


def eligibility(resource: "Resource") -> str:
    """Who may use a resource, as a phrase: `ECOWAS and Mauritania, except Mali`.

    Reads only the prefetched relations of `ResourceQuerySet.for_display`.
    """
    members = [*resource.eligible_groups.all(), *resource.eligible_countries.all()]
    return open_to(resource, members, list(resource.excluded_countries.all()))


def open_to(resource: "Resource", members: Iterable[object], excluded: Iterable[object]) -> str:
    """As `eligibility`, with the names at hand."""
    if resource.eligibility == resource.Eligibility.NOT_STATED:
        return _("not stated, so taken as open to all countries")
    if resource.eligibility == resource.Eligibility.ALL:
        named = _("all countries")
    else:
        named = listing(members) or _("no country yet")
    if not excluded:
        return named
    return _("%(named)s, except %(excluded)s") % {"named": named, "excluded": listing(excluded)}


def resource_languages(resource: "Resource") -> str:
    rule = resource.LanguageRule
    if resource.language_rule == rule.NAMED:
        return languages(resource.languages)
    if resource.language_rule == rule.NEUTRAL:
        return _("language does not matter")
    return _("not stated, so taken as any")


def capacity(resource: "Resource") -> str:
    rule = resource.CapacityRule
    if resource.capacity_rule == rule.LIMITED:
        pool = resource.get_pool_display().lower()
        return _("%(n)d slots: %(pool)s") % {"n": resource.capacity, "pool": pool}
    if resource.capacity_rule == rule.UNLIMITED:
        return _("unlimited")
    return _("not stated, so taken as unlimited")


def levels(resource: "Resource") -> str:
    if resource.level_from is None:
        return _("not stated, so taken as any step")
    return _("from %(start)d %(start_name)s to %(end)d %(end_name)s") % {
        "start": resource.level_from,
        "start_name": resource.get_level_from_display(),
        "end": resource.level_to,
        "end_name": resource.get_level_to_display(),
    }

"""The directory's codes in words, for templates."""

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from django import template
from django.utils.formats import localize
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

from capabilities import wording
from capabilities.hits import Group, Shown
from capabilities.models import Agency, Kind, Mode, Resource
from capabilities.network import Role

register = template.Library()

register.filter("language", wording.language)
register.filter("day_as_far_as_known", wording.day_as_far_as_known)


@register.filter
def languages(codes: Iterable[str]) -> str:
    return wording.languages(codes)


@register.filter
def any_language(codes: Iterable[str]) -> str:
    """The languages of a need: any one of them will do."""
    return wording.languages(codes, joined_by="or")


@register.filter
def kinds(codes: Iterable[str]) -> str:
    return capfirst(wording.listing(Kind(code).label.lower() for code in codes))


@register.filter
def agency_kinds(codes: Iterable[str]) -> str:
    """What kinds of public body an agency is."""
    named = dict(Agency.Kind.choices)
    return wording.listing(named.get(code, code) for code in codes)


@register.filter
def modes(codes: Iterable[str]) -> str:
    return capfirst(wording.listing(Mode(code).label.lower() for code in codes))


@register.filter
def eligibility(resource: Resource) -> str:
    return capfirst(wording.eligibility(resource))


@register.filter
def offered_languages(resource: Resource) -> str:
    return capfirst(wording.resource_languages(resource))


@register.filter
def offered_capacity(resource: Resource) -> str:
    return capfirst(wording.capacity(resource))


@register.filter
def offered_levels(resource: Resource) -> str:
    return capfirst(wording.levels(resource))


# Filters have hundreds of values. As loops of the template they take half the time of the page, and
# Django's own way of putting text into markup a tenth.


@register.simple_tag
def counted_options(group: Group, is_least: bool) -> SafeString:
    """The options of a list of filters, but for those that are chosen."""
    return _joined(
        f'<option value="{escape(option.value)}">'
        f"{escape(option.words)} ({_figure(option.number, is_least)})</option>"
        for option in group.options
        if not option.is_chosen
    )


@register.simple_tag
def counted_choices(facet: Shown) -> SafeString:
    """The values of a filter as boxes to tick."""
    return _joined(
        '<div class="govuk-checkboxes__item"><input class="govuk-checkboxes__input" type="checkbox"'
        f' name="{facet.name}" value="{escape(option.value)}" id="id_{facet.name}_{number}"'
        f"{' checked' if option.is_chosen else ''}>"
        f'<label class="govuk-label govuk-checkboxes__label" for="id_{facet.name}_{number}">'
        f"{escape(option.words)}"
        f' <span class="quiet figures">({_figure(option.number, facet.is_least)})</span>'
        "</label></div>"
        for number, option in enumerate(facet.options, 1)
    )


def _joined(escaped: Iterable[str]) -> SafeString:
    return mark_safe("\n".join(escaped))  # nosec B308 B703  # noqa: S308  whoever calls escapes


def _figure(number: int, is_least: bool) -> str:
    """Only from a thousand on do languages differ."""
    return f"{number if number < 1000 else localize(number)}{'+' if is_least else ''}"


@register.filter
def named(entries: Mapping[str, Any], name: str) -> Any:
    """The entry that goes by a name, if there is one."""
    return entries.get(name)


@register.filter
def roles_of_bodies(roles: Iterable[Any]) -> str:
    """What a body does in a project: who pays first."""
    return wording.listing(str(role.label).lower() for role in Role if role in set(roles))

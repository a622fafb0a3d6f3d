"""The directory's codes in words, for templates."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.utils.formats import localize
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from capabilities import wording
from capabilities.hits import Group
from capabilities.models import Agency, Kind, Mode, Resource
from capabilities.network import Role

register = template.Library()

register.filter("language", wording.language)


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


@register.simple_tag
def counted_options(group: Group, is_least: bool) -> SafeString:
    """The options of a list of filters. Hundreds: as a loop of the template they take a third of
    the time of the page."""
    return format_html_join(
        "",
        '<option value="{}">{} ({}{})</option>',
        (
            (option.value, option.words, localize(option.number), "+" if is_least else "")
            for option in group.options
            if not option.is_chosen
        ),
    )


@register.filter
def named(entries: Mapping[str, Any], name: str) -> Any:
    """The entry that goes by a name, if there is one."""
    return entries.get(name)


@register.filter
def roles_of_bodies(roles: Iterable[Any]) -> str:
    """What a body does in a project: who pays first."""
    return wording.listing(str(role.label).lower() for role in Role if role in set(roles))

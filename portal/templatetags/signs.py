"""Signs between parts of a line, as the language writes them. Built in: no template loads them."""

from typing import Any

from django import template
from django.template.defaultfilters import join
from django.utils.safestring import SafeString

from portal import languages

register = template.Library()
register.simple_tag(languages.comma)
register.simple_tag(languages.semicolon)
register.simple_tag(languages.colon)


@register.filter(is_safe=True, needs_autoescape=True)
def listed(parts: Any, autoescape: bool = True) -> SafeString:
    """Parts in a row, with commas between."""
    joined: SafeString = join(parts, languages.comma(), autoescape)
    return joined

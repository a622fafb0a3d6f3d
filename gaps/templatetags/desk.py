"""Words of the review desk in templates."""

from typing import Any

from django import template

from gaps.workflow import Handling

register = template.Library()


@register.filter
def handling(value: str) -> Any:
    """The state of a finding in words."""
    return Handling(value).label

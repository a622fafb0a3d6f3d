"""The design system's macros in Django templates: `{% govuk "button" text=_("Apply") %}`.

A parameter inside another is written with two underscores: `label__text="Name"`. Every value is
escaped unless it is marked safe, also where the macro itself would have trusted it (`html`).
"""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from django import template
from django.utils.functional import Promise
from django.utils.html import conditional_escape
from jinja2 import ChainableUndefined, Environment, PackageLoader, PrefixLoader
from markupsafe import Markup

register = template.Library()

# Shared by all threads: it holds compiled templates only, and nothing of a request.
_macros = Environment(
    loader=PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
    autoescape=True,
    undefined=ChainableUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@register.simple_tag
def govuk(component: str, **params: Any) -> Markup:
    """Render one component of the design system, named as in its documentation (`summary-list`)."""
    return _macro(component)(_nested(params))


@cache
def _macro(component: str) -> Callable[[dict[str, Any]], Markup]:
    source = _macros.get_template(f"govuk_frontend_jinja/components/{component}/macro.html")
    name = "govuk" + component.title().replace("-", "")
    macro: Callable[[dict[str, Any]], Markup] = getattr(source.module, name)
    return macro


def _nested(params: Mapping[str, Any]) -> dict[str, Any]:
    """`{"label__text": "Name"}` as `{"label": {"text": "Name"}}`, values ready for a macro."""
    tree: dict[str, Any] = {}
    for path, value in params.items():
        *parents, last = path.split("__")
        branch = tree
        for parent in parents:
            branch = branch.setdefault(parent, {})
        branch[last] = _ready(value, key=last)
    return tree


def _ready(value: Any, *, key: str) -> Any:
    """A value as the macros expect it: lazy text made text, and unsafe `html` escaped."""
    if isinstance(value, Mapping):
        return {name: _ready(inner, key=name) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_ready(inner, key=key) for inner in value]
    if isinstance(value, Promise):
        value = str(value)
    is_html = key == "html" or key.endswith("Html")
    return conditional_escape(value) if is_html and isinstance(value, str) else value

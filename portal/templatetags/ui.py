"""The components that pages are made of; their markup is in `templates/components/`.

Each tag turns what a page has into what its template shows, and decides nothing else. Maps, heat
maps and charts are in `charts.py`.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import template
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Page
from django.forms import BaseForm, BoundField, widgets
from django.template.context import RequestContext
from django.template.loader import render_to_string
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

from portal import languages, shares
from portal.access import TLP, may_share
from portal.navigation import menu

register = template.Library()

HIGHEST_LEVEL = 5
AT_A_GLANCE = 15  # choices; among more one looks by their words
READABLE = 10_000  # the largest denominator that tells a reader more than the decimal does
# Widgets that the design system draws as one control, and those whose parts the template draws.
CONTROLS = {
    "select": widgets.Select,
    "textarea": widgets.Textarea,
    "file-upload": widgets.FileInput,
}
DRAWN_BY_PARTS = frozenset({"checkboxes", "radios", "checkbox"})
VULGAR = {
    Fraction(*parts): sign
    for sign, parts in {
        "½": (1, 2),
        "⅓": (1, 3),
        "⅔": (2, 3),
        "¼": (1, 4),
        "¾": (3, 4),
        "⅕": (1, 5),
        "⅖": (2, 5),
        "⅗": (3, 5),
        "⅘": (4, 5),
        "⅙": (1, 6),
        "⅚": (5, 6),
        "⅛": (1, 8),
        "⅜": (3, 8),
        "⅝": (5, 8),
        "⅞": (7, 8),
    }.items()
}


# ------------------------------------------------------------------ the page frame


@register.inclusion_tag("components/service_navigation.html", takes_context=True)
def service_navigation(context: RequestContext) -> dict[str, Any]:
    """The main menu, with the section and the page that the reader is in marked."""
    request = context.get("request")
    reader = getattr(request, "user", None) or AnonymousUser()
    return {"menu": menu(reader, request.path if request else "")}


@register.inclusion_tag("components/breadcrumbs.html")
def breadcrumbs(*trail: Any, here: Any = "") -> dict[str, Any]:
    """The way to this page: text and address in turn, then the page itself as `here`."""
    return {"trail": list(zip(trail[::2], trail[1::2], strict=True)), "here": here}


# ------------------------------------------------------------------ tags in the text


@register.inclusion_tag("components/tlp_badge.html")
def tlp_badge(label: int | str) -> dict[str, Any]:
    """A TLP 2.0 label: a `TLP`, its number, or its name as people write it."""
    tlp = TLP.from_code(label) if isinstance(label, str) else TLP(label)
    return {"text": tlp.label, "slug": slug(tlp)}


@register.inclusion_tag("components/label_link.html", takes_context=True)
def label_link(context: RequestContext, row: Any) -> dict[str, Any]:
    """The way to “Label and sharing”, for those who may say whom the record is for."""
    shown = may_share(context["user"], row)
    return {"shown": shown, "row": row, "kind": row._meta.model_name}


@register.inclusion_tag("components/history_link.html")
def history_link(row: Any) -> dict[str, Any]:
    """The way to the history of a record."""
    return {"row": row, "kind": row._meta.model_name}


@register.inclusion_tag("components/gap_class.html")
def gap_class(value: Any, label: str = "", url: str = "") -> dict[str, Any]:
    """A gap class as a coloured tag with its words: an enum member, or a name and its label."""
    return {"css": gap_css(value), "label": label or getattr(value, "label", value), "url": url}


@register.inclusion_tag("components/confidence.html")
def confidence(level: Any, label: str, url: str = "") -> dict[str, Any]:
    """How far a finding can be trusted, as a tag of words that stands beside its class."""
    return {"css": f"confidence confidence--{slug(level)}", "label": label, "url": url}


@register.filter
def shipped(text: str) -> str:
    """A text of the reference data in the reader's language."""
    return languages.shipped(text)


@register.filter
def of_a_hundred(part: float, whole: float) -> str:
    """How much of a whole a part is, in words."""
    return shares.of_a_hundred(part, whole)


@register.filter
def gap_css(value: Any) -> str:
    """The CSS classes that give a gap class its colour: `gap gap--uncovered`."""
    return f"gap gap--{slug(value)}"


def slug(value: Any) -> str:
    """An enum member, or the name of one, as a part of a CSS class."""
    return str(getattr(value, "name", value)).lower().replace("_", "-")


@register.inclusion_tag("components/level.html")
def level(reached: int | None, label: str = "") -> dict[str, Any]:
    """A level of capability from 1 to 5; None is “not stated”, which is no level at all."""
    return {
        "reached": reached,
        "highest": HIGHEST_LEVEL,
        "label": label or getattr(reached, "label", ""),
        "steps": [step <= (reached or 0) for step in range(1, HIGHEST_LEVEL + 1)],
    }


@register.simple_tag
def fraction(value: Fraction | Decimal | int | str | None) -> SafeString:
    """An exact number as people write it: 4, 3⅓, or 23/7 with its decimal beside it.

    A sum of many shares has a denominator that nobody can read: then the decimal alone.
    """
    if value is None or value == "":
        return SafeString("–")
    exact = Fraction(value)
    whole, rest = divmod(abs(exact), 1)
    sign = "−" if exact < 0 else ""
    if rest == 0:
        return format_html("{}{}", sign, number_format(whole, use_l10n=True, force_grouping=True))
    if rest in VULGAR:
        return format_html("{}{}{}", sign, whole or "", VULGAR[rest])
    if rest.denominator > READABLE:
        return format_html("≈ {}", number_format(round(float(exact), 2), decimal_pos=2))
    return format_html(
        '{}{}/{} <span class="fraction__decimal">(≈ {})</span>',
        sign,
        abs(exact.numerator),
        exact.denominator,
        number_format(round(float(exact), 2), decimal_pos=2),
    )


@register.simple_tag
def imported_mark(record: Any) -> str:
    """“Imported, not yet verified”, on a record that no reviewer has confirmed; else nothing."""
    if not record.is_imported:
        return ""
    return format_html('<span class="mark">{}</span>', record.get_verification_display())


# ------------------------------------------------------------------ blocks


@register.simple_block_tag
def card(content: str, title: str, url: str = "", tag: str = "div", level: int = 3) -> SafeString:
    """A bordered box with a heading, which is a link where `url` is given."""
    heading = f"h{level}"
    values = {"content": content, "title": title, "url": url, "tag": tag, "heading": heading}
    return render_to_string("components/card.html", values)


@register.simple_block_tag
def fact(content: str, name: str) -> SafeString:
    """One row of a summary list, which is a `<dl class="govuk-summary-list">`."""
    return render_to_string("components/fact.html", {"content": content, "name": name})


@register.simple_block_tag
def empty_state(content: str, title: str) -> SafeString:
    """What a list says that has nothing to show: why, and what to do next."""
    return render_to_string("components/empty_state.html", {"content": content, "title": title})


@register.simple_block_tag
def scroll_region(content: str, label: str) -> SafeString:
    """What may be wider than the page scrolls by itself, by touch and by keyboard."""
    return render_to_string("components/scroll_region.html", {"content": content, "label": label})


@register.inclusion_tag("components/stat.html")
def stat(value: Any, label: str, note: str = "", url: str = "") -> dict[str, Any]:
    """One large figure with its words; put several inside `<div class="stats">`."""
    return {"value": _figure(value), "label": label, "note": note, "url": url}


@register.inclusion_tag("components/figures.html")
def figures(rows: Iterable[tuple[Any, str, Sequence[Any]]], *heads: Any, caption: str) -> Any:
    """A table of names that are links, each with its figures; the first head is that of names."""
    shown = [(name, url, [_figure(value) for value in values]) for name, url, values in rows]
    return {"rows": shown, "heads": heads, "caption": caption}


def _figure(value: Any) -> Any:
    return fraction(value) if isinstance(value, int | Fraction) else value


# ------------------------------------------------------------------ pages of a list


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: RequestContext, page: Page[Any], key: str = "page") -> dict[str, Any]:
    """Numbered pages of a Django `Page`, keeping every other filter of the address."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    items = [
        {"number": number, "href": _page_address(context, key, number)}
        if isinstance(number, int)
        else {"ellipsis": True}
        for number in numbers
    ]
    return {
        "shown": page.has_other_pages(),
        "items": items,
        "here": page.number,
        "previous": page.has_previous() and _page_address(context, key, page.number - 1),
        "next": page.has_next() and _page_address(context, key, page.number + 1),
    }


def _page_address(context: RequestContext, key: str, value: object) -> str:
    query = context["request"].GET.copy()
    query[key] = str(value)
    return f"?{query.urlencode()}"


@register.inclusion_tag("components/pagination.html")
def key_pagination(previous: str = "", next: str = "") -> dict[str, Any]:  # noqa: A002
    """Pages by key: the addresses of the page before and the page after, empty where none is."""
    return {"shown": bool(previous or next), "previous": previous, "next": next}


@register.inclusion_tag("components/sort_header.html", takes_context=True)
def sort_header(
    context: RequestContext, text: str, name: str, first: str = "", numeric: bool = False
) -> dict[str, Any]:
    """The head of a column that sorts the table by it, and the other way round when it does.

    The page gives `sort`, a minus before it for from high to low; `first` is the minus where that
    comes first.
    """
    sort = context["sort"]
    is_here = sort.removeprefix("-") == name
    other = "" if sort.startswith("-") else "-"
    order = ("descending" if sort.startswith("-") else "ascending") if is_here else "none"
    following = f"{other if is_here else first}{name}"
    address = _page_address(context, "sort", following)
    return {"text": text, "order": order, "numeric": numeric, "address": address}


# ------------------------------------------------------------------ forms


@register.inclusion_tag("components/field.html")
def field(bound: BoundField) -> dict[str, Any]:
    """One field of a Django form in the design system's markup, with its hint and errors."""
    kind = _field_kind(bound.field.widget)
    described_by = _described_by(bound)
    values = {"bound": bound, "kind": kind, "described_by": described_by}
    if kind in DRAWN_BY_PARTS:
        choices = _choices(bound, kind)
        is_long = kind == "checkboxes" and len(choices) > AT_A_GLANCE
        return values | {"choices": choices, "is_long": is_long}
    error = f" govuk-{kind}--error" if bound.errors else ""
    attributes: dict[str, str | bool] = {"class": f"govuk-{kind}{error}"}
    if described_by:
        attributes["aria-describedby"] = described_by
    return values | {"control": bound.as_widget(attrs=attributes)}


def _choices(bound: BoundField, kind: str) -> list[tuple[Any, Any]]:
    """The choices of a field, each with its hint where the field gives `hints` by value."""
    if kind == "checkbox":
        return []
    hints = getattr(bound.field, "hints", {})
    return [(choice, hints.get(str(choice.data["value"]), "")) for choice in bound]


def _described_by(bound: BoundField) -> str:
    """The ids of the hint and the error of a field, as far as it has them."""
    notes = {"hint": bound.help_text, "error": bound.errors}
    return " ".join(f"{bound.auto_id}-{name}" for name, note in notes.items() if note)


def _field_kind(widget: Any) -> str:
    """Which component of the design system a Django widget is shown as."""
    if isinstance(widget, widgets.CheckboxInput):
        return "checkbox"
    if isinstance(widget, widgets.RadioSelect):  # CheckboxSelectMultiple is one too
        return "checkboxes" if widget.allow_multiple_selected else "radios"
    return next((kind for kind, shown in CONTROLS.items() if isinstance(widget, shown)), "input")


@register.inclusion_tag("components/error_summary.html")
def error_summary(form: BaseForm) -> dict[str, Any]:
    """What is wrong with a form, at the top of the page, each line a link to its field."""
    lines = [(bound.auto_id, _said(bound, error)) for bound in form for error in bound.errors]
    return {"form": form, "lines": lines}


def _said(bound: BoundField, error: Any) -> str:
    """A label that asks has its sign already: `What is it about? Choose one.`"""
    label = str(bound.label)
    return f"{label} {error}" if label.endswith(("?", "؟")) else f"{label}: {error}"


@register.inclusion_tag("components/filter_form.html", takes_context=True)
def filter_form(
    context: RequestContext, form: BaseForm, target: str = "#results"
) -> dict[str, Any]:
    """The filters of a list, which also works with scripts off; put it inside `.with-filters`."""
    return {"form": form, "target": target, "path": context["request"].path}


@register.inclusion_tag("components/filter_row.html", takes_context=True)
def filter_row(context: RequestContext, form: BaseForm, target: str = "#results") -> dict[str, Any]:
    """The choices of a picture, in a row above it; they also work with scripts off."""
    return {"form": form, "target": target, "path": context["request"].path}

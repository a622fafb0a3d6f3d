"""What pages are made of: tags, the design system's macros, lists, forms, maps and charts."""

import re
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from types import SimpleNamespace

import pytest
from django import forms
from django.core.paginator import Paginator
from django.utils.html import strip_tags
from django.utils.safestring import mark_safe
from hypothesis import given
from hypothesis import strategies as st

from gaps.models import GapClass
from portal.access import TLP
from portal.templatetags.charts import class_bar, sparkline
from portal.templatetags.ui import fraction
from tests.portal.html import Elements, render, words

# ------------------------------------------------------------------ tags in the text


@pytest.mark.parametrize("label", TLP)
def test_a_label_reads_as_tlp_2_writes_it_however_it_is_given(label):
    forms_of_it = [label, label.value, label.label, label.code.lower()]

    shown = {render("{% tlp_badge label %}", label=form) for form in forms_of_it}

    assert len(shown) == 1
    assert words(shown.pop()) == label.label


def test_a_label_that_tlp_does_not_know_is_refused():
    with pytest.raises(ValueError, match="not a TLP label"):
        render("{% tlp_badge 'PURPLE' %}")


def test_a_gap_class_says_its_words_beside_its_colour():
    html = render("{% gap_class gap url='/gaps' %}", gap=GapClass.LANGUAGE_BLOCKED)

    assert words(html) == GapClass.LANGUAGE_BLOCKED.label
    assert Elements(html).named("a") == [
        {"class": "gap-tag gap gap--language-blocked", "href": "/gaps"}
    ]


@given(st.fractions(max_denominator=10_000))
def test_an_exact_number_is_shown_exactly(number):
    shown = strip_tags(str(fraction(number))).split(" (")[0].replace(",", "").replace("−", "-")

    assert read(shown) == number


def read(shown: str) -> Fraction:
    """A number as people write it: 4, -3⅓, ½ or 23/7."""
    if unicodedata.category(shown[-1]) != "No":
        return Fraction(shown)
    part = Fraction(unicodedata.normalize("NFKC", shown[-1]).replace("⁄", "/"))
    whole, sign = shown[:-1].lstrip("-"), -1 if shown.startswith("-") else 1
    return sign * (int(whole or 0) + part)


def test_a_number_nobody_stated_is_not_shown_as_nought():
    assert words(render("{% fraction None %}, {% fraction 0 %}")) == "–, 0"


def test_a_denominator_that_nobody_can_read_gives_way_to_its_decimal():
    assert str(fraction(Fraction(7, 10_001))) == "≈ 0.00"
    assert str(fraction(Fraction(10**30, 7**30))).startswith("≈ 44")


def test_a_level_nobody_stated_is_not_shown_as_the_lowest():
    assert words(render("{% level None %}")) == "Not stated"
    assert words(render("{% level 2 'Formative' %}")) == "2 Formative"


@pytest.mark.parametrize(("is_imported", "shown"), [(True, "Not yet verified"), (False, "")])
def test_only_what_is_imported_is_marked_so(is_imported, shown):
    record = SimpleNamespace(
        is_imported=is_imported, get_verification_display=lambda: "Not yet verified"
    )

    assert words(render("{% imported_mark record %}", record=record)) == shown


def test_a_card_escapes_its_title_and_keeps_the_markup_of_its_page():
    html = render("{% card title=title url='/x' %}<b>{{ title }}</b>{% endcard %}", title="A & <B>")

    assert "<b>A &amp; &lt;B&gt;</b>" in html
    assert '<a class="govuk-link" href="/x">A &amp; &lt;B&gt;</a>' in html


# ------------------------------------------------------------------ the design system's macros


def test_a_macro_takes_nested_parameters():
    html = render("{% govuk 'input' id='q' name='q' label__text='Search' hint__text='One word' %}")

    assert words(html) == "Search One word"
    assert Elements(html).named("input")[0]["aria-describedby"] == "q-hint"


@pytest.mark.parametrize("parameter", ["text", "html"])
def test_a_macro_escapes_what_is_not_marked_safe(parameter):
    html = render(f"{{% govuk 'inset-text' {parameter}=value %}}", value="<script>x</script>")

    assert "&lt;script&gt;" in html
    assert "<script>" not in html


def test_a_macro_escapes_inside_lists_and_keeps_what_is_marked_safe():
    rows = [{"key": {"text": "A"}, "value": {"html": "<i>"}}]
    rows += [{"key": {"text": "B"}, "value": {"html": mark_safe("<b>bold</b>")}}]

    html = render("{% govuk 'summary-list' rows=rows %}", rows=rows)

    assert "&lt;i&gt;" in html
    assert "<b>bold</b>" in html


def test_pages_made_at_the_same_time_do_not_mix():
    source = "{% govuk 'button' text=text attributes__id=text %}"
    names = [f"name-{number}" for number in range(200)]

    with ThreadPoolExecutor(8) as threads:
        pages = list(threads.map(lambda name: render(source, text=name), names))

    for name, page in zip(names, pages, strict=True):
        assert set(re.findall(r"name-\d+", page)) == {name}


# ------------------------------------------------------------------ lists and forms


def test_pages_of_a_list_keep_its_filters():
    page = Paginator(range(100), 10).page(4)

    html = render("{% pagination page %}", "/gaps?country=KE&country=NA&page=4", page=page)

    links = Elements(html).named("a")
    assert {"?country=KE&country=NA&page=3", "?country=KE&country=NA&page=5"} <= {
        link["href"] for link in links
    }
    assert [link["aria-label"] for link in links if "aria-current" in link] == ["Page 4"]


def test_a_list_of_one_page_has_no_page_links():
    assert words(render("{% pagination page %}", page=Paginator([1], 10).page(1))) == ""
    assert words(render("{% key_pagination %}")) == ""


class EveryWidget(forms.Form):
    """A form with one field for each way a field can look."""

    word = forms.CharField(help_text="One word.")
    note = forms.CharField(widget=forms.Textarea)
    secret = forms.CharField(widget=forms.PasswordInput)
    day = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}))
    country = forms.ChoiceField(choices=[("KE", "Kenya")])
    areas = forms.MultipleChoiceField(choices=[("a", "A")], widget=forms.CheckboxSelectMultiple)
    level = forms.ChoiceField(choices=[("1", "One")], widget=forms.RadioSelect)
    agreed = forms.BooleanField()
    sheet = forms.FileField()


def test_every_field_has_a_label_its_hint_and_its_error():
    form = EveryWidget({})

    html = render("{% error_summary form %}{% for f in form %}{% field f %}{% endfor %}", form=form)

    elements = Elements(html)
    ids = [attributes["id"] for _, attributes in elements.all if "id" in attributes]
    assert len(ids) == len(set(ids))
    labelled = {label["for"] for label in elements.named("label")}
    controls = [a for tag in ("input", "select", "textarea") for a in elements.named(tag)]
    assert {control["id"] for control in controls} == labelled
    for _, attributes in elements.all:
        assert set((attributes.get("aria-describedby") or "").split()) <= set(ids)
    summary = [link["href"] for link in elements.named("a")]
    assert summary == [f"#id_{name}" for name in form.fields]
    assert {address.removeprefix("#") for address in summary} <= set(ids)


def test_what_was_chosen_stays_chosen():
    form = EveryWidget({"areas": ["a"], "level": "1", "agreed": "on", "word": '"x"'})

    html = render("{% for f in form %}{% field f %}{% endfor %}", form=form)

    inputs = Elements(html).named("input")
    assert [i["name"] for i in inputs if "checked" in i] == ["areas", "level", "agreed"]
    assert inputs[0]["value"] == '"x"'


def test_filters_work_with_scripts_off():
    html = render("{% filter_form form %}", "/gaps?x=1", form=EveryWidget())

    form = Elements(html).named("form")[0]
    assert (form["method"], form["action"], form["hx-get"]) == ("get", "/gaps", "/gaps")
    assert Elements(html).named("button")[0]["type"] == "submit"


# ------------------------------------------------------------------ map and charts


def test_a_country_on_the_map_is_a_link_that_says_what_its_colour_means():
    cells = [
        {"iso3": "KEN", "name": "Kenya <", "css": "gap gap--stale", "text": "Late", "url": "/KE"},
        {"iso3": "MLT", "name": "Malta", "css": "gap", "text": "Covered", "url": "/MT"},
        {"iso3": "ATA", "name": "Antarctica", "css": "gap", "text": "Covered", "url": "/AQ"},
    ]

    html = render("{% world_map cells title='The world' %}", cells=cells)

    links = Elements(html).named("a")
    assert [(link["href"], link["aria-label"]) for link in links] == [
        ("/KE", "Kenya <: Late"),
        ("/MT", "Malta: Covered"),
    ]
    assert "gap--stale" in (links[0]["class"] or "")
    assert "Kenya &lt;: Late</title>" in html
    assert "imply no endorsement" in html
    assert html.count("#KEN") == 1
    assert html.count("#NAM") == 1  # Namibia, of which nothing is known, is drawn all the same


def test_a_heat_map_is_a_table_that_reads_without_colour():
    columns = [{"name": "Forensics", "url": ""}]
    cell = {"css": "gap", "text": "3", "detail": "of 9 countries", "url": "/gaps"}

    html = render(
        "{% heat_map rows columns caption='Regions' corner='Region' %}",
        columns=columns,
        rows=[{"name": "Western Africa", "url": "/r", "cells": [cell]}],
    )

    assert words(html) == "Regions Region Forensics Western Africa 3, of 9 countries"
    assert [h["scope"] for h in Elements(html).named("th")] == ["col", "col", "row"]


@given(st.lists(st.integers(0, 10**9) | st.fractions(min_value=0, max_value=100), max_size=14))
def test_the_parts_of_a_bar_fill_it_in_order_and_never_overlap(values):
    parts = [{"css": "gap", "text": str(v), "value": v, "url": ""} for v in values]

    slices = class_bar(parts, "Needs")["slices"]

    assert len(slices) == sum(1 for value in values if value)
    end = 0.0
    for piece in slices:
        assert float(piece["x"].rstrip("%")) == pytest.approx(end, abs=0.02)
        end += float(piece["width"].rstrip("%"))
    assert not slices or end == pytest.approx(100, abs=0.02)


@given(st.lists(st.integers(-1000, 1000), min_size=2, max_size=50))
def test_a_sparkline_stays_inside_its_frame(values):
    drawn = sparkline(values, "Gaps")

    points = [tuple(map(float, point.split(","))) for point in drawn["points"].split()]
    assert len(points) == len(values)
    assert all(0 <= x <= 100 and 0 <= y <= 24 for x, y in points)
    assert sorted(points) == points or len(points) < 2


def test_a_label_that_asks_is_not_followed_by_a_colon():
    class Asking(forms.Form):
        about = forms.CharField(label="What is it about?", error_messages={"required": "Say it."})
        name = forms.CharField(error_messages={"required": "Give one."})

    html = render("{% error_summary form %}", form=Asking({}))

    assert ">What is it about? Say it.<" in html
    assert ">Name: Give one.<" in html

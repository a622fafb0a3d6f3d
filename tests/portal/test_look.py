"""How the portal looks and what it serves for that: colours, files, map, menu and error pages."""

import csv
import gzip
import hashlib
import json
import math
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import reverse

from gaps.models import GapClass
from portal.access import Role, may
from portal.models import Organisation, User
from portal.navigation import SECTIONS, menu
from portal.templatetags.charts import world_drawing
from portal.templatetags.ui import gap_css
from tests.portal.html import Elements, render

STATIC = settings.BASE_DIR / "static"
TEMPLATES = sorted((settings.BASE_DIR / "templates").rglob("*.html"))
BASE = settings.BASE_DIR / "templates/base.html"
PORTAL_CSS = (STATIC / "portal.css").read_text()
GOVUK_CSS = (STATIC / "vendor/govuk/govuk.css").read_text()
INK = "#0b0c0c"
COLOURED = [gap_css(name) for name in (*GapClass.names, "NO_KNOWN_NEED")]
COLOURED += [f"share share--{step}" for step in range(6)]
NOBODY_LIVES_THERE = {"ATA", "BVT", "HMD"}


# ------------------------------------------------------------------ colours


def colours(css: str) -> tuple[str, str]:
    """The ground and the text colour of a gap class or a share of gaps."""
    name = css.split()[1]
    rule = re.search(rf"\.{name} {{ ([^}}]*)}}", PORTAL_CSS)
    assert rule, f"portal.css has no colour for {name}"
    values = dict(re.findall(r"--(gap|gap-text): (#\w+);", rule[1]))
    return values["gap"], values.get("gap-text", INK)


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(2 * digit for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("css", COLOURED)
def test_words_can_be_read_on_every_colour_of_a_gap(css):
    ground, text = map(luminance, colours(css))

    contrast = (max(ground, text) + 0.05) / (min(ground, text) + 0.05)

    assert contrast >= 4.5


def test_a_worse_gap_is_darker_for_readers_who_see_no_hue():
    gaps = [luminance(colours(gap_css(gap))[0]) for gap in GapClass if gap.is_gap]

    assert gaps == sorted(set(gaps))


# ------------------------------------------------------------------ what is served


def test_every_third_party_file_is_the_one_the_inventory_names():
    inventory = json.loads((STATIC / "vendor/vendor.json").read_text())
    listed = {path: digest for entry in inventory for path, digest in entry["files"].items()}

    served = {
        str(path.relative_to(settings.BASE_DIR))
        for path in (STATIC / "vendor").rglob("*")
        if path.is_file() and path.name != "vendor.json"
    }

    assert served <= listed.keys()
    for path, digest in listed.items():
        assert hashlib.sha256((settings.BASE_DIR / path).read_bytes()).hexdigest() == digest, path
    assert all(entry["name"] and entry["version"] and entry["licence"] for entry in inventory)


def test_a_first_view_loads_less_than_its_budget():
    files = {
        *re.findall(r"{% static '([^']+)' %}", BASE.read_text()),
        "map/world.svg",
    }
    assert len(files) > 5

    compressed = sum(len(gzip.compress(Path(finders.find(name)).read_bytes())) for name in files)

    assert compressed < 80_000  # which leaves 20 kB of a hundred for the page itself


def test_nothing_is_used_that_only_gov_uk_may_use():
    assert "GDS Transport" not in GOVUK_CSS
    assert "crest" not in GOVUK_CSS
    assert "crown" not in GOVUK_CSS
    assert "url(" not in GOVUK_CSS


@pytest.mark.parametrize("css", [GOVUK_CSS, PORTAL_CSS], ids=["govuk", "portal"])
def test_styles_know_no_left_or_right_so_that_pages_can_be_mirrored(css):
    side = "(?:left|right)"
    physical = rf"(?:margin|padding|border)-{side}\b|[;{{ ]{side}:|(?:align|float): ?{side}"

    assert re.findall(physical, css) == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_no_template_has_inline_style_or_script(template):
    elements = Elements(template.read_text())

    for tag, attributes in elements.all:
        assert tag != "style"
        assert tag != "script" or attributes.get("src")
        assert "style" not in attributes
        assert not [name for name in attributes if name.startswith("on")]


# ------------------------------------------------------------------ the drawing of the world


def countries() -> list[dict[str, str]]:
    path = settings.BASE_DIR / "capabilities/reference/countries.csv"
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def test_the_map_shows_every_country_where_anybody_lives():
    drawing = world_drawing()

    shown = drawing.shapes | drawing.dots.keys()

    assert {row["iso3"] for row in countries()} - shown == NOBODY_LIVES_THERE


def test_the_drawing_holds_the_shapes_that_pages_ask_for():
    sprite = (STATIC / "map/world.svg").read_text()

    assert set(re.findall(r'<path id="(\w+)"', sprite)) == world_drawing().shapes


def test_no_dot_of_the_map_hides_another_or_leaves_the_frame():
    drawing = world_drawing()
    dots = sorted(drawing.dots.items())

    for place, (code, (x, y)) in enumerate(dots):
        assert 0 <= x <= drawing.width, code
        assert 0 <= y <= drawing.height, code
        for other, point in dots[place + 1 :]:
            assert math.dist((x, y), point) >= 11, (code, other)


# ------------------------------------------------------------------ whole pages


@pytest.mark.parametrize(
    "page", [page for _, pages in SECTIONS for page in pages if not page.permission]
)
def test_every_page_of_the_menu_is_there_and_marked_there_alone(page):
    address = reverse(page.name)

    links = Elements(render("{% service_navigation %}", address)).named("a")

    marked = [link["href"] for link in links if link.get("aria-current") == "page"]
    assert marked == [address]


def test_a_page_below_another_marks_it_and_its_section_and_not_the_home_page():
    inside = reverse("gaps:area_list").rstrip("/") + "/FOR-02"

    links = Elements(render("{% service_navigation %}", inside)).named("a")

    assert [(a["href"], a["aria-current"]) for a in links if "aria-current" in a] == [
        (reverse("capabilities:resource_list"), "true"),
        (reverse("gaps:area_list"), "true"),
    ]


@pytest.mark.parametrize(
    ("inside", "section", "page"),
    [
        ("/providers/x", "capabilities:resource_list", "capabilities:resource_list"),
        ("/suggest/resource/x", "capabilities:resource_list", "capabilities:resource_list"),
        ("/suggest/country/SEN", "gaps:country_list", "gaps:country_list"),
        ("/embeds", "gaps:finding_list", "gaps:map"),
        ("/releases/x", "gaps:report_list", "gaps:report_list"),
    ],
)
def test_the_menu_knows_where_a_page_belongs_whose_address_does_not_say_so(inside, section, page):
    links = Elements(render("{% service_navigation %}", inside)).named("a")

    marked = [a["href"] for a in links if a.get("aria-current") == "true"]
    assert marked == [reverse(section), reverse(page)]


@pytest.mark.parametrize("role", Role)
def test_everybody_finds_their_own_work_in_the_menu_and_no_other(role):
    reader = User(role=role, organisation=Organisation(verified=True))

    text, pages = SECTIONS[-1]
    own = [reverse(page.name) for page in pages if may(reader, page.permission)]

    shown = menu(reader, own[0] if own else "/")

    assert [entry.href for entry in shown.sections if entry.text == text] == own[:1]
    assert [entry.href for entry in shown.pages] == (own if len(own) > 1 else [])


@pytest.mark.django_db
def test_a_link_to_where_a_form_is_sent_leads_to_a_page_that_says_so(client, partner):
    client.force_login(partner)

    response = client.get(reverse("capabilities:entry_new"))

    assert (response.status_code, response.headers["Allow"]) == (405, "POST")
    assert "A form is sent to this address" in response.content.decode()


def test_nothing_on_the_page_not_found_depends_on_what_was_looked_for():
    pages = {
        render_to_string("404.html", request=RequestFactory().get(f"/{path}"))
        for path in ("absent", "hidden/234", "%00")
    }

    assert len(pages) == 1


def test_the_page_for_a_failure_needs_neither_request_nor_database():
    html = render_to_string("500.html")

    assert "send it again" in html
    assert "Sign in" not in html


@pytest.mark.parametrize("page", ["400.html", "403.html", "404.html", "500.html"])
def test_an_error_page_says_what_to_do_next(page):
    elements = Elements(render_to_string(page))

    assert len(elements.named("h1")) == 1
    assert elements.named("html")[0]["lang"] == "en-gb"
    assert reverse("gaps:home") in [a["href"] for a in elements.named("a")]

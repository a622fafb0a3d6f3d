"""The map of the world by any measure: as page, table, picture, file and JSON."""

import csv
import re
from io import StringIO
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from django.conf import settings

from capabilities.models import MaturityRating
from gaps.maps import breaks, colours, outlines
from portal.access import TLP
from tests.factories import (
    AreaFactory,
    CountryFactory,
    NeedFactory,
    ProjectFactory,
    ResourceFactory,
)
from tests.portal.html import Elements

pytestmark = pytest.mark.django_db

MEASURES = ["class", "weight", "coverage", "resources", "maturity"]
MOST_QUERIES = 8


@pytest.fixture
def world(analysed):
    """Kenya lacks three slots in one of two areas; Malta, a dot, lacks nine; Fiji asks nothing."""
    kenya = CountryFactory(iso3="KEN", name="Kenya", subregion="Eastern Africa")
    malta = CountryFactory(iso3="MLT", name="Malta", subregion="Southern Europe")
    CountryFactory(iso3="FJI", name="Fiji", subregion="Melanesia")
    mobile, court = AreaFactory(code="FOR-02"), AreaFactory(code="LAW-01", parent__code="LAW")
    one_step = {"current_level": 1, "target_level": 2, "urgency": 1, "languages": []}
    NeedFactory(agency__country=kenya, area=mobile, quantity=3, **one_step)
    NeedFactory(agency__country=kenya, area=court, quantity=2, **one_step)
    NeedFactory(agency__country=malta, area=mobile, quantity=9, **one_step)
    for _ in range(2):
        ResourceFactory(
            areas=[court], eligibility="named", eligible_countries=[kenya], name="Court"
        )
    for iso3, tier in ((kenya, "T1"), (malta, "T3")):
        MaturityRating.objects.create(
            country=iso3, index="GCI", edition="2024", tier=tier, source="ITU, fifth edition"
        )
    analysed()


def countries_in_table(response):
    html = response.content.decode()
    rows = re.findall(r'scope="row"[^>]*>(.*?)</th>', html[html.index('id="table"') :])
    return [re.sub(r"<[^>]+>", "", row) for row in rows]


def figures(client, **query):
    rows = client.get("/api/v1/map", query).json()["countries"]
    return {row["country"]: row["text"] for row in rows}


@pytest.mark.parametrize(
    ("measure", "kenya", "malta", "fiji"),
    [
        ("class", "Nothing offered", "Nothing offered", "No known need"),
        ("weight", "3", "9", "No known need"),
        ("coverage", "50 %", "0 %", "No known need"),
        ("resources", "2", "0", "0"),
        ("maturity", "Tier 1: role-modelling", "Tier 3: establishing", "Not rated"),
    ],
)
def test_page_and_endpoint_say_the_same_of_each_country(client, world, measure, kenya, malta, fiji):
    told = figures(client, measure=measure)

    assert told == {"KEN": kenya, "MLT": malta, "FJI": fiji}
    links = Elements(client.get("/map", {"measure": measure}).content.decode()).named("a")
    named = {link["aria-label"] for link in links if "world__country" in (link["class"] or "")}
    assert named == {f"Kenya: {kenya}", f"Malta: {malta}", f"Fiji: {fiji}"}


@pytest.mark.parametrize("path", ["/map", "/network"])
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_drawings_are_drawn_where_numbers_are_written_with_a_comma(client, world, path, language):
    project = ProjectFactory(funders=["Union"], implementers=["Council"])
    project.countries.add(CountryFactory(iso3="KEN"))

    html = client.get(path, headers={"Accept-Language": language}).content.decode()

    assert re.search(r'lang="(fr|ar)', html)
    drawn = re.findall(r'\b(?:r|x|y|cx|cy|font-size|stroke-width|viewBox|d)="([^"]*)"', html)
    assert drawn
    assert not [value for value in drawn if "," in value]


def test_a_map_is_narrowed_to_an_area_and_zoomed_to_a_region(client, world):
    assert figures(client, measure="weight", area="LAW")["KEN"] == "0"
    assert figures(client, measure="weight", area="LAW")["MLT"] == "No known need"
    page = client.get("/map", {"region": "Southern Europe"}).content.decode()

    assert list(figures(client, region="Southern Europe")) == ["MLT"]
    width = float(re.search(r'viewBox="\d+ \d+ (\d+)', page)[1])
    assert width < 400


@pytest.mark.parametrize(
    ("sort", "names"),
    [
        ("-value", ["Malta", "Kenya", "Fiji"]),
        ("value", ["Kenya", "Malta", "Fiji"]),
        ("name", ["Fiji", "Kenya", "Malta"]),
        ("-name", ["Malta", "Kenya", "Fiji"]),
        ("region", ["Kenya", "Fiji", "Malta"]),
        ("nonsense", ["Malta", "Kenya", "Fiji"]),
    ],
)
def test_the_table_is_sorted_by_links_and_unknown_comes_last(client, world, sort, names):
    response = client.get("/map", {"measure": "weight", "sort": sort})

    assert countries_in_table(response) == names


def test_a_picture_says_everything_by_itself(client, world):
    response = client.get("/map.svg", {"measure": "weight"})

    drawing = ElementTree.fromstring(response.content)
    said = " ".join(drawing.itertext())
    assert response.headers["Content-Disposition"].startswith("attachment")
    for words in (
        "Weighted gap: the world",
        "TLP:CLEAR",
        "As of:",
        "Licence:",
        "Source: Cyber Capability Portal, run",
        "More than 3, up to 9 (1)",
        "No known need (1)",
        "imply no endorsement",
    ):
        assert words in said
    dots = [each for each in drawing.iter() if each.tag.endswith("circle")]
    assert [dot.get("fill") for dot in dots] == [
        "url(#unknown)",
        colours.WORSE[-1],
    ]  # Fiji and Malta


def test_a_tier_keeps_the_number_that_its_publisher_gives_it(client, world):
    drawing = ElementTree.fromstring(client.get("/map.svg?measure=maturity").content)

    said = [text for text in drawing.itertext() if text.strip()]
    place = said.index("Tier 1: role-modelling (1)")
    assert said[place - 1] == "1"


def test_a_picture_of_text_that_is_no_markup_stays_text(client, world, analysed):
    AreaFactory(code="FOR-99", name="<script>&amp;")

    response = client.get("/map.svg", {"measure": "weight", "area": "FOR-99"})

    assert "<script>&amp;" in " ".join(ElementTree.fromstring(response.content).itertext())


def test_the_same_map_gives_the_same_png(client, world):
    first = client.get("/map.png", {"measure": "class"})
    second = client.get("/map.png", {"measure": "class"})

    assert first.content.startswith(b"\x89PNG")
    assert first.content == second.content


def test_the_table_is_a_file_whose_rows_say_what_they_are_part_of(client, world):
    response = client.get("/map.csv", {"measure": "class", "sort": "name"})

    rows = list(csv.DictReader(StringIO(response.content.decode("utf-8-sig"))))
    assert [row["Code"] for row in rows] == ["FJI", "KEN", "MLT"]
    assert rows[1]["What most of the gap is due to"] == "UNCOVERED"
    assert rows[1]["Label"] == "TLP:CLEAR"
    assert rows[0]["What most of the gap is due to"] == ""


@pytest.mark.parametrize("query", ["measure=all", "area=XXX-99", "region=Atlantis"])
def test_what_makes_no_sense_is_said_and_gives_no_file(client, world, query):
    assert "Select a valid choice" in client.get(f"/map?{query}").content.decode()
    assert client.get(f"/map.svg?{query}").status_code == 422
    assert client.get(f"/api/v1/map?{query}").status_code == 400


def test_a_misspelt_filter_of_the_endpoint_is_refused(client, world):
    assert client.get("/api/v1/map?mesure=weight").status_code == 400


def test_a_reviewer_may_draw_what_everybody_may_see(client, world, reviewer, analysed):
    """So that a picture for the public can be made without signing out."""
    area = AreaFactory(code="FOR-02")
    NeedFactory(agency__country__iso3="FJI", area=area, tlp=TLP.AMBER, quantity=4, urgency=1)
    analysed()
    client.force_login(reviewer)

    assert figures(client, measure="weight")["FJI"] != "No known need"
    assert figures(client, measure="weight", audience="CLEAR")["FJI"] == "No known need"
    assert "TLP:AMBER" in client.get("/map.svg?measure=weight").content.decode()
    public = client.get("/map.svg?measure=weight&audience=CLEAR").content.decode()
    assert "TLP:CLEAR" in public
    assert "TLP:AMBER" not in public


@pytest.mark.parametrize("measure", MEASURES)
def test_a_map_costs_no_more_queries_with_more_countries(
    client, world, measure, django_assert_max_num_queries
):
    for number in range(12):
        country = CountryFactory(iso3=f"Q{number:02d}", iso2=f"{number:02d}")
        NeedFactory(agency__country=country, area=AreaFactory(code="FOR-02"))

    with django_assert_max_num_queries(MOST_QUERIES):
        assert client.get("/map", {"measure": measure}).status_code == 200


def test_before_any_analysis_the_map_says_so_and_others_are_drawn(client):
    CountryFactory(iso3="KEN", name="Kenya")

    assert "No analysis has been made yet" in client.get("/map").content.decode()
    assert client.get("/map.svg").status_code == 200
    assert "Kenya: 0" in client.get("/map?measure=resources").content.decode()


# ------------------------------------------------------------------ classes and colours


@pytest.mark.parametrize(
    ("values", "bounds"),
    [
        ([], []),
        ([0, 0], []),
        ([7], [7]),
        ([83] * 40 + [84, 85], [83, 85]),
        ([1, 2, 3, 4, 5], [1, 2, 3, 4, 5]),
        ([0.25, 1234], [0.25, 1300]),
        ([0, *range(1, 101)], [20, 40, 60, 80, 100]),
    ],
)
def test_classes_have_round_bounds_and_hold_every_value(values, bounds):
    found = breaks.upper_bounds(values)

    assert found == bounds
    for value in values:
        number = breaks.number_of(value, found)
        assert (number == 0) == (value == 0)


def test_the_colours_of_pictures_are_those_of_the_pages():
    css = (settings.BASE_DIR / "static" / "portal.css").read_text()
    on_pages = dict(re.findall(r"\.((?:share|good)--\d) \{ --gap: (#[0-9a-f]{6})", css))

    assert on_pages == {
        "share--0": colours.NO_GAP,
        **{f"share--{step}": colour for step, colour in enumerate(colours.WORSE, 1)},
        **{f"good--{step}": colour for step, colour in enumerate(colours.BETTER, 1)},
    }


@pytest.mark.parametrize("row", [colours.WORSE, colours.BETTER], ids=["worse", "better"])
def test_steps_of_a_colour_differ_without_hue_and_their_numbers_can_be_read(row):
    light = [colours.luminance(colour) + 0.05 for colour in row]

    assert all(pale / dark > 1.25 for pale, dark in pairwise(light))
    for ground in light:
        assert max(1.05 / ground, ground / 0.05) >= 4.5


def test_numbers_are_written_within_their_countries():
    for iso3 in ("CHL", "VNM", "NOR", "IDN", "USA"):
        x, y, _width, _height = outlines.middle(iso3)
        left, top, right, bottom = outlines.extent(iso3)
        assert left < x < right
        assert top < y < bottom

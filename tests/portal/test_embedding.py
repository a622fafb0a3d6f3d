"""Frames in pages of other sites: public, whoever looks; and only they may be framed."""

import re
from html import unescape
from urllib.parse import urlsplit

import pytest

from portal.access import TLP
from tests.factories import (
    AreaFactory,
    CountryFactory,
    NeedFactory,
    ProviderFactory,
    ResourceFactory,
)
from tests.portal.html import Elements

pytestmark = pytest.mark.django_db

FRAMES = ["/embed/map", "/embed/map.svg", "/embed/gaps", "/embed/resources"]


@pytest.fixture
def world(analysed):
    """Kenya has a public gap, Malta one that only reviewers may see; so is one of two offers."""
    kenya = CountryFactory(iso3="KEN", name="Kenya")
    malta = CountryFactory(iso3="MLT", name="Malta")
    area = AreaFactory(code="FOR-02", name="Mobile forensics")
    NeedFactory(agency__country=kenya, area=area, quantity=3)
    NeedFactory(agency__country=malta, area=area, quantity=3, tlp=TLP.AMBER)
    ResourceFactory(areas=[area], name="Open course", provider=ProviderFactory(name="Academy"))
    ResourceFactory(areas=[area], name="Closed course", tlp=TLP.AMBER)
    analysed()


def framed_by(response):
    policy = response.headers["Content-Security-Policy"]
    return re.search(r"frame-ancestors ([^;]+)", policy)[1]


@pytest.mark.parametrize("address", FRAMES)
def test_a_reviewer_is_shown_what_everybody_is_and_nothing_is_kept_of_them(
    client, world, reviewer, address
):
    as_visitor = client.get(address)
    client.force_login(reviewer)
    as_reviewer = client.get(address)

    assert as_reviewer.status_code == 200
    assert as_reviewer.content == as_visitor.content
    assert dict(as_reviewer.headers) == dict(as_visitor.headers)
    assert "cookie" not in as_reviewer.headers["Vary"].lower()
    assert not as_reviewer.cookies
    assert b"TLP:CLEAR" in as_reviewer.content
    assert b"Closed course" not in as_reviewer.content


@pytest.mark.parametrize("address", FRAMES)
def test_a_frame_may_stand_in_other_sites_and_loads_nothing_but_what_is_ours(
    client, world, address, settings
):
    response = client.get(address)

    assert framed_by(response) == "*"
    assert "X-Frame-Options" not in response.headers
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert response.headers["Cache-Control"] == "public, max-age=60"
    settings.EMBED_SITES = ["https://ministry.example"]
    assert framed_by(client.get(address)) == "https://ministry.example"
    settings.EMBED_SITES = []
    assert framed_by(client.get(address)) == "'none'"


@pytest.mark.parametrize("address", ["/", "/map", "/map.svg", "/embeds", "/embed/nothing"])
def test_nothing_else_may_be_framed(client, world, address):
    response = client.get(address)

    assert framed_by(response) == "'none'"
    assert response.headers["X-Frame-Options"] == "DENY"


def test_a_frame_that_has_not_changed_is_not_sent_again(client, world):
    tag = client.get("/embed/gaps").headers["ETag"]

    assert client.get("/embed/gaps", headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize("address", FRAMES[::2] + FRAMES[3:])
def test_a_frame_says_what_it_is_and_leads_back(client, world, settings, address):
    settings.PORTAL_URL = "https://portal.example"
    html = client.get(address).content.decode()

    for words in ("As of:", "Licence:", "TLP:CLEAR", "See it in the Cyber Capability Portal"):
        assert words in html
    links = Elements(html).named("a")
    assert links
    assert all(link["href"].startswith("https://portal.example/") for link in links)
    assert not Elements(html).named("script")


def test_what_makes_no_sense_is_said_in_the_frame(client, world):
    response = client.get("/embed/map?measure=all")

    assert response.status_code == 422
    said = response.content.decode()
    assert "cannot be shown" in said
    assert re.search(r"<li>[A-Z][a-z ]+: [A-Z]", said), said


@pytest.mark.parametrize(
    ("query", "address"),
    [
        ("", "/embed/map"),
        ("what=map&measure=weight&area=FOR-02", "/embed/map?measure=weight&area=FOR-02"),
        ("what=gaps&area=FOR-02&measure=weight", "/embed/gaps?area=FOR-02"),
        ("what=resources&country=KEN", "/embed/resources?country=KEN"),
        ("what=gaps&area=XXX", "/embed/gaps"),
    ],
)
def test_the_code_to_copy_gives_the_frame_that_was_chosen(client, world, query, address):
    html = client.get(f"/embeds?{query}").content.decode()

    code = unescape(re.search(r"<textarea[^>]*>(.*?)</textarea>", html, re.DOTALL)[1])
    frame = Elements(code).named("iframe")[0]
    shown = urlsplit(frame["src"])
    assert f"{shown.path}?{shown.query}".rstrip("?") == address
    assert frame["title"]
    assert client.get(address).status_code == 200

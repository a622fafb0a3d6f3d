"""Atom feeds: everybody's shows what everybody may see, a secret one no more than members may."""

import xml.etree.ElementTree as ET

import pytest

from capabilities import saving
from capabilities.models import SavedSearch
from portal.access import TLP
from tests.factories import ResourceFactory

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def titles(response):
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/atom+xml")
    return [
        e.findtext(f"{ATOM}title") for e in ET.fromstring(response.content).iter(f"{ATOM}entry")
    ]


@pytest.fixture
def labs(partner):
    for label in (TLP.CLEAR, TLP.GREEN, TLP.AMBER, TLP.RED):
        ResourceFactory(name=f"Lab {label.code}", tlp=label, owner=partner.organisation)
    ResourceFactory(name="Desk CLEAR")


def test_everybodys_feed_shows_what_is_clear_whoever_asks(client, reviewer, labs):
    as_visitor = client.get("/resources.atom?q=lab")
    client.force_login(reviewer)

    assert titles(as_visitor) == ["Lab CLEAR"]
    assert client.get("/resources.atom?q=lab").content == as_visitor.content
    assert client.get("/resources.atom?kind=nonsense").status_code == 422


def test_a_secret_feed_shows_its_owner_no_more_than_members_may_see(client, partner, labs):
    saved = saving.save(name="Labs", query="q=lab", by=partner)
    client.force_login(partner)
    client.post(f"/searches/{saved.public_id}/feed")
    address = client.get(saved.get_absolute_url()).context["feed"]
    client.logout()

    assert sorted(titles(client.get(address))) == ["Lab CLEAR", "Lab GREEN"]


def test_a_secret_address_dies_when_it_is_renewed_or_closed_or_its_owner_leaves(client, partner):
    saved = saving.save(name="All", query="", by=partner)

    def address():
        saved.refresh_from_db()
        return f"/searches/{saved.public_id}/feed/{saving.feed_token(saved)}"

    assert client.get(address()).status_code == 404, "there is none yet"
    saving.open_feed(saved=saved, by=partner)
    first = address()
    assert client.get(first).status_code == 200
    saving.open_feed(saved=saved, by=partner)
    assert client.get(first).status_code == 404
    assert client.get(address()).status_code == 200
    saving.close_feed(saved=saved, by=partner)
    assert client.get(address()).status_code == 404
    saving.open_feed(saved=saved, by=partner)
    type(partner).objects.filter(pk=partner.pk).update(is_active=False)
    assert client.get(address()).status_code == 404
    assert SavedSearch.objects.exists()


def test_a_feed_is_whole_though_a_name_holds_what_xml_has_no_sign_for(client):
    ResourceFactory(name="Bell \x07 <lab> & co", description="<b>Bold</b>")

    response = client.get("/resources.atom")

    assert titles(response) == ["Bell  <lab> & co"]
    summary = next(ET.fromstring(response.content).iter(f"{ATOM}summary"))
    assert summary.text == "&lt;b&gt;Bold&lt;/b&gt;", "readers of feeds take it for HTML"

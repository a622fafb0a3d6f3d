"""A page carries the highest label of what it shows: of an offer, that of its provider too."""

import csv
import io

import pytest

from capabilities.duplicates import acts
from capabilities.models import Pairable
from portal.access import TLP
from tests.factories import ProjectFactory, ProviderFactory, ResourceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def offer():
    """An offer that anybody could see, were its provider not for fewer."""
    return ResourceFactory(name="Course", provider=ProviderFactory(name="House", tlp=TLP.AMBER))


@pytest.mark.parametrize(
    "address",
    [
        "/resources/{id}",
        "/resources/{id}/gaps",
        "/suggest/resource/{id}",
        "/entries/resource/{id}/confirm",
    ],
)
def test_a_page_about_an_offer_has_the_label_of_its_provider(client, reviewer, offer, address):
    client.force_login(reviewer)

    page = client.get(address.format(id=offer.public_id))

    assert page.context["page_tlp"] == TLP.AMBER
    assert "TLP:AMBER" in page.content.decode()


def test_so_has_the_page_of_a_pair_and_its_list(client, reviewer, offer):
    other = ResourceFactory(provider=offer.provider)
    pair = acts.name_pair(kind=Pairable.RESOURCE, one=offer, other=other, by=reviewer)
    client.force_login(reviewer)

    for address in (pair.get_absolute_url(), "/duplicates"):
        assert client.get(address).context["page_tlp"] == TLP.AMBER


def test_a_row_of_a_file_has_the_label_of_all_that_it_says(client, reviewer, offer):
    client.force_login(reviewer)

    file = client.get("/resources.csv").content.decode("utf-8-sig")

    assert [row["Label"] for row in csv.DictReader(io.StringIO(file))] == ["TLP:AMBER"]


def test_the_network_has_the_label_of_the_entries_it_leads_to(client, reviewer, offer):
    ProjectFactory(funders=["House"])
    client.force_login(reviewer)

    assert client.get("/network").context["page_tlp"] == TLP.AMBER
    client.logout()
    assert client.get("/network").context["page_tlp"] is None

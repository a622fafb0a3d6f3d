"""What stands between the parts of a line is a sign of the language that it is written in."""

import re

import pytest

from tests.factories import AreaFactory, CountryFactory, ResourceFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "comma", "semicolon"),
    [("ar", "، ", "؛ "), ("fr", ", ", "\N{NO-BREAK SPACE}; "), ("en", ", ", "; ")],
)
def test_parts_are_told_apart_as_the_language_does(client, language, comma, semicolon):
    areas = [AreaFactory(name=f"Area {number}") for number in range(2)]
    offer = ResourceFactory(areas=areas, provider__based_in=CountryFactory(name="Fiji"))
    spoken = {"Accept-Language": language}

    found = client.get("/resources", {"kind": "training", "language": "en"}, headers=spoken)
    assert semicolon in found.context["in_words"]
    page = client.get("/resources", headers=spoken).content.decode()
    assert f"Area 0{comma}Area 1" in page
    page = client.get(offer.get_absolute_url(), headers=spoken).content.decode()
    assert re.search(rf"{comma}Fiji</span>", page)
    assert client.get(offer.provider.get_absolute_url(), headers=spoken).status_code == 200


@pytest.mark.parametrize(("language", "colon"), [("fr", "\N{NO-BREAK SPACE}: "), ("en", ": ")])
def test_a_filter_and_its_value_stand_apart_as_the_language_does(client, language, colon):
    page = client.get("/resources", {"q": "phones"}, headers={"Accept-Language": language})

    label = {"fr": "Mots", "en": "Words"}[language]
    assert f'<span class="chip__label">{label}{colon}</span>' in page.content.decode()

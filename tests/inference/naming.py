"""The names of places and areas as those who do not read English see them."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape

from django.db import transaction
from django.utils import translation

from capabilities.models import CapabilityArea, Country, CountryGroup, FrameworkReference
from portal.languages import shipped
from tests.inference.answers import Browser, Request
from tests.inference.clock import evening
from tests.inference.plans import Plan

LANGUAGE = "fr"
AREAS = {
    "LEG": "Legal framework & safeguards",
    "LEG-01": "Substantive offences",
    "FOR-01": "Computer & storage forensics",
    "FOR-02": "Mobile device forensics",
    "FOR-03": "Live, memory & network forensics",
}
GROUP, HEADING = "African Union", "Digital forensics unit"
REGIONS = ("Eastern Africa", "Western Africa", "Melanesia")
SHIPPED = (*AREAS.values(), GROUP, HEADING, *REGIONS)
LANDS = ("Land KEN", "Land TGO", "Land FJI")
# What machines read; a report, which says what it said when it was written; regions by their codes.
LEFT_IN_ENGLISH = re.compile(r"/api/|/static/|/admin/|/reports/|/heat-map\.csv$")
SPOKEN_ATTRIBUTE = re.compile(r'(?:title|aria-label|alt|placeholder|label)="([^"]*)"')


@contextmanager
def names_that_have_translations() -> Iterator[None]:
    """Inside it, places and areas of the world are called as those that ship with the portal."""
    with transaction.atomic():
        for code, name in AREAS.items():
            CapabilityArea.objects.filter(code=code).update(name=name)
        for country in Country.objects.all():
            country.names = {LANGUAGE: f"Pays {country.iso3}"}
            country.save(update_fields=["names"])
        CountryGroup.objects.filter(code="BODY").update(name=GROUP)
        phones = CapabilityArea.objects.get(code="FOR-02")
        FrameworkReference.objects.create(
            area=phones, framework="ncsi-v2", code="11.3", title=HEADING, relation="subset"
        )
        yield
        transaction.set_rollback(True)


def untranslated() -> list[str]:
    with translation.override(LANGUAGE):
        return [name for name in SHIPPED if shipped(name) == name]


def english_names(plan: Plan, reader: str) -> dict[str, list[str]]:
    """By address: the English names that a reader is shown whose language is another one.

    For each that says nothing wrong too, so that one sees how many were asked for.
    """
    browser, found = Browser(plan.world, reader), {}
    browser.client.defaults["HTTP_ACCEPT_LANGUAGE"] = LANGUAGE
    # A request leaves its language behind, in which the next world would be made.
    with evening(), names_that_have_translations(), translation.override(None):
        for path in plan.places:
            if LEFT_IN_ENGLISH.match(path):
                continue
            answer = browser.ask(Request(path))
            kind = dict(answer.headers).get("Content-Type", "")
            if kind.startswith("text/") or "svg" in kind:
                text = said(kind, answer.body.decode(errors="replace"))
                found[path] = [name for name in (*SHIPPED, *LANDS) if name in text]
    return found


def said(kind: str, text: str) -> str:
    """What a reader sees or hears of an answer."""
    if "html" not in kind and "svg" not in kind:
        return text
    text = re.sub(r"<(script|style)\b.*?</\1>", " ", text, flags=re.DOTALL)
    return unescape(" ".join([*SPOKEN_ATTRIBUTE.findall(text), re.sub(r"<[^>]*>", " ¦ ", text)]))

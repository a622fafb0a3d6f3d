"""A map put together: what is asked for, read and narrowed, with every country in its class."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from capabilities.models import Country
from gaps.maps import measures, outlines
from gaps.maps.measures import Asked
from gaps.maps.sheet import Found, Place, Sheet
from portal.access import TLP
from portal.languages import shipped

# The ways to sort a map's table; a minus before one turns it round.
SORTS = ("value", "name", "region")
WORST_FIRST = "-value"


def sheet(asked: Asked) -> Sheet:
    """The whole map."""
    found = measures.read(asked)
    places = [_place(country, found) for country in asked.countries]
    subject = _subject(asked)
    title = str(asked.measure.label)
    if asked.measure == measures.Measure.MATURITY and asked.edition:
        title = str(asked.edition)
    return Sheet(
        title=_("%(measure)s: %(subject)s") % {"measure": title, "subject": subject},
        column=str(asked.measure.label),
        subject=subject,
        found=found,
        places=places,
        box=outlines.around(place.iso3 for place in places) if asked.region else outlines.whole(),
        facts=_facts(found),
    )


def _place(country: Country, found: Found) -> Place:
    figure = found.figures.get(country.iso3)
    keys = {key.number: key for key in found.keys}
    return Place(
        iso3=country.iso3,
        name=str(country),
        region=country.subregion_name,
        key=keys[figure.number] if figure else found.unknown,
        figure=figure,
        url=country.get_absolute_url(),
        unknown=found.unknown.text,
    )


def _subject(asked: Asked) -> str:
    where = shipped(asked.region) or _("the world")
    if asked.area is None or asked.measure == measures.Measure.MATURITY:
        return where
    return _("%(area)s, %(where)s") % {"area": asked.area, "where": where}


def _facts(found: Found) -> dict[str, str]:
    """What every form of the map says of itself."""
    return {
        _("As of"): found.as_of,
        _("Label"): str(TLP(found.tlp).label),
        _("Source"): found.source,
        _("Licence"): found.licence,
    }


def in_order(places: Sequence[Place], sort: str) -> list[Place]:
    """Sorted for a table; what nobody knows comes last, whichever way.

    Countries come by name, so that is what decides between equals.
    """
    backwards, name = sort.startswith("-"), sort.removeprefix("-")
    if name == "name":
        return list(places)[::-1] if backwards else list(places)
    if name == "region":
        return sorted(places, key=lambda place: place.region, reverse=backwards)
    known = [(place.figure.value, place) for place in places if place.figure]
    ordered = sorted(known, key=lambda pair: pair[0], reverse=backwards)
    return [*(place for _value, place in ordered), *(p for p in places if not p.figure)]

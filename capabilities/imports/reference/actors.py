"""Response teams as agencies, and organisations as providers."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils.text import slugify

from capabilities.imports.reference.known import Known
from capabilities.imports.reference.places import COUNTRY
from capabilities.imports.reference.records import Record
from capabilities.imports.reference.rows import Reading, Row
from capabilities.models import Agency, Kind, Provider
from portal.access import TLP
from portal.models import Credibility, Reliability, Verification

ORGANISATIONS = "organisations.json"
TEAM_KINDS = {
    "national": Agency.Kind.NATIONAL_CSIRT,
    "government": Agency.Kind.GOVERNMENT_CSIRT,
    # No national mandate is claimed for these.
    "sector": Agency.Kind.OTHER,
    "economy": Agency.Kind.OTHER,
    "coordination": Agency.Kind.OTHER,
    "critical infrastructure": Agency.Kind.OTHER,
}
IMPORTED = {"tlp": TLP.CLEAR, "verification": Verification.IMPORTED}


def csirts(reading: Reading, known: Known) -> list[list[Record]]:
    columns = ("iso3", "team", "url", "kind", "languages", "source")
    rows = reading.csv("national_csirts.csv", *columns, key=["iso3", "team"])
    teams = [_agency(row, known) for row in rows]
    reading.check_import_keys(rows, teams, "team")
    return [teams]


def _agency(row: Row, known: Known) -> Record:
    country = row.code("iso3", known.countries.values(), COUNTRY)
    name = row.text("team", required=True, longest=200)
    kinds = row.codes("kind", TEAM_KINDS, "a kind of team")
    return Record(
        {
            **IMPORTED,
            "import_key": f"csirts:{country}:{slugify(name)}"[:120],
            "country": country,
            "name": name,
            "kinds": sorted({TEAM_KINDS[kind] for kind in kinds if kind in TEAM_KINDS}),
            "url": row.url("url"),
            "languages": row.languages("languages"),
            "said_by": row.text("source", required=True, longest=500),
        }
    )


@dataclass(frozen=True, slots=True)
class Organisation:
    """A row of organisations.json: a provider, and the facts of what it offers."""

    id: str
    name: str
    type: str
    based_in: str | None
    note: str
    url: str
    source_url: str
    reliability: str
    credibility: str
    kinds: list[str]
    areas: frozenset[str]
    serves: str
    languages: list[str]

    @property
    def key(self) -> str:
        return f"organisations:{self.id}"

    @property
    def said_by(self) -> str:
        return (urlsplit(self.source_url).hostname or "").removeprefix("www.")


def organisations(reading: Reading, known: Known) -> list[Organisation]:
    rows = reading.items(ORGANISATIONS, "rows", key="id")
    return [_organisation(row, known) for row in rows]


def _organisation(row: Row, known: Known) -> Organisation:
    seat = row.code("hq_iso2", known.countries, COUNTRY, required=False)
    reliability, credibility = _grade(row)
    return Organisation(
        id=row.text("id", required=True, longest=60),
        name=row.text("name", required=True, longest=200),
        type=row.code("type", Provider.Type.values, "a type of provider"),
        based_in=known.countries.get(seat),
        note=row.text("note"),
        url=row.url("url"),
        source_url=row.url("source_url"),
        reliability=reliability,
        credibility=credibility,
        kinds=row.codes("offers", Kind.values, "a kind of help"),
        areas=frozenset(row.codes("capability_areas", known.areas, "a capability area")),
        serves=row.text("serves", required=True),
        languages=row.languages("languages"),
    )


def _grade(row: Row) -> tuple[str, str]:
    """The two halves of an Admiralty grade such as B2."""
    grade = row.text("suggested_admiralty", required=True).ljust(2)
    if grade[0] in Reliability.values and grade[1:] in Credibility.values:
        return grade[0], grade[1:]
    row.reject("suggested_admiralty", f"“{grade.strip()}” is not a grade. Write it like B2.")
    return Reliability.F, Credibility.UNKNOWN


def providers(reading: Reading, known: Known) -> list[list[Record]]:
    return [[_provider(organisation) for organisation in organisations(reading, known)]]


def _provider(organisation: Organisation) -> Record:
    return Record(
        {
            **IMPORTED,
            "import_key": organisation.key,
            "name": organisation.name,
            "type": organisation.type,
            "based_in": organisation.based_in,
            "description": organisation.note,
            "url": organisation.url,
            "source_url": organisation.source_url,
            "said_by": organisation.said_by,
            "reliability": organisation.reliability,
            "credibility": organisation.credibility,
        }
    )

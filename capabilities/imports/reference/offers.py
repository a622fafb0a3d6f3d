"""One resource for each organisation: what it offers, how, when, and to whom."""

from dataclasses import dataclass
from typing import Any

from capabilities.imports.reference.actors import IMPORTED, Organisation, organisations
from capabilities.imports.reference.known import Known
from capabilities.imports.reference.places import COUNTRY
from capabilities.imports.reference.records import Record
from capabilities.imports.reference.rows import Problem, Reading, Row
from capabilities.models import Mode, Resource

OFFERS, ELIGIBILITY = "resources.csv", "eligibility.csv"
ORGANISATION = "an organisation of organisations.json"
GROUP = "a group of countries"


@dataclass(frozen=True, slots=True)
class Part:
    """What one of the two files says of a resource."""

    values: dict[str, Any]
    links: dict[str, frozenset[str]]
    reading: str


def resources(reading: Reading, known: Known) -> list[list[Record]]:
    facts = {organisation.id: organisation for organisation in organisations(reading, known)}
    offers = _by_organisation(reading, OFFERS, _offer, known, facts)
    eligible = _by_organisation(reading, ELIGIBILITY, _eligibility, known, facts)
    return [
        [
            _resource(organisation, offers[name], eligible[name])
            for name, organisation in facts.items()
            if name in offers and name in eligible
        ]
    ]


COLUMNS = {
    OFFERS: ("name", "description", "modes", "starts", "ends", "evidence_seen", "evidence"),
    ELIGIBILITY: ("rule", "groups", "countries", "excluded", "reading"),
}


def _by_organisation(
    reading: Reading, file: str, parse: Any, known: Known, facts: dict[str, Organisation]
) -> dict[str, Part]:
    rows = reading.csv(file, "organisation", *COLUMNS[file], key=["organisation"])
    parts = {row.code("organisation", facts, ORGANISATION): parse(row, known) for row in rows}
    for name in facts.keys() - parts.keys():
        reading.problems.append(Problem(file, f"There is no row for “{name}”. Add one."))
    return parts


def _offer(row: Row, known: Known) -> Part:
    starts, ends = row.span("starts", "ends")
    values = {
        "name": row.text("name", required=True, longest=200),
        "description": row.text("description", required=True),
        "modes": row.codes("modes", Mode.values, "a way of delivery"),
        "starts": starts,
        "ends": ends,
        "last_verified": row.day("evidence_seen"),
    }
    return Part(values, {}, row.text("evidence", required=True))


def _eligibility(row: Row, known: Known) -> Part:
    rule = row.code("rule", Resource.Eligibility.names, "a rule").lower()
    links = {
        "eligible_groups": row.codes("groups", known.groups, GROUP),
        "eligible_countries": row.codes("countries", known.countries.values(), COUNTRY),
        "excluded_countries": row.codes("excluded", known.countries.values(), COUNTRY),
    }
    names_somebody = bool(links["eligible_groups"] or links["eligible_countries"])
    if names_somebody != (rule == Resource.Eligibility.NAMED):
        row.reject("rule", "NAMED goes with groups or countries, the other rules with neither.")
    if rule == Resource.Eligibility.NOT_STATED and links["excluded_countries"]:
        row.reject("excluded", "Nobody can be excluded where nothing is stated. Empty this.")
    frozen = {name: frozenset(codes) for name, codes in links.items()}
    return Part({"eligibility": rule}, frozen, row.text("reading", required=True))


def _resource(facts: Organisation, offer: Part, eligible: Part) -> Record:
    language = Resource.LanguageRule
    return Record(
        {
            **IMPORTED,
            **offer.values,
            **eligible.values,
            "import_key": f"resources:{facts.id}",
            "provider": facts.key,
            "url": facts.url,
            "kinds": facts.kinds,
            "language_rule": language.NAMED if facts.languages else language.NOT_STATED,
            "languages": facts.languages,
            "eligibility_basis": f"The source says: “{facts.serves}”. {eligible.reading} "
            f"Evidence: {offer.reading}",
            "source_url": facts.source_url,
            "said_by": facts.said_by,
            "reliability": facts.reliability,
            "credibility": facts.credibility,
        },
        {"areas": facts.areas, **eligible.links},
    )

"""Countries, the groups they belong to, treaties, and ratings of the Global Cybersecurity Index."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.text import slugify
from django.utils.translation import gettext_noop

from capabilities.imports.reference.known import Known
from capabilities.imports.reference.records import Record
from capabilities.imports.reference.rows import Reading, Row
from capabilities.models import CountryGroup, TreatyStatus

COUNTRY = "a country of countries.csv"
NAME_LANGUAGES = ("en", "fr", "es", "ar", "ru", "zh")
INCOMES = {
    "Low": gettext_noop("Low income (World Bank)"),
    "Lower middle": gettext_noop("Lower middle income (World Bank)"),
    "Upper middle": gettext_noop("Upper middle income (World Bank)"),
    "High": gettext_noop("High income (World Bank)"),
}
DAC_GROUPS = {
    "LDCs": gettext_noop("Least developed countries (DAC list)"),
    "Other LICs": gettext_noop("Other low income countries (DAC list)"),
    "LMICs": gettext_noop("Lower middle income countries (DAC list)"),
    "UMICs": gettext_noop("Upper middle income countries (DAC list)"),
}
PILLARS = ("legal", "technical", "organisational", "capacity-development", "cooperation")
TIERS = ("T1", "T2", "T3", "T4", "T5")
# Codes of the groups that follow from countries.csv and treaty_status.csv.
RESERVED = ("UN", "LDC", "LLDC", "SIDS")
PREFIXES = ("REGION-", "SUBREGION-", "INCOME-", "DAC-", "TREATY-")
BUDAPEST_GROUP = "TREATY-BUDAPEST"
COUNTRY_COLUMNS = (
    "iso3", "iso2", "m49", *(f"name_{language}" for language in NAME_LANGUAGES), "region",
    "subregion", "intermediate_region", "latitude", "longitude", "world_bank_income",
    "dac_income_group", "un_member", "official_languages", "ldc", "lldc", "sids",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Group:
    """A group that follows from what countries.csv says of each country."""

    code: str
    name: str
    kind: CountryGroup.Kind
    basis: str


def countries(reading: Reading, known: Known) -> list[list[Record]]:
    """The countries, the groups that follow from their rows, and who belongs to those."""
    rows = reading.csv("countries.csv", *COUNTRY_COLUMNS, key=["iso3"])
    reading.check_unique(rows, ["iso2"])
    groups: dict[str, Group] = {}
    members: list[Record] = []
    for row in rows:
        for group in _groups(row):
            groups[group.code] = group
            members.append(_membership(group.code, row.text("iso3"), basis=group.basis))
    return [
        [_country(row) for row in rows],
        [
            Record({"code": group.code, "name": group.name, "kind": group.kind})
            for group in groups.values()
        ],
        members,
    ]


def _country(row: Row) -> Record:
    name = row.text("name_en", required=True, longest=100)
    if row.text("dac_income_group") not in {"", *DAC_GROUPS}:
        row.reject("dac_income_group", f"Leave it empty or write one of {', '.join(DAC_GROUPS)}.")
    return Record(
        {
            "iso3": _letters(row, "iso3", 3),
            "iso2": _letters(row, "iso2", 2),
            "m49": row.text("m49", longest=3),
            "name": name,
            "names": {code: row.text(f"name_{code}") for code in NAME_LANGUAGES},
            "sort_key": folded(name),
            "region": row.text("region", longest=50),
            "subregion": row.text("subregion", longest=50),
            "intermediate_region": row.text("intermediate_region", longest=50),
            "latitude": row.real("latitude", -90, 90),
            "longitude": row.real("longitude", -180, 180),
            "income": row.code("world_bank_income", INCOMES, "an income group", required=False),
            "dac_group": row.text("dac_income_group"),
            "un_member": row.flag("un_member", yes="Y", no="N"),
            "official_languages": row.languages("official_languages"),
            "ldc": row.flag("ldc", yes="x", no=""),
            "lldc": row.flag("lldc", yes="x", no=""),
            "sids": row.flag("sids", yes="x", no=""),
        }
    )


def _letters(row: Row, column: str, length: int) -> str:
    value = row.text(column, required=True)
    if value and not (len(value) == length and value.isascii() and value.isupper()):
        row.reject(column, f"“{value}” is not {length} capital letters. Write the ISO 3166 code.")
    return value


def folded(name: str) -> str:
    """A name without accents and capitals, so that Åland stands with A and Côte with C."""
    apart = unicodedata.normalize("NFKD", name)
    return "".join(c for c in apart if not unicodedata.combining(c)).casefold()


def _groups(row: Row) -> Iterator[Group]:
    kind = CountryGroup.Kind
    for column, prefix in (
        ("region", "REGION"),
        ("subregion", "SUBREGION"),
        ("intermediate_region", "SUBREGION"),
    ):
        if name := row.text(column):
            yield Group(f"{prefix}-{slugify(name).upper()}", name, kind.REGION, "UN M49")
    if income := row.text("world_bank_income"):
        code = f"INCOME-{slugify(income).upper()}"
        yield Group(code, INCOMES.get(income, income), kind.INCOME, "World Bank income groups")
    if dac := row.text("dac_income_group"):
        code = f"DAC-{slugify(dac.removesuffix('s')).upper()}"
        yield Group(code, DAC_GROUPS.get(dac, dac), kind.INCOME, "DAC list of aid recipients")
    yield from _listed(row)


def _listed(row: Row) -> Iterator[Group]:
    body, listed = CountryGroup.Kind.BODY, CountryGroup.Kind.LIST
    basis = "United Nations, November 2026"
    if row.text("un_member") == "Y":
        yield Group("UN", gettext_noop("United Nations"), body, basis)
    for column, name in (
        ("ldc", gettext_noop("Least developed countries (United Nations)")),
        ("lldc", gettext_noop("Landlocked developing countries")),
        ("sids", gettext_noop("Small island developing states")),
    ):
        if row.text(column):
            yield Group(column.upper(), name, listed, basis)


def groups(reading: Reading, known: Known) -> list[list[Record]]:
    """The bodies and lists of country_groups.csv, and who belongs to them."""
    columns = ("group", "name", "kind", "iso3", "start", "end", "basis")
    rows = reading.csv("country_groups.csv", *columns, key=["group", "iso3", "start"])
    bodies: dict[str, tuple[str, str]] = {}
    members: list[Record] = []
    for row in rows:
        code = row.text("group", required=True, longest=60)
        if code in RESERVED or code.startswith(PREFIXES):
            row.reject("group", f"“{code}” follows from another file. Choose another code.")
        kind = row.code("kind", ("body", "list"), "a kind of group")
        name = row.text("name", required=True, longest=200)
        if bodies.setdefault(code, (name, kind)) != (name, kind):
            row.reject("name", f"Another row names or marks {code} otherwise. Make them agree.")
        start, end = row.span("start", "end")
        country = row.code("iso3", known.countries.values(), COUNTRY)
        basis = row.text("basis", required=True, longest=500)
        members.append(_membership(code, country, start=start, end=end, basis=basis))
    named = [Record({"code": c, "name": n, "kind": k}) for c, (n, k) in bodies.items()]
    return [named, members]


def _membership(group: str, country: str, **values: object) -> Record:
    return Record({"group": group, "country": country, "start": None, "end": None} | values)


def treaties(reading: Reading, known: Known) -> list[list[Record]]:
    """Where countries stand with treaties; the parties to the Budapest Convention as a group."""
    columns = (
        "treaty", "iso3", "status", "signature", "ratification_or_accession", "entry_into_force",
        "basis",
    )  # fmt: skip
    rows = reading.csv("treaty_status.csv", *columns, key=["treaty", "iso3"])
    statuses = [_status(row, known) for row in rows]
    parties = [
        _membership(
            BUDAPEST_GROUP,
            status.values["country"],
            start=status.values["in_force"],
            basis=status.values["basis"][:500],
        )
        for status in statuses
        if status.values["treaty"] == TreatyStatus.Treaty.BUDAPEST
        and status.values["status"] == TreatyStatus.Status.PARTY
    ]
    group = {
        "code": BUDAPEST_GROUP,
        "name": gettext_noop("Parties to the Budapest Convention"),
        "kind": CountryGroup.Kind.TREATY,
    }
    return [statuses, [Record(group)], parties]


def _status(row: Row, known: Known) -> Record:
    return Record(
        {
            "treaty": row.code("treaty", TreatyStatus.Treaty.values, "a treaty the portal knows"),
            "country": row.code("iso3", known.countries.values(), COUNTRY),
            "status": row.code("status", TreatyStatus.Status.values, "a status"),
            "signed": row.day("signature"),
            "ratified": row.day("ratification_or_accession"),
            "in_force": row.day("entry_into_force"),
            "basis": row.text("basis", required=True),
        }
    )


def pillar_levels(reading: Reading, known: Known) -> list[list[Record]]:
    columns = ("iso3", "pillar", "level", "edition", "source")
    rows = reading.csv("gci_2020_pillar_levels.csv", *columns, key=["iso3", "pillar"])
    return [[_rating(row, known, edition="2020") for row in rows]]


def tiers(reading: Reading, known: Known) -> list[list[Record]]:
    columns = ("iso3", "edition", "tier", "source")
    rows = reading.csv("gci_2024_tiers.csv", *columns, key=["iso3"])
    return [[_rating(row, known, edition="2024") for row in rows]]


def _rating(row: Row, known: Known, *, edition: str) -> Record:
    """A rating; the edition of 2020 gives a level for each pillar, that of 2024 one tier."""
    by_pillar = edition == "2020"
    return Record(
        {
            "country": row.code("iso3", known.countries.values(), COUNTRY),
            "index": "GCI",
            "edition": row.code("edition", (edition,), "the edition of this file"),
            "pillar": row.code("pillar", PILLARS, "a pillar") if by_pillar else "",
            "level": row.integer("level", 1, 5) if by_pillar else None,
            "tier": "" if by_pillar else row.code("tier", TIERS, "a tier"),
            "source": row.text("source", required=True),
        }
    )

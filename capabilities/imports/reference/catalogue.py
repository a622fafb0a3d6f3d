"""The capability areas, what comes before what, and how they map to other frameworks."""

from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

from capabilities.imports.reference.headings import FRAMEWORKS, ROLES, headings
from capabilities.imports.reference.known import Known
from capabilities.imports.reference.records import Record
from capabilities.imports.reference.rows import Reading, Row
from capabilities.models import CapabilityArea, FrameworkReference, Kind
from portal.access import TLP

FILE = "capability_taxonomy.json"
SHORTFALLS = frozenset("DOTMLPFI")
LABELS = {label.code: label for label in TLP}
Titles = Mapping[str, Mapping[str, str]]


def areas(reading: Reading, known: Known) -> list[list[Record]]:
    """The groups as parents, their areas as leaves, and the crosswalk."""
    titles = {name: dict(headings(reading.json(f).get(p))) for name, (f, p) in FRAMEWORKS.items()}
    groups = reading.items(FILE, "groups", key="code")
    leaves = reading.items(FILE, "areas", key="code")
    reading.check_unique([*groups, *leaves], ["code"])
    _check_acyclic(leaves)
    parents = {row.text("code") for row in groups}
    codes = {row.text("code") for row in leaves}
    return [
        [_group(row) for row in groups],
        [_area(row, parents, codes, titles) for row in leaves],
        [reference for row in leaves for reference in _references(row, titles)],
    ]


def _check_acyclic(rows: list[Row]) -> None:
    before = {row.text("code"): row.texts("prerequisites") for row in rows}
    try:
        TopologicalSorter(before).prepare()
    except CycleError as error:
        circle = error.args[1]
        row = next(row for row in rows if row.text("code") in circle)
        row.reject("prerequisites", f"{' → '.join(circle)} is a circle. Remove one of these.")


def _group(row: Row) -> Record:
    return Record(
        {
            "code": row.text("code", required=True, longest=20),
            "name": row.text("name", required=True, longest=120),
        }
    )


def _area(row: Row, parents: set[str], codes: set[str], titles: Titles) -> Record:
    label = row.code("default_tlp", LABELS, "a TLP label")
    area = "an area of this file"
    prerequisites = row.codes("prerequisites", codes, area)
    return Record(
        {
            "code": row.text("code", required=True, longest=20),
            "parent": row.code("group", parents, "a group of this file"),
            "name": row.text("name", required=True, longest=120),
            "definition": row.text("definition", required=True),
            "kinds": row.codes("supply_modes", Kind.values, "a kind of help"),
            "shortfalls": row.codes("dotmlpfi", SHORTFALLS, "a letter of DOTMLPFI"),
            "roles": row.codes("tcf_roles", titles[ROLES], "a role of its framework file"),
            "default_tlp": LABELS.get(label, TLP.CLEAR),
            "rights_risk": row.code("rights_risk", CapabilityArea.Risk.values, "a degree of risk"),
        },
        {"prerequisites": frozenset(prerequisites)},
    )


def _references(row: Row, titles: Titles) -> Iterator[Record]:
    entries = row.cells.get("crosswalk", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        row.reject("crosswalk", "This is not a list of objects. Write it as one.")
        return
    seen: set[tuple[str, str]] = set()
    for cells in entries:
        entry = Row(row.file, row.number, cells, row.problems)
        framework = entry.code("framework", titles, "a framework")
        known = titles.get(framework, {})
        code = entry.code("code", known, f"a code of {framework} in its framework file")
        if (framework, code) in seen:
            entry.reject("crosswalk", f"This names {framework} {code} twice. Name it once.")
        seen.add((framework, code))
        yield Record(
            {
                "area": row.text("code"),
                "framework": framework,
                "code": code,
                "title": known.get(code, "")[:300],
                "relation": entry.code(
                    "relation", FrameworkReference.Relation.values, "a relation"
                ),
            }
        )

"""Whatever is wrong in a reference file is named with its remedy, and nothing of it is saved."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capabilities.imports.reference import actors, catalogue, offers, places, projects
from capabilities.imports.reference.known import Known
from capabilities.imports.reference.loading import SHIPPED, STEPS
from capabilities.imports.reference.rows import Reading, Row
from capabilities.models import (
    Agency,
    CapabilityArea,
    Country,
    MaturityRating,
    Membership,
    Need,
    Project,
    Provider,
    Resource,
    TreatyStatus,
)
from tests.capabilities.reference_files import (
    TODAY,
    Rows,
    change,
    problems,
    read,
    run,
)

# ---------------------------------------------------------------- bad rows

BAD_CELLS = [
    ("countries.csv", "iso2", "na", "capital letters"),
    ("countries.csv", "latitude", "north", "not a number from -90 to 90"),
    ("countries.csv", "un_member", "yes", "neither “Y” nor “N”"),
    ("countries.csv", "world_bank_income", "Huge", "Lower middle"),
    ("countries.csv", "dac_income_group", "LDC", "LDCs"),
    ("countries.csv", "official_languages", "English", "language code"),
    ("countries.csv", "name_en", "", "Fill it in"),
    ("country_groups.csv", "iso3", "ZZZ", "countries.csv"),
    ("country_groups.csv", "start", "2025-02-30", "not a date"),
    ("country_groups.csv", "group", "REGION-MOON", "follows from another file"),
    ("treaty_status.csv", "status", "friend", "party"),
    ("treaty_status.csv", "entry_into_force", "last year", "not a date"),
    ("national_csirts.csv", "url", "cert.example", "https://"),
    ("national_csirts.csv", "kind", "secret", "a kind of team"),
    ("gci_2020_pillar_levels.csv", "level", "7", "from 1 to 5"),
    ("gci_2020_pillar_levels.csv", "edition", "2024", "edition of this file"),
    ("gci_2024_tiers.csv", "tier", "T9", "T1"),
    ("cyber_projects.csv", "start", "June 2018", "2026-11"),
    ("cyber_projects.csv", "end", "2018-13", "2026-11"),
    ("cyber_projects.csv", "budget_amount", "a lot", "digits only"),
    ("resources.csv", "modes", "by_pigeon", "in_person"),
    ("resources.csv", "evidence_seen", "soon", "not a date"),
    ("indicative_need_rules.csv", "area", "XXX-99", "capability_taxonomy.json"),
    ("indicative_need_rules.csv", "pillar", "moral", "a pillar"),
]
STORED = {
    "countries.csv": Country,
    "country_groups.csv": Membership.objects.filter(group__kind__in=["body", "list"]).exclude(
        group__code__in=places.RESERVED
    ),
    "treaty_status.csv": TreatyStatus,
    "national_csirts.csv": Agency,
    "gci_2020_pillar_levels.csv": MaturityRating.objects.filter(edition="2020"),
    "gci_2024_tiers.csv": MaturityRating.objects.filter(edition="2024"),
    "cyber_projects.csv": Project,
    "capability_taxonomy.json": CapabilityArea,
    "organisations.json": Provider,
    "resources.csv": Resource,
    "indicative_need_rules.csv": Need,
}


def stored(file: str) -> int:
    rows = STORED[file]
    return (rows.objects if isinstance(rows, type) else rows).count()


@pytest.mark.django_db
@pytest.mark.parametrize(("file", "field", "value", "remedy"), BAD_CELLS)
def test_a_bad_cell_is_named_with_its_remedy_and_nothing_of_its_file_is_saved(
    folder, file, field, value, remedy
):
    change(folder, file, lambda rows: rows[1].update({field: value}))

    complaints = problems(run(folder)[file])

    assert [text for text in complaints if text.startswith(f"{file}, row 3, field {field}: ")]
    assert any(remedy in text for text in complaints)
    assert stored(file) == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("file", "field", "value", "remedy"),
    [
        ("organisations.json", "offers", ["magic"], "a kind of help"),
        ("organisations.json", "capability_areas", ["LEG-99"], "a capability area"),
        ("organisations.json", "suggested_admiralty", "very good", "like B2"),
        ("organisations.json", "name", 7, "quotation marks"),
        ("organisations.json", "languages", {"fr": True}, "list of texts"),
        ("organisations.json", "hq_iso2", "ZZ", "countries.csv"),
        ("capability_taxonomy.json", "default_tlp", "PINK", "AMBER+STRICT"),
        ("capability_taxonomy.json", "group", "XXX", "a group of this file"),
        ("capability_taxonomy.json", "prerequisites", ["STR-99"], "an area of this file"),
        ("capability_taxonomy.json", "crosswalk", "none", "list of objects"),
        ("capability_taxonomy.json", "tcf_roles", ["CHEF"], "a role"),
    ],
)
def test_a_bad_field_of_a_json_item_is_named_by_its_place_in_the_list(
    folder, file, field, value, remedy
):
    change(folder, file, lambda rows: rows[1].update({field: value}))

    complaints = problems(run(folder)[file])

    assert [text for text in complaints if text.startswith(f"{file}, row 2, field {field}: ")]
    assert any(remedy in text for text in complaints)
    assert stored(file) == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "value", "remedy"),
    [
        ("groups", "ATLANTIS", "a group of countries"),
        ("countries", "ATL", "countries.csv"),
        ("rule", "SOME", "NOT_STATED"),
        ("rule", "NAMED", "goes with groups or countries"),
        ("organisation", "acme", "organisations.json"),
        ("reading", "", "Fill it in"),
    ],
)
def test_an_offer_whose_eligibility_cannot_be_read_is_not_loaded_as_open_to_all(
    folder, field, value, remedy
):
    change(folder, "eligibility.csv", lambda rows: rows[0].update({field: value}))

    complaints = problems(run(folder)["resources.csv"])

    assert [t for t in complaints if t.startswith(f"eligibility.csv, row 2, field {field}: ")]
    assert any(remedy in text for text in complaints)
    assert not Resource.objects.exists()


@pytest.mark.django_db
def test_an_organisation_without_a_reading_of_its_eligibility_is_asked_for(folder):
    change(folder, "eligibility.csv", lambda rows: rows.pop(0))

    complaints = problems(run(folder)["resources.csv"])

    assert complaints == ["eligibility.csv: There is no row for “ecteg”. Add one."]


@pytest.mark.django_db
def test_all_that_is_wrong_with_a_file_is_said_at_once(folder):
    change(folder, "gci_2024_tiers.csv", lambda rows: [row.update(tier="?") for row in rows])

    complaints = problems(run(folder)["gci_2024_tiers.csv"])

    assert len(complaints) == len(read(folder, "gci_2024_tiers.csv"))


@pytest.mark.django_db
def test_what_leans_on_a_refused_file_waits_and_the_rest_is_loaded(folder):
    change(folder, "country_groups.csv", lambda rows: rows[0].update(iso3="ZZZ"))

    outcomes = run(folder)

    assert outcomes["resources.csv"].waits_for == "country_groups.csv"
    assert not Resource.objects.exists()
    assert outcomes["organisations.json"].is_loaded
    assert Need.objects.exists()


def test_every_file_comes_after_those_it_leans_on():
    order = [step.file for step in STEPS]

    for step in STEPS:
        assert all(order.index(file) < order.index(step.file) for file in step.after)


@pytest.mark.django_db
def test_a_circle_of_prerequisites_is_named(folder):
    def close_circle(rows: Rows) -> None:
        by_code = {row["code"]: row for row in rows}
        by_code["LEG-02"]["prerequisites"] = ["LEG-03"]  # which needs LEG-02

    change(folder, "capability_taxonomy.json", close_circle)

    complaints = problems(run(folder)["capability_taxonomy.json"])

    assert len(complaints) == 1
    assert "is a circle" in complaints[0]
    assert "LEG-02" in complaints[0]
    assert "LEG-03" in complaints[0]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("file", "field"),
    [
        ("countries.csv", "iso3"),
        ("country_groups.csv", "start"),
        ("treaty_status.csv", "iso3"),
        ("national_csirts.csv", "team"),
        ("cyber_projects.csv", "title"),
        ("eligibility.csv", "organisation"),
        ("indicative_need_rules.csv", "area"),
    ],
)
def test_a_repeated_row_is_refused_and_the_first_one_named(folder, file, field):
    change(folder, file, lambda rows: rows.append(dict(rows[0])))
    last = len(read(folder, file)) + 1

    complaints = [text for outcome in run(folder).values() for text in problems(outcome)]

    assert any(
        text.startswith(f"{file}, row {last}, field {field}: This repeats row 2.")
        for text in complaints
    )


def test_two_teams_that_would_be_taken_for_one_are_refused(folder):
    def near_twins(rows: Rows) -> None:
        rows[1].update(iso3="KEN", team="CERT-X")
        rows[2].update(iso3="KEN", team="cert x")

    change(folder, "national_csirts.csv", near_twins)
    reading = Reading(folder)

    actors.csirts(reading, KNOWN)

    assert [p for p in reading.problems if p.row == 4 and "repeats row 3" in p.message]


def damage(folder: Path, file: str, content: bytes | None) -> None:
    path = folder / file
    path.unlink() if content is None else path.write_bytes(content)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("file", "content", "remedy"),
    [
        ("gci_2024_tiers.csv", None, "cannot be read"),
        ("gci_2024_tiers.csv", b"", "The header lacks iso3, edition, tier, source"),
        ("gci_2024_tiers.csv", b"iso3,edition,source\n", "The header lacks tier"),
        ("gci_2024_tiers.csv", b"iso3,edition,tier,source\nKEN,2024\n", "2 cells under 4"),
        ("gci_2024_tiers.csv", b'iso3,edition,tier,source\n"KEN,2024\n', "Not CSV"),
        ("gci_2024_tiers.csv", "iso3,édition".encode("latin-1"), "not UTF-8"),
        ("gci_2024_tiers.csv", b"iso3\0", "NUL"),
        ("organisations.json", b'{"rows": [', "Not JSON"),
        ("organisations.json", b"[]", "one JSON object"),
        ("organisations.json", b'{"rows": [1]}', "“rows” of objects is missing"),
        ("frameworks/ncsi.json", b"{", "Not JSON"),
    ],
)
def test_a_damaged_file_is_refused_with_one_clear_sentence(folder, file, content, remedy):
    damage(folder, file, content)

    complaints = [text for outcome in run(folder).values() for text in problems(outcome)]

    assert [text for text in complaints if text.startswith(file) and remedy in text]


@pytest.mark.django_db
def test_a_row_the_database_refuses_leaves_nothing_of_its_file(folder, monkeypatch):
    monkeypatch.setattr(Reading, "check_unique", lambda *args: None)
    change(folder, "countries.csv", lambda rows: rows.append(dict(rows[0], iso3="QQQ")))

    outcome = run(folder)["countries.csv"]

    assert "The database refuses a row" in problems(outcome)[0]
    assert not Country.objects.exists()


# ---------------------------------------------------------------- whatever stands in a row

KNOWN = Known(
    countries={"KE": "KEN", "NA": "NAM"},
    groups=frozenset({"AU"}),
    areas=frozenset({"LEG-01"}),
    ratings=(),
    needs_start=TODAY,
)
TITLES: dict[str, dict[str, str]] = {name: {"1": "One"} for name in catalogue.FRAMEWORKS}
PARSERS: dict[str, Callable[[Row], Any]] = {
    "country": places._country,
    "treaty status": lambda row: places._status(row, KNOWN),
    "agency": lambda row: actors._agency(row, KNOWN),
    "organisation": lambda row: actors._organisation(row, KNOWN),
    "offer": lambda row: offers._offer(row, KNOWN),
    "eligibility": lambda row: offers._eligibility(row, KNOWN),
    "project": lambda row: projects._project(row, KNOWN),
    "area": lambda row: catalogue._area(row, {"LEG"}, {"LEG-01"}, TITLES),
    "crosswalk": lambda row: list(catalogue._references(row, TITLES)),
}
COLUMNS = sorted(
    {
        column
        for file in ("countries", "treaty_status", "national_csirts", "cyber_projects", "resources")
        for column in read(SHIPPED, f"{file}.csv")[0]
    }
    | set(json.loads((SHIPPED / "organisations.json").read_text())["rows"][0])
    | set(json.loads((SHIPPED / "capability_taxonomy.json").read_text())["areas"][0])
    | set(read(SHIPPED, "eligibility.csv")[0])
)
letters = st.sampled_from("aKN1;:-/. é{\"'\n\u202e")
word = st.text(letters, max_size=8)
cell = st.one_of(
    word,
    st.sampled_from(
        ["", "KEN", "NA", "2018-02", "2026-11-23", "ALL", "NAMED", "B2", "AU;AU", "1e9"]
    ),
    st.none(),
    st.integers(),
    st.lists(word | st.integers(), max_size=3),
    st.dictionaries(word, word, max_size=2),
)


@pytest.mark.parametrize("kind", PARSERS)
@given(cells=st.dictionaries(st.sampled_from(COLUMNS), cell))
def test_whatever_stands_in_a_row_is_answered_with_problems_that_name_it(kind, cells):
    row = Row("some.file", 7, cells, [])

    PARSERS[kind](row)

    assert all(problem.row == 7 and problem.message for problem in row.problems)


@given(st.dates(), st.integers(1, 3))
def test_a_project_s_date_keeps_the_precision_of_its_source(day, parts):
    value = "-".join(day.isoformat().split("-")[:parts])
    row = Row("some.file", 2, {"start": value}, [])

    kept = row.partial_date("start")

    assert (kept, row.problems) == (value, [])

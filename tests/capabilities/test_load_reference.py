"""Loading the reference data: whole files or nothing, as often as one likes, never over an edit."""

import csv
import io
import json
import shutil
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from capabilities.imports.reference import actors, catalogue, offers, places, projects
from capabilities.imports.reference.known import Known
from capabilities.imports.reference.loading import SHIPPED, STEPS, Outcome, load
from capabilities.imports.reference.needs import window_end
from capabilities.imports.reference.rows import Reading, Row
from capabilities.models import (
    Agency,
    CapabilityArea,
    Country,
    CountryGroup,
    FrameworkReference,
    Kind,
    MaturityRating,
    Membership,
    Need,
    Project,
    Provider,
    Resource,
    TreatyStatus,
)
from portal.access import TLP
from portal.models import Verification

TODAY = date(2026, 11, 23)
COUNTRIES = {"BEL", "KEN", "MNE", "NAM", "NLD", "NOR", "SEN", "XKX"}
ORGANISATIONS = {"ecteg", "envr-dakar", "gpen", "wb3c"}
NOTHING_NEW = (0, 0)

Rows = list[dict[str, Any]]


def read(folder: Path, file: str) -> Rows:
    with (folder / file).open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def write(folder: Path, file: str, rows: Rows) -> None:
    with (folder / file).open("w", encoding="utf-8", newline="") as text:
        writer = csv.DictWriter(text, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def change(folder: Path, file: str, do: Callable[[Rows], Any]) -> None:
    """Rewrite one file after `do` has changed its rows; of a JSON file, its main list."""
    if file.endswith(".csv"):
        rows = read(folder, file)
        do(rows)
        write(folder, file, rows)
        return
    content = json.loads((folder / file).read_text(encoding="utf-8"))
    do(content["areas" if "areas" in content else "rows"])
    (folder / file).write_text(json.dumps(content), encoding="utf-8")


def keep(folder: Path, file: str, belongs: Callable[[dict[str, Any]], bool]) -> None:
    def drop_others(rows: Rows) -> None:
        rows[:] = [row for row in rows if belongs(row)]

    change(folder, file, drop_others)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The shipped files cut down to a few countries and organisations."""
    small = tmp_path / "reference"
    shutil.copytree(SHIPPED, small)
    for file in (
        "countries.csv",
        "country_groups.csv",
        "treaty_status.csv",
        "national_csirts.csv",
        "gci_2020_pillar_levels.csv",
        "gci_2024_tiers.csv",
    ):
        keep(small, file, lambda row: row["iso3"] in COUNTRIES)
    keep(small, "cyber_projects.csv", lambda row: not row["beneficiary_countries"])
    keep(small, "organisations.json", lambda row: row["id"] in ORGANISATIONS)
    for file in ("resources.csv", "eligibility.csv"):
        keep(small, file, lambda row: row["organisation"] in ORGANISATIONS)
    return small


def run(folder: Path, **options: Any) -> dict[str, Outcome]:
    return {outcome.file: outcome for outcome in load(folder, today=TODAY, **options)}


def counts(outcomes: dict[str, Outcome]) -> dict[str, tuple[int, int]]:
    """Added and changed, summed over the tables of each file."""
    return {
        file: (sum(t.added for t in outcome.tallies), sum(t.changed for t in outcome.tallies))
        for file, outcome in outcomes.items()
    }


def problems(outcome: Outcome) -> list[str]:
    return [str(problem) for problem in outcome.problems]


# ---------------------------------------------------------------- what ships


@pytest.mark.django_db
def test_everything_shipped_loads_once_and_a_second_load_changes_nothing():
    first = run(SHIPPED)
    second = run(SHIPPED)

    assert [problem for outcome in first.values() for problem in problems(outcome)] == []
    assert {
        model.__name__: model.objects.count()
        for model in (Country, TreatyStatus, Agency, MaturityRating, Project, Provider, Resource)
    } == {
        "Country": 250,
        "TreatyStatus": 150,
        "Agency": 104,
        "MaturityRating": 951 + 194,
        "Project": 39,
        "Provider": 106,
        "Resource": 106,
    }
    assert CapabilityArea.objects.filter(parent=None).count() == 13
    assert CapabilityArea.objects.exclude(parent=None).count() == 74
    assert Project.countries.through.objects.count() == 194
    assert Country.objects.filter(un_member=True).count() == 193
    assert set(counts(second).values()) == {NOTHING_NEW}
    the_shipped_offers_are_read_as_their_files_say()
    the_shipped_indicative_needs_follow_their_rules()


def the_shipped_offers_are_read_as_their_files_say() -> None:
    for line in read(SHIPPED, "eligibility.csv"):
        resource = Resource.objects.get(import_key=f"resources:{line['organisation']}")
        groups = set(resource.eligible_groups.values_list("code", flat=True))
        named = set(resource.eligible_countries.values_list("iso3", flat=True))
        excluded = set(resource.excluded_countries.values_list("iso3", flat=True))
        assert resource.eligibility == line["rule"].lower()
        assert groups == set(filter(None, line["groups"].split(";")))
        assert named == set(filter(None, line["countries"].split(";")))
        assert excluded == set(filter(None, line["excluded"].split(";")))
        assert line["reading"] in resource.eligibility_basis
    assert not Resource.objects.exclude(level_from=None, level_to=None).exists()
    assert not Resource.objects.exclude(capacity_rule="not_stated").exists()
    assert not Resource.objects.exclude(verification=Verification.IMPORTED).exists()
    assert not Resource.objects.exclude(tlp=TLP.CLEAR).exists()
    assert not CountryGroup.objects.filter(memberships=None).exists()
    desk = Resource.objects.get(import_key="resources:interpol-asean-desk")
    assert Kind.TRAINING not in desk.kinds
    ended = Resource.objects.get(import_key="resources:ocwar-c")
    assert ended.ends == date(2023, 12, 31)
    planned = Resource.objects.get(import_key="resources:accrc-lome")
    assert planned.last_verified is None


def the_shipped_indicative_needs_follow_their_rules() -> None:
    rated = MaturityRating.objects.filter(
        index="GCI", edition="2020", country__un_member=True, level__lte=3
    )
    areas_of: dict[str, int] = {}
    for line in read(SHIPPED, "indicative_need_rules.csv"):
        areas_of[line["pillar"]] = areas_of.get(line["pillar"], 0) + 1
    assert Need.objects.count() == sum(areas_of[rating.pillar] for rating in rated)
    assert not Need.objects.exclude(basis=Need.Basis.INDICATIVE, agency=None, quantity=1).exists()
    assert not Need.objects.filter(country__un_member=False).exists()


def test_the_manifest_names_every_shipped_file_and_no_other():
    manifest = json.loads((SHIPPED / "manifest.json").read_text(encoding="utf-8"))["files"]
    shipped = {path.relative_to(SHIPPED).as_posix() for path in SHIPPED.rglob("*.*")}

    assert set(manifest) == shipped - {"manifest.json", "README.md"}
    assert all(entry["source"] and entry["gathered"] for entry in manifest.values())


def test_no_reader_s_judgement_of_visibility_is_shipped_as_fact():
    text = (SHIPPED / "organisations.json").read_text(encoding="utf-8")

    assert "visibility" not in text


def test_no_shipped_evidence_is_later_than_the_gathering():
    days = [row["evidence_seen"] for row in read(SHIPPED, "resources.csv")]

    assert max(days) <= "2026-11-30"
    assert "" in days


# ---------------------------------------------------------------- places


@pytest.mark.django_db
def test_namibia_s_code_is_the_text_na(folder):
    run(folder)

    assert Country.objects.get(iso2="NA").name == "Namibia"


@pytest.mark.django_db
def test_kosovo_is_a_country_of_the_directory_and_no_member_of_the_united_nations(folder):
    run(folder)

    kosovo = Country.objects.get(iso3="XKX")
    groups = set(kosovo.groups.values_list("code", flat=True))
    assert (kosovo.iso2, kosovo.m49, kosovo.un_member) == ("XK", "", False)
    assert "WB6" in groups
    assert "UN" not in groups
    assert not kosovo.needs.exists()


@pytest.mark.django_db
def test_a_country_joins_the_groups_that_follow_from_its_row(folder):
    run(folder)

    senegal = Country.objects.get(iso3="SEN")
    assert {
        "UN",
        "LDC",
        "REGION-AFRICA",
        "SUBREGION-WESTERN-AFRICA",
        "INCOME-LOWER-MIDDLE",
        "DAC-LDC",
        "ECOWAS",
    } <= set(senegal.groups.values_list("code", flat=True))


@pytest.mark.django_db
def test_a_party_to_the_budapest_convention_belongs_to_its_group_from_entry_into_force(folder):
    run(folder)

    status = TreatyStatus.objects.get(treaty="budapest-ets185", country__iso3="BEL")
    membership = Membership.objects.filter(group__code="TREATY-BUDAPEST", country__iso3="BEL")
    assert membership.on(status.in_force).exists()
    assert not membership.on(status.in_force - timedelta(days=1)).exists()


@pytest.mark.django_db
def test_a_country_invited_to_the_convention_is_not_in_the_group_of_its_parties(folder):
    run(folder)

    assert TreatyStatus.objects.get(country__iso3="KEN").status == TreatyStatus.Status.INVITED
    assert not Membership.objects.filter(
        group__code="TREATY-BUDAPEST", country__iso3="KEN"
    ).exists()


def test_names_stand_in_order_without_their_accents():
    names = ["Zambia", "Åland Islands", "Albania", "Côte d’Ivoire", "Costa Rica"]

    ordered = sorted(names, key=places.folded)

    assert ordered == ["Åland Islands", "Albania", "Costa Rica", "Côte d’Ivoire", "Zambia"]


# ---------------------------------------------------------------- indicative needs


@pytest.mark.django_db
def test_an_indicative_need_asks_for_one_level_more_and_is_more_urgent_the_lower_it_stands(folder):
    def rate(rows: Rows) -> None:
        rows[:] = [row | {"level": "2"} for row in rows if row["pillar"] == "legal"]

    change(folder, "gci_2020_pillar_levels.csv", rate)

    run(folder)

    need = Need.objects.get(country__iso3="SEN", area__code="LEG-01")
    assert (need.current_level, need.target_level, need.urgency) == (2, 3, 4)
    assert (need.tlp, need.status, need.languages) == (
        TLP.CLEAR,
        Need.Status.ACCEPTED,
        ["wo", "fr"],
    )
    assert (need.kinds, need.modes) == ([], [])


@pytest.mark.django_db
def test_a_pillar_rated_above_three_gives_no_indicative_need(folder):
    change(
        folder,
        "gci_2020_pillar_levels.csv",
        lambda rows: [row.update(level="4") for row in rows],
    )

    run(folder)

    assert not Need.objects.exists()


@pytest.mark.django_db
def test_a_later_load_does_not_move_the_window_of_indicative_needs(folder):
    run(folder)

    later = {o.file: o for o in load(folder, today=TODAY + timedelta(days=90))}

    assert counts(later)["indicative_need_rules.csv"] == NOTHING_NEW
    assert set(Need.objects.values_list("starts", "ends")) == {(TODAY, date(2028, 11, 22))}


@pytest.mark.django_db
def test_as_of_renews_the_window_of_indicative_needs(folder):
    run(folder)

    run(folder, as_of=date(2027, 1, 1))

    assert set(Need.objects.values_list("starts", "ends")) == {
        (date(2027, 1, 1), date(2028, 12, 31))
    }


@given(st.dates(max_value=date(9990, 1, 1)))
def test_a_window_lasts_24_months_to_the_day(start):
    after = window_end(start) + timedelta(days=1)

    assert after.year == start.year + 2
    assert (after.month, after.day) in {(start.month, start.day), (3, 1)}


# ---------------------------------------------------------------- what people did stays


@pytest.mark.django_db
def test_an_entry_that_a_person_edited_is_kept_and_named(folder):
    run(folder)
    Provider.objects.filter(import_key="organisations:ecteg").update(
        name="ECTEG, renamed", verification=Verification.STATED
    )

    outcome = run(folder)["organisations.json"]

    assert Provider.objects.get(import_key="organisations:ecteg").name == "ECTEG, renamed"
    assert outcome.tallies[0].kept == ["ECTEG, renamed"]


@pytest.mark.django_db
def test_an_entry_that_a_reviewer_only_confirmed_is_kept(folder):
    run(folder)
    provider = Provider.objects.get(import_key="organisations:ecteg")
    Provider.objects.filter(pk=provider.pk).update(verification=Verification.VERIFIED)

    run(folder)

    provider.refresh_from_db()
    assert provider.verification == Verification.VERIFIED


@pytest.mark.django_db
def test_a_mapping_that_a_reviewer_settled_is_kept(folder):
    run(folder)
    settled = FrameworkReference.objects.filter(area__code="LEG-01").first()
    FrameworkReference.objects.filter(pk=settled.pk).update(draft=False, relation="equal")

    run(folder)

    settled.refresh_from_db()
    assert (settled.draft, settled.relation) == (False, "equal")


@pytest.mark.django_db
def test_a_correction_in_the_file_reaches_an_entry_nobody_touched(folder):
    run(folder)
    dakar = next(r for r in read(folder, "eligibility.csv") if r["organisation"] == "envr-dakar")
    keep(folder, "eligibility.csv", lambda row: row != dakar)
    widened = dakar | {"groups": "AU;ECOWAS", "countries": "NAM"}
    change(folder, "eligibility.csv", lambda rows: rows.append(widened))

    outcomes = run(folder)

    resource = Resource.objects.get(import_key="resources:envr-dakar")
    assert set(resource.eligible_countries.values_list("iso3", flat=True)) == {"NAM"}
    assert counts(outcomes)["resources.csv"] == (0, 1)


@pytest.mark.django_db
def test_what_vanished_from_a_file_is_reported_and_stays(folder):
    run(folder)
    gone = read(folder, "national_csirts.csv")[0]["team"]
    change(folder, "national_csirts.csv", lambda rows: rows.pop(0))

    outcome = run(folder)["national_csirts.csv"]

    assert outcome.tallies[0].missing == [gone]
    assert Agency.objects.filter(name=gone).exists()


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


# ---------------------------------------------------------------- the command


@pytest.mark.django_db
def test_the_command_prints_what_became_of_each_table(folder):
    out = io.StringIO()

    call_command("load_reference", dir=folder, stdout=out)

    lines = {tuple(line.split()[:2]): line.split()[-5:] for line in out.getvalue().splitlines()}
    assert lines["countries.csv", "countries"] == [str(len(COUNTRIES)), "0", "0", "0", "0"]


@pytest.mark.django_db
def test_the_command_names_what_it_kept_and_what_is_gone(folder):
    call_command("load_reference", dir=folder, stdout=io.StringIO())
    Provider.objects.update(description="Ours", verification=Verification.STATED)
    change(folder, "cyber_projects.csv", lambda rows: rows.pop())
    out = io.StringIO()

    call_command("load_reference", dir=folder, stdout=out)

    assert "kept as people edited them: " in out.getvalue()
    assert "stored but not in the file, left as they are: " in out.getvalue()


@pytest.mark.django_db
def test_the_command_fails_on_a_refused_file_and_caps_its_complaints(folder):
    keep(folder, "countries.csv", lambda row: row["iso3"] != "KEN")
    change(
        folder,
        "gci_2020_pillar_levels.csv",
        lambda rows: [row.update(level="x") for row in rows],
    )
    err = io.StringIO()

    with pytest.raises(CommandError, match=r"Not loaded: .*gci_2020_pillar_levels\.csv"):
        call_command("load_reference", dir=folder, stdout=io.StringIO(), stderr=err)

    assert "more problems" in err.getvalue()
    assert "not loaded, because" in err.getvalue()

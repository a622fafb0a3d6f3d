"""Loading the reference data: whole files or nothing, as often as one likes, never over an edit."""

import io
import json
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from capabilities.imports.reference import places
from capabilities.imports.reference.loading import SHIPPED, load
from capabilities.imports.reference.needs import window_end
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
from tests.capabilities.reference_files import (
    COUNTRIES,
    NOTHING_NEW,
    TODAY,
    Rows,
    change,
    counts,
    keep,
    problems,
    read,
    run,
)

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


@pytest.mark.django_db
def test_a_shipped_row_has_the_same_address_in_every_installation(folder):
    ids = []
    for _installation in range(2):
        run(folder)
        ids.append(set(Provider.objects.values_list("public_id", flat=True)))
        Need.objects.all().delete()
        Resource.objects.all().delete()
        Provider.objects.all().delete()

    assert ids[0] == ids[1] != set()


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
def test_an_entry_that_a_reviewer_only_confirmed_stays_confirmed(folder):
    run(folder)
    provider = Provider.objects.get(import_key="organisations:ecteg")
    Provider.objects.filter(pk=provider.pk).update(verification=Verification.VERIFIED)

    outcome = run(folder)["organisations.json"]

    provider.refresh_from_db()
    assert outcome.tallies[0].kept == []
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

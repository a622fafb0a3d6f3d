import shutil
from pathlib import Path

import pytest

from capabilities.imports.reference.loading import SHIPPED
from tests.capabilities.reference_files import COUNTRIES, ORGANISATIONS, keep
from tests.factories import CountryFactory, DeskFactory


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


@pytest.fixture
def desk_line(db):
    """A focal point, a regional desk and one for the world, each with somebody."""
    country = CountryFactory(iso3="SEN", iso2="SN", subregion="Western Africa")
    return country, [
        DeskFactory(level=1, countries=[country], days=3),
        DeskFactory(level=2, regions=["Western Africa"], days=5),
        DeskFactory(level=3),
    ]

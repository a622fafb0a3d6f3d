"""Data quality: every figure over what its reader may see, and the records behind it."""

import csv
import re
from datetime import timedelta
from io import StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from capabilities.models import Country, Resource
from gaps.evidence import unstated
from gaps.quality import reading
from gaps.quality.measures import BY_KEY, MEASURES, STATED, Lens
from portal.access import TLP
from portal.trail import Entry, Kind
from tests.factories import (
    TODAY,
    AgencyFactory,
    AreaFactory,
    CountryFactory,
    IndicativeNeedFactory,
    NeedFactory,
    ProviderFactory,
    ResourceFactory,
)

pytestmark = pytest.mark.django_db


def found(measure, reader, **about):
    rows = reading.records(BY_KEY[measure], Lens(reader, TODAY, **about))
    return {str(row) for row in rows}


def figures(reader, **about):
    counted = reading.quality(Lens(reader, TODAY, **about))
    return {f.measure.key: f.number for part in counted.parts for f in part.figures}


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.fixture
def kenya():
    return CountryFactory(iso3="KEN", iso2="KE", name="Kenya")


@pytest.fixture
def muddle(kenya):
    """One record for each thing that can be amiss, named after it, beside one that is well."""
    school = ProviderFactory(name="School", url="https://www.school.example/")
    ProviderFactory(name="School by another name", url="http://school.example", description="It")
    ResourceFactory(name="Well", provider=school, url="https://well.example", cost="free")
    old, older = (TODAY - timedelta(days=n) for n in (400, 800))
    ResourceFactory(name="Never", provider=school, last_verified=None)
    ResourceFactory(name="Old", provider=school, last_verified=older, verification="verified")
    ResourceFactory(name="Ageing", provider=school, last_verified=old)
    ResourceFactory(name="Ended", provider=school, ends=TODAY - timedelta(days=1))
    ResourceFactory(name="Tomorrow's", provider=school, last_verified=TODAY + timedelta(days=1))
    ResourceFactory(name="Nobody", provider=school, eligibility=Resource.Eligibility.NAMED)
    ResourceFactory(name="Beside", provider=school, eligible_countries=[kenya])
    both = ResourceFactory(
        name="Both", provider=school, eligibility="named", eligible_countries=[kenya]
    )
    both.excluded_countries.add(kenya)
    ResourceFactory(name="No slots", provider=school, capacity_rule="limited", capacity=0)
    ResourceFactory(
        name="Bare", provider=school, modes=[], kinds=[], level_from=None, level_to=None
    )
    return school


@pytest.mark.parametrize(
    ("measure", "names"),
    [
        ("resource-never", {"Never"}),
        ("resource-old", {"Old"}),
        ("resource-ageing", {"Ageing"}),
        ("resource-verified-old", {"Old"}),
        ("resource-ended", {"Ended"}),
        ("resource-future", {"Tomorrow's"}),
        ("resource-nobody", {"Nobody"}),
        ("resource-names-beside", {"Beside"}),
        ("resource-in-and-out", {"Both"}),
        ("resource-no-slots", {"No slots"}),
        ("resource-no-mode", {"Bare"}),
        ("resource-no-level", {"Bare"}),
        ("provider-same-link", {"School", "School by another name"}),
        ("provider-no-offer", {"School by another name"}),
    ],
)
def test_each_measure_finds_what_it_says_and_nothing_else(muddle, analyst, measure, names):
    assert found(measure, analyst) == names
    assert figures(analyst)[measure] == len(names)


def test_needs_that_contradict_each_other_or_whose_time_is_over_are_found(kenya, analyst):
    area = AreaFactory()
    agency = AgencyFactory(country=kenya)
    NeedFactory(agency=agency, area=area, current_level=1)
    NeedFactory(agency=agency, area=area, current_level=2)
    over = {"starts": TODAY - timedelta(days=9), "ends": TODAY - timedelta(days=1)}
    NeedFactory(agency=agency, area=AreaFactory(), **over)

    counted = figures(analyst, country=kenya)

    assert (counted["need-levels-differ"], counted["need-ended"]) == (2, 1)
    assert counted["need-never"] == 3


def test_what_counts_as_not_stated_is_what_the_analysis_takes_as_open(muddle):
    by_engine = {"level", "capacity", "language", "kind", "mode", "eligibility"}
    lens = Lens(None, TODAY)
    for measure in STATED:
        name = measure.key.removeprefix("resource-no-")
        if name in by_engine:
            rows = Resource.objects.filter(measure.condition(lens))
            assert {row.pk for row in rows} == {
                row.pk for row in Resource.objects.all() if name in unstated(row)
            }


def test_every_figure_is_of_what_the_reader_may_see_and_so_is_what_it_is_compared_with(
    client, muddle, analyst, outsider
):
    """A hidden offer with the same link makes no conflict for who may not see it."""
    ResourceFactory(name="Twin", provider=muddle, url="https://well.example/", tlp=TLP.GREEN)

    assert found("resource-same-link", analyst) == {"Well", "Twin"}
    assert found("resource-same-link", outsider) == set()
    client.force_login(outsider)
    assert "Twin" not in client.get("/quality.csv").content.decode()
    client.force_login(analyst)
    assert "TLP:GREEN" in text(client.get("/quality/records/resource-same-link"))


def test_a_provider_and_a_country_have_pages_of_their_own_records(client, muddle, kenya):
    other = ProviderFactory(name="Other", based_in=kenya)
    ResourceFactory(name="Elsewhere", provider=other, last_verified=None)

    page = text(client.get(f"/quality/providers/{muddle.public_id}"))
    listed = client.get(f"/quality/records/resource-never?provider={muddle.public_id}")
    of_country = text(client.get("/quality/countries/KEN"))

    assert "School" in page
    assert "Never" in text(listed)
    assert "Elsewhere" not in text(listed)
    assert "Resources (2)" in of_country  # those that name it
    assert "Providers (1)" in of_country


def test_a_hidden_provider_has_no_such_page_and_no_such_list(client, analyst):
    hidden = ProviderFactory(tlp=TLP.AMBER)
    client.force_login(analyst)

    for path in (
        f"/quality/providers/{hidden.public_id}",
        f"/quality/records/resource-never?provider={hidden.public_id}",
        f"/quality.csv?provider={hidden.public_id}",
        "/quality/records/nonsense",
        "/quality.csv?measure=nonsense",
        "/quality/countries/XXX",
        "/quality/records/need-never?country=nowhere",
    ):
        assert client.get(path).status_code == 404, path


def test_the_file_names_each_record_with_its_label_and_what_to_do_and_is_told_in_the_trail(
    client, muddle
):
    ResourceFactory(name="=cmd()", provider=muddle, last_verified=None)

    response = client.get("/quality.csv?measure=resource-never")

    rows = list(csv.DictReader(StringIO(response.content.decode("utf-8-sig"))))
    assert {row["Name"] for row in rows} == {"Never", "'=cmd()"}
    assert {row["Label"] for row in rows} == {"TLP:CLEAR"}
    assert all(row["What to do"] and row["Id"] for row in rows)
    assert Entry.objects.get(kind=Kind.EXPORT).details["what"] == "data-quality"


@pytest.mark.parametrize(
    "path",
    [
        "/quality",
        "/quality/providers",
        "/quality/countries",
        "/quality/countries/KEN",
        *(f"/quality/records/{measure.key}" for measure in MEASURES[:2]),
    ],
)
def test_pages_cost_no_more_for_more_records(client, muddle, analyst, path):
    for _ in range(3):
        ResourceFactory(provider=ProviderFactory(), last_verified=None)
        NeedFactory(agency__country=Country.objects.get(iso3="KEN"))
    client.force_login(analyst)
    client.get(path)

    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200

    # One for each table, three for the facts of a country, and who asks.
    assert len(queries) <= 11, [q["sql"][:80] for q in queries]


def test_providers_are_listed_worst_first(client, muddle):
    ResourceFactory(provider=ProviderFactory(name="Tidy"))

    page = text(client.get("/quality/providers"))

    assert page.index("School") < page.index("Tidy")


def test_what_is_not_fresh_is_the_same_on_every_page_and_the_sum_of_its_bands(
    client, muddle, kenya
):
    IndicativeNeedFactory(country=kenya, area=AreaFactory())
    AgencyFactory(country=kenya, last_verified=TODAY - timedelta(days=400))

    whole = text(client.get("/quality"))
    assert "3 never confirmed, or longer ago than counts as fresh" in whole
    assert re.search(r" School \d+ \d+ % 3 ", text(client.get("/quality/providers")))
    by_country = text(client.get("/quality/countries"))
    assert "Submitted needs" in by_country
    assert " Kenya 1 0 1 0 " in by_country

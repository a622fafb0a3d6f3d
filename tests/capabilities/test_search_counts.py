"""Counts agree with counting by hand, for any filters and every kind of reader."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from capabilities import folding
from capabilities.facets import FRESHNESS, TYPES_OF_SECTOR
from capabilities.models import CountryGroup, FrameworkReference, Membership, Resource
from portal.access import TLP
from tests.factories import TODAY, AreaFactory, CountryFactory, ProviderFactory, ResourceFactory

pytestmark = pytest.mark.django_db
FACETS = "/api/v1/resources/facets"
READERS = ["visitor", "outsider", "partner", "reviewer"]
AGES = {"6": 30, "12": 280, "24": 600, "older": 1200}
OPTIONS = {
    "country": ["MWI", "TGO", "KEN"],
    "area": ["FOR", "FOR-01", "FOR-02"],
    "kind": ["training", "advisory", "toolkit"],
    "mode": ["in_person", "remote", "not_stated"],
    "language": ["en", "fr", "neutral", "not_stated"],
    "provider_type": ["NGO", "company", "IGO"],
    "sector": ["public", "private", "civil_society"],
    "cost": ["free", "paid", "not_stated"],
    "fresh": list(FRESHNESS),
    "verification": ["stated", "verified"],
    "framework": ["cmm-2021|D4.4", "gci-v5|P3"],
}


def some_of(values, index):
    """One or two of them, other ones for each row."""
    return [values[index % len(values)], values[(index // 2) % len(values)]]


@pytest.fixture
def world(partner, outsider):
    """Forty offers, all different, under all labels, owned and shared in all ways."""
    body = CountryGroup.objects.create(code="CW", name="Commonwealth", kind="body")
    countries = {code: CountryFactory(iso3=code) for code in OPTIONS["country"]}
    for code in ("MWI", "KEN"):
        Membership.objects.create(group=body, country=countries[code], basis="Its list")
    areas = [AreaFactory(code="FOR-01"), AreaFactory(code="FOR-02")]
    for area, heading in zip(areas, OPTIONS["framework"], strict=True):
        framework, code = heading.split("|")
        FrameworkReference.objects.create(
            area=area, framework=framework, code=code, title="Heading", relation="equal"
        )
    providers = [
        ProviderFactory(name=f"House {kind}", type=kind, tlp=label)
        for kind in OPTIONS["provider_type"]
        for label in (TLP.CLEAR, TLP.AMBER)
    ]
    owners = [None, partner.organisation, None, outsider.organisation]
    for index in range(40):
        offer(index, areas, providers, owners[index % 4], partner, countries, body)


LABELS = [TLP.CLEAR, TLP.CLEAR, TLP.GREEN, TLP.AMBER, TLP.AMBER_STRICT, TLP.RED]


def offer(index, areas, providers, owner, partner, countries, body):
    label = LABELS[index % 6]
    language = ("named", "neutral", "not_stated")[index % 3]
    days = list(AGES.values())[index % 4]
    row = ResourceFactory(
        name=f"Offer {index % 7}",
        provider=providers[(index * 5) % 6] if index % 4 else providers[0],
        tlp=label,
        owner=owner,
        shared_with=[partner.organisation_id] if label == TLP.AMBER and index % 2 else [],
        kinds=some_of(OPTIONS["kind"], index),
        modes=[] if index % 5 == 0 else some_of(["in_person", "remote"], index),
        language_rule=language,
        languages=some_of(["en", "fr"], index) if language == "named" else [],
        eligibility=("all", "named", "not_stated")[(index // 3) % 3],
        cost=OPTIONS["cost"][index % 3],
        verification=OPTIONS["verification"][index % 2],
        last_verified=None if index % 5 == 0 else TODAY - timedelta(days=days),
        areas=[areas[index % 2]] if index % 3 else areas,
        eligible_countries=[countries["TGO"]] if index % 2 else [],
    )
    if index % 4 == 1:
        row.eligible_groups.add(body)
    if index % 7 == 2:
        row.excluded_countries.add(countries["KEN"])


def serves(row, country):
    left_out = [one.iso3 for one in row.excluded_countries.all()]
    named = {one.iso3 for one in row.eligible_countries.all()}
    for group in row.eligible_groups.all():
        named |= {one.iso3 for one in group.countries.all()}
    return country not in left_out and (row.eligibility != "named" or country in named)


def in_language(row, code):
    if code in ("neutral", "not_stated"):
        return row.language_rule == code
    return code in row.languages or row.language_rule == "neutral"


def age_of(row):
    days = (TODAY - row.last_verified).days if row.last_verified else None
    return next((age for age, most in AGES.items() if most == days), "never")


# Whether one resource has one value, from its own fields: no index, no token.
HOLDS = {
    "country": serves,
    "area": lambda row, code: any(area.code.startswith(code) for area in row.areas.all()),
    "framework": lambda row, code: any(
        OPTIONS["framework"][int(area.code[-2:]) - 1] == code for area in row.areas.all()
    ),
    "kind": lambda row, kind: kind in row.kinds,
    "mode": lambda row, mode: mode in (row.modes or ["not_stated"]),
    "language": in_language,
    "provider_type": lambda row, kind: row.provider.type == kind,
    "sector": lambda row, sector: row.provider.type in TYPES_OF_SECTOR[sector],
    "cost": lambda row, cost: row.cost == cost,
    "fresh": lambda row, age: age_of(row) == age,
    "verification": lambda row, state: row.verification == state,
}


def holds(row, name, value):
    return HOLDS[name](row, value)


def found(rows, query, *, but=None):
    return [
        row
        for row in rows
        if all(
            any(holds(row, name, value) for value in values)
            for name, values in query.items()
            if name != but and values
        )
    ]


def by_hand(rows, query, name):
    beside = found(rows, query, but=name)
    counts = {value: sum(holds(row, name, value) for row in beside) for value in OPTIONS[name]}
    if name == "language":  # what needs none is no reason to list all the languages there are
        spoken = {code for row in beside for code in row.languages}
        listed = {"neutral", "not_stated", *spoken, *query.get(name, ())}
        counts = {value: number for value, number in counts.items() if value in listed}
    return {value: number for value, number in counts.items() if number}


queries = st.fixed_dictionaries(
    {},
    optional={
        name: st.lists(st.sampled_from(values), max_size=2, unique=True)
        for name, values in OPTIONS.items()
    },
).filter(lambda query: len(query) <= 4)


@pytest.mark.parametrize("is_folded", [False, True])
@pytest.mark.parametrize("person", READERS)
def test_counts_are_those_of_counting_by_hand(client, world, person, is_folded, request):
    reader = None if person == "visitor" else request.getfixturevalue(person)
    if reader:
        client.force_login(reader)
    if is_folded:
        folding.fold(25)  # some rows stay outside
    visible = Resource.objects.visible_to(reader or AnonymousUser())
    rows = list(
        visible.select_related("provider").prefetch_related(
            "areas", "eligible_countries", "eligible_groups__countries", "excluded_countries"
        )
    )
    assert 5 < len(rows) < 40

    @settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(queries, st.sampled_from(["", "offer"]))
    def agree(query, q):
        body = client.get(FACETS, {**query, "q": q}).json()
        shown = {
            facet["name"]: {v["value"]: v["count"] for v in facet["values"] if v["count"]}
            for facet in body["facets"]
        }
        assert body["total"] == len(found(rows, query))
        assert {name: shown[name] for name in OPTIONS} == {
            name: by_hand(rows, query, name) for name in OPTIONS
        }
        listed = client.get("/api/v1/resources", {**query, "q": q, "page_size": 100}).json()
        assert {row["id"] for row in listed["results"]} == {
            row.public_id for row in found(rows, query)
        }

    agree()

"""Providers whom few know of: how that is worked out, from what, and where it shows."""

import pytest
import redis

from capabilities import impressions, search, standing
from capabilities.models import Exposure, Impression, Project, Standing
from capabilities.standing import Known, standings
from gaps import usable
from portal.access import TLP, Audience
from portal.models import OrganisationKind, Verification
from tests.factories import (
    TODAY,
    CountryFactory,
    OrganisationFactory,
    ProviderFactory,
    ResourceFactory,
)

pytestmark = pytest.mark.django_db
CONFIRMED = {"verification": Verification.VERIFIED, "last_verified": TODAY}


@pytest.fixture
def labs():
    """A famous house and a quiet one, each with a lab, and six in between."""
    famous = ProviderFactory(name="Famous", **CONFIRMED)
    quiet = ProviderFactory(name="Quiet", **CONFIRMED)
    others = [ProviderFactory(name=f"House {number}", **CONFIRMED) for number in range(6)]
    for provider in (famous, *others):
        names = [provider.name] * (3 if provider is famous else 1)
        for number, name in enumerate(names):
            Project.objects.create(title=f"{name} {number}", implementers=[name])
    for provider in (famous, quiet):
        ResourceFactory(name=f"Lab of {provider}", provider=provider)
    return famous, quiet


def renew(*useful, audience=Audience.CLEAR):
    standing.renew(audience, useful={one.pk for one in useful}, today=TODAY)


def apart(response):
    return [hit.resource.provider.name for hit, _reason in response.context["less_known"]]


# ---------------------------------------------------------------- how it is worked out


def known(provider, *signals, type="NGO", region="Africa"):  # noqa: A002
    return Known(provider, type, region, True, signals)


def test_visibility_is_the_mean_of_mid_ranks_among_its_like():
    rows = [known(n, n, 0, 0, 10 * n) for n in range(8)]

    found = standings(rows)

    assert found[0].visibility == pytest.approx(1 / 16)
    assert found[7].percentiles == {
        "references": pytest.approx(15 / 16), "visited": pytest.approx(15 / 16),
    }, "what nobody has any of is left out"  # fmt: skip


def test_those_alike_share_the_middle_and_few_are_compared_more_widely():
    africans = [known(n, 5, 0, 0, 0) for n in range(8)]
    alone = known(99, 1, 0, 0, 0, region="Oceania")

    found = standings([*africans, alone])

    assert found[3].visibility == 0.5
    assert (found[3].among, found[99].among) == (8, 9)
    assert found[99].visibility == pytest.approx(1 / 18)
    assert standings([known(1, 0, 0, 0, 0)]) == {}, "nothing is known of anybody"


def test_few_know_of_who_is_seldom_named_confirmed_and_usable(labs):
    famous, quiet = labs
    renew(famous, quiet)

    little = Standing.objects.filter(is_little_known=True)

    assert [one.provider for one in little] == [quiet]
    renew(famous)
    assert not Standing.objects.filter(is_little_known=True), "it is of no use for any need"
    type(quiet).objects.filter(pk=quiet.pk).update(verification=Verification.STATED)
    renew(famous, quiet)
    assert not Standing.objects.filter(is_little_known=True), "nobody has verified it"


def test_what_is_hidden_moves_nobodys_standing_with_those_it_is_hidden_from(labs, analyst):
    famous, quiet = labs
    renew(famous, quiet)
    before = list(Standing.objects.values_list("provider", "visibility", "among"))

    hush = {"tlp": TLP.AMBER_STRICT}
    Project.objects.create(title="Hush", implementers=["Quiet"], funders=["Fund"], **hush)
    hidden = ResourceFactory(provider=quiet, **hush)
    ProviderFactory(name="Hush house", **CONFIRMED, **hush)
    Impression.objects.create(day=TODAY, provider=quiet, label=TLP.AMBER_STRICT, weight=50)
    Exposure.objects.create(
        day=TODAY, provider=quiet, resource=hidden, organisation=analyst.organisation, visits=9
    )
    renew(famous, quiet)

    assert list(Standing.objects.values_list("provider", "visibility", "among")) == before


def test_what_a_provider_enters_about_itself_never_counts(labs):
    famous, quiet = labs
    type(quiet).objects.filter(pk=quiet.pk).update(owner=(own := OrganisationFactory()))
    for number in range(9):
        Project.objects.create(title=f"Own {number}", implementers=["Quiet"], owner=own)

    renew(famous, quiet)

    assert Standing.objects.get(provider=quiet).is_little_known


# ---------------------------------------------------------------- where it shows


def test_a_match_that_few_know_of_is_shown_apart_with_its_reason_and_can_be_switched_off(
    client, labs
):
    famous, quiet = labs
    for number in range(30):
        ResourceFactory(name=f"Lab {number}", description="lab lab lab", provider=famous)
    renew(quiet)

    page = client.get("/resources", {"q": "lab"})

    assert apart(page) == ["Quiet"]
    assert "Less widely known than most of the 8 providers" in page.content.decode()
    off = client.get("/resources", {"q": "lab", "less_known": "no"})
    assert apart(off) == []
    assert "Show matches that few know of" in off.content.decode()
    [found] = client.get("/api/v1/resources/less-known", {"q": "lab"}).json()
    assert found["resource"]["name"] == "Lab of Quiet"
    assert found["visibility"] < 0.35


@pytest.fixture(params=["found is little", "found is much"])
def either_way(request, monkeypatch):
    """What is looked for first depends on how much is found."""
    if request.param == "found is much":
        monkeypatch.setattr(search, "FEW", 0)


def many_of(famous):
    for number in range(30):
        ResourceFactory(name=f"A lab {number}", provider=famous, kinds=["training"])


def test_it_is_shown_of_a_search_by_filters_alone_too(client, labs, either_way):
    famous, quiet = labs
    many_of(famous)
    ResourceFactory(name="Other", provider=quiet, kinds=["equipment"])
    ResourceFactory(name="Zoo", provider=quiet, kinds=["training"])
    renew(quiet)

    page = client.get("/resources", {"kind": "training"})

    [(hit, _reason)] = page.context["less_known"]
    assert hit.resource.name == "Lab of Quiet", "a provider once, by its first"
    assert "Less widely known than most of the 8 providers" in page.content.decode()
    off = client.get("/resources", {"kind": "training", "less_known": "no"})
    assert apart(off) == []
    assert "Show matches that few know of" in off.content.decode()
    [found] = client.get("/api/v1/resources/less-known", {"kind": "training"}).json()
    assert found["resource"]["name"] == "Lab of Quiet"
    assert apart(client.get("/resources", {"kind": "equipment"})) == [], "it is on the page"
    assert apart(client.get("/resources")) == [], "nothing was asked"


def test_of_filters_alone_at_most_three_and_nothing_that_the_reader_may_not_see(
    client, labs, analyst, either_way
):
    famous, quiet = labs
    many_of(famous)
    few = [ProviderFactory(name=f"Few {n}", **CONFIRMED) for n in range(5)]
    for provider in few:
        label = TLP.AMBER if provider is few[0] else TLP.GREEN
        ResourceFactory(name=f"Lab of {provider}", provider=provider, tlp=label)
    for audience in (Audience.CLEAR, Audience.GREEN):
        renew(quiet, *few, audience=audience)

    assert apart(client.get("/resources", {"kind": "training"})) == ["Quiet"]
    client.force_login(analyst)
    shown = apart(client.get("/resources", {"kind": "training"}))
    assert len(shown) == 3
    assert "Few 0" not in shown


def test_what_is_on_the_page_already_is_not_shown_twice(client, labs):
    renew(*labs)

    assert apart(client.get("/resources", {"q": "lab"})) == []


def test_a_reader_sees_what_their_audience_may_know(client, labs, analyst):
    famous, quiet = labs
    for number in range(30):
        ResourceFactory(name=f"Lab {number}", description="lab lab lab", provider=famous)
    renew(quiet, audience=Audience.GREEN)

    assert apart(client.get("/resources", {"q": "lab"})) == []
    client.force_login(analyst)
    assert apart(client.get("/resources", {"q": "lab"})) == ["Quiet"]


def test_the_nightly_task_works_it_out_for_every_audience(labs, analysed):
    analysed()

    usable.renew_standings(TODAY)

    assert set(Standing.objects.values_list("audience", flat=True)) == set(Audience)


# ---------------------------------------------------------------- what is shown counts


@pytest.fixture
def handing_over(monkeypatch):
    """At once, not after some seconds."""
    monkeypatch.setattr(impressions, "PAUSE", 0)
    impressions.sums.cache_clear()
    impressions._redis.cache_clear()
    impressions.take_in()
    yield
    impressions.sums.cache_clear()


def test_what_a_search_shows_counts_less_the_further_down_and_names_nobody(
    client, analyst, handing_over
):
    first, second = (ResourceFactory(name=name) for name in ("A lab", "B lab"))
    own = ResourceFactory(name="C lab", owner=analyst.organisation)
    client.force_login(analyst)

    client.get("/resources", {"q": "lab"})

    Impression.objects.all().delete()
    impressions.take_in()
    weights = dict(Impression.objects.values_list("provider", "weight"))
    assert weights[first.provider_id] == 1
    assert weights[second.provider_id] == pytest.approx(0.63, abs=0.01)
    assert own.provider_id not in weights
    assert {field.name for field in Impression._meta.fields} == {
        "id", "day", "provider", "label", "weight",
    }  # fmt: skip


def test_visitors_and_the_portals_office_do_not_count(client, reviewer, handing_over):
    office = reviewer.organisation
    type(office).objects.filter(pk=office.pk).update(kind=OrganisationKind.OFFICE)
    ResourceFactory(name="A lab")

    client.get("/resources")
    client.force_login(reviewer)
    client.get("/resources")

    impressions.take_in()
    assert not Impression.objects.exists()


def test_a_search_answers_though_nothing_can_be_handed_over(
    client, analyst, handing_over, monkeypatch
):
    def away(*_args, **_more):
        raise redis.ConnectionError

    monkeypatch.setattr(impressions, "hand_over", away)
    CountryFactory()
    ResourceFactory(name="A lab")
    client.force_login(analyst)

    assert client.get("/resources").status_code == 200

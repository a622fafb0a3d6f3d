"""Aggregates of a report for reviewers, released to others: few enough, and by four eyes."""

from functools import partial

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from gaps.models import Release
from gaps.reports import releasing
from gaps.reports.releasing import ReleaseRefused
from gaps.workflow import ReportStatus as S
from portal.access import TLP, Audience, Role
from portal.trail import Entry, Kind
from tests.at_once import at_once
from tests.factories import (
    AgencyFactory,
    AreaFactory,
    CountryFactory,
    NeedFactory,
    OrganisationFactory,
    UserFactory,
)
from tests.gaps.reports.stories import another_reviewer, begun, brought

pytestmark = pytest.mark.django_db


def ask(region, area, counts):
    """Hidden gaps of one cell: how many each of so many organisations has."""
    for number in counts:
        country = CountryFactory(subregion=region)
        agency = AgencyFactory(country=country, owner=OrganisationFactory())
        for _ in range(number):
            NeedFactory(agency=agency, area=area, owner=agency.owner, tlp=TLP.AMBER)


@pytest.fixture
def secret(analysed, reviewer):
    """Three cells: one that may be shown, one with two organisations, one lopsided."""
    phones = AreaFactory(code="FOR-02", name="Phones")
    ask("Western Africa", phones, [3, 3, 2])
    ask("Eastern Africa", phones, [4, 4])
    ask("Melanesia", phones, [8, 1, 1])
    analysed(Audience.AMBER_STRICT)
    return brought(
        begun(reviewer, audience=Audience.AMBER_STRICT),
        S.PUBLISHED,
        author=reviewer,
        checker=another_reviewer(),
    )


def propose(report, by, **said):
    return releasing.propose(
        **{"report": report, "to_label": TLP.CLEAR, "reason": "Donors meet.", "by": by, **said}
    )


def test_reviewers_see_what_would_be_left_out_and_why_before_it_is_released(
    client, secret, reviewer
):
    client.force_login(reviewer)

    page = client.get(f"/reports/{secret.public_id}/release").content.decode()

    assert "<strong>10</strong>" in page
    assert "Left out (8): fewer than 3 organisations" in page
    assert "Left out (10): one organisation makes up more than 70 %" in page
    assert "2 cells that are left out" in page


def test_a_release_shows_rounded_figures_and_nothing_of_the_rest(client, secret, reviewer):
    release = propose(secret, reviewer)
    address = f"/releases/{release.public_id}"
    assert client.get(address).status_code == 404

    releasing.check(release=release, is_released=True, reason="Safe.", by=another_reviewer())

    page = client.get(address).content.decode()
    main = page.split("<main")[1].split("</main>")[0]
    assert ">10</td>" in main
    assert "organisation makes up" not in main
    assert "Donors meet" not in main
    assert secret.public_id not in page
    release.refresh_from_db()
    assert sum(figure is not None for row in release.figures for figure in row) == 1
    assert release.get_absolute_url() in client.get("/releases").content.decode()
    history = client.get(f"/records/release/{release.public_id}/history").content.decode()
    assert "Donors meet" not in history
    assert secret.title not in history


def test_it_takes_two_reviewers_with_reasons_and_is_in_the_trail(secret, reviewer):
    with pytest.raises(ReleaseRefused, match="reason"):
        propose(secret, reviewer, reason=" ")
    release = propose(secret, reviewer)
    other = another_reviewer()

    with pytest.raises(ReleaseRefused, match="somebody else"):
        releasing.check(release=release, is_released=True, reason="Safe.", by=reviewer)
    with pytest.raises(ReleaseRefused, match="reason"):
        releasing.check(release=release, is_released=True, reason="", by=other)
    releasing.check(release=release, is_released=True, reason="Safe.", by=other)

    entry = Entry.objects.get(kind=Kind.EXPORT)
    assert (entry.user, entry.record, entry.why) == (other, release.pk, "Safe.")
    assert Entry.objects.filter(kind=Kind.LABEL, model="gaps.release").exists()


@pytest.mark.parametrize("role", [role for role in Role if role != Role.REVIEWER])
def test_no_other_role_proposes_or_releases(client, secret, reviewer, role):
    person = UserFactory(role=role)
    release = propose(secret, reviewer)
    client.force_login(person)

    assert client.get(f"/reports/{secret.public_id}/release").status_code == 403
    with pytest.raises(PermissionDenied):
        propose(secret, person)
    with pytest.raises(PermissionDenied):
        releasing.check(release=release, is_released=True, reason="x", by=person)


def test_a_public_report_has_nothing_to_release(analysed, reviewer):
    NeedFactory(area=AreaFactory())
    analysed(Audience.CLEAR)
    report = brought(begun(reviewer), S.PUBLISHED, author=reviewer, checker=another_reviewer())

    with pytest.raises(ReleaseRefused, match="report for reviewers"):
        propose(report, reviewer)


def test_what_is_released_stays_and_what_is_refused_is_never_shown(client, secret, reviewer):
    other = another_reviewer()
    refused = propose(secret, reviewer)
    releasing.check(release=refused, is_released=False, reason="Too early.", by=other)
    assert client.get(f"/releases/{refused.public_id}").status_code == 404
    with pytest.raises(ReleaseRefused, match="just decided"):
        releasing.check(release=refused, is_released=True, reason="Now.", by=other)

    released = propose(secret, reviewer)
    releasing.check(release=released, is_released=True, reason="Safe.", by=other)
    with pytest.raises(DatabaseError, match="is out"), transaction.atomic():
        Release.objects.filter(pk=released.pk).update(figures=[])


@pytest.mark.django_db(transaction=True)
def test_of_eight_who_check_at_once_exactly_one_succeeds(secret, reviewer):
    release = propose(secret, reviewer)
    crowd = [another_reviewer() for _ in range(8)]

    def act(mine, person):
        releasing.check(release=mine, is_released=True, reason="Safe.", by=person)
        return "done"

    told = at_once(
        [partial(act, Release.objects.get(pk=release.pk), person) for person in crowd],
        ReleaseRefused,
    )

    assert told.count("done") == 1
    assert told.count("Somebody else has just decided this release.") == 7
    assert Entry.objects.filter(kind=Kind.EXPORT).count() == 1

"""A country sees its page before publication, and its comment stands beside the report."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from capabilities.models import Agency, Country
from gaps.models import CountryPage, ReportComment
from gaps.reports import acts, asking
from gaps.reports.acts import ReportRefused
from gaps.reports.asking import CommentRefused
from gaps.reports.document import from_json
from gaps.workflow import ReportStatus as S
from portal import outbox
from portal.access import Audience, Role
from tests.factories import DeskFactory, UserFactory
from tests.gaps.reports.stories import another_reviewer, begun, brought, step

pytestmark = pytest.mark.django_db


@pytest.fixture
def checker(db):
    return another_reviewer()


@pytest.fixture
def senegal(finding, officer):
    """The officer's organisation keeps Senegal's agency."""
    Agency.objects.filter(country__iso3="SEN").update(owner=officer.organisation)
    return Country.objects.get(iso3="SEN")


@pytest.fixture
def approved(senegal, reviewer, checker):
    return brought(begun(reviewer), S.APPROVED, author=reviewer, checker=checker)


def test_the_officers_of_the_country_are_asked_and_see_their_page_alone(
    client, approved, officer, analyst
):
    page = CountryPage.objects.get()
    client.force_login(officer)

    shown = client.get(f"/country-pages/{page.public_id}").content.decode()

    assert "1 gaps of 1 steps of needs assessed." in shown
    assert "Mobile forensics" in shown
    assert page.public_id in client.get("/country-pages").content.decode()
    assert client.get(f"/reports/{approved.public_id}").status_code == 404
    client.force_login(analyst)
    assert client.get(f"/country-pages/{page.public_id}").status_code == 404


def test_the_letter_says_that_a_page_awaits_and_nothing_of_it(approved, officer):
    outbox.sweep()

    [letter] = [sent for sent in mail.outbox if officer.email in sent.to]
    assert letter.subject.startswith("[TLP:GREEN] A report has a page on your country")
    assert CountryPage.objects.get().get_absolute_url() in letter.body
    assert approved.title not in letter.body
    assert "Senegal" not in letter.body


def test_people_at_the_focal_point_are_asked_too(finding, reviewer, checker):
    person = UserFactory(role=Role.ANALYST)
    DeskFactory(
        level=1, organisation=None, countries=[Country.objects.get(iso3="SEN")], people=[person]
    )

    brought(begun(reviewer), S.APPROVED, author=reviewer, checker=checker)

    page = CountryPage.objects.get()
    assert page.organisation == person.organisation
    assert asking.people(page) == [person]
    assert not asking.may_comment(UserFactory(organisation=person.organisation), page)


def test_the_report_waits_or_the_reviewer_says_why_it_goes_ahead(client, approved, reviewer):
    with pytest.raises(ReportRefused, match="Senegal may still comment"):
        step(approved, S.PUBLISHED, reviewer)

    step(approved, S.PUBLISHED, reviewer, ahead="Parliament votes today.")

    page = client.get(f"/reports/{approved.public_id}").content.decode()
    assert "Parliament votes today." in page


def test_it_need_not_wait_once_the_country_has_answered_or_the_time_is_over(
    approved, officer, reviewer
):
    page = CountryPage.objects.get()
    CountryPage.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert asking.waiting_for(approved) == []
    CountryPage.objects.update(until=timezone.now() + timedelta(days=1))

    asking.comment(page=page, text="We agree.", by=officer)

    assert asking.waiting_for(approved) == []
    assert step(approved, S.PUBLISHED, reviewer).ahead == ""


def test_a_comment_is_published_beside_the_page_and_frozen_in_the_document(
    client, approved, officer, reviewer
):
    page = CountryPage.objects.get()
    client.force_login(officer)
    answer = client.post(f"/country-pages/{page.public_id}", {"text": "Four labs since May."})
    assert answer.status_code == 302

    report = step(approved, S.PUBLISHED, reviewer)

    [said] = from_json(report.document).comments
    assert (said.country, said.text) == ("SEN", "Four labs since May.")
    assert said.organisation == officer.organisation.name
    client.logout()
    assert "Four labs since May." in client.get(f"/reports/{report.public_id}").content.decode()


def test_one_that_comes_in_time_but_after_publication_stands_beside_it_too(
    client, approved, officer, reviewer
):
    report = step(approved, S.PUBLISHED, reviewer, ahead="It is urgent.")
    before = report.document

    asking.comment(page=CountryPage.objects.get(), text="Too fast for us.", by=officer)

    report.refresh_from_db()
    assert report.document == before
    assert ReportComment.objects.get().text == "Too fast for us."
    assert "Too fast for us." in client.get(f"/reports/{report.public_id}").content.decode()


def test_an_organisation_comments_once_in_time_and_nobody_for_another(approved, officer, analyst):
    page = CountryPage.objects.get()
    with pytest.raises(CommentRefused, match="Write"):
        asking.comment(page=page, text=" ", by=officer)
    with pytest.raises(PermissionDenied):
        asking.comment(page=page, text="x", by=UserFactory(role=Role.OFFICER))
    with pytest.raises(PermissionDenied):
        asking.comment(page=page, text="x", by=UserFactory(organisation=officer.organisation))

    asking.comment(page=page, text="We agree.", by=officer)

    with pytest.raises(CommentRefused, match="was faster"):
        asking.comment(page=page, text="We do not.", by=officer)


def test_too_late_is_too_late(client, approved, officer):
    CountryPage.objects.update(until=timezone.now() - timedelta(seconds=1))
    client.force_login(officer)
    page = CountryPage.objects.get()

    answer = client.post(f"/country-pages/{page.public_id}", {"text": "x"})

    assert answer.status_code == 422
    assert "The time for comments has passed" in answer.content.decode()


def test_what_has_changed_is_asked_about_anew(approved, officer, reviewer, checker):
    [first] = CountryPage.objects.all()
    step(approved, S.RETURNED, checker)
    approved.refresh_from_db()
    acts.write(report=approved, title="Other", text="", revision=approved.revision, by=reviewer)

    step(approved, S.IN_REVIEW, reviewer)
    step(approved, S.APPROVED, checker)

    second = CountryPage.objects.exclude(pk=first.pk).get()
    assert second.page["title"] == "Other"
    with pytest.raises(CommentRefused):
        asking.comment(page=first, text="Of the old one.", by=officer)
    asking.comment(page=second, text="Of the new one.", by=officer)


def test_nobody_is_asked_about_a_report_that_they_could_not_read(senegal, reviewer, checker):
    brought(
        begun(reviewer, audience=Audience.AMBER_STRICT),
        S.PUBLISHED,
        author=reviewer,
        checker=checker,
    )

    assert not CountryPage.objects.exists()

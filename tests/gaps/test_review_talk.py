"""What reviewers, submitters and providers say to each other about a finding, and who hears it."""

import pytest

from gaps import decisions
from gaps.decisions import DecisionRefused
from gaps.models import Comment, Finding, Question, Review
from gaps.workflow import Handling
from portal.access import TLP, Audience, Role
from portal.models import OutboxEntry
from tests.factories import NeedFactory, OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db


def text(response):
    return response.content.decode()


@pytest.fixture
def colleagues():
    """Two officers of the organisation that a need belongs to, and one of another."""
    ours = OrganisationFactory()
    return {
        "ours": UserFactory(role=Role.OFFICER, organisation=ours),
        "stranger": UserFactory(role=Role.OFFICER),
    }


@pytest.fixture
def owned(colleagues, analysed):
    need = NeedFactory(owner=colleagues["ours"].organisation, tlp=TLP.AMBER)
    analysed()
    return Finding.objects.get(audience=Audience.AMBER_STRICT, need=need)


def ask(client, finding, **said):
    posted = {"ask-seen": "undecided", "ask-to": "submitter", "ask-text": "Is it so?", **said}
    return client.post(f"/review/{finding.key}/ask", posted)


def test_a_dispute_goes_to_the_submitter_whose_answer_comes_back(
    client, owned, colleagues, reviewer
):
    client.force_login(reviewer)
    assert ask(client, owned).status_code == 302
    question = Question.objects.get()
    assert Review.objects.get().status == Handling.DISPUTED
    assert OutboxEntry.objects.filter(kind="review-asked").count() == 1

    client.force_login(colleagues["stranger"])
    assert client.get(question.get_absolute_url()).status_code == 404
    assert "Is it so?" not in text(client.get("/questions"))

    client.force_login(colleagues["ours"])
    assert "Is it so?" in text(client.get("/questions"))
    assert client.post(question.get_absolute_url(), {"text": "It is."}).status_code == 302
    assert client.post(question.get_absolute_url(), {"text": "Twice."}).status_code == 422

    question.refresh_from_db()
    assert (question.answer, question.answered_by) == ("It is.", colleagues["ours"])
    client.force_login(reviewer)
    assert "It is." in text(client.get(f"/review/{owned.key}"))


def test_a_provider_is_asked_about_its_offer_and_learns_nothing_of_the_need(
    client, finding, course, partner, reviewer
):
    course.owner = partner.organisation
    course.save()
    client.force_login(reviewer)

    ask(client, finding, **{"ask-to": course.public_id})

    client.force_login(partner)
    page = text(client.get(Question.objects.get().get_absolute_url()))
    assert "Is it so?" in page
    assert "Lab course" in page
    assert "Senegal" not in page


@pytest.mark.parametrize(
    ("label", "sees"),
    [(TLP.CLEAR, {"visitor", "member", "reviewer"}), (TLP.GREEN, {"member", "reviewer"}),
     (TLP.AMBER_STRICT, {"reviewer"})],
)  # fmt: skip
def test_a_comment_is_seen_by_those_cleared_for_its_own_label(
    client, finding, reviewer, analyst, label, sees
):
    decisions.comment(
        finding=finding, text="Known since May.", label=label, mentions=[], by=reviewer
    )

    seen = set()
    for name, person in {
        "visitor": None,
        "member": analyst,
        "reviewer": UserFactory(role=Role.REVIEWER),
    }.items():
        client.logout()
        if person:
            client.force_login(person)
        if "Known since May." in text(client.get(finding.get_absolute_url())):
            seen.add(name)

    assert seen == sees


def test_whoever_is_mentioned_must_be_able_to_see_the_comment(owned, colleagues, reviewer):
    stranger = colleagues["stranger"]

    with pytest.raises(DecisionRefused, match=str(stranger)):
        decisions.comment(
            finding=owned, text="Look.", label=TLP.AMBER, mentions=[stranger], by=reviewer
        )
    other = UserFactory(role=Role.REVIEWER)
    decisions.comment(finding=owned, text="Look.", label=TLP.AMBER, mentions=[other], by=reviewer)

    assert Comment.objects.filter(text="Look.").exists()
    assert OutboxEntry.objects.get(kind="review-mentioned").payload["to"] == other.pk

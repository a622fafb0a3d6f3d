"""The review desk: who may decide what, that one of several succeeds, and what stays."""

from datetime import timedelta
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from gaps import decisions, recommending
from gaps.decisions import Choice, DecisionRefused
from gaps.models import (
    Action,
    Decision,
    DueDiligence,
    Finding,
    GapClass,
    Review,
    on_the_desk,
)
from gaps.workflow import MOVES, Handling
from portal.access import TLP, Audience, Role
from tests.at_once import at_once
from tests.factories import TODAY, NeedFactory, ResourceFactory, UserFactory

pytestmark = pytest.mark.django_db
NEXT_MONTH = TODAY + timedelta(days=30)


def choice(to, **said):
    hands = {"in_hand_by": "Expertise France", "in_hand_until": NEXT_MONTH}
    return Choice(
        **{"to": to, "reason": "Seen the papers.", **(hands if to == "in_hand" else {}), **said}
    )


def put(finding, state):
    """A review in some state, whatever the way there."""
    fields = {"status": state, "in_hand_by": "Expertise France" if state == "in_hand" else ""}
    return Review.objects.update_or_create(
        need_id=finding.need_id, step=finding.step, defaults=fields
    )[0]


def test_every_move_of_the_table_is_open_to_reviewers_and_no_other_move_is(finding, reviewer):
    for old in Handling:
        for new in Handling:
            put(finding, old)
            if (old, new) in MOVES:
                decided = decisions.decide(
                    finding=finding, choice=choice(new), seen=old, by=reviewer
                )
                assert decided.status == new
            else:
                with pytest.raises(DecisionRefused):
                    decisions.decide(finding=finding, choice=choice(new), seen=old, by=reviewer)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.REVIEWER])
def test_no_other_role_decides_assigns_overrides_or_notes(finding, role):
    person = UserFactory(role=role)
    acts = [
        lambda: decisions.decide(
            finding=finding, choice=choice(Handling.ACCEPTED), seen=Handling.UNDECIDED, by=person
        ),
        lambda: decisions.assign(finding=finding, to=None, due=None, by=person),
        lambda: decisions.override(
            finding=finding, gap_class=GapClass.STALE, reason="x", by=person
        ),
        lambda: decisions.note_diligence(finding=finding, text="x", by=person),
    ]

    for act in acts:
        with pytest.raises(PermissionDenied):
            act()

    assert not Review.objects.exists()


def test_a_decision_needs_a_reason_and_stays_in_the_history(finding, reviewer):
    with pytest.raises(DecisionRefused, match="reason"):
        decisions.decide(
            finding=finding,
            choice=choice(Handling.ACCEPTED, reason=" "),
            seen=Handling.UNDECIDED,
            by=reviewer,
        )

    decisions.decide(
        finding=finding, choice=choice(Handling.ACCEPTED), seen=Handling.UNDECIDED, by=reviewer
    )

    [kept] = Decision.objects.all()
    assert (kept.old, kept.new, kept.by) == (Handling.UNDECIDED, Handling.ACCEPTED, reviewer)
    assert (kept.gap_class, kept.weighted_gap) == (finding.gap_class, finding.weighted_gap)


def test_what_was_decided_by_somebody_else_meanwhile_is_refused_and_says_so(finding, reviewer):
    decisions.decide(
        finding=finding, choice=choice(Handling.GAP_ACCEPTED), seen=Handling.UNDECIDED, by=reviewer
    )

    with pytest.raises(DecisionRefused, match="it is “Gap accepted” now"):
        decisions.decide(
            finding=finding,
            choice=choice(Handling.ACCEPTED),
            seen=Handling.UNDECIDED,
            by=UserFactory(role=Role.REVIEWER),
        )


@pytest.mark.django_db(transaction=True)
def test_of_eight_who_decide_at_once_exactly_one_succeeds(finding):
    crowd = [UserFactory(role=Role.REVIEWER) for _ in range(8)]

    def decide(person):
        try:
            decisions.decide(
                finding=finding,
                choice=choice(Handling.ACCEPTED),
                seen=Handling.UNDECIDED,
                by=person,
            )
        except DecisionRefused:
            return "refused"
        return "decided"

    outcomes = at_once([partial(decide, person) for person in crowd])

    assert sorted(outcomes) == ["decided"] + ["refused"] * 7
    assert Decision.objects.count() == 1


def test_only_a_later_run_closes_a_finding(client, finding, course, reviewer, analysed):
    client.force_login(reviewer)
    decisions.decide(
        finding=finding, choice=choice(Handling.ACCEPTED), seen=Handling.UNDECIDED, by=reviewer
    )
    assert "1 finding<" in text(client.get("/review", {"queue": "everything"}))

    course.capacity = 10
    course.save()
    analysed()

    assert "0 findings<" in text(client.get("/review", {"queue": "everything"}))


def test_a_finding_that_worsens_comes_back_and_can_be_decided_anew(
    client, finding, course, reviewer, analysed
):
    client.force_login(reviewer)
    decisions.decide(
        finding=finding, choice=choice(Handling.GAP_ACCEPTED), seen=Handling.UNDECIDED, by=reviewer
    )
    assert "0 findings<" in text(client.get("/review"))

    course.capacity = 2
    course.save()
    analysed()
    worse = Finding.objects.get(audience=Audience.AMBER_STRICT, until=None)

    assert "1 finding<" in text(client.get("/review"))
    assert "1 finding<" in text(client.get("/review", {"queue": "worse"}))
    again = decisions.decide(
        finding=worse,
        choice=choice(Handling.GAP_ACCEPTED, reason="Still so."),
        seen=Handling.GAP_ACCEPTED,
        by=reviewer,
    )
    assert not again.is_behind(worse)


def test_an_override_stands_beside_the_computed_class_with_its_reason(client, finding, reviewer):
    client.force_login(reviewer)
    with pytest.raises(DecisionRefused, match="reason"):
        decisions.override(finding=finding, gap_class=GapClass.STALE, reason="", by=reviewer)

    decisions.override(
        finding=finding, gap_class=GapClass.STALE, reason="The course ended.", by=reviewer
    )

    finding.refresh_from_db()
    page = text(client.get(f"/review/{finding.key}"))
    assert finding.gap_class == GapClass.CAPACITY_SHORT
    assert "Reviewer’s class: Not confirmed lately" in page
    assert "The course ended." in page
    assert "Too few places" in page


def test_help_in_an_area_of_risk_is_brokered_only_after_due_diligence(finding, reviewer):
    finding.area.rights_risk = "high"
    finding.area.save()
    broker = choice(Handling.ACCEPTED, action=Action.BROKER)

    with pytest.raises(DecisionRefused, match="due diligence"):
        decisions.decide(finding=finding, choice=broker, seen=Handling.UNDECIDED, by=reviewer)
    decisions.note_diligence(finding=finding, text="Oversight by a judge.", by=reviewer)
    decisions.decide(finding=finding, choice=broker, seen=Handling.UNDECIDED, by=reviewer)

    assert DueDiligence.objects.get().text == "Oversight by a judge."


def text(response):
    return response.content.decode()


def test_several_findings_are_decided_together_each_by_itself(client, finding, reviewer, analysed):
    NeedFactory()
    analysed()
    client.force_login(reviewer)
    rows = on_the_desk(Finding.objects.visible_to(reviewer).gaps())
    chosen = [f"{row.key}:{row.handling}" for row in rows]

    preview = client.post("/review/together", {"chosen": chosen})
    client.post("/review/together", {"chosen": chosen, "to": "accepted", "reason": "All seen."})

    assert "Decide 2 findings together" in text(preview)
    assert Decision.objects.filter(reason="All seen.").count() == 2
    assert "2 findings<" in text(client.get("/review", {"queue": "lately"}))


def test_what_was_decided_since_the_page_was_opened_is_not_decided_together(
    client, finding, reviewer
):
    client.force_login(reviewer)
    put(finding, Handling.ACCEPTED)

    client.post(
        "/review/together",
        {"chosen": f"{finding.key}:undecided", "to": "gap_accepted", "reason": "Late."},
    )

    assert not Decision.objects.exists()


@pytest.mark.parametrize("path", ["/review", "/review/nothing-1", "/questions"])
def test_visitors_are_asked_to_sign_in_whatever_they_ask_for(client, path):
    assert client.get(path).headers["Location"].startswith("/sign-in?next=")


@pytest.mark.parametrize("key", ["real", "nothing-1"])
def test_other_roles_are_refused_the_desk_for_real_and_absent_findings_alike(
    client, finding, analyst, key
):
    client.force_login(analyst)
    path = finding.key if key == "real" else key

    for response in (
        client.get(f"/review/{path}"),
        client.post(f"/review/{path}/decide", {"decide-to": "accepted"}),
        client.get("/review"),
        client.post("/review/together", {"chosen": f"{path}:undecided"}),
    ):
        assert response.status_code == 403


def test_a_decision_that_is_not_complete_says_what_is_missing(client, finding, reviewer):
    client.force_login(reviewer)

    response = client.post(
        f"/review/{finding.key}/decide",
        {"decide-seen": "undecided", "decide-to": "in_hand", "decide-reason": "Known."},
    )

    assert response.status_code == 422
    assert "Say who has it in hand, and until when." in text(response)
    assert not Decision.objects.exists()


def test_the_queues_tell_what_is_mine_and_what_is_overdue(client, finding, reviewer):
    client.force_login(reviewer)
    decisions.assign(finding=finding, to=reviewer, due=TODAY - timedelta(days=1), by=reviewer)

    assert "1 finding<" in text(client.get("/review", {"queue": "mine"}))
    assert "1 finding<" in text(client.get("/review", {"queue": "overdue"}))
    client.force_login(UserFactory(role=Role.REVIEWER))
    assert "0 findings<" in text(client.get("/review", {"queue": "mine"}))


def test_the_queue_costs_no_more_with_more_findings(client, finding, reviewer, analysed):
    client.force_login(reviewer)
    with CaptureQueriesContext(connection) as with_one:
        client.get("/review")
    for _ in range(12):
        NeedFactory()
    analysed()

    with CaptureQueriesContext(connection) as with_many:
        client.get("/review")

    assert len(with_many) <= len(with_one)


def test_the_page_of_a_finding_tells_all_a_reviewer_needs(client, finding, reviewer):
    ResourceFactory(areas=[finding.area], name="Old course", last_verified=None)
    client.force_login(reviewer)

    page = text(client.get(f"/review/{finding.key}"))

    for said in (
        "Offers can serve it, but have fewer places than it asks for",  # the rule
        "4 slots for 10 asked",  # the bottleneck
        "Lab course",  # the evidence
        "It would rise if:",
        "First seen here",
        "Nobody has decided this finding yet.",
    ):
        assert said in page


def test_competitors_are_named_as_far_as_the_reader_may_see_them(
    client, finding, course, reviewer, analysed
):
    rival = NeedFactory(area=finding.area, quantity=5, tlp=TLP.AMBER)
    course.capacity = 11
    course.save()
    analysed()
    client.force_login(reviewer)

    page = text(client.get(f"/review/{finding.key}"))

    assert str(rival.country) in page
    assert "Who else wants these places" in page


@given(
    st.sampled_from(GapClass),
    st.lists(st.sampled_from(("KIND", "LEVEL", "MODE", "TIME", "FRESHNESS")), min_size=1),
    st.booleans(),
    st.booleans(),
)
def test_something_is_suggested_for_every_gap_and_nothing_else(gap, failed, blocked, indicative):
    action = recommending.suggested(gap, tuple(failed), is_blocked=blocked, indicative=indicative)

    assert (action is None) == (not gap.is_gap)
    if gap.is_gap and indicative:
        assert action == Action.VERIFY_NEED

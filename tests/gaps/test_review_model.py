"""Any sequence of acts at the review desk, between any runs, against a small model of it."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from capabilities.models import Resource
from gaps import actions, analysis, decisions
from gaps.decisions import Choice, DecisionRefused
from gaps.models import Decision, Finding, GapClass, Review, on_the_desk
from gaps.workflow import Handling
from portal.access import Audience, Role
from tests.factories import TODAY, NeedFactory, ResourceFactory, UserFactory

H = Handling
ASKED_FOR = 10  # places
MAY_FOLLOW = {
    H.UNDECIDED: {H.ACCEPTED, H.DISPUTED, H.IN_HAND, H.GAP_ACCEPTED},
    H.ACCEPTED: {H.UNDECIDED, H.DISPUTED, H.IN_HAND, H.GAP_ACCEPTED},
    H.DISPUTED: {H.UNDECIDED, H.ACCEPTED, H.IN_HAND, H.GAP_ACCEPTED},
    H.IN_HAND: {H.UNDECIDED, H.ACCEPTED, H.DISPUTED, H.GAP_ACCEPTED},
    H.GAP_ACCEPTED: {H.UNDECIDED},
}
REVIEWERS = ("one reviewer", "another reviewer")
EVERYBODY = (*REVIEWERS, "analyst", "officer", "administrator")


class ReviewDesk(RuleBasedStateMachine):
    """The model: how the finding is handled, since which gap, by whom, and what was decided."""

    def __init__(self):
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        need = NeedFactory(quantity=ASKED_FOR)
        ResourceFactory(areas=[need.area], capacity_rule="limited", capacity=4, last_verified=TODAY)
        self.cast = {name: UserFactory(role=Role.REVIEWER) for name in REVIEWERS}
        self.cast |= {name: UserFactory(role=name) for name in EVERYBODY[2:]}
        self.places, self.state, self.seen_places = 4, H.UNDECIDED, None
        self.history, self.assigned, self.override = [], None, None
        self.analyse()

    def teardown(self):
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    def analyse(self):
        run = actions.create_run(audience=Audience.AMBER_STRICT)
        analysis.execute(run.pk)
        self.finding = Finding.objects.of_run(run).get()

    def is_gap(self):
        return self.places < ASKED_FOR

    @rule(places=st.sampled_from([2, 4, 8, 10]))
    def the_offer_changes_and_a_run_is_made(self, places):
        Resource.objects.update(capacity=places)
        self.places = places
        self.analyse()

    @precondition(is_gap)
    @rule(to=st.sampled_from(H), seen=st.sampled_from(H), who=st.sampled_from(EVERYBODY))
    def decide(self, to, seen, who):
        anew = to == self.state and self.is_behind()
        allowed = who in REVIEWERS and seen == self.state and (anew or to in MAY_FOLLOW[seen])
        hands = {"in_hand_by": "Expertise France", "in_hand_until": TODAY}
        choice = Choice(to=to, reason="Seen.", **(hands if to == H.IN_HAND else {}))

        assert allowed == self.succeeds(
            decisions.decide, choice=choice, seen=seen, by=self.cast[who]
        )

        if allowed:
            self.history.append((self.state, to, who))
            self.state = to
            self.seen_places = None if to == H.UNDECIDED else self.places

    @rule(to=st.sampled_from((*EVERYBODY, None)), who=st.sampled_from(EVERYBODY))
    def assign(self, to, who):
        allowed = who in REVIEWERS and (to is None or to in REVIEWERS)
        person = self.cast[to] if to else None

        assert allowed == self.succeeds(decisions.assign, to=person, due=None, by=self.cast[who])

        if allowed:
            self.assigned = to

    @rule(to=st.sampled_from((*GapClass, None)), who=st.sampled_from(EVERYBODY))
    def set_another_class_beside_it(self, to, who):
        allowed = who in REVIEWERS and to != self.finding.gap_class

        assert allowed == self.succeeds(
            decisions.override, gap_class=to, reason="It fits better.", by=self.cast[who]
        )

        if allowed:
            self.override = to

    def succeeds(self, act, **said):
        try:
            with transaction.atomic():
                act(finding=self.finding, **said)
        except (DecisionRefused, PermissionDenied):
            return False
        return True

    def is_behind(self):
        return self.seen_places is not None and self.places < self.seen_places

    @invariant()
    def the_rows_are_as_the_model_says(self):
        review = Review.objects.first()
        if review:
            held = review.assigned_to
            assert review.status == self.state
            assert (held and held.pk) == (self.assigned and self.cast[self.assigned].pk)
            assert review.override == self.override
        kept = Decision.objects.order_by("pk").values_list("old", "new", "by")
        assert list(kept) == [(old, new, self.cast[who].pk) for old, new, who in self.history]

    @invariant()
    def what_people_decide_moves_no_figure_and_closes_nothing(self):
        missing = max(0, ASKED_FOR - self.places)
        assert self.finding.missing == missing
        assert self.finding.gap == (
            GapClass.CAPACITY_SHORT if missing else GapClass.SINGLE_PROVIDER
        )
        on_desk = on_the_desk(Finding.objects.visible_to(self.cast["one reviewer"]).gaps())
        assert [row.handling for row in on_desk] == ([self.state] if missing else [])
        if missing:
            assert on_desk[0].is_behind == self.is_behind()


@pytest.mark.django_db
def test_whatever_reviewers_do_findings_are_handled_as_the_model_says():
    small = settings(settings.get_profile("suite"), max_examples=8, stateful_step_count=20)
    run_state_machine_as_test(ReviewDesk, settings=small)

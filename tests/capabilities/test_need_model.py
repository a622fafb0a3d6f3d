"""Any sequence of acts, by anybody, against a small model of the way of a need."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from capabilities import actions, desks
from capabilities.models import Need, Submission
from capabilities.workflow import ENDED, LIVE, Status
from portal.access import Role
from tests.capabilities.need_stories import can_bring, submitted_for
from tests.factories import CountryFactory, DeskFactory, UserFactory

S = Status
OFFICER_MAY = {
    (S.RETURNED, S.SUBMITTED),
    (S.SUBMITTED, S.WITHDRAWN),
    (S.RETURNED, S.WITHDRAWN),
    (S.ACCEPTED, S.WITHDRAWN),
    (S.BEING_MET, S.WITHDRAWN),
}
REVIEWER_MAY = {
    (S.SUBMITTED, S.RETURNED),
    (S.SUBMITTED, S.ACCEPTED),
    (S.SUBMITTED, S.DECLINED),
    (S.ACCEPTED, S.BEING_MET),
    (S.BEING_MET, S.MET),
}
LAST_DESK = 2
ACTORS = ("officer", "stranger", "reviewer")
MAY = {"officer": OFFICER_MAY, "stranger": set(), "reviewer": REVIEWER_MAY}


class WayOfNeeds(RuleBasedStateMachine):
    """The model: of each need its status, its desk, and how many moves it has made."""

    needs = Bundle("needs")

    def __init__(self):
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.country = CountryFactory(iso3="SEN", subregion="Western Africa")
        self.cast = {
            "officer": UserFactory(role=Role.OFFICER),
            "stranger": UserFactory(role=Role.OFFICER),
            "reviewer": UserFactory(role=Role.REVIEWER),
        }
        self.line = [
            DeskFactory(level=1, countries=[self.country], days=3),
            DeskFactory(level=2, regions=["Western Africa"], days=5),
            DeskFactory(level=3),
        ]
        self.clock = timezone.now()
        self.model = {}

    def teardown(self):
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    @rule(target=needs)
    def submit(self):
        need = submitted_for(self.country, self.cast["officer"])
        self.model[need.pk] = {"status": S.SUBMITTED, "desk": 0, "moves": 1}
        return need.pk

    @rule(pk=needs, to=st.sampled_from(S), who=st.sampled_from(ACTORS))
    def bring(self, pk, to, who):
        expected = self.model[pk]
        allowed = (expected["status"], to) in MAY[who]

        assert can_bring(Need.objects.get(pk=pk), to, self.cast[who]) == allowed

        if allowed:
            expected["status"] = to
            expected["moves"] += 1

    @rule(pk=needs, who=st.sampled_from(ACTORS))
    def pass_on(self, pk, who):
        expected = self.model[pk]
        is_waiting = expected["status"] == S.SUBMITTED
        allowed = is_waiting and who == "reviewer" and expected["desk"] < LAST_DESK
        try:
            actions.pass_on(need=Need.objects.get(pk=pk), by=self.cast[who])
            done = True
        except (actions.MoveNotAllowed, PermissionDenied):
            done = False

        assert done == allowed
        if allowed:
            expected["desk"] += 1
            expected["moves"] += 1

    @rule()
    def time_passes(self):
        self.clock += timedelta(days=100)
        moved = [
            expected
            for expected in self.model.values()
            if expected["status"] == S.SUBMITTED and expected["desk"] < LAST_DESK
        ]

        assert desks.escalate(at=self.clock) == len(moved)

        for expected in moved:
            expected["desk"] += 1
            expected["moves"] += 1

    @invariant()
    def the_rows_are_as_the_model_says(self):
        for need in Need.objects.select_related("submission"):
            expected = self.model[need.pk]
            assert need.status == expected["status"]
            assert need.moves.count() == expected["moves"]
            assert need.moves.last().new == need.status
            assert need.submission.desk_id == self.line[expected["desk"]].pk
            waits = need.status == S.SUBMITTED and expected["desk"] < LAST_DESK
            assert (need.submission.due is not None) == waits
            assert (need.holder == "Nobody: it has ended") == (need.status in ENDED)
        live = set(Need.objects.live().values_list("pk", flat=True))
        assert live == {pk for pk, known in self.model.items() if known["status"] in LIVE}
        assert Submission.objects.count() == len(self.model)


@pytest.mark.django_db
def test_whatever_people_do_needs_go_the_way_of_the_model():
    small = settings(settings.get_profile("suite"), max_examples=12, stateful_step_count=20)
    run_state_machine_as_test(WayOfNeeds, settings=small)

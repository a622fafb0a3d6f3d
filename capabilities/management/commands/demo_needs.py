"""Needs for the demonstration, one in each state; every text says that it is made up."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from capabilities import actions
from capabilities.models import Agency, Country, Desk, Need, NeedDraft
from capabilities.workflow import Status
from portal.access import DEMO_DOMAIN, Role
from portal.models import User

KEY = "demonstration:agency"
COUNTRY = "SEN"


@dataclass(frozen=True)
class Story:
    """One need: its answers, and how far it has come."""

    area: str
    kinds: list[str]
    levels: tuple[int, int]
    quantity: int
    urgency: int
    reason: str
    tlp: str
    to: Status

    def answers(self) -> dict[str, Any]:
        today = timezone.localdate()
        return {
            "area": self.area,
            "kinds": self.kinds,
            "current_level": self.levels[0],
            "target_level": self.levels[1],
            "quantity": self.quantity,
            "languages": ["fr"],
            "modes": ["any"],
            "starts": today.isoformat(),
            "ends": (today + timedelta(days=365)).isoformat(),
            "urgency": self.urgency,
            "reason": f"Demonstration: {self.reason}",
            "evidence": "",
            "tlp": self.tlp,
            "label_reason": "",
        }


STORIES = (
    Story(
        *("FOR-02", ["training", "equipment"], (2, 3), 12, 4),
        "seized telephones wait many months for examination.",
        *("AMBER", Status.SUBMITTED),
    ),
    Story(
        *("FIN-01", ["training"], (1, 2), 8, 5),
        "nobody can follow a payment in virtual assets.",
        *("AMBER", Status.RETURNED),
    ),
    Story(
        *("INV-02", ["training", "mentoring"], (2, 3), 20, 3),
        "investigators need the next step of training.",
        *("AMBER", Status.ACCEPTED),
    ),
    Story(
        *("INT-02", ["advisory"], (2, 3), 4, 3),
        "requests for evidence abroad come back with questions of form.",
        *("AMBER", Status.BEING_MET),
    ),
    Story(
        *("FOR-01", ["training"], (1, 2), 6, 2),
        "first responders lacked a common procedure.",
        *("AMBER", Status.MET),
    ),
)
REASONS = {
    Status.RETURNED: "Demonstration: how many of the eight would also teach others?",
    Status.ACCEPTED: "Demonstration: plain, and in line with the national plan.",
    Status.BEING_MET: "Demonstration: a course has places for them.",
    Status.MET: "Demonstration: the agency has confirmed it.",
}
WAY = (Status.ACCEPTED, Status.BEING_MET, Status.MET)


class Command(BaseCommand):
    help = "Give the demonstration's officer an agency, desks, and needs in every state."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Demonstration needs are made only where DEMO=1 is set.")
        if not Agency.objects.filter(import_key=KEY).exists():
            _make()
        call_command("demo_entries")


@transaction.atomic
def _make() -> None:
    officer, reviewer = (
        User.objects.get(email=f"{role.value}@{DEMO_DOMAIN}")
        for role in (Role.OFFICER, Role.REVIEWER)
    )
    _desks(reviewer)
    agency = Agency.objects.create(
        import_key=KEY,
        name="Cybercrime division (demonstration)",
        country=Country.objects.get(iso3=COUNTRY),
        owner=officer.organisation,
        kinds=[Agency.Kind.POLICE],
        languages=["fr"],
        said_by="Demonstration data",
    )
    for story in STORIES:
        _tell(story, agency, officer, reviewer)
    NeedDraft.objects.create(agency=agency, by=officer, answers={"area": "CSE-01"})


def _desks(reviewer: User) -> None:
    """A regional desk and one for the world; the focal point is left out, and skipped."""
    Desk.objects.create(
        name="West Africa desk (demonstration)",
        level=Desk.Level.REGIONAL,
        regions=["Western Africa"],
        organisation=reviewer.organisation,
        days=5,
    )
    Desk.objects.create(
        name="FCO desk (demonstration)",
        level=Desk.Level.CENTRAL,
        organisation=reviewer.organisation,
    )


def _tell(story: Story, agency: Agency, officer: User, reviewer: User) -> None:
    """Bring a need as far as its story goes, by the acts of the people who would."""
    need = actions.submit_at_once(agency=agency, given=story.answers(), by=officer)
    if story.to == Status.RETURNED:
        _step(need, Status.RETURNED, reviewer)
    for status in WAY[: WAY.index(story.to) + 1] if story.to in WAY else ():
        _step(need, status, reviewer)


def _step(need: Need, to: Status, by: User) -> None:
    if to != Status.MET:
        actions.move(need=need, to=to, by=by, reason=REASONS[to])
        return
    actions.finish(
        need=need,
        by=by,
        reason=REASONS[to],
        helped="fully",
        helpers="Demonstration: a training centre of the region",
        evidence="Demonstration: six certificates",
    )

"""The way of one need as its page shows it: where it stands, who has it, and what came before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from capabilities import actions, attachments, workflow
from capabilities.models import Attachment, Need, NeedMove, NeedOutcome, Submission
from capabilities.workflow import Status
from portal.access import Permission, Reader, may


@dataclass(frozen=True)
class Step:
    """One entry of the timeline."""

    what: str
    who: str
    at: datetime
    reason: str
    desk: str


@dataclass(frozen=True)
class Choice:
    """Something the reader can do with the need now."""

    text: Any
    address: str
    by_post: bool = False
    is_last_resort: bool = False


@dataclass(frozen=True)
class Way:
    """Where a need stands, for one reader."""

    submission: Submission | None
    holder: str
    steps: list[Step]
    choices: list[Choice]
    outcome: NeedOutcome | None
    questions: str


def way_of(need: Need, reader: Reader, attached: Sequence[Attachment] = ()) -> Way:
    """`attached` are its files as far as the reader may see them, with who added each."""
    submission = Submission.objects.select_related("desk", "by").filter(need=need).first()
    moves = list(need.moves.select_related("by__organisation", "desk"))
    asked = [move.reason for move in moves if move.new == Status.RETURNED]
    return Way(
        submission=submission,
        holder=need.holder,
        steps=_steps(moves, attached, reader),
        choices=_choices(need, reader),
        outcome=NeedOutcome.objects.filter(need=need).first(),
        questions=asked[-1] if asked and need.status == Status.RETURNED else "",
    )


def _steps(moves: Sequence[NeedMove], attached: Sequence[Attachment], reader: Reader) -> list[Step]:
    """Moves, and between them the files that were added by themselves."""
    steps = [_step(move, reader) for move in moves]
    steps += [_file_step(file, reader) for file in attached if file.note]
    return sorted(steps, key=lambda step: step.at)


def _file_step(file: Attachment, reader: Reader) -> Step:
    what = _("File added: %(name)s") % {"name": file.name}
    return Step(what=what, who=who(file, reader), at=file.at, reason=file.note, desk="")


def _step(move: NeedMove, reader: Reader) -> Step:
    what = _("Handed on") if move.is_hand_over else str(move.get_new_display())
    desk = str(move.desk) if move.desk and move.new == Status.SUBMITTED else ""
    return Step(what=what, who=who(move, reader), at=move.at, reason=move.reason, desk=desk)


def who(move: NeedMove | Attachment, reader: Reader) -> str:
    """A colleague or, for a reviewer, anybody by name; others by their organisation."""
    if move.by is None:
        return _("The portal, on time")
    is_near = reader.is_authenticated and reader.organisation_id == move.by.organisation_id
    if is_near or may(reader, Permission.TRIAGE):
        return str(move.by)
    return str(move.by.organisation or _("A reviewer"))


def _choices(need: Need, reader: Reader) -> list[Choice]:
    choices = []
    for status, rule in actions.possible(need, reader):
        if status == Status.SUBMITTED:
            address = reverse("capabilities:need_revise", args=[need.public_id])
            choices.append(Choice(rule.verb, address, by_post=True))
        else:
            address = reverse("capabilities:need_move", args=[need.public_id, status.value])
            is_last = status in (Status.WITHDRAWN, Status.DECLINED)
            choices.append(Choice(rule.verb, address, is_last_resort=is_last))
    choices.sort(key=lambda choice: choice.is_last_resort)
    if actions.may_pass_on(need, reader):
        address = reverse("capabilities:need_pass_on", args=[need.public_id])
        choices.append(Choice(workflow.PASS_ON.verb, address))
    if attachments.may_attach(need, reader):
        address = reverse("capabilities:need_attach", args=[need.public_id])
        choices.append(Choice(_("Add a file"), address))
    if actions.may_record_outcome(need, reader):
        address = reverse("capabilities:need_outcome", args=[need.public_id])
        choices.append(Choice(_("Record the outcome"), address))
    return choices

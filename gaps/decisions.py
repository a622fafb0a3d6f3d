"""What people do at the review desk: one function each, the permission asked inside."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from capabilities.models import CapabilityArea, Need, Resource
from gaps import letters
from gaps.models import (
    Action,
    Comment,
    Decision,
    DueDiligence,
    Finding,
    GapClass,
    Question,
    Review,
    Run,
)
from gaps.workflow import MOVES, Handling
from portal.access import TLP, Permission, may, owns, require
from portal.models import Organisation, User


class DecisionRefused(Exception):
    """Something that cannot be done to a finding; the text says why, and what to do instead."""


@dataclass(frozen=True)
class Choice:
    """What a reviewer decides of a finding."""

    to: Handling
    reason: str
    action: str = ""
    in_hand_by: str = ""
    in_hand_until: date | None = None


@transaction.atomic
def decide(*, finding: Finding, choice: Choice, seen: Handling, by: User) -> Review:
    """Move a finding to another state, or decide one anew that has changed since.

    `seen` is the state that the reviewer looked at: of several who decide at once one succeeds.
    """
    review = _review(finding, by)
    _require_move(review, finding, seen, choice.to, by)
    _require_said(finding, choice)
    decided = Review.objects.filter(pk=review.pk, status=seen, decided=review.decided).update(
        status=choice.to,
        action=choice.action,
        in_hand_by=choice.in_hand_by if choice.to == Handling.IN_HAND else "",
        in_hand_until=choice.in_hand_until if choice.to == Handling.IN_HAND else None,
        decided=timezone.now(),
        **_seen_of(finding, choice.to),
    )
    if not decided:
        raise DecisionRefused(_("Somebody else has just decided this finding. Look at it again."))
    Decision.objects.create(
        review=review,
        old=seen,
        new=choice.to,
        action=choice.action,
        reason=choice.reason.strip(),
        by=by,
        run=_latest_run(by),
        gap_class=finding.gap_class,
        weighted_gap=finding.weighted_gap,
    )
    review.refresh_from_db()
    return review


def _review(finding: Finding, by: User) -> Review:
    """The review of a finding that this reviewer may see, made where there is none yet."""
    require(by, Permission.REVIEW)
    if not Finding.objects.visible_to(by).filter(pk=finding.pk).exists():
        raise PermissionDenied(_("You may not decide this finding."))
    review: Review = Review.objects.get_or_create(need_id=finding.need_id, step=finding.step)[0]
    return review


def _require_move(review: Review, finding: Finding, seen: Handling, to: Handling, by: User) -> None:
    if review.handling != seen:
        raise DecisionRefused(
            _("Somebody else has decided this finding meanwhile: it is “%(state)s” now.")
            % {"state": review.get_status_display()}
        )
    if seen == to and review.is_behind(finding):
        return require(by, Permission.REVIEW)
    if (seen, to) not in MOVES:
        raise DecisionRefused(
            _("A finding that is “%(old)s” cannot become “%(new)s”.")
            % {"old": seen.label, "new": to.label}
        )
    return require(by, MOVES[seen, to].permission)


def _require_said(finding: Finding, choice: Choice) -> None:
    if not choice.reason.strip():
        raise DecisionRefused(_("Give the reason for the decision."))
    if choice.to == Handling.IN_HAND and not (choice.in_hand_by and choice.in_hand_until):
        raise DecisionRefused(_("Say who has it in hand, and until when."))
    if choice.action == Action.BROKER and needs_diligence(finding):
        raise DecisionRefused(
            _(
                "Help in “%(area)s” can be turned against people's rights. Write down what was "
                "looked into (due diligence) before a match is brokered."
            )
            % {"area": finding.area}
        )


def needs_diligence(finding: Finding) -> bool:
    """Whether brokering help for this finding waits for a note of due diligence."""
    if finding.area.rights_risk == CapabilityArea.Risk.LOW:
        return False
    return not DueDiligence.objects.filter(need=finding.need_id).exists()


def _seen_of(finding: Finding, to: Handling) -> dict[str, Any]:
    if to == Handling.UNDECIDED:
        return {"seen_class": None, "seen_gap": None}
    return {"seen_class": finding.gap_class, "seen_gap": finding.weighted_gap}


def _latest_run(by: User) -> Run:
    run = Run.objects.shown_to(by)
    assert run is not None, "a finding that somebody sees comes from a run"
    return run


def decide_together(
    *, findings: Iterable[tuple[Finding, Handling]], choice: Choice, by: User
) -> tuple[int, list[str]]:
    """Decide several findings alike, each by itself; how many were, and why others were not."""
    require(by, Permission.REVIEW)
    done, refused = 0, []
    for finding, seen in findings:
        try:
            decide(finding=finding, choice=choice, seen=seen, by=by)
            done += 1
        except DecisionRefused as refusal:
            refused.append(f"{finding}: {refusal}")
    return done, refused


@transaction.atomic
def assign(*, finding: Finding, to: User | None, due: date | None, by: User) -> Review:
    """Say who sees to a finding, and until when; nobody takes it back."""
    review = _review(finding, by)
    if to is not None and not may(to, Permission.REVIEW):
        raise DecisionRefused(_("Only a reviewer can see to a finding."))
    if due is not None and to is None:
        raise DecisionRefused(_("A day to be done by needs somebody who sees to it."))
    is_new = to is not None and to.pk not in (review.assigned_to_id, by.pk)
    Review.objects.filter(pk=review.pk).update(assigned_to=to, due=due)
    if is_new and to is not None:
        letters.tell_assigned(review, to)
    review.refresh_from_db()
    return review


@transaction.atomic
def override(*, finding: Finding, gap_class: GapClass | None, reason: str, by: User) -> Review:
    """Set a class of one's own beside the computed one, or take it back."""
    review = _review(finding, by)
    if gap_class is not None and not reason.strip():
        raise DecisionRefused(_("Give the reason why the computed class does not fit."))
    if gap_class == finding.gap_class:
        raise DecisionRefused(_("That is the computed class already."))
    kept = reason.strip() if gap_class is not None else ""
    Review.objects.filter(pk=review.pk).update(override=gap_class, override_reason=kept)
    review.refresh_from_db()
    return review


@transaction.atomic
def note_diligence(*, finding: Finding, text: str, by: User) -> DueDiligence:
    """Write down what was looked into before help is brokered in an area of risk."""
    _review(finding, by)
    if not text.strip():
        raise DecisionRefused(_("Say what was looked into, and what was found."))
    note: DueDiligence = DueDiligence.objects.create(
        need_id=finding.need_id, text=text.strip(), by=by
    )
    return note


# ------------------------------------------------------------------ questions


@dataclass(frozen=True)
class Addressee:
    """An organisation that a question can be put to: the submitter, or a provider of an offer."""

    organisation: Organisation
    resource: Resource | None = None

    @property
    def key(self) -> str:
        """Its name in a form."""
        return self.resource.public_id if self.resource else "submitter"

    def __str__(self) -> str:
        if self.resource is None:
            return _("%(organisation)s, who submitted the need") % {
                "organisation": self.organisation
            }
        return _("%(organisation)s, about “%(resource)s”") % {
            "organisation": self.organisation,
            "resource": self.resource,
        }


def addressees(need: Need, resources: Iterable[Resource]) -> list[Addressee]:
    """Whom a dispute can go to: organisations of the portal that own the need or an offer."""
    found = [Addressee(need.owner)] if need.owner and need.owner.verified else []
    return found + [
        Addressee(row.owner, row) for row in resources if row.owner and row.owner.verified
    ]


@transaction.atomic
def ask(*, finding: Finding, of: Addressee, text: str, seen: Handling, by: User) -> Question:
    """Dispute a finding, and put the question to who can answer it."""
    reason = text.strip()
    if not reason:
        raise DecisionRefused(_("Write the question."))
    review = _review(finding, by)
    if review.handling != Handling.DISPUTED:
        dispute = Choice(to=Handling.DISPUTED, reason=reason, action=review.action)
        review = decide(finding=finding, choice=dispute, seen=seen, by=by)
    question: Question = Question.objects.create(
        review=review, organisation=of.organisation, resource=of.resource, text=reason, asked_by=by
    )
    letters.tell_asked(question)
    return question


def may_answer(user: User, question: Question) -> bool:
    """Whether this person answers for the organisation that a question was put to."""
    wanted = Permission.KEEP_ENTRIES if question.resource_id else Permission.SUBMIT_NEEDS
    is_ours = user.organisation_id == question.organisation_id
    return is_ours and question.answered is None and may(user, wanted)


@transaction.atomic
def answer(*, question: Question, text: str, by: User) -> Question:
    """Answer a question that was put to one's organisation; once."""
    wanted = Permission.KEEP_ENTRIES if question.resource_id else Permission.SUBMIT_NEEDS
    require(by, wanted)
    if not Question.objects.visible_to(by).filter(pk=question.pk).exists():
        raise PermissionDenied(_("This question was put to somebody else."))
    if not text.strip():
        raise DecisionRefused(_("Write the answer."))
    answered = Question.objects.open().filter(pk=question.pk)
    if not answered.update(answer=text.strip(), answered_by=by, answered=timezone.now()):
        raise DecisionRefused(_("Somebody of your organisation has answered already."))
    question.refresh_from_db()
    letters.tell_answered(question)
    return question


# ------------------------------------------------------------------ comments


def may_comment(user: User, finding: Finding) -> bool:
    """Reviewers, and the officers whose organisation submitted the need."""
    is_ours = may(user, Permission.SUBMIT_NEEDS) and owns(user, finding.need)
    return may(user, Permission.REVIEW) or is_ours


@transaction.atomic
def comment(
    *, finding: Finding, text: str, label: TLP, mentions: Iterable[User], by: User
) -> Comment:
    """Say something of a finding to all who see it and are cleared for the label."""
    if not may_comment(by, finding):
        raise PermissionDenied(_("You may not comment on this finding."))
    if not text.strip():
        raise DecisionRefused(_("Write the comment."))
    if label == TLP.RED:
        raise DecisionRefused(_("A comment cannot be TLP:RED: it is for all who see the finding."))
    said: Comment = Comment.objects.create(
        need_id=finding.need_id,
        step=finding.step,
        text=text.strip(),
        tlp=label,
        owner=by.organisation,
        by=by,
    )
    for person in mentions:
        if not Comment.objects.visible_to(person).filter(pk=said.pk).exists():
            raise DecisionRefused(
                _("%(person)s may not see a comment with this label. Choose another label.")
                % {"person": person}
            )
        letters.tell_mentioned(said, person)
    return said

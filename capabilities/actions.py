"""What people can do with needs: one function each, the permission asked inside."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from capabilities import answers, attachments, desks, letters, workflow
from capabilities.models import Agency, Desk, Need, NeedDraft, NeedMove, NeedOutcome, Submission
from capabilities.questions import QUESTIONS, Context, Question
from capabilities.steps import Answers
from capabilities.workflow import Party, Rule, Status
from portal import idempotency, outbox
from portal.access import TLP, Permission, may, require
from portal.models import User, Verification

# Told to the floor above, which looks whether the analysis is still true.
DIRECTORY_CHANGED = "directory-changed"


class MoveNotAllowed(Exception):
    """A step that a need cannot take; the text says why."""


# ------------------------------------------------------------------ drafts


@transaction.atomic
def start_draft(*, agency: Agency, by: User, key: str = "") -> NeedDraft:
    """Begin to write down a need of one of the officer's own agencies."""
    _require_agency(agency, by)

    def make() -> str:
        return str(NeedDraft.objects.create(agency=agency, by=by).public_id)

    made = idempotency.once(
        by=by, act="draft-need", key=key, request={"agency": agency.public_id}, make=make
    )
    draft: NeedDraft = NeedDraft.objects.for_display().get(public_id=made)
    return draft


@transaction.atomic
def answer(*, draft: NeedDraft, question: Question, by: User) -> None:
    """Keep the answers to one question; the rest of the draft stays as it is."""
    _require_agency(draft.agency, by)
    if not question.is_valid():
        raise answers.AnswersRefused(answers.said(question))
    kept = NeedDraft.objects.select_for_update().open().filter(pk=draft.pk).first()
    if kept is None:
        raise MoveNotAllowed(_("This draft has been submitted or deleted meanwhile."))
    kept.answers |= question.answers()
    kept.save(update_fields=["answers", "changed"])
    draft.answers = kept.answers


@transaction.atomic
def answer_several(*, draft: NeedDraft, given: Answers, by: User) -> None:
    """Keep several answers, all of them or none."""
    locked = TLP(draft.need.tlp) if draft.need else None
    errors: dict[str, list[str]] = {}
    for question in QUESTIONS:
        names = set(question.base_fields)
        if not names & set(given):
            continue
        context = Context.of(draft.agency, {**draft.answers, **given}, locked)
        known = {name: draft.answers[name] for name in names if name in draft.answers}
        try:
            answer(draft=draft, question=question({**known, **given}, context=context), by=by)
        except answers.AnswersRefused as refusal:
            errors |= refusal.errors
    if errors:
        raise answers.AnswersRefused(errors)


@transaction.atomic
def delete_draft(*, draft: NeedDraft, by: User) -> None:
    """Throw away what is being written. A need that was submitted before stays."""
    _require_agency(draft.agency, by)
    if not NeedDraft.objects.visible_to(by).open().filter(pk=draft.pk).delete()[0]:
        raise MoveNotAllowed(_("This draft has been submitted or deleted meanwhile."))


@transaction.atomic
def revise(*, need: Need, by: User) -> NeedDraft:
    """Go over the answers of a need that was returned with questions."""
    rule = _rule(Status(need.status), Status.SUBMITTED)
    _require_party(rule, need, by)
    assert need.agency is not None  # as for every submitted need
    draft, _is_new = NeedDraft.objects.get_or_create(
        need=need, defaults={"agency": need.agency, "by": by, "public_id": need.public_id}
    )
    if draft.submitted or not draft.answers:
        draft.answers, draft.submitted, draft.by = answers.of_need(need), None, by
        draft.save(update_fields=["answers", "submitted", "by", "changed"])
    return draft


# ------------------------------------------------------------------ submitting


@transaction.atomic
def submit(*, draft: NeedDraft, by: User, note: str = "", key: str = "") -> Need:
    """Submit what was written. Done twice, by whatever way, it is one need."""
    _require_agency(draft.agency, by)

    def make() -> str:
        return str(_submit(draft, by, note).public_id)

    request = {"draft": draft.public_id, "since": _text_of(draft.created)}
    made = idempotency.once(by=by, act="submit-need", key=key, request=request, make=make)
    need: Need = Need.objects.for_display().get(public_id=made)
    return need


@transaction.atomic
def submit_at_once(*, agency: Agency, given: Answers, by: User, key: str = "") -> Need:
    """Submit a need whose answers are all there."""
    _require_agency(agency, by)

    def make() -> str:
        draft = NeedDraft.objects.create(agency=agency, by=by, answers=dict(given))
        return str(_submit(draft, by, "").public_id)

    request = {"agency": agency.public_id, **given}
    made = idempotency.once(by=by, act="submit-at-once", key=key, request=request, make=make)
    need: Need = Need.objects.for_display().get(public_id=made)
    return need


def _text_of(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


def _submit(draft: NeedDraft, by: User, note: str) -> Need:
    kept = NeedDraft.objects.select_for_update(of=("self",)).for_display().get(pk=draft.pk)
    if kept.submitted and kept.need:
        return kept.need  # somebody was quicker, or the form was sent twice
    at = timezone.now()
    need = _again(kept, by, note, at) if kept.need else _first(kept, by, at)
    kept.need, kept.submitted = need, at
    kept.save(update_fields=["need", "submitted"])
    attachments.hand_over(kept, need)
    return need


def _first(draft: NeedDraft, by: User, at: datetime) -> Need:
    context = Context.of(draft.agency, draft.answers)
    need: Need = Need.objects.create(
        **answers.statement(draft.answers, context),
        public_id=draft.public_id,
        agency=draft.agency,
        country=draft.agency.country,
        owner=draft.agency.owner,
        status=Status.SUBMITTED,
        said_by=str(draft.agency),
        verification=Verification.STATED,
        last_verified=at.date(),
    )
    desk = desks.next_desk(need)
    Submission.objects.create(
        need=need,
        by=by,
        at=at,
        since=at,
        desk=desk,
        due=desks.time_up(need, desk, at=at),
        label_reason=draft.answers.get("label_reason", ""),
    )
    _record(need, Status.DRAFT, by=by, at=at, reason="", desk=desk)
    return need


def _again(draft: NeedDraft, by: User, note: str, at: datetime) -> Need:
    """Resubmit: the label, the agency and the country of a submitted need stay as they are."""
    need: Need = Need.objects.select_related("country").get(pk=draft.need_id)
    context = Context.of(draft.agency, draft.answers, locked_label=TLP(need.tlp))
    old = Status(need.status)
    values = answers.statement(draft.answers, context)
    del values["tlp"]
    _change(need, Status.SUBMITTED, by=by, **values, last_verified=at.date())
    desk = _submission(need, by).desk
    if not desks.people(desk, need):
        desk = desks.next_desk(need)
    _custody(need, at=at, desk=desk, due=desks.time_up(need, desk, at=at))
    _record(need, old, by=by, at=at, reason=note.strip(), desk=desk)
    return need


# ------------------------------------------------------------------ moving on


@transaction.atomic
def move(*, need: Need, to: Status, by: User, reason: str = "") -> NeedMove:
    """Bring a submitted need from where it stands to another status."""
    old = Status(need.status)
    if to in (Status.SUBMITTED, Status.MET):
        raise MoveNotAllowed(_("This is done by answering the questions, or by the outcome."))
    return _move(need, old, to, by, reason)


@transaction.atomic
def finish(
    *, need: Need, by: User, reason: str, helped: str, helpers: str = "", evidence: str = ""
) -> NeedMove:
    """Say that a need is met, with who helped, whether it did help, and what shows it."""
    made = _move(need, Status(need.status), Status.MET, by, reason)
    _keep_outcome(need, by, helped=helped, helpers=helpers, evidence=evidence)
    return made


@transaction.atomic
def record_outcome(
    *, need: Need, by: User, helped: str, helpers: str = "", evidence: str = ""
) -> NeedOutcome:
    """Say, or say better, how a need ended: its agency and reviewers can."""
    if need.status not in (Status.MET, Status.WITHDRAWN):
        raise MoveNotAllowed(_("An outcome is recorded once a need is met or withdrawn."))
    if not may_record_outcome(need, by):
        raise PermissionDenied(_("Your role does not allow this."))
    return _keep_outcome(need, by, helped=helped, helpers=helpers, evidence=evidence)


@transaction.atomic
def pass_on(*, need: Need, by: User, reason: str = "") -> NeedMove:
    """Put a submitted need on the next desk before the time of this one is up."""
    _require_party(workflow.PASS_ON, need, by)
    if need.status != Status.SUBMITTED:
        raise MoveNotAllowed(_("Only a submitted need can be passed on."))
    submission = _submission(need, by)
    desk = desks.next_desk(need, submission.desk)
    if desk is None:
        raise MoveNotAllowed(_("There is no further desk: this one decides."))
    made = desks.hand_over(submission, desk, at=timezone.now(), by=by, reason=reason.strip())
    if made is None:
        raise MoveNotAllowed(_("Someone else has just changed this need."))
    return made


def possible(need: Need, by: Any) -> list[tuple[Status, Rule]]:
    """The moves that this person may make now, with their rules."""
    return [
        (new, rule) for new, rule in workflow.onward(Status(need.status)) if allows(rule, need, by)
    ]


def may_pass_on(need: Need, by: Any) -> bool:
    return need.status == Status.SUBMITTED and allows(workflow.PASS_ON, need, by)


def may_record_outcome(need: Need, by: Any) -> bool:
    is_over = need.status in (Status.MET, Status.WITHDRAWN)
    return is_over and (may(by, Permission.TRIAGE) or _is_own(need, by))


def _move(need: Need, old: Status, to: Status, by: User, reason: str) -> NeedMove:
    rule = _rule(old, to)
    _require_party(rule, need, by)
    reason = reason.strip()
    if rule.reason and not reason:
        raise MoveNotAllowed(_("Give a reason."))
    at = timezone.now()
    more = {"verification": Verification.VERIFIED} if to == Status.ACCEPTED else {}
    _change(need, to, by=by, **more)
    _custody(need, at=at, due=None)
    desk = Desk.objects.filter(submissions__need=need).first()
    return _record(need, old, by=by, at=at, reason=reason, desk=desk)


def _change(need: Need, to: Status, *, by: User, **values: Any) -> None:
    """Compare and set, so that of several people at once exactly one succeeds."""
    old = need.status
    if not Need.objects.filter(pk=need.pk, status=old).update(status=to, **values):
        raise MoveNotAllowed(_("Someone else has just changed this need."))
    for name, value in {"status": to, **values}.items():
        setattr(need, name, value)


def _submission(need: Need, by: User) -> Submission:
    """The way of a need; one that came in by other means than this floor's gets it now."""
    now = timezone.now()
    found = Submission.objects.select_related("desk", "need__country")
    return found.get_or_create(need=need, defaults={"by": by, "at": now, "since": now})[0]


def _custody(need: Need, **values: Any) -> None:
    since = values.pop("at")
    Submission.objects.filter(need=need).update(since=since, **values)


def _record(
    need: Need, old: Status, *, by: User, at: datetime, reason: str, desk: Desk | None
) -> NeedMove:
    """Note a move, tell whom it concerns, and have the analysis looked at where it matters."""
    new = Status(need.status)
    made: NeedMove = NeedMove.objects.create(
        need=need, old=old, new=new, by=by, at=at, reason=reason, desk=desk
    )
    to_desk = desks.people(desk, need) if new == Status.SUBMITTED else []
    letters.tell(
        made, {person.pk: person for person in (*letters.submitters(need), *to_desk)}.values()
    )
    if {old, new} & workflow.LIVE:
        outbox.promise(DIRECTORY_CHANGED, key=f"move:{made.pk}")
    return made


def _keep_outcome(need: Need, by: User, *, helped: str, helpers: str, evidence: str) -> NeedOutcome:
    if helped not in NeedOutcome.Helped.values:
        raise MoveNotAllowed(_("Say whether the help did help."))
    if helped != NeedOutcome.Helped.NOBODY and not helpers.strip():
        raise MoveNotAllowed(_("Say who helped."))
    outcome, _is_new = NeedOutcome.objects.update_or_create(
        need=need,
        defaults={
            "helped": helped,
            "helpers": helpers.strip(),
            "evidence": evidence.strip(),
            "by": by,
            "at": timezone.now(),
        },
    )
    return outcome


# ------------------------------------------------------------------ who may


def _rule(old: Status, new: Status) -> Rule:
    rule = workflow.MOVES.get((old, new))
    if rule is None:
        raise MoveNotAllowed(
            _("A need that is “%(old)s” cannot become “%(new)s”.")
            % {"old": old.label, "new": new.label}
        )
    return rule


def _require_agency(agency: Agency, by: User) -> None:
    require(by, Permission.SUBMIT_NEEDS)
    if not Agency.objects.of(by).filter(pk=agency.pk).exists():
        raise PermissionDenied(_("This is not an agency of your organisation."))


def _require_party(rule: Rule, need: Need, by: User) -> None:
    if not allows(rule, need, by):
        raise PermissionDenied(_("Your role does not allow this."))


def allows(rule: Rule, need: Need, by: User) -> bool:
    """Whether this person is a party to such a move of this need."""
    if need.basis != Need.Basis.SUBMITTED:
        return False
    if rule.party == Party.AGENCY:
        return _is_own(need, by)
    sits_there = rule.party == Party.DESK and _sits_at_its_desk(need, by)
    return may(by, rule.permission) or sits_there


def _is_own(need: Need, by: User) -> bool:
    return (
        may(by, Permission.SUBMIT_NEEDS)
        and need.owner_id is not None
        and (need.owner_id == by.organisation_id)
    )


def _sits_at_its_desk(need: Need, by: User) -> bool:
    found: bool = Desk.objects.of(by).filter(submissions__need=need).exists()
    return found

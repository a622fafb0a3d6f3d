"""What people do with entries: one function each, the permission asked inside.

A change is written and submitted as a `Proposal`, apart from the entry. `propose` does both at
once, for whoever has the answers at hand, such as an upload of many.
"""

from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from capabilities import entry_workflow
from capabilities.actions import DIRECTORY_CHANGED
from capabilities.entries import evidence, letters, saying
from capabilities.entries.saying import Entry
from capabilities.entry_workflow import IN_WRITING, ChangeRule, ChangeStatus
from capabilities.models import Proposal, ProposalMove, Provider, Resource
from capabilities.steps import Answers, Step
from portal import idempotency, outbox
from portal.access import Permission, Reader, is_member, may, require
from portal.circumstances import circumstances
from portal.models import User

Act, Subject = Proposal.Act, Proposal.Subject


class ChangeRefused(Exception):
    """Something that cannot be done with an entry or a change; the text says why."""


class WrittenMeanwhile(ChangeRefused):
    """Somebody else has written on the same section since it was opened."""


MEANWHILE = gettext_lazy("Someone else has just changed this. Look at it again.")


# ------------------------------------------------------------------ writing


def keeps(user: Reader, entry: Entry) -> bool:
    """Whether the entry is one that this person keeps for their organisation."""
    if not may(user, Permission.KEEP_ENTRIES):
        return False
    kept: bool = type(entry).objects.kept_by(user).filter(pk=entry.pk).exists()
    return kept


@transaction.atomic
def begin(*, entry: Entry, by: User) -> Proposal:
    """Begin to change an entry, or go on with the change that is open already."""
    require_keeper(entry, by)
    found = Proposal.objects.visible_to(by).open().about(entry)
    mine: Proposal | None = found.filter(organisation=by.organisation).first()
    if mine is None:
        said = saying.of_entry(entry)
        mine = _made(by, Act.CHANGE, **_of(entry), base=said, answers=said)
    return mine


@transaction.atomic
def begin_new(*, provider: Provider | None, by: User, key: str = "") -> Proposal:
    """Begin to write down a new offer of a provider, or a new provider where none is given."""
    require(by, Permission.KEEP_ENTRIES)
    if provider is not None:
        require_keeper(provider, by)
    subject = Subject.PROVIDER if provider is None else Subject.RESOURCE

    def make() -> str:
        return str(_made(by, Act.ADD, subject=subject, provider=provider).public_id)

    request = {"provider": provider.public_id if provider else ""}
    made = idempotency.once(by=by, act="new-entry", key=key, request=request, make=make)
    new: Proposal = Proposal.objects.visible_to(by).for_display().get(public_id=made)
    return new


@transaction.atomic
def write(*, proposal: Proposal, step: Step, by: User, later: bool = False, seen: str = "") -> None:
    """Keep the answers of one section: good ones, or as far as they go to be gone on with later.

    `seen` names those that its writer had before them, so that nobody's are lost unseen."""
    _require_own(proposal, by)
    if not later and not step.is_valid():
        raise ChangeRefused(_("Something in this section is not right yet."))
    given = saying.normal(step.as_given() if later else step.answers())
    kept = _held(proposal, by)
    if kept.status not in IN_WRITING:
        raise ChangeRefused(_("This change was submitted or thrown away meanwhile."))
    if saying.is_written_anew(kept.answers, given, seen):
        proposal.answers = kept.answers
        raise WrittenMeanwhile(
            _("Someone has changed this section since you opened it. To keep yours, save again.")
        )
    kept.answers |= given
    kept.save(update_fields=["answers", "changed"])
    proposal.answers = kept.answers


def _made(by: User, act: Proposal.Act, **values: Any) -> Proposal:
    if by.organisation is None or not is_member(by):
        raise PermissionDenied(_("Your organisation is not verified yet."))
    try:
        with transaction.atomic():
            _hold(values.get("resource") or values.get("provider"))
            made: Proposal = Proposal.objects.create(
                by=by, organisation=by.organisation, act=act, **values
            )
    except IntegrityError:  # the constraint of one open change: a colleague was quicker
        raise ChangeRefused(_("A change to this entry is open already.")) from None
    return made


def _hold(entry: Entry | None) -> None:
    """Until the end, so that it does not go into another while a change to it is begun."""
    if entry is not None and _now(entry) is None:
        raise ChangeRefused(str(MEANWHILE))


def _now(entry: Entry) -> Entry | None:
    """The entry as it is now, held; None where it has gone into another."""
    rows = type(entry).objects.unnarrowed().select_for_update(of=("self",))
    now: Entry | None = rows.filter(pk=entry.pk).first()
    return now


def _of(entry: Entry) -> dict[str, Any]:
    if isinstance(entry, Resource):
        return {"subject": Subject.RESOURCE, "provider": entry.provider, "resource": entry}
    return {"subject": Subject.PROVIDER, "provider": entry}


# ------------------------------------------------------------------ submitting


@transaction.atomic
def submit(*, proposal: Proposal, by: User, note: str = "") -> Proposal:
    """Ask for verification. Done twice it is submitted once."""
    _require_own(proposal, by)
    kept = _held(proposal, by)
    if kept.status == ChangeStatus.SUBMITTED:
        return kept
    values: dict[str, Any] = {"submitted": timezone.now()}
    if kept.act != Act.WITHDRAW:
        live = saying.of_entry(kept.entry) if kept.entry else {}
        said = saying.cleaned(kept, saying.merged(kept, live, kept.answers))
        if said == live:
            raise ChangeRefused(_("Nothing is other than what the directory says already."))
        values |= {"base": live, "answers": said, "sent": said}
    _move(kept, ChangeStatus.SUBMITTED, by, note, **values)
    return kept


@transaction.atomic
def propose(
    *,
    entry: Entry | None = None,
    provider: Provider | None = None,
    given: Answers,
    by: User,
    note: str = "",
) -> Proposal:
    """Submit a change whose answers are at hand; for a new offer give its provider.

    Answers of a change may be a part of them: what is not named stays as the entry says. Reviewers
    can do so for every entry; another of them then verifies it.
    """
    subject = entry or provider
    if subject is not None and not may(by, Permission.TRIAGE):
        require_keeper(subject, by)
    if entry is None:
        new = Subject.RESOURCE if provider else Subject.PROVIDER
        made = _made(by, Act.ADD, subject=new, provider=provider, answers=saying.normal(given))
    else:
        said = saying.of_entry(entry)
        made = _made(by, Act.CHANGE, **_of(entry), base=said, answers=said | saying.normal(given))
    return submit(proposal=made, by=by, note=note)


@transaction.atomic
def withdraw(*, resource: Resource, by: User, reason: str) -> Proposal:
    """Ask for an offer to end: from the verification on it counts for nothing any more."""
    require_keeper(resource, by)
    if not reason.strip():
        raise ChangeRefused(_("Say why the offer is withdrawn."))
    said = saying.of_entry(resource)
    made = _made(by, Act.WITHDRAW, **_of(resource), base=said, answers={})
    return submit(proposal=made, by=by, note=reason)


@transaction.atomic
def ask_to_keep(*, provider: Provider, by: User, reason: str) -> Proposal:
    """Ask for an entry that nobody keeps, as the body that it is about."""
    require(by, Permission.KEEP_ENTRIES)
    if provider.owner_id is not None:
        raise ChangeRefused(_("This entry is kept by an organisation already."))
    if not reason.strip():
        raise ChangeRefused(_("Say how your organisation and this entry belong together."))
    said = saying.of_entry(provider)
    made = _made(by, Act.KEEP, **_of(provider), base=said, answers=said)
    _move(made, ChangeStatus.SUBMITTED, by, reason, sent=said, submitted=timezone.now())
    return made


# ------------------------------------------------------------------ moving on


@transaction.atomic
def move(*, proposal: Proposal, to: ChangeStatus, by: User, reason: str = "") -> Proposal:
    """Take a change back, throw it away, return or decline it."""
    if to in (ChangeStatus.SUBMITTED, ChangeStatus.VERIFIED):
        raise ChangeRefused(_("This is done by submitting or verifying it."))
    rule = _rule(ChangeStatus(proposal.status), to)
    _require_party(rule, proposal, by)
    if rule.reason and not reason.strip():
        raise ChangeRefused(_("Give a reason."))
    ended = {"decided": timezone.now()} if to not in IN_WRITING else {}
    _move(proposal, to, by, reason, **ended)
    return proposal


@transaction.atomic
def verify(*, proposal: Proposal, by: User, reason: str, seen: str = "", grade: str = "") -> Entry:
    """Make a submitted change live, all of it at once. `seen` is the digest of what was looked at.

    Somebody else than its author verifies it.
    """
    rule = _rule(ChangeStatus(proposal.status), ChangeStatus.VERIFIED)
    _require_party(rule, proposal, by)
    if proposal.by_id == by.pk:
        raise ChangeRefused(_("Somebody else verifies what you proposed yourself."))
    if not reason.strip():
        raise ChangeRefused(_("Say what you checked."))
    return make_live(proposal, by, reason, seen=seen, grade=grade)


def make_live(
    proposal: Proposal,
    by: User,
    reason: str,
    *,
    seen: str = "",
    grade: str = "",
    on: evidence.Evidence | None = None,
) -> Entry:
    """The effect of a verification, in the transaction of whoever decided it.

    `on`: what the entry rests on afterwards, where that is not this verification.
    """
    live = _live(proposal)  # the entry first, as a merge does: neither waits for the other
    kept = _held(proposal, by)
    if kept.status != proposal.status or kept.entry != proposal.entry:
        raise ChangeRefused(str(MEANWHILE))
    said = saying.merged(kept, live)
    rested_on = evidence.of(kept.entry)
    if seen and seen != saying.digest(live, said):
        raise ChangeRefused(_("The change or the entry is other than you saw. Look at it again."))
    with circumstances(user=by.pk, why=reason.strip()):
        entry = _made_live(kept, said, on or evidence.of_verification(kept, grade))
    before = {**live, evidence.KEPT_AS: [rested_on, evidence.of(entry)]}
    of = {kept.subject: entry} if kept.act == Act.ADD else {}
    _move(kept, ChangeStatus.VERIFIED, by, reason, decided=timezone.now(), replaced=before, **of)
    outbox.promise(DIRECTORY_CHANGED, key=f"entry:{kept.pk}")
    return entry


def _live(proposal: Proposal) -> dict[str, Any]:
    """What the entry says now, held until the end; nothing where it is new."""
    entry = proposal.entry
    if entry is None:
        return {}
    held = _now(entry)
    if held is None:
        raise ChangeRefused(str(MEANWHILE))
    return saying.of_entry(held)


def _made_live(proposal: Proposal, said: Answers, on: evidence.Evidence) -> Entry:
    if proposal.act == Act.KEEP:
        return _handed_over(proposal)
    if proposal.act == Act.WITHDRAW:
        return _ended(proposal)
    values, links = saying.columns(proposal, said)
    values |= evidence.columns(on)
    entry = proposal.entry
    if entry is None:
        entry = _added(proposal, values)
    else:
        type(entry).objects.filter(pk=entry.pk).update(**values)
    for name, rows in links.items():
        getattr(entry, name).set(rows)
    return entry


def _added(proposal: Proposal, values: dict[str, Any]) -> Entry:
    head = {"owner": proposal.organisation, "public_id": proposal.public_id}
    if proposal.subject == Subject.RESOURCE:
        head |= {"provider": proposal.provider, "said_by": str(proposal.provider)}
        offer: Resource = Resource.objects.create(**head, **values)
        return offer
    new: Provider = Provider.objects.create(**head, said_by=values["name"], **values)
    return new


def _handed_over(proposal: Proposal) -> Entry:
    assert proposal.provider is not None  # as for every claim
    free = Provider.objects.filter(pk=proposal.provider.pk, owner=None)
    if not free.update(owner=proposal.organisation):
        raise ChangeRefused(_("This entry is kept by an organisation already."))
    return proposal.provider


def _ended(proposal: Proposal) -> Entry:
    """An offer that ended yesterday serves nothing; what was said of it stays readable."""
    assert proposal.resource is not None  # as for every withdrawal
    offer, last = proposal.resource, timezone.localdate() - timedelta(days=1)
    starts = min(offer.starts, last) if offer.starts else None
    Resource.objects.filter(pk=offer.pk).update(starts=starts, ends=last)
    return offer


def possible(proposal: Proposal, by: Any) -> list[tuple[ChangeStatus, ChangeRule]]:
    """The moves that this person may make now, with their rules."""
    moves = entry_workflow.onward(ChangeStatus(proposal.status))
    return [(new, rule) for new, rule in moves if allows(rule, proposal, by)]


def allows(rule: ChangeRule, proposal: Proposal, by: Any) -> bool:
    """Its organisation's people, and a reviewer what they proposed themselves; or reviewers."""
    if rule.permission == Permission.KEEP_ENTRIES:
        return _is_own(proposal, by)
    return may(by, rule.permission)


# ------------------------------------------------------------------ how it is written


def _held(proposal: Proposal, by: User) -> Proposal:
    """The change as it is now, held until the end."""
    held = Proposal.objects.visible_to(by).select_for_update(of=("self",)).for_display()
    kept: Proposal | None = held.filter(pk=proposal.pk).first()
    if kept is None:
        raise ChangeRefused(str(MEANWHILE))
    return kept


def _move(proposal: Proposal, to: ChangeStatus, by: User, reason: str, **values: Any) -> None:
    """Compare and set, so that of several people at once exactly one succeeds."""
    old = ChangeStatus(proposal.status)
    _rule(old, to)
    still = Proposal.objects.filter(pk=proposal.pk, status=old)
    if not still.update(status=to, changed=timezone.now(), **values):
        raise ChangeRefused(str(MEANWHILE))
    for name, value in {"status": to, **values}.items():
        setattr(proposal, name, value)
    made = ProposalMove.objects.create(
        proposal=proposal, old=old, new=to, by=by, reason=reason.strip()
    )
    letters.tell(made)


def _rule(old: ChangeStatus, new: ChangeStatus) -> ChangeRule:
    rule = entry_workflow.MOVES.get((old, new))
    if rule is None:
        raise ChangeRefused(
            _("A change that is “%(old)s” cannot become “%(new)s”.")
            % {"old": old.label, "new": new.label}
        )
    return rule


def require_keeper(entry: Entry, by: User) -> None:
    require(by, Permission.KEEP_ENTRIES)
    if not keeps(by, entry):
        raise PermissionDenied(_("This is not an entry of your organisation."))


def _require_own(proposal: Proposal, by: User) -> None:
    if not _is_own(proposal, by):
        require(by, Permission.KEEP_ENTRIES)
        raise PermissionDenied(_("This is not a change of your organisation."))


def _is_own(proposal: Proposal, by: Any) -> bool:
    """Of its organisation's people who keep entries, or of the reviewer who proposed it."""
    if may(by, Permission.TRIAGE) and proposal.by_id == by.pk:
        return True
    return may(by, Permission.KEEP_ENTRIES) and proposal.organisation_id == by.organisation_id


def _require_party(rule: ChangeRule, proposal: Proposal, by: User) -> None:
    if not allows(rule, proposal, by):
        raise PermissionDenied(_("Your role does not allow this."))

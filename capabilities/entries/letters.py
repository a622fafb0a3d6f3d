"""Letters about entries: that a change has moved, and that offers want to be confirmed.

They say no more than that, whatever the label: what a change says is for its writers alone.
"""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from capabilities.entries import saying
from capabilities.entry_workflow import ChangeStatus
from capabilities.models import Proposal, ProposalMove, Reminder, Resource
from portal import mail, outbox
from portal.access import TLP, Permission, roles_that_may
from portal.labels import label_of_page
from portal.languages import language_of
from portal.models import Organisation, OutboxEntry, User

MOVED, CHANGED, LAPSING = "entry-change-moved", "entry-changed", "entries-lapsing"
# What reviewers did, and so is news to whoever proposed it.
TOLD = frozenset({ChangeStatus.RETURNED, ChangeStatus.VERIFIED, ChangeStatus.DECLINED})


def keepers(organisation: Organisation) -> list[User]:
    """Those of an organisation who keep its entries."""
    roles = roles_that_may(Permission.KEEP_ENTRIES)
    people = User.objects.filter(organisation=organisation, role__in=roles, is_active=True)
    return list(people)


def tell(move: ProposalMove) -> None:
    """Promise whoever keeps the entry a letter about what a reviewer did."""
    if move.new not in TOLD:
        return
    if move.new == ChangeStatus.VERIFIED:
        _tell_keepers(move)
    for person in keepers(move.proposal.organisation):
        outbox.promise(MOVED, key=f"{move.pk}:{person.pk}", move=move.pk, to=person.pk)


def _tell_keepers(move: ProposalMove) -> None:
    """Promise those whose entry a reviewer has changed, or changed back, a letter about that."""
    entry = move.proposal.entry
    keeper = _keeper(entry) if entry else None
    if keeper is None or keeper.pk == move.proposal.organisation_id:
        return
    for person in keepers(keeper):
        outbox.promise(CHANGED, key=f"{move.pk}:{person.pk}", move=move.pk, to=person.pk)


def _keeper(entry: saying.Entry) -> Organisation | None:
    own: Organisation | None = entry.owner
    return own or (entry.provider.owner if isinstance(entry, Resource) else None)


@outbox.fulfils(CHANGED)
def write_of_change(entry: OutboxEntry) -> None:
    """Write to one person about a change that reviewers made, if they keep the entry by then."""
    person = User.objects.filter(pk=entry.payload["to"], is_active=True).first()
    move = ProposalMove.objects.filter(pk=entry.payload["move"]).first()
    changed = move.proposal.entry if move else None
    if person is None or changed is None:
        return
    kept = type(changed).objects.kept_by(person).filter(pk=changed.pk).first()
    if kept is None:
        return
    label = label_of_page(kept)
    address = settings.PORTAL_URL + kept.get_absolute_url()
    with language_of(person):
        body = _("A reviewer has changed an entry of yours. Sign in to see what it says now.")
        subject = _("An entry of yours was changed")
        mail.send(entry, to=person, subject=subject, body=f"{body}\n\n{address}", label=label)


@outbox.fulfils(MOVED)
def write(entry: OutboxEntry) -> None:
    """Write to one person about one move, if they may see the change by then."""
    person = User.objects.filter(pk=entry.payload["to"], is_active=True).first()
    move = ProposalMove.objects.filter(pk=entry.payload["move"]).first()
    if person is None or move is None:
        return
    visible = Proposal.objects.visible_to(person).for_display()
    proposal = visible.filter(pk=move.proposal_id).first()
    if proposal is None:
        return
    label = saying.label_of(proposal)
    address = settings.PORTAL_URL + proposal.get_absolute_url()
    with language_of(person):
        body = _("A reviewer has looked at a change to an entry of yours. Sign in to see it.")
        subject = _("A change to an entry of yours has moved")
        mail.send(entry, to=person, subject=subject, body=f"{body}\n\n{address}", label=label)


def remind(reminders: list[int], people: list[User]) -> None:
    """Promise each of these people a letter on the offers of these reminders."""
    listed = ",".join(map(str, reminders))
    for person in people:
        key = f"{reminders[0]}:{person.pk}"
        outbox.promise(LAPSING, key=key, reminders=listed, to=person.pk)


@outbox.fulfils(LAPSING)
def write_reminder(entry: OutboxEntry) -> None:
    """Write to one person how many offers want to be confirmed, of those that they keep by then."""
    person = User.objects.filter(pk=entry.payload["to"], is_active=True).first()
    if person is None:
        return
    reminded = Reminder.objects.filter(pk__in=entry.payload["reminders"].split(","))
    told = reminded.values("resource")
    labels = [
        TLP(max(pair))
        for pair in Resource.objects.kept_by(person)
        .filter(pk__in=told)
        .values_list("tlp", "provider__tlp")
    ]
    if not labels:
        return
    page = settings.PORTAL_URL + reverse("capabilities:entry_list")
    with language_of(person):
        body, subject = f"{_lapsing(len(labels))}\n\n{page}", _("Please confirm your offers")
        mail.send(entry, to=person, subject=subject, body=body, label=max(labels))


def _lapsing(number: int) -> str:
    text = ngettext(
        "%(number)d offer of yours in the directory wants to be confirmed: the analysis counts it "
        "only as long as its confirmation is recent. If it is still true, one click is enough.",
        "%(number)d offers of yours in the directory want to be confirmed: the analysis counts "
        "them only as long as their confirmation is recent. What is still true takes one click.",
        number,
    )
    return text % {"number": number}

"""Letters about needs: that one has moved, and no more than its label allows."""

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from capabilities.models import Need, NeedMove, Submission
from portal import mail, outbox
from portal.access import TLP, Permission, roles_that_may
from portal.models import OutboxEntry, User

MOVED = "need-moved"


def tell(move: NeedMove, people: Iterable[User]) -> None:
    """Promise each of these people a letter about a move, except who made it."""
    for person in people:
        if person.pk != move.by_id:
            outbox.promise(MOVED, key=f"{move.pk}:{person.pk}", move=move.pk, to=person.pk)


def submitters(need: Need) -> list[User]:
    """Whoever sent a need in; once that person has left, the officers of its organisation."""
    if need.owner_id is None:
        return []
    officers = User.objects.filter(
        is_active=True,
        organisation_id=need.owner_id,
        role__in=roles_that_may(Permission.SUBMIT_NEEDS),
    )
    sender = officers.filter(pk__in=Submission.objects.filter(need=need).values("by"))
    return list(sender) or list(officers)


@outbox.fulfils(MOVED)
def write(entry: OutboxEntry) -> None:
    """Write to one person about one move, if that person may see the need by then."""
    person = User.objects.filter(pk=entry.payload["to"], is_active=True).first()
    move = NeedMove.objects.select_related("desk").filter(pk=entry.payload["move"]).first()
    if person is None or move is None:
        return
    visible = Need.objects.visible_to(person).select_related("country", "area", "agency")
    need = visible.filter(pk=move.need_id).first()
    if need is None:
        return
    label = TLP(need.tlp)
    subject, body = _open(need, move) if label == TLP.CLEAR else _closed()
    address = settings.PORTAL_URL + reverse("capabilities:need_detail", args=[need.public_id])
    mail.send(entry, to=person, subject=subject, body=f"{body}\n\n{address}", label=label)


def _closed() -> tuple[str, str]:
    """About a need with a label: nothing of what it says or what became of it."""
    return _("A need has moved"), _(
        "A need of yours, or on your desk, has moved. Sign in to see it."
    )


def _open(need: Need, move: NeedMove) -> tuple[str, str]:
    subject = _("%(need)s: %(status)s") % {"need": need, "status": move.get_new_display()}
    lines = [
        _("%(need)s, submitted by %(agency)s: %(status)s.")
        % {"need": need, "agency": need.agency, "status": move.get_new_display()},
        _("It is with: %(desk)s.") % {"desk": move.desk} if move.desk else "",
        move.reason,
        _("Sign in to see it."),
    ]
    return subject, "\n\n".join(line for line in lines if line)

"""Letters about needs: that one has moved, and no more than its label allows."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from capabilities.models import Need, NeedMove, Submission
from portal import mail, outbox
from portal.access import TLP, Permission, roles_that_may
from portal.languages import language_of
from portal.models import OutboxEntry, User

MOVED, MOVED_TOGETHER = "need-moved", "needs-moved-together"
# Person → the moves they are to be told of at the end of `together`; both by primary key.
_gathered: ContextVar[dict[int, list[int]] | None] = ContextVar("gathered", default=None)


def tell(move: NeedMove, people: Iterable[User]) -> None:
    """Promise each of these people a letter about a move, except who made it."""
    gathered = _gathered.get()
    for person in people:
        if person.pk == move.by_id:
            continue
        if gathered is None:
            outbox.promise(MOVED, key=f"{move.pk}:{person.pk}", move=move.pk, to=person.pk)
        else:
            gathered.setdefault(person.pk, []).append(move.pk)


@contextmanager
def together() -> Iterator[None]:
    """Whoever is to be told of moves made inside is told of all of them in one letter."""
    gathered: dict[int, list[int]] = {}
    before = _gathered.set(gathered)
    try:
        yield
    finally:
        _gathered.reset(before)
    for person, moves in gathered.items():
        listed = ",".join(map(str, moves))
        outbox.promise(MOVED_TOGETHER, key=f"{moves[0]}:{person}", moves=listed, to=person)


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
    address = settings.PORTAL_URL + reverse("capabilities:need_detail", args=[need.public_id])
    with language_of(person):
        subject, body = _open(need, move) if label == TLP.CLEAR else _closed()
        mail.send(entry, to=person, subject=subject, body=f"{body}\n\n{address}", label=label)


@outbox.fulfils(MOVED_TOGETHER)
def write_together(entry: OutboxEntry) -> None:
    """Write to one person how many needs have moved, of those that they may see by then."""
    person = User.objects.filter(pk=entry.payload["to"], is_active=True).first()
    if person is None:
        return
    moved = NeedMove.objects.filter(pk__in=entry.payload["moves"].split(",")).values("need")
    needs = Need.objects.visible_to(person).filter(pk__in=moved)
    labels = list(needs.values_list("tlp", flat=True))
    if not labels:
        return
    is_desk = not needs.filter(owner=person.organisation_id).exists()
    page = "capabilities:need_queue" if is_desk else "capabilities:need_list"
    with language_of(person):
        body = f"{_moved(len(labels))}\n\n{settings.PORTAL_URL}{reverse(page)}"
        subject, label = _("Needs have moved"), TLP(max(labels))
        mail.send(entry, to=person, subject=subject, body=body, label=label)


def _moved(number: int) -> str:
    text = ngettext(
        "%(number)d need of yours, or on your desk, has moved. Sign in to see it.",
        "%(number)d needs of yours, or on your desk, have moved. Sign in to see them.",
        number,
    )
    return text % {"number": number}


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

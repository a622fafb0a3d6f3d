"""Letters about suggestions: to whoever sent one, and to whoever keeps the record."""

from django.conf import settings
from django.utils.translation import gettext as _

from capabilities.models import Suggestion
from portal import mail, outbox
from portal.access import TLP, Permission, roles_that_may
from portal.languages import language_of
from portal.models import OutboxEntry, User

DECIDED, TOLD = "suggestion-decided", "suggestion-accepted"


def tell_sender(suggestion: Suggestion) -> None:
    outbox.promise(DECIDED, key=str(suggestion.pk), suggestion=suggestion.pk)


def tell_keepers(suggestion: Suggestion) -> None:
    """To everybody who keeps the record; where nobody does it stays with the reviewers."""
    owner = getattr(suggestion.subject, "owner_id", None)
    if owner is None:
        return
    roles = roles_that_may(Permission.KEEP_ENTRIES)
    for person in User.objects.filter(is_active=True, organisation=owner, role__in=roles):
        outbox.promise(
            TOLD, key=f"{suggestion.pk}:{person.pk}", suggestion=suggestion.pk, to=person.pk
        )


@outbox.fulfils(DECIDED)
def write_to_sender(entry: OutboxEntry) -> None:
    """Say what became of it, and forget the address: in one transaction with the letter's end."""
    suggestion = Suggestion.objects.filter(pk=entry.payload["suggestion"]).first()
    if suggestion is None or not suggestion.email:
        return
    with language_of(suggestion.by, otherwise=suggestion.language):
        mail.send(
            entry,
            to=suggestion.email,
            subject=_("Your suggestion %(reference)s") % {"reference": suggestion.public_id},
            body=_answer(suggestion),
            label=TLP.CLEAR,
        )
    Suggestion.objects.filter(pk=suggestion.pk).update(email="")


def _answer(suggestion: Suggestion) -> str:
    is_accepted = suggestion.status in Suggestion.TOLD
    said = (
        _("Thank you. Your suggestion %(reference)s has been accepted.")
        if is_accepted
        else _("Thank you. Your suggestion %(reference)s has not been taken up.")
    ) % {"reference": suggestion.public_id}
    # What is said of a record with a label goes to nobody whom the portal does not know.
    why = suggestion.reason if suggestion.tlp == TLP.CLEAR else ""
    forgotten = _("Your address is not kept any longer.")
    return "\n\n".join(filter(None, [said, why, forgotten]))


@outbox.fulfils(TOLD)
def write_to_keeper(entry: OutboxEntry) -> None:
    """Say that there is one, if that person may see it by then, and nothing of what it says."""
    person = User.objects.filter(pk=entry.payload["to"], is_active=True).first()
    if person is None:
        return
    seen = Suggestion.objects.visible_to(person).for_display()
    suggestion = seen.filter(pk=entry.payload["suggestion"]).first()
    if suggestion is None:
        return
    with language_of(person):
        body = _(
            "Somebody suggests a change to an entry that your organisation keeps. Sign in to see."
        )
        mail.send(
            entry,
            to=person,
            subject=_("A suggestion for one of your entries"),
            body=f"{body}\n\n{settings.PORTAL_URL}{suggestion.get_absolute_url()}",
            label=TLP(suggestion.tlp),
        )

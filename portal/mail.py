"""Letters: one to one person, carrying no more than the label of what it is about allows."""

from collections.abc import Mapping
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _

from portal.access import TLP
from portal.models import OutboxEntry, User


def send(
    entry: OutboxEntry,
    *,
    to: User | str,
    subject: str,
    body: str,
    label: TLP,
    headers: Mapping[str, str] | None = None,
) -> None:
    """Send the letter that this entry promised, with its label printed on it.

    It goes to a person, or to the address of somebody who has no account yet.

    Its Message-ID is the entry's, so a copy sent after a crash is known as the same letter.
    """
    signed = f"{label.label}\n\n{body}\n\n{_('Cyber Capability Portal')}\n{settings.PORTAL_URL}\n"
    EmailMessage(
        subject=f"[{label.label}] {subject}",
        body=signed,
        to=[to.email if isinstance(to, User) else to],
        headers={
            "Message-ID": message_id(entry),
            "Auto-Submitted": "auto-generated",
            **(headers or {}),
        },
    ).send()


def message_id(entry: OutboxEntry) -> str:
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<{entry.public_id}@{domain}>"

"""Invitations: the only way to an account; and what was decided about organisations."""

import hashlib
import uuid
from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.access import Reader, Role, managed_rows
from portal.history import audited

VALID_FOR = timedelta(days=7)


def digest(token: str) -> str:
    """What is kept of a token: it is random and long, so that one plain hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def managed_by(self, user: Reader) -> Self:
        return self.filter(managed_rows(user))

    def open(self, *, at: datetime) -> Self:
        """Those that can be accepted."""
        return self.filter(accepted_at=None, revoked_at=None, expires_at__gt=at)

    def for_token(self, token: str, *, at: datetime) -> "Invitation | None":
        return self.open(at=at).filter(token=digest(token)).first()

    def for_display(self) -> Self:
        return self.select_related("organisation", "invited_by", "account")


@audited(without=("token",))
class Invitation(models.Model):
    """An offer of an account, sent to one address: used once, for some days, or revoked."""

    class Status(models.TextChoices):
        OPEN = "open", pgettext_lazy("invitation", "Open")
        ACCEPTED = "accepted", pgettext_lazy("invitation", "Accepted")
        REVOKED = "revoked", pgettext_lazy("invitation", "Revoked")
        EXPIRED = "expired", pgettext_lazy("invitation", "Expired")

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("e-mail address"))
    role = models.CharField(max_length=20, choices=Role)
    organisation = models.ForeignKey(
        "portal.Organisation", on_delete=models.PROTECT, related_name="invitations"
    )
    manages_organisation = models.BooleanField(default=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    invited_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    # Made when the mail is sent: only the mail holds the token, only its digest is kept.
    token = models.CharField(max_length=64, unique=True, null=True, editable=False)  # noqa: DJ001
    mails = models.PositiveSmallIntegerField(default=0, help_text=_("How often one was asked for."))
    mailed_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="invitation", null=True
    )

    objects: ClassVar[Any] = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-invited_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(role__in=Role.values), name="invitation_role_known"),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(revoked_at=None), name="invitation_ends_once"
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None, account=None)
                | Q(accepted_at__isnull=False, account__isnull=False),
                name="invitation_makes_an_account",
            ),
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def status(self) -> "Invitation.Status":
        if self.accepted_at:
            return self.Status.ACCEPTED
        if self.revoked_at:
            return self.Status.REVOKED
        return self.Status.OPEN if self.expires_at > timezone.now() else self.Status.EXPIRED

    @property
    def is_unsettled(self) -> bool:
        """Whether it can still be sent again or revoked."""
        return self.accepted_at is None and self.revoked_at is None


@audited()
class VerificationDecision(models.Model):
    """An organisation was verified, or no longer is; by whom and why."""

    organisation = models.ForeignKey(
        "portal.Organisation", on_delete=models.PROTECT, related_name="decisions"
    )
    verified = models.BooleanField()
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.organisation} {self.verified}"

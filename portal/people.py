"""Acts on people and organisations: inviting, roles, leaving, verification."""

import secrets
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal import audit, mail, outbox
from portal.access import TLP, Permission, Role, may, may_manage, require, roles_to_give
from portal.invitations import VALID_FOR, Invitation, VerificationDecision, digest
from portal.languages import language_of
from portal.models import Organisation, OutboxEntry, User
from portal.trail import Kind


class ActRefused(Exception):
    """This cannot be done to this person or organisation; the message says why."""


# ------------------------------------------------------------------ invitations


@transaction.atomic
def invite(
    *, email: str, role: Role, organisation: Organisation, manages: bool = False, by: User
) -> Invitation:
    """Offer an account to the person who reads the mail of this address.

    An administrator of the portal is told where there is an account already. Anybody else is not:
    then the mail says so, to the person whom it concerns.
    """
    _require_role_to_give(role, organisation, by)
    email = email.strip().lower()
    if may(by, Permission.ADMINISTER) and User.objects.filter(email=email).exists():
        raise ActRefused(_("%(email)s has an account already.") % {"email": email})
    now = timezone.now()
    earlier = Invitation.objects.open(at=now).filter(email=email, organisation=organisation)
    earlier.update(revoked_at=now)
    invitation: Invitation = Invitation.objects.create(
        email=email,
        role=role,
        organisation=organisation,
        manages_organisation=manages,
        invited_by=by,
        expires_at=now + VALID_FOR,
    )
    _promise_mail(invitation)
    return invitation


@transaction.atomic
def resend_invitation(*, invitation: Invitation, by: User) -> None:
    """Send it anew, for as long again. The link in the earlier mail no longer works."""
    held = _unsettled(invitation, by)
    held.expires_at, held.token, held.mailed_at = timezone.now() + VALID_FOR, None, None
    held.save(update_fields=["expires_at", "token", "mailed_at"])
    _promise_mail(held)


@transaction.atomic
def revoke_invitation(*, invitation: Invitation, by: User) -> None:
    held = _unsettled(invitation, by)
    held.revoked_at, held.token = timezone.now(), None
    held.save(update_fields=["revoked_at", "token"])


@transaction.atomic
def accept_invitation(*, token: str, name: str, password: str) -> User:
    """Make the account that the invitation offers. Every reason why not reads the same."""
    held = Invitation.objects.select_for_update().for_token(token, at=timezone.now())
    if held is None or User.objects.filter(email=held.email).exists():
        raise ActRefused(_("This invitation can’t be used."))
    account = User.objects.create_user(
        held.email,
        password,
        name=name,
        language=get_language() or "",
        role=held.role,
        organisation_id=held.organisation_id,
        manages_organisation=held.manages_organisation,
    )
    EmailAddress.objects.create(user=account, email=held.email, verified=True, primary=True)
    held.accepted_at, held.account, held.token = timezone.now(), account, None
    held.save(update_fields=["accepted_at", "account", "token"])
    return account


def _promise_mail(invitation: Invitation) -> None:
    invitation.mails += 1
    invitation.save(update_fields=["mails"])
    key = f"{invitation.public_id}:{invitation.mails}"
    outbox.promise("invitation", key=key, invitation=invitation.pk)


@outbox.fulfils("invitation")
def send_invitation(entry: OutboxEntry) -> None:
    """Make the token, which stands in the mail alone: neither queue nor table ever hold it."""
    open_ones = Invitation.objects.open(at=timezone.now()).select_for_update(of=("self",))
    invitation = open_ones.for_display().filter(pk=entry.payload["invitation"]).first()
    if invitation is None:
        return
    token = secrets.token_urlsafe(32)
    invitation.token, invitation.mailed_at = digest(token), timezone.now()
    invitation.save(update_fields=["token", "mailed_at"])
    known = User.objects.filter(email=invitation.email).first()
    with language_of(known or invitation.invited_by):
        subject, body = _letter(invitation, token)
        mail.send(entry, to=invitation.email, subject=subject, body=body, label=TLP.CLEAR)


def _letter(invitation: Invitation, token: str) -> tuple[str, str]:
    values: dict[str, Any] = {
        "by": invitation.invited_by,
        "organisation": invitation.organisation,
        "link": settings.PORTAL_URL + reverse("portal:invitation", args=[token]),
        "day": date_format(timezone.localtime(invitation.expires_at)),
    }
    if User.objects.filter(email=invitation.email).exists():
        said = _(
            "%(by)s has invited you to the Cyber Capability Portal for %(organisation)s. You have "
            "an account there already. If it should belong to %(organisation)s from now on, ask an "
            "administrator of the portal; otherwise do nothing."
        )
        return _("You have an account already"), said % values
    said = _(
        "%(by)s invites you to the Cyber Capability Portal, for %(organisation)s. Choose a name "
        "and a password here:\n\n%(link)s\n\nThe link works once, until %(day)s. If you did not "
        "expect it, do nothing: without you there will be no account."
    )
    return _("You are invited to the Cyber Capability Portal"), said % values


def _require_role_to_give(role: Role, organisation: Organisation, by: User) -> None:
    if role not in roles_to_give(by, organisation):
        raise PermissionDenied(_("You may not give this role to people of this organisation."))


def _unsettled(invitation: Invitation, by: User) -> Invitation:
    """The invitation as it stands now, held against others who act on it at the same time."""
    _require_role_to_give(Role(invitation.role), invitation.organisation, by)
    held: Invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if not held.is_unsettled:
        raise ActRefused(_("This invitation has been accepted or revoked already."))
    return held


# ------------------------------------------------------------------ people


@transaction.atomic
def rename(*, name: str, by: User) -> None:
    """Change one's own name."""
    by.name = name
    by.save(update_fields=["name"])


@transaction.atomic
def choose_language(*, language: str, by: User) -> None:
    """Choose one's own language, of pages and of letters."""
    if by.language != language:
        by.language = language
        by.save(update_fields=["language"])


@transaction.atomic
def change_role(*, person: User, role: Role, by: User) -> None:
    """From the next request on the person may do what the new role may, and nothing else."""
    held = _managed(person, by)
    if held.organisation is None:
        require(by, Permission.ADMINISTER)
    else:
        _require_role_to_give(role, held.organisation, by)
    held.role = role
    if role != Role.ADMINISTRATOR:
        held.is_staff = held.is_superuser = False
    held.save(update_fields=["role", "is_staff", "is_superuser"])


@transaction.atomic
def deactivate(*, person: User, by: User) -> None:
    """Close an account: its sessions end now. What the person has done stays."""
    held = _managed(person, by)
    held.is_active = held.manages_organisation = False
    held.save(update_fields=["is_active", "manages_organisation"])
    _end_sessions(held)


@transaction.atomic
def reactivate(*, person: User, by: User) -> None:
    held = _managed(person, by)
    held.is_active = True
    held.save(update_fields=["is_active"])


@transaction.atomic
def hand_over(*, person: User, by: User) -> None:
    """Make another member the administrator of the own organisation, in one's own place."""
    mine = User.objects.filter(pk=by.pk, manages_organisation=True)
    if person.organisation_id != by.organisation_id or not mine.update(manages_organisation=False):
        raise PermissionDenied(_("You can hand over your own organisation only, to a member."))
    others = User.objects.filter(organisation=by.organisation, is_active=True).exclude(pk=by.pk)
    if not others.filter(pk=person.pk).update(manages_organisation=True):
        raise ActRefused(_("Choose another member whose account is open."))


@transaction.atomic
def set_manager(*, person: User, manages: bool, by: User) -> None:
    """Make somebody the administrator of their organisation, or no longer."""
    require(by, Permission.ADMINISTER)
    held = _managed(person, by)
    if held.organisation is None:
        raise ActRefused(_("This person belongs to no organisation."))
    held.manages_organisation = manages
    held.save(update_fields=["manages_organisation"])


@transaction.atomic
def remove_second_factors(*, person: User, by: User) -> None:
    """For somebody who has lost them all: the next sign-in sets up a new one."""
    require(by, Permission.ADMINISTER)
    held = _managed(person, by)
    Authenticator.objects.filter(user=held).delete()
    audit.note(Kind.SECOND_FACTOR, by=by, about=held, removed="all")
    _end_sessions(held)


def _managed(person: User, by: User) -> User:
    """The person as they are now, held against others who act on them at the same time."""
    held = User.objects.select_for_update().get(pk=person.pk)
    if not may_manage(by, held):
        raise PermissionDenied(_("You may not change this account."))
    return held


def _end_sessions(person: User) -> None:
    for session in UserSession.objects.filter(user=person):
        session.end()


# ------------------------------------------------------------------ organisations


@transaction.atomic
def add_organisation(*, name: str, kind: str, by: User) -> Organisation:
    """Enter an organisation, unverified."""
    require(by, Permission.ADMINISTER)
    if Organisation.objects.filter(name__iexact=name).exists():
        raise ActRefused(_("There is an organisation of this name already."))
    organisation: Organisation = Organisation.objects.create(name=name, kind=kind)
    return organisation


@transaction.atomic
def decide_verification(
    *, organisation: Organisation, verified: bool, reason: str, by: User
) -> None:
    """Verify an organisation, or take that back. Its members see more or less at once."""
    require(by, Permission.ADMINISTER)
    changed = Organisation.objects.filter(pk=organisation.pk, verified=not verified)
    if not changed.update(verified=verified):
        raise ActRefused(_("Somebody has decided this already."))
    VerificationDecision.objects.create(
        organisation=organisation, verified=verified, reason=reason, by=by
    )

"""What is done to sign in, as the authentication frameworks tell of it."""

from typing import Any

from allauth.account import signals as account_signals
from allauth.mfa import signals as mfa_signals
from allauth.mfa.models import Authenticator
from django.contrib.auth import signals as auth_signals
from django.dispatch import receiver

from portal import audit
from portal.models import User
from portal.trail import Kind


@receiver(auth_signals.user_logged_in)
def signed_in(user: User, **_rest: Any) -> None:
    audit.note(Kind.SIGN_IN, by=user, about=user)


@receiver(auth_signals.user_logged_out)
def signed_out(user: User | None, **_rest: Any) -> None:
    if user is not None:
        audit.note(Kind.SIGN_OUT, by=user, about=user)


@receiver(auth_signals.user_login_failed)
def sign_in_failed(credentials: dict[str, Any], **_rest: Any) -> None:
    """The same entry whether or not there is such an account."""
    name = credentials.get("username") or credentials.get("email") or ""
    audit.note(Kind.SIGN_IN_FAILED, typed=audit.digest(str(name)))


@receiver(account_signals.password_changed)
@receiver(account_signals.password_set)
@receiver(account_signals.password_reset)
def password_changed(user: User, **_rest: Any) -> None:
    audit.note(Kind.PASSWORD, by=user, about=user)


@receiver(mfa_signals.authenticator_added)
def factor_added(user: User, authenticator: Authenticator, **_rest: Any) -> None:
    audit.note(Kind.SECOND_FACTOR, by=user, about=user, done="added", type=authenticator.type)


@receiver(mfa_signals.authenticator_reset)
def factor_reset(user: User, authenticator: Authenticator, **_rest: Any) -> None:
    audit.note(Kind.SECOND_FACTOR, by=user, about=user, done="reset", type=authenticator.type)


@receiver(mfa_signals.authenticator_removed)
def factor_removed(user: User, authenticator: Authenticator, **_rest: Any) -> None:
    audit.note(Kind.SECOND_FACTOR, by=user, about=user, done="removed", type=authenticator.type)

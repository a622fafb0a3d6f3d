"""Where django-allauth asks the portal: who may sign in and how, and what its mails say."""

import base64
import logging
import secrets
import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.usersessions.internal.flows.sessions import end_other_sessions
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.encoding import force_bytes
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.access import needs_second_factor
from portal.addresses import address_of
from portal.languages import language_of
from portal.models import User

log = logging.getLogger(__name__)
RECENTLY = 300  # seconds
TOO_MANY = _("There have been too many attempts. Try again in five minutes.")


def passed_second_factor(request: HttpRequest) -> bool:
    """Whether a second factor has been shown, or first set up, in this session."""
    records: list[dict[str, Any]] = get_authentication_records(request, request.user)
    return "mfa" in {record["method"] for record in records}


def has_second_factor(user: User) -> bool:
    return bool(Authenticator.objects.filter(user=user).exists())


def accept_new_factor(request: HttpRequest) -> None:
    """Setting a factor up shows it; the sessions elsewhere, which have not shown it, end."""
    record_authentication(request, request.user, "mfa", reauthenticated=True)
    end_other_sessions(request, request.user)


def _signed_in_lately(request: HttpRequest) -> bool:
    records: list[dict[str, Any]] = get_authentication_records(request, request.user)
    return any(time.time() - record["at"] < RECENTLY for record in records)


class Accounts(AuthenticationBackend):
    """Whoever is signed in, with their organisation: every page asks what that may see."""

    def get_user(self, user_id: int) -> User | None:
        person = User.objects.select_related("organisation").filter(pk=user_id).first()
        return person if person and self.user_can_authenticate(person) else None


class AccountAdapter(DefaultAccountAdapter):
    """No sign-up, one error for every failed sign-in, and mails that fail without telling."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("The e-mail address or the password is not right."),
        "enter_current_password": _("This is not your present password."),
        "incorrect_password": _("This is not your password."),
        "incorrect_code": _("This code is not right, or no longer valid. Try the next one."),
        "too_many_login_attempts": _(
            "There have been too many attempts. Try again in five minutes."
        ),
        "rate_limited": TOO_MANY,
        "duplicate_email": _("This is your address already."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """The person, unless deactivated: then the right password reads like a wrong one."""
        user = super().authenticate(request, **credentials)
        return user if isinstance(user, User) and user.is_active else None

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        messages.error(request, _("You could not be signed in."))
        return redirect(settings.LOGIN_URL)

    def get_client_ip(self, request: HttpRequest) -> str:
        return address_of(request)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Who signed in within the last minutes need not prove it again."""
        return not _signed_in_lately(self.request)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send, and go on where the mail server fails: that must not tell who has an account."""
        try:
            with language_of(context.get("user"), otherwise=get_language() or ""):
                super().send_mail(template_prefix, email, context)
        except OSError:  # which every error of SMTP and of the network is
            log.exception("The mail “%s” could not be sent", template_prefix)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Second factors are stored encrypted: a copy of the database alone can't sign anybody in."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
        "cannot_delete_authenticator": _(
            "Your role needs a second factor. Add another one before you remove this one."
        ),
    }

    def encrypt(self, text: str) -> str:
        return _keys().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret; where the key is lost, one that nobody knows, so that no code fits."""
        try:
            return _keys().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            log.error("A second factor was stored under a key that is no longer known")
            return base64.b32encode(secrets.token_bytes(20)).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Whoever needs a second factor keeps one."""
        if not needs_second_factor(authenticator.user):
            return True
        others = Authenticator.objects.filter(user=authenticator.user).exclude(pk=authenticator.pk)
        return bool(others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists())

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return str(_("Key {number}")).format(number=number)


def _keys() -> MultiFernet:
    """The present key first, then those before it, so that SECRET_KEY can be changed."""
    known = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return MultiFernet([_key(force_bytes(secret_key)) for secret_key in known])


def _key(secret_key: bytes) -> Fernet:
    derived = HKDF(SHA256(), 32, salt=None, info=b"second factors").derive(secret_key)
    return Fernet(base64.urlsafe_b64encode(derived))


class SingleSignOnAdapter(DefaultSocialAccountAdapter):
    """A single sign-on opens the account with an address that it has verified; it makes none."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def list_apps(self, *args: Any, **kwargs: Any) -> list[Any]:
        """Those of the environment alone, whatever a table holds."""
        return [app for app in super().list_apps(*args, **kwargs) if not app.pk]

    def authenticate_by_email(self, sociallogin: Any) -> tuple[User, str] | None:
        """The account with an address that both the provider and the portal have confirmed."""
        confirmed = [said.email.lower() for said in sociallogin.email_addresses if said.verified]
        known = EmailAddress.objects.filter(email__in=confirmed, verified=True, primary=True)
        address = known.select_related("user").first()
        return (address.user, address.email) if address else None

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Nothing is ever connected: an address that is no longer confirmed opens nothing."""
        if sociallogin.state.get("process") != "login":
            raise ImmediateHttpResponse(redirect("account_login"))

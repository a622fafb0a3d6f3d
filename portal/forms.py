"""Forms of the ground floor: those of django-allauth in the portal's words."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from allauth.account import forms as account_forms
from allauth.mfa.base import forms as factor_forms
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.access import Scope


class InOurWords(forms.Form):
    """Labels and hints as given in `words`; no placeholders, which vanish when they are needed."""

    words: dict[str, tuple[Any, Any]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (label, hint) in self.words.items():
            self.fields[name].label = label
            self.fields[name].help_text = hint
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
            field.label_suffix = ""


class SignInForm(InOurWords, account_forms.LoginForm):
    words = {"login": (_("E-mail address"), ""), "password": (_("Password"), "")}


class ConfirmPasswordForm(InOurWords, account_forms.ReauthenticateForm):
    words = {"password": (_("Password"), "")}


class ForgottenPasswordForm(InOurWords, account_forms.ResetPasswordForm):
    words = {"email": (_("E-mail address"), _("The one you sign in with."))}


def password_rules() -> str:
    """What a password must be like, in one paragraph."""
    return " ".join(str(rule) for rule in password_validators_help_texts())


class _NewPassword(InOurWords):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].label = _("New password")
        self.fields["password1"].help_text = password_rules()
        self.fields["password2"].label = _("New password again")


class NewPasswordForm(_NewPassword, account_forms.ResetPasswordKeyForm):
    """The password that follows a forgotten one."""


class SetPasswordForm(_NewPassword, account_forms.SetPasswordForm):
    """The first password of somebody who has signed in by other means."""


class ChangePasswordForm(_NewPassword, account_forms.ChangePasswordForm):
    words = {"oldpassword": (_("Present password"), "")}


class ChangeEmailForm(InOurWords, account_forms.AddEmailForm):
    words = {"email": (_("New e-mail address"), _("We send a link there to confirm it."))}


CODE = _("Code")
CODE_HINT = _("Six digits from your authenticator app, or one of your recovery codes.")


class CodeForm(InOurWords, factor_forms.AuthenticateForm):
    words = {"code": (CODE, CODE_HINT)}


class ConfirmCodeForm(InOurWords, factor_forms.ReauthenticateForm):
    words = {"code": (CODE, CODE_HINT)}


class ActivateAppForm(InOurWords, ActivateTOTPForm):
    words = {"code": (CODE, _("The six digits that the app shows now."))}


class AddKeyForm(InOurWords, AddWebAuthnForm):
    words = {
        "name": (_("Name of the key"), _("So that you can tell your keys apart.")),
        "passwordless": (_("Also let me sign in with this key alone, without a password"), ""),
    }


class RenameKeyForm(InOurWords, EditWebAuthnForm):
    words = {"name": (_("Name of the key"), "")}


class ApiClientForm(forms.Form):
    """What a member says of a machine that is to call the API."""

    name = forms.CharField(
        label=_("Name"),
        max_length=100,
        help_text=_("What you know the machine or program by, such as “Nightly import, Dakar”."),
    )
    scopes = forms.TypedMultipleChoiceField(
        label=_("What it may do"),
        coerce=Scope,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one thing that the client may do.")},
    )
    expires = forms.DateField(
        label=_("Last day"),
        required=False,
        help_text=_("The client stops working after this day. Empty means until it is revoked."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, data: Any = None, *, scopes: Sequence[Scope]) -> None:
        super().__init__(data, initial={"scopes": [Scope.READ]})
        self.fields["scopes"].choices = [(scope.value, scope.label) for scope in scopes]  # type: ignore[attr-defined]
        self.fields["expires"].widget.attrs["min"] = timezone.localdate().isoformat()

    def clean_expires(self) -> date | None:
        last: date | None = self.cleaned_data["expires"]
        if last is not None and last < timezone.localdate():
            raise forms.ValidationError(_("The last day must not have passed already."))
        return last

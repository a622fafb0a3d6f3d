"""How people sign in: the settings of django-allauth. Read by `portal.settings`."""

from typing import Any

import environ

env = environ.Env()


def _single_sign_on(issuer: str) -> dict[str, Any]:
    """The one OpenID Connect provider that the environment names; none where it names none."""
    if not issuer:
        return {}
    app = {
        "provider_id": "sso",
        "name": env.str("SSO_NAME", default="single sign-on"),
        "client_id": env.str("SSO_CLIENT_ID"),
        "secret": env.str("SSO_CLIENT_SECRET"),
        "settings": {"server_url": issuer, "oauth_pkce_enabled": True},
    }
    return {"openid_connect": {"APPS": [app]}}


# Sign-in by e-mail address and password, or by passkey; accounts come by invitation.
ACCOUNT_ADAPTER = "portal.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = (
    "none"  # an invitation has proven the address before there is an account
)
ACCOUNT_CHANGE_EMAIL = True  # the new address takes the old one's place once it is confirmed
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_FORMS = {
    "login": "portal.forms.SignInForm",
    "reauthenticate": "portal.forms.ConfirmPasswordForm",
    "reset_password": "portal.forms.ForgottenPasswordForm",
    "reset_password_from_key": "portal.forms.NewPasswordForm",
    "change_password": "portal.forms.ChangePasswordForm",
    "add_email": "portal.forms.ChangeEmailForm",
}
# Counted in PostgreSQL, for all processes alike. By address of the network, and by account (key).
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "reset_password": "10/m/ip,3/10m/key",
    "reset_password_from_key": "20/m/ip",
    "signup": "20/m/ip",
    "invitation": "20/m/ip",
}
SESSION_COOKIE_AGE = 12 * 60 * 60

MFA_ADAPTER = "portal.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # nobody signs up here and locks the owner of an address out
MFA_TOTP_ISSUER = "Cyber Capability Portal"
MFA_TOTP_TOLERANCE = 1  # telephones' clocks are up to half a minute off
MFA_FORMS = {
    "authenticate": "portal.forms.CodeForm",
    "reauthenticate": "portal.forms.ConfirmCodeForm",
    "activate_totp": "portal.forms.ActivateAppForm",
    "add_webauthn": "portal.forms.AddKeyForm",
    "edit_webauthn": "portal.forms.RenameKeyForm",
}
USERSESSIONS_TRACK_ACTIVITY = False  # or every request would write

# A national single sign-on, where the environment names one. It signs in, it makes no accounts.
SOCIALACCOUNT_ADAPTER = "portal.adapters.SingleSignOnAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = False
SOCIALACCOUNT_LOGIN_ON_GET = True  # the content policy lets no form lead to another site
SOCIALACCOUNT_PROVIDERS = _single_sign_on(env.str("SSO_ISSUER", default=""))

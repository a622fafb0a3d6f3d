"""Addresses of accounts: those pages of django-allauth that the portal has, under its names."""

from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.socialaccount import views as sso
from allauth.socialaccount.providers.openid_connect import views as openid
from allauth.usersessions import views as sessions
from django.urls import path, re_path

from portal.views import accounts

urlpatterns = [
    path("sign-in", account.login, name="account_login"),
    path("sign-in/code", factor.authenticate, name="mfa_authenticate"),
    path("sign-in/passkey", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path("sign-in/cancelled", sso.login_cancelled, name="socialaccount_login_cancelled"),
    path("sign-in/with/<provider_id>", openid.login, name="openid_connect_login"),
    path("sign-in/with/<provider_id>/back", openid.callback, name="openid_connect_callback"),
    path("sign-out", accounts.SignOut.as_view(), name="account_logout"),
    path("sign-up", account.signup, name="account_signup"),
    path("password/forgotten", account.password_reset, name="account_reset_password"),
    path("password/sent", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/new/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/changed",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("account", accounts.Account.as_view(), name="account_profile"),
    path("account/name", accounts.Name.as_view(), name="account_name"),
    path("account/password", account.password_change, name="account_change_password"),
    path("account/first-password", account.password_set, name="account_set_password"),
    path("account/e-mail", account.email, name="account_email"),
    path("account/e-mail/<key>", account.confirm_email, name="account_confirm_email"),
    path("account/confirm", account.reauthenticate, name="account_reauthenticate"),
    path("account/sessions", sessions.list_usersessions, name="usersessions_list"),
    path("account/second-factor", accounts.SecondFactors.as_view(), name="mfa_index"),
    path("account/second-factor/confirm", factor.reauthenticate, name="mfa_reauthenticate"),
    path("account/second-factor/app", accounts.ActivateApp.as_view(), name="mfa_activate_totp"),
    path("account/second-factor/app/remove", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path(
        "account/second-factor/codes", recovery.view_recovery_codes, name="mfa_view_recovery_codes"
    ),
    path(
        "account/second-factor/codes/new",
        recovery.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "account/second-factor/codes/download",
        recovery.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("account/second-factor/keys", webauthn.list_webauthn, name="mfa_list_webauthn"),
    path("account/second-factor/keys/add", accounts.AddKey.as_view(), name="mfa_add_webauthn"),
    path(
        "account/second-factor/keys/confirm",
        webauthn.reauthenticate_webauthn,
        name="mfa_reauthenticate_webauthn",
    ),
    path(
        "account/second-factor/keys/<int:pk>/remove",
        accounts.RemoveKey.as_view(),
        name="mfa_remove_webauthn",
    ),
    path(
        "account/second-factor/keys/<int:pk>/edit", webauthn.edit_webauthn, name="mfa_edit_webauthn"
    ),
]

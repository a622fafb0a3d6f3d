"""Signing in and out, second factors: django-allauth's pages where the portal adds to them."""

from collections.abc import Iterator
from typing import Any, cast

from allauth.account import views as account_views
from allauth.mfa.base.views import IndexView
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, RemoveWebAuthnView
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView

from portal import people
from portal.access import Permission, may, needs_second_factor
from portal.adapters import (
    SecondFactorAdapter,
    accept_new_factor,
    has_second_factor,
    passed_second_factor,
)
from portal.models import User
from portal.people_forms import NameForm


class SignOut(account_views.LogoutView):
    """Who only opens the address is asked: a link on another site must sign nobody out."""

    http_method_names = ["get", "head", "post", "options"]


class Account(LoginRequiredMixin, TemplateView):
    """What the portal knows of the person who is signed in, and where to change it."""

    template_name = "account/profile.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = account_rows(cast(User, self.request.user))
        return super().get_context_data(**kwargs) | {"rows": list(rows)}


def account_rows(user: User) -> Iterator[dict[str, Any]]:
    """Label and value, with the address where to change it, if that is the person's to change."""
    name = reverse("account_name")
    yield {"label": _("Name"), "value": user.name or _("none given"), "address": name}
    yield {"label": _("Role"), "value": user.get_role_display()}
    yield {"label": _("Organisation"), "value": _organisation(user)}
    yield {"label": _("E-mail address"), "value": user.email, "address": reverse("account_email")}
    yield {"label": _("Language"), "value": _language(user)}
    password = reverse("account_change_password")
    yield {"label": _("Password"), "value": "••••••••", "address": password}
    yield {
        "label": _("Second factor"),
        "value": _("set up") if has_second_factor(user) else _("none"),
        "address": reverse("mfa_index"),
    }
    yield {
        "label": _("Sessions"),
        "value": _("where you are signed in"),
        "address": reverse("usersessions_list"),
        "act": _("Show"),
    }
    if may(user, Permission.MANAGE_API_CLIENTS):
        yield {
            "label": _("API clients"),
            "value": _("programs that read for your organisation"),
            "address": reverse("portal:api_clients"),
            "act": _("Show"),
        }


def _language(user: User) -> str:
    if not user.language:
        return str(_("as your browser asks for; choose one at the top of any page"))
    return str(_("%(name)s, on pages and in letters")) % {"name": user.get_language_display()}


def _organisation(user: User) -> str:
    """Its name; where it is not verified, why its people see less than they may expect."""
    if user.organisation is None:
        return str(_("none"))
    if user.organisation.verified:
        return user.organisation.name
    said = _("%(name)s. It is not verified: you see what is public, and what is its own.")
    return str(said) % {"name": user.organisation.name}


class Name(LoginRequiredMixin, FormView):
    form_class = NameForm
    template_name = "account/name.html"
    success_url = reverse_lazy("account_profile")

    def get_initial(self) -> dict[str, Any]:
        return {"name": cast(User, self.request.user).name}

    def form_valid(self, form: Any) -> HttpResponse:
        people.rename(name=form.cleaned_data["name"], by=cast(User, self.request.user))
        return super().form_valid(form)


class SecondFactors(IndexView):
    """The factors of one person; for whoever must first set one up or show it, where to do so."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waiting = needs_second_factor(self.request.user) and not passed_second_factor(self.request)
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"waiting": waiting}


class ActivateApp(ActivateTOTPView):
    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        accept_new_factor(self.request)
        return response


class AddKey(AddWebAuthnView):
    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        accept_new_factor(self.request)
        return response


class RemoveKey(RemoveWebAuthnView):
    def form_valid(self, form: Any) -> HttpResponse:
        adapter = SecondFactorAdapter()
        if adapter.can_delete_authenticator(self.object):
            return cast(HttpResponse, super().form_valid(form))
        messages.error(self.request, adapter.error_messages["cannot_delete_authenticator"])
        return redirect("mfa_list_webauthn")

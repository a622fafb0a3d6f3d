"""The machines of one's own organisation that call the API: make, renew, revoke."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import ListView

from portal import actions
from portal.access import Permission, is_member, require, scopes_to_give
from portal.clients import ApiClient
from portal.forms import ApiClientForm
from portal.models import User


class ApiClientList(LoginRequiredMixin, ListView):
    """Every client of the reader's organisation, those that work first."""

    template_name = "portal/api_client_list.html"

    def get_queryset(self) -> Any:
        require(self.request.user, Permission.MANAGE_API_CLIENTS)
        return _own(self.request).for_display()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            may_make=is_member(self.request.user), site=_site(self.request), **kwargs
        )


@login_required
@never_cache
def make(request: HttpRequest) -> HttpResponse:
    user = cast(User, request.user)
    require(user, Permission.MANAGE_API_CLIENTS)
    if not is_member(user):
        return redirect("portal:api_clients")
    form = ApiClientForm(request.POST or None, scopes=scopes_to_give(user))
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "portal/api_client_form.html", {"form": form}, status=status)
    issued = actions.make_api_client(**form.cleaned_data, by=user)
    return _show_secret(request, issued)


@login_required
@never_cache
def renew(request: HttpRequest, client_id: str) -> HttpResponse:
    client = _found(request, client_id)
    if request.method != "POST":
        return render(request, "portal/api_client_renew.html", {"client": client})
    try:
        issued = actions.renew_secret(client=client, by=cast(User, request.user))
    except actions.ClientRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("portal:api_clients")
    return _show_secret(request, issued)


@login_required
def revoke(request: HttpRequest, client_id: str) -> HttpResponse:
    client = _found(request, client_id)
    if request.method != "POST":
        return render(request, "portal/api_client_revoke.html", {"client": client})
    try:
        actions.revoke_api_client(client=client, by=cast(User, request.user))
    except actions.ClientRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("“%(name)s” is revoked.") % {"name": client.name})
    return redirect("portal:api_clients")


def _own(request: HttpRequest) -> Any:
    user = cast(User, request.user)
    return ApiClient.objects.of(user.organisation_id)


def _found(request: HttpRequest, client_id: str) -> ApiClient:
    require(request.user, Permission.MANAGE_API_CLIENTS)
    found: ApiClient = get_object_or_404(_own(request).for_display(), credentials=client_id)
    return found


def _show_secret(request: HttpRequest, issued: actions.Issued) -> HttpResponse:
    """The answer to the very request that made it: the secret is kept nowhere to redirect to."""
    context = {"client": issued.client, "secret": issued.secret, "site": _site(request)}
    return render(request, "portal/api_client_secret.html", context)


def _site(request: HttpRequest) -> str:
    return request.build_absolute_uri("/").rstrip("/")

"""Accepting an invitation: from the link in the mail to an account."""

from http import HTTPStatus

from allauth.core.ratelimit import consume_or_429
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from portal import people
from portal.invitations import Invitation
from portal.people_forms import AcceptForm

TOKEN = "invitation"  # noqa: S105  where the session keeps it


@require_safe
def follow(request: HttpRequest, token: str) -> HttpResponse:
    """Take the token out of the address, which browsers keep and show."""
    request.session[TOKEN] = token
    return redirect("portal:accept_invitation")


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest) -> HttpResponse:
    refused: HttpResponse | None = consume_or_429(request, action="invitation")
    if refused:
        return refused
    token = request.session.get(TOKEN, "")
    invitation = Invitation.objects.for_token(token, at=timezone.now())
    if invitation is None:
        return _no_use(request)
    form = AcceptForm(request.POST or None, email=invitation.email)
    if not form.is_valid():
        context = {"form": form, "invitation": invitation}
        status = 422 if form.is_bound else 200
        return render(request, "portal/invitation_accept.html", context, status=status)
    try:
        people.accept_invitation(token=token, **form.cleaned_data)
    except people.ActRefused:
        return _no_use(request)
    del request.session[TOKEN]
    messages.success(request, _("Your account is ready. Sign in with your address and password."))
    return redirect("portal:sign_in")


def _no_use(request: HttpRequest) -> HttpResponse:
    """Wrong, used, revoked, too old, or for somebody with an account: all read the same."""
    return render(request, "portal/invitation_no_use.html", status=HTTPStatus.NOT_FOUND)

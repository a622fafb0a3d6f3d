"""The page “History” of any marked record."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal import versions
from portal.models import Marked, User, marked_models


@require_safe
def history(request: HttpRequest, kind: str, public_id: str) -> HttpResponse:
    row = _record(request, kind, public_id)
    found = versions.steps(row, request.user)
    labels = [row.tlp, *(step.version.tlp for step in found)]
    context = {
        "row": row,
        "kind": kind,
        "steps": found,
        "may_revert": versions.may_revert(row, request.user),
        "page_tlp": max(labels) or None,
    }
    return render(request, "portal/history.html", context)


@login_required
@require_POST
def revert(request: HttpRequest, kind: str, public_id: str) -> HttpResponse:
    row = _record(request, kind, public_id)
    key, reason = request.POST.get("version", ""), request.POST.get("reason", "")
    try:
        versions.revert(row=row, key=key, by=cast(User, request.user), reason=reason)
    except versions.RevertRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The record says again what that version said."))
    return redirect("portal:history", kind=kind, public_id=public_id)


def _record(request: HttpRequest, kind: str, public_id: str) -> Marked:
    models = {model._meta.model_name: model for model in marked_models()}
    if kind not in models:
        raise Http404
    row: Marked = get_object_or_404(
        models[kind].objects.readable_by(request.user), public_id=public_id
    )
    return row

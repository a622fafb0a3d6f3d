"""Which confirmations would raise confidence most, and those who say several at once."""

from typing import cast

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from capabilities.entries import acts, confirming
from capabilities.models import Resource
from capabilities.steps import long_text
from gaps import confirmations
from gaps.views.shared import run_context
from portal.access import Permission, require
from portal.models import User


class ConfirmAllForm(forms.Form):
    """What shows that several entries are still true."""

    evidence = long_text(
        gettext_lazy("What shows that those chosen are still true?"),
        asked=gettext_lazy("Say what shows that they are still true."),
        help_text=gettext_lazy("It is kept with each of them."),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def queue(request: HttpRequest) -> HttpResponse:
    """The ten confirmations that are worth most, or the ten oldest; and several said at once."""
    require(request.user, Permission.TRIAGE)
    form = ConfirmAllForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return _confirmed(request, form.cleaned_data["evidence"])
    context = run_context(request)
    order = request.GET.get("order", "")
    run, user = context["run"], cast(User, request.user)
    by_age = order == "age"
    ranking = confirmations.ranking(user, run, by_age=by_age) if run else None
    context |= {
        "form": form,
        "ranking": ranking,
        "by_age": by_age,
        "chosen": request.POST.getlist("entry"),
    }
    return render(request, "gaps/confirmations.html", context, status=422 if form.errors else 200)


def _confirmed(request: HttpRequest, evidence: str) -> HttpResponse:
    chosen = request.POST.getlist("entry")[: confirmations.MOST]
    entries = list(Resource.objects.visible_to(request.user).filter(public_id__in=chosen))
    try:
        number = confirming.confirm_all(
            entries=entries, by=cast(User, request.user), evidence=evidence
        )
    except acts.ChangeRefused as refusal:
        messages.error(request, str(refusal))
    else:
        text = ngettext(
            "%(n)d entry is confirmed as of today.",
            "%(n)d entries are confirmed as of today.",
            number,
        )
        messages.success(request, text % {"n": number})
    return redirect(request.get_full_path())

"""Suggestions: the form on every record's page, the queue of reviewers, what keepers see."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_filters.views import FilterView

from capabilities.models import Country, Provider, Resource, Suggestion
from capabilities.suggestions import acts
from capabilities.suggestions.forms import (
    DoneForm,
    SuggestionFilter,
    SuggestionForm,
    VerdictForm,
)
from portal.access import Permission, may
from portal.labels import label_of_page
from portal.models import random_id
from portal.sparing import leave

SUBJECTS: Mapping[str, Any] = {
    "resource": lambda reader: Resource.objects.visible_to(reader).select_related("provider"),
    "provider": Provider.objects.visible_to,
    "country": lambda reader: Country.objects.all(),
}
STATUS = Suggestion.Status


@require_http_methods(["GET", "HEAD", "POST"])
def suggest(request: HttpRequest, about: str, name: str) -> HttpResponse:
    """The form, for whoever may see the record; what it sends is seen by reviewers alone."""
    if about not in SUBJECTS:
        raise Http404
    key = "iso3" if about == "country" else "public_id"
    subject = get_object_or_404(SUBJECTS[about](request.user), **{key: name})
    form = SuggestionForm(request.POST or None)
    status = 200
    if request.method == "POST":
        if form.is_trapped:  # a machine is told what a person is told, and nothing is kept
            return redirect("capabilities:suggestion_thanks", random_id())
        if form.is_valid():
            if leave(request, "suggestion", settings.SUGGESTION_LIMITS).granted:
                made = acts.suggest(about={about: subject}, given=form.given(), by=request.user)
                return redirect("capabilities:suggestion_thanks", made.public_id)
            form.add_error(None, _("Too many suggestions from here today. Try again tomorrow."))
            status = 429
        else:
            status = 422
    label = None if about == "country" else label_of_page(subject)
    context = {"form": form, "subject": subject, "page_tlp": label or None}
    return render(request, "capabilities/suggest.html", context, status=status)


@require_safe
def thanks(request: HttpRequest, reference: str) -> HttpResponse:
    """The same page for every reference: it tells nobody which ones there are."""
    return render(request, "capabilities/suggestion_thanks.html", {"reference": reference[:12]})


# ------------------------------------------------------------------ what came in


class SuggestionList(LoginRequiredMixin, FilterView):
    """The queue of reviewers; for partners what was accepted on their own entries."""

    filterset_class = SuggestionFilter
    template_name = "capabilities/suggestion_list.html"
    paginate_by = 25

    @property
    def is_review(self) -> bool:
        return may(self.request.user, Permission.REVIEW)

    def get_queryset(self) -> Any:
        if not (self.is_review or may(self.request.user, Permission.KEEP_ENTRIES)):
            raise PermissionDenied(_("Your role does not allow this."))
        return Suggestion.objects.visible_to(self.request.user).for_display()

    def get_filterset_kwargs(self, filterset_class: Any) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_filterset_kwargs(filterset_class)
        first = STATUS.NEW if self.is_review else STATUS.ACCEPTED
        return {**kwargs, "first": first.value}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        label = max((one.tlp for one in context["object_list"]), default=0)
        return context | {"page_tlp": label or None, "is_review": self.is_review}


def _suggestion(request: HttpRequest, public_id: str) -> Suggestion:
    seen = Suggestion.objects.visible_to(request.user).for_display().select_related("done_by")
    found: Suggestion = get_object_or_404(seen, public_id=public_id)
    return found


@login_required
@require_safe
def suggestion(request: HttpRequest, public_id: str) -> HttpResponse:
    return _shown(request, _suggestion(request, public_id))


def _shown(request: HttpRequest, one: Suggestion, **forms: Any) -> HttpResponse:
    is_review = may(request.user, Permission.REVIEW)
    context = {
        "suggestion": one,
        "subject": one.subject,
        "is_review": is_review,
        "may_decide": is_review and one.status == STATUS.NEW,
        "may_finish": one.status == STATUS.ACCEPTED and acts.may_finish(one, request.user),
        "verdict_form": VerdictForm(),
        "done_form": DoneForm(),
        "page_tlp": one.tlp or None,
        **forms,
    }
    status = 422 if forms else 200
    return render(request, "capabilities/suggestion_detail.html", context, status=status)


@login_required
@require_POST
def decide(request: HttpRequest, public_id: str) -> HttpResponse:
    one, form = _suggestion(request, public_id), VerdictForm(request.POST)
    if form.is_valid():
        to = STATUS(form.cleaned_data["to"])
        try:
            reason = form.cleaned_data["reason"]
            acts.decide(suggestion=one, to=to, by=request.user, reason=reason)  # type: ignore[arg-type]
        except acts.SuggestionRefused as refusal:
            form.add_error("reason", str(refusal))
        else:
            messages.success(request, _("What becomes of the suggestion is recorded."))
            return redirect("capabilities:suggestion_list")
    return _shown(request, one, verdict_form=form)


@login_required
@require_POST
def finish(request: HttpRequest, public_id: str) -> HttpResponse:
    one, form = _suggestion(request, public_id), DoneForm(request.POST)
    if form.is_valid():
        try:
            acts.finish(suggestion=one, by=request.user, note=form.cleaned_data["note"])  # type: ignore[arg-type]
        except acts.SuggestionRefused as refusal:
            form.add_error("note", str(refusal))
        else:
            messages.success(request, _("It is recorded as dealt with."))
            return redirect(one)
    return _shown(request, one, done_form=form)

"""Figures released from records that most readers may not see: proposed, checked, and shown."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.generic import ListView

from gaps.models import Release, Report
from gaps.reports import releasing
from gaps.reports.releasing import ReleaseRefused
from gaps.views.report_desk import for_reviewers, reviewer_of
from portal.access import TLP, Audience, Permission, VisibleToRequester, may


class ProposeForm(forms.Form):
    to_label = forms.TypedChoiceField(
        label=_("Release it as"),
        choices=[(label.value, label.label) for label in releasing.LABELS],
        coerce=lambda value: TLP(int(value)),
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=4_000, widget=forms.Textarea(attrs={"rows": 3})
    )


class CheckForm(forms.Form):
    is_released = forms.TypedChoiceField(
        label=_("Decision"),
        choices=[("yes", _("Release it")), ("no", _("Do not release it"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=4_000, widget=forms.Textarea(attrs={"rows": 3})
    )


class ReleaseList(VisibleToRequester, ListView):
    """What has been released to the reader; for reviewers also what is proposed."""

    queryset = Release.objects.order_by("-proposed", "-pk")
    template_name = "gaps/release_list.html"
    paginate_by = 25

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        labels = [release.tlp for release in context["object_list"]]
        return context | {"page_tlp": max(labels, default=0) or None}


@require_http_methods(["GET", "HEAD", "POST"])
@for_reviewers
def propose(request: HttpRequest, public_id: str) -> HttpResponse:
    """What would be released of a report, what is left out and why, and the form to propose it."""
    visible = Report.objects.visible_to(request.user).out().for_display()
    of_reviewers = visible.filter(audience=Audience.AMBER_STRICT)
    report = get_object_or_404(of_reviewers, public_id=public_id)
    form = ProposeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = releasing.propose(report=report, **form.cleaned_data, by=reviewer_of(request))
        except ReleaseRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Proposed. Another reviewer has to check it."))
            return redirect(made)
    context = {
        "report": report,
        "form": form,
        "table": releasing.table(report),
        "page_tlp": report.tlp,
        "data_as_of": report.run.as_of,
    }
    status = 422 if form.is_bound else 200
    return render(request, "gaps/release_propose.html", context, status=status)


def _shown(request: HttpRequest, public_id: str) -> Release:
    found: Release = get_object_or_404(
        Release.objects.readable_by(request.user), public_id=public_id
    )
    return found


def _page(request: HttpRequest, release: Release, form: CheckForm) -> HttpResponse:
    is_reviewer = may(request.user, Permission.REVIEW)
    context = {
        "release": release,
        "lines": list(zip(release.rows, release.figures, strict=True)),
        "form": form,
        "report": Report.objects.visible_to(request.user).filter(pk=release.report_id).first(),
        "is_reviewer": is_reviewer,
        "may_check": is_reviewer and release.status == "proposed",
        "is_proposer": release.by_id == request.user.pk,
        "page_tlp": release.tlp or None,
        "data_as_of": release.as_of,
    }
    status = 422 if form.is_bound else 200
    return render(request, "gaps/release_detail.html", context, status=status)


@require_safe
def release_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    return _page(request, _shown(request, public_id), CheckForm())


@require_POST
@for_reviewers
def check(request: HttpRequest, public_id: str) -> HttpResponse:
    release = _shown(request, public_id)
    form = CheckForm(request.POST)
    if form.is_valid():
        try:
            releasing.check(release=release, **form.cleaned_data, by=reviewer_of(request))
        except ReleaseRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The decision is recorded."))
            return redirect(release)
    return _page(request, release, form)

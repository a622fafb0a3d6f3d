"""Published reports: the list, one with all that it says, and what countries are asked about."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django.views.generic import ListView
from django_filters.views import FilterView

from gaps.filters import ReportFilter
from gaps.models import CountryPage, Report, ReportComment
from gaps.reports import asking
from gaps.reports.forms import CommentForm
from gaps.reports.showing import Shown
from portal.access import Audience, Permission, VisibleToRequester, may

FINDINGS = 50  # on a page


class ReportList(VisibleToRequester, FilterView):
    """What has been published and the reader may read, newest first."""

    queryset = Report.objects.out().for_display().order_by("-published", "-pk")
    filterset_class = ReportFilter
    template_name = "gaps/report_list.html"
    paginate_by = 20

    def get_queryset(self) -> Any:
        return super().get_queryset().with_newer(self.request.user).defer("document", "text")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        labels = [report.tlp for report in context["object_list"]]
        return context | {
            "page_tlp": max(labels, default=0) or None,
            "may_write": may(self.request.user, Permission.REVIEW),
        }


@require_safe
def report_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """A report that is out; one on its way is at its reviewers' desk."""
    readable = Report.objects.readable_by(request.user).for_display()
    report = get_object_or_404(readable, public_id=public_id)
    if not report.is_out:
        return redirect("gaps:report_review", public_id)
    shown = Shown(report)
    visible = Report.objects.visible_to(request.user)
    findings = Paginator(shown.findings, FINDINGS).get_page(request.GET.get("page"))
    comments = ReportComment.objects.visible_to(request.user).filter(report=report)
    newer = visible.newer_than(report)
    context = {
        "report": report,
        "document": shown.document,
        "shown": shown,
        "findings": findings,
        "comments": comments.for_display(),
        "newer": newer,
        "older": visible.out().filter(pk=report.replaces_id).first(),
        "may_begin_next": may(request.user, Permission.REVIEW) and newer is None,
        "may_release": report.audience == Audience.AMBER_STRICT,  # reviewers alone get here
        "page_tlp": report.tlp or None,
        "data_as_of": report.run.as_of,
    }
    return render(request, "gaps/report_detail.html", context)


# ------------------------------------------------------------------ pages of countries


class CountryPageList(LoginRequiredMixin, VisibleToRequester, ListView):
    """What the reader's organisation is asked about, or all of it for reviewers."""

    queryset = CountryPage.objects.select_related("country", "organisation").order_by(
        "-asked", "pk"
    )
    template_name = "gaps/country_page_list.html"
    paginate_by = 25


@require_http_methods(["GET", "HEAD", "POST"])
def country_page(request: HttpRequest, public_id: str) -> HttpResponse:
    """The page of a report on one country before it is out, and the form to comment on it."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    visible = CountryPage.objects.visible_to(request.user)
    page = get_object_or_404(visible.select_related("country", "organisation"), public_id=public_id)
    form = CommentForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            asking.comment(page=page, text=form.cleaned_data["text"], by=request.user)
        except asking.CommentRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Thank you. Your comment stands beside the page."))
            return redirect(page)
    is_open = page.commented is None and page.until > timezone.now()
    context = {
        "page": page,
        "form": form,
        "row": page.page.get("row"),
        "findings": page.page.get("findings", []),
        "is_open": is_open,
        "may_comment": is_open and asking.may_comment(request.user, page),
        "page_tlp": page.label or None,
    }
    return render(request, "gaps/country_page.html", context, status=422 if form.is_bound else 200)

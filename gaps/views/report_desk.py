"""Where reviewers write reports: the desk, the page to write on, the choice of findings, review."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gaps.models import Finding, Report
from gaps.reading import explained
from gaps.reports import acts, writing
from gaps.reports.acts import ChangedMeanwhile, ReportRefused
from gaps.reports.desk import Desk
from gaps.reports.differences import lines
from gaps.reports.extent import Extent, placeholders
from gaps.reports.forms import BeginForm, ChooseForm, RunForm, WriteForm
from gaps.workflow import ReportStatus
from portal.access import Permission, require
from portal.models import User

View = Callable[..., HttpResponse]
FINDINGS = 25  # on a page
DONE = {
    ReportStatus.IN_REVIEW: _("The report is in review."),
    ReportStatus.RETURNED: _("The report is back with its writers."),
    ReportStatus.APPROVED: _("The report is approved. The countries in it have been asked."),
    ReportStatus.PUBLISHED: _("The report is published, for good."),
    ReportStatus.DISCARDED: _("The report is discarded. You can take it up again."),
    ReportStatus.DRAFT: _("The report is a draft again."),
}


def for_reviewers(view: View) -> View:
    """Visitors are asked to sign in; other roles are refused, whatever they ask for."""

    @wraps(view)
    def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        require(request.user, Permission.REVIEW)
        return view(request, **kwargs)

    return guarded


def reviewer_of(request: HttpRequest) -> User:
    """The reviewer who asks; `for_reviewers` lets nobody else come this far."""
    return cast(User, request.user)


def _report(request: HttpRequest, public_id: str) -> Report:
    visible = Report.objects.visible_to(request.user).for_display()
    found: Report = get_object_or_404(visible, public_id=public_id)
    return found


@require_safe
@for_reviewers
def desk(request: HttpRequest) -> HttpResponse:
    """The reports on their way, with whose turn each is; or those given up on it."""
    visible = Report.objects.visible_to(request.user)
    discarded = "discarded" in request.GET
    rows = (visible.discarded() if discarded else visible.desk()).for_display().order_by("-pk")
    page = Paginator(rows.defer("text"), FINDINGS).get_page(request.GET.get("page"))
    context = {"page_obj": page, "page_tlp": _label(page), "discarded": discarded}
    return render(request, "gaps/report_desk.html", context)


def _label(rows: Any) -> Any:
    return max((row.tlp for row in rows), default=0) or None


@require_http_methods(["GET", "HEAD", "POST"])
@for_reviewers
def begin(request: HttpRequest) -> HttpResponse:
    form = BeginForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            report = acts.begin(**form.begun, by=reviewer_of(request))
        except ReportRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("gaps:report_write", report.public_id)
    status = 422 if form.is_bound else 200
    return render(request, "gaps/report_begin.html", {"form": form}, status=status)


@require_POST
@for_reviewers
def begin_next(request: HttpRequest, public_id: str) -> HttpResponse:
    report = _report(request, public_id)
    try:
        following = acts.begin_next(report=report, by=reviewer_of(request))
    except ReportRefused as refusal:
        messages.error(request, str(refusal))
        return redirect(report)
    return redirect("gaps:report_write", following.public_id)


# ------------------------------------------------------------------ writing


@require_http_methods(["GET", "HEAD", "POST"])
@for_reviewers
def write(request: HttpRequest, public_id: str) -> HttpResponse:
    """The page to write on. With “Preview” pressed nothing is saved."""
    report = _report(request, public_id)
    if not report.is_writable:
        messages.error(request, _("This report cannot be written in now: see where it stands."))
        return redirect("gaps:report_review", public_id)
    if request.method != "POST":
        return _write_page(request, report, WriteForm(initial=_as_it_is(report)))
    form = WriteForm(request.POST)
    if not form.is_valid() or "preview" in request.POST:
        return _write_page(request, report, form)
    return _save(request, report, form)


def _as_it_is(report: Report) -> dict[str, Any]:
    return {"title": report.title, "text": report.text, "revision": report.revision}


def _save(request: HttpRequest, report: Report, form: WriteForm) -> HttpResponse:
    try:
        acts.write(report=report, **form.cleaned_data, by=reviewer_of(request))
    except ChangedMeanwhile as refusal:
        return _beside_theirs(request, report, form, str(refusal))
    except ReportRefused as refusal:
        form.add_error(None, str(refusal))
        return _write_page(request, report, form)
    messages.success(request, _("Saved."))
    where = "gaps:report_review" if "leave" in request.POST else "gaps:report_write"
    return redirect(where, report.public_id)


def _beside_theirs(
    request: HttpRequest, report: Report, form: WriteForm, said: str
) -> HttpResponse:
    """Both texts, the sender's in the form: whoever saves again has seen what is replaced."""
    mine = form.cleaned_data
    again = WriteForm({**mine, "revision": report.revision})
    again.is_valid()
    again.add_error(None, said)
    theirs = lines(f"{report.title}\n\n{report.text}", f"{mine['title']}\n\n{mine['text']}")
    return _write_page(request, report, again, theirs=theirs)


def _write_page(request: HttpRequest, report: Report, form: WriteForm, **more: Any) -> HttpResponse:
    shown = form.data if form.is_bound else form.initial
    context = {
        "report": report,
        "form": form,
        "run_form": RunForm(report=report),
        **_preview(report, shown),
        "page_tlp": report.tlp,
        "data_as_of": report.run.as_of,
        **more,
    }
    failed = form.is_bound and bool(form.errors)
    return render(request, "gaps/report_write.html", context, status=422 if failed else 200)


def _preview(report: Report, written: Any) -> dict[str, Any]:
    """The text with its figures, and what each placeholder stands for."""
    values = Extent(report).values
    title, text = str(written.get("title", "")), str(written.get("text", ""))
    known = placeholders()
    return {
        "title": writing.pieces(title, values),
        "passages": writing.passages(text[: writing.LONGEST], values),
        "unknown": writing.unknown(f"{title}\n{text}", values),
        "figures": [(name, said, values[name]) for name, said in known.items()],
    }


@require_POST
@for_reviewers
def preview(request: HttpRequest, public_id: str) -> HttpResponse:
    """The preview alone, while somebody writes."""
    report = _report(request, public_id)
    return render(request, "gaps/report_preview.html", _preview(report, request.POST))


@require_POST
@for_reviewers
def take_run(request: HttpRequest, public_id: str) -> HttpResponse:
    report = _report(request, public_id)
    form = RunForm(request.POST, report=report)
    if not form.is_valid():
        messages.error(request, _("Choose one of the runs offered."))
        return redirect("gaps:report_write", public_id)
    try:
        acts.take_run(report=report, **form.cleaned_data, by=reviewer_of(request))
    except ReportRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The report rests on that run now."))
    return redirect("gaps:report_write", public_id)


# ------------------------------------------------------------------ its findings


@require_http_methods(["GET", "HEAD", "POST"])
@for_reviewers
def findings(request: HttpRequest, public_id: str) -> HttpResponse:
    """What the report tells one by one; each can be taken out, or put in again, with a reason."""
    report = _report(request, public_id)
    form = ChooseForm(request.POST) if request.method == "POST" else None
    if form and form.is_valid() and _chosen(request, report, form):
        return redirect(request.get_full_path())
    extent = Extent(report)
    shows = request.GET.get("show", "in")
    rows = extent.listed if shows != "rest" else _rest(extent)
    page = Paginator(rows.for_display(), FINDINGS).get_page(request.GET.get("page"))
    context = {
        "report": report,
        "page_obj": page,
        "entries": explained(page.object_list, request.user, report.run),
        "shows": shows,
        "choices": extent.choices,
        "refused": form,
        "values": extent.values,
        "page_tlp": report.tlp,
        "data_as_of": report.run.as_of,
    }
    return render(request, "gaps/report_findings.html", context, status=422 if form else 200)


def _rest(extent: Extent) -> Any:
    """What is not told one by one: what is served, and what was taken out."""
    return extent.all_findings.exclude(pk__in=extent.listed.order_by().values("pk")).worst_first()


def _chosen(request: HttpRequest, report: Report, form: ChooseForm) -> bool:
    said = form.cleaned_data
    found = Extent(report).all_findings.keyed(said["finding"])
    finding: Finding = get_object_or_404(found)
    try:
        acts.choose(
            report=report,
            finding=finding,
            included=said["included"],
            reason=said["reason"],
            revision=said["revision"],
            by=reviewer_of(request),
        )
    except ReportRefused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("The choice is recorded."))
    return True


# ------------------------------------------------------------------ review


@require_safe
@for_reviewers
def review(request: HttpRequest, public_id: str) -> HttpResponse:
    """All that a reviewer needs to bring a report a step on."""
    report = _report(request, public_id)
    return render(request, "gaps/report_review.html", Desk(report, reviewer_of(request)).context())


@require_POST
@for_reviewers
def move(request: HttpRequest, public_id: str) -> HttpResponse:
    """One step. The form names what its sender looked at."""
    report = _report(request, public_id)
    at = Desk(report, reviewer_of(request))
    form = at.sent(request.POST)
    if form is None:
        messages.error(request, _("Somebody else has just changed this report."))
        return redirect("gaps:report_review", public_id)
    if form.is_valid():
        try:
            moved = acts.move(report=report, **form.cleaned_data, by=reviewer_of(request))
        except ReportRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, DONE[moved.state])
            return redirect(moved if moved.is_out else "gaps:report_review", *_id(moved))
    context = Desk(report, at.reader).context(refused=form)
    return render(request, "gaps/report_review.html", context, status=422)


def _id(report: Report) -> list[str]:
    return [] if report.is_out else [report.public_id]

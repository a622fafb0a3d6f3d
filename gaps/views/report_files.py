"""The files of published reports, and the page where anybody verifies one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from gaps.models import Report
from gaps.reports import files, verifying
from gaps.verify_forms import VerifyForm
from portal import audit
from portal.access import TLP
from portal.trail import Kind

# Whatever a browser makes of it: no script, no form, no frame, nothing fetched.
HEADERS = {
    "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
}


@require_safe
def report_file(request: HttpRequest, public_id: str, suffix: str) -> HttpResponse:
    """A file of a published report, for whoever may see the report; the trail tells of it."""
    published = Report.objects.visible_to(request.user).out()
    report: Report = get_object_or_404(published, public_id=public_id)
    etag = files.etag(report)
    known = get_conditional_response(request, etag=etag)
    response = known or _whole(request, report, suffix)
    response["ETag"] = etag
    return response


def _whole(request: HttpRequest, report: Report, suffix: str) -> HttpResponse:
    content_type = "application/json"
    if suffix != files.JSON:
        content_type = files.FORMS[suffix].content_type
    if request.method == "GET":
        audit.note(Kind.EXPORT, by=request.user, about=report, form=suffix)
    if suffix in ("pdf", "xlsx"):  # these are compressed already
        request.META.pop("HTTP_ACCEPT_ENCODING", None)
    named = content_disposition_header(as_attachment=True, filename=files.name(report, suffix))
    return HttpResponse(
        files.content(report, suffix),
        content_type=content_type,
        headers={
            **HEADERS,
            "Content-Disposition": named or "attachment",
            "X-TLP-Label": str(TLP(report.tlp).label),
            "Cache-Control": "private, no-store" if report.tlp else "no-cache",
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Whether a fingerprint or a file is that of a report; with `?fingerprint=`, a link to it."""
    asked = request.POST or (request.GET if "fingerprint" in request.GET else None)
    form = VerifyForm(asked, request.FILES or None, reader=request.user)
    status = 200 if not form.is_bound or form.is_valid() else 422
    shown = [row for row in _shown(form.verdict) if row]
    context = {
        "form": form,
        "verdict": form.verdict,
        "largest": verifying.LARGEST,
        "page_tlp": max((row.tlp for row in shown), default=0) or None,
    }
    return render(request, "gaps/verify.html", context, status=status)


def _shown(verdict: verifying.Verdict | None) -> tuple[Report | None, ...]:
    return (verdict.report, verdict.newer) if verdict else ()

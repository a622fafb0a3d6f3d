"""Many needs at once: the template, the upload, what was found in it, and what became of it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from capabilities.bulk import acts, files, taking_back
from capabilities.bulk.checked import DOUBTFUL, RIGHT, WRONG
from capabilities.bulk.need_columns import COLUMNS, template_for
from capabilities.bulk.showing import made_of, need_rows, needs_of, offer_rows, proposals_of
from capabilities.forms import TableForm, TakeBackForm
from capabilities.imports.tables.table import LIMITS
from capabilities.models import Agency, Upload
from portal import audit
from portal.access import Permission, require
from portal.idempotency import KeyMisused
from portal.models import random_id
from portal.trail import Kind

ROWS_A_PAGE = 25
UPLOADS_SHOWN = 20
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
Status = Upload.Status


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """How it goes, the template, and where to upload a table."""
    require(request.user, Permission.SUBMIT_NEEDS)
    return upload_page(
        request,
        "capabilities/bulk.html",
        Upload.Purpose.NEEDS,
        acts.send_needs,
        columns=COLUMNS,
        agencies=list(Agency.objects.of(request.user).select_related("country")),
    )


def upload_page(
    request: HttpRequest,
    template: str,
    purpose: Upload.Purpose,
    send: Callable[..., Upload],
    **shown: Any,
) -> HttpResponse:
    """Where a table is uploaded, of needs or of offers, with the uploads before it."""
    form = TableForm(request.POST or None, request.FILES or None)
    token = request.POST.get("token", "")
    if request.method == "POST" and form.is_valid():
        file: Any = form.cleaned_data["table"]
        try:
            return redirect(send(name=file.name, content=file.read(), by=request.user, key=token))
        except (acts.UploadRefused, KeyMisused) as refusal:
            form.add_error("table", str(refusal))
    visible = Upload.objects.visible_to(request.user).filter(purpose=purpose)
    uploads = visible.for_display()[:UPLOADS_SHOWN]
    context = {
        "form": form,
        "token": random_id() if form.errors else token or random_id(),
        "limits": LIMITS,
        "uploads": uploads,
        "page_tlp": max((upload.tlp for upload in uploads), default=0) or None,
    }
    status = 422 if form.errors else 200
    return render(request, template, {**context, **shown}, status=status)


@login_required
@require_safe
def template_xlsx(request: HttpRequest) -> HttpResponse:
    user: Any = _officer(request)
    return as_file(files.template_xlsx(template_for(user), user), XLSX, f"{_('needs')}.xlsx")


@login_required
@require_safe
def template_csv(request: HttpRequest) -> HttpResponse:
    return as_file(files.template_csv(template_for(_officer(request))), CSV, f"{_('needs')}.csv")


def _officer(request: HttpRequest) -> Any:
    require(request.user, Permission.SUBMIT_NEEDS)
    return request.user


def as_file(content: bytes, kind: str, name: str) -> HttpResponse:
    disposition = f'attachment; filename="{name}"'
    headers = {"Content-Disposition": disposition, "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=kind, headers=headers)


def _upload(request: HttpRequest, public_id: str) -> Upload:
    visible = Upload.objects.visible_to(request.user).for_display()
    upload: Upload = get_object_or_404(visible, public_id=public_id)
    return upload


@login_required
@require_safe
def upload_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """Where an upload stands: being checked, to be looked through, refused, or submitted."""
    return _detail(request, _upload(request, public_id))


def _detail(request: HttpRequest, upload: Upload, form: TakeBackForm | None = None) -> HttpResponse:
    is_offers = upload.purpose == Upload.Purpose.OFFERS
    context: dict[str, Any] = {
        "upload": upload,
        "page_tlp": upload.tlp or None,
        "is_offers": is_offers,
    }
    if upload.status == Status.CHECKED:
        context |= _preview(request, upload)
    elif upload.status in (Status.DONE, Status.UNDONE):
        context |= _result(request, upload) | ({"form": form} if form else {})
    status = 422 if form else 200
    return render(request, "capabilities/upload_detail.html", context, status=status)


def _preview(request: HttpRequest, upload: Upload) -> dict[str, Any]:
    turns = dict(upload.rows.order_by().values_list("turn").annotate(Count("pk")))
    is_offers = upload.purpose == Upload.Purpose.OFFERS
    found = upload.rows.all() if is_offers else upload.rows.select_related("agency")
    page = Paginator(found, ROWS_A_PAGE).get_page(request.GET.get("page"))
    shown: Callable[..., list[Any]] = offer_rows if is_offers else need_rows
    return {
        "page_obj": page,
        "rows": shown(page.object_list, upload.headings, request.user),
        "changed": upload.rows.exclude(changes=[]).count() if is_offers else 0,
        "wrong": turns.get(WRONG, 0),
        "doubtful": turns.get(DOUBTFUL, 0),
        "right": turns.get(RIGHT, 0),
    }


def _result(request: HttpRequest, upload: Upload) -> dict[str, Any]:
    """What was made out of the rows; of what is taken back, first what was left, and why."""
    is_undone = upload.status == Status.UNDONE
    rows = made_of(upload)
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    shown = needs_of if upload.purpose == Upload.Purpose.NEEDS else proposals_of
    open_ones = 0 if is_undone else taking_back.untouched(upload, request.user).count()
    return {
        "page_obj": page,
        "made": shown(page, request.user),
        "total": page.paginator.count,
        "left": rows.filter(is_back=False).count(),
        "open": open_ones if taking_back.may_take_back(upload, request.user) else 0,
        "form": TakeBackForm(),
    }


@login_required
@require_safe
def rows_xlsx(request: HttpRequest, public_id: str) -> HttpResponse:
    return _annotated(request, public_id, "xlsx", files.annotated_xlsx, XLSX)


@login_required
@require_safe
def rows_csv(request: HttpRequest, public_id: str) -> HttpResponse:
    return _annotated(request, public_id, "csv", files.annotated_csv, CSV)


def _annotated(
    request: HttpRequest, public_id: str, ending: str, write: Callable[[Upload], bytes], kind: str
) -> HttpResponse:
    """The table as it was uploaded, with what is to be mended beside each row."""
    upload = _upload(request, public_id)
    if upload.status != Status.CHECKED:
        raise Http404
    audit.note(Kind.EXPORT, by=request.user, what="upload", id=upload.public_id, format=ending)
    return as_file(write(upload), kind, f"{_('rows-to-mend')}.{ending}")


# ------------------------------------------------------------------ going on


@login_required
@require_POST
def confirm(request: HttpRequest, public_id: str) -> HttpResponse:
    def act(upload: Upload) -> str:
        acts.confirm(upload=upload, by=request.user)  # type: ignore[arg-type]
        if upload.purpose == Upload.Purpose.OFFERS:
            return _("All changes are being proposed now.")
        return _("All rows are being submitted now.")

    return _acted(request, public_id, act)


@login_required
@require_POST
def cancel(request: HttpRequest, public_id: str) -> HttpResponse:
    def act(upload: Upload) -> str:
        acts.cancel(upload=upload, by=request.user)  # type: ignore[arg-type]
        return _("The upload is cancelled, and the file removed. Nothing was submitted.")

    return _acted(request, public_id, act)


@login_required
@require_POST
def take_back(request: HttpRequest, public_id: str) -> HttpResponse:
    upload, form = _upload(request, public_id), TakeBackForm(request.POST)
    if not form.is_valid():
        return _detail(request, upload, form=form)

    def act(upload: Upload) -> str:
        reason = form.cleaned_data["reason"]
        acts.take_back(upload=upload, by=request.user, reason=reason)  # type: ignore[arg-type]
        return _("It is being taken back now.")

    return _acted(request, public_id, act)


def _acted(request: HttpRequest, public_id: str, act: Callable[[Upload], str]) -> HttpResponse:
    upload = _upload(request, public_id)
    try:
        messages.success(request, act(upload))
    except acts.UploadRefused as refusal:
        messages.error(request, str(refusal))
    return redirect(upload)

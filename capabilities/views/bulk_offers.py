"""Many offers at once: the template, the offers as they are, and where to upload a table."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from capabilities.bulk import acts, files
from capabilities.bulk.offer_columns import COLUMNS, current_for, kept_offers, template_for
from capabilities.imports.tables.table import LIMITS
from capabilities.models import Upload
from capabilities.views.bulk import CSV, XLSX, as_file, upload_page
from portal import audit
from portal.access import Permission, may, require
from portal.trail import Kind


def _keeper(request: HttpRequest) -> Any:
    """Partners for the entries that they keep, reviewers for all."""
    if not may(request.user, Permission.TRIAGE):
        require(request.user, Permission.KEEP_ENTRIES)
    return request.user


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    user = _keeper(request)
    number = kept_offers(user).count()
    return upload_page(
        request,
        "capabilities/bulk_offers.html",
        Upload.Purpose.OFFERS,
        acts.send_offers,
        columns=COLUMNS,
        is_reviewer=may(user, Permission.TRIAGE),
        number=number,
        is_cut=number > LIMITS.rows,
    )


@login_required
@require_safe
def template_xlsx(request: HttpRequest) -> HttpResponse:
    user = _keeper(request)
    return as_file(files.template_xlsx(template_for(user), user), XLSX, f"{_('offers')}.xlsx")


@login_required
@require_safe
def template_csv(request: HttpRequest) -> HttpResponse:
    return as_file(files.template_csv(template_for(_keeper(request))), CSV, f"{_('offers')}.csv")


@login_required
@require_safe
def current_xlsx(request: HttpRequest) -> HttpResponse:
    user = _noted(request, "xlsx")
    return as_file(files.template_xlsx(current_for(user), user), XLSX, f"{_('my-offers')}.xlsx")


@login_required
@require_safe
def current_csv(request: HttpRequest) -> HttpResponse:
    user = _noted(request, "csv")
    return as_file(files.template_csv(current_for(user)), CSV, f"{_('my-offers')}.csv")


def _noted(request: HttpRequest, ending: str) -> Any:
    """What leaves the portal is told in the trail."""
    user = _keeper(request)
    number = min(kept_offers(user).count(), LIMITS.rows)
    audit.note(Kind.EXPORT, by=user, what="offers-to-change", format=ending, rows=number)
    return user

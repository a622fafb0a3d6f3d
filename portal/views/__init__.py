"""Health and error pages; sign-in and accounts are in `accounts`."""

import sys
from typing import Any

from django.db import DataError, InterfaceError, OperationalError, connection
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse

from portal import problems
from portal.middleware import is_api

RETRY_AFTER = "3"


def health(request: HttpRequest) -> HttpResponse:
    """200 where the database answers, 503 where it does not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except OperationalError:
        return JsonResponse(
            {"database": "unreachable"}, status=503, headers={"Retry-After": RETRY_AFTER}
        )
    return JsonResponse({"database": "ok"})


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    if is_api(request):
        return problems.answer(400, "Bad request", "The request could not be read.")
    return render(request, "400.html", status=400)


def server_error(request: HttpRequest) -> HttpResponse:
    """What nothing else has answered: our fault, unless a server is away or a value impossible."""
    failure = sys.exc_info()[1]
    if isinstance(failure, OperationalError | InterfaceError):
        return _unavailable(request)
    if isinstance(failure, DataError):  # a number too large for its column, and the like
        return bad_request(request)
    if is_api(request):
        return problems.answer(500, "Fault", "The fault is ours and has been recorded.")
    return HttpResponse(render_to_string("500.html"), status=500)


def _unavailable(request: HttpRequest) -> HttpResponse:
    """The database is away, or has cut this connection; the next request makes a new one."""
    if is_api(request):
        response: HttpResponse = problems.answer(503, "Unavailable", "Ask again in a few seconds.")
    else:
        response = HttpResponse(render_to_string("503.html"), status=503)
    response.headers["Retry-After"] = RETRY_AFTER
    return response


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    if is_api(request):
        return problems.answer(404, "Not found", problems.NOTHING_HERE)
    return render(request, "404.html", status=404)


def no_file(request: HttpRequest, form: BaseForm, *, url: str, page: Any) -> HttpResponse:
    """A file was asked for with filters that make no sense: which, and the page to choose them."""
    context = {"form": form, "url": reverse(url), "page": page}
    return render(request, "portal/no_file.html", context, status=422)

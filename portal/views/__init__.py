"""Health and error pages; sign-in and accounts are in `accounts`."""

from typing import Any

from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from portal import problems
from portal.middleware import is_api


def health(request: HttpRequest) -> HttpResponse:
    """200 where the database answers, 503 where it does not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except OperationalError:
        return JsonResponse({"database": "unreachable"}, status=503, headers={"Retry-After": "3"})
    return JsonResponse({"database": "ok"})


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return render(request, "400.html", status=400)


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    if is_api(request):
        return problems.answer(404, "Not found", problems.NOTHING_HERE)
    return render(request, "404.html", status=404)

"""Where to report a weakness of this installation: a page, and security.txt for programs."""

from datetime import UTC, datetime, time, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

# RFC 9116 asks for less than a year, so that nobody trusts a file that was left behind.
VALID_FOR = timedelta(days=180)


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    contact = settings.SECURITY_CONTACT
    shown = contact.removeprefix("mailto:").removeprefix("tel:")
    return render(request, "portal/security.html", {"contact": contact, "contact_shown": shown})


@require_safe
def text(request: HttpRequest) -> HttpResponse:
    """RFC 9116. Without a contact there is no such file: one that names nobody is not allowed."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    until = datetime.combine(timezone.now().date() + VALID_FOR, time(), tzinfo=UTC)
    fields = {
        "Contact": settings.SECURITY_CONTACT,
        "Expires": f"{until:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages": "en",
        "Canonical": settings.PORTAL_URL + reverse("portal:security_txt"),
        "Policy": settings.PORTAL_URL + reverse("portal:security"),
    }
    lines = "".join(f"{name}: {value}\n" for name, value in fields.items())
    return HttpResponse(lines, content_type="text/plain; charset=utf-8")

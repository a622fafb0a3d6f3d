"""The choice of a language."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from portal import people


# A token in the form would stand on every page, and give every visitor a cookie and other bytes.
@csrf_exempt
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Remember it, with the account of whoever is signed in too, and go back to the page."""
    language = request.POST.get("language", "")
    if not _sent_from_here(request):
        raise PermissionDenied
    if language not in dict(settings.LANGUAGES):
        return HttpResponseBadRequest()
    if request.user.is_authenticated:
        people.choose_language(language=language, by=request.user)
    response: HttpResponse = set_language(request)
    return response


def _sent_from_here(request: HttpRequest) -> bool:
    """Browsers say from which site a form is sent; whoever doesn't say it is not let through."""
    said = request.headers.get("Origin") or request.headers.get("Referer", "")
    return urlsplit(said).netloc == request.get_host()

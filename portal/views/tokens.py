"""Where machines fetch their tokens: the client-credentials grant, and nothing else of OAuth."""

from typing import Any

from allauth.core.internal.httpkit import extract_basic_auth
from allauth.idp.oidc.models import Client as Credentials
from allauth.idp.oidc.models import Token
from allauth.idp.oidc.views import TokenView
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from portal import audit
from portal.addresses import connection_of
from portal.clients import ApiClient
from portal.limits import Rate, limiter
from portal.trail import Kind


class FetchToken(TokenView):
    """A token for an hour in exchange for a client's id and secret."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        rate = Rate.parse(settings.API_LIMITS["token"])
        allowance = limiter().take("token", connection_of(request), rate)
        response = (
            self._answer(request) if allowance.granted else _error(429, "temporarily_unavailable")
        )
        allowance.state_on(response)
        return response

    def _answer(self, request: HttpRequest) -> HttpResponse:
        if request.POST.get("grant_type") != Credentials.GrantType.CLIENT_CREDENTIALS:
            return _error(400, "unsupported_grant_type")
        client = _client_of(request)
        if client is None:
            return _wrong_pair()
        Token.objects.expired().filter(client=client.credentials_id).delete()
        with transaction.atomic():
            response: HttpResponse = super().post(request)
            if response.status_code == 200:
                audit.note(Kind.TOKEN_FETCHED, about=client)
        if response.status_code == 401:
            audit.note(Kind.SIGN_IN_FAILED, about=client)
            return _wrong_pair()
        return response


def _client_of(request: HttpRequest) -> ApiClient | None:
    """The client that the request names, unless it is revoked or has expired."""
    named = extract_basic_auth(request.headers)[0] or request.POST.get("client_id", "")
    if not named.isalnum():  # as every id of ours is; PostgreSQL refuses some other characters
        return None
    usable = ApiClient.objects.usable(on=timezone.localdate())
    found: ApiClient | None = usable.filter(credentials=named).first()
    return found


def _wrong_pair() -> HttpResponse:
    """The same whether the id is unknown, revoked or expired, or only the secret is wrong."""
    return _error(401, "invalid_client", **{"WWW-Authenticate": 'Basic realm="api"'})


def _error(status: int, error: str, **headers: Any) -> HttpResponse:
    """An error as RFC 6749 has it."""
    headers["Cache-Control"] = "no-store"
    return JsonResponse({"error": error}, status=status, headers=headers)

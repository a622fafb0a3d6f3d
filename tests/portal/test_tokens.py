"""Tokens: for whom they are issued, what is kept of them, and what of their use."""

from base64 import b64encode
from datetime import timedelta

import pytest
from allauth.idp.oidc.models import Token
from django.db import connection
from django.utils import timezone

from portal import access, actions
from portal.access import Scope
from portal.clients import ApiClient
from portal.trail import Entry, Kind
from tests.portal.machines import LIST, TOKEN, ask, fetch, issue, token_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def every_scope_is_given(monkeypatch):
    """As it will be once endpoints take what clients keep."""
    monkeypatch.setattr(access, "GIVEN_SCOPES", tuple(Scope))


def test_a_token_lasts_an_hour_and_is_not_to_be_kept_by_caches(client, partner):
    response = fetch(client, issue(partner, Scope.READ, Scope.KEEP_ENTRIES))

    answer = response.json()
    assert answer["token_type"] == "Bearer"
    assert answer["expires_in"] == 3600
    assert answer["scope"] == "read entries:keep"
    assert "refresh_token" not in answer
    assert response.headers["Cache-Control"] == "no-store"


def test_id_and_secret_may_come_as_basic_authentication(client, partner):
    issued = issue(partner)
    pair = b64encode(f"{issued.client.client_id}:{issued.secret}".encode()).decode()
    response = client.post(
        TOKEN, {"grant_type": "client_credentials"}, headers={"Authorization": f"Basic {pair}"}
    )

    assert response.status_code == 200


def test_every_wrong_pair_of_id_and_secret_is_refused_alike(client, partner):
    good, revoked, ended = issue(partner), issue(partner), issue(partner)
    actions.revoke_api_client(client=revoked.client, by=partner)
    ApiClient.objects.filter(pk=ended.client.pk).update(
        expires=timezone.localdate() - timedelta(days=1)
    )

    answers = [
        fetch(client, good, secret="wrong"),
        fetch(client, good, client_id="unknown"),
        fetch(client, good, client_id=""),
        fetch(client, good, client_id="nul\0byte"),
        fetch(client, revoked),
        fetch(client, ended),
    ]

    assert {(answer.status_code, answer.content) for answer in answers} == {
        (401, b'{"error": "invalid_client"}')
    }
    assert {answer.headers["WWW-Authenticate"] for answer in answers} == {'Basic realm="api"'}
    assert not Token.objects.exists()


@pytest.mark.parametrize(
    "grant",
    [
        "",
        "password",
        "authorization_code",
        "refresh_token",
        "urn:ietf:params:oauth:grant-type:device_code",
    ],
)
def test_no_other_grant_is_given(client, partner, grant):
    response = fetch(client, issue(partner), grant_type=grant)

    assert (response.status_code, response.json()["error"]) == (400, "unsupported_grant_type")


def test_guessing_secrets_is_throttled_by_address(client, partner, settings):
    settings.API_LIMITS = {**settings.API_LIMITS, "token": "2/minute"}
    issued = issue(partner)
    origin = {"REMOTE_ADDR": "192.0.2.202"}

    def guess():
        return client.post(TOKEN, {"grant_type": "client_credentials"}, **origin)

    assert [guess().status_code for _ in range(3)] == [401, 401, 429]
    assert int(guess().headers["Retry-After"]) > 0
    assert fetch(client, issued).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/.well-known/openid-configuration",
        "/.well-known/jwks.json",
        "/identity/o/authorize",
        "/identity/o/api/token",
        "/identity/o/api/userinfo",
        "/identity/o/api/clients",
        "/identity/o/device",
    ],
)
def test_nothing_else_of_the_provider_is_open(client, path):
    assert client.get(path).status_code == 404
    assert client.post(path).status_code == 404


def test_tokens_that_have_ended_are_cleared_away(client, partner):
    issued = issue(partner)
    token_of(client, issued)
    Token.objects.update(expires_at=timezone.now())

    token_of(client, issued)

    assert Token.objects.count() == 1


def test_neither_secret_nor_token_stands_anywhere_in_the_database(client, partner):
    issued = issue(partner)
    token = token_of(client, issued)
    ask(client, token)

    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT string_agg(t::text, ' ') FROM \"{table}\" t")
            kept = cursor.fetchone()[0] or ""
            for secret in (issued.secret, token):
                assert secret not in kept
                assert secret[:20] not in kept, table


# ---------------------------------------------------------------- last use


def test_when_and_from_where_a_client_was_last_used_is_noted(client, partner):
    issued = issue(partner)
    token = token_of(client, issued)
    before = timezone.now()

    client.get(LIST, headers={"Authorization": f"Bearer {token}"}, REMOTE_ADDR="192.0.2.44")

    used = ApiClient.objects.get()
    assert used.last_address == "192.0.2.44"
    assert before <= used.last_used <= timezone.now()


def test_the_trail_tells_who_fetched_a_token_and_who_used_it_once_a_minute(client, partner):
    issued = issue(partner)
    fetch(client, issued, secret="wrong")
    token = token_of(client, issued)
    for _ in range(3):
        client.get(LIST, headers={"Authorization": f"Bearer {token}"}, REMOTE_ADDR="192.0.2.45")

    told = Entry.objects.filter(model="portal.apiclient", record=issued.client.pk).order_by("pk")

    assert list(told.values_list("kind", flat=True)) == [
        Kind.ADDED,
        Kind.SIGN_IN_FAILED,
        Kind.TOKEN_FETCHED,
        Kind.TOKEN,
    ]
    assert told.last().address == "192.0.2.45"


def test_renewing_and_revoking_a_client_is_told_with_who_did_it(client, partner):
    issued = issue(partner)
    client.force_login(partner)
    for act in ("secret", "revoke"):
        client.post(f"/api-clients/{issued.client.client_id}/{act}")

    told = Entry.objects.filter(model="portal.apiclient", kind=Kind.CHANGED).order_by("pk")

    assert [(entry.user_id, sorted(entry.fields)) for entry in told] == [
        (partner.pk, ["renewed_at"]),
        (partner.pk, ["revoked_at", "revoked_by_id"]),
    ]


def test_use_is_written_once_a_minute_and_a_known_token_costs_one_query(
    client, partner, django_assert_num_queries
):
    token = token_of(client, issue(partner))
    with django_assert_num_queries(1):
        client.get(LIST)
    ask(client, token)

    with django_assert_num_queries(2):
        ask(client, token)

    long_ago = timezone.now() - timedelta(minutes=1)
    ApiClient.objects.update(last_used=long_ago)
    ask(client, token)
    assert ApiClient.objects.get().last_used > long_ago


def test_the_schema_says_how_a_machine_signs_in(client):
    schema = client.get("/api/v1/schema?format=json").json()

    flow = schema["components"]["securitySchemes"]["clientCredentials"]["flows"][
        "clientCredentials"
    ]
    assert flow["tokenUrl"] == "/oauth/token"
    assert set(flow["scopes"]) == {scope.value for scope in Scope}
    listing = schema["paths"]["/api/v1/resources"]["get"]
    assert {"clientCredentials": ["read"]} in listing["security"]
    assert {} in listing["security"]
    assert "401" in listing["responses"]

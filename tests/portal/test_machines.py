"""Machines at the API: what they see, what they may, and which tokens open nothing."""

from datetime import timedelta

import pytest
from allauth.idp.oidc.models import Token
from django.utils import timezone

from portal import access, actions
from portal.access import TLP, Machine, Permission, Role, Scope, clearance, may, scopes_to_give
from portal.clients import ApiClient
from portal.limits import HEADERS
from tests.factories import NeedFactory, OrganisationFactory, ProviderFactory, UserFactory
from tests.portal.machines import LIST, ask, fetch, issue, labels_shown, token_of

pytestmark = pytest.mark.django_db

UP_TO_STRICT = {TLP.CLEAR, TLP.GREEN, TLP.AMBER, TLP.AMBER_STRICT}
ALL_SCOPES = frozenset(Scope)
# One is for reviewers, who are persons; the others say what they must be told first.
NOT_FOR_ALL = {"/api/v1/decisions": 403, "/api/v1/verify": 400, "/api/v1/countries/compare": 400}


@pytest.fixture(autouse=True)
def every_scope_is_given(monkeypatch):
    """As it will be once endpoints take what clients keep."""
    monkeypatch.setattr(access, "GIVEN_SCOPES", tuple(Scope))


# ---------------------------------------------------------------- what a machine sees


@pytest.mark.parametrize(
    ("role", "verified", "of_others", "of_own"),
    [
        (Role.PARTNER, True, {TLP.CLEAR, TLP.GREEN}, UP_TO_STRICT),
        (Role.OFFICER, True, {TLP.CLEAR, TLP.GREEN}, UP_TO_STRICT),
        (Role.REVIEWER, True, {TLP.CLEAR, TLP.GREEN}, UP_TO_STRICT),
        (Role.PARTNER, False, {TLP.CLEAR}, UP_TO_STRICT),
    ],
)
def test_a_machine_sees_what_its_organisation_may_and_never_what_a_reviewer_may(
    client, role, verified, of_others, of_own
):
    maker = UserFactory(role=role)
    token = token_of(client, issue(maker))
    type(maker.organisation).objects.filter(pk=maker.organisation_id).update(verified=verified)
    for label in TLP:
        ProviderFactory(tlp=label, owner=OrganisationFactory(), type="ngo")
        ProviderFactory(tlp=label, owner=maker.organisation, type="company")

    rows = ask(client, token).json()["results"]

    def shown(type_):
        return {TLP.from_code(row["tlp"]) for row in rows if row["type"] == type_}

    assert shown("ngo") == of_others
    assert shown("company") == of_own


def test_a_machine_sees_what_is_shared_with_its_organisation_and_nothing_named_to_a_person(
    client, partner
):
    token = token_of(client, issue(partner))
    owner = OrganisationFactory()
    shared = ProviderFactory(
        tlp=TLP.AMBER, owner=owner, shared_with=[partner.organisation_id], name="Shared"
    )
    ProviderFactory(tlp=TLP.AMBER, owner=owner, shared_with=[OrganisationFactory().pk])
    red = ProviderFactory(tlp=TLP.RED, owner=partner.organisation, named_persons=[partner.pk])

    assert [row["name"] for row in ask(client, token).json()["results"]] == ["Shared"]
    assert ask(client, token, f"{LIST}/{shared.public_id}").status_code == 200
    assert ask(client, token, f"{LIST}/{red.public_id}").status_code == 404


def test_every_list_of_the_api_answers_a_machine(client, officer, analysed):
    NeedFactory(tlp=TLP.GREEN)
    NeedFactory(tlp=TLP.AMBER)
    own = NeedFactory(tlp=TLP.AMBER, owner=officer.organisation)
    analysed()
    token = token_of(client, issue(officer, Scope.READ, Scope.SUBMIT_NEEDS))
    paths = client.get("/api/v1/schema?format=json").json()["paths"]
    lists = [path for path, methods in paths.items() if "get" in methods and "{" not in path]

    statuses = {path: ask(client, token, path).status_code for path in lists}

    assert len(lists) > 10
    assert statuses == dict.fromkeys(lists, 200) | NOT_FOR_ALL
    assert labels_shown(ask(client, token, "/api/v1/needs")) == {TLP.GREEN, TLP.AMBER}
    assessed = ask(client, token, "/api/v1/own-needs").json()["results"]
    assert [need["id"] for need in assessed] == [own.public_id]


def test_taking_away_an_organisations_verification_holds_at_the_next_request(client, partner):
    ProviderFactory(tlp=TLP.GREEN)
    token = token_of(client, issue(partner))
    assert labels_shown(ask(client, token)) == {TLP.GREEN}

    type(partner.organisation).objects.update(verified=False)

    assert labels_shown(ask(client, token)) == set()


def test_a_token_opens_the_api_and_no_page(client, partner):
    ProviderFactory(tlp=TLP.GREEN, name="Members only")
    token = token_of(client, issue(partner))

    assert ask(client, token, "/api-clients").status_code == 302
    assert "Members only" not in ask(client, token, "/resources").content.decode()


# ---------------------------------------------------------------- what a machine may

MAY = {
    Scope.READ: {Permission.BROWSE},
    Scope.SUBMIT_NEEDS: {Permission.SUBMIT_NEEDS},
    Scope.KEEP_ENTRIES: {Permission.KEEP_ENTRIES},
}


@pytest.mark.parametrize("verified", [True, False])
@pytest.mark.parametrize("scope", Scope)
def test_a_scope_allows_what_the_table_says_and_nothing_else(scope, verified):
    machine = Machine("id", OrganisationFactory(verified=verified), frozenset({scope}))

    allowed = {permission for permission in Permission if may(machine, permission)}

    assert allowed == (MAY[scope] if verified else MAY[scope] & {Permission.BROWSE})


def test_a_machine_with_every_scope_has_no_clearance_but_its_organisations():
    assert clearance(Machine("id", OrganisationFactory(), ALL_SCOPES)) == TLP.GREEN
    assert clearance(Machine("id", OrganisationFactory(verified=False), ALL_SCOPES)) == TLP.CLEAR


@pytest.mark.parametrize(
    ("role", "scopes"),
    [
        (Role.ANALYST, [Scope.READ]),
        (Role.OFFICER, [Scope.READ, Scope.SUBMIT_NEEDS]),
        (Role.PARTNER, [Scope.READ, Scope.KEEP_ENTRIES]),
        (Role.REVIEWER, [Scope.READ]),
        (Role.ADMINISTRATOR, [Scope.READ]),
    ],
)
def test_nobody_gives_a_client_more_than_they_may_themselves(role, scopes):
    person = UserFactory(role=role)

    assert scopes_to_give(person) == scopes
    if may(person, Permission.MANAGE_API_CLIENTS):
        for scope in ALL_SCOPES - {*scopes}:
            with pytest.raises(actions.ClientRefused, match="more than you may do yourself"):
                issue(person, scope)


@pytest.mark.parametrize(
    ("scope", "method", "status"),
    [
        (Scope.READ, "get", 200),
        (Scope.READ, "head", 200),
        (Scope.READ, "options", 200),
        (Scope.READ, "post", 403),
        (Scope.KEEP_ENTRIES, "get", 403),
        (Scope.KEEP_ENTRIES, "post", 403),  # a question to the analyser, which no scope allows
    ],
)
def test_a_token_does_what_its_scope_covers(client, partner, scope, method, status):
    issued = issue(partner, Scope.READ, Scope.KEEP_ENTRIES)
    token = token_of(client, issued, scope=scope.value)

    body = {"data": {"name": "If", "changes": {}}, "content_type": "application/json"}
    response = ask(client, token, "/api/v1/what-if", method, **(body if method == "post" else {}))

    assert response.status_code == status
    if status == 403:
        assert response.headers["Content-Type"] == "application/problem+json"
    if (scope, method) == (Scope.KEEP_ENTRIES, "get"):
        assert (
            response.headers["WWW-Authenticate"] == 'Bearer realm="api", error="insufficient_scope"'
        )


def test_each_of_two_tokens_keeps_its_own_scope(client, partner):
    issued = issue(partner, Scope.READ, Scope.KEEP_ENTRIES)
    reading = token_of(client, issued, scope="read")
    keeping = token_of(client, issued, scope="entries:keep")

    assert ask(client, reading).status_code == 200
    assert ask(client, keeping).status_code == 403


def test_a_token_for_more_than_the_client_may_is_not_given(client, partner):
    response = fetch(client, issue(partner), scope="read entries:keep")

    assert (response.status_code, response.json()["error"]) == (400, "invalid_scope")


# ---------------------------------------------------------------- tokens that open nothing


def bad_tokens(client, partner):
    """One of each kind of token that is no good, by what is wrong with it."""
    yield "unknown", "Bearer " + "x" * 86
    for nonsense in ("Bearer", "Bearer ", "Bearer a b", "Bearer " + "é" * 9, "Basic eDp5", "x", ""):
        yield f"malformed {nonsense!r}", nonsense
    yield "long", "Bearer " + "x" * 5000

    expired = token_of(client, issue(partner))
    Token.objects.update(expires_at=timezone.now())
    yield "expired", f"Bearer {expired}"

    old = issue(partner)
    token = token_of(client, old)
    ApiClient.objects.filter(pk=old.client.pk).update(
        expires=timezone.localdate() - timedelta(days=1)
    )
    yield "of an expired client", f"Bearer {token}"

    revoked = issue(partner)
    token = token_of(client, revoked)
    actions.revoke_api_client(client=revoked.client, by=partner)
    yield "of a revoked client", f"Bearer {token}"

    renewed = issue(partner)
    token = token_of(client, renewed)
    actions.renew_secret(client=renewed.client, by=partner)
    yield "fetched with an earlier secret", f"Bearer {token}"

    refreshed = token_of(client, issue(partner))
    Token.objects.update(type=Token.Type.REFRESH_TOKEN)
    yield "of another type", f"Bearer {refreshed}"


def test_every_token_that_opens_nothing_is_answered_alike(client, partner):
    answers = {}
    for kind, authorization in bad_tokens(client, partner):
        response = client.get(LIST, headers={"Authorization": authorization})
        fields = {name: v for name, v in response.headers.items() if name not in HEADERS}
        answers[kind] = (response.status_code, response.content, fields)

    status, body, fields = answers["unknown"]
    assert status == 401
    assert fields["WWW-Authenticate"] == 'Bearer realm="api", error="invalid_token"'
    assert fields["Content-Type"] == "application/problem+json"
    assert all(answer == (status, body, fields) for answer in answers.values()), answers


def test_a_bad_token_is_refused_even_where_somebody_is_signed_in(client, analyst):
    client.force_login(analyst)

    assert ask(client, "nothing").status_code == 401


def test_bad_tokens_count_against_the_limit_of_their_address(client, settings):
    settings.API_LIMITS = {**settings.API_LIMITS, "visitor": "2/minute"}
    guess = {"headers": {"Authorization": "Bearer x"}, "REMOTE_ADDR": "192.0.2.201"}

    assert [client.get(LIST, **guess).status_code for _ in range(3)] == [401, 401, 429]


def test_a_client_has_a_limit_of_its_own(client, partner, settings):
    settings.API_LIMITS = {**settings.API_LIMITS, "client": "2/minute"}
    token, other = (token_of(client, issue(partner)) for _ in range(2))

    assert [ask(client, token).status_code for _ in range(3)] == [200, 200, 429]
    assert ask(client, other).headers["RateLimit-Policy"] == '"client";q=2;w=60'

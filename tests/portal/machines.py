"""What a test does for a machine: make a client, fetch a token, ask the API with it."""

from portal import actions
from portal.access import TLP, Scope

LIST = "/api/v1/providers"
TOKEN = "/oauth/token"
PAGES = "/api-clients"


def issue(by, *scopes, **fields):
    return actions.make_api_client(
        name="Nightly import", scopes=scopes or [Scope.READ], by=by, **fields
    )


def fetch(client, issued, secret=None, **more):
    asked = {
        "grant_type": "client_credentials",
        "client_id": issued.client.client_id,
        "client_secret": secret or issued.secret,
    }
    return client.post(TOKEN, asked | more)


def token_of(client, issued, **more):
    return fetch(client, issued, **more).json()["access_token"]


def ask(client, token, path=LIST, method="get", **more):
    return getattr(client, method)(path, headers={"Authorization": f"Bearer {token}"}, **more)


def labels_shown(response):
    return {TLP.from_code(row["tlp"]) for row in response.json()["results"]}

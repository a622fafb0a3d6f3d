"""What every answer carries, what no request may hold, and what happens when a server is away."""

import json
import os
import re
import subprocess
import sys

import pytest
from django.conf import settings as configured
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from portal.admin import ForAdministrators
from portal.celery import app
from portal.models import OutboxEntry
from portal.processes import ROOT

# What the parts of an address stand for here; none of them exists.
ABSENT = {"int": "999999", "slug": "absent", "str": "absent", "path": "absent", "uuid": "0" * 8}
API = "/api/v1/"
JSON = "application/json"


def addresses(patterns=None, prefix="/"):
    """Every address of the resolver, its variable parts filled with what does not exist."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        part = filled(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from addresses(entry.url_patterns, prefix + part)
        elif isinstance(entry, URLPattern):
            yield prefix + part


def filled(pattern):
    text = str(pattern)
    for name, converter in pattern.converters.items():
        kind = type(converter).__name__.removesuffix("Converter").lower().removeprefix("string")
        for written in (f"<{kind}:{name}>", f"<{name}>", f"<str:{name}>"):
            text = text.replace(written, ABSENT.get(kind, "absent"))
    for name in pattern.regex.groupindex:
        if f"(?P<{name}>" in text:
            before, _, rest = text.partition(f"(?P<{name}>")
            text = before + "absent" + rest.partition(")")[2]
    return (
        text.lstrip("^").removesuffix("\\Z").removesuffix("$").replace("\\", "").replace("/?", "")
    )


ADDRESSES = sorted(set(addresses()))
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


# Frames for other sites, which say so themselves; see test_embedding.py.
FRAMES = {reverse(f"gaps:embed_{name}") for name in ("map", "map_svg", "gaps", "resources")}


def wrong_headers(response):
    policy = response.headers.get("Content-Security-Policy", "")
    directives = dict(part.strip().split(" ", 1) for part in policy.split(";") if " " in part)
    wrong = [name for name, value in ALWAYS.items() if response.headers.get(name) != value]
    if directives.get("default-src") != "'none'" or "unsafe" in policy:
        wrong.append("Content-Security-Policy")
    if "camera=()" not in response.headers.get("Permissions-Policy", ""):
        wrong.append("Permissions-Policy")
    return wrong


def test_the_resolver_was_walked():
    assert len(ADDRESSES) > 60
    assert reverse("gaps:home") in ADDRESSES
    assert not [address for address in ADDRESSES if set(address) & set("<>()?")]


@pytest.mark.django_db
@pytest.mark.parametrize("address", sorted(set(ADDRESSES) - FRAMES))
def test_every_answer_carries_the_headers_that_protect_its_reader(client, analyst, address):
    client.raise_request_exception = False
    for method in ("get", "delete"):
        response = getattr(client, method)(address)
        assert wrong_headers(response) == [], method
        assert response.status_code < 500, method
    client.force_login(analyst)
    for method in ("get", "post"):
        response = getattr(client, method)(address)
        assert wrong_headers(response) == [], method
        assert response.status_code < 500, method
        assert "no-store" in response.headers["Cache-Control"], method


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PROPFIND"])
def test_a_method_that_nobody_uses_is_refused(client, method):
    response = client.generic(method, "/")

    assert response.status_code == 405
    assert wrong_headers(response) == []


# ------------------------------------------------------------------ malformed requests


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "/gaps?country=%00",
        "/gaps?%00=1",
        "/resources?q=a%00b",
        "/%00",
        "/countries/S%00N",
        f"{API}findings?country=%00",
        "/gaps?page=%00",
    ],
)
def test_a_nul_in_the_address_is_a_bad_request(client, address):
    client.raise_request_exception = False

    assert client.get(address).status_code in (400, 404)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "/gaps?page=99999999999999999999999",
        "/gaps?page=-1",
        "/gaps?country=" + "x" * 5000,
        "/gaps?" + "&".join(f"country=K{n}" for n in range(900)),
        "/pooling?page=1e9",
        "/heat-map?region=%ed%a0%80",
        "/resources?q=%ff%fe",
        f"{API}findings?page_size=99999999999999999999",
        f"{API}findings?cursor=%ed%a0%80",
        f"{API}findings?cursor=" + "A" * 3000,
    ],
)
def test_odd_values_in_the_address_never_break_a_page(client, address):
    client.raise_request_exception = False

    assert client.get(address).status_code < 500


@pytest.mark.django_db
def test_a_nul_in_a_form_is_a_bad_request(client, analyst):
    client.raise_request_exception = False

    for fields in ({"username": "a\0b", "password": "x"}, {"username": "a", "pass\0word": "x"}):
        assert client.post(reverse("portal:sign_in"), fields).status_code == 400


@pytest.fixture
def sent(client, analyst):
    """Send a body to an endpoint that takes JSON."""
    client.force_login(analyst)
    client.raise_request_exception = False

    def send(body):
        return client.post(f"{API}what-if", body, content_type=JSON)

    return send


@pytest.mark.parametrize(
    "body",
    [
        "[" * 100_000 + "]" * 100_000,
        '{"a":' * 900 + "1" + "}" * 900,
        '{"kind": "what_if", "name": "a\\u0000b"}',
        '{"kind": "what_if", "name": "\\ud800"}',
        '{"a\\u0000": 1}',
        '{"number": ' + "9" * 5000 + "}",
        '{"number": NaN}',
        "{",
        b"\xff\xfe",
        "null",
        "[]",
        '"text"',
        '{"kind": {"a": 1}, "run": [1], "name": null}',
        '{"kind": "plan", "run": "absent", "number": 1e400}',
    ],
    ids=range(14),
)
def test_a_body_that_cannot_be_read_is_a_bad_request(sent, body):
    response = sent(body)

    assert response.status_code == 400
    assert response.headers["Content-Type"] == "application/problem+json"


def test_a_body_that_is_too_large_is_refused_unread(sent, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    assert sent(json.dumps({"name": "x" * 1000})).status_code in (400, 413)

    settings.REQUEST_MAX_BYTES = 2000
    refused = sent(json.dumps({"name": "x" * 2000}))
    assert refused.status_code == 413
    assert refused.json()["title"] == "Request too large"


@pytest.mark.django_db
def test_a_form_that_is_too_large_is_refused_with_the_limit(client, settings):
    settings.REQUEST_MAX_BYTES = 2048

    response = client.post(reverse("portal:sign_in"), {"username": "x" * 2048})

    assert response.status_code == 413
    assert "takes at most 2.0\xa0KB at once" in response.content.decode()


# ------------------------------------------------------------------ cookies, hosts, redirects


def with_https(code):
    """What a fresh process says whose settings are those of a production with HTTPS."""
    environment = {
        **{k: v for k, v in os.environ.items() if k not in ("DEMO", "DEBUG")},
        "SECRET_KEY": "x" * 60,
        "ALLOWED_HOSTS": "portal.example",
        "DJANGO_SETTINGS_MODULE": "portal.settings",
    }
    done = subprocess.run(
        [sys.executable, "-c", code],
        check=False,
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_cookies_are_bound_to_this_host_where_there_is_https():
    code = (
        "import json; from django.conf import settings as s; print(json.dumps("
        "{n: getattr(s, n) for n in dir(s) if 'COOKIE' in n or 'HSTS' in n}))"
    )

    found = with_https(code)

    for kind in ("SESSION", "CSRF"):
        assert found[f"{kind}_COOKIE_NAME"].startswith("__Host-")
        assert found[f"{kind}_COOKIE_SECURE"]
        assert found[f"{kind}_COOKIE_HTTPONLY"]
        assert found[f"{kind}_COOKIE_DOMAIN"] is None
        assert found[f"{kind}_COOKIE_SAMESITE"] == "Lax"
    assert found["SECURE_HSTS_SECONDS"] >= 31_536_000


@pytest.mark.django_db
def test_an_unknown_host_is_refused(client):
    assert client.get("/", HTTP_HOST="elsewhere.example").status_code == 400


@pytest.mark.django_db
def test_a_form_from_another_site_is_refused(analyst):
    client = Client(enforce_csrf_checks=True, headers={"origin": "https://elsewhere.example"})
    client.force_login(analyst)

    response = client.post(reverse("portal:sign_out"))

    assert response.status_code == 403
    assert "The form could not be accepted" in response.content.decode()
    assert "_auth_user_id" in client.session


def test_the_site_of_the_administrators_has_a_path_of_its_own():
    assert reverse("admin:index") == f"/{configured.ADMIN_PATH}"


def test_the_admin_site_holds_only_what_asks_the_portals_permissions():
    assert OutboxEntry in admin.site._registry
    assert all(isinstance(held, ForAdministrators) for held in admin.site._registry.values())
    for name in ("mfa_authenticator", "account_emailaddress", "auth_group"):
        with pytest.raises(NoReverseMatch):
            reverse(f"admin:{name}_changelist")


def test_the_queue_takes_json_and_nothing_that_could_hold_code():
    assert app.conf.accept_content == ["json"]
    assert app.conf.task_serializer == "json"


def test_every_check_that_the_threat_model_names_exists():
    named = set(re.findall(r"`(tests/[^`]+)`", (ROOT / "SECURITY.md").read_text()))

    assert len(named) > 10
    assert [path for path in sorted(named) if not (ROOT / path).exists()] == []


# ------------------------------------------------------------------ servers that are away

ASKED = ["/", "/gaps", "/sign-in", "/admin-site/", f"{API}findings"]
NEED_NONE = ("/sign-in", "/admin-site/")  # a visitor's form, and the way to it
SCRIPT = """
import json, os, sys, time
from wsgiref.util import setup_testing_defaults
from django.core.wsgi import get_wsgi_application
import environ
app = get_wsgi_application()
from django.db import connections

def ask(path, cookie=""):
    given, began, answer = {}, time.monotonic(), {}
    setup_testing_defaults(given)
    given |= {"PATH_INFO": path, "HTTP_HOST": "localhost", "HTTP_COOKIE": cookie}
    def start(status, headers, exc=None):
        answer.update(status=int(status[:3]), **{k.lower(): v for k, v in headers})
    response = app(given, start)
    body = b"".join(response).decode()
    response.close()
    return answer | {"seconds": time.monotonic() - began, "path": path, "body": body}

ask("/health")  # the first answer loads the addresses
away = [ask(p, c) for p in json.loads(sys.argv[1]) for c in ("", "sessionid=abc")]
real = json.loads(sys.argv[2])
settings = connections["default"].settings_dict
settings["OPTIONS"] |= real.pop("OPTIONS")  # the wall's cursor stays
settings.update(real)
back = ask("/sign-in", "sessionid=abc")
with connections["default"].cursor() as cursor:
    cursor.execute("SELECT 1")
    try:
        cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
    except Exception:
        pass
cut = [ask("/sign-in", "sessionid=abc") for turn in range(2)]
print(json.dumps({"away": away, "back": back, "cut": cut}))
"""


@pytest.fixture(scope="module")
def outage(django_db_setup):
    """What a process says whose database is away, then back, then cuts its connection."""
    names = ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")
    real = {name: connection.settings_dict[name] for name in names}
    real["OPTIONS"] = {k: v for k, v in real["OPTIONS"].items() if isinstance(v, str | int)}
    environment = {
        **os.environ,
        "DATABASE_URL": "postgres://nobody@127.0.0.1:9/nothing",
        "REDIS_URL": "redis://127.0.0.1:9/0",
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "LOG_LEVEL": "CRITICAL",
    }
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, json.dumps(ASKED), json.dumps(real)],
        check=False,
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.django_db
def test_without_its_database_the_portal_says_so_at_once_and_when_to_ask_again(outage):
    for answer in outage["away"]:
        if answer["path"] in NEED_NONE and answer["status"] in (200, 302):
            continue
        assert answer["status"] == 503, answer
        assert answer["retry-after"] == "3"
        assert answer["seconds"] < 3
        assert "psycopg2" not in answer["body"]
        assert "Traceback" not in answer["body"]


@pytest.mark.django_db
def test_an_endpoint_says_it_in_json(outage):
    answers = [answer for answer in outage["away"] if answer["path"].startswith(API)]

    assert {json.loads(answer["body"])["status"] for answer in answers} == {503}


@pytest.mark.django_db
def test_the_portal_is_back_with_its_database(outage):
    assert outage["back"]["status"] == 200
    assert outage["back"]["seconds"] < 2
    assert outage["cut"][-1]["status"] == 200

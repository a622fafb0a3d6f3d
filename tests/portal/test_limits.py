"""How often a reader may ask the API: a bucket each, stated in every answer."""

import json
from itertools import count

import pytest
import redis
from django.conf import settings as configured
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from portal import limits, middleware
from portal.limits import HEADERS, MICRO, Limiter, OwnBuckets, Rate, SharedBuckets
from portal.models import random_id

API = "/api/v1/resources"
NETWORKS = count(1)
NOW = 1_790_000_000 * MICRO


def limit(settings, visitor="3/minute", person="5/minute"):
    settings.API_LIMITS = {**settings.API_LIMITS, "visitor": visitor, "person": person}


@pytest.fixture
def address():
    """An address that no other test asks from."""
    return f"2001:db8:{next(NETWORKS):x}::1"


@pytest.fixture
def visit(client, settings, address):
    """Ask the API as a visitor, from `address` unless another is given."""
    limit(settings)

    def get(path=API, origin=address, **more):
        return client.get(path, REMOTE_ADDR=origin, **more)

    return get


# ---------------------------------------------------------------- through the API


@pytest.mark.django_db
def test_an_answer_states_the_limit_and_what_is_left_of_it(visit):
    response = visit()

    assert response.headers["RateLimit-Policy"] == '"visitor";q=3;w=60'
    assert response.headers["RateLimit"] == '"visitor";r=2;t=20'
    assert "Retry-After" not in response.headers


@pytest.mark.django_db
def test_who_has_used_up_the_limit_is_told_when_to_ask_again(visit):
    for _ in range(3):
        assert visit().status_code == 200

    refused = visit()

    assert refused.status_code == 429
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert refused.headers["RateLimit"].startswith('"visitor";r=0;t=')
    assert 0 < int(refused.headers["Retry-After"]) <= 20
    assert refused.json()["title"] == "Too many requests"
    assert "Your limit is 3 requests in 60 seconds." in refused.json()["detail"]


@pytest.mark.django_db
def test_each_reader_has_a_limit_of_their_own(visit, client, analyst, partner):
    for _ in range(3):
        visit()

    assert visit().status_code == 429
    assert visit(origin="198.51.100.77").status_code == 200
    for person in (analyst, partner):
        client.force_login(person)
        assert visit().headers["RateLimit"].startswith('"person";r=4;')


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/v1/resources/absent", 404),
        ("/api/v1/no-such-list", 404),
        ("/api/v1/resources?misspelt=1", 400),
        ("/api/v1/schema", 200),
    ],
)
def test_errors_state_the_limit_too_and_count_against_it(visit, path, status):
    response = visit(path)

    assert response.status_code == status
    assert response.headers["RateLimit"] == '"visitor";r=2;t=20'
    if status >= 400:
        assert response.headers["Content-Type"] == "application/problem+json"


@pytest.mark.django_db
def test_pages_are_not_counted(visit):
    assert "RateLimit" not in visit("/resources").headers


@pytest.mark.django_db
def test_one_ipv6_network_is_one_visitor(visit, address):
    for last in range(3):
        visit(origin=address.replace("::1", f"::{last:x}"))

    assert visit(origin=address.replace("::1", "::ffff")).status_code == 429


@pytest.mark.django_db
@pytest.mark.parametrize(("behind_proxy", "status"), [(True, 200), (False, 429)])
def test_a_forwarded_address_counts_only_behind_a_proxy(visit, settings, behind_proxy, status):
    settings.BEHIND_PROXY = behind_proxy
    for _ in range(3):
        visit(headers={"X-Forwarded-For": "203.0.113.1"})

    response = visit(headers={"X-Forwarded-For": "203.0.113.1, 203.0.113.2"})

    assert response.status_code == status


@pytest.mark.django_db
def test_what_a_caller_writes_before_the_proxy_wins_no_other_bucket(visit, settings, address):
    settings.BEHIND_PROXY = True
    for number in range(3):
        visit(headers={"X-Forwarded-For": f"10.0.0.{number}, {address}"})

    assert visit(headers={"X-Forwarded-For": f"10.0.0.9, {address}"}).status_code == 429


@pytest.mark.django_db
def test_with_redis_stopped_the_api_answers_and_each_process_counts(visit, monkeypatch, caplog):
    nowhere = Limiter(SharedBuckets("redis://127.0.0.1:1/0"))
    monkeypatch.setattr(middleware, "limiter", lambda: nowhere)

    statuses = [visit().status_code for _ in range(4)]

    assert statuses == [200, 200, 200, 429]
    assert [record.name for record in caplog.records].count("portal.limits") == 1


def test_every_operation_of_the_schema_states_the_limit(client, db):
    schema = json.loads(client.get("/api/v1/schema?format=json").content)

    operations = [
        operation
        for path in schema["paths"].values()
        for method, operation in path.items()
        if method != "parameters"
    ]
    assert operations
    for operation in operations:
        assert "429" in operation["responses"]
        for answer in operation["responses"].values():
            assert {"RateLimit", "RateLimit-Policy"} <= answer["headers"].keys()
    assert {"Problem"} <= schema["components"]["schemas"].keys()


@pytest.mark.django_db
def test_the_only_fields_that_differ_between_two_equal_answers_are_those_of_the_limit(visit):
    first, second = visit(), visit()

    assert first.content == second.content
    for name, value in first.headers.items():
        assert name in HEADERS or second.headers[name] == value


# ---------------------------------------------------------------- the bucket itself

rates = st.builds(Rate, st.integers(1, 50), st.sampled_from([1, 60, 3600, 86400]))
pauses = st.lists(st.integers(0, 90 * MICRO), min_size=1, max_size=60)


@pytest.fixture(scope="module")
def shared():
    return SharedBuckets(configured.REDIS_URL)


def taken(buckets, rate, pauses):
    key, now, answers = random_id(), NOW, []
    for pause in pauses:
        now += pause
        answers.append(buckets.take(key, rate, now=now))
    return answers


@given(rates, pauses)
def test_redis_and_a_process_on_its_own_decide_alike(shared, rate, pauses):
    assert taken(shared, rate, pauses) == taken(OwnBuckets(), rate, pauses)


@given(rates, pauses)
def test_no_more_is_granted_than_the_limit_at_once_and_what_was_earned_since(rate, pauses):
    answers = taken(OwnBuckets(), rate, pauses)

    elapsed = sum(pauses[1:])
    assert sum(granted for granted, _ in answers) <= rate.requests + elapsed // rate.interval


@given(rates, st.integers(1, 200))
def test_a_reader_with_a_steady_pace_is_never_refused(rate, number):
    assert all(granted for granted, _ in taken(OwnBuckets(), rate, [rate.interval] * number))


@given(rates, pauses)
def test_who_waits_as_long_as_told_is_granted_the_next_request(rate, pauses):
    buckets, now = OwnBuckets(), NOW
    for pause in pauses:
        now += pause
        granted, backlog = buckets.take("reader", rate, now=now)
        if not granted:
            now += limits.Allowance("", rate, granted, backlog).retry_after * MICRO
            assert buckets.take("reader", rate, now=now)[0]


def test_a_bucket_leaves_redis_once_it_is_full_again(shared):
    key = random_id()
    shared.take(key, Rate(60, 60), now=NOW)

    with redis.Redis.from_url(configured.REDIS_URL) as client:
        assert 0 < client.pttl(f"limit:{key}") <= 1000


def test_redis_is_left_alone_for_a_while_after_it_failed_and_asked_again_then(caplog):
    clock = iter([0.0, 1.0, 6.0, 7.0])
    asked = []

    class Failing:
        def take(self, key, rate, *, now):
            asked.append(now // MICRO)
            if now < 6 * MICRO:
                raise redis.ConnectionError("gone")
            return True, 0

    limiter = Limiter(Failing(), clock=lambda: next(clock))
    for _ in range(4):
        limiter.take("visitor", "somebody", Rate(9, 60))

    assert asked == [0, 6, 7]
    assert [record.message.split(";")[0] for record in caplog.records] == [
        "Redis does not answer",
        "Redis answers again",
    ]


@pytest.mark.parametrize("written", ["", "120", "0/minute", "12/month", "-3/second", "9/minute/ip"])
def test_a_limit_that_cannot_be_read_stops_the_start_and_says_how_to_write_it(written):
    with pytest.raises(ImproperlyConfigured, match="Write it as 120/minute"):
        Rate.parse(written)

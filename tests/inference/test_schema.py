"""The API answers whatever is asked as its schema says, to every role, and never breaks.

`SCHEMA_EXAMPLES=100` asks each operation a hundred times; the suite asks a few.
"""

import os

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import openapi
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from gaps import actions, analysis
from portal.access import Audience, Role
from portal.wsgi import application
from tests.factories import (
    AreaFactory,
    CountryFactory,
    NeedFactory,
    ResourceFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

EXAMPLES = int(os.environ.get("SCHEMA_EXAMPLES", "1"))
CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
)
PLAIN = {"Accept-Encoding": "identity"}
READERS = ["visitor", "unverified", *Role]


@pytest.fixture
def one_connection():
    """Requests leave the connection of the test open, as those of Django's own client do."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def directory():
    area = AreaFactory(code="FOR-02")
    NeedFactory(agency__country=CountryFactory(iso3="SEN"), area=area)
    ResourceFactory(areas=[area])
    for audience in Audience:
        analysis.execute(actions.create_run(audience=audience).pk)


def cookies_of(reader):
    if reader == "visitor":
        return {}
    client = Client()
    is_new = {"organisation__verified": False} if reader == "unverified" else {"role": reader}
    client.force_login(UserFactory(**is_new))
    return {name: morsel.value for name, morsel in client.cookies.items()}


@pytest.mark.parametrize("reader", READERS, ids=str)
def test_every_answer_of_the_api_is_one_that_its_schema_says(directory, one_connection, reader):
    cookies = cookies_of(reader)
    schema = openapi.from_wsgi("/api/v1/schema?format=json", application)
    for operation in schema.get_all_operations():
        ask_whatever(operation.ok(), cookies)


def ask_whatever(operation, cookies):
    @given(operation.as_strategy())
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def as_its_schema_says(case):
        case.call_and_validate(cookies=cookies, headers=PLAIN, checks=CHECKS)

    as_its_schema_says()

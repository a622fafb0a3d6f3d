"""Cursors that nobody was given lead nowhere: no list of the API breaks over one."""

from base64 import b64encode

import pytest
from django.urls import reverse

from portal.access import Role
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
MADE_UP = ["p=%00", "p=\0", "p=a%00b", "r=x", "o=x", "p=" + "9" * 400, "o=" + "9" * 5000]


def lists(schema):
    for path, methods in schema["paths"].items():
        named = [one["name"] for one in methods.get("get", {}).get("parameters", [])]
        if "cursor" in named and "{" not in path:
            yield path


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.OFFICER])
def test_every_list_takes_a_cursor_of_no_sense_for_a_page_that_is_not_there(client, role, settings):
    settings.DEMO = True
    client.force_login(UserFactory(role=role, email="who@demo.example"))
    schema = client.get(reverse("api:schema"), headers={"accept": "application/json"}).json()
    paths = list(lists(schema))
    assert len(paths) > 10

    for path in paths:
        usual = client.get(path).status_code
        for said in [*MADE_UP, "p=a", "p=1e999", "p=2026-13-45"]:
            cursor = b64encode(said.encode()).decode()
            answer = client.get(path, {"cursor": cursor})
            assert answer.status_code in (200, 404, usual), (path, said, answer.status_code)

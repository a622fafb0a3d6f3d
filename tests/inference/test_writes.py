"""No request changes a row that its sender may not change, whatever ids and fields it names."""

from collections.abc import Collection, Iterator
from functools import cache, cached_property

import pytest
from django.db import connection, transaction

from portal.access import TLP
from tests.inference import addresses, worlds
from tests.inference.answers import Browser, Request
from tests.inference.clock import chance, evening
from tests.inference.plans import _posts
from tests.inference.worlds import ABSENT, HIDDEN, REVIEWER, VISITOR

pytestmark = pytest.mark.django_db(transaction=True)

# A page takes no other method than POST, which is tried by the paired worlds.
CHANGING = {"api": ("POST", "PUT", "PATCH", "DELETE"), "page": ("POST",)}
SENDERS = (VISITOR, "officer", "partner", "administrator")
# What every request may write: that it came, and where its session stands.
OF_THE_REQUEST = {"portal_entry", "portal_circumstances", "django_session", "portal_cache"}
# A partition is counted for its table.
WRITTEN = """
    SELECT DISTINCT coalesce(pg_partition_root(relid), relid)::regclass::text
    FROM pg_stat_xact_user_tables WHERE n_tup_ins + n_tup_upd + n_tup_del > 0
"""
# What nobody sets by naming it in a form or a body.
READ_ONLY = {
    "id": "1",
    "pk": "1",
    "public_id": ABSENT,
    "status": "met",
    "tlp": "0",
    "owner": "1",
    "owner_id": "1",
    "agency_id": "1",
    "asked_by": "1",
    "decided": "2020-01-01",
    "created": "2020-01-01",
    "shared_with": "1",
    "named_persons": "1",
    "role": "reviewer",
    "is_staff": "on",
    "is_superuser": "on",
    "verification": "verified",
    "last_verified": "2020-01-01",
}


@pytest.fixture
def _django_db_helper():
    """The world is committed and shared by these tests; whoever makes it clears it away."""


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[worlds.World]:
    with django_db_blocker.unblock():
        yield worlds.make(TLP.AMBER_STRICT)
        worlds.clear()


@cache
def tables() -> frozenset[str]:
    return frozenset(connection.introspection.table_names()) - OF_THE_REQUEST


def dump(named: Collection[str]) -> dict[str, str]:
    """A digest of all rows of each of some tables."""
    rows = " UNION ALL ".join(
        f"SELECT '{table}', md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {table} t"
        for table in sorted(named)
    )
    with connection.cursor() as cursor:
        cursor.execute(rows or "SELECT WHERE false")
        return dict(cursor.fetchall())


def written() -> set[str]:
    """The tables that this transaction has touched, though they may hold the same as before.

    PostgreSQL counts what it writes, so a request costs no reading of all that it leaves alone.
    """
    with connection.cursor() as cursor:
        cursor.execute(WRITTEN)
        return {table for (table,) in cursor.fetchall()}.intersection(tables())


class Writer(Browser):
    """A reader whose requests are watched for what they write, and undone."""

    def changed_by(self, request: Request) -> set[str]:
        """The tables that hold something else after the request than before."""
        with evening(), chance("answer"), transaction.atomic():
            self._send(request)
            after = dump(written())
            transaction.set_rollback(True)
        self.client.cookies.clear()
        self.client.cookies.load(self._cookies)
        return {table for table, rows in after.items() if rows != self.before[table]}

    @cached_property
    def before(self) -> dict[str, str]:
        """Every request is undone, so each finds the same."""
        return dump(tables())


def hidden_places() -> list[str]:
    """Every address that names a record, with the id of one that is hidden."""
    every = (addresses.paths(a, hidden=True) for a in addresses.addresses() if a.names)
    return sorted({path for found in every for path in found[:1]})


def _methods(path: str) -> tuple[str, ...]:
    return CHANGING["api" if path.startswith("/api/") else "page"]


@pytest.mark.parametrize("sender", SENDERS)
def test_no_request_about_a_hidden_record_changes_anything(world, sender):
    writer = Writer(world, sender)
    requests = [Request(path, method) for path in hidden_places() for method in _methods(path)]

    changed = {str(r): tables for r in requests if (tables := writer.changed_by(r))}

    assert changed == {}


@pytest.mark.parametrize("sender", ["analyst", "officer", "partner", REVIEWER])
def test_a_form_that_names_a_hidden_record_or_a_field_that_is_not_its_own_changes_no_more(
    world, sender
):
    """Each form of the sender's pages, as it is and with everything added that it does not ask."""
    writer = Writer(world, sender)
    for post in _forms(world, writer):
        plain = writer.changed_by(post)
        added = tuple({**READ_ONLY, **dict(post.data)}.items())

        assert writer.changed_by(Request(post.path, "POST", added)) == plain, post


def _forms(world, writer) -> list[Request]:
    """One way to send each form on the pages of records that the sender may see."""
    pages = [address.at() for address in addresses.addresses() if not address.names]
    found: dict[str, Request] = {}
    with evening():
        for path in pages:
            answer = writer.ask(Request(path))
            is_page = dict(answer.headers).get("Content-Type", "").startswith("text/html")
            if answer.status == 200 and is_page:
                for form in addresses.Page(path, answer.body.decode()).forms:
                    if form.method == "post":
                        for post in _posts(form):
                            found.setdefault(form.action, post)
    return list(found.values())


def test_a_write_would_be_noticed(world):
    """The dump tells one changed letter in one row."""
    with transaction.atomic():
        before = dump(tables())
        model = next(iter(HIDDEN))
        model.objects.filter(pk=model.objects.first().pk).update(name="Other")
        after = dump(written())
        transaction.set_rollback(True)

    assert {table for table in after if before[table] != after[table]} >= {model._meta.db_table}

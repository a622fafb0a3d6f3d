"""Whatever changes and whatever is done is told in the trail: who, when, from where, why."""

import pytest
from celery import shared_task
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from capabilities.models import Country, Provider
from portal import audit, circumstances, history
from portal.access import TLP, Audience
from portal.trail import Circumstances, Entry, Kind
from tests.factories import PASSWORD, CountryFactory, ProviderFactory, UserFactory

# Tables that keep no versions, each with its reason. A new table must be recorded or stand here.
WITHOUT_VERSIONS = {
    "portal.entry": "the trail itself",
    "portal.circumstances": "who and why of versions, append-only itself",
    "pghistory.context": "the same table",
    "capabilities.code": "bits that triggers give, never changed",
    "capabilities.needdraft": "still being written; a need is recorded from its first moment",
    "capabilities.upload": "on its way in; the needs made of it are recorded, with who sent them",
    "capabilities.uploadrow": "the same",
    "capabilities.needmove": "the way of a need, append-only itself",
    "capabilities.proposalmove": "the way of a change to an entry, append-only itself",
    "capabilities.confirmation": "that an entry is still true, append-only itself",
    "capabilities.reminder": "that a letter was promised, written by a worker",
    "capabilities.searchrow": "written by triggers, from rows that are recorded",
    "capabilities.searchplace": "the same",
    "capabilities.searchgap": "the same",
    "capabilities.searchword": "the same",
    "capabilities.searchdebut": "the same",
    "capabilities.savedsearch": "what somebody looks for is nobody else's business",
    "capabilities.facetbits": "worked out from those by a worker",
    "capabilities.impression": "sums of what searches show, written by every search",
    "capabilities.standing": "worked out from those by a worker",
    "capabilities.exposure": "counts of visits by organisation, written by every look at a page",
    "gaps.run": "written by the analyser; who asked for it is in the row, which nobody edits",
    "gaps.shard": "parts of a run, written by workers",
    "gaps.change": "a list of areas to look at again, written by triggers",
    "gaps.finding": "valid over a span of runs: it is its own history",
    "gaps.cell": "the same",
    "gaps.areastate": "the same",
    "gaps.decision": "a history itself: no decision is ever changed",
    "gaps.reporttext": "every text that a report has had, append-only itself",
    "gaps.reportchoice": "every choice of findings, append-only itself",
    "gaps.outlook": "worked out from a run, replaced by the next",
    "gaps.forecastmonth": "the same",
    "gaps.fragility": "the same",
    "auth.group": "the portal's rules ask roles, never groups",
    "auth.permission": "the same",
    "auth.group_permissions": "the same",
    "portal.user_groups": "the same",
    "portal.user_user_permissions": "the same",
    "portal.outboxentry": "what is still to be done, kept by a worker; what was done is told",
    "portal.receipt": "that a request came, so that the same one is not carried out twice",
    "account.emailaddress": "the confirmed address is in the account, which is recorded",
    "account.emailconfirmation": "unused: addresses are confirmed by signed links",
    "mfa.authenticator": "holds secrets; setting and removing one are events",
    "usersessions.usersession": "signing in and out are events",
    "socialaccount.socialaccount": "nothing is ever connected",
    "socialaccount.socialapp": "unused: the environment names the one provider",
    "socialaccount.socialtoken": "the same",
    "allauth_idp_oidc.client": "holds a secret; whose it is and what is done to it is recorded",
    "allauth_idp_oidc.token": "holds secrets; fetching and using one are events",
    "contenttypes.contenttype": "names of tables, written by migrations",
    "sessions.session": "signing in and out are events; what a session holds is nobody's business",
    "admin.logentry": "a log of its own",
}
SECRETS = ("password", "secret", "token", "hash", "last_login")


def tables():
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    ]


def recorded_tables():
    return {version.pgh_tracked_model._meta.db_table for version in history.versions()}


def test_every_table_that_people_change_is_recorded():
    recorded = recorded_tables()
    versions = set(history.versions())

    forgotten = {
        model._meta.label_lower
        for model in tables()
        if model not in versions and model._meta.db_table not in recorded
    }

    assert forgotten == WITHOUT_VERSIONS.keys() - {"portal.circumstances"}


@pytest.mark.parametrize("version", history.versions(), ids=lambda model: model.__name__)
def test_no_version_holds_a_secret(version):
    names = {field.name for field in version._meta.fields}

    assert not [name for name in names for secret in SECRETS if secret in name]


@pytest.mark.django_db
@pytest.mark.parametrize("table", [*history.versions(), Entry], ids=lambda model: model.__name__)
def test_the_trail_refuses_to_be_rewritten_deleted_or_emptied(table):
    name = table._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname, tgenabled FROM pg_trigger WHERE tgrelid = %s::regclass", [name]
        )
        enabled = {trigger for trigger, state in cursor.fetchall() if state == "O"}
    assert any("append_only" in trigger for trigger in enabled)
    assert any("told_in_the_trail" in trigger for trigger in enabled) == (table is not Entry)

    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"TRUNCATE {name}")


@pytest.mark.django_db
def test_an_entry_cannot_be_rewritten(analyst):
    audit.note(Kind.EXPORT, by=analyst)

    with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic():
        Entry.objects.update(user=None)
    with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic():
        Entry.objects.all().delete()


@pytest.mark.django_db
def test_circumstances_may_gain_a_fact_but_lose_none():
    with circumstances.circumstances(act="a test"):
        ProviderFactory()
    kept = Circumstances.objects.get()

    Circumstances.objects.filter(pk=kept.pk).update(metadata=kept.metadata | {"why": "late"})
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Circumstances.objects.filter(pk=kept.pk).update(metadata={"act": "something else"})


@pytest.mark.django_db
def test_a_change_tells_which_fields_and_in_which_circumstances(analyst):
    provider = ProviderFactory(name="Old name")
    facts = {"user": analyst.pk, "address": "192.0.2.7", "act": "POST x", "why": "100 %"}
    with circumstances.circumstances(**facts):
        Provider.objects.filter(pk=provider.pk).update(name="New name", url="https://x.example")

    entry = Entry.objects.newest_first().first()

    assert (entry.kind, entry.model) == (Kind.CHANGED, "capabilities.provider")
    assert entry.record == provider.pk
    assert entry.fields == ["name", "url"]
    assert (entry.user, entry.address, entry.act) == (analyst, "192.0.2.7", "POST x")
    assert entry.why == "100 %"


@pytest.mark.django_db
def test_a_reason_holds_for_what_is_done_for_it_and_nothing_else():
    with circumstances.circumstances(act="POST x"):
        first = ProviderFactory()
        with circumstances.because("asked for by its owner"):
            Provider.objects.filter(pk=first.pk).update(name="Renamed")
        Provider.objects.filter(pk=first.pk).update(name="Once more")

    told = Entry.objects.filter(record=first.pk).order_by("pk").values_list("kind", "why", "act")

    assert list(told) == [
        ("insert", "", "POST x"),
        ("update", "asked for by its owner", "POST x"),
        ("update", "", "POST x"),
    ]
    version = first.pgh_event_model.objects.order_by("pgh_id")[1]
    assert version.pgh_context.metadata["why"] == "asked for by its owner"


@pytest.mark.django_db
def test_a_change_of_the_label_is_told_with_both_labels():
    provider = ProviderFactory(tlp=TLP.AMBER)

    Provider.objects.filter(pk=provider.pk).update(tlp=TLP.GREEN)

    entry = Entry.objects.get(kind=Kind.LABEL)
    assert entry.details == {"from": TLP.AMBER, "to": TLP.GREEN}


@pytest.mark.django_db
def test_many_rows_of_one_statement_are_one_entry():
    made = Country.objects.bulk_create(
        CountryFactory.build(iso3=f"Q{n:02d}", iso2=chr(65 + n) + "q") for n in range(21)
    )

    entry = Entry.objects.get()

    assert (entry.kind, entry.rows, entry.record) == ("insert", len(made), None)


@pytest.mark.django_db
def test_what_a_task_changes_is_told_as_done_by_the_task():
    @shared_task(name="a task of the test")
    def add():
        ProviderFactory()

    add.apply()

    assert Entry.objects.get().act == "task a task of the test"


# ------------------------------------------------------------------ what leaves no row


@pytest.fixture
def person(db):
    user = UserFactory(email="ada@example.org")
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(client, email, password=PASSWORD):
    fields = {"login": email, "password": password}
    return client.post(reverse("portal:sign_in"), fields, REMOTE_ADDR="192.0.2.7")


def test_signing_in_and_out_is_told(client, person):
    sign_in(client, person.email)
    client.post(reverse("portal:sign_out"))

    came, left = Entry.objects.filter(kind__in=[Kind.SIGN_IN, Kind.SIGN_OUT]).order_by("pk")
    assert (came.kind, came.user, came.address) == (Kind.SIGN_IN, person, "192.0.2.7")
    assert (left.kind, left.user) == (Kind.SIGN_OUT, person)


def test_a_failed_sign_in_is_told_alike_whether_or_not_there_is_such_an_account(client, person):
    for email in (person.email, "nobody@example.org", "nobody@example.org"):
        sign_in(client, email, "wrong")

    told = Entry.objects.filter(kind=Kind.SIGN_IN_FAILED).order_by("pk")

    assert {(e.user, e.model, e.record, e.address) for e in told} == {(None, "", None, "192.0.2.7")}
    assert [set(entry.details) for entry in told] == [{"typed"}] * 3
    assert told[1].details == told[2].details != told[0].details
    assert "nobody" not in str(told[1].details)


def test_a_changed_password_is_told_and_never_kept(client, person):
    sign_in(client, person.email)
    new = "another password of some length"

    client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
    )

    person.refresh_from_db()
    assert person.check_password(new)
    assert Entry.objects.filter(kind=Kind.PASSWORD, user=person).count() == 1


def test_nobody_signs_in_unrecorded(client, person, monkeypatch):
    def fail(**fields):
        raise IntegrityError

    monkeypatch.setattr(Entry.objects, "create", fail)
    client.raise_request_exception = False

    sign_in(client, person.email)

    assert "_auth_user_id" not in client.session


def test_a_refused_change_is_told(client, analyst):
    client.force_login(analyst)

    answer = client.post(reverse("gaps:run_start"), {"audience": 0, "as_of": "2026-01-01"})

    entry = Entry.objects.get(kind=Kind.REFUSED)
    assert answer.status_code == 403
    assert (entry.user, entry.act) == (analyst, "POST gaps:run_start")


def test_a_form_without_its_token_is_refused_and_told(analyst):
    client = Client(enforce_csrf_checks=True)
    client.force_login(analyst)

    answer = client.post(reverse("gaps:run_start"))

    assert answer.status_code == 403
    assert Entry.objects.filter(kind=Kind.REFUSED, user=analyst).count() == 1


def test_the_exact_case_of_a_run_is_not_handed_out_unrecorded(client, reviewer, analysed):
    run = analysed(Audience.CLEAR)
    client.force_login(reviewer)

    client.get(reverse("gaps:run_case", args=[run.public_id]))

    entry = Entry.objects.get(kind=Kind.EXPORT)
    assert (entry.user, entry.model, entry.record) == (reviewer, "gaps.run", run.pk)


def test_what_a_request_changes_is_told_with_its_person_and_route(client, reviewer, analysed):
    run = analysed(Audience.CLEAR)
    client.force_login(reviewer)

    client.post(
        reverse("gaps:study_draft"), {"run": run.public_id, "name": "A course"}, REMOTE_ADDR="::1"
    )

    entry = Entry.objects.get(model="gaps.study")
    assert (entry.kind, entry.user, entry.act) == ("insert", reviewer, "POST gaps:study_draft")
    assert entry.address == "::1"

"""Invitations, roles, leaving, verification: who may, and from when it holds."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from portal import people
from portal.access import (
    GIVEN_BY_ADMINISTRATORS,
    ROLES_WITHIN,
    OrganisationKind,
    Role,
    is_member,
    may_manage,
    may_manage_people,
    needs_second_factor,
    roles_to_give,
)
from portal.invitations import Invitation
from portal.models import Organisation, User
from tests.factories import PASSWORD, OrganisationFactory, UserFactory

GOOD = "quite a long password indeed"


# ------------------------------------------------------------------ who may give what


@pytest.mark.django_db
@pytest.mark.parametrize("kind", OrganisationKind)
@pytest.mark.parametrize("role", Role)
def test_an_organisations_administrator_gives_the_roles_of_its_kind_and_never_the_highest(
    kind, role
):
    own = OrganisationFactory(kind=kind)
    giver = UserFactory(role=Role.ANALYST, organisation=own, manages_organisation=True)

    given = role in roles_to_give(giver, own)

    assert given == (role in ROLES_WITHIN[kind] and role not in GIVEN_BY_ADMINISTRATORS)
    assert not roles_to_give(giver, OrganisationFactory(kind=kind))


@pytest.mark.django_db
@pytest.mark.parametrize("kind", OrganisationKind)
def test_an_administrator_gives_any_role_in_any_organisation(administrator, kind):
    assert roles_to_give(administrator, OrganisationFactory(kind=kind)) == set(Role)


@pytest.mark.django_db
@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_other_people_look_after_nobody(client, role):
    person = UserFactory(role=role)
    client.force_login(person)

    assert not may_manage_people(person)
    for page in ("people", "invitations", "invitations/new", "organisations"):
        assert client.get(f"/administration/{page}").status_code == 403
    with pytest.raises(PermissionDenied):
        people.invite(
            email="x@x.example", role=Role.ANALYST, organisation=person.organisation, by=person
        )


def test_an_organisation_that_is_not_verified_can_not_invite(manager, police):
    Organisation.objects.filter(pk=police.pk).update(verified=False)
    manager.refresh_from_db()

    with pytest.raises(PermissionDenied):
        people.invite(email="x@x.example", role=Role.OFFICER, organisation=police, by=manager)


def test_who_administers_an_organisation_needs_a_second_factor(police):
    outside = UserFactory(
        email="x@x.example", role=Role.ANALYST, organisation=police, manages_organisation=True
    )

    assert needs_second_factor(outside)


def test_a_forged_form_gives_no_role_that_the_page_does_not_offer(client, manager, police):
    client.force_login(manager)
    elsewhere = OrganisationFactory()
    for fields in (
        {"role": "reviewer", "organisation": police.public_id},
        {"role": "administrator", "organisation": police.public_id},
        {"role": "analyst", "organisation": elsewhere.public_id},
    ):
        answer = client.post("/administration/invitations/new", {"email": "x@x.example"} | fields)
        assert answer.status_code == 422

    client.post(
        "/administration/invitations/new",
        {
            "email": "x@x.example",
            "role": "officer",
            "organisation": police.public_id,
            "manages": "on",
        },
    )

    assert not Invitation.objects.get().manages_organisation


# ------------------------------------------------------------------ people


def act(client, person, name, **fields):
    return client.post(f"/administration/people/{person.public_id}/{name}", fields)


@pytest.fixture
def colleague(police):
    person = UserFactory(role=Role.ANALYST, organisation=police)
    person.set_password(PASSWORD)
    person.save()
    return person


def test_a_closed_account_is_out_with_its_next_request(client, manager, colleague):
    theirs = Client()
    theirs.post("/sign-in", {"login": colleague.email, "password": PASSWORD})
    assert theirs.get("/account").status_code == 200
    client.force_login(manager)

    act(client, colleague, "close")

    assert theirs.get("/account").url.startswith("/sign-in")
    theirs.post("/sign-in", {"login": colleague.email, "password": PASSWORD})
    assert theirs.get("/account").status_code == 302
    act(client, colleague, "open")
    theirs.post("/sign-in", {"login": colleague.email, "password": PASSWORD})
    assert theirs.get("/account").status_code == 200


def test_a_new_role_holds_from_the_next_request_on(client, administrator):
    reviewer = UserFactory(role=Role.REVIEWER)
    theirs = Client()
    theirs.force_login(reviewer)
    assert theirs.post("/runs/start", {"audience": 0}).status_code != 403
    client.force_login(administrator)

    act(client, reviewer, "role", role="analyst")

    assert theirs.post("/runs/start", {"audience": 0}).status_code == 403


def test_who_is_made_a_reviewer_sets_up_a_second_factor_before_anything_else(client, administrator):
    person = UserFactory(email="ada@office.example")
    theirs = Client()
    theirs.force_login(person)
    client.force_login(administrator)

    act(client, person, "role", role="reviewer")

    assert theirs.get("/").url == "/account/second-factor"


def test_who_is_no_longer_an_administrator_leaves_the_admin_site_as_well(client, administrator):
    other = UserFactory(role=Role.ADMINISTRATOR, is_staff=True, is_superuser=True)
    client.force_login(administrator)

    act(client, other, "role", role="analyst")

    other.refresh_from_db()
    assert not other.is_staff
    assert not other.is_superuser


def test_a_manager_can_not_change_reviewers_strangers_or_the_own_account(client, manager, police):
    reviewer = UserFactory(role=Role.REVIEWER, organisation=police)
    stranger = UserFactory()
    client.force_login(manager)

    assert act(client, reviewer, "close").status_code == 403
    assert act(client, manager, "role", role="analyst").status_code == 403
    assert act(client, stranger, "close").status_code == 404
    assert client.get(f"/administration/people/{stranger.public_id}").status_code == 404
    for person in (reviewer, stranger, manager):
        before = person.role, person.is_active
        person.refresh_from_db()
        assert (person.role, person.is_active) == before


def test_a_manager_gives_no_role_beyond_the_table(client, manager, colleague):
    client.force_login(manager)

    act(client, colleague, "role", role="reviewer")

    colleague.refresh_from_db()
    assert colleague.role == Role.ANALYST


@pytest.mark.parametrize("name", ["make-manager", "end-manager", "drop-factors"])
def test_a_manager_can_not_do_what_is_the_administrators(client, manager, colleague, name):
    client.force_login(manager)

    assert act(client, colleague, name).status_code == 403


def test_an_organisation_is_handed_over_to_a_member(client, manager, colleague):
    client.force_login(manager)

    act(client, colleague, "hand-over")

    manager.refresh_from_db()
    colleague.refresh_from_db()
    assert (manager.manages_organisation, colleague.manages_organisation) == (False, True)
    assert client.get("/administration/people").status_code == 403


def test_an_organisation_is_not_handed_over_to_strangers_or_closed_accounts(manager, colleague):
    with pytest.raises(PermissionDenied):
        people.hand_over(person=UserFactory(), by=manager)
    User.objects.filter(pk=colleague.pk).update(is_active=False)
    with pytest.raises(people.ActRefused):
        people.hand_over(person=colleague, by=manager)

    manager.refresh_from_db()
    assert manager.manages_organisation


@pytest.mark.django_db
def test_nobody_changes_their_own_account_so_that_an_administrator_remains(administrator):
    assert not may_manage(administrator, administrator)
    with pytest.raises(PermissionDenied):
        people.deactivate(person=administrator, by=administrator)


def test_lists_filter_and_say_what_to_do_where_nothing_matches(client, administrator, colleague):
    client.force_login(administrator)

    shown = client.get(f"/administration/people?q={colleague.email}&role=analyst&is_active=true")
    none = client.get("/administration/people?q=nobody-of-this-name")

    assert "1 person" in shown.content.decode()
    assert "Nobody matches these filters" in none.content.decode()


@pytest.mark.parametrize("name", ["people", "organisations", "invitations"])
def test_a_list_costs_as_many_queries_for_fifty_as_for_one(
    client, administrator, police, name, django_assert_max_num_queries
):
    for number in range(20):
        email = f"p{number}@x.example"
        people.invite(email=email, role=Role.ANALYST, organisation=police, by=administrator)
        UserFactory()
    client.force_login(administrator)

    with django_assert_max_num_queries(8):
        assert client.get(f"/administration/{name}").status_code == 200


@pytest.mark.django_db
def test_a_person_changes_the_own_name(client, analyst):
    client.force_login(analyst)

    client.post("/account/name", {"name": "ሊያ ከበደ"})

    assert "ሊያ ከበደ" in client.get("/account").content.decode()


# ------------------------------------------------------------------ organisations


def test_verifying_an_organisation_opens_green_from_the_next_request_on(client, administrator):
    other = UserFactory(organisation__verified=False)
    assert not is_member(other)
    client.force_login(administrator)
    address = f"/administration/organisations/{other.organisation.public_id}"

    client.post(address, {"verified": "true", "reason": "Seen their statutes"})

    assert is_member(User.objects.get(pk=other.pk))
    assert "Seen their statutes" in client.get(address).content.decode()


def test_a_person_reads_on_their_own_page_that_the_organisation_is_not_verified(client, outsider):
    client.force_login(outsider)

    page = client.get("/account").content.decode()

    assert f"{outsider.organisation.name}. It is not verified" in page


def test_a_verification_needs_a_reason_and_an_administrator(client, administrator, manager):
    other = OrganisationFactory(verified=False)
    address = f"/administration/organisations/{other.public_id}"
    client.force_login(manager)
    assert client.post(address, {"verified": "true", "reason": "Us"}).status_code == 403
    client.force_login(administrator)

    assert client.post(address, {"verified": "true", "reason": ""}).status_code == 422

    other.refresh_from_db()
    assert not other.verified


def test_two_administrators_decide_once(administrator):
    other = OrganisationFactory(verified=False)
    decide = {"organisation": other, "verified": True, "reason": "Known", "by": administrator}
    people.decide_verification(**decide)

    with pytest.raises(people.ActRefused):
        people.decide_verification(**decide)
    assert other.decisions.count() == 1


@pytest.mark.django_db
def test_an_organisation_is_entered_once_and_unverified(client, administrator):
    client.force_login(administrator)
    form = {"name": "Sureté", "kind": "law-enforcement"}

    client.post("/administration/organisations/new", form)
    again = client.post("/administration/organisations/new", form | {"name": "SURETÉ"})

    assert again.status_code == 422
    assert not Organisation.objects.get(name="Sureté").verified

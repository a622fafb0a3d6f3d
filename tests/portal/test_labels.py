"""Labels and sharing: who may change them, what it does, and that each act is recorded."""

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from pghistory.models import Context

from capabilities.models import Agency, Need, Provider, Resource
from portal import labels
from portal.access import TLP, Role
from portal.labels import LabelRefused
from portal.models import marked_models
from tests.factories import (
    AgencyFactory,
    CommentFactory,
    NeedFactory,
    OrganisationFactory,
    ProjectFactory,
    ProviderFactory,
    ReleaseFactory,
    ReportCommentFactory,
    ReportFactory,
    ResourceFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

FACTORIES = {factory._meta.model: factory for factory in (
    AgencyFactory, CommentFactory, NeedFactory, ProjectFactory, ProviderFactory,
    ReleaseFactory, ReportCommentFactory, ReportFactory, ResourceFactory,
)}  # fmt: skip
OWNERS = {Provider: Role.PARTNER, Resource: Role.PARTNER, Need: Role.OFFICER, Agency: Role.OFFICER}
each_model = pytest.mark.parametrize("model", FACTORIES, ids=lambda model: model.__name__)


@pytest.fixture
def owner(partner):
    """A partner whose organisation owns the provider `amber`."""
    return partner


@pytest.fixture
def amber(owner):
    return ProviderFactory(owner=owner.organisation, tlp=TLP.AMBER)


def versions_of(row):
    return apps.get_model(f"{row._meta.label}Version").objects.filter(id=row.pk).order_by("pgh_id")


def readers():
    return [AnonymousUser(), *(UserFactory(role=role) for role in Role)]


def test_every_marked_table_is_tried_here():
    assert set(FACTORIES) == set(marked_models())


# ------------------------------------------------------------------ what naming opens


@each_model
def test_amber_is_seen_by_the_organisations_named_and_once(model, reviewer):
    row = FACTORIES[model](tlp=TLP.AMBER, owner=OrganisationFactory())
    friend = UserFactory()
    row = labels.share(row=row, organisation=friend.organisation, by=reviewer)
    row = labels.share(row=row, organisation=OrganisationFactory(), by=reviewer)

    assert list(model.objects.visible_to(friend)) == [row]
    assert list(model.objects.readable_by(friend)) == [row]
    for reader in readers():
        is_reviewer = reader.is_authenticated and reader.role == Role.REVIEWER
        assert model.objects.visible_to(reader).exists() == is_reviewer


@each_model
def test_red_opens_to_the_persons_named_and_is_in_nobodys_lists(model):
    named = UserFactory()
    row = FACTORIES[model](tlp=TLP.RED, owner=named.organisation, named_persons=[named.pk])
    colleague = UserFactory(organisation=named.organisation)

    assert list(model.objects.readable_by(named)) == [row]
    assert list(model.objects.naming(named)) == [row]
    assert not model.objects.visible_to(named).exists()
    for reader in [colleague, *readers()]:
        assert not model.objects.readable_by(reader).exists()
        assert not model.objects.naming(reader).exists()


def test_sharing_a_resource_does_not_open_its_provider(reviewer):
    hidden = ProviderFactory(tlp=TLP.AMBER, owner=OrganisationFactory())
    resource = ResourceFactory(provider=hidden, tlp=TLP.AMBER, owner=hidden.owner)
    friend = UserFactory()
    labels.share(row=resource, organisation=friend.organisation, by=reviewer)
    assert not Resource.objects.visible_to(friend).exists()

    labels.share(row=hidden, organisation=friend.organisation, by=reviewer)

    assert Resource.objects.visible_to(friend).get() == resource


def test_a_share_ends_when_the_organisation_is_no_longer_verified(amber, reviewer, analyst):
    labels.share(row=amber, organisation=analyst.organisation, by=reviewer)
    assert Provider.objects.visible_to(analyst).exists()

    analyst.organisation.verified = False
    analyst.organisation.save()

    assert not Provider.objects.visible_to(analyst).exists()


def test_shared_rows_enter_no_run_that_their_label_keeps_them_out_of(amber, owner, analyst):
    labels.share(row=amber, organisation=analyst.organisation, by=owner)
    ProviderFactory(tlp=TLP.RED, named_persons=[analyst.pk])

    assert not Provider.objects.for_audience(TLP.GREEN).exists()
    assert list(Provider.objects.for_audience(TLP.AMBER_STRICT)) == [amber]


@pytest.mark.parametrize("label", [label for label in TLP if label != TLP.AMBER])
def test_the_database_refuses_to_share_any_other_label(label):
    with pytest.raises(IntegrityError), transaction.atomic():
        ProviderFactory(tlp=label, shared_with=[1])


@pytest.mark.parametrize("label", [label for label in TLP if label != TLP.RED])
def test_the_database_refuses_to_name_persons_on_any_other_label(label):
    with pytest.raises(IntegrityError), transaction.atomic():
        ProviderFactory(tlp=label, named_persons=[1])


# ------------------------------------------------------------------ who may


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("of_owner", [True, False], ids=["owner", "stranger"])
@pytest.mark.parametrize("model", OWNERS, ids=lambda model: model.__name__)
@pytest.mark.parametrize("to", [TLP.CLEAR, TLP.AMBER_STRICT], ids=["lower", "raise"])
def test_the_owners_people_and_reviewers_change_a_label_and_nobody_else(model, role, of_owner, to):
    person = UserFactory(role=role)
    owner = person.organisation if of_owner else OrganisationFactory()
    row = FACTORIES[model](tlp=TLP.GREEN, owner=owner)
    allowed = role == Role.REVIEWER or (of_owner and role == OWNERS[model])

    if allowed:
        labels.relabel(row=row, to=to, by=person, reason="As agreed")
    else:
        with pytest.raises(PermissionDenied):
            labels.relabel(row=row, to=to, by=person, reason="As agreed")

    row.refresh_from_db()
    assert row.tlp == (to if allowed else TLP.GREEN)


def test_nobody_acts_on_a_record_that_they_cannot_open(reviewer, owner):
    row = ProviderFactory(tlp=TLP.RED, owner=owner.organisation, named_persons=[-1])

    for person in (reviewer, owner):
        with pytest.raises(PermissionDenied):
            labels.relabel(row=row, to=TLP.CLEAR, by=person, reason="Curious")
        with pytest.raises(PermissionDenied):
            labels.name_person(row=row, person=person, by=person)


def test_a_friend_with_whom_a_record_is_shared_cannot_pass_it_on(amber, owner):
    friend = UserFactory(role=Role.PARTNER)
    labels.share(row=amber, organisation=friend.organisation, by=owner)

    with pytest.raises(PermissionDenied):
        labels.share(row=amber, organisation=OrganisationFactory(), by=friend)


# ------------------------------------------------------------------ what it does


def test_a_label_changes_with_a_reason_that_its_history_keeps(amber, owner):
    labels.relabel(row=amber, to=TLP.GREEN, by=owner, reason=" Agreed with the ministry ")

    last = versions_of(amber).last()
    assert last.tlp == TLP.GREEN
    assert last.pgh_context.metadata == {"user": owner.pk, "why": "Agreed with the ministry"}


def test_sharing_is_kept_in_the_history_of_the_row(amber, owner, analyst):
    labels.share(row=amber, organisation=analyst.organisation, by=owner)
    labels.stop_sharing(row=amber, organisation=analyst.organisation, by=owner)

    versions = versions_of(amber).values_list("shared_with", flat=True)
    assert list(versions) == [[], [analyst.organisation_id], []]
    assert Context.objects.filter(metadata__user=owner.pk).count() == 2


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_label_does_not_change_without_a_reason(amber, owner, reason):
    with pytest.raises(LabelRefused, match="Say why"):
        labels.relabel(row=amber, to=TLP.CLEAR, by=owner, reason=reason)


def test_the_same_label_again_is_refused_in_words(amber, owner):
    with pytest.raises(LabelRefused, match="TLP:AMBER already"):
        labels.relabel(row=amber, to=TLP.AMBER, by=owner, reason="Again")


def test_a_new_label_ends_what_was_shared_and_lowering_does_not_revive_it(amber, owner, analyst):
    labels.share(row=amber, organisation=analyst.organisation, by=owner)
    labels.relabel(row=amber, to=TLP.AMBER_STRICT, by=owner, reason="Tighter")
    assert not Provider.objects.visible_to(analyst).exists()

    labels.relabel(row=amber, to=TLP.AMBER, by=owner, reason="Looser")

    assert not Provider.objects.visible_to(analyst).exists()


def test_whoever_makes_a_record_red_is_named_and_names_others(amber, owner, reviewer):
    row = labels.relabel(row=amber, to=TLP.RED, by=owner, reason="A life is at risk")
    assert not Provider.objects.readable_by(reviewer).exists()

    row = labels.name_person(row=row, person=reviewer, by=owner)
    row = labels.unname_person(row=row, person=owner, by=reviewer)

    assert not Provider.objects.readable_by(owner).exists()
    with pytest.raises(LabelRefused, match="your own name"):
        labels.unname_person(row=row, person=reviewer, by=reviewer)


@pytest.mark.parametrize("label", [TLP.CLEAR, TLP.GREEN, TLP.AMBER_STRICT])
def test_only_amber_can_be_shared_and_strict_not_even_by_a_reviewer(label, reviewer):
    row = ProviderFactory(tlp=label)

    with pytest.raises(LabelRefused, match="Only a TLP:AMBER record"):
        labels.share(row=row, organisation=OrganisationFactory(), by=reviewer)


def test_nothing_is_shared_with_an_organisation_that_nobody_verified(amber, owner):
    with pytest.raises(LabelRefused, match="verified"):
        labels.share(row=amber, organisation=OrganisationFactory(verified=False), by=owner)


def test_an_owner_names_colleagues_and_reviewers_and_a_reviewer_any_member(owner, reviewer):
    colleague = UserFactory(organisation=owner.organisation)
    stranger = UserFactory()
    outsider = UserFactory(organisation__verified=False)
    row = ProviderFactory(tlp=TLP.RED, owner=owner.organisation, named_persons=[owner.pk])

    row = labels.name_person(row=row, person=colleague, by=owner)
    with pytest.raises(LabelRefused):
        labels.name_person(row=row, person=stranger, by=owner)
    row = labels.name_person(row=row, person=reviewer, by=owner)
    row = labels.name_person(row=row, person=stranger, by=reviewer)
    with pytest.raises(LabelRefused):
        labels.name_person(row=row, person=outsider, by=reviewer)

    assert set(row.named_persons) == {owner.pk, colleague.pk, reviewer.pk, stranger.pk}


def test_the_label_of_a_need_is_open_in_a_draft_and_locked_once_it_is_handed_in():
    open_in = {s for s in Need.Status if not NeedFactory(status=s).label_is_locked}

    assert open_in == {Need.Status.DRAFT, Need.Status.RETURNED}
    assert ProviderFactory().label_is_locked
    assert not Provider().label_is_locked

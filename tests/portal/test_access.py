"""Who may see and who may do what: the tables, tested whole."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from capabilities.models import Provider
from portal.access import TLP, Audience, Permission, Role, clearance, may, require
from tests.factories import OrganisationFactory, ProviderFactory, UserFactory

EVERY = set(Permission)
MAY = {
    "visitor": {Permission.BROWSE, Permission.SUGGEST},
    Role.ANALYST: {
        Permission.BROWSE,
        Permission.SUGGEST,
        Permission.SAVE_SEARCHES,
        Permission.STUDY,
    },
    Role.OFFICER: {
        Permission.BROWSE,
        Permission.SUGGEST,
        Permission.SAVE_SEARCHES,
        Permission.STUDY,
        Permission.SUBMIT_NEEDS,
        Permission.ANSWER_ROUNDS,
        Permission.MANAGE_API_CLIENTS,
    },
    Role.PARTNER: {
        Permission.BROWSE,
        Permission.SUGGEST,
        Permission.SAVE_SEARCHES,
        Permission.STUDY,
        Permission.KEEP_ENTRIES,
        Permission.ANSWER_ROUNDS,
        Permission.MANAGE_API_CLIENTS,
    },
    Role.REVIEWER: {
        Permission.BROWSE,
        Permission.SUGGEST,
        Permission.SAVE_SEARCHES,
        Permission.STUDY,
        Permission.TRIAGE,
        Permission.RUN_ANALYSIS,
        Permission.REVIEW,
        Permission.MANAGE_API_CLIENTS,
    },
    Role.ADMINISTRATOR: {Permission.BROWSE, Permission.SUGGEST, Permission.ADMINISTER},
}
# What each reader sees of records that somebody else owns, and of those their organisation owns.
SEES_OF_OTHERS = {
    "visitor": {TLP.CLEAR},
    "unverified": {TLP.CLEAR},
    Role.ANALYST: {TLP.CLEAR, TLP.GREEN},
    Role.OFFICER: {TLP.CLEAR, TLP.GREEN},
    Role.PARTNER: {TLP.CLEAR, TLP.GREEN},
    Role.REVIEWER: {TLP.CLEAR, TLP.GREEN, TLP.AMBER, TLP.AMBER_STRICT},
    Role.ADMINISTRATOR: {TLP.CLEAR, TLP.GREEN},
}
UP_TO_STRICT = {TLP.CLEAR, TLP.GREEN, TLP.AMBER, TLP.AMBER_STRICT}
SEES_OF_OWN = {reader: UP_TO_STRICT for reader in SEES_OF_OTHERS if reader != "visitor"}


def reader_of(kind):
    if kind == "visitor":
        return AnonymousUser()
    if kind == "unverified":
        return UserFactory(organisation__verified=False)
    return UserFactory(role=kind)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", MAY, ids=str)
def test_a_role_may_do_what_the_table_says_and_nothing_else(kind):
    user = reader_of(kind)

    assert {permission for permission in EVERY if may(user, permission)} == MAY[kind]


@pytest.mark.django_db
@pytest.mark.parametrize("kind", SEES_OF_OTHERS, ids=str)
def test_a_reader_sees_the_labels_of_the_table_on_what_others_own(kind):
    stranger = OrganisationFactory()
    for label in TLP:
        ProviderFactory(tlp=label, owner=stranger)
        ProviderFactory(tlp=label, owner=None)

    seen = Provider.objects.visible_to(reader_of(kind))

    assert set(seen.values_list("tlp", flat=True)) == SEES_OF_OTHERS[kind]
    assert seen.count() == 2 * len(SEES_OF_OTHERS[kind])


@pytest.mark.django_db
@pytest.mark.parametrize("kind", SEES_OF_OWN, ids=str)
def test_a_reader_sees_what_the_own_organisation_owns_but_never_red(kind):
    reader = reader_of(kind)
    for label in TLP:
        ProviderFactory(tlp=label, owner=reader.organisation)

    seen = Provider.objects.visible_to(reader).filter(owner=reader.organisation)

    assert set(seen.values_list("tlp", flat=True)) == SEES_OF_OWN[kind]


@pytest.mark.django_db
def test_a_person_without_an_organisation_does_not_own_what_nobody_owns():
    ProviderFactory(tlp=TLP.AMBER, owner=None)

    assert not Provider.objects.visible_to(UserFactory(organisation=None)).exists()


@pytest.mark.django_db
def test_clearance_is_the_highest_audience_that_a_reader_belongs_to():
    assert clearance(AnonymousUser()) == Audience.CLEAR
    assert clearance(reader_of("unverified")) == Audience.CLEAR
    assert clearance(reader_of(Role.PARTNER)) == Audience.GREEN
    assert clearance(reader_of(Role.ADMINISTRATOR)) == Audience.GREEN
    assert clearance(reader_of(Role.REVIEWER)) == Audience.AMBER_STRICT


def test_acting_without_permission_is_refused():
    with pytest.raises(PermissionDenied):
        require(AnonymousUser(), Permission.RUN_ANALYSIS)


@pytest.mark.parametrize(
    ("written", "label"),
    [
        ("WHITE", TLP.CLEAR),
        ("tlp:green", TLP.GREEN),
        ("AMBER+STRICT", TLP.AMBER_STRICT),
        (" TLP:Red ", TLP.RED),
    ],
)
def test_a_label_is_read_as_people_write_it(written, label):
    assert TLP.from_code(written) == label


def test_a_word_that_is_no_label_is_refused_by_name():
    with pytest.raises(ValueError, match="“PURPLE” is not a TLP label"):
        TLP.from_code("PURPLE")

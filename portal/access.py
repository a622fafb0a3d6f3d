"""Who may see and who may act: the only home of these rules; everything else asks here.

Labels are those of the Traffic Light Protocol 2.0. A label says who may *see* a row; a role says
what its holder may *do*. Nothing here reads a row to decide: the rules are predicates that the
database applies, so that counts, choices and exports obey them too.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Protocol, TypeAlias

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.models import Organisation, User

Reader: TypeAlias = "User | AnonymousUser | Machine"


class TLP(models.IntegerChoices):
    """A label of the Traffic Light Protocol 2.0, least restricted first."""

    CLEAR = 0, "TLP:CLEAR"
    GREEN = 1, "TLP:GREEN"
    AMBER = 2, "TLP:AMBER"
    AMBER_STRICT = 3, "TLP:AMBER+STRICT"
    RED = 4, "TLP:RED"

    @property
    def code(self) -> str:
        """The name used in exchange formats, such as `AMBER+STRICT`."""
        return str(self.label).removeprefix("TLP:")

    @classmethod
    def from_code(cls, code: str) -> "TLP":
        """Read a label as people write it; `WHITE` is the first version's name of CLEAR."""
        name = code.strip().upper().removeprefix("TLP:")
        try:
            return cls.CLEAR if name == "WHITE" else cls[name.replace("+", "_")]
        except KeyError:
            raise ValueError(f"“{code}” is not a TLP label.") from None


class Audience(models.IntegerChoices):
    """For whom a run is made: from the records these readers may all see, and from nothing else."""

    CLEAR = TLP.CLEAR.value, _("Everyone (TLP:CLEAR)")
    GREEN = TLP.GREEN.value, _("Members (up to TLP:GREEN)")
    AMBER_STRICT = TLP.AMBER_STRICT.value, _("Reviewers (up to TLP:AMBER+STRICT)")


class Role(models.TextChoices):
    """What a signed-in person is here to do."""

    ANALYST = "analyst", _("Analyst")
    OFFICER = "officer", _("Law-enforcement officer")
    PARTNER = "partner", _("Partner")
    REVIEWER = "reviewer", _("Reviewer")
    ADMINISTRATOR = "administrator", _("Administrator")


class Permission(models.TextChoices):
    """One kind of thing that a person can be allowed to do."""

    BROWSE = "browse"
    SAVE_SEARCHES = "save-searches"
    STUDY = "study"  # what-if scenarios, comparisons of runs, next best steps
    SUGGEST = "suggest"
    SUBMIT_NEEDS = "submit-needs"
    KEEP_ENTRIES = "keep-entries"
    ANSWER_ROUNDS = "answer-rounds"
    TRIAGE = "triage"
    RUN_ANALYSIS = "run-analysis"
    REVIEW = "review"
    MANAGE_API_CLIENTS = "manage-api-clients"
    ADMINISTER = "administer"


_EVERYONE = frozenset({Permission.BROWSE, Permission.SUGGEST})
_SIGNED_IN = _EVERYONE | {Permission.SAVE_SEARCHES, Permission.STUDY}

VISITOR_MAY = _EVERYONE
ROLE_MAY: Mapping[Role, frozenset[Permission]] = {
    Role.ANALYST: _SIGNED_IN,
    Role.OFFICER: _SIGNED_IN
    | {Permission.SUBMIT_NEEDS, Permission.ANSWER_ROUNDS, Permission.MANAGE_API_CLIENTS},
    Role.PARTNER: _SIGNED_IN
    | {Permission.KEEP_ENTRIES, Permission.ANSWER_ROUNDS, Permission.MANAGE_API_CLIENTS},
    Role.REVIEWER: _SIGNED_IN
    | {
        Permission.TRIAGE,
        Permission.RUN_ANALYSIS,
        Permission.REVIEW,
        Permission.MANAGE_API_CLIENTS,
    },
    Role.ADMINISTRATOR: _EVERYONE | {Permission.ADMINISTER},
}


class Scope(models.TextChoices):
    """What an API client may be allowed to do for its organisation."""

    READ = "read", _("Read what your organisation may see")
    SUBMIT_NEEDS = "needs:submit", _("Follow and submit your organisation’s needs")
    KEEP_ENTRIES = "entries:keep", _("Keep your organisation’s entries")


SCOPE_MAY: Mapping[Scope, frozenset[Permission]] = {
    Scope.READ: frozenset({Permission.BROWSE}),
    Scope.SUBMIT_NEEDS: frozenset({Permission.SUBMIT_NEEDS}),
    Scope.KEEP_ENTRIES: frozenset({Permission.KEEP_ENTRIES}),
}

# A client is given only what some endpoint asks for by now.
GIVEN_SCOPES = (Scope.READ, Scope.SUBMIT_NEEDS)
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class Machine:
    """An API client that asks for its organisation: a signed-in reader, and no person.

    It sees what any member of the organisation sees: never more because a reviewer made it, and
    never TLP:RED, which is for persons. It holds no role; its scopes say what it may do.
    """

    client_id: str
    organisation: "Organisation"
    scopes: frozenset[Scope]

    # What is asked of every reader. No row can name a machine: it has no key that one could hold.
    pk: ClassVar[None] = None
    role: ClassVar[str] = ""
    email: ClassVar[str] = ""
    is_authenticated: ClassVar[Literal[True]] = True
    is_anonymous: ClassVar[Literal[False]] = False
    is_active: ClassVar[Literal[True]] = True
    is_staff: ClassVar[Literal[False]] = False
    is_superuser: ClassVar[Literal[False]] = False
    manages_organisation: ClassVar[Literal[False]] = False

    @property
    def organisation_id(self) -> int:
        return self.organisation.pk

    def may(self, permission: Permission) -> bool:
        """What its scopes allow; to change anything its organisation must be verified as well."""
        allowed = any(permission in SCOPE_MAY[scope] for scope in self.scopes)
        return allowed and (permission == Permission.BROWSE or self.organisation.verified)

    def may_send(self, method: str | None) -> bool:
        """It reads, with the scope for it. Behind every change stands a person, who signs in."""
        return method in SAFE_METHODS and self.may(Permission.BROWSE)


def scopes_to_give(user: Reader) -> list[Scope]:
    """The scopes that `user` may give to a client: none lets it do what `user` may not."""
    return [scope for scope in GIVEN_SCOPES if all(may(user, each) for each in SCOPE_MAY[scope])]


def may(user: Reader, permission: Permission) -> bool:
    """Whether `user` may do this kind of thing at all; `visible_rows` says to which rows."""
    if isinstance(user, Machine):
        return user.may(permission)
    if not user.is_authenticated:
        return permission in VISITOR_MAY
    return permission in ROLE_MAY[Role(user.role)]


def roles_that_may(permission: Permission) -> list[Role]:
    """The roles that hold a permission, to find people by."""
    return [role for role, permissions in ROLE_MAY.items() if permission in permissions]


def require(user: Reader, permission: Permission) -> None:
    """Raise PermissionDenied unless `user` may."""
    if not may(user, permission):
        raise PermissionDenied(_("Your role does not allow this."))


# What these people can see or do is worth more than a password protects.
SECOND_FACTOR_ROLES = frozenset({Role.OFFICER, Role.REVIEWER, Role.ADMINISTRATOR})
DEMO_DOMAIN = "demo.example"  # reserved: nobody's address anywhere


def needs_second_factor(user: Reader) -> bool:
    """Whether `user` must prove more than a password before doing anything."""
    if not user.is_authenticated or is_demo_account(user):
        return False
    return user.role in SECOND_FACTOR_ROLES or user.is_staff or user.manages_organisation


def is_demo_account(user: Reader) -> bool:
    """Whether this account's password is printed for everybody, which only DEMO allows."""
    return bool(settings.DEMO and user.is_authenticated and user.email.endswith(f"@{DEMO_DOMAIN}"))


def is_member(user: Reader) -> bool:
    """Whether the reader belongs to a verified organisation, and so to the TLP:GREEN community."""
    organisation = user.organisation if user.is_authenticated else None
    return bool(organisation and organisation.verified)


def clearance(user: Reader) -> Audience:
    """The highest audience whose runs this reader may see."""
    if user.is_authenticated and user.role == Role.REVIEWER:
        return Audience.AMBER_STRICT
    return Audience.GREEN if is_member(user) else Audience.CLEAR


def visible_rows(user: Reader) -> Q:
    """The rows of a marked table that `user` may see, search, count and export, as one predicate.

    TLP:RED is none of them, whoever is named: `readable_rows` opens such a row on its own page.
    """
    rows = Q(tlp__lte=clearance(user))
    if not user.is_authenticated or user.organisation_id is None:
        return rows  # Q(owner=None) would match every row that nobody owns
    rows |= Q(owner_id=user.organisation_id, tlp__lt=TLP.RED)
    if is_member(user):
        rows |= Q(tlp=TLP.AMBER) & Q(shared_with__contains=[user.organisation_id])
    return rows


def rows_of_a_world(audience: int, owned_by: int | None = None, *, of: str = "") -> Q:
    """The rows that an analysis for an audience takes in, as one predicate.

    With `owned_by`, an organisation's own ones beside them, for its own eyes: never TLP:RED, and
    never what another has labelled, shared or not. `of` is the way to the rows, such as `agency__`.
    """
    rows = Q(**{f"{of}tlp__lte": audience})
    if owned_by is None:
        return rows  # Q(owner=None) would match every row that nobody owns
    return rows | Q(**{f"{of}owner_id": owned_by, f"{of}tlp__lt": TLP.RED})


def named_rows(user: Reader) -> Q:
    """The TLP:RED rows that name this person."""
    return Q(tlp=TLP.RED) & Q(named_persons__contains=[user.pk or 0])


def readable_rows(user: Reader) -> Q:
    """The rows that `user` may open one by one: what is visible, and TLP:RED that names them."""
    return visible_rows(user) | named_rows(user)


def claims(user: Reader) -> str:
    """Who reads, as the second wall takes it: `policies.readable` is `readable_rows` in SQL.

    Clearance, organisation, organisation if it is in the community, person; empty for none.
    """
    organisation = user.organisation_id if user.is_authenticated else None
    member_of = organisation if is_member(user) else None
    numbers = (clearance(user).value, organisation, member_of, user.pk)
    return ",".join("" if number is None else f"{number:d}" for number in numbers)


# ------------------------------------------------------------------ one row


class MarkedRow(Protocol):
    """What a rule reads of a row with a label."""

    kept_with: ClassVar[Permission]

    @property
    def tlp(self) -> Any: ...
    @property
    def owner_id(self) -> int | None: ...


def may_edit(user: Reader, row: MarkedRow) -> bool:
    """Whether `user` may change a row that they can read: a reviewer any, an owner their own."""
    if may(user, Permission.REVIEW):
        return True
    return owns(user, row) and may(user, row.kept_with)


def owns(user: Reader, row: MarkedRow) -> bool:
    """Whether the row belongs to the organisation of `user`."""
    return (
        user.is_authenticated and row.owner_id is not None and row.owner_id == user.organisation_id
    )


def may_relabel(user: Reader, row: MarkedRow, to: TLP) -> bool:
    """Whoever may edit a row may raise its label; its owner or a reviewer may lower it."""
    if not may_edit(user, row):
        return False
    return to >= row.tlp or owns(user, row) or may(user, Permission.REVIEW)


def may_share(user: Reader, row: MarkedRow) -> bool:
    """Whether `user` may name whom else a row is for, its owner or a reviewer."""
    return may_relabel(user, row, TLP.CLEAR)


# ------------------------------------------------------------------ requests


class _HasRequest(Protocol):
    request: Any


class VisibleToRequester:
    """For lists and endpoints of Django and DRF alike: the rows that the requester may see."""

    def get_queryset(self: _HasRequest) -> Any:
        queryset = super().get_queryset()  # type: ignore[misc]
        return queryset.visible_to(self.request.user)


class ReadableByRequester:
    """For the page of one row: as above, and TLP:RED that names the requester."""

    def get_queryset(self: _HasRequest) -> Any:
        queryset = super().get_queryset()  # type: ignore[misc]
        return queryset.readable_by(self.request.user)


# ------------------------------------------------------------------ people and organisations


class OrganisationKind(models.TextChoices):
    """What an organisation is, which says who works in it."""

    LAW_ENFORCEMENT = "law-enforcement", _("Law enforcement")
    PROVIDER = "provider", _("Provider of expertise, company")
    RESEARCH = "research", _("Research, civil society")
    OFFICE = "office", _("Office that runs the portal")


ROLES_WITHIN: Mapping[OrganisationKind, frozenset[Role]] = {
    OrganisationKind.LAW_ENFORCEMENT: frozenset({Role.ANALYST, Role.OFFICER}),
    OrganisationKind.PROVIDER: frozenset({Role.ANALYST, Role.PARTNER}),
    OrganisationKind.RESEARCH: frozenset({Role.ANALYST}),
    OrganisationKind.OFFICE: frozenset({Role.ANALYST, Role.REVIEWER, Role.ADMINISTRATOR}),
}
# Nobody but an administrator of the portal makes one of these.
GIVEN_BY_ADMINISTRATORS = frozenset({Role.REVIEWER, Role.ADMINISTRATOR})


def manages_organisation(user: Reader) -> bool:
    """Whether `user` is the administrator of their own, verified organisation."""
    return user.is_authenticated and user.manages_organisation and is_member(user)


def may_manage_people(user: Reader) -> bool:
    return may(user, Permission.ADMINISTER) or manages_organisation(user)


def managed_rows(user: Reader) -> Q:
    """The people, or the invitations, that `user` looks after, as one predicate."""
    if may(user, Permission.ADMINISTER):
        return Q()
    if user.is_authenticated and manages_organisation(user):
        return Q(organisation_id=user.organisation_id)
    return Q(pk__in=[])


def roles_to_give(user: Reader, organisation: "Organisation") -> frozenset[Role]:
    """The roles that `user` may give to people of this organisation."""
    if may(user, Permission.ADMINISTER):
        return frozenset(Role)
    own = user.organisation_id if user.is_authenticated else None
    if manages_organisation(user) and own == organisation.pk:
        return ROLES_WITHIN[OrganisationKind(organisation.kind)] - GIVEN_BY_ADMINISTRATORS
    return frozenset()


def may_manage(user: Reader, person: "User") -> bool:
    """Whether `user` may change what `person` is here: nobody their own account."""
    if not user.is_authenticated or person.pk == user.pk:
        return False
    if may(user, Permission.ADMINISTER):
        return True
    organisation = person.organisation
    return organisation is not None and person.role in roles_to_give(user, organisation)

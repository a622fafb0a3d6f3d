"""People, their organisations, and what every marked row has in common."""

import hashlib
import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar, Self

from django.apps import apps
from django.conf import settings
from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal import invitations, trail  # noqa: F401  their tables belong to this app
from portal.access import (
    TLP,
    OrganisationKind,
    Permission,
    Reader,
    Role,
    managed_rows,
    may,
    may_manage_people,
    named_rows,
    readable_rows,
    rows_of_a_world,
    visible_rows,
)
from portal.clients import ApiClient  # noqa: F401  so that Django finds it
from portal.history import audited

# No letters or digits that people mix up when they read an id aloud.
ID_ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"
ID_LENGTH = 12


def random_id() -> str:
    """A public id: random, never sequential, so that it tells nothing of how many rows exist."""
    return "".join(secrets.choice(ID_ALPHABET) for _ in range(ID_LENGTH))


def lasting_id(key: str) -> str:
    """The public id of a row that ships with the portal: the same in every installation.

    So the findings that rest on shipped rows, and their fingerprints, can be compared between
    installations. Only for rows that are TLP:CLEAR: whoever knows the key knows the id.
    """
    number = int.from_bytes(hashlib.sha256(key.encode()).digest())
    letters = []
    for _place in range(ID_LENGTH):
        number, letter = divmod(number, len(ID_ALPHABET))
        letters.append(ID_ALPHABET[letter])
    return "".join(letters)


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def managed_by(self, user: Reader) -> Self:
        """Those into which `user` may invite."""
        if may(user, Permission.ADMINISTER):
            return self
        own = user.organisation_id if user.is_authenticated and may_manage_people(user) else None
        return self.filter(pk=own)


@audited()
class Organisation(models.Model):
    """A body whose members use the portal; verified ones form the TLP:GREEN community."""

    public_id = models.UUIDField(unique=True, db_default=RandomUUID(), editable=False)
    name = models.CharField(max_length=200, unique=True)
    kind = models.CharField(
        max_length=20, choices=OrganisationKind, default=OrganisationKind.RESEARCH
    )
    verified = models.BooleanField(default=False)

    objects: ClassVar[Any] = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=OrganisationKind.values), name="organisation_kind_known"
            )
        ]

    def __str__(self) -> str:
        return self.name


class UserQuerySet(models.QuerySet["User"]):
    def managed_by(self, user: Reader) -> Self:
        return self.filter(managed_rows(user))


class UserManager(BaseUserManager["User"]):
    """People are known by their e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        fields |= {"is_staff": True, "is_superuser": True, "role": Role.ADMINISTRATOR}
        return self.create_user(email, password, **fields)

    def get_queryset(self) -> UserQuerySet:
        return UserQuerySet(self.model, using=self._db)

    def managed_by(self, user: Reader) -> UserQuerySet:
        return self.get_queryset().managed_by(user)


@audited(without=("password", "last_login"))
class User(AbstractUser):
    """A person with an account."""

    # One name, as the person writes it: not everybody has a first and a last one.
    username = first_name = last_name = None  # type: ignore[assignment]
    public_id = models.UUIDField(unique=True, db_default=RandomUUID(), editable=False)
    name = models.CharField(_("name"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail address"), unique=True)
    role = models.CharField(max_length=20, choices=Role, default=Role.ANALYST)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="members", null=True, blank=True
    )
    manages_organisation = models.BooleanField(
        _("administrator of the organisation"),
        default=False,
        help_text=_("Invites people into the own organisation and looks after them."),
    )

    # Of pages and letters; while none is chosen, the browser’s for pages.
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES, blank=True, db_default=""
    )

    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        ordering = ["email"]
        constraints = [
            models.CheckConstraint(condition=Q(role__in=Role.values), name="user_role_known"),
            models.CheckConstraint(
                condition=Q(manages_organisation=False) | Q(organisation__isnull=False),
                name="user_manages_what_there_is",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name

    get_short_name = get_full_name


class MarkedQuerySet(models.QuerySet[Any]):
    """Rows with a label; every read of them starts from `visible_to`.

    A row that shows a marked parent narrows by the parent as well, in `whose_parents`, so that
    each of these holds for both.
    """

    def visible_to(self, user: Reader) -> Self:
        """What the reader may see, search, count and export."""
        return self.filter(visible_rows(user)).whose_parents(lambda rows: rows.visible_to(user))

    def readable_by(self, user: Reader) -> Self:
        """What the reader may open on its own page: TLP:RED that names them, too."""
        return self.filter(readable_rows(user)).whose_parents(lambda rows: rows.readable_by(user))

    def naming(self, user: Reader) -> Self:
        """The TLP:RED rows that name this person."""
        return self.filter(named_rows(user)).whose_parents(lambda rows: rows.readable_by(user))

    def for_audience(self, audience: int, owned_by: int | None = None) -> Self:
        """The rows that every reader of a run for this audience may see, by label alone.

        With `owned_by`, also those that this organisation owns.
        """
        return self.filter(rows_of_a_world(audience, owned_by))

    def unnarrowed(self) -> Self:
        """All rows, for those few questions whose answer can only withhold something."""
        return self.all()

    def whose_parents(self, narrow: Callable[["MarkedQuerySet"], "MarkedQuerySet"]) -> Self:
        """Those whose marked parents, narrowed in the same way, are there."""
        return self


class Marked(models.Model):
    """A row with a public id, a TLP label, and the organisation that owns it, if any.

    Whom the label leaves open is kept in the row itself: so it is recorded with every version of
    it, and telling who may see the row takes no join, which could give a row twice.
    """

    # What its owner's people must be allowed to do to change it.
    kept_with: ClassVar[Permission] = Permission.KEEP_ENTRIES
    # The texts that go back to those of an earlier version when somebody who may edit it says so.
    revertible: ClassVar[tuple[str, ...]] = ()
    # Whether its owner's people propose changes, which a reviewer verifies before they are live.
    changed_by_proposal: ClassVar[bool] = False

    public_id = models.CharField(max_length=12, unique=True, default=random_id, editable=False)
    tlp = models.PositiveSmallIntegerField(_("label"), choices=TLP, default=TLP.CLEAR)
    owner = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    shared_with = ArrayField(
        models.BigIntegerField(),
        default=list,
        editable=False,
        help_text=_("Keys of the organisations that a TLP:AMBER row is shared with."),
    )
    named_persons = ArrayField(
        models.BigIntegerField(),
        default=list,
        editable=False,
        help_text=_("Keys of the persons that a TLP:RED row is for."),
    )

    objects: ClassVar[Any] = MarkedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(tlp__in=TLP.values), name="%(app_label)s_%(class)s_tlp_known"
            ),
            models.CheckConstraint(
                condition=Q(tlp=TLP.AMBER) | Q(shared_with=[]),
                name="%(app_label)s_%(class)s_only_amber_is_shared",
            ),
            models.CheckConstraint(
                condition=Q(tlp=TLP.RED) | Q(named_persons=[]),
                name="%(app_label)s_%(class)s_only_red_names_persons",
            ),
        ]
        indexes = [
            models.Index(fields=["id"], condition=Q(tlp=TLP.RED), name="%(class)s_red"),
        ]

    def marked_parents(self) -> list["Marked"]:
        """The marked rows that it shows; those of `MarkedQuerySet.whose_parents`."""
        return []

    @property
    def lowest_label(self) -> TLP:
        """What its label cannot go below, since it draws on others."""
        return TLP.CLEAR

    @property
    def label_is_locked(self) -> bool:
        """Whether the label changes by `labels.relabel` alone, with a reason, and by no form."""
        return self.pk is not None


def marked_models() -> list[type[Marked]]:
    """Every table of marked rows, by name."""
    models_of_all = (model for model in apps.get_models() if issubclass(model, Marked))
    return sorted(models_of_all, key=lambda model: model._meta.db_table)


class Reliability(models.TextChoices):
    """How far a source can be trusted (first half of an Admiralty grade)."""

    A = "A", _("Completely reliable")
    B = "B", _("Usually reliable")
    C = "C", _("Fairly reliable")
    D = "D", _("Not usually reliable")
    E = "E", _("Unreliable")
    F = "F", _("Reliability cannot be judged")


class Credibility(models.TextChoices):
    """How far a statement can be believed (second half of an Admiralty grade)."""

    CONFIRMED = "1", _("Confirmed by other sources")
    PROBABLE = "2", _("Probably true")
    POSSIBLE = "3", _("Possibly true")
    DOUBTFUL = "4", _("Doubtful")
    IMPROBABLE = "5", _("Improbable")
    UNKNOWN = "6", _("Truth cannot be judged")


class Verification(models.TextChoices):
    """Who stands behind an entry."""

    IMPORTED = "imported", _("Imported, not yet verified")
    STATED = "stated", _("Stated by its owner, not yet verified")
    VERIFIED = "verified", _("Verified by a reviewer")


class Sourced(models.Model):
    """Where an entry comes from, who said so, and how good that evidence is."""

    import_key = models.CharField(
        max_length=120, unique=True, null=True, blank=True, editable=False
    )  # null, not empty: many rows have none, and those that have one must differ
    verification = models.CharField(
        max_length=10, choices=Verification, default=Verification.STATED
    )
    source_url = models.URLField(max_length=500, blank=True)
    said_by = models.CharField(_("who said so"), max_length=500, blank=True)
    reliability = models.CharField(max_length=1, choices=Reliability, default=Reliability.F)
    credibility = models.CharField(max_length=1, choices=Credibility, default=Credibility.UNKNOWN)
    last_verified = models.DateField(
        _("evidence last seen"),
        null=True,
        blank=True,
        help_text=_("The day for which there is evidence; empty means never."),
    )

    class Meta:
        abstract = True

    @property
    def grade(self) -> str:
        """The Admiralty grade, such as B2."""
        return f"{self.reliability}{self.credibility}"

    @property
    def is_imported(self) -> bool:
        return self.verification == Verification.IMPORTED


class OutboxQuerySet(models.QuerySet["OutboxEntry"]):
    def waiting(self) -> Self:
        return self.filter(status=OutboxEntry.Status.WAITING)

    def due(self, *, at: datetime) -> Self:
        """Entries whose turn it is, the longest waiting first."""
        return self.waiting().filter(due__lte=at).order_by("due", "pk")


class OutboxEntry(models.Model):
    """Something promised, written with the row that it follows from; see `portal.outbox`."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        DONE = "done", _("Done")
        DEAD = "dead", _("Given up")

    public_id = models.CharField(max_length=12, unique=True, default=random_id, editable=False)
    kind = models.CharField(max_length=40, help_text=_("Which part of the portal fulfils it."))
    key = models.CharField(max_length=200, unique=True, help_text=_("What makes it one promise."))
    # Ids and codes alone: text is looked up when it is needed, and stays where its label holds.
    payload = models.JSONField(default=dict)
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    due = models.DateTimeField(help_text=_("When it is tried next."))
    error = models.CharField(
        max_length=100, blank=True, help_text=_("The name of what went wrong last, never its text.")
    )
    created = models.DateTimeField(auto_now_add=True)
    finished = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = OutboxQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("promise")
        verbose_name_plural = _("promises (outbox)")
        indexes = [
            models.Index(fields=["due", "id"], condition=Q(status="waiting"), name="outbox_due")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}"


class Receipt(models.Model):
    """That a request with a key of the sender's own was carried out, and what came of it."""

    by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    act = models.CharField(max_length=40)
    key = models.CharField(max_length=64, help_text=_("Digest of the key."))
    request = models.CharField(max_length=64, help_text=_("Digest of what was asked."))
    result = models.CharField(max_length=12, blank=True, help_text=_("Public id of what was made."))
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["by", "act", "key"], name="receipt_once")]

    def __str__(self) -> str:
        return f"{self.act} {self.result}"

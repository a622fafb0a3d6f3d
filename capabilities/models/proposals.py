"""Changes to entries that wait to be verified, apart from the entries; and confirmations."""

from typing import Any, ClassVar, Self

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from capabilities.entry_workflow import OPEN, ChangeStatus
from capabilities.models.actors import Provider
from capabilities.models.catalogue import Resource
from portal.access import Permission, Reader, is_member, may
from portal.history import audited
from portal.models import Organisation, User, random_id

DECIDED = 10


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def visible_to(self, user: Reader) -> Self:
        """Its organisation's people who keep entries, and reviewers once it was submitted, what
        they proposed themselves before that.

        Whoever may not see the entry any more sees no change to it either.
        """
        if may(user, Permission.TRIAGE):
            shown = self.filter(~Q(status=ChangeStatus.DRAFT) | Q(by=user.pk))
        elif may(user, Permission.KEEP_ENTRIES) and is_member(user):
            shown = self.filter(organisation=user.organisation_id)  # type: ignore[union-attr]
        else:
            return self.none()
        return shown.filter(
            Q(provider=None) | Q(provider__in=Provider.objects.visible_to(user)),
            Q(resource=None) | Q(resource__in=Resource.objects.visible_to(user)),
        )

    def open(self) -> Self:
        return self.filter(status__in=OPEN)

    def waiting(self) -> Self:
        """What a reviewer has to look at, the longest waiting first."""
        return self.filter(status=ChangeStatus.SUBMITTED).order_by("submitted", "pk")

    def decided_lately(self) -> Self:
        """What came of the last ones, the newest first."""
        ended = [ChangeStatus.VERIFIED, ChangeStatus.DECLINED]
        return self.filter(status__in=ended).order_by("-decided", "-pk")[:DECIDED]

    def about(self, entry: Provider | Resource) -> Self:
        """Changes to one entry."""
        if isinstance(entry, Resource):
            return self.filter(resource=entry)
        return self.filter(provider=entry, subject=Proposal.Subject.PROVIDER)

    def for_display(self) -> Self:
        return self.select_related("provider__based_in", "resource__provider", "organisation", "by")


@audited(without=("answers", "changed"))
class Proposal(models.Model):
    """A change to one entry of the directory, kept apart from it until a reviewer has verified it.

    It holds answers as they were given, by the name of their field: `answers` as they are being
    written, `sent` as they were submitted last, `base` what the entry said when the change began.
    Until it is verified nothing of it is in the directory; with that the entry changes at once.
    """

    class Subject(models.TextChoices):
        PROVIDER = "provider", _("Provider")
        RESOURCE = "resource", _("Offer")

    class Act(models.TextChoices):
        ADD = "add", _("New entry")
        CHANGE = "change", _("Change")
        WITHDRAW = "withdraw", _("Withdrawal")
        KEEP = "keep", _("Asks to keep it")

    public_id = models.CharField(max_length=12, unique=True, default=random_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=10, choices=Subject)
    act = models.CharField(max_length=10, choices=Act)
    provider = models.ForeignKey(
        Provider, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )  # none: a provider that is new
    resource = models.ForeignKey(
        Resource, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )  # none: an offer that is new, or the provider itself
    base = models.JSONField(default=dict)
    answers = models.JSONField(default=dict)
    sent = models.JSONField(default=dict)
    replaced = models.JSONField(
        default=dict, help_text=_("What the entry said before this was verified.")
    )
    status = models.CharField(
        max_length=10, choices=ChangeStatus, default=ChangeStatus.DRAFT, db_index=True
    )
    created = models.DateTimeField(auto_now_add=True)
    changed = models.DateTimeField(auto_now=True)
    submitted = models.DateTimeField(null=True, blank=True)
    decided = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["-changed", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=ChangeStatus.values), name="proposal_status_known"
            ),
            models.CheckConstraint(
                condition=Q(subject="resource", provider__isnull=False)
                | Q(subject="provider", resource=None),
                name="proposal_is_of_one_entry",
            ),
            models.UniqueConstraint(
                fields=["organisation", "resource"],
                condition=Q(status__in=OPEN),
                name="proposal_one_open_for_an_offer",
            ),
            models.UniqueConstraint(
                fields=["organisation", "provider"],
                condition=Q(status__in=OPEN, subject="provider"),
                name="proposal_one_open_for_a_provider",
            ),
        ]

    def __str__(self) -> str:
        return str(self.said.get("called") or self.entry or self.get_subject_display())

    def get_absolute_url(self) -> str:
        return reverse("capabilities:proposal_detail", args=[self.public_id])

    @property
    def entry(self) -> Provider | Resource | None:
        """What it would change; none where that is new."""
        return self.resource if self.subject == self.Subject.RESOURCE else self.provider

    @property
    def said(self) -> dict[str, Any]:
        """The answers that count where it stands: those in writing, or those that were sent."""
        is_in_writing = self.status == ChangeStatus.DRAFT
        given: dict[str, Any] = self.answers if is_in_writing else self.sent
        return given

    @property
    def is_open(self) -> bool:
        return self.status in OPEN


class ProposalMove(models.Model):
    """One step of a change on its way: from where to where, by whom, when, why. Never changed."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="moves")
    old = models.CharField(max_length=10, choices=ChangeStatus)
    new = models.CharField(max_length=10, choices=ChangeStatus)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"


class ConfirmationQuerySet(models.QuerySet["Confirmation"]):
    def visible_to(self, user: Reader) -> Self:
        """Its organisation's people who keep entries, and reviewers, as far as the entry goes."""
        if may(user, Permission.TRIAGE):
            shown = self.all()
        elif may(user, Permission.KEEP_ENTRIES) and is_member(user):
            shown = self.filter(by__organisation=user.organisation_id)  # type: ignore[union-attr]
        else:
            return self.none()
        return shown.filter(
            Q(provider=None) | Q(provider__in=Provider.objects.visible_to(user)),
            Q(resource=None) | Q(resource__in=Resource.objects.visible_to(user)),
        )

    def about(self, entry: Provider | Resource) -> Self:
        column = "resource" if isinstance(entry, Resource) else "provider"
        return self.filter(**{column: entry})


class Confirmation(models.Model):
    """That an entry was found to be still true: by whom, for which day, and what shows it."""

    provider = models.ForeignKey(
        Provider, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    resource = models.ForeignKey(
        Resource, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    day = models.DateField(help_text=_("The day for which there is evidence."))
    evidence = models.TextField(blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[Any] = ConfirmationQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(provider=None, resource__isnull=False)
                | Q(provider__isnull=False, resource=None),
                name="confirmation_of_one_entry",
            )
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.resource or self.provider}: {self.day}"


class Reminder(models.Model):
    """That an organisation was reminded of an offer before its confirmation lapsed."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="+")
    confirmed = models.DateField(
        null=True, help_text=_("The day of the confirmation that was about to lapse.")
    )
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "resource", "confirmed"],
                name="reminder_once_a_lapse",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.resource}: {self.confirmed}"

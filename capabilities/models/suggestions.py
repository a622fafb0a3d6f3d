"""What anybody suggests about a record, until a reviewer has looked at it and it is dealt with."""

from collections.abc import Callable
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from capabilities.models.actors import Provider
from capabilities.models.catalogue import Resource
from capabilities.models.places import Country
from portal.access import Permission, Reader, may
from portal.history import audited
from portal.models import MarkedQuerySet, User, random_id


class SuggestionQuerySet(models.QuerySet["Suggestion"]):
    def visible_to(self, user: Reader) -> Self:
        """All for reviewers; for an organisation's partners what was accepted on its entries.

        Of either, those about records that they may see.
        """
        if may(user, Permission.REVIEW):
            return self.whose_subjects(lambda rows: rows.visible_to(user))
        if not user.is_authenticated or user.organisation_id is None:
            return self.none()
        if not may(user, Permission.KEEP_ENTRIES):
            return self.none()
        own = Q(resource__owner=user.organisation_id) | Q(provider__owner=user.organisation_id)
        told = self.filter(own, status__in=Suggestion.TOLD)
        return told.whose_subjects(lambda rows: rows.visible_to(user))

    def whose_subjects(self, narrow: Callable[[MarkedQuerySet], MarkedQuerySet]) -> Self:
        resources = narrow(Resource.objects.all()).order_by().values("pk")
        providers = narrow(Provider.objects.all()).order_by().values("pk")
        return self.filter(
            Q(resource=None) | Q(resource__in=resources),
            Q(provider=None) | Q(provider__in=providers),
        )

    def for_display(self) -> Self:
        return self.select_related("resource__provider", "provider", "country", "by", "decided_by")


@audited(without=("text", "source_url", "email"))
class Suggestion(models.Model):
    """One thing that somebody, who need not have an account, suggests about one record.

    Nothing of it is public. Its text never changes; the address of whoever sent it is forgotten as
    soon as they have been told what became of it.
    """

    class About(models.TextChoices):
        WRONG = "wrong", _("Something is wrong")
        MISSING = "missing", _("Something is missing")
        OLD = "old", _("It is out of date")
        SOURCE = "source", _("Here is a source")

    class Status(models.TextChoices):
        NEW = "new", _("To be looked at")
        ACCEPTED = "accepted", _("Accepted, to be dealt with")
        DONE = "done", _("Dealt with")
        DECLINED = "declined", _("Declined")
        SPAM = "spam", _("Spam")

    TOLD = (Status.ACCEPTED, Status.DONE)

    public_id = models.CharField(max_length=12, unique=True, default=random_id, editable=False)
    resource = models.ForeignKey(
        Resource, on_delete=models.CASCADE, related_name="+", null=True, blank=True
    )
    provider = models.ForeignKey(
        Provider, on_delete=models.CASCADE, related_name="+", null=True, blank=True
    )
    country = models.ForeignKey(
        Country, on_delete=models.CASCADE, related_name="+", null=True, blank=True
    )
    about = models.CharField(max_length=10, choices=About)
    text = models.TextField()
    source_url = models.URLField(max_length=500, blank=True)
    email = models.EmailField(blank=True)
    language = models.CharField(
        max_length=10, blank=True, help_text=_("In which it was sent, and is answered.")
    )
    by = models.ForeignKey(User, on_delete=models.SET_NULL, related_name="+", null=True, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.NEW)
    decided_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)
    done_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    done_at = models.DateTimeField(null=True, blank=True)
    done_note = models.TextField(blank=True)

    objects: ClassVar[Any] = SuggestionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(resource__isnull=False, provider=None, country=None)
                | Q(resource=None, provider__isnull=False, country=None)
                | Q(resource=None, provider=None, country__isnull=False),
                name="suggestion_about_one_record",
            ),
            models.CheckConstraint(
                condition=Q(status="new") | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="suggestion_decided_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    def get_absolute_url(self) -> str:
        return reverse("capabilities:suggestion_detail", args=[self.public_id])

    @property
    def subject(self) -> Any:
        return self.resource or self.provider or self.country

    @property
    def tlp(self) -> int:
        """That of the record it is about, and of what that one shows; a country has none."""
        subject = self.subject
        if isinstance(subject, Country):
            return 0
        return int(max(row.tlp for row in (subject, *subject.marked_parents())))

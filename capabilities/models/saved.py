"""Searches that people keep: what they ask the directory again and again, and when they looked."""

from typing import Any, ClassVar, Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.access import Permission, Reader, may
from portal.models import User, random_id

LONGEST_NAME = 100
LONGEST_ASKED = 2_000


class SavedSearchQuerySet(models.QuerySet["SavedSearch"]):
    def visible_to(self, user: Reader) -> Self:
        """Everybody's own, and nobody else's."""
        if not user.is_authenticated or not may(user, Permission.SAVE_SEARCHES):
            return self.none()
        return self.filter(user=user.pk)


class SavedSearch(models.Model):
    """What one person asks of the directory, under a name of theirs.

    It holds the question alone, as it stands in an address; what it finds is found anew for
    whoever its owner is at that moment.
    """

    class Digest(models.TextChoices):
        NONE = "none", _("No e-mail")
        DAILY = "daily", _("Once a day, if there is anything new")
        WEEKLY = "weekly", _("On Mondays, if there is anything new")

    public_id = models.CharField(max_length=12, unique=True, default=random_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=LONGEST_NAME)
    asked = models.CharField(
        max_length=LONGEST_ASKED, blank=True, help_text=_("As it stands in an address.")
    )
    digest = models.CharField(max_length=6, choices=Digest, default=Digest.NONE)
    created = models.DateTimeField(auto_now_add=True)
    looked = models.DateTimeField(help_text=_("What came into view after this is new."))
    told = models.DateTimeField(help_text=_("Up to here letters tell, or are promised."))
    has_feed = models.BooleanField(default=False, help_text=_("Its secret address answers."))
    feed_number = models.PositiveIntegerField(
        default=0, help_text=_("Counts up with each address that it has had; former ones are dead.")
    )

    objects: ClassVar[Any] = SavedSearchQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "asked"], name="saved_search_once"),
        ]
        indexes = [
            models.Index(
                fields=["told"], condition=~models.Q(digest="none"), name="saved_search_digest"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("capabilities:saved_detail", args=[self.public_id])

    @property
    def results(self) -> str:
        """The address of all that it finds."""
        return f"{reverse('capabilities:resource_list')}{'?' if self.asked else ''}{self.asked}"

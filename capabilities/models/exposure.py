"""How often entries are looked at, by organisation and day: about no person."""

from typing import Any, ClassVar, Self

from django.db import models

from capabilities.models.actors import Provider
from capabilities.models.catalogue import Resource
from portal.access import Permission, Reader, is_member, may
from portal.models import Organisation


class ExposureQuerySet(models.QuerySet["Exposure"]):
    def visible_to(self, user: Reader) -> Self:
        """Those of the providers that the reader's organisation keeps: to be summed up, never
        shown row by row."""
        if not may(user, Permission.KEEP_ENTRIES) or not is_member(user):
            return self.none()
        mine = Provider.objects.visible_to(user).filter(owner=user.organisation_id)  # type: ignore[union-attr]
        return self.filter(provider__in=mine)


class Exposure(models.Model):
    """Visits of one day to a provider's page, or to that of one of its offers, by one organisation.

    Whoever looks stays within their organisation; what a provider is told is released by
    `portal.disclosure` alone.
    """

    day = models.DateField()
    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="+")
    resource = models.ForeignKey(
        Resource, on_delete=models.CASCADE, related_name="+", null=True, blank=True
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    visits = models.PositiveIntegerField(default=0)

    objects: ClassVar[Any] = ExposureQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "day", "resource", "organisation"],
                nulls_distinct=False,
                name="exposure_once_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provider_id} {self.day}"

"""How often entries are looked at and shown, and how known providers are: about no person."""

from typing import Any, ClassVar, Self

from django.db import models

from capabilities.models.actors import Provider
from capabilities.models.catalogue import Resource
from portal.access import Audience, Permission, Reader, clearance, is_member, may
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


class Impression(models.Model):
    """How prominently a provider's offers of one label were shown in search results on one day.

    Each place counts less the further down it is. To whom they were shown stands nowhere.
    """

    day = models.DateField()
    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="+")
    label = models.PositiveSmallIntegerField()
    weight = models.FloatField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "day", "label"], name="impression_once_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provider_id} {self.day}"


class StandingQuerySet(models.QuerySet["Standing"]):
    def visible_to(self, user: Reader) -> Self:
        """Those worked out from what everybody of the reader's audience may see."""
        return self.for_audience(clearance(user))

    def for_audience(self, audience: int) -> Self:
        return self.filter(audience=audience)


class Standing(models.Model):
    """How widely a provider is known among its like, by what one audience may see of it."""

    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="+")
    audience = models.PositiveSmallIntegerField(choices=Audience)
    visibility = models.FloatField(help_text="0 to 1: the mean of the percentiles.")
    percentiles = models.JSONField(help_text="By signal, among those it is compared with.")
    among = models.PositiveIntegerField(help_text="With how many it is compared, itself included.")
    is_little_known = models.BooleanField(
        help_text="Few know of it, it is confirmed, and usable for an open need."
    )
    worked_out = models.DateField()

    objects: ClassVar[Any] = StandingQuerySet.as_manager()

    class Meta:
        ordering = ["visibility", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["audience", "provider"], name="standing_once"),
        ]
        indexes = [
            models.Index(
                fields=["audience", "visibility", "provider"],
                condition=models.Q(is_little_known=True),
                name="standing_little_known",
            )
        ]

    def __str__(self) -> str:
        return f"{self.provider_id} {self.visibility:.2f}"

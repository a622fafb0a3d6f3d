"""Who needs help and who offers it."""

from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from capabilities.models.places import Country
from portal.access import Permission, Reader, is_member
from portal.history import recorded
from portal.models import Marked, MarkedQuerySet, Sourced


class AgencyQuerySet(MarkedQuerySet):
    def of(self, user: Reader) -> Self:
        """The agencies that the reader's organisation keeps, for which its officers speak."""
        if not user.is_authenticated or user.organisation_id is None:
            return self.none()
        return self.filter(owner=user.organisation_id)


@recorded
class Agency(Marked, Sourced):
    """A public body that fights cybercrime in one country, such as a police unit or a CSIRT."""

    class Kind(models.TextChoices):
        NATIONAL_CSIRT = "national_csirt", _("National CSIRT")
        GOVERNMENT_CSIRT = "government_csirt", _("Government CSIRT")
        POLICE = "police", _("Police")
        PROSECUTION = "prosecution", _("Prosecution")
        JUDICIARY = "judiciary", _("Judiciary")
        MINISTRY = "ministry", _("Ministry")
        OTHER = "other", _("Other public body")

    kept_with = Permission.SUBMIT_NEEDS

    revertible = ("name", "url", "kinds", "languages")

    name = models.CharField(max_length=200)
    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="agencies")
    kinds = ArrayField(models.CharField(max_length=20, choices=Kind), default=list)
    url = models.URLField(max_length=500, blank=True)
    languages = ArrayField(models.CharField(max_length=8), default=list, blank=True)

    objects: ClassVar[Any] = AgencyQuerySet.as_manager()

    class Meta(Marked.Meta):
        ordering = ["country__sort_key", "name"]
        verbose_name_plural = "agencies"

    def __str__(self) -> str:
        return self.name


class ProviderQuerySet(MarkedQuerySet):
    def kept_by(self, user: Reader) -> Self:
        """The entries that the reader's organisation keeps."""
        if not is_member(user):
            return self.none()
        return self.visible_to(user).filter(owner=user.organisation_id)  # type: ignore[union-attr]


@recorded
class Provider(Marked, Sourced):
    """A body that offers help against cybercrime."""

    class Type(models.TextChoices):
        IGO = "IGO", _("Intergovernmental organisation")
        GOVERNMENT = "government", _("Government")
        NGO = "NGO", _("Non-governmental organisation")
        UNIVERSITY = "university", _("University or institute")
        NETWORK = "network", _("Network")
        COMPANY = "company", _("Company")
        TOOLKIT = "toolkit", _("Publisher of a toolkit")
        SOFTWARE = "software", _("Publisher of software")

    revertible = ("name", "aliases", "url", "description")
    changed_by_proposal = True

    name = models.CharField(max_length=200)
    aliases = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    type = models.CharField(max_length=12, choices=Type)
    based_in = models.ForeignKey(
        Country, on_delete=models.PROTECT, related_name="providers", null=True, blank=True
    )
    url = models.URLField(max_length=500, blank=True)
    description = models.TextField(blank=True)

    objects: ClassVar[Any] = ProviderQuerySet.as_manager()

    class Meta(Marked.Meta):
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("capabilities:provider_detail", args=[self.public_id])

    @property
    def names(self) -> list[str]:
        """All that it is called."""
        return [self.name, *self.aliases]

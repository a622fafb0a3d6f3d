"""Projects that have worked, or work, on cyber capacity."""

from collections.abc import Iterable
from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from capabilities.models.places import Country
from portal.history import audited
from portal.models import Marked, MarkedQuerySet, Sourced


class ProjectQuerySet(MarkedQuerySet):
    def naming_any(self, names: Iterable[str]) -> Self:
        """Those that name somebody of these names as funder, implementer or partner."""
        listed = list(names)
        return self.filter(
            Q(implementers__overlap=listed)
            | Q(funders__overlap=listed)
            | Q(partners__overlap=listed)
        )


@audited()
class Project(Marked, Sourced):
    """A project as its public record states it; what that leaves out is listed, not guessed."""

    class Status(models.TextChoices):
        ONGOING = "ongoing", _("Ongoing")
        FINISHED = "finished", _("Finished")
        NOT_STATED = "not_stated", _("Not stated")

    source_id = models.CharField(max_length=20, blank=True)
    title = models.CharField(max_length=300)
    status = models.CharField(max_length=10, choices=Status, default=Status.NOT_STATED)
    # As the source gives them: a year, a month or a day.
    starts = models.CharField(max_length=10, blank=True)
    ends = models.CharField(max_length=10, blank=True)
    funders = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    implementers = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    partners = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    countries = models.ManyToManyField(Country, related_name="projects", blank=True)
    regions = ArrayField(models.CharField(max_length=100), default=list, blank=True)
    themes = ArrayField(models.CharField(max_length=100), default=list, blank=True)
    budget_amount = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    budget_currency = models.CharField(max_length=3, blank=True)
    summary = models.TextField(blank=True)
    missing = ArrayField(models.CharField(max_length=40), default=list, blank=True)

    objects: ClassVar[Any] = ProjectQuerySet.as_manager()

    class Meta(Marked.Meta):
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title

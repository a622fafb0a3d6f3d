"""How a need comes in: what is being written, where it stands, who has it, and how it ended."""

from datetime import datetime
from typing import Any, ClassVar, Self

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from capabilities.models.actors import Agency
from capabilities.models.needs import Need
from capabilities.models.places import Country
from capabilities.workflow import Status
from portal.access import Permission, Reader, may, roles_that_may
from portal.history import audited
from portal.models import Organisation, User, random_id


class NeedDraftQuerySet(models.QuerySet["NeedDraft"]):
    def visible_to(self, user: Reader) -> Self:
        """What is being written for an agency is its officers' alone, whatever its label."""
        if not may(user, Permission.SUBMIT_NEEDS):
            return self.none()
        return self.filter(agency__in=Agency.objects.of(user))

    def open(self) -> Self:
        return self.filter(submitted=None)

    def for_display(self) -> Self:
        return self.select_related("agency__country", "need", "by")


class NeedDraft(models.Model):
    """A need that is being written, or a returned one that is being answered.

    It holds answers as they were given, by the name of their field; the questions check them, and
    check them all again when it is submitted. A need itself is whole from its first moment.
    """

    public_id = models.CharField(max_length=12, unique=True, default=random_id, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="drafts")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    need = models.OneToOneField(
        Need, on_delete=models.CASCADE, related_name="draft", null=True, blank=True
    )
    answers = models.JSONField(default=dict)
    created = models.DateTimeField(auto_now_add=True)
    changed = models.DateTimeField(auto_now=True)
    submitted = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = NeedDraftQuerySet.as_manager()

    class Meta:
        ordering = ["-changed", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(submitted=None) | Q(need__isnull=False),
                name="draft_submitted_has_need",
            )
        ]

    def __str__(self) -> str:
        return f"{self.agency}: {self.answers.get('area', '–')}"

    def get_absolute_url(self) -> str:
        return reverse("capabilities:draft_detail", args=[self.public_id])


class DeskQuerySet(models.QuerySet["Desk"]):
    def covering(self, country: Country) -> Self:
        """The desks that a need of this country passes, in turn."""
        named = Q(countries=country) | Q(regions__overlap=[country.region, country.subregion])
        anywhere = Q(countries=None, regions=[])
        return self.filter(named | anywhere).distinct().order_by("level", "pk")

    def of(self, user: Reader) -> Self:
        """The desks at which somebody sits."""
        if not user.is_authenticated:
            return self.none()
        sits = Q(people=user)
        if user.organisation_id and may(user, Permission.TRIAGE):
            sits |= Q(organisation=user.organisation_id)
        return self.filter(sits).distinct()


@audited()
class Desk(models.Model):
    """Who looks at needs of some countries next, and for how long before the next desk does."""

    class Level(models.IntegerChoices):
        FOCAL_POINT = 1, _("Country focal point")
        REGIONAL = 2, _("Regional desk")
        CENTRAL = 3, _("FCO desk")

    name = models.CharField(max_length=120, unique=True)
    level = models.PositiveSmallIntegerField(choices=Level)
    countries = models.ManyToManyField(
        Country, related_name="desks", blank=True, help_text=_("Its countries, by name.")
    )
    regions = ArrayField(
        models.CharField(max_length=80),
        default=list,
        blank=True,
        help_text=_(
            "Regions or sub-regions of the United Nations, such as Western Africa. "
            "Without countries and regions, the desk is for all."
        ),
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="desks",
        null=True,
        blank=True,
        help_text=_("All its reviewers sit at this desk."),
    )
    people = models.ManyToManyField(
        User,
        related_name="desks",
        blank=True,
        help_text=_("Who else sits here. They see only what their account may see."),
    )
    days = models.PositiveSmallIntegerField(
        _("days until the next desk gets it"),
        null=True,
        blank=True,
        help_text=_("Empty means never."),
    )

    objects: ClassVar[Any] = DeskQuerySet.as_manager()

    class Meta:
        ordering = ["level", "name"]

    def __str__(self) -> str:
        return self.name

    def members(self) -> models.QuerySet[User]:
        """Who sits at this desk."""
        sits = Q(pk__in=self.people.values("pk"))
        if self.organisation_id:
            sits |= Q(
                organisation_id=self.organisation_id, role__in=roles_that_may(Permission.TRIAGE)
            )
        return User.objects.filter(sits, is_active=True)


@audited()
class DeskCountry(Desk.countries.through):  # type: ignore[name-defined]
    """A country that a desk looks after."""

    class Meta:
        proxy = True


@audited()
class DeskPerson(Desk.people.through):  # type: ignore[name-defined]
    """Somebody who sits at a desk."""

    class Meta:
        proxy = True


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def overdue(self, *, at: datetime) -> Self:
        return self.filter(due__lte=at, need__status=Status.SUBMITTED).order_by("due", "pk")


@audited()
class Submission(models.Model):
    """The way of one submitted need: who sent it in, which desk has it and since when."""

    need = models.OneToOneField(Need, on_delete=models.CASCADE, related_name="submission")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    desk = models.ForeignKey(
        Desk, on_delete=models.PROTECT, related_name="submissions", null=True, blank=True
    )
    since = models.DateTimeField(help_text=_("Since when whoever has it has it."))
    due = models.DateTimeField(
        null=True, blank=True, help_text=_("When it goes on to the next desk.")
    )
    label_reason = models.TextField(
        blank=True, help_text=_("Why its label is lower than its area suggests.")
    )

    objects: ClassVar[Any] = SubmissionQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["due"], name="submission_due")]

    def __str__(self) -> str:
        return str(self.need)


class NeedMove(models.Model):
    """One step of a need on its way: from where to where, by whom, when and why. Never changed."""

    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="moves")
    old = models.CharField(max_length=10, choices=Status)
    new = models.CharField(max_length=10, choices=Status)
    by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text=_("Empty: the portal, because a desk's time was up."),
    )
    at = models.DateTimeField()
    reason = models.TextField(blank=True)
    desk = models.ForeignKey(
        Desk,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text=_("Which desk has it afterwards."),
    )

    class Meta:
        ordering = ["pk"]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"

    @property
    def is_hand_over(self) -> bool:
        """Whether it went from desk to desk, its status left alone."""
        return self.old == self.new


@audited()
class NeedOutcome(models.Model):
    """How a need ended: who helped, whether it did help, and what shows it."""

    class Helped(models.TextChoices):
        FULLY = "fully", _("Yes, the need is met")
        PARTLY = "partly", _("Partly")
        NO = "no", _("No")
        NOBODY = "nobody", _("Nobody helped")

    need = models.OneToOneField(Need, on_delete=models.CASCADE, related_name="outcome")
    helpers = models.TextField(_("who helped"), blank=True)
    helped = models.CharField(_("did it help"), max_length=10, choices=Helped)
    evidence = models.TextField(_("what shows it"), blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(helped="nobody") | ~Q(helpers=""), name="outcome_says_who_helped"
            )
        ]

    def __str__(self) -> str:
        return self.get_helped_display()

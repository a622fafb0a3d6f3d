"""Reports: what is written of a run, who had a hand in it, and how each version came to stand.

Until it is published a report is TLP:AMBER+STRICT without an owner: reviewers' alone, by its label.
From then on it carries the label of its audience, and PostgreSQL lets nobody change what it says.
"""

from typing import Any, ClassVar, Self

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from capabilities.models import Country, Need
from gaps.models.runs import Run
from gaps.workflow import OUT, WRITABLE, ReportStatus
from portal.access import TLP, Audience, Permission, Reader, is_member, may
from portal.history import audited, never_emptied
from portal.models import Marked, MarkedQuerySet, Organisation, User, random_id

BEFORE_IT_IS_OUT = TLP.AMBER_STRICT
# What may still change of a published report: who may read it, and that a newer one is there.
_LEFT_OPEN = "ARRAY['tlp', 'shared_with', 'named_persons', 'status']"
_FREEZE = f"""
IF TG_OP = 'DELETE'
    OR (to_jsonb(NEW) - {_LEFT_OPEN}) IS DISTINCT FROM (to_jsonb(OLD) - {_LEFT_OPEN})
    OR (NEW.status <> OLD.status AND (OLD.status, NEW.status) <> ('published', 'superseded'))
THEN
    RAISE EXCEPTION 'Report % is published: it cannot be changed or removed', OLD.public_id;
END IF;
RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
"""


class Scope(models.TextChoices):
    """What a report is about."""

    WORLD = "world", _("The world")
    REGION = "region", _("A region")
    GROUP = "group", _("A group of countries")
    COUNTRY = "country", _("A country")
    AREA = "area", _("Capability areas")


class ReportQuerySet(MarkedQuerySet):
    def out(self) -> Self:
        """Those that have been published, superseded ones too."""
        return self.filter(status__in=OUT)

    def desk(self) -> Self:
        """Those still on their way."""
        return self.exclude(status__in=OUT | {ReportStatus.DISCARDED})

    def discarded(self) -> Self:
        """Those that were given up before they were out, and can be taken up again."""
        return self.filter(status=ReportStatus.DISCARDED)

    def newer_than(self, report: "Report") -> "Report | None":
        """Of those that the reader may see, the published one that supersedes this report."""
        found: Report | None = self.out().filter(replaces=report).first()
        return found

    def with_newer(self, reader: Reader) -> Self:
        """`is_superseded`: whether this reader may see a newer one. That one is hidden from them
        is nothing they learn."""
        newer = Report.objects.visible_to(reader).out().filter(replaces=models.OuterRef("pk"))
        return self.annotate(is_superseded=models.Exists(newer))

    def for_display(self) -> Self:
        return self.select_related("run")


@audited(without=("status", "document", "replaces", "revision"))
class Report(Marked):
    """One version of a report on the findings of a run: a draft, or what was published."""

    kept_with: ClassVar[Permission] = Permission.REVIEW

    title = models.CharField(_("title"), max_length=200)
    scope = models.CharField(_("about"), max_length=10, choices=Scope, default=Scope.WORLD)
    place = models.CharField(
        max_length=80, blank=True, help_text=_("Code of the region, group, country or area.")
    )
    audience = models.PositiveSmallIntegerField(choices=Audience, default=Audience.CLEAR)
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(blank=True, help_text=_("As written, with placeholders for figures."))
    status = models.CharField(max_length=10, choices=ReportStatus, default=ReportStatus.DRAFT)
    # Counts every change of what it says: whoever acts names the one they looked at.
    revision = models.PositiveIntegerField(default=1)
    version = models.PositiveIntegerField(default=1)
    replaces = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    created = models.DateTimeField(auto_now_add=True)
    published = models.DateTimeField(null=True, blank=True)
    # Text, not JSON: the fingerprint is of these very letters.
    document = models.TextField(blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    ahead = models.TextField(_("published before all countries had answered, because"), blank=True)

    objects: ClassVar[Any] = ReportQuerySet.as_manager()

    class Meta(Marked.Meta):
        ordering = ["-published", "-pk"]
        constraints = [
            *Marked.Meta.constraints,
            models.CheckConstraint(condition=Q(scope__in=Scope.values), name="report_scope_known"),
            models.CheckConstraint(
                condition=Q(scope=Scope.WORLD, place="") | ~Q(scope=Scope.WORLD) & ~Q(place=""),
                name="report_place_unless_world",
            ),
            models.CheckConstraint(
                condition=Q(audience__in=Audience.values), name="report_audience_known"
            ),
            models.CheckConstraint(
                condition=Q(tlp__gte=F("audience")), name="report_within_its_audience"
            ),
            models.CheckConstraint(
                condition=Q(status__in=OUT) | Q(tlp__gte=BEFORE_IT_IS_OUT),
                name="report_unpublished_is_for_reviewers",
            ),
            models.CheckConstraint(
                condition=Q(status__in=OUT, published__isnull=False)
                & ~Q(fingerprint="")
                & ~Q(document="")
                | ~Q(status__in=OUT) & Q(published=None, fingerprint="", document=""),
                name="report_is_out_with_its_document",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="published_for_good",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__status__in=sorted(OUT)),
                func=_FREEZE,
            ),
            never_emptied(),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("gaps:report_detail", args=[self.public_id])

    @property
    def state(self) -> ReportStatus:
        return ReportStatus(self.status)

    @property
    def is_out(self) -> bool:
        return self.status in OUT

    @property
    def is_writable(self) -> bool:
        return self.status in WRITABLE

    @property
    def lowest_label(self) -> TLP:
        """It carries at least the label of what it draws on, and is reviewers' until it is out."""
        return TLP(self.audience) if self.is_out else BEFORE_IT_IS_OUT

    @property
    def hands(self) -> set[int]:
        """Keys of all who wrote in it or chose its findings: none of them approves it."""
        wrote = self.texts.values_list("by", flat=True)
        return {*wrote, *self.choices.values_list("by", flat=True)}


class OfReportQuerySet(models.QuerySet[Any]):
    """Rows about reports on their way, which reviewers alone see."""

    def visible_to(self, user: Reader) -> Self:
        if not may(user, Permission.REVIEW):
            return self.none()
        return self.filter(report__in=Report.objects.visible_to(user))


_FOR_GOOD = pgtrigger.Protect(name="for_good", operation=pgtrigger.Update | pgtrigger.Delete)


class ReportText(models.Model):
    """What a report said after one revision, and who wrote it. Never changed."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="texts")
    revision = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[Any] = OfReportQuerySet.as_manager()

    class Meta:
        ordering = ["-revision"]
        constraints = [
            models.UniqueConstraint(fields=["report", "revision"], name="reporttext_once")
        ]
        triggers = [_FOR_GOOD]

    def __str__(self) -> str:
        return f"{self.report_id}: {self.revision}"


class ReportChoiceQuerySet(OfReportQuerySet):
    def standing(self) -> Self:
        """The latest word on each finding."""
        return self.order_by("need_id", "step", "-pk").distinct("need_id", "step")


class ReportChoice(models.Model):
    """That a finding was taken out of a report or put in, and why. Never changed: a later one
    for the same finding stands."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="choices")
    revision = models.PositiveIntegerField()
    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="+")
    step = models.PositiveSmallIntegerField()
    included = models.BooleanField()
    reason = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[Any] = ReportChoiceQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="reportchoice_has_reason")
        ]
        triggers = [_FOR_GOOD]

    def __str__(self) -> str:
        return f"{self.report_id}: {self.need_id}-{self.step}"


@audited()
class ReportMove(models.Model):
    """One step of a report on its way: from where to where, by whom, when and why."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="moves")
    old = models.CharField(max_length=10, choices=ReportStatus)
    new = models.CharField(max_length=10, choices=ReportStatus)
    revision = models.PositiveIntegerField(help_text=_("What it said then."))
    reason = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[Any] = OfReportQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="reportmove_has_reason")
        ]
        triggers = [_FOR_GOOD]

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"


# ------------------------------------------------------------------ what countries say


class CountryPageQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Reader) -> Self:
        """Reviewers see all; an organisation sees the pages that it was asked about."""
        if may(user, Permission.REVIEW):
            return self.filter(report__in=Report.objects.visible_to(user))
        if not is_member(user):
            return self.none()
        return self.filter(organisation=user.organisation_id)  # type: ignore[union-attr]

    def unanswered(self) -> Self:
        return self.filter(commented=None)


@audited(without=("page",))
class CountryPage(models.Model):
    """The page of a report on one country, put before an organisation of that country.

    It holds what that organisation sees of the report before it is out, and what it says of it.
    """

    public_id = models.CharField(max_length=12, unique=True, default=random_id, editable=False)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="country_pages")
    revision = models.PositiveIntegerField(help_text=_("What the report said then."))
    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    page = models.JSONField(default=dict)
    label = models.PositiveSmallIntegerField(choices=TLP)
    asked = models.DateTimeField()
    until = models.DateTimeField(help_text=_("Until when a comment is taken."))
    comment = models.TextField(blank=True)
    commented_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    commented = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = CountryPageQuerySet.as_manager()

    class Meta:
        ordering = ["country__sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "revision", "country", "organisation"], name="countrypage_once"
            ),
            models.CheckConstraint(
                condition=Q(commented=None, comment="", commented_by=None)
                | Q(commented__isnull=False, commented_by__isnull=False) & ~Q(comment=""),
                name="countrypage_commented_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    def get_absolute_url(self) -> str:
        return reverse("gaps:country_page", args=[self.public_id])


class ReportCommentQuerySet(MarkedQuerySet):
    def whose_parents(self, narrow: Any) -> Self:
        return self.filter(report__in=narrow(Report.objects.all()))

    def for_display(self) -> Self:
        return self.select_related("country", "organisation")


@audited()
class ReportComment(Marked):
    """What an organisation of a country says of a published report, beside its page."""

    kept_with: ClassVar[Permission] = Permission.REVIEW

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="comments")
    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    at = models.DateTimeField()

    objects: ClassVar[Any] = ReportCommentQuerySet.as_manager()

    class Meta(Marked.Meta):
        ordering = ["country__sort_key", "pk"]

    def __str__(self) -> str:
        return self.public_id

    def get_absolute_url(self) -> str:
        return f"{self.report.get_absolute_url()}#comment-{self.public_id}"

    def marked_parents(self) -> list[Marked]:
        return [self.report]

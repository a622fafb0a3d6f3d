"""What people make of findings: reviews, decisions, questions, comments.

Findings come and go with runs; what people say of one is kept by its need and step, which stay the
same through all of its versions.
"""

from typing import Any, ClassVar, Self

import pgtrigger
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from capabilities.models import Need, Resource
from gaps.models.found import Finding, GapClass
from gaps.models.runs import Run
from gaps.workflow import Handling
from portal.access import Permission, Reader, is_member, may
from portal.history import audited
from portal.models import Marked, MarkedQuerySet, Organisation, User, random_id


class Action(models.TextChoices):
    """What a reviewer recommends to do about a gap."""

    VERIFY_NEED = "verify_need", _("Verify the need")
    CONFIRM_OFFER = "confirm_offer", _("Confirm an offer")
    BROKER = "broker", _("Broker a match")
    EXTEND = "extend", _("Extend who may use an offer")
    FUND = "fund", _("Fund places")
    TRANSLATE = "translate", _("Translate an offer")
    COMMISSION = "commission", _("Commission a new offer")
    SEQUENCE = "sequence", _("See to a prerequisite first")
    POOL = "pool", _("Pool with neighbours")
    REFER = "refer", _("Refer elsewhere")


class OfFindingQuerySet(models.QuerySet[Any]):
    """Rows about findings that only reviewers see, and of those what they see of the need."""

    of_need = "need"

    def visible_to(self, user: Reader) -> Self:
        if not may(user, Permission.REVIEW):
            return self.none()
        return self.filter(**{f"{self.of_need}__in": Need.objects.visible_to(user)})


class ReviewQuerySet(OfFindingQuerySet):
    def of(self, finding: Finding) -> Self:
        return self.filter(need=finding.need_id, step=finding.step)


@audited()
class Review(models.Model):
    """How one finding is handled: the latest decision, who sees to it, and until when.

    The class that the analyser computed is never written over: an override stands beside it.
    """

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="reviews")
    step = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=12, choices=Handling, default=Handling.UNDECIDED)
    action = models.CharField(
        _("recommended action"), max_length=20, choices=Action, blank=True, default=""
    )
    assigned_to = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    due = models.DateField(null=True, blank=True)
    in_hand_by = models.CharField(_("in whose hands"), max_length=200, blank=True)
    in_hand_until = models.DateField(null=True, blank=True)
    override = models.PositiveSmallIntegerField(
        choices=GapClass, null=True, blank=True, help_text=_("Stands beside the computed class.")
    )
    override_reason = models.TextField(blank=True)
    # What the finding was when it was decided: whatever is worse since calls for a new look.
    seen_class = models.PositiveSmallIntegerField(choices=GapClass, null=True, blank=True)
    seen_gap = models.FloatField(null=True, blank=True)
    decided = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["need", "step"], name="review_one_of_a_finding"),
            models.CheckConstraint(
                condition=Q(override=None) | ~Q(override_reason=""),
                name="review_override_has_reason",
            ),
            models.CheckConstraint(
                condition=~Q(status=Handling.IN_HAND) | ~Q(in_hand_by=""),
                name="review_in_hand_says_whose",
            ),
        ]
        indexes = [models.Index(fields=["assigned_to", "due"])]

    def __str__(self) -> str:
        return f"{self.need_id}-{self.step}: {self.get_status_display()}"

    @property
    def handling(self) -> Handling:
        return Handling(self.status)

    def is_behind(self, finding: Finding) -> bool:
        """Whether the finding has become another, or worse, since it was decided."""
        if self.seen_class is None or self.seen_gap is None:
            return False
        return self.seen_class != finding.gap_class or finding.weighted_gap > self.seen_gap


class DecisionQuerySet(OfFindingQuerySet):
    of_need = "review__need"


class Decision(models.Model):
    """One decision on a finding: who moved it from which state to which, when and why."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="decisions")
    old = models.CharField(max_length=12, choices=Handling)
    new = models.CharField(max_length=12, choices=Handling)
    action = models.CharField(max_length=20, choices=Action, blank=True, default="")
    reason = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="+")
    gap_class = models.PositiveSmallIntegerField(choices=GapClass)
    weighted_gap = models.FloatField()

    objects: ClassVar[Any] = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        triggers = [
            pgtrigger.Protect(name="decided_for_good", operation=pgtrigger.Update),
        ]

    def __str__(self) -> str:
        return f"{self.get_old_display()} → {self.get_new_display()}"

    @property
    def gap(self) -> GapClass:
        return GapClass(self.gap_class)


class QuestionQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Reader) -> Self:
        """Those a reviewer may follow, and those put to the reader's own organisation."""
        if may(user, Permission.REVIEW):
            return self.filter(review__need__in=Need.objects.visible_to(user))
        if not is_member(user):
            return self.none()
        return self.filter(organisation=user.organisation_id)  # type: ignore[union-attr]

    def open(self) -> Self:
        return self.filter(answered=None)

    def for_display(self) -> Self:
        """Never with its review, which whoever is asked may not see."""
        return self.select_related("resource", "organisation", "asked_by")


@audited()
class Question(models.Model):
    """What a reviewer who disputes a finding asks the submitter of its need or a provider."""

    public_id = models.CharField(max_length=12, unique=True, default=random_id, editable=False)
    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="questions")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    resource = models.ForeignKey(
        Resource, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    text = models.TextField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked = models.DateTimeField(auto_now_add=True)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered=None, answer="", answered_by=None)
                | (Q(answered__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
                name="question_answered_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return self.public_id

    def get_absolute_url(self) -> str:
        return reverse("gaps:question_detail", args=[self.public_id])


class CommentQuerySet(MarkedQuerySet):
    def whose_parents(self, narrow: Any) -> Self:
        return self.filter(need__in=narrow(Need.objects.all()))

    def on(self, finding: Finding) -> Self:
        return self.filter(need=finding.need_id, step=finding.step)


@audited()
class Comment(Marked):
    """What somebody says of a finding, under a label of its own."""

    kept_with: ClassVar[Permission] = Permission.SUBMIT_NEEDS

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="comments")
    step = models.PositiveSmallIntegerField()
    text = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[Any] = CommentQuerySet.as_manager()

    class Meta(Marked.Meta):
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.public_id

    def get_absolute_url(self) -> str:
        address = reverse("gaps:finding_detail", args=[f"{self.need.public_id}-{self.step}"])
        return f"{address}#comment-{self.public_id}"

    def marked_parents(self) -> list[Marked]:
        return [self.need]


class DiligenceQuerySet(OfFindingQuerySet):
    def of(self, finding: Finding) -> Self:
        return self.filter(need=finding.need_id)


@audited()
class DueDiligence(models.Model):
    """What was looked into before help is brokered that could be turned against people's rights."""

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="diligence")
    text = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[Any] = DiligenceQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name_plural = "due diligence"

    def __str__(self) -> str:
        return f"{self.need_id}"


# ------------------------------------------------------------------ findings on the desk


def on_the_desk(findings: Any) -> Any:
    """Findings with the state of their review, and whether they are new, worse, or behind.

    `review` is its key; `handling`, `assigned_to`, `due`, `in_hand_until` as in it; `is_new`: no
    gap before this version;
    `is_worse`: than the version before; `is_behind`: other or worse than when it was decided.
    """
    review = Review.objects.filter(need=OuterRef("need"), step=OuterRef("step"))
    before = Finding.objects.for_audience(OuterRef("audience")).filter(
        need=OuterRef("need"), step=OuterRef("step")
    )
    was_a_gap = before.filter(until__isnull=False).gaps()
    was_less = before.filter(until=OuterRef("since"), weighted_gap__lt=OuterRef("weighted_gap"))
    left_behind = review.exclude(seen_class=None).filter(
        ~Q(seen_class=OuterRef("gap_class")) | Q(seen_gap__lt=OuterRef("weighted_gap"))
    )
    return findings.annotate(
        handling=models.functions.Coalesce(
            models.Subquery(review.values("status")), models.Value(str(Handling.UNDECIDED))
        ),
        assigned_to=models.Subquery(review.values("assigned_to")),
        due=models.Subquery(review.values("due")),
        in_hand_until=models.Subquery(review.values("in_hand_until")),
        review=models.Subquery(review.values("pk")),
        is_new=~Exists(was_a_gap),
        is_worse=Exists(was_less),
        is_behind=Exists(left_behind),
    )

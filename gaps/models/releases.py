"""Figures over records that most readers may not see, released on purpose."""

from typing import Any, ClassVar, Self

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gaps.models.reports import BEFORE_IT_IS_OUT, Report
from portal.access import TLP, Permission
from portal.history import audited
from portal.models import Marked, MarkedQuerySet, User


class ReleaseQuerySet(MarkedQuerySet):
    def out(self) -> Self:
        return self.filter(status=Release.Status.RELEASED)


@audited(without=("report", "by", "reason", "checked_by", "check_reason"))
class Release(Marked):
    """Counts by region and group of areas, made of a report that is reviewers' alone.

    What is released follows the rules of `portal.disclosure`, cell by cell. One reviewer proposes
    it, another releases it; until then it is reviewers' alone, by its label.
    """

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        RELEASED = "released", _("Released")
        REFUSED = "refused", _("Not released")

    kept_with: ClassVar[Permission] = Permission.REVIEW

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="releases")
    to_label = models.PositiveSmallIntegerField(choices=[(t.value, t.label) for t in TLP][:2])
    status = models.CharField(max_length=10, choices=Status, default=Status.PROPOSED)
    as_of = models.DateField()
    rows = models.JSONField(help_text=_("Names of regions."))
    columns = models.JSONField(help_text=_("Names of groups of areas."))
    figures = models.JSONField(help_text=_("By region and group; null where one is left out."))
    reason = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed = models.DateTimeField(auto_now_add=True)
    check_reason = models.TextField(blank=True)
    checked_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    released = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = ReleaseQuerySet.as_manager()

    class Meta(Marked.Meta):
        ordering = ["-released", "-pk"]
        constraints = [
            *Marked.Meta.constraints,
            models.CheckConstraint(condition=~Q(reason=""), name="release_has_reason"),
            models.CheckConstraint(
                condition=Q(checked_by=None) | ~Q(checked_by=F("by")), name="release_by_four_eyes"
            ),
            models.CheckConstraint(
                condition=Q(status="released", released__isnull=False, checked_by__isnull=False)
                | ~Q(status="released") & Q(tlp__gte=BEFORE_IT_IS_OUT),
                name="release_unreleased_is_for_reviewers",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="released_for_good",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__status="released"),
                func="""
IF TG_OP = 'DELETE'
    OR (to_jsonb(NEW) - ARRAY['tlp', 'shared_with', 'named_persons'])
        IS DISTINCT FROM (to_jsonb(OLD) - ARRAY['tlp', 'shared_with', 'named_persons'])
THEN
    RAISE EXCEPTION 'Release % is out: it cannot be changed or removed', OLD.public_id;
END IF;
RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
""",
            )
        ]

    def __str__(self) -> str:
        return _("Gaps by region and group of areas, as of %(day)s") % {"day": self.as_of}

    def get_absolute_url(self) -> str:
        return reverse("gaps:release_detail", args=[self.public_id])

    @property
    def is_out(self) -> bool:
        return self.status == self.Status.RELEASED

    @property
    def lowest_label(self) -> TLP:
        return TLP(self.to_label) if self.is_out else BEFORE_IT_IS_OUT

"""One finding on a reviewer's desk: what is known of it, and the forms that may be filled in."""

from typing import Any

from gaps import decisions, review_forms
from gaps.dossier import dossier
from gaps.models import Comment, DueDiligence, Finding, Question, Review, Run
from gaps.reading import detail, explained
from gaps.workflow import Handling
from portal.access import TLP
from portal.models import User


class Desk:
    """What the page of one finding shows to one reviewer."""

    def __init__(self, finding: Finding, run: Run, reader: User) -> None:
        self.finding, self.run, self.reader = finding, run, reader
        [self.entry] = explained([finding], reader, run)
        self.detail = detail(finding, run, reader)
        self.dossier = dossier(finding, run, reader, self.detail, self.entry.blocked_by)
        self.review: Review | None = Review.objects.visible_to(reader).of(finding).first()
        self.seen = self.review.handling if self.review else Handling.UNDECIDED
        self.is_behind = bool(self.review and self.review.is_behind(finding))
        self.addressees = decisions.addressees(finding.need, self._resources())

    def _resources(self) -> list[Any]:
        found = self.detail
        return [*(miss.resource for miss in found.misses), *found.usable] if found else []

    @property
    def acts(self) -> list[str]:
        """What can be done; nothing is asked where nobody could answer."""
        return [act for act in FORMS if act != "ask" or self.addressees]

    def context(self, **refused: Any) -> dict[str, Any]:
        """All that the template shows; `refused` are forms that could not be taken, by act."""
        user, finding = self.reader, self.finding
        forms = {act: self.form(act) for act in self.acts}
        questions = Question.objects.visible_to(user).filter(review=self.review)
        return {
            "run": self.run,
            "page_tlp": self.run.tlp or None,
            "data_as_of": self.run.as_of,
            "finding": finding,
            "entry": self.entry,
            "reason": self.entry.reason,
            "detail": self.detail,
            "dossier": self.dossier,
            "review": self.review,
            "is_behind": self.is_behind,
            "decisions": self.review.decisions.select_related("by", "run") if self.review else (),
            "questions": questions.for_display(),
            "diligence": DueDiligence.objects.visible_to(user).of(finding).select_related("by"),
            "needs_diligence": decisions.needs_diligence(finding),
            "comments": comments_on(finding, user),
            "forms": forms | refused,
            "refused": next(iter(refused.values()), None),
        }

    def form(self, act: str, data: Any = None) -> Any:
        """The form of one act, empty or as it was sent."""
        initial, options = getattr(self, f"_{act}")()
        return FORMS[act](data, prefix=act, initial=initial, **options)

    def _decide(self) -> tuple[dict[str, Any], dict[str, Any]]:
        review = self.review
        action = review.action if review and review.action else self.dossier.suggested
        again = self.is_behind and self.seen != Handling.UNDECIDED
        return {"seen": self.seen, "action": action}, {"seen": self.seen, "again": again}

    def _assign(self) -> tuple[dict[str, Any], dict[str, Any]]:
        review = self.review
        held = {"assigned_to": review.assigned_to_id, "due": review.due} if review else {}
        return held, {}

    def _override(self) -> tuple[dict[str, Any], dict[str, Any]]:
        review = self.review
        beside = {"gap_class": review.override, "reason": review.override_reason} if review else {}
        return beside, {}

    def _diligence(self) -> tuple[dict[str, Any], dict[str, Any]]:
        return {}, {}

    def _ask(self) -> tuple[dict[str, Any], dict[str, Any]]:
        return {"seen": self.seen}, {"offered": self.addressees}

    def _comment(self) -> tuple[dict[str, Any], dict[str, Any]]:
        return comment_options(self.finding, self.reader)


FORMS: dict[str, Any] = {
    "decide": review_forms.DecisionForm,
    "assign": review_forms.AssignForm,
    "ask": review_forms.QuestionForm,
    "override": review_forms.OverrideForm,
    "diligence": review_forms.DiligenceForm,
    "comment": review_forms.CommentForm,
}


def comments_on(finding: Finding, user: Any) -> Any:
    """What is said of a finding, as far as this reader is cleared for it."""
    return Comment.objects.visible_to(user).on(finding).select_related("by", "owner", "need")


def comment_options(finding: Finding, user: User) -> tuple[dict[str, Any], dict[str, Any]]:
    """A comment is for the fewest at first: its writer lowers the label on purpose."""
    people = review_forms.reviewers().exclude(pk=user.pk)
    if finding.need.owner_id:
        ours = User.objects.filter(is_active=True, organisation=finding.need.owner_id)
        people = people | ours.exclude(pk=user.pk)
    return {"label": TLP.AMBER_STRICT.value}, {"people": people}

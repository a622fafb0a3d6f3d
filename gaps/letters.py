"""Letters from the review desk. They say that something awaits, never what it says."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gaps.models import Comment, CountryPage, Question, Review
from portal import mail, outbox
from portal.access import TLP, Permission, roles_that_may
from portal.languages import language_of
from portal.models import OutboxEntry, User

ASSIGNED, ASKED, ANSWERED, MENTIONED = (
    f"review-{what}" for what in ("assigned", "asked", "answered", "mentioned")
)
PAGE = "report-page-asked"


def tell_assigned(review: Review, to: User) -> None:
    outbox.promise(ASSIGNED, key=f"{review.pk}:{to.pk}:{review.due}", review=review.pk, to=to.pk)


def tell_asked(question: Question) -> None:
    """To everybody of the organisation who may answer."""
    wanted = Permission.KEEP_ENTRIES if question.resource_id else Permission.SUBMIT_NEEDS
    people = User.objects.filter(
        is_active=True, organisation=question.organisation_id, role__in=roles_that_may(wanted)
    )
    for person in people:
        outbox.promise(ASKED, key=f"{question.pk}:{person.pk}", question=question.pk, to=person.pk)


def tell_answered(question: Question) -> None:
    outbox.promise(ANSWERED, key=str(question.pk), question=question.pk, to=question.asked_by_id)


def tell_mentioned(comment: Comment, person: User) -> None:
    outbox.promise(MENTIONED, key=f"{comment.pk}:{person.pk}", comment=comment.pk, to=person.pk)


@outbox.fulfils(ASSIGNED)
def _write_assigned(entry: OutboxEntry) -> None:
    row = Review.objects.filter(pk=entry.payload["review"])
    _write(entry, row, reverse("gaps:review_queue") + "?queue=mine", _("A finding awaits you"))


@outbox.fulfils(ASKED)
def _write_asked(entry: OutboxEntry) -> None:
    row = Question.objects.filter(pk=entry.payload["question"])
    _write(entry, row, None, _("A reviewer has a question for your organisation"))


@outbox.fulfils(ANSWERED)
def _write_answered(entry: OutboxEntry) -> None:
    row = Question.objects.filter(pk=entry.payload["question"])
    _write(entry, row, None, _("A question of yours has been answered"))


@outbox.fulfils(MENTIONED)
def _write_mentioned(entry: OutboxEntry) -> None:
    row = Comment.objects.filter(pk=entry.payload["comment"]).select_related("need")
    _write(entry, row, None, _("You are mentioned in a comment"))


def _write(entry: OutboxEntry, rows: Any, address: str | None, subject: Any) -> None:
    """Write to one person about one row, if that person may see it by then."""
    person = User.objects.filter(pk=entry.payload["to"], is_active=True).first()
    row = rows.visible_to(person).first() if person else None
    if person is None or row is None:
        return
    where = settings.PORTAL_URL + (address or row.get_absolute_url())
    with language_of(person):
        body = "\n\n".join((f"{subject}.", str(_("Sign in to see it.")), where))
        mail.send(entry, to=person, subject=str(subject), body=body, label=TLP.GREEN)


def tell_of_page(page: CountryPage, people: Iterable[User]) -> None:
    """To everybody who may comment on the page of a country before it is out."""
    for person in people:
        outbox.promise(PAGE, key=f"{page.pk}:{person.pk}", page=page.pk, to=person.pk)


@outbox.fulfils(PAGE)
def _write_of_page(entry: OutboxEntry) -> None:
    row = CountryPage.objects.filter(pk=entry.payload["page"])
    _write(entry, row, None, _("A report has a page on your country: you may comment on it"))

"""The review desk: the queue of findings, one finding with all that is known, and decisions."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import UserPassesTestMixin
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from django_filters.views import FilterView

from gaps import decisions
from gaps.decisions import DecisionRefused
from gaps.desk import Desk
from gaps.filters import DeskFilter
from gaps.models import Finding, Run, on_the_desk
from gaps.reading import explained
from gaps.review_forms import TogetherForm
from gaps.views.shared import ShowsRun, run_context
from gaps.workflow import Handling
from portal.access import Permission, VisibleToRequester, may, require
from portal.models import User

MOST_TOGETHER = 100


class ReviewQueue(UserPassesTestMixin, ShowsRun, VisibleToRequester, FilterView):
    """Visitors are asked to sign in; other roles are refused."""

    queryset = Finding.objects.worst_first().for_display()
    filterset_class = DeskFilter
    template_name = "gaps/review_queue.html"
    paginate_by = 25

    def get_queryset(self) -> Any:
        return on_the_desk(super().get_queryset())

    def test_func(self) -> bool:
        return may(self.request.user, Permission.REVIEW)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        entries = explained(context["object_list"], self.request.user, context["run"])
        return context | {"explained": entries}


def review_detail(request: HttpRequest, key: str) -> HttpResponse:
    """Everything that a reviewer needs to decide one finding, and the forms to do so."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    desk = _desk(request, key)
    return render(request, "gaps/review_detail.html", desk.context())


def _desk(request: HttpRequest, key: str) -> Desk:
    require(request.user, Permission.REVIEW)
    shown = Finding.objects.visible_to(request.user).for_display().select_related("need__owner")
    finding = get_object_or_404(shown.keyed(key))
    run = Run.objects.shown_to(request.user)
    assert run is not None, "a finding that somebody sees comes from a run"
    return Desk(finding, run, request.user)  # type: ignore[arg-type]


Perform = Callable[[Finding, Any, User], Any]
ACTS: Mapping[str, tuple[Perform, Any]] = {
    "decide": (
        lambda finding, form, by: decisions.decide(
            finding=finding, choice=form.choice, seen=form.cleaned_data["seen"], by=by
        ),
        _("The decision is recorded."),
    ),
    "assign": (
        lambda finding, form, by: decisions.assign(
            finding=finding,
            to=form.cleaned_data["assigned_to"],
            due=form.cleaned_data["due"],
            by=by,
        ),
        _("Who sees to it is recorded."),
    ),
    "override": (
        lambda finding, form, by: decisions.override(finding=finding, **form.cleaned_data, by=by),
        _("The class beside the computed one is recorded."),
    ),
    "diligence": (
        lambda finding, form, by: decisions.note_diligence(
            finding=finding, **form.cleaned_data, by=by
        ),
        _("The note of due diligence is recorded."),
    ),
    "ask": (
        lambda finding, form, by: decisions.ask(
            finding=finding,
            of=form.addressee,
            text=form.cleaned_data["text"],
            seen=form.cleaned_data["seen"],
            by=by,
        ),
        _("The finding is disputed, and the question is on its way."),
    ),
    "comment": (
        lambda finding, form, by: decisions.comment(finding=finding, **form.cleaned_data, by=by),
        _("The comment is there."),
    ),
}


@require_POST
def act(request: HttpRequest, key: str, act: str) -> HttpResponse:
    """One of the forms on the page of a finding, sent."""
    desk = _desk(request, key)
    form = desk.form(act, request.POST) if act in desk.acts else None
    if form is None:
        raise Http404
    perform, done = ACTS[act]
    if form.is_valid():
        try:
            perform(desk.finding, form, desk.reader)
        except DecisionRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, done)
            return redirect("gaps:review_detail", key)
    page = desk.context(**{act: form})
    return render(request, "gaps/review_detail.html", page, status=422)


@require_POST
def together(request: HttpRequest) -> HttpResponse:
    """Decide several findings alike: first what they are, then the decision for all of them."""
    require(request.user, Permission.REVIEW)
    rows = _chosen(request)
    if not rows:
        messages.error(request, _("Choose at least one finding first."))
        return redirect("gaps:review_queue")
    is_sent = "to" in request.POST
    form = TogetherForm(request.POST if is_sent else None)
    if is_sent and form.is_valid():
        done, refused = decisions.decide_together(
            findings=[(row, Handling(row.handling)) for row in rows],
            choice=form.choice,
            by=request.user,  # type: ignore[arg-type]
        )
        _tell(request, done, refused)
        return redirect(reverse("gaps:review_queue") + "?queue=lately")
    context = {**run_context(request), "rows": rows, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "gaps/review_together.html", context, status=status)


def _chosen(request: HttpRequest) -> list[Any]:
    """The findings that were ticked, with the states in which they were seen.

    Whatever the reader may not see is not there, and neither is what was decided meanwhile.
    """
    seen = dict(entry.rpartition(":")[::2] for entry in request.POST.getlist("chosen"))
    needs = {key.rpartition("-")[0] for key in seen}
    shown = Finding.objects.visible_to(request.user).filter(need__public_id__in=needs)
    rows = on_the_desk(shown.worst_first().for_display())
    return [row for row in rows if seen.get(row.key) == row.handling][:MOST_TOGETHER]


def _tell(request: HttpRequest, done: int, refused: list[str]) -> None:
    if done:
        text = ngettext("%(n)d finding decided.", "%(n)d findings decided.", done)
        messages.success(request, text % {"n": done})
    for reason in refused:
        messages.error(request, reason)

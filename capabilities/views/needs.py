"""Needs on their way: lists for those who follow them, and the page of each."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_filters.views import FilterView

from capabilities import actions, answers, timeline, workflow
from capabilities.filters import FollowedNeedFilter, QueueFilter
from capabilities.forms import FinishForm, MoveForm, OutcomeForm
from capabilities.models import Desk, Need, NeedDraft
from capabilities.views import files
from capabilities.workflow import Status
from portal.access import Permission, may
from portal.labels import label_of_page

# What a person is told after each move.
DONE = {
    Status.ACCEPTED: _("The need is accepted. The analysis takes it in now."),
    Status.RETURNED: _("The need is back with its agency, with your questions."),
    Status.DECLINED: _("The need is declined, and its agency told why."),
    Status.BEING_MET: _("The need is being met."),
    Status.MET: _("The need is met, and its outcome recorded."),
    Status.WITHDRAWN: _("The need is withdrawn."),
}


class FollowedNeeds(LoginRequiredMixin, FilterView):
    """The needs whose way the reader follows, an officer's own agencies' above all."""

    filterset_class = FollowedNeedFilter
    template_name = "capabilities/need_list.html"
    paginate_by = 25

    def get_queryset(self) -> Any:
        user = self.request.user
        return Need.objects.readable_by(user).followed_by(user).for_list().order_by("-pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        context: dict[str, Any] = super().get_context_data(**kwargs)
        drafts = NeedDraft.objects.visible_to(user).open().for_display()
        labels = [need.tlp for need in context["object_list"]]
        return context | {
            "page_tlp": max(labels, default=0) or None,
            "drafts": answers.with_areas(drafts),
            "may_submit": may(user, Permission.SUBMIT_NEEDS),
        }


class Queue(FollowedNeeds):
    """What waits for a reviewer or a desk, the longest waiting first."""

    filterset_class = QueueFilter
    template_name = "capabilities/need_queue.html"

    def get_queryset(self) -> Any:
        return super().get_queryset().order_by("submission__since", "pk")

    def get_filterset_kwargs(self, filterset_class: Any) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_filterset_kwargs(filterset_class)
        if not self.request.GET:  # what waits, unless somebody asks for something else
            kwargs["data"] = {"status": Status.SUBMITTED.value}
        return kwargs

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        desks = list(Desk.objects.of(self.request.user))
        return super().get_context_data(desks=desks, **kwargs)


def _known(request: HttpRequest, public_id: str) -> Need:
    """A need whose page the reader may open."""
    user = request.user
    known = Need.objects.readable_by(user).known_to(user).for_display()
    need: Need = get_object_or_404(known, public_id=public_id)
    return need


def _followed(request: HttpRequest, public_id: str) -> Need:
    """A need whose way the reader follows."""
    user = request.user
    followed = Need.objects.readable_by(user).followed_by(user).for_display()
    need: Need = get_object_or_404(followed, public_id=public_id)
    return need


@require_GET
def need_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    need = _known(request, public_id)
    follows = Need.objects.filter(pk=need.pk).followed_by(request.user).exists()
    attached = files.of_need(request, need)
    way = timeline.way_of(need, request.user, attached) if follows else None
    context = {"need": need, "way": way, "files": attached, "page_tlp": label_of_page(need) or None}
    return render(request, "capabilities/need_detail.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, public_id: str, to: str) -> HttpResponse:
    """One step, with its reason; a page of its own, so that it works with scripts off."""
    need = _followed(request, public_id)
    rules = {str(status): (status, rule) for status, rule in actions.possible(need, request.user)}
    if to not in rules or to == Status.SUBMITTED:
        messages.error(request, _("This need cannot take that step now: see where it stands."))
        return redirect(need)
    status, rule = rules[to]
    form_class = FinishForm if status == Status.MET else MoveForm
    form = form_class(request.POST if request.method == "POST" else None, rule=rule)

    def act(**given: Any) -> None:
        if status == Status.MET:
            actions.finish(need=need, by=request.user, **given)  # type: ignore[arg-type]
        else:
            actions.move(need=need, to=status, by=request.user, **given)  # type: ignore[arg-type]

    return _acted(request, need, form, rule.verb, act, DONE[status])


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def pass_on(request: HttpRequest, public_id: str) -> HttpResponse:
    need = _followed(request, public_id)
    if not actions.may_pass_on(need, request.user):
        messages.error(request, _("This need cannot take that step now: see where it stands."))
        return redirect(need)
    rule = workflow.PASS_ON
    form = MoveForm(request.POST if request.method == "POST" else None, rule=rule)

    def act(**given: Any) -> None:
        actions.pass_on(need=need, by=request.user, **given)  # type: ignore[arg-type]

    return _acted(request, need, form, rule.verb, act, _("The next desk has it now."))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def outcome(request: HttpRequest, public_id: str) -> HttpResponse:
    need = _followed(request, public_id)
    known = getattr(need, "outcome", None)
    initial = {name: getattr(known, name, "") for name in ("helped", "helpers", "evidence")}
    data = request.POST if request.method == "POST" else None
    form = OutcomeForm(data, initial=initial)

    def act(**given: Any) -> None:
        actions.record_outcome(need=need, by=request.user, **given)  # type: ignore[arg-type]

    return _acted(request, need, form, _("Record the outcome"), act, _("The outcome is recorded."))


def _acted(
    request: HttpRequest,
    need: Need,
    form: forms.Form,
    verb: Any,
    act: Callable[..., None],
    done: str,
) -> HttpResponse:
    """Show the form of a step, or take it and go back to the need with what came of it."""
    if not form.is_valid():
        context = {
            "need": need,
            "form": form,
            "verb": verb,
            "page_tlp": label_of_page(need) or None,
        }
        status = 422 if form.is_bound else 200
        return render(request, "capabilities/need_move.html", context, status=status)
    try:
        act(**form.cleaned_data)
    except actions.MoveNotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("capabilities:need_detail", need.public_id)


@login_required
@require_POST
def revise(request: HttpRequest, public_id: str) -> HttpResponse:
    """Open the answers of a returned need again."""
    need = _followed(request, public_id)
    try:
        draft = actions.revise(need=need, by=request.user)  # type: ignore[arg-type]
    except actions.MoveNotAllowed as refusal:
        messages.error(request, str(refusal))
        return redirect(need)
    except PermissionDenied:
        messages.error(request, _("Only the agency answers the questions."))
        return redirect(need)
    return redirect("capabilities:draft_step", draft.public_id, "check")

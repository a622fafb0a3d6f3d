"""Studies: what-if scenarios, comparisons of runs, next best steps."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.generic import ListView

from gaps import actions, scenarios, study_words
from gaps.engine import CaseError
from gaps.forms import ComparisonForm
from gaps.models import Finding, Run, Study
from gaps.scenario_forms import CHANGE_FORMS, ChangeForm, ScenarioForm, offered
from gaps.views.shared import run_context
from portal.access import Permission, VisibleToRequester, may

CELLS_A_PAGE = 50
STEPS = 20  # of a plan


class StudyList(LoginRequiredMixin, VisibleToRequester, ListView):
    queryset = Study.objects.for_display()
    template_name = "gaps/study_list.html"
    paginate_by = 25

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if not may(self.request.user, Permission.STUDY):
            raise PermissionDenied
        runs = Run.objects.visible_to(self.request.user).repeatable()
        return super().get_context_data(
            scenario_form=ScenarioForm(),
            comparison_form=ComparisonForm(runs=runs),
            **run_context(self.request),
            **kwargs,
        )


def _study(request: HttpRequest, public_id: str) -> Study:
    found = Study.objects.visible_to(request.user).for_display()
    study: Study = get_object_or_404(found, public_id=public_id)
    return study


def _base_run(request: HttpRequest) -> Run:
    run = Run.objects.shown_to(request.user)
    if run is None:
        raise Http404
    return run


def study_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    study = _study(request, public_id)
    show = PAGES[Study.Kind(study.kind)]
    return render(request, f"gaps/study_{study.kind}.html", show(request, study))


def _head(study: Study) -> dict[str, Any]:
    return {
        "study": study,
        "run": study.run,
        "page_tlp": study.run.tlp or None,
        "data_as_of": study.run.as_of,
    }


def _cells(request: HttpRequest, study: Study) -> dict[str, Any]:
    """The cells that differ, a page at a time, of one turn where the address asks for it."""
    if study.outcome is None:
        return _head(study)
    turn = request.GET.get("turn", "")
    cells = sorted(study.outcome["cells"], key=study_words.weight)
    if turn in study_words.TURNS:
        cells = [cell for cell in cells if cell["turn"] == turn]
    page = Paginator(cells, CELLS_A_PAGE).get_page(request.GET.get("page"))
    counts = study.outcome["summary"]
    return {
        **_head(study),
        "page_obj": page,
        "cells": study_words.turned(page, request.user),
        "turn": turn,
        "turns": [(name, said, counts[name]) for name, said in study_words.TURNS.items()],
        "totals": study_words.totals(study.outcome),
    }


def _scenario(request: HttpRequest, study: Study) -> dict[str, Any]:
    return {
        **_cells(request, study),
        "lines": study_words.lines(study, request.user),
        "forms": [form(study=study, user=request.user) for form in CHANGE_FORMS.values()],
        "open_form": request.GET.get("add", ""),
        "offer_names": offered(study, request.user),
    }


def _plan(request: HttpRequest, study: Study) -> dict[str, Any]:
    if study.outcome is None:
        return _head(study)
    steps = study_words.steps(study.outcome, request.user)
    return {**_head(study), "steps": steps, "totals": study_words.plan_totals(study.outcome)}


PAGES: Mapping[Study.Kind, Callable[[HttpRequest, Study], dict[str, Any]]] = {
    Study.Kind.COMPARISON: _cells,
    Study.Kind.WHAT_IF: _scenario,
    Study.Kind.PLAN: _plan,
}


@require_POST
def compare(request: HttpRequest) -> HttpResponse:
    runs = Run.objects.visible_to(request.user).repeatable()
    form = ComparisonForm(request.POST, runs=runs)
    if not form.is_valid():
        return render(request, "gaps/comparison_form.html", {"form": form}, status=422)
    return _asked(request, lambda by: actions.compare_runs(**form.cleaned_data, by=by))


@require_POST
def plan(request: HttpRequest) -> HttpResponse:
    run = _base_run(request)
    return _asked(request, lambda by: actions.plan_next_steps(run=run, number=STEPS, by=by))


def _asked(request: HttpRequest, ask: Callable[[Any], Study]) -> HttpResponse:
    """To the study that an action gives, or back with the reason why there is none."""
    try:
        return redirect(ask(request.user))
    except (actions.StudyRefused, CaseError) as refusal:
        messages.error(request, str(refusal))
        return redirect("gaps:study_list")


# ------------------------------------------------------------------ what-if scenarios


@require_POST
def draft(request: HttpRequest) -> HttpResponse:
    form = ScenarioForm(request.POST)
    if not form.is_valid():
        return render(request, "gaps/scenario_form.html", {"form": form}, status=422)
    run, name = _base_run(request), form.cleaned_data["name"]
    return _asked(request, lambda by: actions.draft_scenario(run=run, name=name, by=by))


@require_POST
def try_fix(request: HttpRequest, key: str) -> HttpResponse:
    """A scenario of one change: the smallest fix of a gap."""
    finding = get_object_or_404(Finding.objects.visible_to(request.user).for_display().keyed(key))
    run = _base_run(request)

    def ask(by: Any) -> Study:
        fix = scenarios.fix_of(finding, run, by)
        if fix is None:
            raise actions.StudyRefused(_("There is no fix that you could try."))
        study = actions.draft_scenario(run=run, name=fix.name, changes=fix.changes, by=by)
        actions.ask_scenario(study=study, by=by)
        return study

    return _asked(request, ask)


@require_POST
def add_change(request: HttpRequest, public_id: str, act: str) -> HttpResponse:
    study = _study(request, public_id)
    if act not in CHANGE_FORMS:
        raise Http404
    form = CHANGE_FORMS[act](request.POST, study=study, user=request.user)
    if not form.is_valid():
        return _again(request, study, form)
    changes = scenarios.merged(study.changes, form.change())
    return _edited(request, study, changes)


def _again(request: HttpRequest, study: Study, form: ChangeForm) -> HttpResponse:
    """The scenario's page with the form that was filled in wrongly."""
    context = _scenario(request, study)
    context["forms"] = [form if form.act == other.act else other for other in context["forms"]]
    context |= {"open_form": form.act, "wrong_form": form}
    return render(request, "gaps/study_what_if.html", context, status=422)


@require_POST
def drop_change(request: HttpRequest, public_id: str) -> HttpResponse:
    study = _study(request, public_id)
    act, table, name = (request.POST.get(field, "") for field in ("act", "table", "id"))
    return _edited(request, study, scenarios.without(study.changes, act, table, name))


def _edited(request: HttpRequest, study: Study, changes: scenarios.Changes) -> HttpResponse:
    try:
        actions.edit_scenario(study=study, changes=changes, by=request.user)  # type: ignore[arg-type]
    except (actions.StudyRefused, CaseError) as refusal:
        messages.error(request, str(refusal))
    return redirect(study)


@require_POST
def ask(request: HttpRequest, public_id: str) -> HttpResponse:
    study = _study(request, public_id)
    try:
        actions.ask_scenario(study=study, by=request.user)  # type: ignore[arg-type]
    except actions.StudyRefused as refusal:
        messages.error(request, str(refusal))
    return redirect(study)


@require_POST
def delete(request: HttpRequest, public_id: str) -> HttpResponse:
    study = _study(request, public_id)
    try:
        actions.delete_scenario(study=study, by=request.user)  # type: ignore[arg-type]
    except actions.StudyRefused as refusal:
        messages.error(request, str(refusal))
        return redirect(study)
    messages.success(request, _("“%(name)s” has been deleted.") % {"name": study})
    return redirect("gaps:study_list")

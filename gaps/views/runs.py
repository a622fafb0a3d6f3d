"""Runs of the analyser."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST
from django.views.generic import DetailView, ListView

from gaps import actions
from gaps.forms import RunForm
from gaps.models import Run
from portal.access import Permission, VisibleToRequester, may


class RunList(VisibleToRequester, ListView):
    queryset = Run.objects.all()
    template_name = "gaps/run_list.html"
    paginate_by = 25

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        allowed = may(self.request.user, Permission.RUN_ANALYSIS)
        return super().get_context_data(form=RunForm() if allowed else None, **kwargs)


class RunDetail(VisibleToRequester, DetailView):
    queryset = Run.objects.all()
    slug_field = slug_url_kwarg = "public_id"
    template_name = "gaps/run_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        run, user = self.object, self.request.user
        studies = may(user, Permission.STUDY) and run.can_be_repeated
        is_study_base = studies and run.kind != Run.Kind.CHECK
        return super().get_context_data(
            may_study=is_study_base,
            may_check=may(user, Permission.RUN_ANALYSIS) and run.can_be_repeated,
            before=Run.objects.visible_to(user).before(run) if is_study_base else None,
            checks=Run.objects.visible_to(user).filter(checks=run),
            **kwargs,
        )


class RunCheck(RunDetail):
    """What proves a run, and how to check it."""

    template_name = "gaps/run_check.html"


def _run(request: HttpRequest, public_id: str) -> Run:
    run: Run = get_object_or_404(Run.objects.visible_to(request.user), public_id=public_id)
    return run


@require_POST
def start_check(request: HttpRequest, public_id: str) -> HttpResponse:
    run = _run(request, public_id)
    try:
        check = actions.check_run(run=run, by=request.user)  # type: ignore[arg-type]
    except actions.StudyRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("gaps:run_check", run.public_id)
    return redirect(check)


def case(request: HttpRequest, public_id: str) -> HttpResponse:
    """The exact case of a run, for reviewers to check it with from outside."""
    run = _run(request, public_id)
    try:
        exact = actions.export_case(run=run, by=request.user)
    except actions.StudyRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("gaps:run_check", run.public_id)
    name = f"run-{run.public_id}-{run.get_tlp_display().replace(':', '-')}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return JsonResponse(exact, headers=headers, json_dumps_params={"indent": 1})


@require_POST
def start_run(request: HttpRequest) -> HttpResponse:
    form = RunForm(request.POST)
    if not form.is_valid():
        runs = Run.objects.visible_to(request.user)
        return render(
            request, "gaps/run_list.html", {"object_list": runs, "form": form}, status=422
        )
    run = actions.start_run(
        audience=form.cleaned_data["audience"],
        as_of=form.cleaned_data["as_of"],
        by=request.user,  # type: ignore[arg-type]
    )
    messages.success(request, f"Run {run} is waiting for a worker.")
    return redirect(run)

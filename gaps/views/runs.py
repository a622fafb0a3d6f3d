"""Runs of the analyser."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
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

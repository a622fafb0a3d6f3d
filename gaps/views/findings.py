"""Findings: the list, and one on its own page."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.views.generic import DetailView
from django_filters.views import FilterView

from gaps.filters import FindingFilter
from gaps.models import Finding
from gaps.reading import detail, explained
from gaps.views.shared import ShowsRun
from portal.access import Permission, VisibleToRequester, may


class FindingList(ShowsRun, VisibleToRequester, FilterView):
    queryset = Finding.objects.worst_first().for_display()
    filterset_class = FindingFilter
    template_name = "gaps/finding_list.html"
    paginate_by = 25

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        entries = explained(context["object_list"], self.request.user, context["run"])
        may_submit = may(self.request.user, Permission.SUBMIT_NEEDS)
        return context | {"explained": entries, "may_submit": may_submit}


class FindingDetail(ShowsRun, VisibleToRequester, DetailView):
    queryset = Finding.objects.for_display()
    template_name = "gaps/finding_detail.html"

    def get_object(self, queryset: Any = None) -> Finding:
        found: Finding = get_object_or_404(self.get_queryset().keyed(self.kwargs["key"]))
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        [entry] = explained([self.object], self.request.user, context["run"])
        found = detail(self.object, context["run"], self.request.user)
        may_try = may(self.request.user, Permission.STUDY)
        return context | {
            "entry": entry,
            "reason": entry.reason,
            "detail": found,
            "may_try": may_try,
        }

"""Findings: the list, and one on its own page."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.views.generic import DetailView
from django_filters.views import FilterView

from capabilities.models import Resource
from gaps import decisions
from gaps.desk import comment_options, comments_on
from gaps.filters import FindingFilter
from gaps.models import Finding
from gaps.reading import detail, explained
from gaps.review_forms import CommentForm
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
        return context | {
            "explained": entries,
            "may_submit": may_submit,
            "nearest": self._nearest(self.request.GET.get("nearest", "")),
        }

    def _nearest(self, public_id: str) -> Resource | None:
        """The offer that all of the list must come nearest to, where one is asked for."""
        if not public_id:
            return None
        visible: Any = Resource.objects.visible_to(self.request.user)
        found: Resource | None = visible.filter(public_id=public_id).first()
        return found


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
        user = self.request.user
        return context | {
            "entry": entry,
            "reason": entry.reason,
            "detail": found,
            "may_try": may(user, Permission.STUDY),
            "may_review": may(user, Permission.REVIEW),
            "comments": comments_on(self.object, user),
            "comment_form": self._comment_form(),
        }

    def _comment_form(self) -> CommentForm | None:
        user = self.request.user
        if not user.is_authenticated or not decisions.may_comment(user, self.object):
            return None
        initial, options = comment_options(self.object, user)
        return CommentForm(prefix="comment", initial=initial, **options)

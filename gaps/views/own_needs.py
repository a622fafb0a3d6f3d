"""The needs of the reader's organisation, assessed for its eyes alone."""

from functools import cached_property
from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.generic import DetailView, ListView

from capabilities.models.needs import NeedQuerySet
from gaps import on_demand
from portal.access import Permission, may


class OwnNeeds(LoginRequiredMixin):
    """For those who submit needs; to anybody else the figures would be of no use."""

    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not may(request.user, Permission.SUBMIT_NEEDS):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self) -> NeedQuerySet:
        return on_demand.own_needs(self.asker)

    @cached_property
    def asker(self) -> on_demand.Asker:
        return on_demand.Asker.of(self.request.user)

    def head(self, found: list[on_demand.Assessed]) -> dict[str, Any]:
        label = max((entry.label for entry in found), default=None)
        return {"asker": self.asker, "page_tlp": label or None, "data_as_of": self.asker.as_of}


class OwnNeedList(OwnNeeds, ListView):
    template_name = "gaps/own_need_list.html"
    paginate_by = 25

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        found = on_demand.assessed(context["object_list"], self.asker)
        return context | self.head(found) | {"assessed": found}


class OwnNeedDetail(OwnNeeds, DetailView):
    slug_field = slug_url_kwarg = "public_id"
    template_name = "gaps/own_need_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        [found] = on_demand.assessed([self.object], self.asker)
        return super().get_context_data(assessed=found, **self.head([found]), **kwargs)

"""Where a provider or one of its resources helps, and where it comes near: read by their pages."""

from typing import Any

from django.views.generic import DetailView

from capabilities.models import Provider, Resource
from gaps import openings
from gaps.views.shared import ShowsRun
from portal.access import VisibleToRequester
from portal.labels import label_of_page


class ShowsHelp(ShowsRun, VisibleToRequester):
    """A page of what the reader's run says of some offers."""

    slug_field = slug_url_kwarg = "public_id"
    object: Any

    def offers(self) -> Any:
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        run = context["run"]
        # Its run tells of records up to the run's label; the row that it is about has its own.
        label = max(context.get("page_tlp") or 0, label_of_page(self.object))
        found = openings.help_of(self.offers(), run) if run else None
        return context | {"help": found, "row": self.object, "page_tlp": label or None}


class ProviderHelp(ShowsHelp, DetailView):
    queryset = Provider.objects.all()
    template_name = "gaps/openings.html"

    def offers(self) -> Any:
        return Resource.objects.visible_to(self.request.user).filter(provider=self.object)


class ResourceHelp(ShowsHelp, DetailView):
    queryset = Resource.objects.select_related("provider")
    template_name = "gaps/openings.html"

    def offers(self) -> Any:
        return Resource.objects.visible_to(self.request.user).filter(pk=self.object.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        until = openings.confirmed_until(self.object)
        return super().get_context_data(is_resource=True, confirmed_until=until, **kwargs)

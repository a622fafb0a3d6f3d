"""Resources and those who offer them."""

from typing import Any

from django.utils import timezone
from django.views.generic import DetailView

from capabilities import exposure, reach
from capabilities.duplicates.former import PageFollowsMerges
from capabilities.forms import CountryForm
from capabilities.models import Pairable, Provider, Resource
from portal.access import ReadableByRequester


class ResourceDetail(PageFollowsMerges, ReadableByRequester, DetailView):
    """One offer; `?country=` asks whether that country could use it."""

    former_kind = Pairable.RESOURCE
    queryset = Resource.objects.for_display()
    slug_field = slug_url_kwarg = "public_id"
    template_name = "capabilities/resource_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        resource: Resource = self.object
        exposure.visited(self.request.user, resource.provider, resource)
        today = timezone.localdate()
        form = CountryForm(self.request.GET or None)
        reached = reach.reached(resource, on=today)
        country = form.cleaned_data["country"] if form.is_valid() else None
        return super().get_context_data(
            form=form,
            reached=reached,
            country=country,
            answers=reach.answers(resource, country, reached, on=today) if country else [],
            has_ended=bool(resource.ends and resource.ends < today),
            page_tlp=resource.tlp or None,
            **kwargs,
        )


class ProviderDetail(PageFollowsMerges, ReadableByRequester, DetailView):
    former_kind = Pairable.PROVIDER
    queryset = Provider.objects.select_related("based_in")
    slug_field = slug_url_kwarg = "public_id"
    template_name = "capabilities/provider_detail.html"

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        exposure.visited(self.request.user, self.object)
        offers = Resource.objects.visible_to(self.request.user).filter(provider=self.object)
        return super().get_context_data(resources=offers.for_display(), **kwargs)

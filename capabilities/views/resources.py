"""Resources and those who offer them."""

from django.views.generic import DetailView

from capabilities import exposure
from capabilities.models import Provider, Resource
from portal.access import ReadableByRequester


class ResourceDetail(ReadableByRequester, DetailView):
    queryset = Resource.objects.for_display()
    slug_field = slug_url_kwarg = "public_id"
    template_name = "capabilities/resource_detail.html"

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        exposure.visited(self.request.user, self.object.provider, self.object)
        return super().get_context_data(**kwargs)


class ProviderDetail(ReadableByRequester, DetailView):
    queryset = Provider.objects.select_related("based_in")
    slug_field = slug_url_kwarg = "public_id"
    template_name = "capabilities/provider_detail.html"

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        exposure.visited(self.request.user, self.object)
        offers = Resource.objects.visible_to(self.request.user).filter(provider=self.object)
        return super().get_context_data(resources=offers.for_display(), **kwargs)

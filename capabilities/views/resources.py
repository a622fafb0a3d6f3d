"""Resources and those who offer them."""

from datetime import datetime
from typing import Any

from django.db.models import F
from django.utils import timezone
from django.views.generic import DetailView

from capabilities import exposure, reach
from capabilities.duplicates.former import PageFollowsMerges
from capabilities.forms import CountryForm
from capabilities.models import CapabilityArea, Pairable, Project, Provider, Resource
from portal import versions
from portal.access import ReadableByRequester
from portal.labels import label_of_page
from portal.models import Verification


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
            page_tlp=label_of_page(resource) or None,
            **kwargs,
        )


OFFERS = 100  # shown on the page of their provider; the search has them all
STEPS = 5


class ProviderDetail(PageFollowsMerges, ReadableByRequester, DetailView):
    """Who offers what, for whom, since when that is known, and what became of the entry."""

    former_kind = Pairable.PROVIDER
    queryset = Provider.objects.select_related("based_in")
    slug_field = slug_url_kwarg = "public_id"
    template_name = "capabilities/provider_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        provider: Provider = self.object
        reader = self.request.user
        exposure.visited(reader, provider)
        offers = Resource.objects.visible_to(reader).filter(provider=provider)
        latest_first = offers.order_by(F("last_verified").desc(nulls_last=True), "name", "pk")
        resources = list(latest_first.for_display()[:OFFERS])
        projects = list(Project.objects.visible_to(reader).naming_any(provider.names))
        steps = versions.steps(provider, reader)
        labels = [row.tlp for row in (provider, *resources, *projects)]
        labels += [step.version.tlp for step in steps[:STEPS]]
        return super().get_context_data(
            resources=resources,
            number=offers.count(),
            clientele=reach.clientele(resources, on=timezone.localdate()),
            areas=_areas(resources),
            projects=projects,
            steps=steps[:STEPS],
            verified_since=_verified_since(steps),
            page_tlp=max(labels) or None,
            **kwargs,
        )


def _areas(resources: list[Resource]) -> list[CapabilityArea]:
    """All areas that some offers help in, by code."""
    found = {area.code: area for resource in resources for area in resource.areas.all()}
    return [found[code] for code in sorted(found)]


def _verified_since(steps: list[versions.Step]) -> datetime | None:
    """Since when the entry has been verified without a break, as far as the reader may know."""
    since = None
    for step in steps:  # newest first
        if step.version.verification != Verification.VERIFIED:
            break
        since = step.at
    return since

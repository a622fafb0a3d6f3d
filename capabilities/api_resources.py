"""Resources under `/api/v1/`: the same search as the page, in JSON, and its counts."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import exceptions, serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param
from rest_framework.viewsets import ReadOnlyModelViewSet

from capabilities import hits, less_known, paging
from capabilities.api import ResourceSerializer
from capabilities.duplicates.former import EndpointFollowsMerges
from capabilities.lookup import Names
from capabilities.models import CapabilityArea, Country, CountryGroup, Pairable, Resource
from capabilities.resource_filters import ResourceFilter
from capabilities.search import Row, Search
from portal.access import VisibleToRequester
from portal.api import KeyPagination


class SearchPagination(KeyPagination):
    """Pages of a search by the keys of its own order, as on the page of the directory."""

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        search: Search = queryset
        self.here = request.build_absolute_uri()
        size = self.get_page_size(request) or self.page_size
        try:
            self.found = paging.page(search, size, request.query_params.get("cursor", ""))
        except paging.NoSuchPage:
            raise exceptions.NotFound(self.invalid_cursor_message) from None
        keys = {row.resource: row for row in self.found.rows}
        seen = Resource.objects.visible_to(request.user).select_related("provider")
        resources = seen.in_bulk(keys)
        return [
            _with_links(resources[key], row, search.names)
            for key, row in keys.items()
            if key in resources
        ]

    def get_next_link(self) -> str | None:
        return self._at(self.found.next)

    def get_previous_link(self) -> str | None:
        return self._at(self.found.previous)

    def _at(self, cursor: str) -> str | None:
        return str(replace_query_param(self.here, "cursor", cursor)) if cursor else None


def _with_links(resource: Resource, row: Row, names: Names) -> Resource:
    """The resource with what it is linked to, which the found row names: no query for each."""
    countries = {
        name: [Country(iso3=code) for code in names.countries if f"{letter}:{code}" in row.tokens]
        for name, letter in (("eligible_countries", "r"), ("excluded_countries", "x"))
    }
    groups = [CountryGroup(code=code) for code in names.groups if f"g:{code}" in row.tokens]
    areas = [CapabilityArea(code=code) for code in row.codes("d")]
    links = {**countries, "eligible_groups": groups, "areas": areas}
    vars(resource)["_prefetched_objects_cache"] = links  # as prefetch_related would leave them
    return resource


class ValueSerializer(serializers.Serializer[Any]):
    value = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    count = serializers.IntegerField()


class FacetSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    is_least = serializers.BooleanField(help_text="Whether there may be more than are counted.")
    values = ValueSerializer(many=True)


class FacetsSerializer(serializers.Serializer[Any]):
    """Counts of what is found. `is_least` where only the best few hundred were counted."""

    total = serializers.IntegerField()
    is_least = serializers.BooleanField()
    facets = FacetSerializer(many=True)


class LessKnownSerializer(serializers.Serializer[Any]):
    """A match, why it is shown apart, and how widely its provider is known, from 0 to 1."""

    resource = ResourceSerializer()
    reason = serializers.CharField()
    visibility = serializers.FloatField()


class ResourceViewSet(EndpointFollowsMerges, VisibleToRequester, ReadOnlyModelViewSet[Resource]):
    """Resources that the caller may see, narrowed by the same filters as the web list."""

    former_kind = Pairable.RESOURCE

    queryset = Resource.objects.for_display()
    serializer_class = ResourceSerializer
    filterset_class = ResourceFilter
    pagination_class = SearchPagination
    lookup_field = "public_id"

    def filter_queryset(self, queryset: Any) -> Any:
        """Filters are checked wherever they are given; the row at an address is that row."""
        search = super().filter_queryset(queryset)
        return search if self.action in ("list", "facets", "less_known") else queryset

    @extend_schema(responses=LessKnownSerializer(many=True), filters=True)
    @action(detail=False, url_path="less-known", pagination_class=None)
    def less_known(self, request: Request) -> Response:
        """Up to three matches of a search whose providers few know of, with the reason."""
        search = self.filter_queryset(self.get_queryset())
        pairs = less_known.matches(search, ())
        keys = {row.resource: row for row, _standing in pairs}
        seen = Resource.objects.visible_to(request.user).select_related("provider").in_bulk(keys)
        found = [
            {
                "resource": _with_links(seen[row.resource], row, search.names),
                "reason": less_known.reason(standing),
                "visibility": round(standing.visibility, 2),
            }
            for row, standing in pairs
            if row.resource in seen
        ]
        return Response(LessKnownSerializer(found, many=True).data)

    @extend_schema(responses=FacetsSerializer, filters=True)
    @action(detail=False, pagination_class=None)
    def facets(self, request: Request) -> Response:
        """How many resources each value of each filter would find, beside all other filters."""
        search = self.filter_queryset(self.get_queryset())
        shown = [
            {
                "name": facet.name,
                "label": facet.label,
                "is_least": facet.is_least,
                "values": [
                    {"value": option.value, "label": option.words, "count": option.number}
                    for option in facet.options
                ],
            }
            for facet in hits.shown_facets(search)
        ]
        counts = search.counts
        body = {"total": counts.total, "is_least": counts.is_least, "facets": shown}
        return Response(FacetsSerializer(body).data)
